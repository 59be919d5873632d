"""The routes. Generated from model/identity.yaml."""
