"""Linking and unlinking over a `many: true` relation, from the side that declares it."""

from __future__ import annotations

from psycopg.errors import ForeignKeyViolation

from runtime.call import Answer, Call
from runtime.operations.binding import Operation
from runtime.operations.context import opened
from runtime.operations.errors import in_trail
from runtime.operations.gate import demanded_versions, dry_run, enter, no_rule, row_id
from runtime.operations.outcome import judge
from runtime.operations.references import present
from runtime.operations.services import Services
from runtime.operations.writes import run_change, settle
from runtime.problems import NotFound
from runtime.query.write import Change, link_statement
from runtime.resource import Resource, ToMany


def link_operation(
    services: Services, resource: Resource, name: str, *, remove: bool = False
) -> Operation:
    """`PUT` or `DELETE /{c}/{id}/{relation}/{other_id}`: 204, repeatable.

    Needs `update` of the left row and `read` of the right one (404 otherwise).
    """
    relation = _relation(resource, name)
    target = services.registry[relation.target]

    async def run(call: Call) -> Answer:
        reach = enter(call, services, resource, "update")
        call.action = "unlink" if remove else "link"
        if reach.decide(target, "read").denied:
            raise no_rule(call, target, "read")
        key, other = row_id(call), row_id(call, "other_id")
        dry = dry_run(call)
        change = Change(resource, key, "update", versions=demanded_versions(call))
        async with opened(services, call, reach, session=False) as context:
            judge(change, await run_change(context, change))
            if not await present(context, target, other):
                raise NotFound
            try:
                await context.transaction.fetch_all(
                    link_statement(change, relation, target, other, reach, remove=remove)
                )
            except ForeignKeyViolation as error:
                if in_trail(error):
                    raise
                # One of the two was deleted meanwhile; that is what a later request would see.
                raise NotFound from None
            return settle(Answer(204), dry=dry)

    return run


def _relation(resource: Resource, name: str) -> ToMany:
    for relation in resource.to_many:
        if relation.name == name and relation.linkable:
            return relation
    raise KeyError(name)
