"""Finds what a path names: a value, a row, or the rows of a to-many relation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.expressions.shape import (
    Base,
    EntityShape,
    FieldShape,
    Member,
    Shapes,
    ToManyShape,
    ToOneShape,
    Type,
)
from generator.expressions.tree import ACTOR, Get, Path
from generator.expressions.types import describe
from generator.load.suggest import did_you_mean

MAX_RELATIONS = 3
USER = "User"


class Fault(ValueError):
    """One thing wrong with an expression. Without a code it was reported elsewhere."""

    def __init__(self, column: int, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.column = column
        self.code = code
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Rows:
    """A path that ended in, or went through, a to-many relation; `rest` are the names after it."""

    base: Get
    many: ToManyShape
    relations: int
    rest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Start:
    """Where a path begins: the anchor, its entity, and how many relations were used before."""

    anchor: int
    entity: str
    relations: int = 0


def find(path: Path, scopes: Sequence[str], shapes: Shapes) -> Get | Rows:
    """What a path names, `scopes` being the entities of the row and of each `where` around.

    Raises:
        Fault: E032 for unknown names, E031 for too many relations, E033 or E043 for a path that
            leads nowhere.
    """
    first, rest = path.names[0], path.names[1:]
    if first == "actor":
        _entity(USER, shapes, path.column)
        return walk(path, rest, Start(ACTOR, USER), shapes)
    if first == "row":
        return walk(path, rest, Start(0, scopes[0]), shapes)
    return walk(path, path.names, Start(len(scopes) - 1, scopes[-1]), shapes)


def walk(path: Path, names: tuple[str, ...], start: Start, shapes: Shapes) -> Get | Rows:
    """What `names` lead to from a start. Raises as `find`."""
    here = _entity(start.entity, shapes, path.column)
    at_start = Get(start.anchor, (), (), here.name, None, _row(here.name), path.names)
    at_start = replace(at_start, resource=here.resource)
    found = at_start
    relations = start.relations
    for position, name in enumerate(names):
        member = _member(here, name, path, shapes)
        if not isinstance(member, FieldShape):
            relations += 1
            _limit(relations, path)
        if isinstance(member, ToManyShape):
            return Rows(found, member, relations, names[position + 1 :])
        found = _extend(found, here, member, shapes)
        if position + 1 < len(names):
            here = _next(member, path, shapes)
    return found


def _extend(before: Get, here: EntityShape, member: FieldShape | ToOneShape, shapes: Shapes) -> Get:
    """The path one member longer: what was its end becomes a step."""
    steps, places = before.steps, before.places
    if isinstance(before.member, ToOneShape):
        steps, places = (*steps, before.member), (*places, here.name)
    if isinstance(member, FieldShape):
        type_, resource = member.type, None
    else:
        type_ = Type(Base.ROW, targets=member.targets)
        resource = _resource(member, shapes)
    return Get(before.anchor, steps, places, here.name, member, type_, before.names, resource)


def _resource(member: ToOneShape, shapes: Shapes) -> str | None:
    if member.type_column is not None or len(member.targets) != 1:
        return None
    target = shapes.entities.get(member.targets[0])
    return target.resource if target else None


def _next(member: FieldShape | ToOneShape, path: Path, shapes: Shapes) -> EntityShape:
    """The entity that a path goes on from."""
    if isinstance(member, FieldShape):
        if member.type.base is Base.FILE:
            raise _file(member, path)
        raise Fault(
            path.column,
            "E033",
            f'"{member.name}" in {path} is {describe(member.type)}, so no name can follow it',
        )
    if member.type_column is not None or len(member.targets) != 1:
        raise Fault(
            path.column,
            "E033",
            f'no path can lead through "{member.name}", which may be a row of several kinds',
            "compare the relation itself, or test it with is null",
        )
    return _entity(member.targets[0], shapes, path.column)


def _member(here: EntityShape, name: str, path: Path, shapes: Shapes) -> Member:
    member = here.members.get(name)
    if member is None:
        raise Fault(path.column, "E032", *_unknown(here, name, path))
    if isinstance(member, FieldShape) and member.type.base is Base.FILE:
        raise _file(member, path)
    if isinstance(member, ToOneShape):
        _known_targets(member, shapes, path.column)
    return member


def _file(member: FieldShape, path: Path) -> Fault:
    message = f'the file field "{member.name}" in an expression is understood but not compiled yet'
    return Fault(path.column, "E043", message)


def _unknown(here: EntityShape, name: str, path: Path) -> tuple[str, str]:
    for suffix in ("_id", "_type"):
        relation = name.removesuffix(suffix)
        if relation != name and isinstance(here.members.get(relation), ToOneShape):
            return f'unknown name "{name}" on {here.name}', f'say the relation: "{relation}"'
    words = [*here.members, "actor", "row"] if name == path.names[0] else list(here.members)
    hint = "texts and enum values stand in double quotes" if len(path.names) == 1 else ""
    meant = did_you_mean(name, words)
    return f'unknown name "{name}" on {here.name}{meant}', "" if meant else hint


def _known_targets(member: ToOneShape, shapes: Shapes, column: int) -> None:
    for target in member.targets:
        _entity(target, shapes, column)


def _entity(name: str, shapes: Shapes, column: int) -> EntityShape:
    """The entity of that name; an unknown one was reported where the relation stands (E018)."""
    entity = shapes.entities.get(name)
    if entity is None:
        raise Fault(column, "", f"unknown entity {name}")
    return entity


def _limit(relations: int, path: Path) -> None:
    if relations > MAX_RELATIONS:
        message = f"the path has more than {MAX_RELATIONS} relations"
        raise Fault(path.column, "E031", message, "give a row on the way a computed field")


def _row(entity: str) -> Type:
    return Type(Base.ROW, targets=(entity,))
