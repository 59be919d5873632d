"""The routes. Generated from model/task.yaml."""
