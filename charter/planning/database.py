"""The difference of two schemas in words: what a reader of the plan is told of each table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from generator.migrations.renames import Renamed, renames
from generator.schema.values import (
    Check,
    Column,
    EnumType,
    ForeignKey,
    Function,
    Index,
    Part,
    Policy,
    Schema,
    Table,
    Trigger,
    parts,
)

ADDED, GONE, CHANGED, RENAMED = "+", "-", "~", ">"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that changes: `sign` is `+`, `-`, `~` or `>` (called otherwise).

    `table` is empty for enums; `kind` is `table`, `column`, `index`, `check`, `key` or `enum`.
    """

    sign: str
    kind: str
    table: str
    name: str
    detail: str = ""

    @property
    def text(self) -> str:
        """The line for people, without its indentation."""
        name = "" if self.kind == "table" and not self.name else f" {self.name}"
        said = f"{self.sign} {self.kind}{name}"
        return f"{said}: {self.detail}" if self.detail else said

    def document(self) -> dict[str, Any]:
        """The line for programs."""
        words = {ADDED: "add", GONE: "drop", CHANGED: "change", RENAMED: "rename"}
        return {
            "change": words[self.sign],
            "kind": self.kind,
            "table": self.table or None,
            "name": self.name,
            "detail": self.detail or None,
        }


@dataclass(frozen=True, slots=True)
class DatabasePlan:
    """The lines by table in their order, and how many parts are made anew that say nothing new.

    `remade` counts functions, triggers and policies of row-level security: they follow from the
    model, and hold no data.
    """

    lines: tuple[Line, ...]
    remade: dict[str, int]


def database_plan(before: Schema, after: Schema) -> DatabasePlan:
    """What turns `before` into `after`, in words."""
    renamed = renames(before, after)
    lines = [*_enums(before, after, renamed)]
    known = {table.name: table for table in renamed.schema.tables}
    for table in after.tables:
        old = known.pop(table.name, None)
        lines += _new(table) if old is None else _changed(old, table, renamed)
    lines += [
        Line(GONE, "table", table.name, table.name, f"with its rows, of {table.entity}")
        for table in known.values()
    ]
    return DatabasePlan(tuple(lines), _remade(renamed.schema, after))


def database_lines(found: DatabasePlan) -> Iterator[str]:
    """The plan for people, line by line."""
    table = ""
    for line in found.lines:
        if line.kind == "table" or not line.table:
            table = ""
            yield line.text
            if line.table and line.sign == RENAMED:
                table = line.table
            continue
        if line.table != table:
            table = line.table
            yield f"~ table {table}"
        yield f"    {line.text}"
    remade = [f"{count} {name}" for name, count in found.remade.items()]
    if remade:
        yield f"~ {', '.join(remade)} are made, made anew or dropped"


# -------------------------------------------------------------------------------------- enums


def _enums(before: Schema, after: Schema, renamed: Renamed) -> Iterator[Line]:
    known = {enum.enum: enum for enum in before.enums}
    for enum in after.enums:
        old = known.pop(enum.enum, None) or known.pop(enum.was or "", None)
        if old is None:
            yield Line(ADDED, "enum", "", enum.enum, ", ".join(enum.values))
            continue
        if old.enum != enum.enum:
            yield Line(RENAMED, "enum", "", enum.enum, f"was {old.enum}")
        yield from _enum(old, enum)
    for old in known.values():
        yield Line(GONE, "enum", "", old.enum)


def _enum(old: EnumType, new: EnumType) -> Iterator[Line]:
    words = {was: word for was, word in new.renamed if was in old.values}
    for was, word in words.items():
        if word not in old.values:
            yield Line(RENAMED, "value", "", f"{new.enum}.{word}", f"was {was}")
    held = [words.get(value, value) for value in old.values]
    for value in new.values:
        if value not in held:
            yield Line(ADDED, "value", "", f"{new.enum}.{value}")
    for value in old.values:
        if words.get(value, value) not in new.values:
            yield Line(GONE, "value", "", f"{new.enum}.{value}")


# -------------------------------------------------------------------------------------- tables


def _new(table: Table) -> Iterator[Line]:
    held = ", ".join(column.name for column in table.columns)
    yield Line(ADDED, "table", table.name, table.name, f"of {table.entity} ({held})")


def _changed(old: Table, new: Table, renamed: Renamed) -> Iterator[Line]:
    was = renamed.table(new.name)
    if was != new.name:
        yield Line(RENAMED, "table", new.name, new.name, f"was {was}")
    known = {column.name: column for column in old.columns}
    for column in new.columns:
        earlier = known.pop(column.name, None)
        if earlier is None:
            yield Line(ADDED, "column", new.name, column.name, _described(column))
            continue
        called = renamed.column(new.name, column.name)
        if called != column.name:
            yield Line(RENAMED, "column", new.name, column.name, f"was {called}")
        details = "; ".join(_differences(earlier, column))
        if details:
            yield Line(CHANGED, "column", new.name, column.name, details)
    for column in known.values():
        lost = "computed" if column.generated else "with its values"
        yield Line(GONE, "column", new.name, column.name, lost)
    yield from _parts(old, new)


def _described(column: Column) -> str:
    if column.generated:
        return f"{column.type}, computed"
    said = "may be empty" if column.nullable else "required"
    if column.default is not None:
        said += f", by default {column.default}"
    return f"{column.type}, {said}"


def _differences(old: Column, new: Column) -> Iterator[str]:
    if old.type != new.type:
        yield f"{old.type} becomes {new.type}"
    if old.nullable != new.nullable:
        yield "may be empty" if new.nullable else "becomes required"
    if old.generated != new.generated:
        yield "is computed" if new.generated else "is computed no more"
        if old.generated and new.generated:
            yield "by another expression"
    elif old.default != new.default:
        yield f"the default becomes {new.default}" if new.default else "has no default any more"
    words = {was: word for was, word in new.renamed if was in old.words}
    yield from (f"{was} is called {word}" for was, word in words.items())
    held = [words.get(word, word) for word in old.words]
    more = [word for word in new.words if word not in held]
    less = [word for word in held if word not in new.words] if new.words else []
    if more and old.words:
        yield f"takes {', '.join(more)} too"
    if less:
        yield f"takes {', '.join(less)} no more"
    if old.secret != new.secret:
        yield "becomes secret" if new.secret else "is secret no more"


def _parts(old: Table, new: Table) -> Iterator[Line]:
    mine, theirs = ({part.name: part for part in parts(table)} for table in (old, new))
    for name in dict.fromkeys((*mine, *theirs)):
        before, after = mine.get(name), theirs.get(name)
        told = after or before
        if before == after or told is None or isinstance(told, Trigger | Policy):
            continue
        if before is None or after is None:
            sign = ADDED if before is None else GONE
        else:
            sign = CHANGED
        yield Line(sign, *_part(told))


def _part(part: Part) -> tuple[str, str, str, str]:
    match part:
        case Index():
            columns = ", ".join(f"{name} desc" if down else name for name, down in part.columns)
            where = f" where {part.where}" if part.where else ""
            kind = "unique index" if part.unique else "index"
            return kind, part.table, part.name, f"({columns}){where}"
        case Check():
            return "check", part.table, part.name, part.condition
        case ForeignKey():
            told = f"{part.column} leads to {part.target}, on delete {part.on_delete}"
            return "key", part.table, part.name, told
        case _:
            return type(part).__name__.lower(), part.table, part.name, ""


def _remade(before: Schema, after: Schema) -> dict[str, int]:
    """How many functions, triggers and policies differ, those of new and lost tables apart."""
    both = {table.name for table in before.tables} & {table.name for table in after.tables}

    def hanging(schema: Schema, kind: type[Trigger | Policy]) -> set[Part]:
        tables = (table for table in schema.tables if table.name in both)
        return {part for table in tables for part in parts(table) if isinstance(part, kind)}

    def named(changed: Iterable[Part | Function]) -> int:
        return len({each.name for each in changed})

    counts = {
        "functions": named(set(before.functions) ^ set(after.functions)),
        "triggers": named(hanging(before, Trigger) ^ hanging(after, Trigger)),
        "policies": named(hanging(before, Policy) ^ hanging(after, Policy)),
    }
    return {name: count for name, count in counts.items() if count}
