"""A row as the JSON text of its answer, built by PostgreSQL; embedded relations inside it."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple
from uuid import UUID

from runtime.policy.reach import Reach
from runtime.query.cursor import Cursors
from runtime.query.expression import (
    columns,
    conjunction,
    expression,
    field_sql,
    in_sight,
    quoted,
    reachable,
)
from runtime.query.json_text import Member, form_of, object_text
from runtime.query.order import carried, joins, keys_json, order_by
from runtime.query.plan import (
    Include,
    Related,
    Selection,
    SortKey,
    list_identity,
    total_order,
)
from runtime.query.statement import NONCE, Parameters
from runtime.query.view import visible_fields
from runtime.resource import Field, Registry, Resource, ToMany, ToOne


def row_projection(
    resource: Resource, registry: Registry, reach: Reach, row: str, parameters: Parameters
) -> str:
    """SQL of type text: what `GET` answers for the row of that alias.

    The alias needs the table's columns (`RETURNING *` in a CTE has them). `registry` is taken for
    the symmetry of the package's functions; nothing is embedded here.
    """
    projector = Projector(reach, parameters)
    return projector.object(resource, Selection(tuple(visible_fields(resource, reach))), row)


_MARK = re.compile(r"\A:([0-9]+):([0-9a-f-]{36}):([0-9a-f]*)")
"""What follows the nonce."""


class Listed(NamedTuple):
    """An embedded list: whose it is, over which relation, of what, and in which order."""

    parent: Resource
    relation: ToMany
    target: Resource
    order: tuple[SortKey, ...]


@dataclass(slots=True)
class Marks:
    """Places in a body where the cursor of an embedded list goes.

    PostgreSQL writes a mark, `<nonce>:<list>:<parent's id>:<last row's keys in hex>`, and Python
    puts the signed cursor there, so that the key never leaves the process. The nonce is drawn for
    each statement: no stored text can look like a mark.
    """

    nonce: str = field(default_factory=lambda: secrets.token_hex(16))
    lists: list[Listed] = field(default_factory=list)

    def resolve(self, body: str, cursors: Cursors) -> str:
        """The body with cursors in place of marks."""
        if not self.lists or self.nonce not in body:
            return body
        before, *parts = body.split(self.nonce)
        return before + "".join(_MARK.sub(partial(self._cursor, cursors), part) for part in parts)

    def resolve_bytes(self, body: bytes, cursors: Cursors) -> bytes:
        """The same of UTF-8, which need not be read where no list goes on."""
        if self.nonce.encode() not in body:
            return body
        return self.resolve(body.decode(), cursors).encode()

    def _cursor(self, cursors: Cursors, found: re.Match[str]) -> str:
        listed = self.lists[int(found[1])]
        within = Related(listed.parent, listed.relation, UUID(found[2]))
        keys = json.loads(bytes.fromhex(found[3]))
        return cursors.seal(keys, list_identity(listed.target, listed.order, within=within))


@dataclass(slots=True)
class Projector:
    """Builds the JSON of rows with their includes; collects the joins that these need.

    `joins` are those of the row at hand: what is embedded in an embedded row is joined where that
    row is read. Rows of the `past` may be empty where the table is not. Where there are `many`,
    values found in other rows are read there; for one row the owner's function is the cheaper.
    """

    reach: Reach
    parameters: Parameters
    marks: Marks = field(default_factory=Marks)
    joins: list[str] = field(default_factory=list)
    past: bool = False
    many: bool = False
    _aliases: int = 0

    def object(self, resource: Resource, selection: Selection, row: str, guard: str = "") -> str:
        """SQL of type text, the row as JSON; `joins` must stand in the same FROM.

        `guard` is a condition on the row without which no list is embedded.
        """
        members = [
            Member(
                each.name,
                _value(each, row, self.reach, self.parameters, many=self.many),
                form_of(each),
                certain=each.stored and not each.nullable and not self.past,
            )
            for each in selection.fields
        ]
        for include in selection.includes:
            if isinstance(include.relation, ToOne):
                members.append(Member(include.relation.name, self._to_one(include, row), "plain"))
            else:
                members += self._to_many(resource, include, row, guard=guard)
        return object_text(members)

    def _embedded(
        self, target: Resource, include: Include, place: int, row: str, guard: str = ""
    ) -> tuple[str, str]:
        """An embedded row as JSON, and what its own relations join to it."""
        fields = tuple(visible_fields(target, self.reach))
        beneath = include.beneath[place] if include.beneath else ()
        around, self.joins = self.joins, []
        # What a row leads to is read as it is now; a list in it has many rows.
        outer = self.past, self.many
        self.past, self.many = False, self.many or isinstance(include.relation, ToMany)
        shown = self.object(target, Selection(fields, beneath), row, guard)
        self.past, self.many = outer
        joins, self.joins = "".join(f"\n{join}" for join in self.joins), around
        return shown, joins

    def _alias(self, letter: str) -> str:
        self._aliases += 1
        return f"{letter}{self._aliases}"

    def _to_one(self, include: Include, row: str) -> str:
        relation = include.relation
        key = f"{row}.{quoted(relation.column or '')}"
        choices = [
            (target, self._target(target, include, place, key))
            for place, target in enumerate(include.targets)
        ]
        if relation.type_column is None:
            return choices[0][1]
        cases = [
            f"when {self.parameters.add(target.name, 'text')} then {sql}" for target, sql in choices
        ]
        return f"case {row}.{quoted(relation.type_column)}::text {' '.join(cases)} end"

    def _target(self, target: Resource, include: Include, place: int, key: str) -> str:
        """The row of that id as JSON; null where it is absent, deleted or beyond reach."""
        row = self._alias("t")
        shown, joins = self._embedded(target, include, place, row)
        conditions = [
            f"{row}.id = {key}",
            *reachable(target, self.reach, "read", row, self.parameters),
        ]
        table = f"{quoted(target.table)} {row}{joins}"
        return f"(select {shown} from {table} where {conjunction(conditions)})"

    def _to_many(
        self, resource: Resource, include: Include, row: str, *, guard: str
    ) -> list[Member]:
        """Two members: the first rows in order, and the mark of where to go on."""
        relation, target, limit = include.relation, include.targets[0], include.limit
        assert isinstance(relation, ToMany), "a relation to one row has no list"
        alias, inner = self._alias("i"), self._alias("t")
        order = include.order or total_order(target, ())
        conditions = [
            *related(resource, relation, f"{row}.id", inner, self.parameters),
            *reachable(target, self.reach, "read", inner, self.parameters),
            *([guard] if guard else []),
        ]
        kept = f'{inner}."~n" <= {limit}'
        shown, joins = self._embedded(target, include, 0, inner, kept)
        mark = self._mark(Listed(resource, relation, target, order), row, inner)
        rows = self._first_rows(target, order, inner, conditions, limit)
        self.joins.append(
            f"left join lateral (select"
            f" '[' || coalesce(string_agg({shown}, ',' order by {inner}.\"~n\")"
            f" filter (where {kept}), '') || ']' as items,\n"
            f"    case when count(*) > {limit} then"
            f' max({mark}) filter (where {inner}."~n" = {limit}) end as next\n'
            f"  from ({rows}) {inner}{joins}) {alias} on true"
        )
        return [
            Member(relation.name, f"{alias}.items", "plain", certain=True),
            Member(f"{relation.name}_next_cursor", f"{alias}.next", "quoted"),
        ]

    def _first_rows(
        self,
        target: Resource,
        order: tuple[SortKey, ...],
        row: str,
        conditions: Sequence[str],
        limit: int,
    ) -> str:
        """The first rows in that order and one more, numbered, with the keys of the order."""
        reach, parameters = self.reach, self.parameters
        stored = columns(target, row) + carried(order, row, reach, parameters)
        table = f"{quoted(target.table)} {row}{joins(order, row, reach, parameters)}"
        return (
            f'select {row}.*, row_number() over () as "~n"\n'
            f"  from (select {stored} from {table} where {conjunction(conditions)}\n"
            f"  order by {order_by(order, row, reach, parameters)} limit {limit + 1}) {row}"
        )

    def _mark(self, listed: Listed, row: str, inner: str) -> str:
        self.marks.lists.append(listed)
        nonce = self.parameters.add(self.marks.nonce, "text", NONCE)
        keys = keys_json(listed.order, inner, self.reach, self.parameters)
        keys_hex = f"encode(convert_to({keys}, 'UTF8'), 'hex')"
        return f"{nonce} || ':{len(self.marks.lists) - 1}:' || {row}.id || ':' || {keys_hex}"


def related(
    parent: Resource, relation: ToMany, key: str, row: str, parameters: Parameters
) -> Sequence[str]:
    """The conditions under which the row of alias `row` belongs to the parent of id `key`."""
    if relation.link_table is not None:
        near, far = quoted(relation.near_column or ""), quoted(relation.far_column or "")
        return [
            f"{row}.id in (select l.{far} from {quoted(relation.link_table)} l"
            f" where l.{near} = {key})"
        ]
    conditions = [f"{row}.{quoted(relation.column or '')} = {key}"]
    if relation.type_column is not None:
        kind = parameters.add(parent.name, "text")
        conditions.append(f"{row}.{quoted(relation.type_column)}::text = {kind}")
    return conditions


def _value(
    field: Field, row: str, reach: Reach, parameters: Parameters, *, many: bool = False
) -> str:
    """A field's value; of an object, the members that the actor may see where they come from."""
    template = field_sql(field, reach, parameters) if many else field.sql
    if field.json is not None:
        template = field.json.replace(field.sql, template)
    value = expression(template, row, reach, parameters)
    return in_sight(value, field, row, reach, parameters)
