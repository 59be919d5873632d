"""FastCRUD under the policy. Generated from model/risk.yaml."""
