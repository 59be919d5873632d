"""What model.yaml means, as Python. Generated: change the model, not this."""
