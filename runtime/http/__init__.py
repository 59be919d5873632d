"""HTTP: the envelope around every request, the routes, and the application put together."""
