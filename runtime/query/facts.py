"""What is so about one row, whoever may see it: for those who run the server and ask why."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from runtime.policy.reach import Reach
from runtime.query.expression import quoted
from runtime.query.statement import ACTOR, Parameters, Statement
from runtime.resource import Resource


def facts_statement(
    resource: Resource, reach: Reach, action: str, key: UUID, tests: Sequence[str]
) -> Statement:
    """(seen, deleted, permitted, line, scopes, tests) of a row; none where there is no such row.

    `scopes` are booleans in the order of the resource's scopes, `tests` those of the templates.
    """
    parameters = Parameters()
    actor = parameters.add(reach.actor.id, "uuid", ACTOR)

    def over(templates: Sequence[str]) -> str:
        filled = (f"coalesce(({each.format(row='r', actor=actor)}), false)" for each in templates)
        return f"array[{', '.join(filled)}]::bool[]"

    columns = (
        f"coalesce({reach.condition(resource, 'read', 'r', parameters)}, false)",
        "r.deleted_at is not null" if resource.soft else "false",
        f"coalesce({reach.condition(resource, action, 'r', parameters)}, false)",
        reach.line(resource, action, "r", parameters),
        over(tuple(resource.scopes.values())),
        over(tests),
    )
    return parameters.statement(
        f"select {', '.join(columns)} from {quoted(resource.table)} r"
        f" where r.id = {parameters.add(key, 'uuid')}",
        platform=True,
    )


def event_statement(resource: Resource, event: UUID) -> Statement:
    """An event of the trail: when, who (address, roles), what (action, kind, id), and how decided.

    Gives (occurred_at, actor_email, actor_roles, action, entity_type, entity_id, outcome, reason,
    rule).
    """
    return Statement(
        "select occurred_at, actor_email, actor_roles, action, entity_type, entity_id,"
        f" outcome::text, reason, rule from {quoted(resource.table)} where id = $1::uuid",
        (event,),
        platform=True,
    )
