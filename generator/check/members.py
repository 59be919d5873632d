"""The one namespace of fields, relations and inverses: E011, E021, E022."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator import names, reserved
from generator.problems import At, Problems
from generator.resolve import read
from generator.resolve.spec import EntitySpec, Spec

_INSTEAD = {
    "version": 'say "revision" or "edition"',
    "deleted_at": "delete: soft adds it",
    "created_by_id": "it is the column of created_by",
    "updated_by_id": "it is the column of updated_by",
}


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody who wants a name on an entity: `who` is how a message calls it."""

    name: str
    at: At
    who: str


def check_members(spec: Spec, problems: Problems) -> None:
    """Reports names that are common to all entities, that are twice, or that a key needs."""
    for entity in spec.entities.values():
        claims = [*_declared(entity), *_inverses(entity, spec)]
        taken: dict[str, Claim] = {}
        for claim in claims:
            _check(entity, claim, taken, problems)
        for claim in _columns(entity):
            other = taken.get(claim.name)
            if other is not None:
                _taken(entity, other, claim, problems)


def _declared(entity: EntitySpec) -> Iterator[Claim]:
    for member in entity.relations.values():
        yield Claim(member.name, member.at, f'relation "{member.name}"')
    for member in entity.fields.values():
        yield Claim(member.name, member.at, f'field "{member.name}"')
    if entity.states is not None and entity.state_field is not None:
        at = read.place(entity.states, "field")
        yield Claim(entity.state_field, at, "field of its states")


def _inverses(entity: EntitySpec, spec: Spec) -> Iterator[Claim]:
    for seen in spec.inverses.get(entity.name, ()):
        at = read.place(seen.member.map, "inverse")
        yield Claim(seen.name, at, f"inverse of {seen.entity}.{seen.member.name}")


def _columns(entity: EntitySpec) -> Iterator[Claim]:
    """The JSON names that relations take beside their own."""
    for member in entity.relations.values():
        who = f'relation "{member.name}"'
        yield Claim(names.column(member.name), member.at, who)
        yield Claim(names.type_column(member.name), member.at, who)


def _check(entity: EntitySpec, claim: Claim, taken: dict[str, Claim], problems: Problems) -> None:
    if claim.name in reserved.COMMON_NAMES:
        instead = _INSTEAD.get(claim.name, "choose another name")
        message = f'"{claim.name}" is a common field of every entity; {instead}'
        problems.add(claim.at, "E022", message)
    elif claim.name in reserved.SQL_COLUMNS:
        message = f'"{claim.name}" is a column that every table of PostgreSQL has'
        problems.add(claim.at, "E011", message)
    elif claim.name in taken:
        _taken(entity, claim, taken[claim.name], problems)
    else:
        taken[claim.name] = claim


def _taken(entity: EntitySpec, claim: Claim, by: Claim, problems: Problems) -> None:
    where = f"line {by.at.line}" if by.at.file == claim.at.file else str(by.at)
    message = f'"{claim.name}" is taken on {entity.name} by the {by.who} ({where})'
    problems.add(claim.at, "E021", message)
