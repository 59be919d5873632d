"""The operation that divides a table by months: its rows become the first part of the new one."""

from __future__ import annotations

from dataclasses import dataclass

from generator.migrations.operations import Operation
from generator.names import limited, quoted
from generator.schema import sql
from generator.schema.columns import literal
from generator.schema.values import Check, Index, Policy, Table, Trigger, parts

_ATTACH = """DO $do$
BEGIN
    IF EXISTS (SELECT FROM {old}) THEN
        PERFORM charter_audit_hold({part});
        EXECUTE format(
            'ALTER TABLE {new} ATTACH PARTITION {old} FOR VALUES FROM (MINVALUE) TO (%L)',
            charter_month_floor(date_trunc('month', now(), 'UTC') + interval '1 month')
        );
    ELSE
        DROP TABLE {old};
    END IF;
END
$do$"""


@dataclass(frozen=True, slots=True)
class Divide:
    """Makes a table anew, divided by months; what it held becomes a part as it is, uncopied."""

    before: Table
    after: Table
    group: str

    def statements(self) -> list[str]:
        """Set aside, make anew, attach."""
        old, new = _aside(self.before.name), self.after.name
        known = {column.name for column in self.before.columns}
        added = [column for column in self.after.columns if column.name not in known]
        create, *rest = sql.create(self.after)
        rest = [statement for statement in rest if statement != sql.PARTITIONS]
        return [
            *_set_aside(self.before),
            *(sql.alter(old, f"ADD COLUMN {sql.column(column)}") for column in added),
            create,
            *rest,
            *_hanging(self.after),
            _ATTACH.format(old=quoted(old), new=quoted(new), part=literal(old)),
            sql.PARTITIONS,
        ]

    def reverse(self) -> Operation:
        """Makes it whole again."""
        return Unite(self.after, self.before, self.group)


@dataclass(frozen=True, slots=True)
class Unite:
    """Makes a divided table one again; rows of parts that were detached do not come back."""

    before: Table
    after: Table
    group: str

    def statements(self) -> list[str]:
        """Set aside, make anew, copy, drop."""
        old = quoted(_aside(self.before.name))
        had = {column.name for column in self.before.columns}
        both = [quoted(each.name) for each in self.after.columns if each.name in had]
        listed = ", ".join(both)
        return [
            *_set_aside(self.before),
            *sql.create(self.after),
            f"INSERT INTO {quoted(self.after.name)} ({listed})\n"  # noqa: S608 - of the schema
            f"    SELECT {listed} FROM {old}",
            *_hanging(self.after),
            f"DROP TABLE {old}",
        ]

    def reverse(self) -> Operation:
        """Divides it again."""
        return Divide(self.after, self.before, self.group)


def _aside(table: str) -> str:
    return limited(f"{table}_before")


def _set_aside(table: Table) -> list[str]:
    """Another name for the table and its indexes; triggers and policies stay with the heir."""
    old = _aside(table.name)
    names = [table.primary_key_name]
    going = []
    for item in parts(table):
        if isinstance(item, Index):
            names.append(item.name)
        if isinstance(item, Trigger | Policy):
            going += sql.drop(item)
    return [
        *going,
        *sql.secure(table.name, table.security, ""),
        f"ALTER TABLE {quoted(table.name)} RENAME TO {quoted(old)}",
        *(
            f"ALTER INDEX {quoted(name)} RENAME TO {quoted(limited(f'{name}_before'))}"
            for name in names
        ),
    ]


def _hanging(table: Table) -> list[str]:
    """All that a table has besides its columns and CHECKs."""
    items = (item for item in parts(table) if not isinstance(item, Check))
    return [statement for item in items for statement in sql.create(item)]
