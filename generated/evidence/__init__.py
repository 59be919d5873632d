"""Evidence. Generated from model/evidence.yaml."""
