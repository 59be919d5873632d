"""Parts of words in the database: an index of trigrams for each entity, and what looks into it.

The texts of the fields marked `search` are indexed as `contains` compares them. Under row-level
security PostgreSQL gives no statement of the application such an index, since LIKE is not known
to be silent. So a function of the owner looks into it, for those alone who may read every row,
and only where few rows match: a text that many have is found sooner in the order of the list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator import names
from generator.model import Entity, Field, Kind
from generator.schema.columns import literal
from generator.schema.functions import EVENT, render
from generator.schema.indexes import searched
from generator.schema.values import Function, Index

EXTENSION = "pg_trgm"
MOST = 1_000
"""Rows that are looked for; more are no fewer than the list finds by itself."""
SAMPLE, MANY = 300, 3
"""Of so many rows that come first, so many matches say that there are many."""

_TEXTS = (Kind.STRING, Kind.TEXT, Kind.EMAIL, Kind.URL)
_ROW = "t"


def sought(entity: Entity) -> tuple[Field, ...]:
    """The fields whose parts of words are indexed: not those of the trail, as every write pays."""
    if entity.name == EVENT:
        return ()
    return tuple(field for field in searched(entity) if field.kind in _TEXTS)


def seeker_name(entity: Entity) -> str:
    """The function that finds rows by a part of a text."""
    return names.limited(f"charter_seek_{entity.resource}")


def folded(text: str) -> str:
    """A text as `contains` compares it, which `runtime.query.conditions` does."""
    return f"casefold({text} COLLATE pg_unicode_fast)"


def extensions(entities: Iterable[Entity]) -> tuple[str, ...]:
    """The module that knows of trigrams, where any entity needs it."""
    return (EXTENSION,) if any(sought(entity) for entity in entities) else ()


def indexes(entity: Entity) -> tuple[Index, ...]:
    """The index of trigrams, one for all fields."""
    fields = sought(entity)
    if not fields:
        return ()
    columns = tuple((field.name, False) for field in fields)
    parts = (f"{folded(names.quoted(field.name))} gin_trgm_ops" for field in fields)
    name = names.index(entity.table, ("trigrams",))
    return (Index(name, entity.table, columns, method="gin", expression=",\n    ".join(parts)),)


def functions(entity: Entity) -> Iterator[Function]:
    """The function that looks into it."""
    fields = sought(entity)
    if not fields:
        return
    name = seeker_name(entity)
    definition = render(
        "charter_seek",
        name=names.quoted(name),
        table=names.quoted(entity.table),
        word=literal(f"{entity.resource}.read"),
        pattern=folded("$2"),
        fields=[
            (literal(field.name), folded(f"{_ROW}.{names.quoted(field.name)}")) for field in fields
        ],
        most=MOST,
        sample=SAMPLE,
        many=MANY,
    )
    yield Function(name, "text, text", definition, application=True, row=entity.table)
