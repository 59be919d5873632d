"""The fields, as the runtime knows them. Generated from model/evidence.yaml."""
