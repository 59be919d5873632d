"""What a migration would do that somebody has to mean, as values with stable codes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.migrations.types import widens
from generator.model import Model
from generator.schema.values import Check, Column

CODES = {
    "M001": "a table is dropped with its rows",
    "M002": "a column is dropped with its values",
    "M003": "a column takes less than it did",
    "M004": "a new column is required, has no default, and the table may have rows",
    "M005": "a value of an enum goes, which rows may hold",
    "M006": "rows that are there may share values that become unique",
    "M007": "a table is rewritten, or locked for as long as its rows take",
    "M008": "an application of before cannot live with it",
    "M101": "an applied migration was edited",
    "M102": "an applied migration is missing",
    "M103": "the model has changed since the newest migration",
    "M104": "a migration is not applied",
    "M105": "the database is not what the migrations made",
}
"""M0xx stop `new` until they are allowed; M1xx are found by `check`."""

_LIMIT = re.compile(r"(<=|>=) (-?\d+(?:\.\d+)?)\Z")


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: what is meant by `code`, and where; `column` is empty for a whole table."""

    code: str
    message: str
    table: str = ""
    column: str = ""

    def __str__(self) -> str:
        return f"{self.code} {self.message}"


_HINTS = {
    "M001": "If it only has another name now, say so with was: on the entity or relation.",
    "M002": "If it only has another name now, say so with was: on the field or relation.",
    "M003": "Before anything changes, `charter migrate up` counts the rows that would not fit.",
    "M005": "If another value takes its place, say was: on that one.",
    "M006": "Before anything changes, `charter migrate up` counts the values that are shared.",
    "M007": "Do it when few people work, or where the table is small.",
    "M008": "Make it in two changes, or without --rolling while no application runs.",
}


def hint(finding: Finding, model: Model) -> str:
    """What to write instead, or what happens; empty where there is nothing to say."""
    if finding.code == "M004" or (finding.code == "M003" and finding.column):
        for entity in model.entities.values():
            if entity.table == finding.table:
                keys = {each.column: each.name for each in entity.relations if not each.many}
                member = f"{entity.name}.{keys.get(finding.column, finding.column)}"
                return f"Give rows a value: --fill '{member}=EXPRESSION', or a default."
    return _HINTS.get(finding.code, "")


def narrowed_column(table: str, before: Column, after: Column) -> Finding | None:
    """M003 where a column takes less: another type, or no nulls any more."""
    place = f"{table}.{after.name}"
    if before.type != after.type and not widens(before.type, after.type):
        return Finding("M003", f"{place} turns from {before.type} into {after.type}", table)
    if before.nullable and not after.nullable and after.default is None:
        said = f"{place} becomes required; rows without a value refuse it"
        return Finding("M003", said, table, after.name)
    return None


def same_bound(one: Check, other: Check) -> bool:
    """Whether two bound the same value in the same direction, whatever they are called."""
    old, new = _LIMIT.search(one.condition), _LIMIT.search(other.condition)
    if old is None or new is None:
        return False
    return one.condition[: old.start(2)] == other.condition[: new.start(2)]


def narrowed_check(before: Check, after: Check) -> Finding | None:
    """M003 where a bound moves inward."""
    old, new = _LIMIT.search(before.condition), _LIMIT.search(after.condition)
    if old is None or new is None or old[1] != new[1]:
        return None
    less = float(new[2]) < float(old[2])
    if less == (new[1] == "<=") and new[2] != old[2]:
        return Finding("M003", f"{after.table}: {before.condition} becomes {after.condition}")
    return None
