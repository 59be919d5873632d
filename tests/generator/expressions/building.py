"""Shapes for tests, from a few words: `{"Risk": {"title": "text", "owner": "-> User"}}`.

`text!` is required, `text[]` a list, `enum a b c` unordered, `ordered x: a b c` of SQL type x,
`-> A B` a relation (`-> any`), `<- Task.risk` an inverse, `<> User by risk_owners` a link,
`= int: a * b` a computed field.
"""

from __future__ import annotations

from collections.abc import Mapping

from generator import names
from generator.expressions.check import check
from generator.expressions.circles import settle
from generator.expressions.shape import (
    Base,
    EntityShape,
    EnumShape,
    FieldShape,
    Member,
    Shapes,
    ToManyShape,
    ToOneShape,
    Type,
)
from generator.expressions.tree import Expression, Use
from generator.problems import At, Problems

AT = At("model/test.yaml", 1, 1)
COMMON = {
    "id": "uuid!",
    "created_at": "datetime!",
    "updated_at": "datetime!",
    "created_by": "-> User",
    "updated_by": "-> User",
    "version": "int!",
}


def shapes_of(spec: Mapping[str, Mapping[str, str]], roles: tuple[str, ...] = ()) -> Shapes:
    shapes = Shapes(roles=roles)
    for name, members in spec.items():
        soft = "deleted_at" in members
        table = names.plural(names.snake(name))
        entity = EntityShape(name, names.snake(name), table, soft)
        for member, words in (COMMON | dict(members)).items():
            entity.members[member] = _member(name, member, words)
        shapes.entities[name] = entity
    settle(shapes)
    return shapes


def _member(entity: str, name: str, words: str) -> Member:
    match words.split(" "):
        case ["->", *targets]:
            to = () if targets == ["any"] else tuple(target.rstrip("!") for target in targets)
            kind = f"{name}_type" if len(to) != 1 else None
            return ToOneShape(name, to, f"{name}_id", kind, words.endswith("!"))
        case ["<-", source]:
            target, relation = source.rstrip("*").split(".")
            kind = f"{relation}_type" if source.endswith("*") else None
            return ToManyShape(name, target, f"{relation}_id", kind)
        case ["<>", target, "by", link]:
            near = f"{names.snake(entity)}_id"
            far = f"{names.snake(target)}_id"
            return ToManyShape(name, target, None, None, link, near, far)
        case ["=", kind, *expression]:
            text = " ".join(expression)
            return FieldShape(name, _type(entity, name, kind.rstrip(":")), computed_text=text)
        case _:
            plain = words.removesuffix("!")
            return FieldShape(name, _type(entity, name, plain), required=plain != words)


def _type(entity: str, name: str, words: str) -> Type:
    match words.split(" "):
        case ["enum", *values]:
            return Type(Base.ENUM, enum=EnumShape(f"{entity}.{name}", tuple(values), False))
        case ["ordered", kind, *values]:
            enum = EnumShape(names.camel(kind), tuple(values), True, kind)
            return Type(Base.ENUM, enum=enum)
        case _:
            return Type(Base(words.removesuffix("[]")), many=words.endswith("[]"))


def typed(
    text: str,
    shapes: Shapes,
    entity: str,
    use: Use = Use.GUARD,
    expect: Type | Base | None = None,
) -> Expression:
    problems = Problems()
    expression = check(text, AT, entity, use, shapes, problems, expect)
    assert expression is not None, [str(problem) for problem in problems.sorted()]
    return expression


def computed_of(shapes: Shapes) -> dict[tuple[str, str], Expression]:
    """The expressions of all computed fields."""
    return {
        (entity.name, member.name): typed(
            member.computed_text, shapes, entity.name, Use.COMPUTED, member.type
        )
        for entity in shapes.entities.values()
        for member in entity.members.values()
        if isinstance(member, FieldShape) and member.computed_text is not None
    }
