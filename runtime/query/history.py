"""The history of a row: its events of the trail, for whoever may read the row."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from runtime.policy.reach import ALL, Reach
from runtime.query.plan import Condition, SortKey
from runtime.query.statement import Parameters
from runtime.query.view import View
from runtime.resource import Field, Registry, Resource, ToMany


def events_of(
    trail: Resource, resource: Resource, key: UUID, field: str | None
) -> tuple[Condition, ...]:
    """The conditions for what happened to a row, or to one field of it: refusals did not happen."""
    conditions = [
        Condition(_field(trail, "entity_type"), "eq", resource.name),
        Condition(_field(trail, "entity_id"), "eq", key),
        Condition(_field(trail, "outcome"), "eq", "success"),
    ]
    if field is not None:
        conditions.append(Condition(_field(trail, "changes"), "has", field))
    return tuple(conditions)


def newest_first(trail: Resource) -> tuple[SortKey, ...]:
    """By id, which carries the time."""
    return (SortKey(_field(trail, "id"), descending=True),)


def changed_fields(resource: Resource, registry: Registry, reach: Reach) -> tuple[str, ...]:
    """What the actor may ask the history of: the fields in sight, and the row's own links."""
    seen = View(resource, registry, reach)
    linked = (relation.name for relation in _links(resource) if relation.name in seen.includes)
    return (*seen.fields, *linked)


def shown_fields(
    trail: Resource, resource: Resource, registry: Registry, reach: Reach
) -> tuple[Field, ...]:
    """The members of an event in a history.

    Where something of the row is hidden from the actor, `changes` has what is in sight and nothing
    else: an event from before a migration may call the hidden by an earlier name.
    """
    fields = View(trail, registry, reach).fields
    linked = any(
        link.name not in View(resource, registry, reach).includes for link in _links(resource)
    )
    if "changes" in fields and (linked or reach.mask(resource).hidden):
        names = ", ".join(f"'{name}'" for name in changed_fields(resource, registry, reach))
        changes = fields["changes"]
        fields["changes"] = replace(
            changes,
            json="(select coalesce(jsonb_object_agg(c.key, c.value), '{{}}')"
            f" from jsonb_each({changes.sql}) as c where c.key in ({names}))",
        )
    return tuple(fields.values())


class HistoryReach:
    """An actor's reach, with the trail open: what a row went through goes with the row itself."""

    def __init__(self, reach: Reach, trail: Resource) -> None:
        self.actor = reach.actor
        self.policy_hash = reach.policy_hash
        self.memory = (reach.memory, trail.name)
        self.decide = reach.decide
        self.whole = reach.whole
        self.mask = reach.mask
        self.line = reach.line
        self._reach = reach
        self.hidden = reach.hidden
        self._trail = trail

    def condition(self, resource: Resource, action: str, row: str, parameters: Parameters) -> str:
        """SQL for the rows within reach."""
        if resource is not self._trail:
            return self._reach.condition(resource, action, row, parameters)
        parameters.allow(resource.name, action, ALL)
        return "true"


def _links(resource: Resource) -> tuple[ToMany, ...]:
    return tuple(relation for relation in resource.to_many if relation.linkable)


def _field(trail: Resource, name: str) -> Field:
    found = trail.field(name)
    if found is None:
        raise KeyError(name)
    return found
