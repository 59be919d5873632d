"""The policy as a finite table: every role, resource and action, with the lines that speak of it.

Everything here is decided from the files alone. A cell knows scopes by name and not by row: what
it says holds whatever rows there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from charter.vocabulary import vocabulary_from_model
from generator.model import Action, Entity, Model
from runtime.policy.rules import FieldRule, Rule, RuleSet
from runtime.policy.vocabulary import closure

OWN_ACTIONS = ("create", "read", "update", "delete")


@dataclass(frozen=True, slots=True)
class Cell:
    """What the policy says of one role, resource and action, inherited lines included.

    `allows` and `denies` are the lines that match, in the order of the file.
    """

    role: str
    resource: str
    action: str
    allows: tuple[Rule, ...] = ()
    denies: tuple[Rule, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether no row can be reached: no allow, or a deny of scope `any`."""
        return not self.allows or any(rule.scope == "any" for rule in self.denies)

    @property
    def everything(self) -> bool:
        """Whether every row is reached."""
        return not self.denies and any(rule.scope == "any" for rule in self.allows)

    @property
    def scopes(self) -> tuple[str, ...]:
        """The scopes granted, each once; `any` swallows the others; none where refused."""
        if self.refused:
            return ()
        granted = tuple(dict.fromkeys(rule.scope for rule in self.allows))
        return ("any",) if "any" in granted else granted

    @property
    def excepted(self) -> tuple[str, ...]:
        """The scopes in which it is denied all the same."""
        return () if self.refused else tuple(dict.fromkeys(rule.scope for rule in self.denies))


class AccessTable:
    """A rule set over the words of a model. The rules must have passed `check_rules`."""

    def __init__(self, model: Model, rules: RuleSet) -> None:
        self.model = model
        self.rules = rules
        self.words = vocabulary_from_model(model)
        self.roles = tuple(role.name for role in model.roles)
        self._closure = closure(rules)
        self._entities = {entity.resource: entity for entity in model.entities.values()}
        self._rules: dict[tuple[str, str], list[Rule]] = defaultdict(list)
        self._masks: dict[tuple[str, str], list[FieldRule]] = defaultdict(list)
        for rule in rules.rules:
            self._rules[rule.role, rule.resource].append(rule)
        for mask in rules.field_rules:
            self._masks[mask.role, mask.resource].append(mask)

    def inherited(self, role: str) -> frozenset[str]:
        """The role and all whose lines it has as well."""
        return self._closure.get(role, frozenset({role}))

    def actions(self, resource: str) -> tuple[str, ...]:
        """The policy words of a resource: the four first, then those of the model in its order."""
        known = self.words.resources[resource].actions
        entity = self.entity(resource)
        named = (action.name for action in named_actions(entity))
        return tuple(word for word in (*OWN_ACTIONS, *named) if word in known)

    def entity(self, resource: str) -> Entity:
        """The entity of that policy word; KeyError if there is none."""
        return self._entities[resource]

    def cell(self, role: str, resource: str, action: str) -> Cell:
        """What is said of one role, resource and action."""
        matching = sorted(
            (
                rule
                for held in self.inherited(role)
                for named in ("*", resource)
                for rule in self._rules.get((held, named), ())
                if rule.action in ("*", action)
            ),
            key=lambda rule: rule.line,
        )
        return Cell(
            role,
            resource,
            action,
            tuple(rule for rule in matching if rule.allow),
            tuple(rule for rule in matching if not rule.allow),
        )

    def cells(self) -> Iterator[Cell]:
        """The whole space, in the order of the model."""
        for entity in self.model.entities.values():
            for action in self.actions(entity.resource):
                for role in self.roles:
                    yield self.cell(role, entity.resource, action)

    def masks(self, role: str, resource: str) -> Mapping[str, FieldRule]:
        """The fields hidden from a role or only readable for it, with the line; hidden wins."""
        found: dict[str, FieldRule] = {}
        for held in sorted(self.inherited(role)):
            for mask in self._masks.get((held, resource), ()):
                for name in self._fields(mask):
                    if name not in found or (mask.hidden and not found[name].hidden):
                        found[name] = mask
        return found

    def _fields(self, mask: FieldRule) -> Iterator[str]:
        if "*" in mask.fields:
            yield from sorted(self.words.resources[mask.resource].fields - {"id"})
        else:
            yield from mask.fields


def named_actions(entity: Entity) -> Iterator[Action]:
    """Actions, then transitions, that a person can take."""
    transitions = entity.states.transitions if entity.states else ()
    for action in (*entity.actions, *transitions):
        if not action.system:
            yield action
