"""The business rules that the model names and YAML cannot say, a module an aggregate."""
