"""The OpenAPI document of a model, made without importing what it describes."""
