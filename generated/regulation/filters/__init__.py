"""Query strings. Generated from model/regulation.yaml."""
