"""The resources: all that the runtime knows. Generated from model/organisation.yaml."""
