"""SQL for what lies in other rows: paths, to-many relations, roles."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass

from generator.expressions import sql_parts as parts
from generator.expressions.shape import EntityShape, FieldShape, Shapes, ToOneShape
from generator.expressions.sql_parts import Frame, Level, Part
from generator.expressions.tree import (
    ACTOR,
    Aggregate,
    Clock,
    Expression,
    Get,
    HasRole,
    RowSet,
    Typed,
)
from generator.expressions.types import NUMBERS
from generator.names import quoted

USER = "User"
ROLE_ASSIGNMENT = "RoleAssignment"


@dataclass(frozen=True, slots=True)
class Options:
    """What `sql` was asked for; see there."""

    shapes: Shapes
    computed: Mapping[tuple[str, str], Expression]
    row: str | None
    actor: str
    now: str
    written_out: bool
    template: bool


@dataclass(frozen=True, slots=True)
class _Source:
    """A from clause with its conditions; `alias` is the rows', `link` the link table's."""

    text: str
    alias: str
    link: str | None
    conditions: list[str]

    def select(self, what: str, *more: str) -> str:
        conditions = " and ".join((*self.conditions, *more))
        return f"select {what} from {self.text} where {conditions}"  # noqa: S608  # quoted


class Reader(ABC):
    """The part of the compiler that reads rows."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self._aliases = 0

    @abstractmethod
    def value(self, node: Typed, frame: Frame) -> Part:
        """A value."""

    @abstractmethod
    def test(self, node: Typed, frame: Frame, *, strict: bool, negated: bool = False) -> Part:
        """A test."""

    def clock(self, node: Clock) -> Part:
        """`now()`, or the day that it falls on in UTC."""
        if node.name == "now":
            return Part(self.options.now, Level.ATOM)
        return Part(f"({self.options.now} at time zone 'UTC')::date", Level.ATOM)

    # -------------------------------------------------------------------------------- paths

    def get(self, get: Get, frame: Frame, *, kind: bool = False) -> Part:
        """What a path leads to; of a polymorphic relation the id, or with `kind` the type."""
        if get.anchor == ACTOR:
            if get.member is None or (not get.steps and get.member.name == "id"):
                return Part(self.options.actor, Level.ATOM)
            places, key = (USER, *get.places), self.options.actor
        elif get.steps:
            places = get.places
            key = parts.column(self._alias_of(get, frame), get.steps[0].column)
        else:
            return self._member(get, frame[get.anchor], kind)
        return self._through(get, places, key, kind)

    def _alias_of(self, get: Get, frame: Frame) -> str:
        alias = frame[get.anchor]
        if alias is None:
            raise ValueError(f'"{".".join(get.names)}" reads another row: give the row an alias')
        return alias

    def leads_to(self, get: Get, actor: Get, frame: Frame) -> Part | None:
        """Whether a path of several steps ends at the actor; None for other paths."""
        if get.anchor == ACTOR or not get.steps or parts.polymorphic(get):
            return None
        if not isinstance(get.member, ToOneShape):
            return None
        key = parts.column(self._alias_of(get, frame), get.steps[0].column)
        source, first, last = self._joined(get, get.places)
        end = f"{parts.column(last, get.member.column)} = {self.get(actor, frame).text}"
        text = f"{key} in (select {first}.id from {source} where {end})"  # noqa: S608  # quoted
        return Part(text, Level.TEST)

    def _through(self, get: Get, places: tuple[str, ...], key: str, kind: bool) -> Part:
        source, first, last = self._joined(get, places)
        member = self._member(get, last, kind).text
        text = f"(select {member} from {source} where {first}.id = {key})"  # noqa: S608  # quoted
        return Part(text, Level.ATOM)

    def _joined(self, get: Get, places: tuple[str, ...]) -> tuple[str, str, str]:
        """The tables of a path as a from clause, with the first and the last alias."""
        first = alias = self._fresh()
        source = f"{self._table(places[0])} {alias}"
        joined = get.steps[len(get.steps) - len(places) + 1 :]
        for step, place in zip(joined, places[1:], strict=True):
            following = self._fresh()
            on = f"{following}.id = {parts.column(alias, step.column)}"
            source += f" join {self._table(place)} {following} on {on}"
            alias = following
        return source, first, alias

    def _member(self, get: Get, alias: str | None, kind: bool) -> Part:
        member = get.member
        if member is None:
            return Part(parts.column(alias, "id"), Level.ATOM)
        if isinstance(member, ToOneShape):
            name = member.type_column if kind and member.type_column else member.column
            return Part(parts.column(alias, name), Level.ATOM)
        if member.computed_text is not None and self._inlined(member, alias):
            return self.value(self._behind(get, member), {0: alias})
        return Part(parts.column(alias, member.name), Level.ATOM)

    def inlined(self, get: Get, frame: Frame) -> tuple[Typed, Frame] | None:
        """The tree behind a computed field of a row in reach, and its frame, if not a column."""
        if get.anchor == ACTOR or get.steps or not isinstance(get.member, FieldShape):
            return None
        alias = frame[get.anchor]
        if get.member.computed_text is None or not self._inlined(get.member, alias):
            return None
        return self._behind(get, get.member), {0: alias}

    def _inlined(self, member: FieldShape, alias: str | None) -> bool:
        return not member.stored or (self.options.written_out and alias == self.options.row)

    def _behind(self, get: Get, member: FieldShape) -> Typed:
        expression = self.options.computed.get((get.entity, member.name))
        if expression is None:
            raise ValueError(f"the expression of {get.entity}.{member.name} is needed: computed=")
        return expression.tree

    def same_row(self, left: Typed, right: Typed, frame: Frame) -> Part:
        """Whether two relations, one of them polymorphic, lead to the same row."""
        kinds = f"{self._kind(left, frame)} = {self._kind(right, frame)}"
        one, other = (self.value(side, frame).at(Level.OTHER) for side in (left, right))
        return Part(f"{kinds} and {one} = {other}", Level.AND)

    def _kind(self, node: Typed, frame: Frame) -> str:
        if isinstance(node, Get) and parts.polymorphic(node):
            return self.get(node, frame, kind=True).at(Level.OTHER)
        if isinstance(node, Aggregate) and parts.polymorphic(node):
            return self.aggregate(node, frame, kind=True).at(Level.OTHER)
        target = self.options.shapes.entities[node.type.targets[0]]
        return parts.text_literal(target.resource, self.options.template)

    # --------------------------------------------------------------------------------- rows

    def exists(self, node: HasRole | Aggregate, frame: Frame) -> Part:
        """`any(…)` and `has_role(…)`."""
        if isinstance(node, HasRole):
            return self._has_role(node, frame)
        source = self._source(node.rows, frame, joined=node.rows.where is not None)
        return Part(f"exists ({source.select('1')})", Level.ATOM)

    def holds(self, rows: RowSet, item: Typed, frame: Frame) -> Part:
        """`item in rows`."""
        source = self._source(rows, frame, joined=False)
        far = rows.many.far_column
        own = f"{source.alias}.id"
        if source.link is not None and far is not None:
            own = parts.column(source.link, far)
        tests = [f"{own} = {self.value(item, frame).at(Level.OTHER)}"]
        if parts.polymorphic(item):
            resource = self._entity(rows.entity).resource
            kind = parts.text_literal(resource, self.options.template)
            tests.insert(0, f"{self._kind(item, frame)} = {kind}")
        return Part(f"exists ({source.select('1', *tests)})", Level.ATOM)

    def aggregate(self, node: Aggregate, frame: Frame, *, kind: bool = False) -> Part:
        """count, sum, avg, min, max, latest."""
        joined = node.name != "count" or node.rows.where is not None
        source = self._source(node.rows, frame, joined=joined)
        inner: Frame = {**frame, node.rows.depth: source.alias}
        if node.name == "count" or node.value is None:
            return Part(f"({source.select('count(*)')})", Level.ATOM)
        value = self.get(node.value, inner, kind=kind).text
        if node.name == "latest" and node.by is not None:
            by = self.get(node.by, inner).text
            tail = f" order by {by} desc nulls last, {source.alias}.id desc limit 1"
            return Part(f"({source.select(value)}{tail})", Level.ATOM)
        taken = f"{node.name}({value})"
        if node.name == "sum" and node.type.base in NUMBERS and node.type.wide:
            taken += "::bigint"
        return Part(f"({source.select(taken)})", Level.ATOM)

    def _source(self, rows: RowSet, frame: Frame, *, joined: bool) -> _Source:
        """The live rows of a relation; a link's other end only if it must be looked at."""
        target = self._entity(rows.entity)
        key = self._key(rows.base, frame)
        near = self._fresh()
        many = rows.many
        alias, link, text = near, None, f"{quoted(target.table)} {near}"
        conditions = [f"{parts.column(near, many.near_column or many.column or 'id')} = {key}"]
        if many.type_column is not None:
            kind = parts.text_literal(rows.base.resource or "", self.options.template)
            conditions.append(f"{parts.column(near, many.type_column)} = {kind}")
        if many.link_table is not None and many.far_column is not None:
            link, text = near, f"{quoted(many.link_table)} {near}"
            if joined or target.soft:
                alias = self._fresh()
                on = f"{alias}.id = {parts.column(near, many.far_column)}"
                text += f" join {quoted(target.table)} {alias} on {on}"
        if target.soft:
            conditions.append(f"{alias}.deleted_at is null")
        if rows.where is not None:
            inner: Frame = {**frame, rows.depth: alias}
            conditions.append(self.test(rows.where, inner, strict=False).at(Level.AND))
        return _Source(text, alias, link, conditions)

    def _key(self, base: Get, frame: Frame) -> str:
        if base.anchor != ACTOR and frame[base.anchor] is None:
            raise ValueError("to-many relations need an alias for the row")
        return self.get(base, frame).at(Level.OTHER)

    def _has_role(self, node: HasRole, frame: Frame) -> Part:
        entity = self._entity(ROLE_ASSIGNMENT)
        user = entity.members["user"]
        alias = self._fresh()
        today = f"({self.options.now} at time zone 'UTC')::date"
        column = user.column if isinstance(user, ToOneShape) else "user_id"
        conditions = [
            f"{parts.column(alias, column)} = {self.value(node.user, frame).at(Level.OTHER)}",
            f"{alias}.role = {parts.text_literal(node.role, self.options.template)}",
            f"({alias}.valid_from is null or {alias}.valid_from <= {today})",
            f"({alias}.valid_until is null or {alias}.valid_until >= {today})",
        ]
        if entity.soft:
            conditions.append(f"{alias}.deleted_at is null")
        source = _Source(f"{quoted(entity.table)} {alias}", alias, None, conditions)
        return Part(f"exists ({source.select('1')})", Level.ATOM)

    def _fresh(self) -> str:
        self._aliases += 1
        return f"x{self._aliases}"

    def _entity(self, name: str) -> EntityShape:
        return self.options.shapes.entities[name]

    def _table(self, name: str) -> str:
        return quoted(self._entity(name).table)
