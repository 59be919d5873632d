"""Query strings. Generated from model/control.yaml."""
