"""The routes. Generated from model/organisation.yaml."""
