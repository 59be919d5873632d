"""What undoing a change would lose, and what stands in its way: asked before anything is undone.

A question counts rows. What it finds is a loss, where values would go that nothing brings back,
or an obstacle, where what comes back refuses rows that are there. A loss may be meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import psycopg

from generator.migrations.changes import Change
from generator.migrations.demands import Coming
from generator.migrations.meanwhile import TakePlace
from generator.migrations.online import Fill, RemoveIndex, SwapIndex
from generator.migrations.operations import (
    AddColumn,
    AddValue,
    AlterColumn,
    Create,
    Drop,
    DropColumn,
    Gone,
    Operation,
    RebuildEnum,
)
from generator.migrations.step import named
from generator.migrations.types import converted, convertible, kept
from generator.migrations.unbatched import AtOnce
from generator.names import quoted
from generator.schema.columns import literal
from generator.schema.values import Check, Column, EnumType, ForeignKey, Index, Table

_VARYING = re.compile(r"\w+\(")
"""A default that is worked out, and so would not be the same again."""

_ABSENT = (
    psycopg.errors.UndefinedTable,
    psycopg.errors.UndefinedColumn,
    psycopg.errors.UndefinedObject,
    psycopg.errors.UndefinedFunction,
)


@dataclass(frozen=True, slots=True)
class Question:
    """Rows to count: `source` is SQL after FROM, `message` has `{}` for their number."""

    source: str
    message: str
    loss: bool


def ask(
    connection: psycopg.Connection[tuple[object, ...]], change: Change
) -> tuple[list[str], list[str]]:
    """What undoing a change would lose, and what stands in its way.

    What a change that was applied in part has not made yet holds nothing.
    """
    losses: list[str] = []
    obstacles: list[str] = []
    for question in dict.fromkeys(questions(change)):
        statement = f"SELECT count(*) FROM {question.source}"  # noqa: S608 - of the schema
        try:
            row = connection.execute(statement.encode()).fetchone()
        except _ABSENT:
            connection.rollback()
            continue
        connection.rollback()
        if row is not None and row[0]:
            said = question.message.replace("{}", str(row[0]), 1)
            (losses if question.loss else obstacles).append(said)
    return losses, obstacles


def questions(change: Change) -> Iterator[Question]:
    """Everything to ask before a change is undone."""
    past = _Past(change)
    for operation in change.difference.operations:
        yield from past.of(operation)


class _Past:
    """The rows of today as they would be when a change is undone."""

    def __init__(self, change: Change) -> None:
        self._today = {table.name: table for table in change.after.tables}
        self._enums = {enum.name: enum.values for enum in change.before.enums}
        self._operations = change.difference.operations
        self._types: dict[tuple[str, str], tuple[Column, Column]] = {}
        self._words: dict[tuple[str, str], list[Fill]] = {}
        for operation in self._operations:
            if isinstance(operation, TakePlace):
                for before, after in operation.pairs:
                    self._types[operation.table, after.name] = (before, after)
            elif isinstance(operation, AlterColumn):
                self._types[operation.table, operation.after.name] = (
                    operation.before,
                    operation.after,
                )
            fill = operation.fill if isinstance(operation, AtOnce) else operation
            if isinstance(fill, Fill) and fill.back is not None:
                for name, _ in fill.changes:
                    self._words.setdefault((fill.table, name), []).append(fill)

    def of(self, operation: Operation) -> Iterator[Question]:
        """What to ask because of one operation."""
        match operation:
            case Create(item=Table() as table):
                # A migration leaves events of its own in the trail.
                rows = " WHERE action <> 'migrate'" if table.months else ""
                message = f"table {table.name}: {{}} rows"
                yield Question(f"{quoted(table.name)}{rows}", message, loss=True)
            case AddColumn(table=table, column=column) if column.generated is None:
                yield self._values(table, column)
            case TakePlace(table=table, pairs=pairs):
                for before, after in pairs:
                    yield from self._type(table, before, after)
            case AlterColumn(table=table, before=before, after=after):
                yield from self._type(table, before, after)
                yield from self._required(table, before, after)
            case DropColumn(table=table, column=column):
                if column.generated is None and not column.nullable and column.default is None:
                    message = f"{table}.{column.name}: {{}} rows would have no value for it"
                    yield Question(quoted(table), message, loss=False)
            case (
                RebuildEnum(before=before, after=after, holders=holders)
                | AddValue(before=before, after=after, holders=holders)
            ):
                for holder in holders:
                    yield from self._new_words(holder.table, holder.columns, before, after)
            case Drop(item=item) | Gone(item=item) if isinstance(item, Check | ForeignKey | Index):
                yield from self._again(item)
            case RemoveIndex(index=index) | SwapIndex(before=Index() as index):
                yield from self._again(index)
            case _:
                pass

    # ---------------------------------------------------------------------------------- values

    def _values(self, table: str, column: Column) -> Question:
        name = f"t.{quoted(column.name)}"
        default = self._today[table].column(column.name).default
        where = f"{name} IS NOT NULL"
        if default is not None and not _VARYING.search(default):
            where = f"{name} IS DISTINCT FROM {default}"
        message = f"{table}.{column.name}: the values of {{}} rows"
        return Question(f"{quoted(table)} AS t WHERE {where}", message, loss=True)

    def _type(self, table: str, before: Column, after: Column) -> Iterator[Question]:
        if before.type == after.type:
            return
        name = f"t.{quoted(after.name)}"
        place = f"{quoted(table)} AS t WHERE {name} IS NOT NULL AND NOT"
        possible = self._fits(name, after, before)
        message = f"{table}.{after.name}: {{}} values are no {before.type}"
        yield Question(f"{place} ({possible})", message, loss=False)
        message = f"{table}.{after.name}: {{}} values are less as {before.type}"
        if before.type.strip('"') in self._enums:
            return
        back = kept(name, after.type, before.type)
        yield Question(f"{place} (NOT ({possible}) OR {back})", message, loss=True)

    def _fits(self, value: str, after: Column, before: Column) -> str:
        """Whether a value is one of the earlier type, which may be an enum that is gone."""
        words = self._enums.get(before.type.strip('"'))
        if words is not None:
            return f"{value}::text IN ({', '.join(map(literal, words))})"
        return convertible(value, after.type, before.type)

    def _required(self, table: str, before: Column, after: Column) -> Iterator[Question]:
        if after.nullable and not before.nullable and before.default is None:
            held = self._today[table].column(after.name)
            if held.nullable:
                message = f"{table}.{after.name}: {{}} rows have no value, which it needs again"
                where = f"t.{quoted(after.name)} IS NULL"
                yield Question(f"{quoted(table)} AS t WHERE {where}", message, loss=False)

    @staticmethod
    def _new_words(
        table: str, columns: Iterable[Column], before: EnumType, after: EnumType
    ) -> Iterator[Question]:
        new = [word for word in after.values if word not in before.values]
        listed = ", ".join(map(literal, new))
        for column in columns if new else ():
            name = f"t.{quoted(column.name)}"
            test = f"{name}::text IN ({listed})"
            if column.type.endswith("[]"):
                test = f"{name}::text[] && ARRAY[{listed}]"
            message = f"{table}.{column.name}: {{}} rows hold {', '.join(new)}, which would go"
            yield Question(f"{quoted(table)} AS t WHERE {test}", message, loss=False)

    # --------------------------------------------------------------------- what comes back

    def _again(self, item: Check | ForeignKey | Index) -> Iterator[Question]:
        """What comes back must find rows that it does not refuse."""
        today = self._today.get(item.table)
        if today is None:
            return
        rows = Coming(item.table, {name: self._then(today, name) for name in named(today.columns)})
        if isinstance(item, Check):
            source = rows.where(f"NOT ({item.condition})", item.reads)
            message = f"{item.table}: {{}} rows do not fit {item.condition}, which comes back"
        elif isinstance(item, ForeignKey):
            key = quoted(item.column)
            target = f"SELECT FROM {quoted(item.target)} AS o WHERE o.id = r.{key}"
            source = rows.where(f"{key} IS NOT NULL AND NOT EXISTS ({target})", (item.column,))
            message = f"{item.table}.{item.column}: {{}} rows lead to no row of {item.target}"
        elif item.unique:
            keys = [name for name, _ in item.columns]
            source = rows.doubled(keys, item.where, item.reads, nulls_equal=item.nulls_equal)
            message = f"{item.table} ({', '.join(keys)}): {{}} values are shared by several rows"
        else:
            return
        if source is not None:
            yield Question(source, message, loss=False)

    def _then(self, table: Table, name: str) -> str:
        """The value of a column as it would be, in SQL over the row `t`."""
        value = f"t.{quoted(name)}"
        before, after = self._types.get((table.name, name), (None, None))
        if before is not None and after is not None and before.type != after.type:
            enum = before.type.strip('"') in self._enums
            there = f"{value}::text" if enum else converted(value, after.type, before.type)
            value = f"CASE WHEN {self._fits(value, after, before)} THEN {there} END"
        for fill in reversed(self._words.get((table.name, name), [])):
            if fill.back is not None:
                (_, old), where = fill.back[0][0], fill.back[1]
                value = f"CASE WHEN {where} THEN {old} ELSE {value} END"
        return value
