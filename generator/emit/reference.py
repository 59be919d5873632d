"""The reference page of an aggregate: what its entities are, in words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from generator.expressions.words import words
from generator.model import Action, Aggregate, Entity, Field, Model, Relation


def page(aggregate: Aggregate, model: Model) -> dict[str, Any]:
    """The view of `docs/reference/<aggregate>.md`."""
    entities = [_entity(entity, model) for entity in aggregate.entities]
    return {"aggregate": aggregate, "entities": entities, "prefix": model.prefix}


def _entity(entity: Entity, model: Model) -> dict[str, Any]:
    return {
        "entity": entity,
        "doc": entity.doc,
        "deletion": _DELETION[entity.delete],
        "fields": [_field(field) for field in entity.fields],
        "relations": list(_relations(entity, model)),
        "states": entity.states,
        "transitions": [_action(each) for each in _transitions(entity)],
        "actions": [_action(each) for each in entity.actions],
        "scopes": [(scope.name, words(scope.test)) for scope in entity.scopes],
        "rules": [(rule.code, rule.message) for rule in entity.rules],
        "frozen": words(entity.frozen) if entity.frozen else "",
    }


_DELETION = {
    "hard": "Deleting removes the row.",
    "soft": "Deleting hides the row, and it can be restored.",
    "never": "Rows are never deleted.",
}


def _transitions(entity: Entity) -> tuple[Action, ...]:
    return entity.states.transitions if entity.states else ()


def _field(field: Field) -> dict[str, str]:
    return {"name": field.name, "type": _type(field), "notes": "; ".join(_notes(field))}


def _type(field: Field) -> str:
    base = str(field.kind)
    if field.enum is not None:
        base = ", ".join(value.name for value in field.enum.values)
    return f"list of {base}" if field.many else base


def _notes(field: Field) -> Iterator[str]:
    if field.doc:
        yield field.doc.rstrip(".")
    if field.computed is not None:
        yield f"worked out: {words(field.computed)}"
    elif field.number is not None:
        yield f"numbered like {field.number}"
    elif field.required:
        yield "required"
    if field.required_when is not None:
        yield f"required when {words(field.required_when)}"
    yield from _values(field)


def _values(field: Field) -> Iterator[str]:
    for word, bound in (("at least", field.min), ("at most", field.max)):
        if bound is not None:
            yield f"{word} {bound.field or bound.value}"
    if field.default is not None:
        literal = field.default.source == "literal"
        value = json.dumps(field.default.value, ensure_ascii=False) if literal else ""
        yield f"default {value.strip('"') or field.default.source}"
    if field.unique:
        yield "unique"
    if field.write == "once":
        yield "written at creation alone"
    if field.write == "system" and field.computed is None and field.number is None:
        yield "set by the system"
    if field.secret:
        yield "never shown"
    if field.personal is not None:
        yield "personal"
    if field.deprecated is not None:
        until = field.deprecated.until
        gone = f", may be gone from {until} on" if until else ""
        yield f"deprecated since {field.deprecated.since}: use {field.deprecated.use}{gone}"


def _relations(entity: Entity, model: Model) -> Iterator[dict[str, str]]:
    for relation in entity.relations:
        if not relation.inferred:
            targets = " or ".join(model.entity(name).title for name in relation.targets)
            kind = "many" if relation.many else "one"
            notes = "; ".join(_relation_notes(relation))
            yield {"name": relation.name, "to": f"{kind}: {targets}", "notes": notes}
    for inverse in entity.inverses:
        target = model.entity(inverse.entity).title
        notes = f"the other side of its {inverse.relation}"
        yield {"name": inverse.name, "to": f"many: {target}", "notes": notes}


def _relation_notes(relation: Relation) -> Iterator[str]:
    if relation.doc:
        yield relation.doc.rstrip(".")
    if relation.required:
        yield "required"
    if relation.required_when is not None:
        yield f"required when {words(relation.required_when)}"
    if relation.default is not None:
        yield f"default: {words(relation.default)}"
    if relation.write == "once":
        yield "written at creation alone"
    if relation.write == "system":
        yield "set by the system"
    if relation.on_delete == "cascade" and not relation.many:
        yield "the row goes with it"


def _action(action: Action) -> dict[str, Any]:
    return {
        "name": action.name,
        "doc": action.doc,
        "from": ", ".join(action.from_states),
        "to": action.to_state or "",
        "conditions": "; ".join(_conditions(action)),
    }


def _conditions(action: Action) -> Iterator[str]:
    if action.when is not None:
        yield f"by itself when {words(action.when)}"
    elif action.system:
        yield "by the system"
    if action.needs:
        yield f"needs {', '.join(action.needs)}"
    if action.reason_required:
        yield "needs a reason"
    for path, _ in action.four_eyes:
        yield f"never by {path.replace('.', ' of ')}"
    for check in action.guard:
        yield f"only if {words(check.test)} ({check.code})"
