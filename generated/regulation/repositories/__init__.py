"""FastCRUD under the policy. Generated from model/regulation.yaml."""
