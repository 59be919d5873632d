"""The SQL of schema values: CREATE, DROP and what changes columns, one readable statement each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.names import quoted
from generator.schema.columns import literal
from generator.schema.values import (
    Check,
    Column,
    EnumType,
    ForeignKey,
    Function,
    Index,
    Item,
    Policy,
    Security,
    Sequence,
    Table,
    Trigger,
)

PARTITIONS = "SELECT charter_audit_partitions(12)"
"""Makes the partitions of a table that is divided by months, for a year to come."""

_ON_DELETE = {"restrict": "", "cascade": " ON DELETE CASCADE", "set_null": " ON DELETE SET NULL"}


def create(item: Item) -> list[str]:  # noqa: PLR0911 - one a kind
    """The statements that make an item. A table comes with its columns, CHECKs and comments."""
    match item:
        case EnumType():
            values = ",\n    ".join(literal(value) for value in item.values)
            return [f"CREATE TYPE {quoted(item.name)} AS ENUM (\n    {values}\n)"]
        case Sequence():
            return [f"CREATE SEQUENCE {quoted(item.name)}"]
        case Function():
            return [item.definition, f"REVOKE ALL ON FUNCTION {signature(item)} FROM PUBLIC"]
        case Table():
            made = [_create_table(item), *_comments(item), *secure(item.name, "", item.security)]
            return [*made, PARTITIONS] if item.months else made
        case Index():
            return [_create_index(item)]
        case Trigger():
            return [_create_trigger(item)]
        case Policy():
            return [_create_policy(item)]
        case Check() | ForeignKey():
            return [f"ALTER TABLE {quoted(item.table)}\n    ADD {_constraint(item)}"]


def drop(item: Item) -> list[str]:  # noqa: PLR0911 - one a kind
    """The statements that remove an item."""
    match item:
        case EnumType():
            return [f"DROP TYPE {quoted(item.name)}"]
        case Sequence():
            return [f"DROP SEQUENCE {quoted(item.name)}"]
        case Function():
            return [f"DROP FUNCTION {signature(item)}"]
        case Table():
            return [f"DROP TABLE {quoted(item.name)}"]
        case Index():
            return [f"DROP INDEX {quoted(item.name)}"]
        case Trigger():
            return [f"DROP TRIGGER {quoted(item.name)} ON {quoted(item.table)}"]
        case Policy():
            return [f"DROP POLICY {quoted(item.name)} ON {quoted(item.table)}"]
        case Check() | ForeignKey():
            return [f"ALTER TABLE {quoted(item.table)} DROP CONSTRAINT {quoted(item.name)}"]


def secure(table: str, before: Security, after: Security) -> list[str]:
    """The statement that takes a table from one kind of row-level security to another."""
    if before == after:
        return []
    changes = {
        "": ("NO FORCE ROW LEVEL SECURITY", "DISABLE ROW LEVEL SECURITY"),
        "enabled": ("ENABLE ROW LEVEL SECURITY", "NO FORCE ROW LEVEL SECURITY"),
        "forced": ("ENABLE ROW LEVEL SECURITY", "FORCE ROW LEVEL SECURITY"),
    }[after]
    return [alter(table, *changes)]


def signature(function: Function) -> str:
    """A function with the types of its arguments, as DROP and GRANT want it."""
    return f"{quoted(function.name)}({function.arguments})"


def alter(table: str, *changes: str) -> str:
    """One ALTER TABLE with several changes."""
    return f"ALTER TABLE {quoted(table)}\n    " + ",\n    ".join(changes)


def column(value: Column) -> str:
    """A column's definition."""
    return f"{quoted(value.name)} {rest_of_column(value)}"


def rest_of_column(value: Column) -> str:
    """A column's definition without its name."""
    words = [value.type]
    if value.collation:
        words.append(f"COLLATE {value.collation}")
    if value.generated is not None:
        words.append(f"GENERATED ALWAYS AS ({value.generated}) STORED")
    if not value.nullable:
        words.append("NOT NULL")
    if value.default is not None:
        words.append(f"DEFAULT {value.default}")
    return " ".join(words)


def comment(table: str, column_name: str | None, text: str) -> str:
    """COMMENT ON a table or column; an empty text removes it."""
    said = literal(text) if text else "NULL"
    if column_name is None:
        return f"COMMENT ON TABLE {quoted(table)} IS {said}"
    return f"COMMENT ON COLUMN {quoted(table)}.{quoted(column_name)} IS {said}"


def _comments(table: Table) -> Iterator[str]:
    if table.comment:
        yield comment(table.name, None, table.comment)
    for value in table.columns:
        if value.comment:
            yield comment(table.name, value.name, value.comment)


def _create_table(table: Table) -> str:
    key = _listed(table.primary_key)
    lines = [
        *(column(value) for value in table.columns),
        f"CONSTRAINT {quoted(table.primary_key_name)} PRIMARY KEY ({key})",
        *(_constraint(check) for check in table.checks),
    ]
    parted = " PARTITION BY RANGE (id)" if table.months else ""
    return f"CREATE TABLE {quoted(table.name)} (\n    " + ",\n    ".join(lines) + f"\n){parted}"


def _constraint(item: Check | ForeignKey) -> str:
    name = f"CONSTRAINT {quoted(item.name)}"
    if isinstance(item, Check):
        return f"{name} CHECK ({item.condition})"
    key = f"{name} FOREIGN KEY ({quoted(item.column)})"
    return f"{key} REFERENCES {quoted(item.target)} (id){_ON_DELETE[item.on_delete]}"


def _create_index(index: Index) -> str:
    unique = "UNIQUE " if index.unique else ""
    # Nulls sort last both ways; descending without NULLS LAST would put them first.
    nulls_last = {name for name, _ in index.columns}.difference(index.filled)
    keys = ", ".join(
        f"{quoted(name)}{' DESC' * descending}{' NULLS LAST' * (descending and name in nulls_last)}"
        for name, descending in index.columns
    )
    nulls = " NULLS NOT DISTINCT" if index.nulls_equal else ""
    where = f"\n    WHERE {index.where}" if index.where else ""
    name = quoted(index.name)
    if index.expression:
        table = f"{quoted(index.table)} USING {index.method}"
        return f"CREATE INDEX {name} ON {table} (\n    {index.expression}\n){where}"
    return f"CREATE {unique}INDEX {name} ON {quoted(index.table)} ({keys}){nulls}{where}"


def _create_trigger(trigger: Trigger) -> str:
    level = "STATEMENT" if trigger.statement else "ROW"
    only = f" WHEN ({trigger.only})" if trigger.only else ""
    arguments = ", ".join(literal(argument) for argument in trigger.arguments)
    return (
        f"CREATE TRIGGER {quoted(trigger.name)}\n"
        f"    {trigger.when} ON {quoted(trigger.table)}\n"
        f"    FOR EACH {level}{only} EXECUTE FUNCTION {quoted(trigger.function)}({arguments})"
    )


def _create_policy(policy: Policy) -> str:
    to = " TO CURRENT_USER" if policy.owner else ""
    using = f"\n    USING (\n{policy.using}\n    )" if policy.using else ""
    check = f"\n    WITH CHECK (\n{policy.check}\n    )" if policy.check else ""
    name, table = quoted(policy.name), quoted(policy.table)
    return f"CREATE POLICY {name} ON {table} FOR {policy.command}{to}{using}{check}"


def _listed(columns: Iterable[str]) -> str:
    return ", ".join(quoted(name) for name in columns)
