"""What a change of the OpenAPI document means for the clients of the API."""
