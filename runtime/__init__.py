"""The library that generated code calls. It knows no entity by name."""
