"""Decisions for a row in memory."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from runtime import logic
from runtime.actor import Actor, Assignment
from runtime.policy.compiled import CompiledPolicy
from runtime.policy.rows import CannotTellError, HeldRows, Question, decide_row, scope_holds
from tests.runtime.policy.building import known, project, resource

ME, YOU, UNIT, OTHER_UNIT = (UUID(int=number) for number in range(1, 5))
ID = UUID(int=9)


@dataclass
class Book:
    owner_id: UUID | None = None
    shelf_id: UUID | None = None
    unit_id: UUID | None = None
    id: UUID = ID


def book() -> Any:
    """`own` is decided by the row, `lent` by the shelf that it stands on."""
    found = resource("book", "own", "lent", within=["unit"])
    found.predicates = {"own": lambda row, actor: logic.eq(row.owner_id, actor.id)}
    found.looking = {
        "lent": lambda row, actor, rows: logic.eq(
            rows.key("shelf", row.shelf_id, "owner_id"), actor.id
        )
    }
    found.limits = {"unit": lambda row, rows: row.unit_id}
    return found


def policy(folder: Path, text: str) -> CompiledPolicy:
    return CompiledPolicy(known(project(folder, text)))


def me(*held: Assignment) -> Actor:
    return Actor(ME, "me@example.com", held)


SHELVES = HeldRows({"shelf": [SimpleNamespace(id=UUID(int=7), owner_id=ME, deleted_at=None)]})
READER = Assignment("reader")
OWN = "p, reader, book, read, own, allow\n"


def test_a_scope_that_holds_allows_and_names_its_line(tmp_path: Path) -> None:
    found = policy(tmp_path, OWN)
    decision = decide_row(found, me(READER), book(), "read", Book(ME), rows=SHELVES)
    assert decision.allowed
    assert decision.line == f"policies/policy.csv:1@{found.rules.hash}"
    assert decision.question == Question(("reader",), "book", "read", ("own",))


def test_no_scope_that_holds_is_deny_and_no_line_says_so(tmp_path: Path) -> None:
    decision = decide_row(
        policy(tmp_path, OWN), me(READER), book(), "read", Book(YOU), rows=SHELVES
    )
    assert (decision.allowed, decision.line) == (False, None)


def test_a_denial_outweighs_and_is_named(tmp_path: Path) -> None:
    found = policy(tmp_path, "p, reader, book, *, any, allow\np, reader, book, read, own, deny\n")
    mine, yours = (
        decide_row(found, me(READER), book(), "read", Book(owner), rows=SHELVES)
        for owner in (ME, YOU)
    )
    assert (mine.allowed, mine.line) == (False, f"policies/policy.csv:2@{found.rules.hash}")
    assert yours.allowed


def test_a_denial_of_everything_is_named(tmp_path: Path) -> None:
    found = policy(tmp_path, "p, reader, book, *, own, allow\np, reader, book, read, any, deny\n")
    decision = decide_row(found, me(READER), book(), "read", Book(ME), rows=SHELVES)
    assert (decision.allowed, decision.line) == (False, f"policies/policy.csv:2@{found.rules.hash}")


def test_a_limited_role_is_in_force_within_its_limit_alone(tmp_path: Path) -> None:
    found = policy(tmp_path, "p, reader, book, read, any, allow\n")
    actor = me(Assignment("reader", ("unit", UNIT)))
    inside, outside, nowhere = (
        decide_row(found, actor, book(), "read", Book(unit_id=unit), rows=SHELVES)
        for unit in (UNIT, OTHER_UNIT, None)
    )
    assert (inside.allowed, inside.question.roles) == (True, ("reader",))
    assert (outside.allowed, outside.question.roles) == (False, ())
    assert (nowhere.allowed, nowhere.question.roles) == (False, ())


def test_other_rows_are_looked_at_through_those_given(tmp_path: Path) -> None:
    found = policy(tmp_path, "p, reader, book, read, lent, allow\n")
    on_mine = Book(shelf_id=UUID(int=7))
    assert decide_row(found, me(READER), book(), "read", on_mine, rows=SHELVES).allowed
    assert not decide_row(found, me(READER), book(), "read", Book(), rows=SHELVES).allowed


def test_what_is_not_at_hand_is_not_guessed(tmp_path: Path) -> None:
    found = policy(tmp_path, "p, reader, book, read, lent, allow\n")
    with pytest.raises(CannotTellError, match="owner_id of another shelf"):
        decide_row(found, me(READER), book(), "read", Book())


def test_a_scope_without_a_function_is_for_the_database() -> None:
    found = book()
    found.looking = {}
    with pytest.raises(CannotTellError, match="lent of book is decided by the database alone"):
        scope_holds(found, "lent", me(READER), Book(), SHELVES)


def test_held_rows_show_live_rows_of_relations_and_all_of_paths() -> None:
    live, gone = (
        SimpleNamespace(id=UUID(int=number), book_id=ME, kind="book", deleted_at=deleted)
        for number, deleted in ((1, None), (2, "yesterday"))
    )
    links = [{"book_id": ME, "note_id": live.id}, {"book_id": ME, "note_id": gone.id}]
    rows = HeldRows({"note": [live, gone]}, {"books_notes": links})
    assert list(rows.having("note", "book_id", ME)) == [live]
    assert list(rows.having("note", "book_id", ME, kind="book")) == [live]
    assert list(rows.having("note", "book_id", ME, kind="shelf")) == []
    assert list(rows.having("note", "book_id", None)) == []
    assert list(rows.linked("note", "books_notes", "book_id", "note_id", ME)) == [live]
    assert rows.value("note", gone.id, "kind") == "book"
    assert rows.value("note", None, "kind") is None
