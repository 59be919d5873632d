"""Writes as one statement that succeeds whole or leaves nothing.

What the statement of `write.py` judges and tells, this one only does: where a judgement fails it
writes nothing, and where the new row breaks a rule it raises, so that its transaction is undone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from runtime.policy.reach import Reach
from runtime.query.compiled import NotOneShapeError
from runtime.query.expression import conjunction, quoted, reachable
from runtime.query.projection import row_projection
from runtime.query.statement import Parameters, Statement
from runtime.query.write import (
    Change,
    change_parts,
    inserted,
    new_rules,
    placeholder,
)
from runtime.resource import Registry, Resource

_UNDO = "({row}.id::text)::int"
"""Raises at run time (22P02), and only then: it hangs on a value of the row."""


def insert_whole(
    resource: Resource, registry: Registry, reach: Reach, values: Mapping[str, Any]
) -> Statement:
    """Adds a row; gives (version, id, body), or no row where a reference leads nowhere.

    Raises NotOneShapeError where the statement would depend on the values.
    """
    parameters = Parameters()
    beside = list(_references(resource, registry, reach, values, parameters))
    parameters.allow(resource.name, "create", reach.decide(resource, "create").reach)
    permitted = reach.condition(resource, "create", "n", parameters)
    readable = reach.condition(resource, "read", "n", parameters)
    line = reach.line(resource, "create", "n", parameters)
    projection = row_projection(resource, registry, reach, "n", parameters)
    holds = f"{permitted} and true = all({new_rules(resource, reach, parameters)})"
    said = f"set_config('charter.rule', coalesce({line}, ''), true) is not null"
    return parameters.statement(
        f"with n as ({inserted(resource, reach, values, parameters, beside)})\n"
        f"select case when {said} and {holds} then n.version else {_UNDO.format(row='n')} end,\n"
        f"  n.id, case when {readable} then {projection} "
        "else json_build_object('id', n.id)::text end\nfrom n"
    )


def change_whole(change: Change, registry: Registry, reach: Reach) -> Statement:
    """Makes a change; gives (version, body), or no row where a judgement fails.

    The version of a row that was deleted is 0. Raises NotOneShapeError where the statement would
    depend on the values.
    """
    parameters = Parameters()
    resource = change.resource
    beside = list(_references(resource, registry, reach, change.values, parameters))
    projection = row_projection(resource, registry, reach, "c", parameters)
    parts = change_parts(change, reach, projection, parameters, beside=beside)
    version = "0" if change.kind == "delete" else parts.version
    return parameters.statement(
        f"with {parts.tables}\n"
        f"select case when {parts.kept} and true = all({parts.rules}) then {version}"
        f" else {_UNDO.format(row='c')} end,\n  {parts.answer}\n"
        "from j join s on true join c on true"
    )


def _references(
    resource: Resource,
    registry: Registry,
    reach: Reach,
    values: Mapping[str, Any],
    parameters: Parameters,
) -> Iterator[str]:
    """That each relation in `values` leads to a row that the caller may see, or nowhere at all.

    Where the caller's reach of the target is everything, the key of the database suffices.
    """
    for relation in resource.to_one:
        if relation.type_column is not None and relation.type_column in values:
            raise NotOneShapeError(relation.type_column)
        if relation.column not in values:
            continue
        if relation.type_column is not None:
            raise NotOneShapeError(relation.column)
        target = registry[relation.targets[0]]
        if reach.decide(target, "read").everything and not target.soft:
            continue
        row = f"f_{len(relation.name)}_{relation.name}"
        key = placeholder(resource, relation.column, values[relation.column], parameters)
        within = reachable(target, reach, "read", quoted(row), parameters)
        where = conjunction([f"{quoted(row)}.id = {key}", *within])
        yield (
            f"({key} is null or exists"
            f" (select from {quoted(target.table)} {quoted(row)} where {where}))"
        )
