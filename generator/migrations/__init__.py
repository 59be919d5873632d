"""Migrations: the difference of two schemas, revision files of it, and Alembic to run them."""
