"""Connections, transactions and the actor's context inside them."""
