"""What the platform itself needs of the four entities it runs on: E044."""

from __future__ import annotations

from dataclasses import dataclass

from generator.load.nodes import Mapping
from generator.problems import At, Problems
from generator.resolve import read
from generator.resolve.spec import EntitySpec, Spec

_TEXT = frozenset({"string", "text"})
_EMAIL = frozenset({"email", "string"})
_MOMENT = frozenset({"datetime"})
_DATE = frozenset({"date"})
_BOOL = frozenset({"bool"})
_UUID = frozenset({"uuid"})
_JSON = frozenset({"json"})
_WORD = frozenset({"string", "text", "enum"})


@dataclass(frozen=True, slots=True)
class Need:
    """A field the runtime reads or writes: its types, and keys that must be true."""

    types: frozenset[str]
    true: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """An entity of the platform: its table, its fields, and its relations to User."""

    table: str
    fields: dict[str, Need]
    users: tuple[str, ...] = ()
    itself: tuple[str, ...] = ()


PLATFORM: dict[str, Table] = {
    "User": Table(
        "users",
        {
            "email": Need(_EMAIL, ("required", "unique")),
            "full_name": Need(_TEXT, ("required",)),
            "password_hash": Need(_TEXT, ("secret",)),
            "is_active": Need(_BOOL),
            "last_login_at": Need(_MOMENT),
        },
    ),
    "RoleAssignment": Table(
        "role_assignments",
        {
            "role": Need(frozenset({"enum"}), ("required",)),
            "valid_from": Need(_DATE),
            "valid_until": Need(_DATE),
        },
        users=("user",),
    ),
    "RefreshToken": Table(
        "refresh_tokens",
        {
            "token_hash": Need(_TEXT, ("required", "unique", "secret")),
            "family_id": Need(_UUID, ("required",)),
            "expires_at": Need(_MOMENT, ("required",)),
            "rotated_at": Need(_MOMENT),
            "revoked_at": Need(_MOMENT),
            "revoke_reason": Need(_WORD),
            "client_ip": Need(_TEXT),
            "user_agent": Need(_TEXT),
        },
        users=("user",),
        itself=("replaced_by",),
    ),
    "AuditEvent": Table(
        "audit_events",
        {
            "occurred_at": Need(_MOMENT),
            "actor_email": Need(_TEXT | _EMAIL),
            "actor_roles": Need(_TEXT, ("many",)),
            "action": Need(_TEXT),
            "entity_type": Need(_TEXT),
            "entity_id": Need(_UUID),
            "changes": Need(_JSON),
            "reason": Need(_TEXT),
            "outcome": Need(_WORD),
            "rule": Need(_TEXT),
            "request_id": Need(_TEXT),
            "client_ip": Need(_TEXT),
            "source": Need(_WORD),
        },
        users=("actor",),
    ),
}
"""The least that the runtime needs: the log-in, the roles, the tokens and the trail."""


def check_platform(spec: Spec, problems: Problems) -> None:
    """Reports everything that the platform needs and the model lacks."""
    for name, table in PLATFORM.items():
        entity = spec.entities.get(name)
        if entity is None:
            hint = (
                "Declare it in an aggregate of your own; model/identity.yaml of the reference "
                "domain has it all."
            )
            _lacking(spec.source.root.at, name, problems, hint)
            continue
        if entity.table != table.table:
            message = f"the platform needs {name} in the table {table.table}, not {entity.table}"
            problems.add(read.place(entity.node, "table"), "E044", message)
        if name == "AuditEvent":
            _trail(entity, problems)
        _fields(entity, table, problems)
        _relations(entity, table.users, "User", problems)
        _relations(entity, table.itself, name, problems)


def _trail(entity: EntitySpec, problems: Problems) -> None:
    """What holds for the trail alone."""
    if read.text(entity.node, "write") != "once":
        problems.add(entity.at, "E044", f"the platform needs {entity.name} to be of write: once")
    for name in ("transaction_id", "marks"):
        if name in entity.fields:
            message = f"{entity.name}.{name} is a column of the platform's own"
            problems.add(entity.fields[name].at, "E044", message, "Choose another name.")


def _lacking(at: At, what: str, problems: Problems, hint: str = "") -> None:
    problems.add(at, "E044", f"the platform needs {what}, which this model lacks", hint)


def _fields(entity: EntitySpec, table: Table, problems: Problems) -> None:
    for name, need in table.fields.items():
        member = entity.fields.get(name)
        if member is None:
            _lacking(entity.at, f"{entity.name}.{name}", problems)
            continue
        kind = _kind(member.map)
        if kind not in need.types:
            types = " or ".join(sorted(need.types))
            message = f"the platform needs {entity.name}.{name} to be of type {types}, not {kind}"
            problems.add(member.at, "E044", message)
        for key in need.true:
            if not read.flag(member.map, key):
                message = f"the platform needs {entity.name}.{name} to say {key}: true"
                problems.add(member.at, "E044", message)


def _kind(node: Mapping) -> str:
    return "enum" if "enum" in node else read.text_or(node, "type", "string")


def _relations(
    entity: EntitySpec, relations: tuple[str, ...], target: str, problems: Problems
) -> None:
    for name in relations:
        member = entity.relations.get(name)
        if member is None:
            _lacking(entity.at, f"{entity.name}.{name}", problems)
        elif read.word_list(member.map, "to") != (target,) or read.flag(member.map, "many"):
            message = f"the platform needs {entity.name}.{name} to lead to one {target}"
            problems.add(member.at, "E044", message)
