"""The routes. Generated from model/evidence.yaml."""
