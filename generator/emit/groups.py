"""What groups of rows are asked for by, and how they are answered: `GET /{c}/aggregate`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.emit.classes import ABSENT, Class, Member, member
from generator.emit.filters import (
    PARAMETERS,
    Filtered,
    Query,
    as_of_parameter,
    conditions,
    filter_parameter,
    filtered_fields,
)
from generator.emit.schemas import RESPONSE, class_of, keys, module_of
from generator.emit.shapes import (
    ANNOTATED,
    TYPES,
    Shape,
    answer_shape,
    component,
    id_shape,
    kind_shape,
)
from generator.model import Entity, Kind
from generator.schema.past import has_past

KEYS_MAX = 5
MEASURES_MAX = 20
UNITS = "day|week|month|quarter|year"
_TIMES = (Kind.DATE, Kind.DATETIME)
_NUMBERS = (Kind.INT, Kind.BIGINT, Kind.FLOAT, Kind.DECIMAL)
_WHOLE = Shape("int", {"type": "integer"})
_NUMBER = Shape("float", {"type": "number"})


@dataclass(frozen=True, slots=True)
class Measure:
    """A function over a field: `sum_score`."""

    function: str
    of: Filtered

    @property
    def name(self) -> str:
        """Its name in parameter and answer."""
        return f"{self.function}_{self.of.name}"


def has_groups(entity: Entity) -> bool:
    """Whether groups of its rows are served."""
    return "aggregate" in entity.routes


def measured(entity: Entity) -> Iterator[Measure]:
    """All that can be measured of a group besides the count of its rows.

    As `runtime.query.aggregate.measures_of` has them; a test compares the two.
    """
    for each in filtered_fields(entity):
        found: tuple[str, ...] = ("sum", "avg") if each.kind in _NUMBERS else ()
        if "gt" in each.operators:
            found += ("min", "max")
        yield from (Measure(function, each) for function in found)


def measures(entity: Entity) -> tuple[str, ...]:
    """The names of all measures."""
    return ("count", *(each.name for each in measured(entity)))


def times(entity: Entity) -> tuple[str, ...]:
    """The fields that can be cut down to a day, a week and so on."""
    return tuple(each.name for each in filtered_fields(entity) if each.kind in _TIMES)


# ------------------------------------------------------------------------------------ parameters


def query_class(entity: Entity, query: Query) -> Class:
    """The query string of groups."""
    filters = module_of(entity, "filters")
    bases = [query.conditions.name]
    imports = {(filters, query.conditions.name), (filters, "SORTABLE")}
    if has_past(entity):
        bases.append("PastParameters")
        imports.add((PARAMETERS, "PastParameters"))
    return Class(
        class_of(entity, "AggregateQuery"),
        f"What groups of {entity.plural_title.lower()} are asked for by.",
        ", ".join(bases),
        (
            member("group_by", _group_by(entity, query), default=ABSENT),
            member("measures", _measures(entity), default="'count'", shown_default="count"),
        ),
        imports=frozenset(imports),
    )


def group_parameters(entity: Entity, query: Query) -> Iterator[Member]:
    """Every parameter of groups, what they are made by before filters."""
    if query.past:
        yield as_of_parameter()
    yield from query_class(entity, query).members
    yield filter_parameter()
    yield from conditions(query)


def _group_by(entity: Entity, query: Query) -> Shape:
    """As `runtime.parameters.groups_of` has it."""
    choice = f"({'|'.join(query.sortable)}|({'|'.join(times(entity))}):({UNITS}))"
    pattern = f"^{choice}(,{choice}){{0,{KEYS_MAX - 1}}}$"
    imports = frozenset({ANNOTATED, (PARAMETERS, "groups_of")})
    annotation = "Annotated[str, groups_of(*SORTABLE, times=TIMES)]"
    return Shape(annotation, {"type": "string", "pattern": pattern}, imports)


def _measures(entity: Entity) -> Shape:
    """As `runtime.parameters.measures_of` has it."""
    choice = f"({'|'.join(measures(entity))})"
    pattern = f"^{choice}(,{choice}){{0,{MEASURES_MAX - 1}}}$"
    imports = frozenset({ANNOTATED, (PARAMETERS, "measures_of")})
    annotation = "Annotated[str, measures_of(*MEASURES)]"
    return Shape(annotation, {"type": "string", "pattern": pattern}, imports)


# --------------------------------------------------------------------------------------- answers


def answer_classes(entity: Entity) -> tuple[Class, Class]:
    """A group, and all of them."""
    base = frozenset({(TYPES, RESPONSE)})
    found: dict[str, Member] = {}
    for name, shape in _members(entity):
        # A key and a measure of one name never stand in one answer, but in one class.
        both = shape if name not in found else Shape("Any", {}, frozenset({("typing", "Any")}))
        found[name] = member(name, both, default=ABSENT)
    group = Class(
        class_of(entity, "AggregateGroup"),
        f"A group of {entity.plural_title.lower()}: what it is grouped by, and what was measured.",
        RESPONSE,
        tuple(found.values()),
        closed=False,
        imports=base,
    )
    groups = Shape(f"list[{group.name}]", {"type": "array", "items": component(group.name)})
    whole = Class(
        class_of(entity, "Aggregate"),
        f"Groups of {entity.plural_title.lower()}, in the order of what they are grouped by.",
        RESPONSE,
        (member("groups", groups),),
        closed=False,
        imports=base,
    )
    return group, whole


def _members(entity: Entity) -> Iterator[tuple[str, Shape]]:
    """Keys, which may be null where there is no value, then measures: null of no values."""
    shapes = dict(_shapes(entity))
    for each in filtered_fields(entity):
        if each.sortable:
            yield each.name, shapes[each.name].or_null()
    yield "count", _WHOLE
    for measure in measured(entity):
        yield measure.name, _measured(measure, shapes[measure.of.name]).or_null()


def _shapes(entity: Entity) -> Iterator[tuple[str, Shape]]:
    """The types that the fields have in answers."""
    fields = {field.name: field for field in entity.fields}
    kinds = {relation.type_column for relation in keys(entity)}
    for each in filtered_fields(entity):
        if each.name in fields:
            yield each.name, answer_shape(fields[each.name])
        elif each.kind is not None:
            yield each.name, kind_shape(each.kind)
        else:
            yield each.name, each.shape if each.name in kinds else id_shape(answer=True)


def _measured(measure: Measure, shape: Shape) -> Shape:
    """Sums of whole numbers are whole; what is worked out of decimals is text, as they are."""
    if measure.function in ("min", "max") or measure.of.kind is Kind.DECIMAL:
        return shape
    whole = measure.function == "sum" and measure.of.kind is not Kind.FLOAT
    return _WHOLE if whole else _NUMBER
