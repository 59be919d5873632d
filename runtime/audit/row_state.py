"""What the events of one row give, applied from the first to the last.

Values are what `to_jsonb` makes of a column. Numbers that are not whole keep their digits: they
are read as a tuple of one text, which equals no other value of JSON.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, NamedTuple

from runtime.audit.tables import Migration, Table


class _Unknown:
    """A value that the trail does not tell, or no longer: it equals whatever it is held against."""

    def __eq__(self, other: object) -> bool:
        return True

    def __ne__(self, other: object) -> bool:
        return False

    def __hash__(self) -> int:
        return 0

    def __add__(self, other: int) -> _Unknown:
        return self

    def __repr__(self) -> str:
        return "unknown"


UNKNOWN: Final = _Unknown()
ADDED: Final = _Unknown()
"""Of a column that was added to the row: nobody wrote it yet."""

# What comes of an event that no trigger wrote: JSON in another form.
_MALFORMED = (AttributeError, IndexError, KeyError, TypeError, ValueError)
# Types between which a value of JSON stays what it is.
_WHOLE = frozenset({"smallint", "integer", "bigint"})
# `updated_by_id` is in the changes where a deleted user left it empty.
_BOOKS = ("version", "updated_at", "updated_by_id")


class Event(NamedTuple):
    """One event of a row, as the replay reads it. `at` is as the session writes a time."""

    entity: str
    row: str
    id: str
    action: str
    at: str
    actor: str | None
    changes: dict[str, Any]
    marks: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Past:
    """What is no longer there: values that were erased, and the months retired.

    `erased` gives the event of the last erasure by subject. Events with ids below `until`, which
    happened before `until_at`, may be gone with their month.
    """

    erased: Mapping[str, str] = field(default_factory=dict)
    until: str = ""
    until_at: str = ""


def parse(text: str) -> Any:
    """JSON as it stands in the database, without the loss of a digit."""
    try:
        return _DECODER.decode(text)
    except ValueError:
        # More digits than Python reads by itself.
        return _PATIENT.decode(text)


def _digits(text: str) -> tuple[str]:
    return (text,)


_DECODER = json.JSONDecoder(parse_float=_digits)
_PATIENT = json.JSONDecoder(parse_float=_digits, parse_int=lambda text: int(Decimal(text)))


def iso(at: str) -> str:
    """A time as JSON writes it, from what a session in UTC writes."""
    return f"{at[:10]}T{at[11:]}:00"


def same(one: Any, other: Any) -> bool:
    """Whether two values of JSON are equal as `jsonb` has it: 1.0 is 1.00, but not "1.0"."""
    if isinstance(one, _Unknown) or isinstance(other, _Unknown):
        return True
    if _is_number(one) and _is_number(other):
        return _number(one) == _number(other)
    if type(one) is not type(other):
        return False
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return bool(one == other)


def _is_number(value: Any) -> bool:
    return isinstance(value, tuple) or (isinstance(value, int) and not isinstance(value, bool))


def _number(value: Any) -> Decimal:
    return Decimal(value[0] if isinstance(value, tuple) else value)


class _Open(dict[str, Any]):
    """The values of a row whose beginning the trail does not tell."""

    def get(self, key: str, default: Any = None) -> Any:
        return super().get(key, UNKNOWN)


class RowState:
    """A row while its events are applied.

    `fault` is the first thing that does not fit, as a sentence about the row.
    """

    __slots__ = (
        "_layouts", "_next", "_old", "_past", "_table", "began", "erased", "fault", "gone",
        "partly", "secrets", "there", "values",
    )  # fmt: skip

    def __init__(self, table: Table, past: Past) -> None:
        self._table = table
        self._past = past
        self._layouts = table.migrations
        self._next = 0
        self._old = False
        self.values: dict[str, Any] = {}
        self.secrets: dict[str, Any] = {}
        self.there = False
        self.began = False
        self.gone: str | None = None
        self.partly = False
        self.erased = 0
        self.fault: str | None = None

    def apply(self, event: Event) -> None:
        """Goes one event further."""
        try:
            self._apply(event)
        except _MALFORMED:
            # Nobody's trigger wrote that; the leaves tell that it was altered.
            self._wrong(f"event {event.id} tells no change that could be applied")

    def _apply(self, event: Event) -> None:
        while self._next < len(self._layouts) and self._precedes(event):
            self._migrate(self._layouts[self._next])
        changes = event.changes
        if event.marks is not None:
            self._forget(event, event.marks)
        if event.action == "create":
            self._create(event)
        else:
            if not self.there:
                self._begin(event)
            made = changes.get("created_at")
            if made is not None and made[1] is None:
                self._delete(event)
            else:
                self._update(event)
        if self._table.secrets:
            self._commit(event)

    def _precedes(self, event: Event) -> bool:
        """Whether the next migration did before the event; it tells of itself when it is done."""
        migration = self._layouts[self._next]
        return migration.event < event.id or not migration.fresh.isdisjoint(event.changes)

    def finish(self) -> None:
        """Applies the migrations that came after the last event."""
        for migration in self._layouts[self._next :]:
            with suppress(*_MALFORMED):
                self._migrate(migration)
        if self._old:
            self.values.update(dict.fromkeys(_BOOKS, UNKNOWN))
        if self._layouts:
            columns = self._table.columns
            kept = {name: self.values[name] for name in columns if name in self.values}
            self.values = type(self.values)(kept)
            told = (*self.values.values(), *self.secrets.values())
            self.partly = self.partly or any(isinstance(value, _Unknown) for value in told)

    def _wrong(self, what: str) -> None:
        if self.fault is None:
            self.fault = what

    # ------------------------------------------------------------------------------ the kinds

    def _create(self, event: Event) -> None:
        if self.there:
            self._wrong(f"event {event.id} creates it, though it was there already")
        actor = event.actor
        at = iso(event.at)
        changes = event.changes
        values = {name: pair[1] for name, pair in changes.items()}
        for name in self._table.secrets:
            values.pop(name, None)
        self.values = values
        self.there = self.began = True
        self.gone = None
        if "created_at" in values:
            # Written before the trail said less: log-ins made new versions of a row then.
            self.partly = self._old = True
            return
        values["created_at"] = values["updated_at"] = at
        values["created_by_id"] = values["updated_by_id"] = actor
        values["version"] = 1

    def _begin(self, event: Event) -> None:
        """The first event of a row is none that makes it: right where a month was retired."""
        if self.gone is not None:
            self._wrong(f"event {event.id} changes it after event {self.gone} deleted it")
        elif not self._past.until:
            self._wrong(f"event {event.id} is its first, and nothing tells how it came to be")
        self.values = _Open()
        self.secrets = dict.fromkeys(self._table.secrets, UNKNOWN)
        self.there = True
        self.began = False
        self.partly = True

    def _update(self, event: Event) -> None:
        table, values = self._table, self.values
        bumped = False
        for name, (old, new) in event.changes.items():
            if name in table.secrets:
                bumped = True
                continue
            known = values.get(name)
            if name in table.documents:
                if not same(known, old):
                    self._differs(name, event)
                bumped = bumped or not same(old, new)
            else:
                # An erasure does not say what it erased.
                if known != old and not (old is None and event.action == "erase"):
                    self._differs(name, event)
                if name not in table.quiet:
                    bumped = True
            values[name] = new
        if bumped:
            values["version"] = values.get("version", 0) + 1
            values["updated_at"] = iso(event.at)
            if "updated_by_id" not in event.changes:
                values["updated_by_id"] = event.actor

    def _differs(self, name: str, event: Event) -> None:
        self._wrong(f"{name} was not what event {event.id} found, by the events before")

    def _delete(self, event: Event) -> None:
        for name, (old, _) in event.changes.items():
            if name not in self._table.secrets and self.values.get(name) != old:
                self._differs(name, event)
        if not isinstance(self.values, _Open):
            told = event.changes.keys()
            for name, value in self.values.items():
                if value is not None and name not in told and name not in _BOOKS:
                    self._differs(name, event)
        self.there = False
        self.gone = event.id
        self.values = {}

    # ------------------------------------------------------------------ secret and personal

    def _forget(self, event: Event, marks: dict[str, Any]) -> None:
        """Takes what was erased since for unknown."""
        erased = self._past.erased
        if not erased:
            return
        for name, subject in marks.get("subjects", {}).items():
            if event.id < erased.get(subject, "") and event.changes.get(name) == [None, None]:
                event.changes[name] = [UNKNOWN, UNKNOWN]
                self.erased += 1

    def _commit(self, event: Event) -> None:
        marked = (event.marks or {}).get("secrets", {})
        for name in self._table.secrets:
            if name not in event.changes:
                continue
            pair = marked.get(name)
            if pair is None:
                self.secrets[name] = UNKNOWN
                self.partly = True
                continue
            if self.secrets.get(name) != pair[0]:
                self._differs(name, event)
            self.secrets[name] = pair[1]

    # --------------------------------------------------------------------------- migrations

    def _migrate(self, migration: Migration) -> None:
        self._next += 1
        if not self.there:
            return
        values = self.values
        kept: dict[str, Any] = {}
        for number, (name, kind, *_) in migration.before.items():
            value = values.pop(name, UNKNOWN if isinstance(values, _Open) else None)
            now = migration.after.get(number)
            if now is None:
                self.secrets.pop(name, None)
            elif name in self.secrets:
                # A commitment is to the name as well.
                known = self.secrets.pop(name)
                self.secrets[now[0]] = known if now[0] == name or known is None else UNKNOWN
            else:
                stays = value is None or now[1] == kind or {now[1], kind} <= _WHOLE
                kept[now[0]] = value if stays else UNKNOWN
        values.update(kept)
        for number, (name, _, *shown) in migration.after.items():
            if number not in migration.before:
                values[name] = shown[0] if shown else ADDED
        self._rename(migration.values)
        if migration.renamed:
            self.secrets = {name: known and UNKNOWN for name, known in self.secrets.items()}

    def _rename(self, words: Mapping[str, Mapping[str, str]]) -> None:
        for column, renamed in words.items():
            value = self.values.get(column)
            if isinstance(value, str):
                self.values[column] = renamed.get(value, value)
            elif isinstance(value, list):
                self.values[column] = [renamed.get(each, each) for each in value]
