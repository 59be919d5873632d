"""The words that invariants and tests share: role, may, resource, scope, and fields.

A list means each of its words. What is left out means all: no `role` is every role, no
`resource` every resource. A word that meets nothing in the model is a problem, because a claim
about nothing always holds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from charter.policy.space import GROUPS, Space
from charter.policy.strict_yaml import StrictReader
from generator.load.nodes import Entry, Mapping
from generator.problems import At

type Pair = tuple[str, str]
"""A resource with one of its actions, or with one of its fields."""

ALL_FIELDS = "*"


@dataclass(frozen=True, slots=True)
class Deeds:
    """What is done: actions, and the scopes that hold for the row (None: whatever the row)."""

    pairs: tuple[Pair, ...]
    scopes: tuple[str | None, ...]

    def points(self, space: Space) -> Iterator[tuple[str, str, str | None]]:
        """(resource, action, scope) where the scope can be tested."""
        for resource, action in self.pairs:
            for scope in self.scopes:
                if scope is None or testable(space, resource, action, scope):
                    yield resource, action, scope


def testable(space: Space, resource: str, action: str, scope: str) -> bool:
    """Whether that scope can be tested for that action."""
    return scope in space.logic(resource).names and space.at_row(resource, action)


class ClaimReader:
    """Reads the shared words of one file against a model."""

    def __init__(self, reader: StrictReader, space: Space) -> None:
        self.reader = reader
        self.space = space

    def roles(self, entry: Entry | None) -> tuple[str, ...]:
        """The roles named, in the order written; all where there is no entry."""
        if entry is None:
            return self.space.roles
        return tuple(self.reader.words(entry.value, "role", self.space.roles))

    def deeds(self, mapping: Mapping, verb: str = "may") -> Deeds | None:
        """What `may`, `resource` and `scope` say together; None with a problem."""
        before = len(self.reader.problems)
        pairs = self._pairs(mapping, verb)
        if len(self.reader.problems) > before:
            return None
        scopes = self.scopes(mapping, pairs)
        if len(self.reader.problems) > before:
            return None
        return Deeds(tuple(pairs), scopes or (None,))

    def _pairs(self, mapping: Mapping, verb: str) -> list[Pair]:
        resources = self._resources(mapping)
        entry = mapping.entry(verb)
        if entry is None:
            words = ["any"]
        else:
            known = dict.fromkeys(n for each in resources for n in self.space.actions(each))
            what = f"action of {' or '.join(resources)}" if "resource" in mapping else "action"
            words = self.reader.words(entry.value, what, [*known, *GROUPS])
        pairs = {
            word: [(name, action) for name in resources for action in self.space.chosen(name, word)]
            for word in words
        }
        for word, found in pairs.items():
            if entry is not None and not found:
                self.nothing(entry.at, f'none of these resources has an action of "{word}"')
        chosen = dict.fromkeys(pair for found in pairs.values() for pair in found)
        self._none_idle(mapping, resources, {resource for resource, _ in chosen})
        return list(chosen)

    def _resources(self, mapping: Mapping) -> list[str]:
        entry = mapping.entry("resource")
        if entry is None:
            return list(self.space.entities)
        return self.reader.words(entry.value, "resource", self.space.entities)

    def _none_idle(self, mapping: Mapping, resources: list[str], used: Collection[str]) -> None:
        entry = mapping.entry("resource")
        for resource in resources if entry and used else ():
            if resource not in used and entry:
                self.nothing(entry.at, f"{resource} has no such action")

    def scopes(
        self, mapping: Mapping, pairs: list[Pair], also: tuple[str, ...] = ("any",)
    ) -> tuple[str | None, ...]:
        """The scopes named, `any` as None; each must be testable somewhere among the pairs.

        `also` are words known besides the scopes, given back as they stand, `any` excepted.
        """
        entry = mapping.entry("scope")
        if entry is None:
            return ()
        resources = dict.fromkeys(resource for resource, _ in pairs)
        known = {name for each in resources for name in self.space.logic(each).names}
        found = self.reader.words(entry.value, "scope here", [*sorted(known), *also])
        for name in (name for name in found if name in known):
            if not any(testable(self.space, *pair, name) for pair in pairs):
                self.nothing(entry.at, f'no row is there on which to test "{name}"')
        if "resource" in mapping and found and not set(found) & set(also):
            self._none_untested(entry, resources, found)
        return tuple(None if name == "any" else name for name in found)

    def _none_untested(self, entry: Entry, resources: Collection[str], named: list[str]) -> None:
        for resource in resources:
            if not set(named) & set(self.space.logic(resource).names):
                self.nothing(entry.at, f"{resource} has no such scope")

    def nothing(self, at: At, why: str) -> None:
        """Notes a claim about nothing."""
        self.reader.refuse(at, f"this speaks of nothing: {why}", "P025")

    # -------------------------------------------------------------------------------- fields

    def fields(self, entry: Entry) -> tuple[Pair, ...]:
        """Fields as `user.email`, or `user.*` for all of a resource."""
        known = {f"{r}.{name}" for r in self.space.entities for name in self._field_words(r)}
        found: dict[Pair, None] = {}
        for word in self.reader.words(entry.value, "field (as in user.email)", known):
            resource, _, name = word.partition(".")
            names = self._all_fields(resource) if name == ALL_FIELDS else [name]
            found |= dict.fromkeys((resource, each) for each in names)
        return tuple(found)

    def _all_fields(self, resource: str) -> list[str]:
        return [name for name in self._field_words(resource) if name != ALL_FIELDS]

    def _field_words(self, resource: str) -> list[str]:
        """What is in answers, and the secrets, which are not."""
        secret = [field.name for field in self.space.entities[resource].fields if field.secret]
        return [*sorted(self.space.table.words.resources[resource].fields), *secret, ALL_FIELDS]
