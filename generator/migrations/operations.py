"""Operations of a migration: each knows its SQL and derives its own reverse.

`group` names the revision file an operation wants to be in when there is much to write: an
aggregate, or what comes before or after all tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from generator.migrations.types import converted, keeps_its_bytes
from generator.names import quoted
from generator.schema import sql
from generator.schema.columns import literal
from generator.schema.values import (
    Check,
    Column,
    EnumType,
    Function,
    Index,
    Item,
    Policy,
    Security,
    Table,
)


class Operation(Protocol):
    """One step."""

    @property
    def group(self) -> str:
        """The revision file it belongs to."""
        ...

    def statements(self) -> list[str]:
        """The SQL of the step."""
        ...

    def reverse(self) -> Operation:
        """The step that undoes it."""
        ...


@dataclass(frozen=True, slots=True)
class Nothing:
    """What undoes a step that leaves nothing behind."""

    group: str

    def statements(self) -> list[str]:
        """None."""
        return []

    def reverse(self) -> Operation:
        """Nothing."""
        return self


@dataclass(frozen=True, slots=True)
class Provide:
    """Makes a module of PostgreSQL's known to the database, if it is not yet.

    Undoing leaves it: others may use it, and it may have been there before.
    """

    extension: str
    group: str

    def statements(self) -> list[str]:
        """CREATE EXTENSION; pg_trgm is one that the owner of a database may create."""
        return [f"CREATE EXTENSION IF NOT EXISTS {quoted(self.extension)} SCHEMA public"]

    def reverse(self) -> Operation:
        """Nothing."""
        return Nothing(self.group)


@dataclass(frozen=True, slots=True)
class Gone:
    """An item that another step takes along; undoing makes it again."""

    item: Item
    group: str

    def statements(self) -> list[str]:
        """None."""
        return []

    def reverse(self) -> Operation:
        """Makes it."""
        return Create(self.item, self.group)


@dataclass(frozen=True, slots=True)
class DropTable:
    """Drops a table with its rows and indexes."""

    table: Table
    group: str

    def statements(self) -> list[str]:
        """DROP TABLE."""
        return sql.drop(self.table)

    def reverse(self) -> Operation:
        """Makes table and indexes again, without rows."""
        return CreateTable(self.table, self.group)


@dataclass(frozen=True, slots=True)
class CreateTable:
    """Makes a table with its indexes."""

    table: Table
    group: str

    def statements(self) -> list[str]:
        """CREATE TABLE, CREATE INDEX."""
        indexes = (text for index in self.table.indexes for text in sql.create(index))
        return [*sql.create(self.table), *indexes]

    def reverse(self) -> Operation:
        """Drops it."""
        return DropTable(self.table, self.group)


@dataclass(frozen=True, slots=True)
class Create:
    """Makes an item."""

    item: Item
    group: str

    def statements(self) -> list[str]:
        """CREATE, or ALTER TABLE … ADD."""
        return sql.create(self.item)

    def reverse(self) -> Operation:
        """Drops it."""
        return Drop(self.item, self.group)


@dataclass(frozen=True, slots=True)
class Drop:
    """Removes an item."""

    item: Item
    group: str

    def statements(self) -> list[str]:
        """DROP, or ALTER TABLE … DROP."""
        return sql.drop(self.item)

    def reverse(self) -> Operation:
        """Makes it again, without its rows."""
        return Create(self.item, self.group)


@dataclass(frozen=True, slots=True)
class ReplaceFunction:
    """Gives a function another body."""

    before: Function
    after: Function
    group: str

    def statements(self) -> list[str]:
        """CREATE OR REPLACE, which keeps triggers and rights."""
        return [self.after.definition]

    def reverse(self) -> Operation:
        """Gives back the body it had."""
        return ReplaceFunction(self.after, self.before, self.group)


Renamed = Literal[
    "TABLE", "COLUMN", "CONSTRAINT", "INDEX", "SEQUENCE", "TYPE", "TRIGGER", "POLICY", "VALUE"
]


@dataclass(frozen=True, slots=True)
class Rename:
    """Gives a thing another name; `owner` is its table, or the type of an enum value."""

    kind: Renamed
    before: str
    after: str
    group: str
    owner: str = ""

    def statements(self) -> list[str]:
        """ALTER … RENAME."""
        old, new, owner = quoted(self.before), quoted(self.after), quoted(self.owner)
        if self.kind == "VALUE":
            values = f"{literal(self.before)} TO {literal(self.after)}"
            return [f"ALTER TYPE {owner} RENAME VALUE {values}"]
        if self.kind in ("TRIGGER", "POLICY"):
            return [f"ALTER {self.kind} {old} ON {owner} RENAME TO {new}"]
        if self.kind in ("COLUMN", "CONSTRAINT"):
            return [f"ALTER TABLE {owner} RENAME {self.kind} {old} TO {new}"]
        return [f"ALTER {self.kind} {old} RENAME TO {new}"]

    def reverse(self) -> Operation:
        """Gives back the name it had."""
        return replace(self, before=self.after, after=self.before)


def _update(table: str, column: str, value: str, where: str) -> str:
    return f"UPDATE {table} SET {column} = {value} WHERE {where}"  # noqa: S608 - from the model


@dataclass(frozen=True, slots=True)
class AddColumn:
    """Adds a column."""

    table: str
    column: Column
    group: str

    def statements(self) -> list[str]:
        """ALTER TABLE … ADD COLUMN, and its comment."""
        added = [sql.alter(self.table, f"ADD COLUMN {sql.column(self.column)}")]
        if self.column.comment:
            added.append(sql.comment(self.table, self.column.name, self.column.comment))
        return added

    def reverse(self) -> Operation:
        """Drops it."""
        return DropColumn(self.table, self.column, self.group)


@dataclass(frozen=True, slots=True)
class DropColumn:
    """Drops a column and what it holds."""

    table: str
    column: Column
    group: str

    def statements(self) -> list[str]:
        """ALTER TABLE … DROP COLUMN."""
        return [sql.alter(self.table, f"DROP COLUMN {quoted(self.column.name)}")]

    def reverse(self) -> Operation:
        """Adds it again, empty."""
        return AddColumn(self.table, self.column, self.group)


@dataclass(frozen=True, slots=True)
class AlterColumn:
    """Changes type, default or nullability of a column."""

    table: str
    before: Column
    after: Column
    group: str

    def statements(self) -> list[str]:
        """One ALTER TABLE, and the comment."""
        before, after, name = self.before, self.after, quoted(self.after.name)
        changes: list[str] = []
        retyped = before.type != after.type
        if before.default is not None and (retyped or after.default is None):
            changes.append(f"ALTER COLUMN {name} DROP DEFAULT")
        if retyped:
            collate = f" COLLATE {after.collation}" if after.collation else ""
            as_it_is = keeps_its_bytes(before.type, after.type)
            cast = "" if as_it_is else f" USING {converted(name, before.type, after.type)}"
            changes.append(f"ALTER COLUMN {name} TYPE {after.type}{collate}{cast}")
        if after.default is not None and (retyped or before.default != after.default):
            changes.append(f"ALTER COLUMN {name} SET DEFAULT {after.default}")
        if not before.nullable and after.nullable:
            changes.append(f"ALTER COLUMN {name} DROP NOT NULL")
        found = [sql.alter(self.table, *changes)] if changes else []
        if before.nullable and not after.nullable:
            found += self._filled()
            found.append(sql.alter(self.table, f"ALTER COLUMN {name} SET NOT NULL"))
        if before.comment != after.comment:
            found.append(sql.comment(self.table, after.name, after.comment))
        return found

    def _filled(self) -> list[str]:
        """Rows that lack a value get the default before the column is made NOT NULL."""
        if self.after.default is None:
            return []
        table, name = quoted(self.table), quoted(self.after.name)
        return [_update(table, name, self.after.default, f"{name} IS NULL")]

    def reverse(self) -> Operation:
        """Changes it back."""
        return AlterColumn(self.table, self.after, self.before, self.group)


@dataclass(frozen=True, slots=True)
class CommentTable:
    """Changes the comment of a table."""

    table: str
    before: str
    after: str
    group: str

    def statements(self) -> list[str]:
        """COMMENT ON TABLE."""
        return [sql.comment(self.table, None, self.after)]

    def reverse(self) -> Operation:
        """Says what it said."""
        return replace(self, before=self.after, after=self.before)


@dataclass(frozen=True, slots=True)
class Secure:
    """Switches row-level security of a table."""

    table: str
    before: Security
    after: Security
    group: str

    def statements(self) -> list[str]:
        """ALTER TABLE … ENABLE, FORCE, DISABLE."""
        return sql.secure(self.table, self.before, self.after)

    def reverse(self) -> Operation:
        """Switches it back."""
        return replace(self, before=self.after, after=self.before)


@dataclass(frozen=True, slots=True)
class Holder:
    """The columns of an enum type in a table; what reads them steps aside while it changes.

    `generated` are the computed columns of the type or over one of `columns`.
    """

    table: str
    columns: tuple[Column, ...]
    defaults: tuple[str | None, ...]
    """Of `columns`, after the change: a default may be a value that comes or goes."""
    generated: tuple[Column, ...] = ()
    hanging: tuple[Check | Index | Policy, ...] = ()
    functions: tuple[str, ...] = ()
    """What its triggers call."""

    def reverse(self) -> Holder:
        """The same with the defaults of before."""
        pairs = zip(self.columns, self.defaults, strict=True)
        return replace(
            self,
            columns=tuple(replace(column, default=default) for column, default in pairs),
            defaults=tuple(column.default for column in self.columns),
        )


@dataclass(frozen=True, slots=True)
class RebuildEnum:
    """Makes an enum type anew with other values; rows that hold one that is gone refuse it.

    PostgreSQL can add a value to a type and cannot remove one.
    """

    before: EnumType
    after: EnumType
    holders: tuple[Holder, ...]
    group: str

    def statements(self) -> list[str]:
        """Set aside, rebuild, put back."""
        old = f"{self.before.name[:55]}_before"
        aside: list[str] = []
        moved: list[str] = []
        back: list[str] = []
        for holder in self.holders:
            aside += [text for item in holder.hanging for text in sql.drop(item)]
            for column in holder.generated:
                aside += DropColumn(holder.table, column, self.group).statements()
                back += AddColumn(holder.table, column, self.group).statements()
            pairs = zip(holder.columns, holder.defaults, strict=True)
            moved += [self._moved(holder.table, column, default) for column, default in pairs]
            back += [text for item in holder.hanging for text in sql.create(item)]
        return [
            *aside,
            f"ALTER TYPE {quoted(self.before.name)} RENAME TO {quoted(old)}",
            *sql.create(self.after),
            *moved,
            f"DROP TYPE {quoted(old)}",
            *back,
            *self._forgotten(),
        ]

    def _forgotten(self) -> Iterator[str]:
        """Sessions that called a function remember the type that is gone, until it changes."""
        functions = dict.fromkeys(name for holder in self.holders for name in holder.functions)
        yield from (f"ALTER FUNCTION {quoted(name)}() VOLATILE" for name in functions)

    @staticmethod
    def _moved(table: str, column: Column, default: str | None) -> str:
        name = quoted(column.name)
        array = "[]" if column.type.endswith("[]") else ""
        changes = [
            f"ALTER COLUMN {name} TYPE {column.type} USING {name}::text{array}::{column.type}"
        ]
        if column.default is not None:
            changes.insert(0, f"ALTER COLUMN {name} DROP DEFAULT")
        if default is not None:
            changes.append(f"ALTER COLUMN {name} SET DEFAULT {default}")
        return sql.alter(table, *changes)

    def reverse(self) -> Operation:
        """Makes it anew with the values it had."""
        holders = tuple(holder.reverse() for holder in self.holders)
        return replace(self, before=self.after, after=self.before, holders=holders)


@dataclass(frozen=True, slots=True)
class AddValue:
    """Adds a value to an enum type, at its place."""

    before: EnumType
    after: EnumType
    value: str
    holders: tuple[Holder, ...]
    group: str

    def statements(self) -> list[str]:
        """ALTER TYPE … ADD VALUE; the value cannot be used in the same transaction."""
        place = self.after.values.index(self.value)
        if place == 0:
            position = f" BEFORE {literal(self.before.values[0])}" if self.before.values else ""
        else:
            position = f" AFTER {literal(self.after.values[place - 1])}"
        return [f"ALTER TYPE {quoted(self.after.name)} ADD VALUE {literal(self.value)}{position}"]

    def reverse(self) -> Operation:
        """Makes the type anew without it."""
        return RebuildEnum(self.after, self.before, self.holders, self.group)
