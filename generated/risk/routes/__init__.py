"""The routes. Generated from model/risk.yaml."""
