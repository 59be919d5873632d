"""Query strings. Generated from model/task.yaml."""
