"""The development loop: saved files become tables, routes and a running server."""
