"""Proof by crashes: writes by every path while server and PostgreSQL are killed with -9.

`python -m tests.crashes` is the command; benchmarks/README.md says how long it takes.

`load` is a process of its own that writes by every path and keeps a ledger of what it was promised
(`callers`, `statements`, `commands`; `ledger`). `kills` ends processes meanwhile and starts them
again. `judge` compares ledger, trail and tables at the end, with code of its own: it shares nothing
with `charter audit verify`, which is run besides.
"""
