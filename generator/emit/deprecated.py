"""What of an entity is still served and no longer recommended: for the runtime and documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.emit.shapes import Import
from generator.emit.source import Call, Raw
from generator.model import Action, Deprecated, Entity, Enum, Model
from generator.once import once_a_model

_IMPORTS: tuple[Import, ...] = (("datetime", "date"), ("runtime.resource", "Deprecated"))

type Words = Iterator[tuple[str, Deprecated]]


@once_a_model
def deprecated_members(entity: Entity, model: Model) -> Mapping[str, Deprecated]:
    """Members of answers, relations from either side, and words of a field (`kind.paper`)."""
    found: dict[str, Deprecated] = {}
    for field in entity.fields:
        if not field.secret:
            found.update(_said(field.name, field.deprecated))
            found.update(_values(field.name, field.enum))
    for relation in entity.relations:
        names = (relation.name, relation.type_column, None if relation.many else relation.column)
        for name in filter(None, names):
            found.update(_said(name, relation.deprecated))
    for inverse in entity.inverses:
        relation = model.entity(inverse.entity).relation(inverse.relation)
        found.update(_said(inverse.name, relation.deprecated))
    return found


def deprecated_input(action: Action) -> dict[str, Deprecated]:
    """Members of an action's input that are no columns, and words of them."""
    found: dict[str, Deprecated] = {}
    for each in action.input:
        found.update(_said(each.json_name, each.deprecated))
        if each.field is not None:
            found.update(_values(each.json_name, each.field.enum))
    return found


def call_of(deprecated: Deprecated) -> Call:
    """The value that a generated resource holds."""
    until = _date(deprecated.until) if deprecated.until else None
    return Call("Deprecated", {"until": until}, (_date(deprecated.since), deprecated.use))


def imports_of(found: object) -> tuple[Import, ...]:
    """What such values need, where there are any."""
    return _IMPORTS if found else ()


def _said(name: str, deprecated: Deprecated | None) -> Words:
    if deprecated is not None:
        yield name, deprecated


def _values(name: str, enum: Enum | None) -> Words:
    for value in enum.values if enum else ():
        yield from _said(f"{name}.{value.name}", value.deprecated)


def _date(text: str) -> Raw:
    year, month, day = (int(part) for part in text.split("-"))
    return Raw(f"date({year}, {month}, {day})")
