"""The words a policy may use, from the resolved model: the check needs no generated code."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model import Action, Entity, Model
from generator.schema.looks import Templates
from runtime.policy.dead import needs_actor
from runtime.policy.vocabulary import ResourceWords, Vocabulary

COMMON_FIELDS = ("id", "created_at", "updated_at", "version")
"""What every answer carries; created_by_id and updated_by_id are relations of the model."""


def vocabulary_from_model(model: Model) -> Vocabulary:
    """The same words as `runtime.policy.vocabulary.vocabulary_of` finds in a served project."""
    sql = Templates(model)
    return Vocabulary(
        frozenset(role.name for role in model.roles),
        {entity.resource: _words(entity, sql) for entity in model.entities.values()},
    )


def _words(entity: Entity, sql: Templates) -> ResourceWords:
    named = [action for action in _actions(entity) if not action.system]
    routes = {"create", "update", "delete"} & entity.routes
    return ResourceWords(
        actions=frozenset({"read", *routes, *(action.name for action in named)}),
        collection_actions=frozenset(action.name for action in named if not action.at_row),
        scopes=frozenset({"any", *(scope.name for scope in entity.scopes)}),
        fields=frozenset(_fields(entity)),
        personal=frozenset(
            scope.name for scope in entity.scopes if needs_actor(sql.condition(scope.test))
        ),
        server_set=frozenset(_server_set(entity)),
    )


def _actions(entity: Entity) -> Iterator[Action]:
    yield from entity.actions
    if entity.states is not None:
        yield from entity.states.transitions


def _fields(entity: Entity) -> Iterator[str]:
    yield from COMMON_FIELDS
    if entity.soft:
        yield "deleted_at"
    yield from (field.name for field in entity.fields if not field.secret)
    for relation in entity.relations:
        if not relation.many:
            yield relation.column
            if relation.type_column is not None:
                yield relation.type_column


def _server_set(entity: Entity) -> Iterator[str]:
    """Fields that no body may carry: the server's own that no action asks for."""
    asked = {
        name
        for action in _actions(entity)
        if not action.system
        for name in (*action.needs, *action.takes)
    }
    yield from COMMON_FIELDS
    if entity.soft:
        yield "deleted_at"
    for field in entity.fields:
        own = field.computed is not None or field.number or field.write == "system"
        if own and not field.secret and field.name not in asked:
            yield field.name
    for relation in entity.relations:
        own = relation.inferred or relation.write == "system"
        if own and not relation.many and relation.name not in asked:
            yield relation.column
            if relation.type_column is not None:
                yield relation.type_column
