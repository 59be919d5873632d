"""Who is asking: passwords, access and refresh tokens, and the roles in force."""
