"""Regulations and requirements. Generated from model/regulation.yaml."""
