"""Alembic's entry. Lock, lock timeout and the record of applied files are in the runner."""

from generator.migrations.environment import run

run()
