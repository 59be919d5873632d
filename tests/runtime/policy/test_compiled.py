"""What a compiled policy makes of rules: decisions, masks, conditions and lines."""

from __future__ import annotations

import asyncio
from pathlib import Path
from uuid import UUID

import pytest

from runtime.actor import PUBLIC, Actor, Assignment
from runtime.policy.compiled import ActorReach, CompiledPolicy
from runtime.policy.reach import Mask
from runtime.policy.rules import PolicyError
from runtime.policy.vocabulary import load_rules
from runtime.query.statement import Parameters
from tests.runtime.policy.building import VOCABULARY, project, resource

ME, UNIT = UUID(int=1), UUID(int=2)
BOOK = resource("book", "own", "lent", fields=("id", "title", "price", "owner_id"), within=["unit"])


def reach(folder: Path, text: str, *held: Assignment | str) -> ActorReach:
    roles = tuple(Assignment(one) if isinstance(one, str) else one for one in held)
    found = load_rules(project(folder, text), VOCABULARY)
    return ActorReach(CompiledPolicy(found), Actor(ME, "me@example.com", roles))


def condition(found: ActorReach, action: str = "read") -> tuple[str, tuple[object, ...]]:
    parameters = Parameters()
    text = found.condition(BOOK, action, "r", parameters)
    return text, tuple(parameters.values)


def test_nothing_matched_is_deny(tmp_path: Path) -> None:
    found = reach(tmp_path, "p, writer, book, read, any, allow\n", "reader")
    assert found.decide(BOOK, "read").denied
    assert condition(found) == ("false", ())


def test_any_is_everything_and_names_its_line(tmp_path: Path) -> None:
    found = reach(tmp_path, "\np, reader, book, read, any, allow\n", "reader")
    decision = found.decide(BOOK, "read")
    assert decision.everything
    assert decision.line == f"policies/policy.csv:2@{found.policy.rules.hash}"
    assert condition(found) == ("true", ())


def test_scopes_of_several_roles_add_up_once_each(tmp_path: Path) -> None:
    text = "p, reader, book, read, own, allow\np, writer, book, read, lent, allow\n"
    found = reach(tmp_path, text + "p, boss, book, read, own, allow\n", "reader", "writer", "boss")
    sql, values = condition(found)
    assert sql.count("own_id") == 1
    assert sql.count("lent_id") == 1
    assert " or " in sql
    assert set(values) == {ME}


def test_a_deny_of_a_scope_is_taken_away_where_it_holds(tmp_path: Path) -> None:
    text = "p, reader, book, read, any, allow\np, reader, book, read, own, deny\n"
    found = reach(tmp_path, text, "reader")
    sql, _ = condition(found)
    assert "is not true" in sql
    assert not found.decide(BOOK, "read").everything


def test_a_deny_of_any_leaves_nothing_and_says_which_line_did(tmp_path: Path) -> None:
    text = "p, reader, book, read, any, allow\np, writer, book, *, any, deny\n"
    found = reach(tmp_path, text, "reader", "writer")
    decision = found.decide(BOOK, "read")
    assert decision.denied
    assert decision.line is not None
    assert decision.line.startswith("policies/policy.csv:2@")


def test_a_limited_assignment_reaches_what_lies_within_alone(tmp_path: Path) -> None:
    text = "p, reader, *, read, any, allow\n"
    found = reach(tmp_path, text, Assignment("reader", ("unit", UNIT)))
    sql, values = condition(found)
    assert sql == "(((r.unit_id = any(array[$2::uuid]))))"
    assert values == (ME, UNIT)
    assert found.decide(resource("shelf"), "read").denied


def test_a_limited_deny_takes_away_within_its_limit_alone(tmp_path: Path) -> None:
    text = "p, reader, book, read, any, allow\np, writer, book, read, any, deny\n"
    found = reach(tmp_path, text, "reader", Assignment("writer", ("unit", UNIT)))
    assert not found.decide(BOOK, "read").denied
    assert "is not true" in condition(found)[0]


def test_roles_inherit_over_several_steps(tmp_path: Path) -> None:
    text = "p, reader, book, read, any, allow\ng, writer, reader\ng, boss, writer\n"
    assert reach(tmp_path, text, "boss").decide(BOOK, "read").everything
    assert reach(tmp_path, text, "public").decide(BOOK, "read").denied


def test_nobody_has_the_rules_of_public(tmp_path: Path) -> None:
    found = load_rules(project(tmp_path, "p, public, book, read, any, allow\n"), VOCABULARY)
    policy = CompiledPolicy(found)
    assert policy.decide(PUBLIC, BOOK, "read").everything
    assert policy.decide(Actor(ME, None, ()), BOOK, "read").denied


def test_masks_add_up_over_roles_and_what_they_inherit(tmp_path: Path) -> None:
    text = (
        "p, reader, book, read, any, allow\np2, reader, book, price, hidden\n"
        "p2, writer, book, title|owner_id, read_only\ng, boss, reader\n"
    )
    found = reach(tmp_path, text, "boss", "writer")
    assert found.mask(BOOK) == Mask(frozenset({"price"}), frozenset({"title", "owner_id"}))
    everything = reach(
        tmp_path, "p, reader, book, read, any, allow\np2, reader, book, *, hidden\n", "reader"
    )
    assert everything.mask(BOOK).hidden == {"title", "price", "owner_id"}


def test_a_bad_change_of_the_files_keeps_the_old_policy(tmp_path: Path) -> None:
    from runtime.policy.store import PolicyStore

    folder = project(tmp_path, "p, reader, book, read, any, allow\n")
    store = PolicyStore(folder, VOCABULARY)
    before = store.current
    (folder / "policies" / "policy.csv").write_text("p, reader, book, read, any, alow\n")
    assert not store.reload()
    assert store.current is before
    (folder / "policies" / "policy.csv").write_text("p, writer, book, read, any, allow\n")
    assert store.reload()
    assert store.current.decide(Actor(ME, None, (Assignment("writer"),)), BOOK, "read").everything


async def test_a_file_that_is_still_being_written_is_not_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A torn file can lack its deny lines and still pass the check: it must look the same twice."""
    from runtime.policy import store as module

    monkeypatch.setattr(module, "WATCH_SECONDS", 0)
    store = module.PolicyStore(project(tmp_path, "p, reader, book, read, any, allow\n"), VOCABULARY)
    looks = [((size, size),) for size in (1, 2, 3, 3)]
    taken: list[object] = []
    loaded: list[object] = []

    def stamps() -> tuple[tuple[int, int], ...]:
        if not looks:
            raise asyncio.CancelledError
        taken.append(looks[0])
        return looks.pop(0)

    async def refresh() -> None:
        loaded.append(taken[-1])

    monkeypatch.setattr(store, "_stamps", stamps)
    monkeypatch.setattr(store, "refresh", refresh)
    with pytest.raises(asyncio.CancelledError):
        await store.watch()
    assert loaded == [((3, 3),)]


def test_a_byte_order_mark_is_named(tmp_path: Path) -> None:
    folder = project(tmp_path, "\ufeffp, reader, book, read, any, allow\n")
    with pytest.raises(PolicyError, match="byte order mark"):
        load_rules(folder, VOCABULARY)


def test_what_is_remembered_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from runtime.policy import compiled as module

    monkeypatch.setattr(module, "_CACHED", 30)
    found = load_rules(project(tmp_path, "p, reader, book, read, any, allow\n"), VOCABULARY)
    policy = CompiledPolicy(found)
    for number in range(500):
        held = Assignment("reader", ("unit", UUID(int=number)))
        reach = ActorReach(policy, Actor(ME, None, (held,)))
        for _ in range(2):
            assert [grant.limit for grant in reach.decide(BOOK, "read").grants] == [held.limit]
            assert reach.mask(BOOK) == Mask()
        known = policy._known.values()
        assert len(known) + sum(len(one.actions) + len(one.masks) for one in known) <= 30


@pytest.mark.parametrize(
    ("text", "held", "whole"),
    [
        ("p, reader, book, read, any, allow\n", "reader", True),
        ("p, reader, *, read, any, allow\n", "reader", True),
        ("p, reader, book, *, any, allow\n", "reader", True),
        ("p, reader, book, read, own, allow\n", "reader", False),
        ("p, reader, book, update, any, allow\n", "reader", False),
        ("p, reader, book, read, any, allow\n", "writer", False),
        ("p, reader, book, read, any, allow\n", Assignment("reader", ("unit", UNIT)), False),
        (
            "p, reader, book, read, any, allow\np, writer, book, read, own, deny\n"
            "g, reader, writer\n",
            "reader",
            False,
        ),
    ],
)
def test_who_may_read_every_row(
    tmp_path: Path, text: str, held: Assignment | str, whole: bool
) -> None:
    found = reach(tmp_path, text, held)
    assert found.whole("book") == whole
    assert found.decide(BOOK, "read").everything == whole
