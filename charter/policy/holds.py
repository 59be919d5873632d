"""What the model itself says of access: it holds for every role, whatever the policy says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from charter.policy.access import OWN_ACTIONS, named_actions
from generator.expressions.words import words
from generator.model import Action, Entity, Field, Model, Relation
from generator.once import once_a_model

ASSIGNMENT, LIMIT = "RoleAssignment", "scope"
"""The relation that says to what an assignment of a role can be limited."""

DELETIONS = {
    "hard": "Deleting removes the row for good.",
    "soft": "Deleting hides the row; who may `delete` it may restore it.",
    "never": "Nobody can delete a row.",
}


def page_of(entity: Entity, model: Model) -> dict[str, Any]:
    """The part of an entity's page that the policy has no say in."""
    return {
        "entity": entity,
        "scopes": [(scope.name, words(scope.test)) for scope in entity.scopes],
        "steps": [_step(action) for action in all_actions(entity)],
        "facts": [*_facts(entity, model)],
    }


def limits(model: Model) -> list[str]:
    """The titles of the entities to which an assignment of a role can be limited."""
    return [entity.title for entity in _limits(model)]


def may_change(entity: Entity) -> frozenset[str]:
    """The policy words that change something: all but reading, and actions that only answer."""
    own = {"create", "update", "delete"}
    return frozenset(own | {a.name for a in named_actions(entity) if a.method != "GET"})


def _limits(model: Model) -> list[Entity]:
    holder = model.entities.get(ASSIGNMENT)
    relations = holder.relations if holder else ()
    targets = [name for each in relations if each.name == LIMIT for name in each.targets]
    return [model.entity(name) for name in targets]


def all_actions(entity: Entity) -> Iterator[Action]:
    """Those of `named_actions` in their order, with the system's among them."""
    yield from entity.actions
    if entity.states is not None:
        yield from entity.states.transitions


# ------------------------------------------------------------------------------------- actions


def _step(action: Action) -> tuple[str, str, str]:
    """(name, from which states to which, what holds for everybody)."""
    moves = f"{', '.join(action.from_states)} → {action.to_state}" if action.to_state else ""
    return action.name, moves, ". ".join(conditions(action))


def conditions(action: Action) -> Iterator[str]:
    """What holds for everybody who takes an action, a sentence each."""
    if action.system:
        when = f", when {words(action.when)}" if action.when else ""
        yield f"**The system alone{when}**: no role can take it"
    if not action.at_row and not action.system:
        yield "Asked of the whole collection: `any` or nothing"
    if action.four_eyes:
        people = ", ".join(f"`{path}`" for path, _ in action.four_eyes)
        yield f"**Four eyes**: refused (403) to the row's {people}"
    for check in action.guard:
        yield f"**Guard**: only if {words(check.test)} (409 `{check.code}`)"
    if action.reason_required:
        yield "A reason must be given"


# --------------------------------------------------------------------------------------- facts


def _facts(entity: Entity, model: Model) -> Iterator[str]:
    yield from _frozen(entity)
    yield from _lifetime(entity)
    yield from _going_along(entity, model)
    yield from _fields(entity)
    yield from _links(entity, model)
    yield from _within(entity, model)


def _frozen(entity: Entity) -> Iterator[str]:
    if entity.frozen is not None:
        steps = any(action.at_row for action in all_actions(entity))
        still = " The actions below still change what they name." if steps else ""
        yield (
            f"**Frozen** while {words(entity.frozen)}: `update`, `delete` and links are refused "
            f"(409) to everybody.{still}"
        )


def _lifetime(entity: Entity) -> Iterator[str]:
    missing = set(OWN_ACTIONS) - {"read", *entity.routes}
    if entity.write_once:
        yield "**Written once**: rows are only ever added; nobody can change or delete one."
        missing -= {"update", "delete"}
    elif entity.delete == "never" or "delete" in entity.routes:
        yield DELETIONS[entity.delete]
        missing -= {"delete"}
    if missing:
        said = ", ".join(f"`{word}`" for word in OWN_ACTIONS if word in missing)
        yield f"There is no operation for {said}: no rule can give it to anybody."


def _going_along(entity: Entity, model: Model) -> Iterator[str]:
    """What deleting does to other rows, for which their own rules are not asked."""
    if "delete" not in entity.routes:
        return
    gone, children = [entity], []
    for parent in gone:  # grows while it is read: children of children go as well
        for child, relation in _pointing(parent, model, "cascade"):
            children.append((child, relation))
            if child not in gone:
                gone.append(child)
    if children:
        said = ", ".join(
            sorted(f"`{child.resource}` (its `{r.name}`)" for child, r in _once(children))
        )
        verb = "hides" if entity.soft else "deletes"
        yield (
            f"**Cascade**: `delete` here alone also {verb} the rows that belong to it, "
            f"whatever the rules say of them: {said}."
        )
    if not entity.soft:
        pairs = [pair for parent in gone for pair in _pointing(parent, model, "set_null")]
        emptied = ", ".join(sorted(f"`{owner.resource}.{r.name}`" for owner, r in _once(pairs)))
        if emptied:
            yield f"Deleting also empties what points at a deleted row: {emptied}."


type _Pair = tuple[Entity, Relation]


def _once(pairs: list[_Pair]) -> list[_Pair]:
    return list({(owner.name, each.name): (owner, each) for owner, each in pairs}.values())


def _pointing(parent: Entity, model: Model, then: str) -> Iterator[_Pair]:
    for owner, relation in _by_target(model).get(parent.name, ()):
        if relation.on_delete == then:
            yield owner, relation


@once_a_model
def _by_target(model: Model) -> Mapping[str, list[_Pair]]:
    """The keys that lead to each entity, by its name."""
    found: dict[str, list[_Pair]] = {}
    for owner in model.entities.values():
        for relation in owner.relations:
            for target in () if relation.many else relation.targets:
                found.setdefault(target, []).append((owner, relation))
    return found


def _fields(entity: Entity) -> Iterator[str]:
    secret = [field for field in entity.fields if field.secret]
    personal = [field for field in entity.fields if field.personal is not None]
    once = [field.name for field in entity.fields if field.write == "once"]
    once += [r.column for r in entity.relations if r.write == "once" and not r.many]
    if secret:
        yield f"**Secret**: {_names(secret)}. No role can see it, not in the trail either."
    if personal:
        yield f"Personal data: {_names(personal)}."
    if once and not entity.write_once:
        yield f"Written at creation and never again: {', '.join(f'`{name}`' for name in once)}."


def _names(fields: list[Field]) -> str:
    return ", ".join(f"`{field.name}`" for field in fields)


def _links(entity: Entity, model: Model) -> Iterator[str]:
    linked = [
        f"`{relation.name}` (`{model.entity(target).resource}`)"
        for relation in entity.relations
        if relation.many
        for target in relation.targets
    ]
    if linked:
        yield f"Linking needs `update` here and `read` of the other row: {', '.join(linked)}."


def _within(entity: Entity, model: Model) -> Iterator[str]:
    paths = dict(entity.within)
    for limit in _limits(model):
        title = limit.title.lower()
        if limit.resource in paths:
            said = words(paths[limit.resource])
            yield f"A role limited to one {title} reaches the rows where {said} is that one."
        else:
            yield f"A role limited to one {title} reaches none of these rows."
