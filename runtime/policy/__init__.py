"""The policy files: read strictly, compiled once, decided in microseconds."""
