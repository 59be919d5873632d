"""The compiled policy decides as stock Casbin does over the same files."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from uuid import UUID

import casbin
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charter.vocabulary import vocabulary_from_model
from generator.pipeline import check
from runtime.actor import Actor, Assignment
from runtime.policy import casbin as reference
from runtime.policy.casbin import check_reference, reference_enforcer
from runtime.policy.compiled import CompiledPolicy
from runtime.policy.rules import Rule
from runtime.policy.vocabulary import Vocabulary, load_rules
from tests.runtime.policy.building import (
    MODEL,
    REPOSITORY,
    VOCABULARY,
    known,
    project,
    resource,
)

type Question = tuple[str, str, str, tuple[str, ...]]

SOMEBODY = UUID(int=7)


def compiled_decision(policy: CompiledPolicy, roles: tuple[str, ...], question: Question) -> bool:
    """What the compiled policy says where these scopes hold for the row."""
    _, name, action, scopes = question
    actor = Actor(SOMEBODY, None, tuple(Assignment(role) for role in roles))
    decision = policy.decide(actor, resource(name), action)
    holds = {"any", *scopes}
    refused = any(refusal.scope in holds for refusal in decision.refusals)
    return not refused and any(grant.scope in holds for grant in decision.grants)


def questions(words: Vocabulary) -> Iterator[Question]:
    """Every role, resource, action and set of scopes."""
    for role in sorted(words.roles):
        for name, offered in sorted(words.resources.items()):
            scopes = sorted(offered.scopes - {"any"})
            for action in sorted(offered.actions):
                for size in range(len(scopes) + 1):
                    for held in combinations(scopes, size):
                        yield role, name, action, held


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    model, problems = check(REPOSITORY)
    assert model is not None, problems.sorted()
    return vocabulary_from_model(model)


@pytest.fixture(scope="module")
def policy(words: Vocabulary) -> CompiledPolicy:
    return CompiledPolicy(load_rules(REPOSITORY, words))


def test_stock_casbin_reads_the_real_files(policy: CompiledPolicy) -> None:
    assert check_reference(REPOSITORY, policy.rules) == []


def test_every_decision_of_the_real_policy_agrees(
    policy: CompiledPolicy, words: Vocabulary, tmp_path: Path
) -> None:
    """One enforcer a resource, with the lines that can match it: a hundredth of the time."""
    lines = (REPOSITORY / "policies" / "policy.csv").read_text().splitlines()
    parts = [line.split(", ") for line in lines if line and not line.startswith("#")]
    stock: dict[str, casbin.Enforcer] = {}
    for name in words.resources:
        kept = [cells for cells in parts if cells[0] == "g" or cells[2] in ("*", name)]
        file = tmp_path / f"{name}.csv"
        file.write_text("\n".join(", ".join(cells) for cells in kept))
        stock[name] = casbin.Enforcer(str(MODEL), str(file))
    asked = 0
    for question in questions(words):
        role, name, action, scopes = question
        asked += 1
        expected = stock[name].enforce(role, name, action, list(scopes))
        assert compiled_decision(policy, (role,), question) == expected, question
    assert asked > 3_000


def test_a_sample_agrees_with_the_whole_file(policy: CompiledPolicy, words: Vocabulary) -> None:
    whole = reference_enforcer(REPOSITORY)
    for question in random.Random(41).sample(  # noqa: S311 - a repeatable choice
        list(questions(words)), 150
    ):
        role, name, action, scopes = question
        expected = whole.enforce(role, name, action, list(scopes))
        assert compiled_decision(policy, (role,), question) == expected, question


ROLES = sorted(VOCABULARY.roles)
RULES = st.tuples(
    st.sampled_from(ROLES),
    st.sampled_from(["book", "shelf", "*"]),
    st.sampled_from(["read", "update", "*"]),
    st.sampled_from(["any", "own", "lent"]),
    st.sampled_from(["allow", "allow", "deny"]),
).map(lambda cells: cells if cells[1] == "book" else (*cells[:3], "any", cells[4]))
LINKS = st.tuples(st.integers(0, 3), st.integers(0, 3)).map(lambda pair: tuple(sorted(pair)))


@settings(max_examples=150, deadline=None)
@given(
    rules=st.lists(RULES, min_size=1, max_size=8, unique=True),
    links=st.lists(LINKS, max_size=4, unique=True),
    held=st.lists(st.sampled_from(ROLES), min_size=1, max_size=3, unique=True),
)
def test_random_policies_agree_for_people_with_several_roles(
    tmp_path_factory: pytest.TempPathFactory,
    rules: list[tuple[str, ...]],
    links: list[tuple[int, int]],
    held: list[str],
) -> None:
    lines = [f"p, {', '.join(rule)}" for rule in rules]
    lines += [f"g, {ROLES[one]}, {ROLES[two]}" for one, two in links if one != two]
    folder = project(tmp_path_factory.mktemp("random"), "\n".join(lines))
    compiled = CompiledPolicy(known(folder))
    stock = reference_enforcer(folder)
    for role in held:
        stock.add_role_for_user("a person", role)
    for name, action, scopes in (
        ("book", "read", ()),
        ("book", "read", ("own",)),
        ("book", "update", ("own", "lent")),
        ("shelf", "update", ()),
    ):
        question = ("", name, action, scopes)
        expected = stock.enforce("a person", name, action, list(scopes))
        assert compiled_decision(compiled, tuple(held), question) == expected


def test_a_file_that_casbin_reads_otherwise_is_told(tmp_path: Path) -> None:
    good = project(tmp_path, "p, reader, book, read, any, allow\n")
    rules = load_rules(good, VOCABULARY)
    (good / "policies" / "policy.csv").write_text("p, reader, book, read, any, allow\np2, a, b, c")
    assert str(check_reference(good, rules)[0]).startswith("policies/")


@pytest.mark.parametrize("bound", [2_000_000, 40])
def test_a_long_file_is_asked_at_evenly_spread_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: int
) -> None:
    asked: list[int] = []
    granted = reference._granted

    def noted(stock: object, role: str, rule: Rule) -> bool:
        asked.append(rule.line)
        return granted(stock, role, rule)

    monkeypatch.setattr(reference, "EVALUATIONS", bound)
    monkeypatch.setattr(reference, "_granted", noted)
    lines = [
        f"p, {role}, book, {action}, {scope}, allow"
        for role in ROLES
        for action in ("read", "update", "delete", "lend")
        for scope in ("any", "lent")
    ]
    folder = project(tmp_path, "\n".join(lines))
    assert check_reference(folder, load_rules(folder, VOCABULARY)) == []
    every = bound > 2_000
    assert set(asked) == (set(range(1, 33)) if every else {1})
    assert len(asked) * len(lines) <= max(bound, 2 * len(lines))


def test_a_line_that_casbin_reads_as_another_is_named(tmp_path: Path) -> None:
    good = project(tmp_path, "p, reader, book, read, any, allow\np, boss, book, read, any, allow\n")
    rules = load_rules(good, VOCABULARY)
    text = "p, reader, book, read, any, allow\np, boss, book, read, any, allow # yes\n"
    (good / "policies" / "policy.csv").write_text(text)
    (problem,) = check_reference(good, rules)
    assert (problem.line, problem.message) == (
        2,
        "stock Casbin reads this line as: p, boss, book, read, any, allow # yes",
    )
