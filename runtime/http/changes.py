"""`GET /changes`: what was changed, without gaps, for consumers that follow along."""

from __future__ import annotations

from dataclasses import dataclass

from runtime.call import Answer, Call
from runtime.database.group_commit import FLUSH
from runtime.operations.binding import Operation
from runtime.operations.gate import accept
from runtime.operations.services import Services
from runtime.policy.reach import Reach
from runtime.problems import Forbidden, Invalid, Unauthenticated, Violation
from runtime.query.feed import CLUSTER, START, feed_statement, passed, readable
from runtime.query.statement import Statement
from runtime.query.values import NotAValue, parse_int
from runtime.resource import Resource

LIMIT_MAX = 200
LIMIT_DEFAULT = 100
LOOKS = 10
"""How many runs of events are looked at, where the caller may see none of them."""
PARAMETERS = ("after", "limit", "entity_type")


@dataclass(frozen=True, slots=True)
class _Asked:
    after: str | None
    limit: int
    resources: tuple[Resource, ...]


def changes_operation(services: Services) -> Operation:
    """A page of changes after a cursor, oldest first; there is always a cursor to go on from.

    An empty page says that nothing was found yet: the same, asked later with its cursor, goes on.
    """

    async def changes(call: Call) -> Answer:
        reach = services.policy.reach(call.actor)
        found = readable(services.registry, reach)
        if not found and call.actor.id is None:
            raise Unauthenticated
        if not found:
            raise Forbidden("Your roles let you read nothing that could change.")
        accept(call)
        asked = _asked(call, found)
        return await _page(services, call, reach, asked)

    return changes


async def _page(services: Services, call: Call, reach: Reach, asked: _Asked) -> Answer:
    cursors, registry = services.cursors, services.registry
    items: list[str] = []
    async with services.database.transaction(call.audit()) as transaction:
        [(cluster, oldest)] = await transaction.fetch_all(CLUSTER)
        identity = f"changes {cluster}"
        began = START if asked.after is None else _opened(cursors.open(asked.after, identity))
        place = began
        for _ in range(LOOKS):
            statement = feed_statement(registry, reach, asked.resources, place, asked.limit)
            rows = await transaction.fetch_all(statement)
            items += [text for _, _, text in rows if text is not None]
            if rows:
                place = (rows[-1][0], rows[-1][1])
            if len(rows) < asked.limit:
                place = passed(place, oldest)
            if items or len(rows) < asked.limit:
                break
        if place != began:
            # Behind a cursor lies only what no crash of the server takes back: it might give the
            # numbers of those transactions again, and the consumer would miss what they did.
            await transaction.fetch_all(Statement(FLUSH))
    following = cursors.seal(place, identity)
    return Answer(200, f'{{"items":[{",".join(items)}],"next_cursor":"{following}"}}'.encode())


def _opened(keys: tuple[str | None, ...] | None) -> tuple[str, str]:
    match keys:
        case (str() as transaction, str() as event):
            return transaction, event
    wrong = "This cursor is not of this feed: start again without one."
    errors = [Violation("?after", "INVALID_CURSOR", wrong)]
    raise Invalid("The query is not valid.", errors=errors)


def _asked(call: Call, found: dict[str, Resource]) -> _Asked:
    errors: list[Violation] = []
    given: dict[str, str] = {}
    if call.unreadable:
        text = "The query is not UTF-8 in percent-encoding."
        errors.append(Violation("?", "MALFORMED", text))
    for name, text in call.query:
        if name not in PARAMETERS:
            errors.append(Violation(f"?{name[:100]}", "UNKNOWN_PARAMETER", "No such parameter."))
        elif name in given:
            errors.append(Violation(f"?{name}", "REPEATED", "Give this parameter once."))
        else:
            given[name] = text
    limit = LIMIT_DEFAULT
    if "limit" in given:
        try:
            limit = parse_int(given["limit"], (1, LIMIT_MAX))
        except NotAValue as refusal:
            errors.append(Violation("?limit", "INVALID_VALUE", str(refusal)))
    resources = tuple(found.values())
    if "entity_type" in given:
        names = dict.fromkeys(given["entity_type"].split(","))
        unknown = [name for name in names if name not in found]
        if unknown:
            message = "This is nothing whose changes you may read."
            errors.append(Violation("?entity_type", "INVALID_VALUE", message))
        resources = tuple(found[name] for name in names if name in found)
    if errors:
        raise Invalid("The query is not valid.", errors=errors)
    return _Asked(given.get("after"), limit, resources)
