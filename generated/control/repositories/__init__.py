"""FastCRUD under the policy. Generated from model/control.yaml."""
