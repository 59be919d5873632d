"""Why somebody may or may not: the decision of the server, asked of the server's own parts.

An operator's tool: it sees rows whoever may read them, and says so where a caller would hear 404.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from uuid import UUID

from runtime.policy.kept import kept_policy
from runtime.policy.rules import POLICY_FILE
from runtime.query.facts import event_statement, facts_statement
from runtime.resource import Check, Resource

if TYPE_CHECKING:
    from runtime.http.app import Parts
    from runtime.policy.compiled import ActorReach
    from runtime.policy.reach import Decision

HIDDEN = "The caller hears 404, as of a row that does not exist."


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the policy that speaks of the question.

    `via` is the role assignment it comes through, then the roles inherited on the way; `holds`
    says whether its scope holds for the row, None where no row was asked of.
    """

    name: str
    text: str
    effect: str
    scope: str
    via: str
    limit: str | None = None
    holds: bool | None = None


@dataclass(slots=True)
class Explanation:
    """An answer: `status` is what the server would answer, None where the row decides.

    `line` made the decision; `hurdles` are what the model demands besides.
    """

    user: str
    roles: list[str]
    action: str
    resource: str
    id: str | None
    decision: str
    status: int | None
    because: str
    line: str | None = None
    lines: list[Line] = field(default_factory=list)
    scopes: dict[str, bool] = field(default_factory=dict)
    hurdles: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    read_only: list[str] = field(default_factory=list)
    policy: str = ""


@dataclass(frozen=True, slots=True)
class Past:
    """The decision that an event names; `text` is the line as it was, None where it is not kept."""

    event: str
    occurred_at: str
    actor: str | None
    roles: list[str]
    action: str
    resource: str | None
    id: str | None
    outcome: str
    reason: str | None
    rule: str | None
    text: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """May the actor of this reach do it: to any row, or to the one of that id?"""

    reach: ActorReach
    resource: Resource
    action: str
    key: UUID | None = None


async def explain(parts: Parts, asked: Question) -> Explanation:
    """What the policy and the model say of the question as things stand."""
    reach, resource = asked.reach, asked.resource
    decision = reach.decide(resource, asked.action)
    mask = reach.mask(resource)
    found = Explanation(
        user=reach.actor.email or "nobody",
        roles=[_assignment(held.role, held.limit) for held in reach.actor.assignments],
        action=asked.action,
        resource=resource.name,
        id=str(asked.key) if asked.key else None,
        decision="depends",
        status=None,
        because="It depends on the row: say --id.",
        lines=list(_lines(asked)),
        hidden=sorted(mask.hidden),
        read_only=sorted(mask.read_only),
        policy=reach.policy_hash,
    )
    if not _decided_before(found, decision) and asked.key is not None:
        await _of_row(parts, asked, asked.key, found)
    return found


def _decided_before(found: Explanation, decision: Decision) -> bool:
    """Whether no row is needed to know; 403 whatever the id."""
    if decision.denied:
        found.decision, found.status = "denied", 403
        found.line = _short(decision.line)
        found.because = (
            "A line denies it for every row." if decision.line else "No line allows it at all."
        )
        return True
    if decision.everything and found.id is None:
        found.decision, found.line = "allowed", _short(decision.line)
        found.because = "A line allows it for every row."
        return True
    return False


# -------------------------------------------------------------------------------------- lines


def _lines(asked: Question) -> Iterator[Line]:
    """The lines that match, each as it came to the actor."""
    reach = asked.reach
    texts = reach.policy.rules.text.split("\n")
    assignments = reach.actor.assignments
    for held, rule in reach.policy.matching(assignments, asked.resource, asked.action):
        yield Line(
            name=f"{POLICY_FILE}:{rule.line}",
            text=texts[rule.line - 1].strip(),
            effect="allow" if rule.allow else "deny",
            scope=rule.scope,
            via=" → ".join(_chain(reach, held.role, rule.role)),
            limit=f"{held.limit[0]} {held.limit[1]}" if held.limit else None,
        )


def _chain(reach: ActorReach, role: str, rule_role: str) -> Sequence[str]:
    """The shortest way by which a role has the lines of another."""
    ways: list[tuple[str, ...]] = [(role,)]
    for way in ways:
        if way[-1] == rule_role:
            return way
        further = (g.inherited for g in reach.policy.rules.inheritance if g.role == way[-1])
        ways.extend((*way, each) for each in further if each not in way)
    return (role, rule_role)


def _assignment(role: str, limit: tuple[str, UUID] | None) -> str:
    return role if limit is None else f"{role} (limited to {limit[0]} {limit[1]})"


def _short(line: str | None) -> str | None:
    """`policies/policy.csv:41`, without the hash of the set in force."""
    return line.partition("@")[0] if line else None


# ---------------------------------------------------------------------------------------- rows


async def _of_row(parts: Parts, asked: Question, key: UUID, found: Explanation) -> None:
    """Judges one row as the server would, in the order of its answers."""
    tests = list(_tests(asked))
    statement = facts_statement(
        asked.resource, asked.reach, asked.action, key, [test.sql for test in tests]
    )
    async with parts.database.transaction() as transaction:
        row = await transaction.fetch(statement)
    found.decision, found.status = "denied", 404
    if row is None:
        found.because = f"There is no such {asked.resource.title.lower()}."
        return
    seen, deleted, permitted, line, held, passed = row
    found.scopes = dict(zip(asked.resource.scopes, held, strict=True))
    found.lines = [_judged(each, found.scopes) for each in found.lines]
    failed = [test for test, holds in zip(tests, passed, strict=True) if not holds]
    found.hurdles = [test.message for test in failed]
    denying = {each.name for each in found.lines if each.effect == "deny"}
    line = _short(line) if permitted or _short(line) in denying else None
    found.line = line if seen and not deleted else None
    if not seen or deleted:
        why = "The row is deleted." if deleted else "The row is out of the person's sight."
        found.because = f"{why} {HIDDEN}"
    elif not permitted:
        found.status = 403
        found.because = "A line denies it for this row." if line else "No line allows it here."
    elif failed:
        found.decision, found.status = "refused", int(failed[0].code)
        found.because = f"The policy allows it, the model does not: {failed[0].message}."
    else:
        found.decision, found.status = "allowed", None
        found.because = "A line allows it for this row."


def _judged(line: Line, scopes: dict[str, bool]) -> Line:
    return replace(line, holds=True if line.scope == "any" else scopes.get(line.scope))


def _tests(asked: Question) -> Iterator[Check]:
    """What the model demands of the row: SQL over `{row}` and `{actor}`, and the status."""
    resource = asked.resource
    known = resource.action(asked.action)
    for number, person in enumerate(known.four_eyes if known else (), 1):
        said = f"four eyes: the person is one of those who may not ({number})"
        yield Check(f"coalesce(({person}) <> {{actor}}, true)", "403", said)
    if resource.frozen and asked.action in ("update", "delete"):
        yield Check(f"not coalesce(({resource.frozen}), false)", "409", "the row is frozen")
    if known is None:
        return
    if known.from_states:
        states = ", ".join(f"'{state}'" for state in known.from_states)
        said = f"the row is in none of the states {', '.join(known.from_states)}"
        yield Check(f'{{row}}."{resource.state_field}"::text in ({states})', "409", said)
    for guard in known.guard:
        yield Check(guard.sql, "409", f"{guard.code}: {guard.message}")


# ------------------------------------------------------------------------------------ the past


async def explain_event(parts: Parts, event: UUID) -> Past | None:
    """The decision behind an event of the trail, with the line as it was; None for no event."""
    statement = event_statement(parts.services.registry["audit_event"], event)
    async with parts.database.transaction() as transaction:
        row = await transaction.fetch(statement)
    if row is None:
        return None
    at, email, roles, action, kind, entity, outcome, reason, rule = row
    return Past(
        event=str(event),
        occurred_at=at.isoformat(),
        actor=email,
        roles=list(roles or ()),
        action=action,
        resource=kind,
        id=str(entity) if entity else None,
        outcome=outcome,
        reason=reason,
        rule=rule,
        text=await _as_it_was(parts, rule) if rule else None,
    )


async def _as_it_was(parts: Parts, rule: str) -> str | None:
    place, _, name = rule.partition("@")
    kept = await kept_policy(parts.database, name)
    if kept is not None and place == POLICY_FILE:
        return "no line of this policy matched"
    number = place.rpartition(":")[2]
    if kept is None or not number.isdigit():
        return None
    lines = kept.split("\n")
    return lines[int(number) - 1].strip() if int(number) <= len(lines) else None
