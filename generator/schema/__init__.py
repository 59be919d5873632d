"""From the resolved model to a database schema as values, and the SQL of those values."""
