"""What transitions and actions take and answer. Generated from model/task.yaml."""
