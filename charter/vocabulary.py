"""The words a policy may use, from the resolved model: the check needs no generated code."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model import Action, Entity, Model
from runtime.policy.vocabulary import ResourceWords, Vocabulary

COMMON_FIELDS = ("id", "created_at", "updated_at", "version")
"""What every answer carries; created_by_id and updated_by_id are relations of the model."""


def vocabulary_from_model(model: Model) -> Vocabulary:
    """The same words as `runtime.policy.vocabulary.vocabulary_of` finds in a served project."""
    return Vocabulary(
        frozenset(role.name for role in model.roles),
        {entity.resource: _words(entity) for entity in model.entities.values()},
    )


def _words(entity: Entity) -> ResourceWords:
    named = [action for action in _actions(entity) if not action.system]
    routes = {"create", "update", "delete"} & entity.routes
    return ResourceWords(
        actions=frozenset({"read", *routes, *(action.name for action in named)}),
        collection_actions=frozenset(action.name for action in named if not action.at_row),
        scopes=frozenset({"any", *(scope.name for scope in entity.scopes)}),
        fields=frozenset(_fields(entity)),
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
