"""FastCRUD under the policy. Generated from model/organisation.yaml."""
