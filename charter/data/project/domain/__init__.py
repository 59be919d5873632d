"""The business rules that the model names: hooks, actions and jobs.

`charter generate` adds a typed stub for a function that the model names for the first time.
"""
