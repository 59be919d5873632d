"""The policy as its text says it, read here line by line: the oracle of the matrix.

Nothing of `runtime.policy` is used, so that the server is held against the file and not against
its own reading of it.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from generated.registry import REGISTRY
from runtime.resource import Resource
from tests.api.conftest import ROOT

POLICY = "policies/policy.csv"

type Limit = tuple[str, str]
"""To what an assignment is limited: (`business_unit`, its id)."""


@dataclass(frozen=True, slots=True)
class Line:
    """A `p` line."""

    number: int
    role: str
    resource: str
    action: str
    scope: str
    allow: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """A line that speaks of the caller, through an assignment with that limit."""

    line: Line
    limit: Limit | None

    def holds(self, held: Iterable[str], within: Mapping[str, str | None]) -> bool:
        """Whether it applies to a row for which these scopes hold and that lies there."""
        inside = self.limit is None or within.get(self.limit[0]) == self.limit[1]
        return inside and (self.line.scope == "any" or self.line.scope in held)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the file says of a caller, a resource and a word, before any row is seen."""

    allows: tuple[Claim, ...] = ()
    denies: tuple[Claim, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether no row can be reached."""
        blanket = any(c.line.scope == "any" and c.limit is None for c in self.denies)
        return blanket or not self.allows

    @property
    def open(self) -> bool:
        """Whether it is granted without a limit: what an action without a row asks for."""
        granted = any(c.line.scope == "any" and c.limit is None for c in self.allows)
        return granted and not self.refused

    @property
    def everything(self) -> bool:
        """Whether every row is reached."""
        return self.open and not self.denies


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: a name among the people (empty: nobody signed in), and the roles held."""

    name: str
    id: str | None = None
    assignments: tuple[tuple[str, Limit | None], ...] = ()

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles held."""
        return tuple(role for role, _ in self.assignments)

    @property
    def refusal(self) -> int:
        """The status where no rule applies."""
        return 403 if self.name else 401


@dataclass(slots=True)
class Text:
    """The lines of policy.csv."""

    lines: list[Line] = field(default_factory=list)
    masks: list[tuple[str, str, frozenset[str], bool]] = field(default_factory=list)
    above: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def closure(self, role: str) -> frozenset[str]:
        """The role and all whose lines it has as well."""
        found, waiting = {role}, [role]
        while waiting:
            for parent in self.above[waiting.pop()] - found:
                found.add(parent)
                waiting.append(parent)
        return frozenset(found)

    def verdict(self, caller: Caller, resource: Resource, word: str) -> Verdict:
        """What the lines say; a limited assignment says nothing where there is no path to it."""
        claims = [
            Claim(line, limit)
            for role, limit in caller.assignments
            if limit is None or limit[0] in resource.within
            for line in self.lines
            if line.role in self.closure(role)
            and line.resource in ("*", resource.name)
            and line.action in ("*", word)
        ]
        return Verdict(
            tuple(claim for claim in claims if claim.line.allow),
            tuple(claim for claim in claims if not claim.line.allow),
        )

    def masked(self, caller: Caller, resource: Resource, *, hidden: bool) -> frozenset[str]:
        """The fields hidden from the caller, or those that are hidden or only readable."""
        roles = {each for role in caller.roles for each in self.closure(role)}
        found: set[str] = set()
        for role, name, fields, hides in self.masks:
            if role in roles and name == resource.name and (hides or not hidden):
                every = {known.name for known in resource.fields} - {"id"}
                found |= every if "*" in fields else fields
        return frozenset(found)


def _read() -> Text:
    text = Text()
    rows = (ROOT / POLICY).read_text().splitlines()
    for number, row in enumerate(rows, 1):
        cells = [cell.strip() for cell in next(csv.reader([row]), [])] or [""]
        if cells[0] == "p":
            role, resource, action, scope, effect = cells[1:]
            text.lines.append(Line(number, role, resource, action, scope, effect == "allow"))
        elif cells[0] == "p2":
            role, resource, names, effect = cells[1:]
            fields = frozenset(name.strip() for name in names.split("|"))
            text.masks.append((role, resource, fields, effect == "hidden"))
        elif cells[0] == "g":
            text.above[cells[1]].add(cells[2])
    return text


TEXT = _read()


_VERDICTS: dict[tuple[Caller, str, str], Verdict] = {}


def verdict(caller: Caller, resource: Resource, word: str) -> Verdict:
    """What policy.csv says of the caller, the resource and the word."""
    key = (caller, resource.name, word)
    if key not in _VERDICTS:
        _VERDICTS[key] = TEXT.verdict(caller, resource, word)
    return _VERDICTS[key]


def hidden_fields(caller: Caller, resource: Resource) -> frozenset[str]:
    """The fields that the file hides from the caller."""
    return TEXT.masked(caller, resource, hidden=True)


def unwritable_fields(caller: Caller, resource: Resource) -> frozenset[str]:
    """The fields that the file hides or makes read-only for the caller."""
    return TEXT.masked(caller, resource, hidden=False)


def words(resource: Resource) -> list[str]:
    """Every word that a policy can say of the resource."""
    routes = [word for word in ("create", "update", "delete") if word in resource.routes]
    return ["read", *routes, *(each.name for each in resource.actions if not each.system)]


assert {line.role for line in TEXT.lines} <= set(REGISTRY.roles), "the file is read wrongly"
