"""What the query strings of an entity may hold: filters, order, selection."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator import names
from generator.emit.classes import ABSENT, Class, Member, member
from generator.emit.schemas import class_of, keys, relatives
from generator.emit.shapes import (
    Shape,
    choice_shape,
    filter_shape,
    id_shape,
    listed,
    parameter_text,
)
from generator.model import Entity, Field, Kind
from generator.schema.past import has_past

PARAMETERS = "runtime.parameters"
RESERVED = frozenset("limit cursor offset sort count fields include q filter as_of dry_run".split())
"""A field named like one of these is filtered as `name__eq`."""

LIMIT_MAX = 200
LIMIT_DEFAULT = 20
PART = 300
"""Parameters a class may declare; the rest goes to parts, so that no file gets too long."""

_TEXTS = (Kind.STRING, Kind.TEXT, Kind.EMAIL, Kind.URL)
_FLAG = Shape("bool", {"type": "boolean"})
_INSTANT = Shape(
    "Instant",
    {"type": "string", "format": "date-time"},
    frozenset({("runtime.types", "Instant")}),
)
_WHOLE = Shape(
    "Int32",
    {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1},
    frozenset({("runtime.types", "Int32")}),
)
_EQUALITY = ("eq", "ne")
_MEMBERSHIP = ("in", "not_in")
_ORDER = ("gt", "gte", "lt", "lte")
_SEARCH = ("contains", "starts_with")


@dataclass(frozen=True, slots=True)
class Filtered:
    """A field that can be filtered: its type and operators, and whether it can be sorted by."""

    name: str
    shape: Shape
    operators: tuple[str, ...]
    sortable: bool = True


@dataclass(frozen=True, slots=True)
class Query:
    """The two classes of an entity's query strings, and the names that they allow.

    `parts` are classes that hold parameters for which the main one has no room. `past` are what a
    row and a list take that can be seen as they stood, in this order; none where they cannot.
    """

    selection: Class
    filters: Class
    parts: tuple[Class, ...]
    past: tuple[Class, ...]
    fields: tuple[str, ...]
    sortable: tuple[str, ...]
    relations: tuple[str, ...]


def query_of(entity: Entity) -> Query:
    """The query strings of an entity."""
    filtered = tuple(filtered_fields(entity))
    relations = tuple(name for name, _, _ in relatives(entity))
    fields = tuple(each.name for each in filtered)
    sortable = tuple(each.name for each in filtered if each.sortable)
    members = [parameter for each in filtered for parameter in _parameters(each)]
    parts = tuple(
        _part(entity, number, members[start : start + PART])
        for number, start in enumerate(range(PART, len(members), PART), 2)
    )
    own = [*_limit(entity), _names("sort", "order_by", "SORTABLE", _order(sortable))]
    selection = class_of(entity, "Selection")
    bases = ", ".join((*(part.name for part in parts), selection, "ListParameters"))
    return Query(
        selection=Class(
            selection,
            f"What an answer carries of a {entity.title.lower()}.",
            "Parameters",
            (
                _names("fields", "names_of", "FIELDS", _choice(fields)),
                _names("include", "names_of", "RELATIONS", _choice(relations)),
            )
            if relations
            else (_names("fields", "names_of", "FIELDS", _choice(fields)),),
            imports=frozenset({(PARAMETERS, "Parameters")}),
        ),
        filters=Class(
            class_of(entity, "Filters"),
            f"What a list of {entity.plural_title.lower()} is limited to.",
            bases,
            (*own, *members[:PART]),
            imports=frozenset({(PARAMETERS, "ListParameters")}),
        ),
        parts=parts,
        past=tuple(_past(entity, selection, class_of(entity, "Filters"))),
        fields=fields,
        sortable=sortable,
        relations=relations,
    )


def _past(entity: Entity, selection: str, filters: str) -> Iterator[Class]:
    if has_past(entity):
        one, many = entity.title.lower(), entity.plural_title.lower()
        imports = frozenset({(PARAMETERS, "PastParameters")})
        for name, base, doc in (
            ("RowQuery", selection, f"What reading a {one} takes."),
            ("ListQuery", filters, f"What listing {many} takes."),
        ):
            yield Class(class_of(entity, name), doc, f"{base}, PastParameters", (), imports=imports)


def history_class(entity: Entity, trail: Entity) -> Class:
    """What the history of a row takes: the page, and one of what the trail can tell of it."""
    links = tuple(relation.name for relation in entity.relations if relation.many)
    words = tuple(each.name for each in filtered_fields(entity)) + links
    listed = ", ".join(("*FIELDS", *(repr(link) for link in links)))
    shape = Shape(
        f"Annotated[str, name_of({listed})]",
        {"type": "string", "pattern": f"^({'|'.join(words)})$"},
        frozenset({("typing", "Annotated"), (PARAMETERS, "name_of")}),
    )
    doc = "Only what changed this field, or these links."
    field = member("field", shape, default=ABSENT, doc=doc)
    return Class(
        class_of(entity, "HistoryQuery"),
        f"What the history of a {entity.title.lower()} takes.",
        "ListParameters",
        (*_limit(trail), field),
        imports=frozenset({(PARAMETERS, "ListParameters")}),
    )


def history_parameters(entity: Entity, trail: Entity) -> Iterator[Member]:
    """Every parameter of a history."""
    found = {each.name: each for each in (*_shared(), *history_class(entity, trail).members)}
    yield from found.values()


def as_of_parameter() -> Member:
    """That of `runtime.parameters.PastParameters`."""
    doc = "Shows what stood at that time, which is not to come; no `include`."
    return member("as_of", _INSTANT, default=ABSENT, doc=doc)


def list_parameters(query: Query, *, past: bool = False) -> Iterator[Member]:
    """Every parameter of a list, in the order in which pydantic has them."""
    if past and query.past:
        yield as_of_parameter()
    found = {each.name: each for each in _shared()}
    classes = (query.selection, *reversed(query.parts), query.filters)
    for each in (parameter for holder in classes for parameter in holder.members):
        found[each.name] = each
    yield from found.values()


def filtered_fields(entity: Entity) -> Iterator[Filtered]:
    """Everything an answer carries, with its operators, in the order of the answer."""
    yield Filtered("id", id_shape(), _operators(Kind.UUID))
    yield Filtered("created_at", _INSTANT, _operators(Kind.DATETIME))
    yield Filtered("updated_at", _INSTANT, _operators(Kind.DATETIME))
    yield Filtered("version", _WHOLE, _operators(Kind.INT))
    if entity.soft:
        yield Filtered("deleted_at", _INSTANT, _operators(Kind.DATETIME))
    for field in entity.fields:
        if not field.secret:
            yield _field(field)
    for relation in keys(entity):
        if relation.type_column is not None:
            words = tuple(names.snake(target) for target in relation.targets)
            yield Filtered(relation.type_column, choice_shape(words), _operators(Kind.ENUM))
        yield Filtered(relation.column, id_shape(), _operators(Kind.UUID))


def _field(field: Field) -> Filtered:
    if field.many or field.kind is Kind.JSON:
        return Filtered(field.name, _FLAG, ("is_null",), sortable=False)
    ordered = field.enum is not None and field.enum.ordered
    return Filtered(field.name, filter_shape(field), _operators(field.kind, ordered=ordered))


def _operators(kind: Kind, *, ordered: bool = False) -> tuple[str, ...]:
    """As `runtime.query.values.operators` has them; a test compares the two."""
    found: tuple[str, ...] = _EQUALITY
    if kind is not Kind.BOOL:
        found += _MEMBERSHIP
    if kind not in (Kind.BOOL, Kind.UUID) and (kind is not Kind.ENUM or ordered):
        found += _ORDER
    if kind in _TEXTS:
        found += _SEARCH
    return (*found, "is_null")


def _parameters(each: Filtered) -> Iterator[Member]:
    for operator in each.operators:
        bare = operator == "eq" and each.name not in RESERVED
        name = each.name if bare else f"{each.name}__{operator}"
        shape = each.shape
        if operator in _MEMBERSHIP:
            shape = listed(shape)
        elif operator == "is_null":
            shape = _FLAG
        yield member(name, shape, default=ABSENT)


def _part(entity: Entity, number: int, members: list[Member]) -> Class:
    name = f"{class_of(entity, 'Filters')}Part{number}"
    doc = f"More of what a list of {entity.plural_title.lower()} is limited to."
    imports = frozenset({(PARAMETERS, "Parameters")})
    return Class(name, doc, "Parameters", tuple(members), imports=imports)


def _limit(entity: Entity) -> Iterator[Member]:
    if entity.limit_max != LIMIT_MAX:
        yield _limit_member(entity.limit_max)


def _limit_member(limit_max: int) -> Member:
    default = min(LIMIT_DEFAULT, limit_max)
    schema = {"type": "integer", "minimum": 1, "maximum": limit_max}
    annotation = f"Annotated[int, Field(ge=1, le={limit_max})]"
    imports = frozenset({("typing", "Annotated"), ("pydantic", "Field")})
    shape = Shape(annotation, schema, imports)
    doc = "Rows a page at most."
    return member("limit", shape, default=str(default), shown_default=default, doc=doc)


def _shared() -> Iterator[Member]:
    """Those of `runtime.parameters.ListParameters`."""
    yield _limit_member(LIMIT_MAX)
    text = parameter_text()
    yield member("cursor", text, default=ABSENT, doc="The `next_cursor` of the page before.")
    counts = choice_shape(("none", "exact", "estimated"))
    doc = "Whether `total` is worked out, and how."
    yield member("count", counts, default="'none'", shown_default="none", doc=doc)


def _names(name: str, function: str, constant: str, pattern: str) -> Member:
    annotation = f"Annotated[str, {function}(*{constant})]"
    imports = frozenset({("typing", "Annotated"), (PARAMETERS, function)})
    shape = Shape(annotation, {"type": "string", "pattern": pattern}, imports)
    return member(name, shape, default=ABSENT)


def _choice(words: tuple[str, ...]) -> str:
    choice = f"({'|'.join(words)})"
    return f"^{choice}(,{choice})*$"


def _order(words: tuple[str, ...]) -> str:
    choice = f"-?({'|'.join(words)})"
    return f"^{choice}(,{choice}){{0,9}}$"
