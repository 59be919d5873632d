"""Requests a second beside pgbench, a hand-written application and FastCRUD's endpoints."""
