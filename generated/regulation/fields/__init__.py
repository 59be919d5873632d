"""The fields, as the runtime knows them. Generated from model/regulation.yaml."""
