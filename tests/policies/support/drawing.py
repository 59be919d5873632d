"""Policies and actors drawn at random, of every shape the language of policies has."""

# ruff: noqa: S311  # random cases, not secrets

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from runtime.actor import Actor, Assignment
from runtime.policy.rules import RuleSet, read_rules
from runtime.policy.vocabulary import Vocabulary, check_rules, vocabulary_of
from runtime.resource import Registry

RESOURCES = ("document", "document", "document", "document", "remark", "remark", "folder")
"""What is asked about, as often as it stands here."""


class Drawing:
    """Draws from one seed; the files of each policy replace those of the one before."""

    def __init__(self, seed: int, registry: Registry, folder: Path, model_file: Path) -> None:
        self.choose = random.Random(seed)
        self.folder = folder
        self.words: Vocabulary = vocabulary_of(registry)
        self.roles = sorted(registry.roles)
        (folder / "policies").mkdir(parents=True, exist_ok=True)
        (folder / "policies" / "model.conf").write_bytes(model_file.read_bytes())

    # ------------------------------------------------------------------------------ policies

    def policy(self) -> tuple[RuleSet, str]:
        """A policy in known words, as stock Casbin finds it, and its text.

        Lines that can never match, which a server refuses, are among them: they decide nothing.
        """
        lines = dict.fromkeys(self._rule() for _ in range(self.choose.randint(3, 16)))
        heirs = self.choose.sample(self.roles, len(self.roles))
        for place, role in enumerate(heirs):
            for inherited in heirs[:place]:
                if self.choose.random() < 0.15:
                    lines[f"g, {role}, {inherited}"] = None
        shuffled = list(lines)
        self.choose.shuffle(shuffled)
        text = "\n".join(shuffled) + "\n"
        policies = self.folder / "policies"
        (policies / "policy.csv").write_text(text)
        rules = read_rules(policies / "policy.csv", policies / "model.conf")
        check_rules(rules, self.words)
        assert rules.problems == []
        return rules, text

    def _rule(self) -> str:
        role = self.choose.choice(self.roles)
        resource = "*" if self.choose.random() < 0.1 else self.choose.choice((*RESOURCES, "user"))
        effect = "allow" if self.choose.random() < 0.75 else "deny"
        if resource == "*":
            action = self.choose.choice(("*", "read", "update", "create", "delete", "approve"))
            return f"p, {role}, *, {action}, any, {effect}"
        words = self.words.resources[resource]
        wide = self.choose.random() < (0.8 if resource == "user" else 0.4)
        action = "*" if wide else self.choose.choice(sorted(words.actions))
        bare = self.choose.random() < (0.25 if effect == "allow" else 0.08)
        scope = "any" if bare else self.choose.choice(sorted(words.scopes - {"any"}))
        return f"p, {role}, {resource}, {action}, {scope}, {effect}"

    # -------------------------------------------------------------------------------- actors

    def actor(
        self,
        rules: RuleSet,
        people: Sequence[UUID],
        projects: Sequence[UUID],
        units: Sequence[UUID],
    ) -> Actor:
        """A person with one to five roles, half of them limited; sometimes nobody."""
        told = [rule.role for rule in rules.rules] + [line.role for line in rules.inheritance]
        if self.choose.random() < 0.08:
            return Actor(None, None, (Assignment("public"),))
        held = []
        for _ in range(self.choose.randint(1, 5)):
            kind = self.choose.choice(("", "", "project", "unit"))
            places = projects if kind == "project" else units
            limit = (kind, self.choose.choice(places)) if kind else None
            role = self.choose.choice(told if self.choose.random() < 0.8 else self.roles)
            held.append(Assignment(role, limit))
        return Actor(self.choose.choice(people), "someone@example.com", tuple(dict.fromkeys(held)))

    def question(self, rules: RuleSet) -> tuple[str, str]:
        """A resource and an action of it, more often than not one that a rule speaks of."""
        rule = self.choose.choice(rules.rules)
        if rule.resource == "user":
            return "user", "read"
        if self.choose.random() < 0.6 and "*" not in (rule.resource, rule.action):
            return rule.resource, rule.action
        resource = rule.resource if rule.resource != "*" else self.choose.choice(RESOURCES)
        common = ("read", "read", "create", "update", "delete")
        known = self.words.resources[resource].actions
        named = sorted(known - set(common))
        action = self.choose.choice(named if named and self.choose.random() < 0.3 else common)
        return resource, action if action in known else "read"
