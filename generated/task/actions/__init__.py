"""The transitions and actions, as the runtime knows them. Generated from model/task.yaml."""
