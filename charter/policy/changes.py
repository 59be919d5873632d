"""What a difference of two policies is made of: single facts, and sentences that gather them.

A fact is of one role, resource and word (an action or a field). What is said alike of several
words, roles and resources becomes one sentence, so that a large change can still be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum
from typing import Any

from charter.policy.access import OWN_ACTIONS, AccessTable
from charter.policy.holds import may_change
from runtime.policy.rules import POLICY_FILE

SHOWN = 6
"""Lines named in one sentence; JSON holds them all."""


class Kind(StrEnum):
    """Whether something is given, means something else, or is taken away."""

    GRANT = "grant"
    CHANGE = "change"
    TAKE = "take"


class Danger(IntEnum):
    """How closely to look, the worst first."""

    WRITES_ANY = 0
    WRITES_SOME = 1
    ACTS_ANY = 2
    ACTS_SOME = 3
    READS_ANY = 4
    READS_SOME = 5
    SEES_FIELD = 6
    SETS_FIELD = 7


@dataclass(frozen=True, slots=True)
class Change:
    """One sentence. `lines` are of the policy as it stands, `lines_before` of the earlier one."""

    kind: Kind
    text: str
    danger: int = 0
    roles: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()
    lines_before: tuple[int, ...] = ()

    def sentence(self, revision: str) -> str:
        """The text with the lines behind it; those of the earlier policy are `at` its revision."""
        said = [_cited(self.lines)] if self.lines else []
        said += [f"{_cited(self.lines_before)} at {revision}"] if self.lines_before else []
        return f"{self.text} ({'; '.join(said)})" if said else self.text

    def document(self, revision: str) -> dict[str, Any]:
        """For programs: everything, the sentence as `text`."""
        return {
            "kind": self.kind.value,
            "roles": list(self.roles),
            "resources": list(self.resources),
            "actions": list(self.actions),
            "scopes": list(self.scopes),
            "fields": list(self.fields),
            "lines": list(self.lines),
            "lines_before": list(self.lines_before),
            "text": self.sentence(revision),
        }


@dataclass(frozen=True, slots=True)
class Said:
    """What is said, apart from of whom and what: facts that are equal here share a sentence.

    `template` has the places {roles}, {words} and {resources}, the last two also as {any_word} and
    {any_resource} (joined by "or"), and {s} and {be} for verbs.
    """

    kind: Kind
    danger: Danger
    template: str
    scopes: tuple[str, ...] = ()
    of_fields: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One effect that is not what it was."""

    said: Said
    roles: tuple[str, ...]
    resources: tuple[str, ...]
    words: tuple[str, ...]
    lines: frozenset[int] = frozenset()
    lines_before: frozenset[int] = frozenset()


def gathered(facts: Iterable[Fact], inherited: Callable[[str], frozenset[str]]) -> list[Change]:
    """The facts as sentences: words are joined first, then roles, then resources."""
    found = list(facts)
    found = _joined(found, lambda f: (f.said, f.roles, f.resources), "words")
    found = _joined(found, lambda f: (f.said, f.words, f.resources), "roles")
    found = _joined(found, lambda f: (f.said, f.words, f.roles), "resources")
    return [_sentence(fact, inherited) for fact in found]


def _joined(facts: list[Fact], key: Callable[[Fact], object], part: str) -> list[Fact]:
    groups: dict[object, Fact] = {}
    for fact in facts:
        first = groups.setdefault(key(fact), fact)
        if first is not fact:
            both = dict.fromkeys((*getattr(first, part), *getattr(fact, part)))
            changed: Mapping[str, Any] = {part: tuple(both)}
            groups[key(fact)] = replace(
                first,
                lines=first.lines | fact.lines,
                lines_before=first.lines_before | fact.lines_before,
                **changed,
            )
    return list(groups.values())


def _sentence(fact: Fact, inherited: Callable[[str], frozenset[str]]) -> Change:
    said = fact.said
    heads = _heads(fact.roles, inherited)
    text = said.template.format(
        roles=people(fact.roles, inherited),
        words=listed(fact.words),
        resources=listed(fact.resources),
        any_word=listed(fact.words, "or"),
        any_resource=listed(fact.resources, "or"),
        s="s" if len(heads) == 1 else "",
        be="is" if len(heads) == 1 else "are",
    )
    return Change(
        said.kind,
        text,
        said.danger,
        fact.roles,
        fact.resources,
        () if said.of_fields else fact.words,
        said.scopes,
        fact.words if said.of_fields else (),
        tuple(sorted(fact.lines)),
        tuple(sorted(fact.lines_before)),
    )


def danger(table: AccessTable, resource: str, action: str, *, every: bool) -> Danger:
    """How closely to look at an action that is given, on every row or on some."""
    if action not in may_change(table.entity(resource)):
        return Danger.READS_ANY if every else Danger.READS_SOME
    if action in OWN_ACTIONS:
        return Danger.WRITES_ANY if every else Danger.WRITES_SOME
    return Danger.ACTS_ANY if every else Danger.ACTS_SOME


def people(roles: Sequence[str], inherited: Callable[[str], frozenset[str]]) -> str:
    """The roles, with those apart that have it from another of them."""
    heads = _heads(roles, inherited)
    heirs = [role for role in roles if role not in heads]
    through = f" (and by inheritance {listed(heirs)})" if heirs else ""
    return f"{listed(heads)}{through}"


def _heads(roles: Sequence[str], inherited: Callable[[str], frozenset[str]]) -> list[str]:
    return [role for role in roles if not (inherited(role) - {role}) & set(roles)]


def listed(names: Sequence[str], word: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    *first, last = names
    return f"{', '.join(first)} {word} {last}" if first else last


def _cited(lines: Sequence[int]) -> str:
    said = ", ".join(map(str, lines[:SHOWN]))
    more = f" and {len(lines) - SHOWN} more" if len(lines) > SHOWN else ""
    return f"{POLICY_FILE}:{said}{more}"
