"""Query strings. Generated from model/risk.yaml."""
