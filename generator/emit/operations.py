"""The operations of an entity, each with all that its route and its document need."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from generator import names
from generator.emit.deprecated import deprecated_input, deprecated_members
from generator.emit.inputs import (
    actions_of,
    has_input,
    input_class,
    input_name,
    needs_body,
    output_name,
)
from generator.emit.schemas import class_of, module_of, schema_import
from generator.emit.shapes import Import
from generator.model import Action, Deprecated, Entity, Model, Relation
from generator.schema.functions import EVENT
from generator.schema.past import has_past

Kind = Literal[
    "list",
    "get",
    "history",
    "aggregate",
    "create",
    "update",
    "delete",
    "restore",
    "action",
    "related",
    "link",
    "unlink",
]
BODY: Import = ("fastapi", "Body")
QUERY: Import = ("fastapi", "Query")
ROUTES = "runtime.http.routes"


@dataclass(frozen=True, slots=True)
class Operation:
    """A route: `decorator` and `arguments` are its Python, the rest is for the document.

    `path` is below the collection. `answer` is the class of a 200 or 201; without one it is 204.
    `body` and `query` are classes of what it takes.
    """

    kind: Kind
    function: str
    method: str
    path: str
    decorator: str
    arguments: tuple[str, ...]
    summary: str
    answer: str | None
    imports: frozenset[Import]
    name: str = ""
    status: int = 200
    doc: str = ""
    body: str | None = None
    body_required: bool = True
    query: str | None = None
    query_of: Entity | None = None
    action: Action | None = None
    ids: tuple[str, ...] = field(default=())
    deprecated: Deprecated | None = None
    marks: bool = False
    """Whether an answer may say that something the request used is deprecated."""


def operations_of(model: Model) -> dict[str, tuple[Operation, ...]]:
    """The operations of every entity by its name, in the order of the document.

    No two operations of the model share a name, which is the operationId.
    """
    taken: set[str] = set()
    found: dict[str, tuple[Operation, ...]] = {}
    for entity in model.entities.values():
        own = []
        for operation in _operations(entity, model):
            function = names.unused(names.function(operation.function), taken)
            taken.add(function)
            own.append(_marked(replace(operation, function=function), entity, model))
        found[entity.name] = tuple(own)
    return found


def _marked(operation: Operation, entity: Entity, model: Model) -> Operation:
    """With what of it is deprecated, in itself or in what a request may name."""
    said = _why_not(operation, entity, model)
    if said is None and not _may_name(operation, entity, model):
        return operation
    before = operation.decorator.removesuffix(")")
    comma = "" if before.endswith("(") else ", "
    decorator = f"{before}{comma}deprecates=True)"
    return replace(operation, deprecated=said, marks=True, decorator=decorator)


def _why_not(operation: Operation, entity: Entity, model: Model) -> Deprecated | None:
    if operation.action is not None:
        return operation.action.deprecated
    if operation.kind in ("related", "link", "unlink"):
        return deprecated_members(entity, model).get(operation.name)
    return None


def _may_name(operation: Operation, entity: Entity, model: Model) -> bool:
    """Whether body or query string have a place for something deprecated."""
    own, action = deprecated_members(entity, model), operation.action
    if action is not None:
        names_of_row = {*action.needs, *action.takes}
        taken = any(each.partition(".")[0] in names_of_row for each in own)
        return taken or bool(deprecated_input(action))
    if operation.kind in ("create", "update", "get", "history"):
        return bool(own)
    asked = operation.query_of
    if asked is None:
        return False
    led_to = (model.entity(name) for each in asked.relations for name in each.targets)
    return any(deprecated_members(each, model) for each in (asked, *led_to))


def plural(entity: Entity) -> str:
    """The snake_case plural: the last part of a name such as `list_risks`."""
    word = names.plural(entity.resource)
    return f"{word}_rows" if word == entity.resource else word


def _operations(entity: Entity, model: Model) -> Iterator[Operation]:
    """Fixed paths before those with an id, which would match them too."""
    rows = tuple(_rows(entity, model))
    actions = [_action(entity, a, model) for a in actions_of(entity) if not a.system]
    yield from (each for each in (*rows, *actions) if not each.ids)
    yield from (each for each in rows if each.ids)
    if entity.soft and "delete" in entity.routes:
        yield _restore(entity)
    yield from (each for each in actions if each.ids)
    for relation in entity.relations:
        if relation.many:
            target = model.entity(relation.targets[0])
            yield _related(entity, relation.name, target)
            yield _link(entity, relation, target, remove=False)
            yield _link(entity, relation, target, remove=True)
    for inverse in entity.inverses:
        yield _related(entity, inverse.name, model.entity(inverse.entity))


def _rows(entity: Entity, model: Model) -> Iterator[Operation]:
    makers = {
        "list": _list,
        "create": _create,
        "get": _get,
        "update": _update,
        "delete": _delete,
    }
    for route, make in makers.items():
        if route in entity.routes:
            yield make(entity)
    if "aggregate" in entity.routes:
        yield _aggregate(entity)
    if "history" in entity.routes:
        yield _history(entity, model.entity(EVENT))


def _list(entity: Entity) -> Operation:
    name, needed = _query(entity, "ListQuery" if has_past(entity) else "Filters")
    return _made(
        entity,
        "list",
        f"list_{plural(entity)}",
        "GET",
        "",
        arguments=(f"parameters: Annotated[{name}, Query()]",),
        summary=f"List {entity.plural_title.lower()}, a page at a time",
        answer="Page",
        query=name,
        imports=needed,
    )


def _aggregate(entity: Entity) -> Operation:
    name, answer = class_of(entity, "AggregateQuery"), class_of(entity, "Aggregate")
    module = module_of(entity, "groups")
    return _made(
        entity,
        "aggregate",
        f"aggregate_{plural(entity)}",
        "GET",
        "/aggregate",
        arguments=(f"parameters: Annotated[{name}, Query()]",),
        summary=f"Count and measure {entity.plural_title.lower()} in groups",
        answer_class=answer,
        query=name,
        imports=frozenset({(module, name), (module, answer), ("typing", "Annotated"), QUERY}),
    )


def _create(entity: Entity) -> Operation:
    name = class_of(entity, "Create")
    return _made(
        entity,
        "create",
        f"create_{entity.resource}",
        "POST",
        "",
        arguments=(f"body: {name}",),
        summary=f"Add {_a(entity.title)}",
        answer="Read",
        status=201,
        body=name,
        imports=frozenset({schema_import(entity, "Create")}),
    )


def _get(entity: Entity) -> Operation:
    name, needed = _query(entity, "RowQuery" if has_past(entity) else "Selection")
    return _made(
        entity,
        "get",
        f"get_{entity.resource}",
        "GET",
        "/{id}",
        arguments=(f"parameters: Annotated[{name}, Query()]",),
        summary=f"Read {_a(entity.title)}",
        answer="Read",
        query=name,
        imports=needed,
    )


def _history(entity: Entity, trail: Entity) -> Operation:
    name, needed = _query(entity, "HistoryQuery")
    return _made(
        entity,
        "history",
        f"list_history_of_{entity.resource}",
        "GET",
        "/{id}/history",
        arguments=(f"parameters: Annotated[{name}, Query()]",),
        summary=f"List what happened to {_a(entity.title)}, newest first",
        answer_class=class_of(trail, "Page"),
        query=name,
        query_entity=trail,
        imports=needed | {schema_import(trail, "Page")},
    )


def _update(entity: Entity) -> Operation:
    name = class_of(entity, "Update")
    return _made(
        entity,
        "update",
        f"update_{entity.resource}",
        "PATCH",
        "/{id}",
        arguments=(f"body: {name}",),
        summary=f"Change {_a(entity.title)}",
        answer="Read",
        body=name,
        imports=frozenset({schema_import(entity, "Update")}),
    )


def _delete(entity: Entity) -> Operation:
    summary = f"Delete {_a(entity.title)}"
    return _made(
        entity,
        "delete",
        f"delete_{entity.resource}",
        "DELETE",
        "/{id}",
        summary=f"{summary}; it can be restored" if entity.soft else summary,
        status=204,
    )


def _restore(entity: Entity) -> Operation:
    return _made(
        entity,
        "restore",
        f"restore_{entity.resource}",
        "POST",
        "/{id}/restore",
        summary=f"Bring back {_a(entity.title)} that was deleted",
        answer="Read",
    )


def _action(entity: Entity, action: Action, model: Model) -> Operation:
    answer, answered = _answer(entity, action, model)
    arguments: tuple[str, ...] = ()
    needed: set[Import] = set(answered)
    name, required = None, True
    if has_input(action):
        name = input_name(entity, action)
        required = needs_body(input_class(entity, action))
        needed.add((module_of(entity, "inputs"), name))
        arguments = (_taken(action, name, required=required),)
        if action.method == "GET":
            needed |= {("typing", "Annotated"), QUERY}
        elif not required:
            needed |= {("typing", "Annotated"), BODY}
    row = "/{id}" if action.at_row else ""
    return _made(
        entity,
        "action",
        f"{action.name}_{entity.resource}" if action.at_row else f"{action.name}_{plural(entity)}",
        action.method,
        f"{row}/{action.path}",
        arguments=arguments,
        summary=_summary(entity, action),
        doc=action.doc if action.to_state is not None else "",
        answer_class=answer,
        name=action.name,
        status=200 if answer else 204,
        body=None if action.method == "GET" else name,
        body_required=required,
        query=name if action.method == "GET" else None,
        action=action,
        imports=frozenset(needed),
    )


def _taken(action: Action, name: str, *, required: bool) -> str:
    if action.method == "GET":
        return f"parameters: Annotated[{name}, Query()]"
    if required:
        return f"body: {name}"
    return f"body: Annotated[{name}, Body(default_factory={name})]"


def _summary(entity: Entity, action: Action) -> str:
    if action.to_state is not None:
        before = _either(action.from_states) if action.from_states else "any state"
        return f"{action.title} {_a(entity.title)}: from {before} to {action.to_state}"
    if action.doc:
        return action.doc
    return f"{action.title} {_a(entity.title) if action.at_row else entity.plural_title.lower()}"


def _answer(entity: Entity, action: Action, model: Model) -> tuple[str | None, frozenset[Import]]:
    output = action.output
    if output.shape == "object":
        name = output_name(entity, action)
        return name, frozenset({(module_of(entity, "inputs"), name)})
    if output.shape == "none" or output.entity is None:
        return None, frozenset()
    target = model.entity(output.entity)
    suffix = "Read" if output.shape == "row" else "Page"
    return class_of(target, suffix), frozenset({schema_import(target, suffix)})


def _related(entity: Entity, relation: str, target: Entity) -> Operation:
    name, needed = _query(target, "Filters")
    return _made(
        entity,
        "related",
        f"list_{relation}_of_{entity.resource}",
        "GET",
        f"/{{id}}/{names.kebab(relation)}",
        arguments=(f"parameters: Annotated[{name}, Query()]",),
        summary=f"List the {relation.replace('_', ' ')} of {_a(entity.title)}",
        answer_class=class_of(target, "Page"),
        name=relation,
        query=name,
        query_entity=target,
        imports=needed | {schema_import(target, "Page")},
    )


def _link(entity: Entity, relation: Relation, target: Entity, *, remove: bool) -> Operation:
    word = "unlink" if remove else "link"
    between = "from" if remove else "to"
    return _made(
        entity,
        "unlink" if remove else "link",
        f"{word}_{relation.name}_of_{entity.resource}",
        "DELETE" if remove else "PUT",
        f"/{{id}}/{names.kebab(relation.name)}/{{other_id}}",
        summary=f"{word.capitalize()} {_a(target.title)} {between} {_a(entity.title)}"
        f" ({relation.name.replace('_', ' ')})",
        name=relation.name,
        status=204,
    )


def _query(entity: Entity, suffix: str) -> tuple[str, frozenset[Import]]:
    name = class_of(entity, suffix)
    needed = {(module_of(entity, "filters"), name), ("typing", "Annotated"), QUERY}
    return name, frozenset(needed)


def _made(
    entity: Entity,
    kind: Kind,
    function: str,
    method: str,
    path: str,
    *,
    summary: str,
    arguments: tuple[str, ...] = (),
    answer: str | None = None,
    answer_class: str | None = None,
    name: str = "",
    status: int = 200,
    doc: str = "",
    body: str | None = None,
    body_required: bool = True,
    query: str | None = None,
    query_entity: Entity | None = None,
    action: Action | None = None,
    imports: frozenset[Import] = frozenset(),
) -> Operation:
    ids = tuple(word for word in ("id", "other_id") if f"{{{word}}}" in path)
    types = {"id": "RowId", "other_id": "OtherId"}
    needed = set(imports) | {(ROUTES, types[word]) for word in ids}
    if answer is not None:
        answer_class = class_of(entity, answer)
        needed.add(schema_import(entity, answer))
    verb = kind if kind in ("action", "related", "link", "unlink") else _VERBS[kind]
    said = ", ".join(([repr(name)] if name else []) + ([answer_class] if answer_class else []))
    return Operation(
        kind=kind,
        function=function,
        method=method,
        path=path,
        decorator=f"{verb}({said})",
        arguments=(*(f"{word}: {types[word]}" for word in ids), *arguments),
        summary=summary,
        answer=answer_class,
        imports=frozenset(needed),
        name=name,
        status=status,
        doc=doc,
        body=body,
        body_required=body_required,
        query=query,
        query_of=query_entity or (entity if kind in ("list", "get", "aggregate") else None),
        action=action,
        ids=ids,
    )


_VERBS = {
    "list": "list_rows",
    "create": "create_row",
    "get": "get_row",
    "history": "history_of_row",
    "aggregate": "aggregate_rows",
    "update": "update_row",
    "delete": "delete_row",
    "restore": "restore_row",
}


def _either(words: tuple[str, ...]) -> str:
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _a(title: str) -> str:
    word = title[:1].lower() + title[1:] if not title[1:2].isupper() else title
    vowel = word[:1].lower() in "aeiou" and not word.lower().startswith(_CONSONANTS)
    return f"{'an' if vowel else 'a'} {word}"


_CONSONANTS = ("eu", "one", "uni", "use", "usu", "uti")
"""Letters that are written as a vowel and spoken as a consonant."""
