"""Who sees a field and who can change it: masks, and the ways round them that the model offers.

A field is seen by reading its row, by reading a computed field that carries its value, and by
reading the trail, whose `changes` show it to whoever has no mask on it, may they read the row or
not. It is changed by `create` and `update` where it is a field of their bodies, and by the
steps that take it: a mask does not hold there, because whoever may take the step gives what it
needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass

from charter.policy.space import Excuse, Outcome, Space
from charter.vocabulary import COMMON_FIELDS
from generator.expressions.shape import FieldShape, ToOneShape
from generator.expressions.tree import Compare, Get, HasRole, Logic, Member, Not, Null
from generator.model import Entity

TRAIL, TRAIL_CHANGES = "audit_event", "changes"

NEVER_SHOWN = "the model: a secret field is in no answer"
SERVER_SET = "the model: the server alone sets it"
MASKED = "a field mask"

_TESTS = (Compare, Member, Null, Logic, Not, HasRole)
"""What only says whether something is so carries no value."""


@dataclass(frozen=True, slots=True)
class Sight:
    """A field in which the value of another, or its own, is shown."""

    resource: str
    field: str


class Fields:
    """The fields of a space: where each is shown, and how each is set."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self._carried = _carried(space)

    def sights(self, resource: str, field: str) -> tuple[Sight, ...]:
        """Everywhere the value of a field is shown: itself, computed fields, the trail."""
        entity = self.space.entities[resource]
        if any(known.name == field and known.secret for known in entity.fields):
            return ()
        found = [Sight(resource, field)]
        for sight in found:  # grows while it is read
            found += [each for each in self._carried.get(sight, ()) if each not in found]
        computed = any(known.name == field and known.computed for known in entity.fields)
        in_trail = not computed and field not in COMMON_FIELDS and resource != TRAIL
        if in_trail and TRAIL in self.space.entities:
            found.append(Sight(TRAIL, TRAIL_CHANGES))
        return tuple(found)

    def sees(
        self,
        roles: tuple[str, ...],
        resource: str,
        field: str,
        excuses: Iterable[Excuse] = (),
    ) -> tuple[Outcome, Sight]:
        """Whether these roles of one person see the field in some row, and where."""
        own = Sight(resource, field)
        reasons: list[str] = []
        for sight in self.sights(resource, field):
            masked = [sight, own] if sight.resource == TRAIL else [sight]
            outcome = self._shows(roles, masked, excuses)
            if outcome.open:
                return outcome, sight
            reasons += outcome.reasons
        closing = self.space.masks(roles, resource).get(field)
        line = closing if closing is not None and closing.hidden else None
        return Outcome(False, line, tuple(dict.fromkeys(reasons)) or (NEVER_SHOWN,)), own

    def _shows(
        self, roles: tuple[str, ...], masked: Sequence[Sight], excuses: Iterable[Excuse]
    ) -> Outcome:
        """Whether the first is shown, where no mask on any of them hides it."""
        for sight in masked:
            mask = self.space.masks(roles, sight.resource).get(sight.field)
            if mask is not None and mask.hidden:
                return Outcome(False, mask, (MASKED,))
        return self.space.reach(roles, masked[0].resource, "read", None, excuses)

    def setters(self, resource: str, field: str) -> Iterator[tuple[str, bool]]:
        """The actions by which a person sets a field, and whether masks hold there."""
        entity = self.space.entities[resource]
        write = _write_mode(entity, field)
        for name, action in self.space.actions(resource).items():
            if name == "create" or (name == "update" and not entity.write_once):
                if write == "always" or (write == "once" and name == "create"):
                    yield name, True
            elif action is not None and field in _columns(entity, (*action.needs, *action.takes)):
                yield name, False

    def changes(
        self,
        roles: tuple[str, ...],
        resource: str,
        field: str,
        action: str,
        excuses: Iterable[Excuse] = (),
    ) -> Outcome:
        """Whether these roles of one person set the field of some row by that action."""
        masks = dict(self.setters(resource, field))
        if action not in masks:
            return Outcome(False, None, (SERVER_SET,))
        mask = self.space.masks(roles, resource).get(field)
        if masks[action] and mask is not None:
            return Outcome(False, mask, (MASKED,))
        return self.space.reach(roles, resource, action, None, excuses)


def _write_mode(entity: Entity, name: str) -> str | None:
    """How bodies may say a field: always, once, or system; None for what no body holds."""
    for field in entity.fields:
        if field.name == name:
            status = entity.states is not None and entity.states.field == name
            return None if field.computed is not None or status or field.secret else field.write
    for relation in entity.relations:
        if name in (relation.column, relation.type_column) and not relation.many:
            return None if relation.inferred else relation.write
    return None


def _columns(entity: Entity, names: Iterable[str]) -> set[str]:
    """The JSON names of what a step takes: a relation is its column."""
    columns = {relation.name: relation.column for relation in entity.relations}
    return {columns.get(name, name) for name in names}


def _carried(space: Space) -> dict[Sight, list[Sight]]:
    """For each field the computed fields that carry its value."""
    resources = {entity.name: resource for resource, entity in space.entities.items()}
    found: dict[Sight, list[Sight]] = {}
    for resource, entity in space.entities.items():
        for field in entity.fields:
            for get in _values(field.computed.tree) if field.computed else ():
                source = _source(get, resources)
                if source is not None:
                    found.setdefault(source, []).append(Sight(resource, field.name))
    return found


def _source(get: Get, resources: dict[str, str]) -> Sight | None:
    resource = resources.get(get.entity)
    if resource is None:
        return None
    match get.member:
        case FieldShape(name=name) | ToOneShape(column=name):
            return Sight(resource, name)
    return None


def _values(tree: object) -> Iterator[Get]:
    """The paths whose value an expression gives on; those that are only tested are left out."""
    if isinstance(tree, Get):
        yield tree
    elif isinstance(tree, tuple):
        for each in tree:
            yield from _values(each)
    elif is_dataclass(tree) and not isinstance(tree, _TESTS):
        for part in fields(tree):
            if part.name not in ("where", "base", "many", "by"):
                yield from _values(getattr(tree, part.name))
