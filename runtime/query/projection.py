"""A row as the JSON text of its answer, built by PostgreSQL; embedded relations inside it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from runtime.policy.reach import Reach
from runtime.query.cursor import Cursors
from runtime.query.expression import columns, conjunction, expression, quoted, reachable
from runtime.query.plan import (
    EMBEDDED_MAX,
    Related,
    Selection,
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
    members = _members(visible_fields(resource, reach), row, reach, parameters)
    return f"{_object(members)}::text"


@dataclass(slots=True)
class Marks:
    """Places in a body where the cursor of an embedded list goes.

    PostgreSQL writes a mark, `<nonce>:<list>:<parent's id>:<last id>`, and Python puts the signed
    cursor there, so that the key never leaves the process. The nonce is drawn for each statement:
    no stored text can look like a mark.
    """

    nonce: str = field(default_factory=lambda: secrets.token_hex(16))
    lists: list[tuple[Resource, ToMany, Resource]] = field(default_factory=list)

    def resolve(self, body: str, cursors: Cursors) -> str:
        """The body with cursors in place of marks."""
        if not self.lists:
            return body
        uuid = "[0-9a-f-]{36}"
        mark = re.compile(f"{self.nonce}:([0-9]+):({uuid}):({uuid})")
        return mark.sub(lambda found: self._cursor(found, cursors), body)

    def _cursor(self, found: re.Match[str], cursors: Cursors) -> str:
        parent, relation, target = self.lists[int(found[1])]
        within = Related(parent, relation, UUID(found[2]))
        return cursors.seal(
            (found[3],), list_identity(target, total_order(target, ()), within=within)
        )


@dataclass(slots=True)
class Projector:
    """Builds the JSON of rows with their includes; collects the joins that these need."""

    reach: Reach
    parameters: Parameters
    marks: Marks = field(default_factory=Marks)
    joins: list[str] = field(default_factory=list)
    _aliases: int = 0

    def object(self, resource: Resource, selection: Selection, row: str, guard: str = "") -> str:
        """SQL of type json for the row; `joins` must stand in the same FROM.

        `guard` is a condition on the row without which nothing is embedded.
        """
        members = _members(selection.fields, row, self.reach, self.parameters)
        for include in selection.includes:
            relation = include.relation
            if isinstance(relation, ToOne):
                members.append((relation.name, self._to_one(relation, include.targets, row)))
            else:
                target = include.targets[0]
                members += self._to_many(resource, relation, target, row, guard=guard)
        return _object(members)

    def _alias(self, letter: str) -> str:
        self._aliases += 1
        return f"{letter}{self._aliases}"

    def _to_one(self, relation: ToOne, targets: Sequence[Resource], row: str) -> str:
        choices = [
            (target, self._target(target, f"{row}.{quoted(relation.column)}")) for target in targets
        ]
        if relation.type_column is None:
            return choices[0][1]
        cases = [
            f"when {self.parameters.add(target.name, 'text')} then {sql}" for target, sql in choices
        ]
        return f"case {row}.{quoted(relation.type_column)}::text {' '.join(cases)} end"

    def _target(self, target: Resource, key: str) -> str:
        """The row of that id as JSON; null where it is absent, deleted or beyond reach."""
        row = self._alias("t")
        fields = visible_fields(target, self.reach)
        shown = _object(_members(fields, row, self.reach, self.parameters))
        conditions = [
            f"{row}.id = {key}",
            *reachable(target, self.reach, "read", row, self.parameters),
        ]
        return f"(select {shown} from {quoted(target.table)} {row} where {conjunction(conditions)})"

    def _to_many(
        self, resource: Resource, relation: ToMany, target: Resource, row: str, *, guard: str
    ) -> list[tuple[str, str]]:
        """Two members: the first rows in order of id, and the mark of where to go on."""
        alias, inner = self._alias("i"), self._alias("t")
        fields = visible_fields(target, self.reach)
        shown = _object(_members(fields, inner, self.reach, self.parameters))
        mark = self._mark((resource, relation, target), row, inner)
        conditions = [
            *related(resource, relation, f"{row}.id", inner, self.parameters),
            *reachable(target, self.reach, "read", inner, self.parameters),
            *([guard] if guard else []),
        ]
        self.joins.append(
            f"left join lateral (select"
            f" coalesce(json_agg({shown} order by {inner}.id)"
            f" filter (where {inner}.\"~n\" <= {EMBEDDED_MAX}), '[]'::json) as items,\n"
            f"    max({mark})"
            f' filter (where {inner}."~n" = {EMBEDDED_MAX} and {inner}."~more") as next\n'
            f"  from ({_first_rows(target, inner, conditions)}) {inner}) {alias} on true"
        )
        return [
            (relation.name, f"{alias}.items"),
            (f"{relation.name}_next_cursor", f"{alias}.next"),
        ]

    def _mark(self, listed: tuple[Resource, ToMany, Resource], row: str, inner: str) -> str:
        self.marks.lists.append(listed)
        nonce = self.parameters.add(self.marks.nonce, "text", NONCE)
        return f"{nonce} || ':{len(self.marks.lists) - 1}:' || {row}.id || ':' || {inner}.id"


def _first_rows(target: Resource, row: str, conditions: Sequence[str]) -> str:
    """The first rows in order of id and one more, numbered, with whether one follows."""
    return (
        f'select {row}.*, row_number() over w as "~n", lead(true, 1, false) over w as "~more"\n'
        f"  from (select {columns(target, row)} from {quoted(target.table)} {row}"
        f" where {conjunction(conditions)}\n"
        f"  order by {row}.id limit {EMBEDDED_MAX + 1}) {row} window w as (order by {row}.id)"
    )


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


def _members(
    fields: Sequence[Field], row: str, reach: Reach, parameters: Parameters
) -> list[tuple[str, str]]:
    return [(f.name, _member(f, row, reach, parameters)) for f in fields]


def _member(field: Field, row: str, reach: Reach, parameters: Parameters) -> str:
    """A field's value; of an object, the members that the actor may see where they come from."""
    value = expression(field.json or field.sql, row, reach, parameters)
    if field.members_of is None:
        return value
    arms = [
        f"when {parameters.add(resource, 'text')} then "
        + (
            "'{}'::jsonb"
            if "*" in names
            else f"{value} - {parameters.add(sorted(names), 'text[]')}"
        )
        for resource, names in reach.hidden().items()
    ]
    if not arms:
        return value
    return f"case {row}.{quoted(field.members_of)} {' '.join(arms)} else {value} end"


def _object(members: Sequence[tuple[str, str]]) -> str:
    """A JSON object. Not json_build_object, which ends at fifty members.

    The alias is no possible name of a member, which would be taken in its place.
    """
    columns = ", ".join(f"{sql} as {quoted(name)}" for name, sql in members)
    return f'(select row_to_json("~x") from (select {columns}) "~x")'
