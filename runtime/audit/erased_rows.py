"""The statements by which personal values in rows of the model are overwritten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from runtime.query.expression import quoted
from runtime.resource import Kind, Registry, Resource

USER = "user"
"""The entity of those who act; every model declares it."""
_SESSION = "refresh_token"
_TRAIL = "audit_events"
_PLACEHOLDERS = "%@erased.invalid"


@dataclass(frozen=True, slots=True)
class Overwriting:
    """The statements for one table; $1 is the subject's id.

    `plain` counts events that were sealed before the log knew of people: what they hold of rows
    of the subject cannot be taken out of them.
    """

    table: str
    count: str
    update: str
    plain: str


@dataclass(frozen=True, slots=True)
class _Set:
    column: str
    about: str
    instead: str


def overwritings(registry: Registry) -> Iterator[Overwriting]:
    """What is overwritten in each table that has something personal.

    An account is closed with it: no password, no session, not active.
    """
    for resource in registry.resources:
        if resource.table != _TRAIL and (sets := tuple(_sets(resource))):
            yield _overwriting(resource, sets)


def addresses_query(registry: Registry) -> str:
    """The addresses of the account $1 as they are now."""
    users = registry[USER]
    columns = [f.name for f in users.fields if f.kind is Kind.EMAIL and f.stored and not f.many]
    listed = ", ".join(f"lower(r.{quoted(column)})" for column in columns)
    return (
        f"select a.address from {quoted(users.table)} as r,"  # noqa: S608 - generated names
        f" unnest(array[{listed}]::text[]) as a(address)"
        f" where r.id = $1::uuid and a.address not like '{_PLACEHOLDERS}'"
    )


def _sets(resource: Resource) -> Iterator[_Set]:
    for each in resource.personal:
        about = f"{each.subject.format(row='r')} = $1::uuid"
        yield _Set(each.field, about, each.instead.format(row="r"))
    if resource.name == USER:
        yield from _closing(resource)
    if resource.name == _SESSION:
        about = "r.user_id = $1::uuid"
        yield _Set("revoked_at", about, "coalesce(r.revoked_at, now())")
        why = "case when r.revoked_at is null then 'admin' else r.revoke_reason end"
        yield from _known(resource, _Set("revoke_reason", about, why))


def _closing(resource: Resource) -> Iterator[_Set]:
    about = "r.id = $1::uuid"
    for field in resource.fields:
        if field.secret and field.nullable:
            yield _Set(field.name, about, "null")
    yield from _known(resource, _Set("is_active", about, "false"))
    ended = "coalesce(r.deactivated_at, now())"
    yield from _known(resource, _Set("deactivated_at", about, ended))


def _known(resource: Resource, wanted: _Set) -> Iterator[_Set]:
    if resource.field(wanted.column) is not None:
        yield wanted


def _overwriting(resource: Resource, sets: tuple[_Set, ...]) -> Overwriting:
    name = quoted(resource.table)
    assigned = ", ".join(
        f"{quoted(s.column)} = case when {s.about} then {s.instead} else r.{quoted(s.column)} end"
        for s in sets
    )
    there = " or ".join(
        f"{s.about} and r.{quoted(s.column)} is distinct from {s.instead}" for s in sets
    )
    return Overwriting(
        resource.table,
        f"select count(*) from {name} as r where {there}",  # noqa: S608 - generated names
        f"update {name} as r set {assigned} where {there}",  # noqa: S608 - generated names
        _plain(resource),
    )


def _plain(resource: Resource) -> str:
    held = " or ".join(
        f"{each.subject.format(row='r')} = $1::uuid"
        f" and coalesce(e.changes -> '{each.field}' ->> 0, e.changes -> '{each.field}' ->> 1)"
        " is not null"
        for each in resource.personal
    )
    return (
        f"select count(*) from audit_events as e"  # noqa: S608 - generated names
        f" join {quoted(resource.table)} as r on r.id = e.entity_id"
        f" where e.entity_type = '{resource.name}' and e.action <> 'erase'"
        f" and not coalesce(e.marks ? 'subjects', false) and ({held or 'false'})"
    )
