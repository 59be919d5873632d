"""A page of rows that a function of the domain chose, in its order, as the caller may see them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from runtime.operations.context import DomainContext
from runtime.query.projection import row_projection
from runtime.query.statement import Parameters
from runtime.query.write import rows_statement
from runtime.resource import Resource

PAGE_MAX = 200
"""Rows that an action answers at most."""


async def page_of_ids(context: DomainContext, resource: Resource, keys: Sequence[UUID]) -> bytes:
    """The body of a page with the rows of these ids; what the caller may not see is left out."""
    parameters = Parameters()
    registry = context.services.registry
    projection = row_projection(resource, registry, context.reach, "r", parameters)
    statement = rows_statement(resource, context.reach, keys[:PAGE_MAX], projection, parameters)
    rows = await context.transaction.fetch_all(statement)
    items = ",".join(row[0] for row in rows)
    return f'{{"items":[{items}],"next_cursor":null,"total":null}}'.encode()
