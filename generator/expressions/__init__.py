"""The expression language: parse, type, and compile to SQL, Python and words."""
