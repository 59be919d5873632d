"""The past in the database: functions that give the rows of an entity as they stood at a moment.

They rewind: what the table holds, less what the trail says happened since. They run as the owner,
so that nobody needs a rule on the trail for it, and show the past of those rows alone that the
caller's reach covers as they are now (or were at last). They answer with JSON, so that no type of
a table stands in their signature: a migration may have to make it anew.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator import names
from generator.model import Entity
from generator.schema.columns import array, entity_columns, literal
from generator.schema.functions import EVENT, render
from generator.schema.looks import Templates
from generator.schema.reach import reach
from generator.schema.trail import quiet
from generator.schema.values import Function

_ROW = '"~row"'
"""An alias that no column has: the names of expressions are then those of columns."""


def has_past(entity: Entity) -> bool:
    """Whether rows of the entity can be seen as they stood: the trail itself has no past."""
    return entity.name != EVENT and not entity.routes.isdisjoint(("list", "get", "history"))


def past_name(entity: Entity) -> str:
    """The function that gives rows as they stood."""
    return names.limited(f"charter_past_{entity.resource}")


def last_name(entity: Entity) -> str:
    """The function that gives a row as it is, or was at last."""
    return names.limited(f"charter_last_{entity.resource}")


def past_functions(entity: Entity, templates: Templates) -> Iterator[Function]:
    """The functions of an entity, each after those that it needs."""
    if not has_past(entity):
        return
    columns = list(entity_columns(entity, templates.model, templates))
    generated = {c.name: c.generated for c in columns if c.generated is not None}
    unversioned = ("created_at", *quiet(entity))
    left_out = {"id", "updated_at", "version", *generated, *unversioned}
    secret = tuple(field.name for field in entity.fields if field.secret)
    values = {
        "past": names.quoted(past_name(entity)),
        "last": names.quoted(last_name(entity)),
        "table": names.quoted(entity.table),
        "holder": f"{literal(names.quoted(entity.table))}::regclass",
        "entity": literal(entity.resource),
        "soft": entity.soft,
        "told": _texts(tuple(c.name for c in columns if c.name not in left_out)),
        "quiet": _texts(unversioned),
        "generated": [(literal(name), text) for name, text in generated.items()],
        "open": f" - {_texts(secret)}" if secret else "",
        "reach": _indented(reach(entity, "read", _ROW, templates), 8),
        "reach_last": _indented(reach(entity, "read", _ROW, templates), 4),
    }
    for name, template, taken in (
        (last_name(entity), "charter_last", "uuid"),
        (past_name(entity), "charter_past", "timestamptz, uuid"),
    ):
        definition = render(template, **values)
        yield Function(name, taken, definition, application=True, row=entity.table)


def _texts(words: tuple[str, ...]) -> str:
    return f"{literal(array(words))}::text[]"


def _indented(text: str, by: int) -> str:
    return "\n".join(" " * by + line for line in text.split("\n"))
