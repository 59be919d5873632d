"""The trail in the database: the function that writes the events of an entity's rows.

Each entity has one, with its columns spelt out: to compare two rows as JSON, key by key, costs a
write as much again as the write itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator import names
from generator.model import Entity, Field, Model
from generator.schema.columns import USER, array, entity_columns, literal
from generator.schema.conditions import Conditions
from generator.schema.functions import EVENT, render
from generator.schema.values import Column, Function, Index

BY_ITSELF = ("id", "updated_at", "updated_by_id", "version")
"""Columns that an event tells by itself."""
AT_CREATION = ("created_at", "created_by_id")
"""What the event of a creation tells by itself besides."""
HIDDEN = (
    Column(
        "transaction_id",
        "xid8",
        "transaction_id",
        nullable=False,
        default="pg_current_xact_id()",
        secret=True,
        comment="The transaction that wrote it; sealing goes by it.",
    ),
    Column(
        "marks",
        "jsonb",
        "marks",
        secret=True,
        comment="What stands for secrets, and whom personal values are about.",
    ),
)
"""Columns of the trail that no model declares and no answer shows."""


def quiet(entity: Entity) -> tuple[str, ...]:
    """Columns whose change makes no new version of the row: the time of the last log-in."""
    return ("last_login_at",) if entity.name == USER else ()


def hidden_columns(entity: Entity) -> tuple[Column, ...]:
    """The columns that the trail's table has besides those of the model."""
    return HIDDEN if entity.name == EVENT else ()


def hidden_indexes(entity: Entity) -> tuple[Index, ...]:
    """The index that sealing needs."""
    if entity.name != EVENT:
        return ()
    column = HIDDEN[0].name
    return (Index(names.index(entity.table, (column,)), entity.table, ((column, False),)),)


def audit_name(entity: Entity) -> str:
    """The name of the function that writes the events of the entity's rows."""
    return names.limited(f"charter_audit_{entity.resource}")


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    key: str
    differs: str


def audit_function(entity: Entity, model: Model, conditions: Conditions) -> Function:
    """The trigger function that leaves one event for each change of a row of the entity."""
    every = list(entity_columns(entity, model, conditions))
    left_out = (*BY_ITSELF, *(column.name for column in every if column.generated is not None))
    told = [column for column in every if column.name not in left_out]
    new = [column for column in told if column.name not in AT_CREATION]
    rendered = render(
        "charter_audit",
        audit_events=names.quoted(model.entity(EVENT).table),
        name=names.quoted(audit_name(entity)),
        entity=literal(entity.resource),
        soft=entity.soft,
        floats=any(column.type.startswith("double precision") for column in told),
        updated=[_column(column) for column in told],
        required=[_column(column) for column in new if not column.nullable],
        optional=[_column(column) for column in new if column.nullable],
        left_out=literal(array(left_out)),
        personal=list(_personal(entity, model)),
        personal_names=literal(array(tuple(field.name for field in about_people(entity)))),
        secrets=_secrets(entity),
    )
    return Function(audit_name(entity), "", rendered, row=entity.table)


def _column(column: Column) -> _Column:
    name = names.quoted(column.name)
    # As `charter_touch` sees it: a day and 24 hours are equal, and two ways to say how long.
    text = "::text" if column.type.startswith("interval") else ""
    differs = f"NEW.{name}{text} IS DISTINCT FROM OLD.{name}{text}"
    return _Column(name, literal(column.name), differs)


def _secrets(entity: Entity) -> str:
    secret = tuple(field.name for field in entity.fields if field.secret)
    return literal(array(secret)) if secret else ""


def about_people(entity: Entity) -> Iterator[Field]:
    """The stored fields whose values are personal and no secrets."""
    for field in entity.fields:
        if field.personal is not None and not field.secret and field.computed is None:
            yield field


def _personal(entity: Entity, model: Model) -> Iterator[tuple[str, str]]:
    """Each personal field and whom it is about, as SQL over `about`; the row where nobody is."""
    for field in about_people(entity):
        yield literal(field.name), subject_of(entity, field, model, "about")


def subject_of(entity: Entity, field: Field, model: Model, row: str) -> str:
    """Whom a personal field is about, as SQL over the row of that alias."""
    if field.personal in (None, "row"):
        return f"{row}.id"
    return f"coalesce({_user_at(entity, field.personal or '', model, row)}, {row}.id)"


def _user_at(entity: Entity, path: str, model: Model, row: str) -> str:
    """The key of the user at the end of a to-one path from the row."""
    first, *rest = path.split(".")
    relations = {relation.name: relation for relation in entity.relations}
    relation = relations[first]
    key = f"{row}.{names.quoted(relation.column)}"
    for name in rest:
        target = model.entity(relation.targets[0])
        relation = next(each for each in target.relations if each.name == name)
        column = names.quoted(relation.column)
        table = names.quoted(target.table)
        key = f"(SELECT t.{column} FROM {table} AS t WHERE t.id = {key})"  # noqa: S608 - names
    return key
