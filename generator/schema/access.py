"""What the application's role may touch: the one place that speaks of access to tables.

The role owns nothing. It reads every column but the secret ones, and writes what `privileges`
of a table say. Row-level security, once there, is emitted here too.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.names import quoted
from generator.schema.sql import signature
from generator.schema.values import Schema, Table

READABLE_ALWAYS = ("alembic_version", "charter_migrations")
"""The history of migrations: the server tells by it whether it fits its database."""
OWNERS_ALONE = (
    "charter_jobs",
    "charter_policy_sets",
    "charter_audit_subjects",
    "charter_audit_leaves",
    "charter_audit_heads",
)
"""What functions of the owner and the sealer alone reach."""


def grants(schema: Schema, role: str) -> Iterator[str]:
    """Statements that leave the role with exactly its rights, whatever it had before."""
    name = quoted(role)
    for history in READABLE_ALWAYS:
        yield f"REVOKE ALL ON {history} FROM {name}"
        yield f"GRANT SELECT ON {history} TO {name}"
    for kept in OWNERS_ALONE:
        yield f"REVOKE ALL ON {kept} FROM PUBLIC, {name}"
    for table in schema.tables:
        yield f"REVOKE ALL ON {quoted(table.name)} FROM PUBLIC, {name}"
        yield from (f"{grant} TO {name}" for grant in _of_table(table))
    for sequence in schema.sequences:
        yield f"REVOKE ALL ON SEQUENCE {quoted(sequence.name)} FROM PUBLIC, {name}"
    for function in schema.functions:
        yield f"REVOKE ALL ON FUNCTION {signature(function)} FROM PUBLIC, {name}"
        if function.application:
            yield f"GRANT EXECUTE ON FUNCTION {signature(function)} TO {name}"


def _of_table(table: Table) -> Iterator[str]:
    """Rights on a table; those to read and change go by column where some are secret.

    A secret is written when its row is added, and changed by a definer function alone.
    """
    open_columns = [quoted(column.name) for column in table.columns if not column.secret]
    by_column = len(open_columns) < len(table.columns)
    listed = f" ({', '.join(open_columns)})" if by_column else ""
    for privilege in table.privileges:
        narrowed = listed if privilege in ("select", "update") else ""
        yield f"GRANT {privilege.upper()}{narrowed} ON {quoted(table.name)}"
