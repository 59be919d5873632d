"""What an actor may do as a finite list: a decision for each resource and action, without rows.

For clients that build their screens from it, and for whoever weighs a change of roles. Whatever
it lists the policy still tests on each row, and the model's four eyes, states and frozen rows
hold besides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from runtime.policy.reach import Decision, Grant, Reach
from runtime.resource import Registry, Resource

type Limit = tuple[str, UUID] | None


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a resource: those of a scope, within the limit of the assignment if it has one.

    `lines` are the policy lines that name them.
    """

    scope: str
    limit: Limit
    lines: tuple[str, ...]

    def cover(self, other: Rows) -> bool:
        """Whether all of the other rows are among these, whatever rows there are."""
        return self.scope in ("any", other.scope) and self.limit in (None, other.limit)


@dataclass(frozen=True, slots=True)
class Right:
    """The rows of an action: those of `allow` less those of `deny`.

    Neither names rows twice: what another part covers is left out, and so is an `allow` of which
    a `deny` leaves nothing. Without `allow` there is no right.
    """

    allow: tuple[Rows, ...] = ()
    deny: tuple[Rows, ...] = ()

    @property
    def everything(self) -> bool:
        """Whether it reaches every row."""
        return not self.deny and any(r.scope == "any" and r.limit is None for r in self.allow)

    def exceeds(self, other: Right) -> bool:
        """Whether it may reach rows that the other does not."""
        if not self.allow or not other.allow:
            return bool(self.allow)
        more = any(not _covered(rows, other.allow) for rows in self.allow)
        return more or any(not _covered(rows, self.deny) for rows in other.deny)


NOTHING = Right()


@dataclass(frozen=True, slots=True)
class Permitted:
    """A resource of which something may be done.

    `rights` by action, in the order of the policy words; `hidden` and `read_only` fields in the
    order of the resource, none in both.
    """

    resource: str
    rights: Mapping[str, Right]
    hidden: tuple[str, ...] = ()
    read_only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangedRight:
    """An action of which more or less may be done than before."""

    resource: str
    action: str
    before: Right
    after: Right


@dataclass(frozen=True, slots=True)
class ChangedMask:
    """A field that becomes, or ceases to be, hidden or read-only."""

    resource: str
    field: str
    effect: str


def words(resource: Resource) -> tuple[str, ...]:
    """The policy words of a resource: the plain ones first, then those of the model."""
    plain = ("create", "read", "update", "delete")
    named = (action.name for action in resource.actions if not action.system)
    return (*(word for word in plain if word == "read" or word in resource.routes), *named)


def permissions(reach: Reach, registry: Registry) -> tuple[Permitted, ...]:
    """Every resource of which the actor may do anything, in the order of the model."""
    found = []
    for resource in registry.resources:
        rights = {word: right(reach, resource, word) for word in words(resource)}
        rights = {word: each for word, each in rights.items() if each.allow}
        if rights:
            found.append(Permitted(resource.name, rights, *_masks(reach, resource)))
    return tuple(found)


def right(reach: Reach, resource: Resource, word: str) -> Right:
    """What the actor may do under that policy word."""
    decision = reach.decide(resource, word)
    action = resource.action(word)
    if action is not None and not action.at_row:
        return _at_collection(decision)
    deny = _joined(decision.refusals) if decision.grants else _denied(decision)
    allow = tuple(r for r in _joined(decision.grants) if not _covered(r, deny))
    return Right(allow, deny)


def changed_rights(
    reaches: tuple[Reach, Reach], registry: Registry
) -> tuple[list[ChangedRight], list[ChangedRight]]:
    """What the second reach has beyond the first, and what it lacks of it.

    An action stands in both where neither right covers the other.
    """
    before, after = reaches
    gained, lost = [], []
    for resource in registry.resources:
        for word in words(resource):
            had, has = right(before, resource, word), right(after, resource, word)
            change = ChangedRight(resource.name, word, had, has)
            if has.exceeds(had):
                gained.append(change)
            if had.exceeds(has):
                lost.append(change)
    return gained, lost


def added_masks(before: Sequence[Permitted], after: Sequence[Permitted]) -> Iterator[ChangedMask]:
    """The masks in `after` that are not in `before`, of resources that both list."""
    known = {each.resource: each for each in before}
    for each in after:
        was = known.get(each.resource)
        if was is None:
            continue
        for effect, fields, earlier in (
            ("hidden", each.hidden, was.hidden),
            ("read_only", each.read_only, was.read_only),
        ):
            for name in fields:
                if name not in earlier:
                    yield ChangedMask(each.resource, name, effect)


def _at_collection(decision: Decision) -> Right:
    """No row to test a scope or a limit on: an unlimited `any` decides alone, as it is served."""
    if not decision.grants:
        return Right(deny=_denied(decision))
    whole = (r for r in _joined(decision.grants) if r.scope == "any" and r.limit is None)
    return Right(tuple(whole))


def _denied(decision: Decision) -> tuple[Rows, ...]:
    """The deny line that leaves no row, if it is one that decided."""
    return (Rows("any", None, (decision.line,)),) if decision.line is not None else ()


def _joined(grants: Sequence[Grant]) -> tuple[Rows, ...]:
    """One part for each scope and limit, less those that another part covers."""
    lines: dict[tuple[str, Limit], set[str]] = {}
    for grant in grants:
        lines.setdefault((grant.scope, grant.limit), set()).add(grant.line)
    parts = [Rows(*key, tuple(sorted(said, key=_place))) for key, said in lines.items()]
    kept = [r for r in parts if not any(o is not r and o.cover(r) for o in parts)]
    return tuple(sorted(kept, key=lambda r: (r.limit is not None, str(r.limit), r.scope)))


def _place(line: str) -> tuple[int, str]:
    """Sorts `policies/policy.csv:9@…` before `policies/policy.csv:10@…`."""
    return len(line), line


def _covered(rows: Rows, by: Sequence[Rows]) -> bool:
    return any(each.cover(rows) for each in by)


def _masks(reach: Reach, resource: Resource) -> tuple[tuple[str, ...], tuple[str, ...]]:
    mask = reach.mask(resource)
    shown = [known.name for known in resource.fields if not known.secret]
    hidden = tuple(name for name in shown if name in mask.hidden)
    return hidden, tuple(n for n in shown if n in mask.read_only and n not in mask.hidden)
