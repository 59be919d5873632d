"""What transitions and actions take and answer. Generated from model/identity.yaml."""
