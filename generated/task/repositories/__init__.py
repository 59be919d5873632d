"""FastCRUD under the policy. Generated from model/task.yaml."""
