"""The feed of changes: events that are settled, in the order of the trail, of rows in reach.

Ids grow with time, and a late commit can carry an earlier one; transactions below the oldest that
still runs are settled for good. So the order is by transaction, then id, and nothing can come to
stand before a cursor that was given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from runtime.policy.reach import Reach
from runtime.query.expression import quoted
from runtime.query.history import HistoryReach, shown_fields
from runtime.query.past import known_row
from runtime.query.plan import Selection
from runtime.query.projection import Projector
from runtime.query.statement import Parameters, Statement
from runtime.query.view import View
from runtime.resource import Field, Registry, Resource

START = ("0", "00000000-0000-0000-0000-000000000000")
"""Before the first event: a transaction and an event."""
CLUSTER = Statement(
    "select system_identifier::text, pg_snapshot_xmin(pg_current_snapshot())::text"
    " from pg_control_system()"
)
"""What the numbers of transactions belong to: in a restored database they begin anew. And the
oldest that still runs, below which all are settled."""


def passed(place: tuple[str, str], oldest: str) -> tuple[str, str]:
    """The place behind everything settled, once the end of the feed was reached from `place`.

    `oldest` was read before the feed was: what it leaves out began later. So a consumer of few
    kinds does not look again and again at what was not for it.
    """
    return max(place, (oldest, START[1]), key=lambda each: (int(each[0]), each[1]))


def readable(registry: Registry, reach: Reach) -> dict[str, Resource]:
    """The resources of whose rows the actor may read any, by name."""
    return {
        resource.name: resource
        for resource in registry.resources
        if resource.last and not reach.decide(resource, "read").denied
    }


def feed_statement(
    registry: Registry,
    reach: Reach,
    resources: Sequence[Resource],
    after: tuple[str, str],
    most: int,
) -> Statement:
    """The next events after a place; gives (transaction, event, JSON or null) of each.

    Null stands for a row that the actor may not read, as it is now or was when it was deleted.
    """
    parameters = Parameters()
    trail = registry.trail
    opened = HistoryReach(reach, trail)
    opened.condition(trail, "read", "e", parameters)
    fields = _fields(trail, resources, registry, reach)
    shown = Projector(opened, parameters).object(trail, Selection(fields), "e")
    names = parameters.add([resource.name for resource in resources], "text[]")
    place = parameters.add(after[0], "text"), parameters.add(after[1], "uuid")
    arms = " ".join(
        f"when {parameters.add(resource.name, 'text')} then exists (select"
        f" {known_row(resource, reach, 'e.entity_id', 'n', parameters)})"
        for resource in resources
    )
    return parameters.statement(
        f"select f.settled, f.event::text, case when case e.entity_type {arms} end"
        f" then {shown} end\n"
        f"from charter_changes({place[0]}::xid8, {place[1]}, {names}, {most}) f\n"
        f"join {quoted(trail.table)} e on e.id = f.event\n"
        "order by f.settled::xid8, f.event"
    )


def _fields(
    trail: Resource, resources: Sequence[Resource], registry: Registry, reach: Reach
) -> tuple[Field, ...]:
    """The members of an event; `changes` as the history of each kind of row shows it."""
    fields = View(trail, registry, reach).fields
    changes = fields.get("changes")
    if changes is None:
        return tuple(fields.values())
    arms = []
    for resource in resources:
        shown = shown_fields(trail, resource, registry, reach)
        own = next(each for each in shown if each.name == "changes")
        if own.json and own.json != changes.json:
            arms.append(f"when '{resource.name}' then {own.json}")
    if arms:
        plain = changes.json or changes.sql
        narrowed = f"case {{row}}.entity_type {' '.join(arms)} else {plain} end"
        fields["changes"] = replace(changes, json=narrowed)
    return tuple(fields.values())
