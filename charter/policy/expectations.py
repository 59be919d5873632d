"""`policies/tests/*.yaml`: decisions that people expect, each held against the policy.

    tests:
      - {role: risk_owner, may: update, resource: risk, scope: own}
      - {role: risk_owner, may_not: update, resource: risk, scope: other}

`scope` names what holds for the row, with what follows from it; `other` is a row for which no
scope holds. Without it the expectation is for every row there could be.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from charter.policy.claims import ClaimReader, Pair, testable
from charter.policy.space import Space
from charter.policy.strict_yaml import StrictReader
from generator.load.nodes import Entry, Mapping, Node, Sequence
from runtime.policy.rules import PolicyProblem

TESTS_FOLDER = "policies/tests"
OTHER = "other"


class Expected(StrEnum):
    """The verbs of a test; it has one."""

    MAY = "may"
    MAY_NOT = "may_not"
    SEES = "sees"
    SEES_NOT = "sees_not"
    CHANGES = "changes"
    CHANGES_NOT = "changes_not"

    @property
    def positive(self) -> bool:
        """Whether it must be possible."""
        return not self.value.endswith("_not")

    @property
    def of_fields(self) -> bool:
        """Whether it speaks of fields."""
        return self not in (Expected.MAY, Expected.MAY_NOT)


@dataclass(frozen=True, slots=True)
class Held:
    """A role that a person holds, perhaps limited to one row of this kind."""

    role: str
    limited_to: str | None = None

    def __str__(self) -> str:
        return f"{self.role} limited to a {self.limited_to}" if self.limited_to else self.role


@dataclass(frozen=True, slots=True)
class Expectation:
    """One line of a test file. `people` are tried one after another, each with all their roles.

    `scopes` hold for the row together; None stands for every row there could be. `inside` says
    whether the row lies within the limits of the roles.
    """

    file: str
    line: int
    expected: Expected
    people: tuple[tuple[Held, ...], ...]
    pairs: tuple[Pair, ...]
    scopes: tuple[str, ...] | None = None
    inside: bool = True
    name: str = ""


def read_expectations(project: Path, space: Space) -> tuple[list[Expectation], list[PolicyProblem]]:
    """All tests of a project, by file and line, and what is wrong with the files."""
    problems: list[PolicyProblem] = []
    found: list[Expectation] = []
    folder = project / TESTS_FOLDER
    if os.path.lexists(folder) and not folder.is_dir():
        problems.append(
            PolicyProblem(TESTS_FOLDER, 1, "P021", "is no folder: tests are files in it")
        )
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        file = f"{TESTS_FOLDER}/{path.name}"
        if path.suffix == ".yml":
            problems.append(
                PolicyProblem(file, 1, "P021", "is not read: the name must end in .yaml")
            )
        if path.suffix == ".yaml":
            reader = _TestReader(StrictReader(file, problems), space)
            documents = reader.reader.document(project, "tests")
            found += [each for document in documents if (each := reader.expectation(document))]
    return found, problems


class _TestReader(ClaimReader):
    def expectation(self, mapping: Mapping) -> Expectation | None:
        """The test of an entry, or None with a problem."""
        before = len(self.reader.problems)
        who = {"role", "roles_together", "limited_to"}
        if not self.reader.keys(mapping, {"name", "resource", "scope", "row", *who, *Expected}):
            return None
        verb = self.reader.one_of(mapping, tuple(Expected))
        if verb is None:
            return None
        expected = Expected(verb.key)
        found = Expectation(
            self.reader.file,
            mapping.at.line,
            expected,
            self._people(mapping),
            *(
                self._of_fields(mapping, verb)
                if expected.of_fields
                else self._of_rows(mapping, verb)
            ),
            inside=self._inside(mapping),
            name=self.reader.text(mapping, "name") if "name" in mapping else "",
        )
        return found if len(self.reader.problems) == before else None

    def _of_fields(self, mapping: Mapping, verb: Entry) -> tuple[tuple[Pair, ...], None]:
        for key in ("resource", "scope", "row"):
            if entry := mapping.entry(key):
                hint = "name the field as in user.email"
                self.reader.refuse(entry.at, f'"{key}" does not go with {verb.key}: {hint}')
        return self.fields(verb), None

    def _of_rows(
        self, mapping: Mapping, verb: Entry
    ) -> tuple[tuple[Pair, ...], tuple[str, ...] | None]:
        if "resource" not in mapping:
            self.reader.refuse(mapping.at, '"resource" is missing')
            return (), None
        before = len(self.reader.problems)
        pairs = self._pairs(mapping, verb.key)
        if len(self.reader.problems) > before or "scope" not in mapping:
            return tuple(pairs), None
        return self._with_scope(mapping, pairs)

    def _with_scope(
        self, mapping: Mapping, pairs: list[Pair]
    ) -> tuple[tuple[Pair, ...], tuple[str, ...]]:
        """The pairs whose row can be so; a list of scopes is a row for which all of them hold."""
        entry = mapping.entry("scope")
        scopes = [name for name in self.scopes(mapping, pairs, (OTHER,)) if name]
        if OTHER in scopes:
            if len(scopes) > 1 and entry:
                self.reader.refuse(entry.at, f'"{OTHER}" stands alone: no scope holds then')
            return tuple(pairs), ()
        fit = [
            (resource, action)
            for resource, action in pairs
            if all(testable(self.space, resource, action, name) for name in scopes)
        ]
        if scopes and not fit and entry:
            self.nothing(entry.at, "there is no row of which all of this can hold")
        return tuple(fit), tuple(scopes)

    # -------------------------------------------------------------------------------- people

    def _people(self, mapping: Mapping) -> tuple[tuple[Held, ...], ...]:
        entry = self.reader.one_of(mapping, ("role", "roles_together"))
        if entry is None:
            return ()
        if entry.key == "role":
            limit = self._limit(mapping.get("limited_to"))
            return tuple((Held(role, limit),) for role in self.roles(entry))
        if limited := mapping.entry("limited_to"):
            hint = "{role: auditor, limited_to: project}"
            self.reader.refuse(limited.at, f"say it within roles_together, as in {hint}")
        items = entry.value.items if isinstance(entry.value, Sequence) else ()
        if len(items) < 2:
            self.reader.refuse(entry.at, "roles_together is a list of two roles or more")
        return (tuple(held for item in items if (held := self._held(item))),)

    def _held(self, node: Node) -> Held | None:
        if not isinstance(node, Mapping):
            words = self.reader.words(node, "role", self.space.roles)
            return Held(words[0]) if words else None
        if not self.reader.keys(node, {"role", "limited_to"}, {"role"}):
            return None
        words = self.reader.words(node.get("role"), "role", self.space.roles)
        if len(words) != 1:
            return None
        return Held(words[0], self._limit(node.get("limited_to")))

    def _limit(self, node: Node | None) -> str | None:
        kinds = dict.fromkeys(
            kind for entity in self.space.entities.values() for kind, _ in entity.within
        )
        words = self.reader.words(node, "limit of roles", kinds)
        if node is not None and len(words) > 1:
            self.reader.refuse(node.at, "a role is limited to one row")
        return words[0] if words else None

    def _inside(self, mapping: Mapping) -> bool:
        entry = mapping.entry("row")
        if entry is None:
            return True
        if not any(held.limited_to for person in self._quietly(mapping) for held in person):
            self.nothing(entry.at, '"row" goes with limited_to')
        return self.reader.words(entry.value, "place of a row", ("inside", "outside")) != [
            "outside"
        ]

    def _quietly(self, mapping: Mapping) -> Iterator[tuple[Held, ...]]:
        """The people again, without saying twice what is wrong with them."""
        said = len(self.reader.problems)
        yield from self._people(mapping)
        del self.reader.problems[said:]
