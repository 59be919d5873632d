"""Full-text search in the database: an index of words for each entity, and what looks into it.

The words of the fields marked `search` are indexed as an expression, not kept in a column: no
table is written anew, and neither triggers nor the trail have to know. Under row-level security
PostgreSQL gives no statement of the application an index whose operators it does not know to be
silent, and those of full text are not. So a function of the owner finds the rows; it tests reach
by itself, and hands out no row that the policies would hide.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator import names
from generator.model import Entity, Field
from generator.schema.columns import literal
from generator.schema.functions import EVENT, render
from generator.schema.looks import Templates
from generator.schema.reach import reach
from generator.schema.values import Function, Index

SEARCHED_MAX = 20_000
"""Characters of a field that are searched, as `runtime.query.search` has it; a test compares."""

_ROW = '"~row"'


def searched(entity: Entity) -> Iterator[Field]:
    """The fields that `q` looks into: with a column, and no secret."""
    for field in entity.fields:
        stored = field.computed is None or field.stored
        if field.search is not None and stored and not field.secret and not field.many:
            yield field


def has_finder(entity: Entity) -> bool:
    """Whether words are indexed: those of the trail are not, as every write would pay for it."""
    return entity.name != EVENT and any(True for _ in searched(entity))


def finder_name(entity: Entity) -> str:
    """The function that finds rows by words."""
    return names.limited(f"charter_find_{entity.resource}")


def words(entity: Entity, row: str = "") -> str:
    """The weighted words of a row, as an immutable expression over its columns."""
    parts = []
    for field in searched(entity):
        column = f"{row}{names.quoted(field.name)}"
        text = f"casefold(left(coalesce({column}, ''), {SEARCHED_MAX}) COLLATE pg_unicode_fast)"
        weight = literal(field.search or "D")
        parts.append(f"setweight(to_tsvector('simple'::regconfig, {text}), {weight})")
    return "\n    || ".join(parts)


def search_indexes(entity: Entity) -> tuple[Index, ...]:
    """The index of words."""
    if not has_finder(entity):
        return ()
    columns = tuple((field.name, False) for field in searched(entity))
    name = names.index(entity.table, ("search",))
    return (Index(name, entity.table, columns, method="gin", expression=f"({words(entity)})"),)


def finders(entity: Entity, templates: Templates) -> Iterator[Function]:
    """The function that finds rows of the entity."""
    if has_finder(entity):
        name = finder_name(entity)
        definition = render(
            "charter_find",
            name=names.quoted(name),
            table=names.quoted(entity.table),
            words=words(entity, f"{_ROW}.").replace("\n", "\n        "),
            reach="\n".join(
                " " * 8 + line for line in reach(entity, "read", _ROW, templates).split("\n")
            ),
        )
        yield Function(name, "text", definition, application=True, row=entity.table)
