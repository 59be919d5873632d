"""Organisation and projects. Generated from model/organisation.yaml."""
