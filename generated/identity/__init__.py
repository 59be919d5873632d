"""Identity and access. Generated from model/identity.yaml."""
