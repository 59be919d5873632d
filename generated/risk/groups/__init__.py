"""Groups of rows: what they are asked for by, and answers. Generated from model/risk.yaml."""
