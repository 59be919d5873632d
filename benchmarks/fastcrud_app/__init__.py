"""The same tables behind FastCRUD's stock endpoints; no token, no policy, no audit trail."""
