"""What lists of others ask of related rows. Generated from model/regulation.yaml."""
