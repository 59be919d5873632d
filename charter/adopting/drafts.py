"""What an adopted model is made of, before it is written: entities as plain maps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from charter.adopting.catalogue import Column, ForeignKey, Table
from charter.adopting.notes import Note
from charter.adopting.words import Vocabulary

Keys = dict[str, Any]


@dataclass(slots=True)
class Draft:
    """An entity to be.

    `members` tells of each column that is kept by which field or relation. `values` holds, for
    each field, the SQL of its value in a copy, over the earlier row `o`; `links` the foreign key of
    each relation; `deleted` the column of the time of a soft deletion; `words` the vocabulary of
    a field.
    """

    name: str
    table: Table
    keys: Keys = field(default_factory=dict)
    fields: dict[str, Keys] = field(default_factory=dict)
    relations: dict[str, Keys] = field(default_factory=dict)
    rules: list[Keys] = field(default_factory=list)
    unique: list[Keys] = field(default_factory=list)
    indexes: list[Keys] = field(default_factory=list)
    members: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    links: dict[str, ForeignKey] = field(default_factory=dict)
    deleted: str = ""
    words: dict[str, Vocabulary] = field(default_factory=dict)
    inverses: set[str] = field(default_factory=set)

    def taken(self) -> set[str]:
        """Names that no other member may have."""
        columns = {f"{name}{end}" for name in self.relations for end in ("_id", "_type")}
        return {*self.fields, *self.relations, *self.inverses, *columns}


@dataclass(frozen=True, slots=True)
class Link:
    """A table of links that became the relation `name` to many, of the entity of `owner`."""

    table: Table
    owner: ForeignKey
    other: ForeignKey
    entity: str
    name: str


@dataclass(slots=True)
class Adopted:
    """All of it: entities by table, links, shared enums by name, and what was noted.

    `taken` are names that no entity and no enum may have, `tables_taken` those of no table.
    """

    taken: set[str]
    tables_taken: set[str] = field(default_factory=set)
    notes: list[Note] = field(default_factory=list)
    drafts: dict[str, Draft] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    enums: dict[str, Vocabulary] = field(default_factory=dict)

    def note(self, code: str, place: str, message: str) -> None:
        """Keeps a note."""
        self.notes.append(Note(code, place, message))

    def draft(self, entity: str) -> Draft:
        """The draft of that name."""
        return next(draft for draft in self.drafts.values() if draft.name == entity)


def key_columns(table: Table) -> Iterator[Column]:
    """The columns of the primary key, in its order."""
    for name in table.primary_key:
        yield table.column(name)


def own_uuid(table: Table) -> bool:
    """Whether the primary key is one uuid, which then stays the row's id."""
    return [column.type for column in key_columns(table)] == ["uuid"]
