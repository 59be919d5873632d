"""Controls and mappings. Generated from model/control.yaml."""
