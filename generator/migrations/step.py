"""What the parts of a difference share: both schemas, what is called otherwise, what is filled."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from generator.migrations.demands import Coming, Demand
from generator.migrations.fills import Fills
from generator.migrations.history import MigrationError
from generator.migrations.phases import Difference, Phase
from generator.migrations.renames import Renamed
from generator.names import quoted
from generator.schema.columns import literal
from generator.schema.values import (
    Check,
    Column,
    ForeignKey,
    Function,
    Index,
    Part,
    Policy,
    Schema,
    Table,
    Trigger,
)

FIRST, LAST = "types and functions", "keys"
CONDITIONS = "conditions"
EVENTS = "events"

_FUNCTION = re.compile(r"\b(charter_\w+)\(")
_CAST = re.compile(r'::("[^"]+"|\w+)')


@dataclass(slots=True)
class Step:
    """A difference while it is found."""

    found: Difference
    origin: Schema
    """The earlier schema under its own names."""
    after: Schema
    renamed: Renamed
    fills: Fills
    rolling: bool = False
    """Whether applications of before work on until the stage `contract`."""
    filled: set[tuple[str, str]] = field(default_factory=set)
    """Columns whose fill was of use."""
    grown: set[str] = field(default_factory=set)
    """Tables that have columns more."""
    shadows: dict[str, tuple[Column, ...]] = field(default_factory=dict)
    """Columns that change their type by way of another one, by table."""
    spanned: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    """Earlier names of columns that are served for a while, each with that of now, by table."""
    told: dict[str, Function] = field(default_factory=dict)
    """Functions of events that leave copies out, by name."""

    def known(self, text: str) -> bool:
        """Whether all functions and types in a piece of SQL are there before the migration."""
        functions = {each.name for each in self.origin.functions}
        enums = {each.name: each.values for each in self.origin.enums}
        later = {each.name: each.values for each in self.after.enums}
        if any(name not in functions for name in _FUNCTION.findall(text)):
            return False
        casts = {cast.strip('"') for cast in _CAST.findall(text)}
        return all(enums.get(name) == later[name] for name in casts & later.keys())

    def group(self, table: str) -> str:
        """The group of operations about a table."""
        return self.after.table(table).aggregate

    def demand(self, source: str | None, message: str) -> None:
        """Asks that there are no such rows, where that can be asked before the migration."""
        if source is not None and self.known(source):
            self.found.add(Phase.DEMANDS, Demand(source, message, CONDITIONS))

    def coming(self, table: Table, values: dict[str, str]) -> Coming:
        """The rows of a table as they will be."""
        return Coming(self.renamed.table(table.name), values)

    def place(self, table: str, column: str) -> str:
        """A column of the row `t`, as it is called before the migration."""
        return f"t.{quoted(self.renamed.column(table, column))}"

    def word(self, table: str, column: str, many: bool) -> str:
        """The value of a column with its words as they will be, over the row `t`."""
        value = self.place(table, column)
        for each in self.renamed.words:
            if (each.table, each.column) != (table, column):
                continue
            old, new = literal(each.was), literal(each.word)
            if many:
                value = f"array_replace({value}, {old}, {new})"
            else:
                value = f"CASE {value} WHEN {old} THEN {new} ELSE {value} END"
        return value

    def refuse_idle_fills(self) -> None:
        """Refuses values for columns that lack none."""
        idle = [value for key, value in self.fills.items() if key not in self.filled]
        if idle:
            raise MigrationError(
                "\n".join(
                    f"--fill …={value.text}: no row lacks a value there; --fill is for new "
                    "columns, and for those that become required"
                    for value in idle
                )
            )


def columns_of(item: Part) -> set[str]:
    """The columns that a part of a table stands on."""
    match item:
        case Check() | Policy():
            return set(item.reads)
        case Index():
            return {*item.reads, *(name for name, _ in item.columns)}
        case ForeignKey():
            return {item.column}
        case Trigger():
            return set()


def named(columns: Iterable[Column]) -> dict[str, Column]:
    """Columns by their names."""
    return {column.name: column for column in columns}
