"""Query strings. Generated from model/identity.yaml."""
