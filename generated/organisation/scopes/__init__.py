"""The scopes, for one row in memory. Generated from model/organisation.yaml."""
