"""FastCRUD under the policy. Generated from model/identity.yaml."""
