"""What the query strings of an entity may hold: filters, order, selection."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator import names
from generator.emit.classes import ABSENT, Class, Member, member
from generator.emit.schemas import class_of, keys, module_of, relatives
from generator.emit.shapes import (
    Shape,
    choice_shape,
    filter_shape,
    id_shape,
    listed,
    parameter_text,
)
from generator.model import Deprecated, Entity, Field, Kind, Model, Relation
from generator.once import once_a_model
from generator.schema.indexes import searched
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
OFFSET_MAX = 10_000
_OF_GROUPS = ("group_by", "measures")
"""A field of such a name is filtered by it on lists; on groups it means something else."""
SEARCH_MAX = 1_000

_ABROAD: dict[Kind, tuple[str, ...]] = {
    Kind.STRING: ("eq", "in", "contains"),
    Kind.EMAIL: ("eq", "in", "contains"),
    Kind.ENUM: ("eq", "ne", "in"),
    Kind.BOOL: ("eq",),
    Kind.INT: ("gte", "lte"),
    Kind.BIGINT: ("gte", "lte"),
    Kind.FLOAT: ("gte", "lte"),
    Kind.DECIMAL: ("gte", "lte"),
    Kind.DATE: ("gte", "lte"),
}
"""Operators of what is asked of a related row, as `runtime.query` has them: a test compares."""


@dataclass(frozen=True, slots=True)
class Filtered:
    """A field that can be filtered: its type and operators, and whether it can be sorted by."""

    name: str
    shape: Shape
    operators: tuple[str, ...]
    sortable: bool = True
    kind: Kind | None = None
    deprecated: Deprecated | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """The classes of an entity's query strings, and the names that they allow.

    `conditions` are on rows, whether a page of them is asked for (`filters`) or groups. `parts` are
    classes that hold parameters for which those have no room, `related` the parameters that their
    decorator adds, by the relations `followed` and their classes. `past` are what a row and a list
    take that can be seen as they stood, in this order; none where they cannot.
    """

    selection: Class
    conditions: Class
    filters: Class
    parts: tuple[Class, ...]
    related: tuple[Member, ...]
    followed: tuple[tuple[str, str], ...]
    past: tuple[Class, ...]
    fields: tuple[str, ...]
    sortable: tuple[str, ...]
    relations: tuple[str, ...]


@once_a_model
def query_of(entity: Entity, model: Model) -> Query:
    """The query strings of an entity; every list of a relation asks for them again."""
    filtered = tuple(filtered_fields(entity))
    abroad = [
        (relation, target, tuple(_beyond(relation, target)))
        for relation, target in _followed(entity, model)
    ]
    beyond = [each for _, _, found in abroad for each in found]
    relations = tuple(name for name, _, _ in relatives(entity))
    fields = tuple(each.name for each in filtered)
    sortable = tuple(each.name for each in filtered if each.sortable)
    ordering = (*sortable, *(each.name for each in beyond))
    every = [parameter for each in filtered for parameter in _parameters(each)]
    members = [each for each in every if each.name not in _OF_GROUPS]
    parts = tuple(
        _part(entity, number, members[start : start + PART])
        for number, start in enumerate(range(PART, len(members), PART), 2)
    )
    own = [*_limit(entity), _sort(ordering, ahead=bool(abroad))]
    selection, conditions = class_of(entity, "Selection"), class_of(entity, "Conditions")
    return Query(
        selection=Class(
            selection,
            f"What an answer carries of a {entity.title.lower()}.",
            "Parameters",
            (
                _names("fields", "names_of", "FIELDS", _choice(fields)),
                _names("include", "relations_of", "RELATIONS", _paths(relations)),
            )
            if relations
            else (_names("fields", "names_of", "FIELDS", _choice(fields)),),
            imports=frozenset({(PARAMETERS, "Parameters")}),
        ),
        conditions=Class(
            conditions,
            f"Which {entity.plural_title.lower()} are asked for.",
            ", ".join((*(part.name for part in parts), "FilterParameters")),
            (*_search(entity), *members[:PART]),
            imports=frozenset({(PARAMETERS, "FilterParameters"), *_related_imports(abroad)}),
            decorator=_decorator(abroad),
        ),
        filters=Class(
            class_of(entity, "Filters"),
            f"What a list of {entity.plural_title.lower()} takes.",
            f"{conditions}, {selection}, ListParameters",
            (*own, *(each for each in every if each.name in _OF_GROUPS)),
            imports=frozenset({(PARAMETERS, "ListParameters")}),
        ),
        parts=parts,
        related=tuple(parameter for each in beyond for parameter in _parameters(each)),
        followed=tuple((each.name, class_of(target, "Related")) for each, target, _ in abroad),
        past=tuple(_past(entity, selection, class_of(entity, "Filters"))),
        fields=fields,
        sortable=sortable,
        relations=relations,
    )


def conditions(query: Query) -> Iterator[Member]:
    """The parameters that filter, but for those shared by all."""
    for holder in (*reversed(query.parts), query.conditions):
        yield from holder.members
    yield from query.related


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
        "PageParameters",
        (*_limit(trail), field),
        imports=frozenset({(PARAMETERS, "PageParameters")}),
    )


def history_parameters(entity: Entity, trail: Entity) -> Iterator[Member]:
    """Every parameter of a history."""
    found = {each.name: each for each in (*_paging(), *history_class(entity, trail).members)}
    yield from found.values()


def as_of_parameter() -> Member:
    """That of `runtime.parameters.PastParameters`."""
    doc = "Shows what stood at that time, which is not to come; no `include`."
    return member("as_of", _INSTANT, default=ABSENT, doc=doc)


def list_parameters(query: Query, *, past: bool = False) -> Iterator[Member]:
    """Every parameter of a list: those that all share, what is shown and how, then filters."""
    if past and query.past:
        yield as_of_parameter()
    found = {each.name: each for each in _shared()}
    for each in (*query.selection.members, *query.filters.members, *conditions(query)):
        found[each.name] = each
    yield from found.values()


def filtered_fields(entity: Entity) -> Iterator[Filtered]:
    """Everything an answer carries, with its operators, in the order of the answer."""
    yield Filtered("id", id_shape(), _operators(Kind.UUID))
    yield _instant("created_at")
    yield _instant("updated_at")
    yield Filtered("version", _WHOLE, _operators(Kind.INT), kind=Kind.INT)
    if entity.soft:
        yield _instant("deleted_at")
    for field in entity.fields:
        if not field.secret:
            yield _field(field)
    for relation in keys(entity):
        if relation.type_column is not None:
            words = tuple(names.snake(target) for target in relation.targets)
            shape, operators = choice_shape(words), _operators(Kind.ENUM)
            said = relation.deprecated
            yield Filtered(relation.type_column, shape, operators, deprecated=said)
        operators = _operators(Kind.UUID)
        yield Filtered(relation.column, id_shape(), operators, deprecated=relation.deprecated)


def related_fields(target: Entity, path: str = "") -> Iterator[Filtered]:
    """What is asked of a row of the entity by lists of what refers to it: `owner.email`."""
    for field in target.fields:
        stored = field.computed is None or field.stored
        if stored and not field.secret and not field.many and field.kind in _ABROAD:
            shape, operators = filter_shape(field), _ABROAD[field.kind]
            yield Filtered(f"{path}{field.name}", shape, operators, deprecated=field.deprecated)


def _beyond(relation: Relation, target: Entity) -> Iterator[Filtered]:
    """The same from the side of a relation, which itself may be what is deprecated."""
    for each in related_fields(target, f"{relation.name}."):
        yield replace(each, deprecated=relation.deprecated or each.deprecated)


def related_class(target: Entity) -> Class:
    """The parameters of that, without the relation's name in front."""
    doc = f"What is asked of the {target.title.lower()} that a row refers to."
    members = tuple(
        parameter
        for each in related_fields(target)
        for parameter in _parameters(each, reserved=frozenset())
    )
    imports = frozenset({(PARAMETERS, "Parameters")})
    return Class(class_of(target, "Related"), doc, "Parameters", members, imports=imports)


def has_related(target: Entity) -> bool:
    """Whether anything is asked of such a row."""
    return any(True for _ in related_fields(target))


def _followed(entity: Entity, model: Model) -> Iterator[tuple[Relation, Entity]]:
    """The relations that parameters go over: to one entity, and the model's own."""
    for relation in keys(entity):
        if relation.type_column is None and not relation.inferred:
            target = model.entity(relation.targets[0])
            if has_related(target):
                yield relation, target


type Abroad = list[tuple[Relation, Entity, tuple[Filtered, ...]]]


def _decorator(abroad: Abroad) -> str:
    if not abroad:
        return ""
    deprecated = tuple(relation.name for relation, _, _ in abroad if relation.deprecated)
    return f"over(RELATED, deprecated={deprecated!r})" if deprecated else "over(RELATED)"


def _related_imports(abroad: Abroad) -> Iterator[tuple[str, str]]:
    if abroad:
        yield PARAMETERS, "over"
    for _, target, _ in abroad:
        yield module_of(target, "related"), class_of(target, "Related")


def _field(field: Field) -> Filtered:
    if field.many or field.kind is Kind.JSON:
        said = field.deprecated
        return Filtered(field.name, _FLAG, ("is_null",), sortable=False, deprecated=said)
    ordered = field.enum is not None and field.enum.ordered
    operators = _operators(field.kind, ordered=ordered)
    return Filtered(
        field.name, filter_shape(field), operators, kind=field.kind, deprecated=field.deprecated
    )


def _instant(name: str) -> Filtered:
    return Filtered(name, _INSTANT, _operators(Kind.DATETIME), kind=Kind.DATETIME)


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


def _parameters(each: Filtered, *, reserved: frozenset[str] = RESERVED) -> Iterator[Member]:
    for operator in each.operators:
        bare = operator == "eq" and each.name not in reserved
        name = each.name if bare else f"{each.name}__{operator}"
        shape = each.shape
        if operator in _MEMBERSHIP:
            shape = listed(shape)
        elif operator == "is_null":
            shape = _FLAG
        yield member(name, shape, default=ABSENT, deprecated=each.deprecated, parameter=True)


def _part(entity: Entity, number: int, members: list[Member]) -> Class:
    name = f"{class_of(entity, 'Filters')}Part{number}"
    doc = f"More of what a list of {entity.plural_title.lower()} is limited to."
    imports = frozenset({(PARAMETERS, "Parameters")})
    return Class(name, doc, "Parameters", tuple(members), imports=imports)


def _search(entity: Entity) -> Iterator[Member]:
    """The parameter `q`, where there is anything to be searched."""
    if any(True for _ in searched(entity)):
        schema = {"type": "string", "pattern": parameter_text().schema["pattern"]}
        imports = frozenset({(PARAMETERS, "SearchParameter")})
        shape = Shape("SearchParameter", schema | {"maxLength": SEARCH_MAX}, imports)
        doc = "Words to be found, the best fit first; as in web search engines."
        yield member("q", shape, default=ABSENT, doc=doc)


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
    yield from _paging()
    schema = {"type": "integer", "minimum": 0, "maximum": OFFSET_MAX}
    doc = "Rows that are skipped; not beside a cursor."
    shape = Shape(f"Annotated[int, Field(ge=0, le={OFFSET_MAX})]", schema)
    yield member("offset", shape, default="0", shown_default=0, doc=doc)
    yield filter_parameter()


def filter_parameter() -> Member:
    """That of `runtime.parameters.FilterParameters`."""
    doc = "A condition on the rows in the syntax of AIP-160."
    return member("filter", parameter_text(), default=ABSENT, doc=doc)


def _paging() -> Iterator[Member]:
    """Those of `runtime.parameters.PageParameters`."""
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


def _sort(words: tuple[str, ...], *, ahead: bool) -> Member:
    """The parameter `sort`; with `ahead` by related rows too."""
    if not ahead:
        return _names("sort", "order_by", "SORTABLE", _order(words))
    said = _names("sort", "order_by", "SORTABLE, *paths(RELATED)", _order(words))
    return replace(said, imports=said.imports | {(PARAMETERS, "paths")})


def _choice(words: tuple[str, ...]) -> str:
    choice = f"({'|'.join(words)})"
    return f"^{choice}(,{choice})*$"


def _paths(words: tuple[str, ...]) -> str:
    """As `runtime.parameters.relations_of` has it; what stands after a dot is not spelt out."""
    name = "[a-z][a-z0-9_]*"
    option = f"(limit=([1-9]|[1-4][0-9]|50)|sort=-?{name}([.]{name})?)"
    options = f"([(]{option}(,{option})*[)])?"
    step = f"({'|'.join(words)}){options}([.]{name}{options}){{0,3}}"
    return f"^{step}(,{step})*$"


def _order(words: tuple[str, ...]) -> str:
    choice = f"-?({'|'.join(words)})".replace(".", "[.]")
    return f"^{choice}(,{choice}){{0,9}}$"
