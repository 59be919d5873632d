"""The resources: all that the runtime knows. Generated from model/risk.yaml."""
