"""The resources: all that the runtime knows. Generated from model/identity.yaml."""
