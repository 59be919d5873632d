"""A model written from an existing PostgreSQL database."""
