"""Risk management. Generated from model/risk.yaml."""
