"""The functions of the database, each a file of `functions/` with the project's table names in it.

A trigger's function takes the entity's name and its columns as arguments of the trigger. Only the
condition of a frozen row is text of its own, so each entity that has one has its own function.

SQLSTATEs raised besides PostgreSQL's own: CH001 the row is frozen, CH002 rows here are never
changed or deleted, CH003 this column is set once, CH004 rows here are never deleted, CH005 the
action does not name the column that it writes, CH006 a hash is not that of the policy,
CH007 the application tells of a change. Those of
triggers carry the trigger's name as the constraint, and the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator import names
from generator.model import Entity, Model
from generator.schema.columns import USER, array, literal
from generator.schema.conditions import Conditions
from generator.schema.values import Function

TOKEN = "RefreshToken"  # noqa: S105 - the name of an entity
ASSIGNMENT = "RoleAssignment"
EVENT = "AuditEvent"

FROZEN, WRITTEN_ONCE, HELD, NEVER_DELETED = "CH001", "CH002", "CH003", "CH004"
UNNAMED = "CH005"
APPEND_ONLY = "audit events are added, never changed or removed"

_FOLDER = Path(__file__).parent / "functions"
_TEMPLATES = Environment(
    loader=FileSystemLoader(_FOLDER),
    undefined=StrictUndefined,
    autoescape=False,  # noqa: S701 - the output is SQL
    keep_trailing_newline=False,
    trim_blocks=True,
    lstrip_blocks=True,
)
_EVENT_ARGUMENTS = "text, text, uuid, text, text, jsonb"
_STAMP = """jsonb_build_object('updated_at', a.occurred_at, 'updated_by_id', CASE
            WHEN a.changes ? 'updated_by_id' THEN a.changes -> 'updated_by_id' -> 1
            ELSE to_jsonb(a.actor_id)
        END)"""
"""When and by whom a row was written with the event `a`."""
_NAME = "CASE WHEN m.names ? c.key THEN m.names ->> c.key ELSE c.key END"
"""Today's name of the column `c.key`, by what migrations moved since."""
_WORD = """coalesce(
            v.words -> v.name -> CASE jsonb_typeof(v.old) WHEN 'string' THEN v.old #>> '{}' END,
            v.old
        )"""
"""The value `v.old` of a column, in words of today."""

_CHANGING = (
    "create",
    "update",
    "delete",
    "restore",
    "link",
    "unlink",
    "migrate",
    "erase",
    "retire",
)
# name, types of the arguments, whether the application may call it
_GENERIC = (
    ("charter_actor", "", True),
    ("charter_reach", "text", True),
    ("charter_granted", "text, text[]", True),
    ("charter_beyond", "text, text[]", True),
    ("charter_limits", "text, text", True),
    ("charter_write_event", "text, text, uuid, jsonb, text, text", False),
    ("charter_record_event", _EVENT_ARGUMENTS, True),
    ("charter_changes", "xid8, uuid, text[], integer", True),
    ("charter_still", "text, pg_snapshot", True),
    ("charter_touch", "", False),
    ("charter_commitment", "text, uuid, text, text", False),
    ("charter_month_floor", "timestamptz", False),
    ("charter_audit_hold", "text", False),
    ("charter_audit_partitions", "integer", False),
    ("charter_audit_link", "", False),
    ("charter_moves", "text, regclass", False),
    ("charter_undone", "text, regclass, timestamptz, uuid, text[], text[]", False),
    ("charter_gone", "text, regclass, uuid, text[]", False),
    ("charter_refuse", "", False),
    ("charter_hold", "", False),
    ("charter_writes", "", False),
    ("charter_soft_cascade", "", False),
    ("charter_reference_check", "", False),
    ("charter_reference_delete", "", False),
    ("charter_number", "text, text, integer", True),
    ("charter_longest", "text[]", True),
    ("charter_shortest", "text[]", True),
    ("charter_all_match", "text[], text", True),
    ("charter_credentials", "text", True),
    ("charter_set_password_hash", "uuid, text", True),
    ("charter_set_last_login", "uuid", True),
    ("charter_token", "text", True),
    ("charter_token_add", "text, uuid, uuid, timestamptz, text, text", True),
    ("charter_token_rotate", "uuid, uuid", True),
    ("charter_token_revoke", "uuid, text", True),
    ("charter_person", "uuid", True),
    ("charter_claim_job", "text, integer", True),
    ("charter_keep_policy", "text, text, text", True),
    ("charter_policy_set", "text", True),
)


def functions(model: Model, conditions: Conditions) -> tuple[Function, ...]:
    """All functions of a project's database, each after those that it needs."""
    return (*_generic(model), *_frozen(model, conditions))


def frozen_function(entity: Entity) -> str:
    """The name of the function that holds a frozen row of the entity."""
    return names.limited(f"charter_frozen_{entity.resource}")


def frozen_link_function(entity: Entity) -> str:
    """The name of the function that holds the links of a frozen row of the entity."""
    return names.limited(f"charter_frozen_link_{entity.resource}")


def _generic(model: Model) -> Iterator[Function]:
    users, assignments = model.entity(USER), model.entity(ASSIGNMENT)
    tables = {
        "users": names.quoted(users.table),
        "refresh_tokens": names.quoted(model.entity(TOKEN).table),
        "audit_events": names.quoted(model.entity(EVENT).table),
        "role_assignments": names.quoted(assignments.table),
        "limit": _limit(assignments, model),
        "live_user": " AND u.deleted_at IS NULL" if users.soft else "",
        "part": literal(model.entity(EVENT).table),
        "stamp": _STAMP,
        "name": _NAME,
        "word": _WORD,
        "code": literal(WRITTEN_ONCE),
        "sentence": literal(APPEND_ONLY),
        "changing": literal(array(_changing(model))),
        "live_assignment": " AND a.deleted_at IS NULL" if assignments.soft else "",
    }
    for name, arguments, application in _GENERIC:
        yield Function(name, arguments, render(name, **tables), application)


def _changing(model: Model) -> tuple[str, ...]:
    """The words of events that a change of a row leaves, or the owner's own work."""
    moves = (
        move.name
        for entity in model.entities.values()
        if entity.states is not None
        for move in entity.states.transitions
    )
    return tuple(dict.fromkeys((*_CHANGING, *sorted(moves))))


def _limit(assignments: Entity, model: Model) -> str:
    """The kind and id of the row to which an assignment is limited, as SQL."""
    for relation in assignments.relations:
        if relation.name == "scope":
            key = f"a.{names.quoted(relation.column)}"
            if relation.type_column is not None:
                return f"a.{names.quoted(relation.type_column)}, {key}"
            kind = literal(model.entity(relation.targets[0]).resource)
            return f"CASE WHEN {key} IS NOT NULL THEN {kind} END, {key}"
    return "NULL, NULL"


def _frozen(model: Model, conditions: Conditions) -> Iterator[Function]:
    for entity in model.entities.values():
        if entity.frozen is None:
            continue
        words = tuple(dict.fromkeys(("restore", *_words(entity))))
        common = {"entity": literal(entity.resource), "actions": literal(array(words))}
        row = frozen_function(entity)
        condition = conditions.over(entity.frozen, "OLD")
        yield Function(row, "", render("charter_frozen", name=row, condition=condition, **common))
        if any(relation.many for relation in entity.relations):
            link = frozen_link_function(entity)
            common["table"] = names.quoted(entity.table)
            condition = conditions.over(entity.frozen, "left_row")
            rendered = render("charter_frozen_link", name=link, condition=condition, **common)
            yield Function(link, "", rendered)


def _words(entity: Entity) -> Iterator[str]:
    """The actions and transitions of an entity, those of the system too."""
    for action in (*entity.actions, *(entity.states.transitions if entity.states else ())):
        yield action.name


def render(template: str, **values: object) -> str:
    """A file of `functions/` with these values in it."""
    return _TEMPLATES.get_template(f"{template}.sql").render(**values).strip()
