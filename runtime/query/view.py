"""What one actor can name of a resource: hidden and secret things are as if they were not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from runtime.policy.reach import Reach
from runtime.query.plan import Include
from runtime.resource import (
    BOOKKEEPING,
    TEXT_KINDS,
    Field,
    Kind,
    Registry,
    Resource,
    ToMany,
    ToOne,
)

_NEVER_ABROAD = frozenset(
    {Kind.TEXT, Kind.URL, Kind.JSON, Kind.UUID, Kind.DATETIME, Kind.TIME, Kind.DURATION}
    | {Kind.COUNTRY, Kind.CURRENCY}
)


class View:
    """The fields and relations that exist for the actor, in the order of the answer."""

    def __init__(self, resource: Resource, registry: Registry, reach: Reach) -> None:
        self.resource = resource
        self.fields = {field.name: field for field in visible_fields(resource, reach)}
        self._registry = registry
        self._reach = reach

    @cached_property
    def includes(self) -> Mapping[str, Include]:
        """The relations that may be included, by name."""
        relations: tuple[ToOne | ToMany, ...] = (*self.resource.to_one, *self.resource.to_many)
        found = (
            visible_relation(self.resource, relation, self._registry, self._reach)
            for relation in relations
        )
        return {include.relation.name: include for include in found if include is not None}

    def of(self, target: Resource) -> View:
        """What the same actor can name of another resource."""
        return View(target, self._registry, self._reach)

    @cached_property
    def abroad(self) -> Mapping[str, Abroad]:
        """The fields of related rows that parameters name, by name (`owner.email`)."""
        return {
            f"{include.relation.name}.{field.name}": Abroad(include.relation, target, field)
            for include in self.includes.values()
            if isinstance(include.relation, ToOne) and is_parameter_path(include.relation)
            for target in include.targets
            for field in visible_fields(target, self._reach)
            if is_abroad(field, target)
        }


@dataclass(frozen=True, slots=True)
class Abroad:
    """A field of the row that a to-one relation leads to."""

    relation: ToOne
    target: Resource
    field: Field


def is_parameter_path(relation: ToOne) -> bool:
    """Whether parameters go over the relation: it leads to one entity, and is the model's own.

    An expression goes over every relation. Each of these parameters is declared, for each list.
    """
    return relation.type_column is None and relation.column not in BOOKKEEPING


def is_abroad(field: Field, target: Resource) -> bool:
    """Whether parameters name the field from the far end of a relation; see `is_parameter_path`."""
    plain = field.stored and not field.secret and not field.many and field.relation is None
    if any(field.name == relation.type_column for relation in target.to_one):
        return False
    return plain and field.name not in BOOKKEEPING and field.kind not in _NEVER_ABROAD


def searched_fields(view: View) -> tuple[Field, ...]:
    """The fields that a text without a field is looked for in: all that hold text."""
    return tuple(f for f in view.fields.values() if f.kind in TEXT_KINDS and not f.many)


def visible_fields(resource: Resource, reach: Reach) -> tuple[Field, ...]:
    """The members of the resource's answers to this actor."""
    hidden = reach.mask(resource).hidden
    return tuple(f for f in resource.fields if not f.secret and f.name not in hidden)


def visible_relation(
    resource: Resource, relation: ToOne | ToMany, registry: Registry, reach: Reach
) -> Include | None:
    """The relation with the targets that the actor may read, or None where it is hidden.

    A relation is hidden with its key (on whichever side the key stands), with its type, or
    because nothing it leads to may be read.
    """
    names = relation.targets if isinstance(relation, ToOne) else (relation.target,)
    targets = [registry[name] for name in names if name in registry]
    if isinstance(relation, ToOne):
        keys_at = [resource] if targets else []
    else:
        keys_at = [target for target in targets if relation.link_table is None]
    keys = {relation.column, relation.type_column}
    if any(keys & reach.mask(holder).hidden for holder in keys_at):
        return None
    if relation.name in reach.mask(resource).hidden:
        return None
    readable = tuple(t for t in targets if not reach.decide(t, "read").denied)
    return Include(relation, readable) if readable else None
