"""Casbin, Python, SQL and row-level security decide alike; a fault in any of them is found.

`python -m tests.policies.agreement 1000000` decides a million, from a seed of its own.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import psycopg
import pytest

from runtime.policy.compiled import ActorReach
from runtime.policy.reach import Decision
from runtime.policy.rows import Question
from runtime.resource import Registry
from tests.policies.agreement import Agreement
from tests.policies.support.archive_world import Archive, application
from tests.policies.support.deciders import Security, Stock

DECISIONS = int(os.environ.get("AGREEMENT_DECISIONS", "100000"))
SEED = 20260731
ACTIONS = ("approve", "create", "delete", "link", "read", "reject", "reopen", "stamp", "update")


@pytest.fixture
def served(archive: Archive) -> Iterator[psycopg.Connection[Any]]:
    with application(archive) as session:
        yield session


def test_the_four_decide_alike(
    archive: Archive,
    served: psycopg.Connection[Any],
    tmp_path_factory: pytest.TempPathFactory,
    capsys: pytest.CaptureFixture[str],
) -> None:
    tally = Agreement(archive, SEED, tmp_path_factory.mktemp("drawn"), served).run(DECISIONS)
    with capsys.disabled():
        print(f"\nseed {SEED}: {tally}")
    assert tally.disagreements == [], str(tally)
    assert tally.decisions >= DECISIONS
    allowed = sum(tally.outcomes[action, True] for action in ACTIONS)
    assert 0.2 < allowed / tally.decisions < 0.8
    for action in ACTIONS:
        for outcome in (True, False):
            assert tally.outcomes[action, outcome] > tally.decisions / 1000, (action, outcome)
    assert min(tally.limited[True], tally.limited[False]) > tally.decisions / 20


def test_the_same_seed_asks_the_same(
    archive: Archive, served: psycopg.Connection[Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    first, second = (
        Agreement(archive, 7, tmp_path_factory.mktemp("drawn"), served).run(500) for _ in range(2)
    )
    assert first.outcomes == second.outcomes


# ----------------------------------------------------------------- what would happen if it broke

Break = Callable[[pytest.MonkeyPatch, Archive], None]


def casbin_ignores_denials(patch: pytest.MonkeyPatch, _: Archive) -> None:
    made = Stock.__init__

    def weakened(stock: Stock, *given: Any) -> None:
        made(stock, *given)
        stock._enforcer.remove_filtered_policy(4, "deny")

    patch.setattr(Stock, "__init__", weakened)


def casbin_is_told_every_scope(patch: pytest.MonkeyPatch, archive: Archive) -> None:
    allows = Stock.allows

    def told(stock: Stock, question: Question) -> bool:
        scopes = tuple(archive.registry[question.resource].scopes)
        return allows(stock, replace(question, scopes=scopes))

    patch.setattr(Stock, "allows", told)


def a_predicate_takes_null_for_a_value(patch: pytest.MonkeyPatch, archive: Archive) -> None:
    document = archive.registry["document"]
    wrong = {"edited_elsewhere": lambda row, actor: row.editor_id not in (None, actor.id)}
    _replaced(patch, archive.registry, "document", predicates={**document.predicates, **wrong})


def a_predicate_counts_deleted_rows(patch: pytest.MonkeyPatch, archive: Archive) -> None:
    document = archive.registry["document"]

    def busy(row: Any, actor: Any, rows: Any) -> bool:
        found = [each for each in archive.rows["remark"] if each.document_id == row.id]
        return len(found) > 1

    _replaced(patch, archive.registry, "document", looking={**document.looking, "busy": busy})


def a_condition_takes_null_for_false(patch: pytest.MonkeyPatch, archive: Archive) -> None:
    document = archive.registry["document"]
    wrong = {"no_memo": document.scopes["no_memo"].replace("is distinct from", "<>")}
    _replaced(patch, archive.registry, "document", scopes={**document.scopes, **wrong})


def a_condition_forgets_the_limit(patch: pytest.MonkeyPatch, _: Archive) -> None:
    grant = ActorReach._grant

    def unlimited(reach: ActorReach, resource: Any, given: Any, *rest: Any) -> str:
        return grant(reach, resource, replace(given, limit=None), *rest)

    patch.setattr(ActorReach, "_grant", unlimited)


def security_forgets_the_denials(patch: pytest.MonkeyPatch, _: Archive) -> None:
    said = Decision.__dict__["reach"].func

    def kept(decision: Decision) -> str:
        return " ".join(word for word in said(decision).split() if not word.startswith("!"))

    patch.setattr(Decision, "reach", property(kept))


def security_forgets_where_a_row_may_go(patch: pytest.MonkeyPatch, _: Archive) -> None:
    enter = Security._set

    def open_end(security: Security, actor: Any, reach: dict[str, str]) -> None:
        enter(security, actor, reach | {word: "any" for word in reach if word.endswith(".keep")})

    patch.setattr(Security, "_set", open_end)


def _replaced(patch: pytest.MonkeyPatch, registry: Registry, name: str, **values: Any) -> None:
    patch.setitem(registry._by_name, name, replace(registry[name], **values))


@pytest.mark.parametrize(
    "broken",
    [
        casbin_ignores_denials,
        casbin_is_told_every_scope,
        a_predicate_takes_null_for_a_value,
        a_predicate_counts_deleted_rows,
        a_condition_takes_null_for_false,
        a_condition_forgets_the_limit,
        security_forgets_the_denials,
        security_forgets_where_a_row_may_go,
    ],
)
def test_a_fault_is_found(
    broken: Break,
    archive: Archive,
    served: psycopg.Connection[Any],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    broken(monkeypatch, archive)
    agreement = Agreement(archive, SEED, tmp_path_factory.mktemp("drawn"), served)
    while not agreement.tally.disagreements:
        assert agreement.tally.decisions < 100_000, "the fault was not noticed"
        agreement.run(agreement.tally.decisions + 500)


def test_an_answer_that_differs_is_told_with_all_that_made_it(
    archive: Archive,
    served: psycopg.Connection[Any],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    monkeypatch.setattr(Decision, "reach", property(lambda _: "any"))
    tally = Agreement(archive, 1, tmp_path_factory.mktemp("drawn"), served).run(500)
    told = tally.disagreements[0]
    for part in ("casbin: False", "row-level security: True", "Actor(", "policy:", "    1: "):
        assert part in told
