"""Query strings. Generated from model/organisation.yaml."""
