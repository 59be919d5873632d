"""A relation may only lead to a row that the caller may see: hidden and absent answer alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runtime.operations.context import DomainContext
from runtime.operations.errors import dangling
from runtime.query.statement import Parameters
from runtime.query.write import exists_statement
from runtime.resource import Registry, Resource, ToOne


async def check_references(
    context: DomainContext, resource: Resource, values: Mapping[str, Any]
) -> None:
    """Raises Conflict for the first relation in `values` that leads to no row in reach.

    Where the caller's reach of the target is everything, the key of the database suffices.
    """
    for relation in resource.to_one:
        key = values.get(relation.column)
        if key is None:
            continue
        target = _target(context.services.registry, relation, values)
        if target is None or not await readable(context, target, key):
            raise dangling((relation.column,))


async def readable(context: DomainContext, target: Resource, key: Any) -> bool:
    """Whether the caller may see that row (left to the key where every row may be seen)."""
    if context.reach.decide(target, "read").everything and not target.soft:
        return True
    return await present(context, target, key)


async def present(context: DomainContext, target: Resource, key: Any) -> bool:
    """Whether there is a live row of that id that the caller may see."""
    statement = exists_statement(target, context.reach, key, Parameters())
    return await context.transaction.fetch(statement) is not None


def _target(registry: Registry, relation: ToOne, values: Mapping[str, Any]) -> Resource | None:
    name = relation.targets[0]
    if relation.type_column is not None:
        name = str(values.get(relation.type_column))
        if name not in relation.targets:
            return None
    return registry[name]
