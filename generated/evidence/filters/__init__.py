"""Query strings. Generated from model/evidence.yaml."""
