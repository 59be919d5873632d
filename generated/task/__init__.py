"""Tasks. Generated from model/task.yaml."""
