"""Fields: plain ones, computed ones, numbers, and the field behind a state machine."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, cast

from generator import names
from generator.expressions.shape import FieldShape
from generator.expressions.tree import Expression, Use
from generator.load.nodes import Mapping
from generator.model import Bound, Default, Field, Kind
from generator.problems import Problems
from generator.resolve import literals, read
from generator.resolve.context import Context
from generator.resolve.enums import deprecated
from generator.resolve.shapes import USER
from generator.resolve.spec import EntitySpec, Member

Write = Literal["always", "once", "system"]
Weight = Literal["A", "B", "C", "D"]

NOT_COMPILED = frozenset({"file", "vector"})
"""Types of the language that the rest of the generator does not compile (E043)."""

NUMBER_LENGTH = 60
"""Characters a number may have: the longest prefix that anybody wants, a year, a bigint."""


def resolve_fields(entity: EntitySpec, context: Context) -> tuple[Field, ...]:
    """All fields of an entity, in the order of the spec; the state field comes last."""
    found = [
        field
        for member in entity.fields.values()
        if (field := _field(entity, member, context)) is not None
    ]
    state = _state_field(entity, context)
    return (*found, state) if state else tuple(found)


def input_field(
    entity: EntitySpec, member: Member, context: Context, unique_name: str
) -> Field | None:
    """A field of an action's input or output: no column, so nothing of the table counts."""
    node = member.map
    kind = kind_of(node, context.problems)
    if kind is None:
        return None
    enum = context.enums.of_field(entity, unique_name, node.get("enum"))
    if kind is Kind.ENUM and enum is None:
        return None
    many = read.flag(node, "many")
    place = literals.Place(member.name, node, kind, many, enum, context.problems)
    literals.contradiction(place)
    return _made(
        member,
        place,
        bounds=(literals.bound(place, "min", None), literals.bound(place, "max", None)),
        default=literals.default(place),
        write="always",
    )


def kind_of(node: Mapping, problems: Problems) -> Kind | None:
    """The kind of a field; None for what is not compiled (E043)."""
    if "enum" in node:
        return Kind.ENUM
    if "number" in node:
        return Kind.STRING
    word = read.text_or(node, "type", "")
    if word in NOT_COMPILED:
        message = f'"{word}" is understood but not compiled yet'
        problems.add(read.place(node, "type"), "E043", message)
        return None
    return Kind(word) if word in Kind.__members__.values() else None


def _field(entity: EntitySpec, member: Member, context: Context) -> Field | None:
    node = member.map
    kind = kind_of(node, context.problems)
    shape = context.shapes.entities[entity.name].members.get(member.name)
    if kind is None or not isinstance(shape, FieldShape):
        return None
    enum = None
    if kind is Kind.ENUM:
        enum = context.enums.of_field(entity, member.name, node.get("enum"))
    place = literals.Place(member.name, node, kind, shape.type.many, enum, context.problems)
    literals.contradiction(place)
    _check_secret(node, context.problems)
    _check_personal(entity, node, context)
    own = context.shapes.entities[entity.name]
    computed = context.expression(node.get("computed"), entity.name, Use.COMPUTED, shape.type)
    return _made(
        member,
        place,
        bounds=(literals.bound(place, "min", own), literals.bound(place, "max", own)),
        default=literals.default(place),
        write=_write(node),
        computed=computed,
        required_when=context.expression(node.get("required_when"), entity.name, Use.REQUIRED_WHEN),
        stored=shape.stored,
    )


def _write(node: Mapping) -> Write:
    if "number" in node or "computed" in node:
        return "system"
    return cast(Write, read.text_or(node, "write", "always"))


def _made(
    member: Member,
    place: literals.Place,
    *,
    bounds: tuple[Bound | None, Bound | None],
    default: Default | None,
    write: Write,
    computed: Expression | None = None,
    required_when: Expression | None = None,
    stored: bool = True,
) -> Field:
    node = place.node
    number = read.text(node, "number")
    low, high = bounds
    return Field(
        at=member.at,
        name=member.name,
        kind=place.kind,
        many=place.many,
        enum=place.enum,
        doc=read.text_or(node, "doc", ""),
        title=read.text_or(node, "title", names.title(member.name)),
        required=read.flag(node, "required") or number is not None,
        required_when=required_when,
        default=default,
        min=low,
        max=Bound(NUMBER_LENGTH) if number is not None else high,
        digits=read.whole(node, "digits"),
        places=read.whole(node, "places"),
        pattern=read.text(node, "pattern"),
        unique=read.flag(node, "unique") or number is not None,
        write=write,
        number=number,
        computed=computed,
        stored=stored,
        secret=read.flag(node, "secret"),
        personal=read.text(node, "personal"),
        search=cast(Weight | None, read.text(node, "search")),
        was=read.text(node, "was"),
        deprecated=deprecated(node),
        max_items=read.whole(node, "max_items"),
    )


def _state_field(entity: EntitySpec, context: Context) -> Field | None:
    """The field that holds the state: an unordered enum that only transitions write."""
    states, name = entity.states, entity.state_field
    enum = context.enums.inline.get((entity.name, name)) if name else None
    if states is None or name is None or enum is None:
        return None
    initial = read.word_list(states, "initial")
    node = Mapping(states.at, ())
    member = Member(name, read.place(states, "field"), node, entity.name)
    place = literals.Place(name, node, Kind.ENUM, False, enum, context.problems)
    default = Default("literal", initial[0]) if initial else None
    made = _made(member, place, bounds=(None, None), default=default, write="system")
    return replace(made, required=True)


def _check_secret(node: Mapping, problems: Problems) -> None:
    """E015: what is in no answer and no filter cannot be searched either."""
    if read.flag(node, "secret") and "search" in node:
        message = '"search" means nothing for a secret field'
        problems.add(read.place(node, "search"), "E015", message)


def _check_personal(entity: EntitySpec, node: Mapping, context: Context) -> None:
    """E040: `personal` is `row` or a to-one path to User."""
    text = read.text(node, "personal")
    if text is None or text == "row" or text in context.spec.missing:
        return
    at = read.place(node, "personal")
    aside = Context(context.spec, context.enums, context.shapes, Problems())
    path = aside.typed(text, at, entity.name, Use.PATH)
    if path is None and not aside.problems.errors:
        return
    if path is None or path.type.many or path.type.targets != (USER,):
        context.problems.add(at, "E040", f'personal: "{text}" is no to-one path to {USER}')
