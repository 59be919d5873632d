"""The routes. Generated from model/regulation.yaml."""
