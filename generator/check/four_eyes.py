"""Four eyes that would exclude nobody: E028."""

from __future__ import annotations

from generator.expressions.tree import Get
from generator.model import Action, Entity, Model, Relation
from generator.problems import Problems


def check_four_eyes(model: Model, problems: Problems) -> None:
    """Reports paths that can never be filled, and lists in which none is sure to be.

    A path that is empty when the transition runs excludes nobody. So a relation that callers
    cannot write has to be filled by a `set` (or by the function of a transition), and of each
    list at least one path must be required or set.
    """
    for entity in model.entities.values():
        transitions = entity.states.transitions if entity.states else ()
        for action in (*transitions, *entity.actions):
            _check(model, entity, action, problems)


def _check(model: Model, entity: Entity, action: Action, problems: Problems) -> None:
    sure = 0
    for text, path in action.four_eyes:
        tree = path.tree
        chain = _chain(model, entity, text) if isinstance(tree, Get) else []
        if chain is None:
            continue
        if all(_sure(owner, relation) for owner, relation in chain):
            sure += 1
        elif any(_never(owner, relation) for owner, relation in chain):
            message = (
                f'four_eyes names "{text}", which no transition sets and which is not required'
            )
            problems.add(path.at, "E028", message)
            return
    if action.four_eyes and not sure:
        text, path = action.four_eyes[0]
        message = f'four_eyes names "{text}", which may be empty: then it excludes nobody'
        hint = "Name at least one relation that is required or that a transition sets."
        problems.add(path.at, "E028", message, hint)


def _chain(model: Model, entity: Entity, text: str) -> list[tuple[Entity, Relation]] | None:
    """The relations of a path with the entities they belong to; None if it is no such path."""
    found: list[tuple[Entity, Relation]] = []
    here = entity
    for step in text.removeprefix("row.").split("."):
        try:
            relation = here.relation(step)
        except KeyError:
            return [] if text == "row" else None
        found.append((here, relation))
        here = model.entities[relation.targets[0]]
    return found


def _sure(entity: Entity, relation: Relation) -> bool:
    """Whether a relation is filled by the time that anybody could act on it."""
    if relation.required or relation.name == "created_by":
        return True
    if relation.default is not None and relation.write != "always":
        return True
    return relation.name in _filled(entity)


def _never(entity: Entity, relation: Relation) -> bool:
    """Whether nothing in the model can fill a relation."""
    callers = relation.write != "system" or relation.inferred
    return not callers and relation.default is None and relation.name not in _written(entity)


def _filled(entity: Entity) -> set[str]:
    """What some transition or action sets, or needs."""
    return {
        name
        for action in _moves(entity)
        for name in (*(a.field for a in action.set if a.value.text != "null"), *action.needs)
    }


def _written(entity: Entity) -> set[str]:
    taken = {name for a in _moves(entity) for name in (*a.takes, *a.writes)}
    return taken | _filled(entity)


def _moves(entity: Entity) -> tuple[Action, ...]:
    transitions = entity.states.transitions if entity.states else ()
    return (*transitions, *entity.actions)
