"""What goes and what comes, told apart from what is called otherwise.

A column that goes while a like one comes may be a rename that nobody has said: then the values of
one would be dropped, and the other begin empty. Both readings are offered, as text to be put into
the model or on the command line. Nothing here decides which of the two is meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from generator.load.nodes import Entry, Mapping, Scalar, Source
from generator.migrations.renames import renames
from generator.migrations.types import widens
from generator.problems import At
from generator.resolve import read
from generator.schema.values import Column, Schema, Table

Kind = Literal["entity", "field", "relation", "value"]

ALIKE = 0.5
"""How like names have to be, of 1, where more than one thing could be meant."""

_COMMON = frozenset(
    "id created_at updated_at created_by_id updated_by_id version deleted_at".split()
)
_CODES: dict[Kind, str] = {"entity": "M001", "field": "M002", "relation": "M002", "value": "M005"}
_SECTIONS = ("fields", "relations")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something that goes, and what may be its heir.

    `now` says where in the model the heir stands (`Risk.chance`, `Risk.level.severe`); `at` is its
    place in a file where it could be found, and `write` what should stand there if it is the heir.
    """

    kind: Kind
    was: str
    now: str
    table: str
    column: str
    at: At | None = None
    write: str = ""

    @property
    def code(self) -> str:
        """The finding that stands for the loss."""
        return _CODES[self.kind]

    @property
    def readings(self) -> tuple[str, str]:
        """What to write in each case: a rename, and a loss that is meant."""
        place = f"{self.at}: " if self.at else ""
        return (
            f'if {self.now} is what was called "{self.was}": {place}{self.write}',
            f'if "{self.was}" goes with all it holds: '
            f"charter migrate new -m TEXT --allow {self.code}",
        )


def suggestions(before: Schema, after: Schema, source: Source | None = None) -> list[Suggestion]:
    """Every loss of `after` that may be a rename; `source` tells where `was:` would stand.

    What the model says with `was:` is no loss, and not among them.
    """
    earlier = renames(before, after).schema
    found = [*_entities(earlier, after)]
    known = {table.entity: table for table in earlier.tables}
    for table in after.tables:
        old = known.get(table.entity)
        if old is not None:
            found += _columns(old, table)
            found += _values(old, table)
    found += _enum_values(earlier, after)
    return [_placed(each, source) for each in dict.fromkeys(found)]


# ------------------------------------------------------------------------------ what is alike


def _entities(before: Schema, after: Schema) -> Iterator[Suggestion]:
    ours, theirs = _by_entity(before), _by_entity(after)
    gone = [table for name, table in ours.items() if name not in theirs]
    come = [table for name, table in theirs.items() if name not in ours]
    for old, new in _pairs(gone, come, _tables_alike):
        link = "." in new.entity
        was, now = (old.entity.rpartition(".")[2], new.entity) if link else (old.entity, new.entity)
        yield Suggestion("relation" if link else "entity", was, now, old.name, "")


def _by_entity(schema: Schema) -> dict[str, Table]:
    return {table.entity: table for table in schema.tables}


def _tables_alike(old: Table, new: Table) -> float:
    if ("." in old.entity) != ("." in new.entity):
        return 0.0
    mine, theirs = (
        {(column.member, column.type) for column in table.columns if column.name not in _COMMON}
        for table in (old, new)
    )
    shared = len(mine & theirs) / max(len(mine | theirs), 1)
    named = _names_alike(old.entity, new.entity)
    return max(shared, named) if shared >= ALIKE or named >= 0.75 else 0.0


def _columns(before: Table, after: Table) -> Iterator[Suggestion]:
    ours = {column.member or column.name: column for column in before.columns}
    theirs = {column.member or column.name: column for column in after.columns}
    gone = [each for name, each in ours.items() if name not in theirs and not each.generated]
    come = [each for name, each in theirs.items() if name not in ours and not each.generated]
    keys = {key.column: key.target for table in (before, after) for key in table.foreign_keys}
    single = len(gone) == len(come) == 1

    def like(one: Column, others: list[Column]) -> list[Column]:
        kind = (one.type, keys.get(one.name))
        return [each for each in others if (each.type, keys.get(each.name)) == kind]

    def alike(old: Column, new: Column) -> float:
        lone = like(old, come) == [new] and like(new, gone) == [old]
        return _columns_alike(old, new, keys, single or lone)

    for old, new in _pairs(gone, come, alike):
        kind: Kind = "relation" if new.name in keys else "field"
        now = f"{after.entity}.{new.member or new.name}"
        yield Suggestion(kind, old.member or old.name, now, after.name, old.name)


def _columns_alike(old: Column, new: Column, keys: dict[str, str], single: bool) -> float:
    if keys.get(old.name) != keys.get(new.name):
        return 0.0
    if old.type != new.type and not widens(old.type, new.type):
        return 0.0
    if bool(old.words) != bool(new.words) and old.name not in keys:
        return 0.0
    shared = len({*old.words} & {*new.words}) / len({*old.words, *new.words, ""})
    best = max(_names_alike(old.name, new.name), shared)
    return max(best, 0.01) if single else best if best >= ALIKE else 0.0


def _values(before: Table, after: Table) -> Iterator[Suggestion]:
    known = {column.member: column for column in before.columns if column.member}
    for column in after.columns:
        old = known.get(column.member)
        if old is not None and old.words and column.words:
            for was, now in _words(old.words, column.words):
                place = f"{after.entity}.{column.member}.{now}"
                yield Suggestion("value", was, place, after.name, column.name)


def _enum_values(before: Schema, after: Schema) -> Iterator[Suggestion]:
    known = {enum.enum: enum for enum in before.enums}
    for enum in after.enums:
        if enum.enum in known:
            for was, now in _words(known[enum.enum].values, enum.values):
                yield Suggestion("value", was, f"{enum.enum}.{now}", "", "")


def _words(old: Iterable[str], new: Iterable[str]) -> Iterator[tuple[str, str]]:
    before, after = list(old), list(new)
    gone = [word for word in before if word not in after]
    come = [word for word in after if word not in before]
    single = len(gone) == len(come) == 1

    def alike(one: str, other: str) -> float:
        close = _names_alike(one, other)
        return max(close, 0.01) if single else close if close >= ALIKE else 0.0

    yield from _pairs(gone, come, alike)


def _names_alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one.casefold(), other.casefold()).ratio()


def _pairs[T](gone: list[T], come: list[T], alike: Callable[[T, T], float]) -> list[tuple[T, T]]:
    """The likest first, each in one pair at most; in the order of what goes."""
    scored = [
        (-alike(old, new), place, other)
        for place, old in enumerate(gone)
        for other, new in enumerate(come)
    ]
    taken: dict[int, int] = {}
    for score, place, other in sorted(scored):
        if score < 0 and place not in taken and other not in taken.values():
            taken[place] = other
    return [(gone[place], come[other]) for place, other in sorted(taken.items())]


# ------------------------------------------------------------------------------ where it stands


def _placed(found: Suggestion, source: Source | None) -> Suggestion:
    """The suggestion with the place of its heir, and the line as it should read."""
    entry = None if source is None else _entry(found, source)
    name = found.now.rpartition(".")[2]
    if entry is None:
        return _with(found, None, f"{name}: {{was: {found.was}}}")
    at, node = entry.at, entry.value
    if isinstance(node, Scalar) and found.kind != "value":
        word = "to" if found.kind == "relation" else "type"
        given = f"{word}: {node.text}, " if node.text else ""
        return _with(found, at, f"{name}: {{{given}was: {found.was}}}")
    if isinstance(node, Mapping) and node.at.line == at.line:
        return _with(found, at, f"{name}: {{was: {found.was}, …}}")
    if found.kind == "value":
        return _with(found, at, f"{name}: {{was: {found.was}}}")
    return _with(found, at, f"add under {name}: was: {found.was}")


def _with(found: Suggestion, at: At | None, write: str) -> Suggestion:
    return Suggestion(found.kind, found.was, found.now, found.table, found.column, at, write)


def _entry(found: Suggestion, source: Source) -> Entry | None:
    """The declaration of the heir: a key of the model, or a word in a list as if it were one."""
    owner, *path = found.now.split(".")
    for root in (source.root, *source.aggregates.values()):
        for section in ("entities", "enums"):
            for entry in read.entries(root, section):
                if entry.key == owner:
                    return _within(entry, path)
    return None


def _within(entry: Entry, path: list[str]) -> Entry | None:
    if not path:
        return entry
    if not isinstance(entry.value, Mapping):
        return _word(entry, path[-1])
    if "values" in entry.value and len(path) == 1:
        return _word(entry, path[0])
    for section in _SECTIONS:
        for inner in read.entries(entry.value, section):
            if inner.key == path[0]:
                return inner if len(path) == 1 else _word(inner, path[-1])
    states = entry.value.entry("states")
    return _word(states, path[-1]) if states is not None and len(path) == 2 else None


def _word(entry: Entry, word: str) -> Entry | None:
    """A value of an enum or a state, wherever in the declaration its list stands."""
    lists = [entry.value]
    if isinstance(entry.value, Mapping):
        lists = [node for key in ("values", "enum") if (node := entry.value.get(key)) is not None]
    for node in lists:
        for item in read.items(node):
            if isinstance(item, Scalar) and item.text == word:
                return Entry(item.at, word, item)
            if isinstance(item, Mapping) and word in item:
                return item.entry(word)
    return None
