"""A database schema as plain values: compared, kept as a snapshot, and turned into SQL.

Everything is told by name and content; nothing here knows the model or a database. `aggregate`
and `member` say from which part of the model a thing came, for renames and for the division of
migrations into files.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pydantic import TypeAdapter

Words = tuple[str, ...]
Renames = tuple[tuple[str, str], ...]
"""(earlier word, word) pairs."""

OnDelete = Literal["restrict", "cascade", "set_null"]


@dataclass(frozen=True, slots=True)
class EnumType:
    """A PostgreSQL enum type; the order of `values` is the order of `<`."""

    name: str
    enum: str
    values: Words
    renamed: Renames = ()
    was: str | None = None


@dataclass(frozen=True, slots=True)
class Sequence:
    """A counter that never restarts."""

    name: str


@dataclass(frozen=True, slots=True)
class Function:
    """A function; `definition` is its whole CREATE OR REPLACE FUNCTION statement.

    `application` says that the application's role may call it; nobody else but the owner may.
    `row` is the table whose columns it names: it comes after they are there.
    """

    name: str
    arguments: str
    definition: str
    application: bool = False
    row: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `type` is spelt as PostgreSQL's format_type() spells it.

    `member` is the field or relation it stores. `words` are the values of an unordered enum.
    `generated` is the expression of a stored computed column, and `reads` the columns in it.
    `secret` columns are readable by the owner alone.
    """

    name: str
    type: str
    member: str = ""
    nullable: bool = True
    default: str | None = None
    generated: str | None = None
    reads: Words = ()
    words: Words = ()
    renamed: Renames = ()
    was: str | None = None
    secret: bool = False
    comment: str = ""

    @property
    def collation(self) -> str | None:
        """Text sorts and compares by code point, whatever the locale of the server."""
        return '"C"' if self.type in ("text", "text[]") else None


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A foreign key on the target's id.

    `restrict` is checked at the end of the statement (NO ACTION): a cascade that removes both
    rows passes, whatever the order in which it reaches them.
    """

    name: str
    table: str
    column: str
    target: str
    on_delete: OnDelete


@dataclass(frozen=True, slots=True)
class Check:
    """A CHECK; `reads` are the columns in it."""

    name: str
    table: str
    condition: str
    reads: Words = ()


@dataclass(frozen=True, slots=True)
class Index:
    """An index over (column, descending) pairs; `reads` are the columns of its condition.

    A list asks for nulls last both ways, unless there are none: of descending columns the
    `filled` ones. With an `expression` it is over that, of the `columns`, by a method other than
    the usual one.
    """

    name: str
    table: str
    columns: tuple[tuple[str, bool], ...]
    unique: bool = False
    nulls_equal: bool = False
    where: str | None = None
    reads: Words = ()
    method: str = ""
    expression: str = ""
    filled: Words = ()


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger; `when` is as in SQL, such as `BEFORE UPDATE OR DELETE`, `only` a condition."""

    name: str
    table: str
    when: str
    function: str
    arguments: Words = ()
    statement: bool = False
    only: str | None = None


Command = Literal["ALL", "SELECT", "INSERT", "UPDATE", "DELETE"]


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy of row-level security; `reads` are the columns in it, `visits` other tables.

    `using` is tested on rows as they stand, `check` on rows as they would be. It holds for
    everybody, or, where `owner`, for the role alone that makes it.
    """

    name: str
    table: str
    command: Command
    using: str | None = None
    check: str | None = None
    owner: bool = False
    reads: Words = ()
    visits: Words = ()


Privilege = Literal["select", "insert", "update", "delete"]
Security = Literal["", "enabled", "forced"]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of an entity, or of a link between two (`entity` is then `Risk.controls`).

    `privileges` are those of the application's role. Row-level security is `enabled` where
    functions of the owner reach behind it, and `forced` where the owner too needs a policy.
    `months` says that it is partitioned by the time in its ids.
    """

    name: str
    entity: str
    aggregate: str
    columns: tuple[Column, ...]
    primary_key: Words
    primary_key_name: str
    foreign_keys: tuple[ForeignKey, ...] = ()
    checks: tuple[Check, ...] = ()
    indexes: tuple[Index, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    policies: tuple[Policy, ...] = ()
    security: Security = ""
    privileges: tuple[Privilege, ...] = ()
    was: str | None = None
    comment: str = ""
    months: bool = False

    def column(self, name: str) -> Column:
        """The column of that name; KeyError if there is none."""
        for candidate in self.columns:
            if candidate.name == name:
                return candidate
        raise KeyError(name)


@dataclass(frozen=True, slots=True)
class Schema:
    """All that migrations make. Order is the order of the model."""

    enums: tuple[EnumType, ...] = ()
    sequences: tuple[Sequence, ...] = ()
    functions: tuple[Function, ...] = ()
    tables: tuple[Table, ...] = ()
    extensions: Words = ()
    """What of PostgreSQL's own modules the rest needs; they come first, and never go."""

    def table(self, name: str) -> Table:
        """The table of that name; KeyError if there is none."""
        for candidate in self.tables:
            if candidate.name == name:
                return candidate
        raise KeyError(name)

    def items(self) -> Iterator[Item]:
        """Everything, each before what needs it."""
        yield from self.enums
        yield from self.sequences
        yield from self.functions
        yield from self.tables
        for table in self.tables:
            yield from parts(table)


Part = ForeignKey | Check | Index | Trigger | Policy
Item = EnumType | Sequence | Function | Table | Part
EMPTY = Schema()

_ADAPTER = TypeAdapter(Schema)


def parts(table: Table) -> Iterator[Part]:
    """What hangs on a table besides its columns."""
    yield from table.checks
    yield from table.indexes
    yield from table.foreign_keys
    yield from table.triggers
    yield from table.policies


def to_json(schema: Schema) -> str:
    """The snapshot of a schema; the same schema gives the same bytes."""
    return _ADAPTER.dump_json(schema, indent=1, exclude_defaults=True).decode() + "\n"


def from_json(text: str) -> Schema:
    """The schema of a snapshot; pydantic.ValidationError if it is none."""
    return _ADAPTER.validate_json(text)
