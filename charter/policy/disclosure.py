"""Unique keys that tell of hidden rows (E042): a 409 says that some row has this value already.

A role learns of rows it may not see where it writes a column of the key, and reads less than every
row of the entity. It learns nothing where each scope that it writes in is one that it also reads in
and is decided by columns of the key: then the other row lies in the same scope as the one written.

Limits of an assignment are left out: they narrow what a role reaches for one person, and no key
could ever contain them all.
"""

from __future__ import annotations

from collections.abc import Iterator

from charter.policy.access import AccessTable, Cell, named_actions
from generator.model import Action, Entity, Unique
from generator.problems import Problem

CODE = "E042"


def disclosures(table: AccessTable) -> Iterator[Problem]:
    """A warning for each key that tells a role of hidden rows and does not say `discloses`."""
    for entity in table.model.entities.values():
        for key in entity.unique:
            roles = [] if key.discloses else _told(table, entity, key)
            if roles:
                message = (
                    f"unique [{', '.join(key.fields)}] spans rows that {_listed(roles)} may write"
                    " but not see; say discloses: true, or add the scope's field"
                )
                yield Problem(key.at, CODE, message, severity="warning")


def _told(table: AccessTable, entity: Entity, key: Unique) -> list[str]:
    """The roles that are told, without those that only inherit it from another."""
    roles = [role for role in table.roles if _tells(table, entity, key, role)]
    return [role for role in roles if not table.inherited(role) & set(roles) - {role}]


def _tells(table: AccessTable, entity: Entity, key: Unique, role: str) -> bool:
    read = table.cell(role, entity.resource, "read")
    if read.everything:
        return False
    masked = frozenset(table.masks(role, entity.resource))
    return any(
        not cell.refused and not _within(entity, key, cell, read)
        for action, written in _writes(entity, masked)
        if written & set(key.fields)
        for cell in [table.cell(role, entity.resource, action)]
    )


def _within(entity: Entity, key: Unique, write: Cell, read: Cell) -> bool:
    """Whether every row with the same key is seen by whoever may write this one."""
    decided = {
        scope.name
        for scope in entity.scopes
        if scope.test.names and set(key.fields) >= scope.test.names
    }
    return not read.excepted and set(write.scopes) <= decided & set(read.scopes)


def _writes(entity: Entity, masked: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """Each action with the fields and relations that it writes for a role with these masks."""
    settable = {
        field.name: field.write
        for field in entity.fields
        if field.computed is None and not field.number and field.name not in masked
    }
    for relation in entity.relations:
        if not relation.many and not relation.inferred and relation.column not in masked:
            settable[relation.name] = relation.write
    if "create" in entity.routes:
        yield "create", frozenset(name for name, write in settable.items() if write != "system")
    if "update" in entity.routes:
        yield "update", frozenset(name for name, write in settable.items() if write == "always")
    for action in named_actions(entity):
        yield action.name, _written_by(entity, action)


def _written_by(entity: Entity, action: Action) -> frozenset[str]:
    state = {entity.states.field} if entity.states and action.to_state else set()
    sets = {assign.field for assign in action.set}
    return frozenset({*action.needs, *action.takes, *action.writes, *sets, *state})


def _listed(roles: list[str]) -> str:
    return roles[0] if len(roles) == 1 else f"{', '.join(roles[:-1])} and {roles[-1]}"
