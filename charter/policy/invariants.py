"""`policies/invariants.yaml`: what must hold of the policy whatever rows there are, as values.

    invariants:
      - name: Nobody approves evidence that they own.
        never: {may: approve, resource: evidence, scope: own}

An invariant is a sentence and one of four forms. In the braces stands one verb: `may` with
actions, `sees` or `changes` with fields.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from charter.policy.claims import ClaimReader, Deeds, Pair
from charter.policy.fields import Fields
from charter.policy.space import Excuse, Space
from charter.policy.strict_yaml import StrictReader
from generator.load.nodes import Entry, Mapping, Sequence
from runtime.policy.rules import PolicyProblem

INVARIANTS_FILE = "policies/invariants.yaml"

NOTHING = Deeds((), ())


class Form(StrEnum):
    """What is claimed of the roles: none of these, none but these, each of these, one of these."""

    NEVER = "never"
    ONLY = "only"
    ALWAYS = "always"
    SOMEBODY = "somebody"


class Verb(StrEnum):
    """What is done: an action, or a field seen or changed."""

    MAY = "may"
    SEES = "sees"
    CHANGES = "changes"


@dataclass(frozen=True, slots=True)
class Invariant:
    """One invariant, with every word resolved.

    `roles` are those of whom it is proven: for `only` all the others. `deeds` are set for `may`,
    `fields` for the other verbs. `line` is where it begins in the file.
    """

    line: int
    name: str
    form: Form
    verb: Verb
    roles: tuple[str, ...]
    deeds: Deeds = NOTHING
    fields: tuple[Pair, ...] = ()
    excuses: tuple[Excuse, ...] = ()


def read_invariants(project: Path, space: Space) -> tuple[list[Invariant], list[PolicyProblem]]:
    """The invariants of a project and what is wrong with the file; a missing file holds none."""
    problems: list[PolicyProblem] = []
    # A link that leads nowhere is there, and must not pass for a file that nobody wrote.
    if not os.path.lexists(project / INVARIANTS_FILE):
        return [], problems
    reader = _InvariantReader(StrictReader(INVARIANTS_FILE, problems), space)
    documents = reader.reader.document(project, "invariants")
    found = [invariant for each in documents if (invariant := reader.invariant(each))]
    return found, problems


class _InvariantReader(ClaimReader):
    """Reads entries one after another; a name may stand once."""

    def __init__(self, reader: StrictReader, space: Space) -> None:
        super().__init__(reader, space)
        self._names: dict[str, int] = {}
        self._fields = Fields(space)

    def invariant(self, mapping: Mapping) -> Invariant | None:
        """The invariant of an entry, or None with a problem."""
        before = len(self.reader.problems)
        if not self.reader.keys(mapping, {"name", "except", *Form}, {"name"}):
            return None
        name = self.reader.text(mapping, "name")
        first = self._names.setdefault(name, mapping.at.line)
        if first != mapping.at.line:
            self.reader.refuse(mapping.at, f"the same name stands on line {first}", "P024")
        entry = self.reader.one_of(mapping, tuple(Form))
        if entry is None:
            return None
        if not isinstance(entry.value, Mapping):
            self.reader.refuse(entry.at, f"{entry.key} is followed by keys, as in {{may: read}}")
            return None
        found = self._claim(mapping, Form(entry.key), name, entry.value)
        return found if len(self.reader.problems) == before else None

    def _claim(self, mapping: Mapping, form: Form, name: str, claim: Mapping) -> Invariant | None:
        needed = {"role"} if form is Form.ONLY else set()
        known = {"role", "resource", "scope", *Verb}
        if not self.reader.keys(claim, known, needed):
            return None
        verb = self.reader.one_of(claim, tuple(Verb))
        if verb is None:
            return None
        roles = self._concerned(form, claim)
        found = Invariant(mapping.at.line, name, form, Verb(verb.key), roles)
        if found.verb is Verb.MAY:
            deeds = self.deeds(claim)
            if deeds is None:
                return None
            found = replace(found, deeds=deeds)
        else:
            self._refuse_rows(claim, verb)
            found = replace(found, fields=self.fields(verb))
        return replace(found, excuses=self._excuses(mapping, found))

    def _concerned(self, form: Form, claim: Mapping) -> tuple[str, ...]:
        entry = claim.entry("role")
        named = self.roles(entry)
        if form is not Form.ONLY:
            return named
        others = tuple(role for role in self.space.roles if role not in named)
        if not others and entry:
            self.nothing(entry.at, "there is no other role")
        return others

    def _refuse_rows(self, claim: Mapping, verb: Entry) -> None:
        for key in ("resource", "scope"):
            if entry := claim.entry(key):
                hint = "name the field as in user.email; scopes belong under except"
                self.reader.refuse(entry.at, f'"{key}" does not go with {verb.key}: {hint}')

    # --------------------------------------------------------------------------- exceptions

    def _excuses(self, mapping: Mapping, found: Invariant) -> tuple[Excuse, ...]:
        entry = mapping.entry("except")
        if entry is None:
            return ()
        if found.form not in (Form.NEVER, Form.ONLY):
            self.reader.refuse(entry.at, "only never and only have exceptions")
            return ()
        items = entry.value.items if isinstance(entry.value, Sequence) else (entry.value,)
        if not items:
            self.reader.refuse(entry.at, "the list is empty")
        return tuple(excuse for item in items if (excuse := self._excuse(item, entry, found)))

    def _excuse(self, node: object, entry: Entry, found: Invariant) -> Excuse | None:
        known = {"role", "may", "resource", "scope"}
        if not isinstance(node, Mapping) or not node.entries:
            self.reader.refuse(entry.at, "an exception is keys, as in {resource: user, scope: own}")
            return None
        if not self.reader.keys(node, known):
            return None
        roles, deeds = self.roles(node.entry("role")), self.deeds(node)
        if deeds is None:
            return None
        claimed = set(self._claimed(found))
        pairs = frozenset(pair for pair in deeds.pairs if pair in claimed)
        if not set(roles) & set(found.roles) or not pairs:
            self.nothing(node.at, "the invariant does not claim it in the first place")
            return None
        scopes = tuple("any" if scope is None else scope for scope in deeds.scopes)
        return Excuse(frozenset(roles), pairs, scopes)

    def _claimed(self, found: Invariant) -> Iterator[Pair]:
        """The pairs of resource and action in which an exception can have a part."""
        for resource, action in found.deeds.pairs:
            yield resource, action
            if action == "delete":
                yield from ((parent, "delete") for parent in self.space.cascades(resource))
        for resource, field in found.fields:
            if found.verb is Verb.SEES:
                yield from (
                    (each.resource, "read") for each in self._fields.sights(resource, field)
                )
            else:
                yield from ((resource, name) for name, _ in self._fields.setters(resource, field))
