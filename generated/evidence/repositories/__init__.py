"""FastCRUD under the policy. Generated from model/evidence.yaml."""
