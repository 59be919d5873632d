"""The routes. Generated from model/control.yaml."""
