"""What an actor may do, as a list: what it names, and how two of them differ."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

import pytest

from runtime.actor import Actor, Assignment
from runtime.policy.compiled import ActorReach, CompiledPolicy
from runtime.policy.permissions import (
    ChangedMask,
    Right,
    added_masks,
    changed_rights,
    permissions,
    right,
)
from runtime.policy.rules import read_rules
from runtime.resource import Registry
from tests.runtime.policy.building import MODEL

SOMEBODY = UUID(int=1)
HERE, THERE = ("depot", UUID(int=2)), ("depot", UUID(int=3))


def resource(name: str, **more: Any) -> Any:
    """As much of a resource as permissions need."""
    actions = {"lend": True, "top": False}
    found = SimpleNamespace(
        name=name,
        path=name,
        routes=frozenset({"create", "update"}),
        actions=[SimpleNamespace(name=n, at_row=r, system=False) for n, r in actions.items()],
        within={"depot": "{row}.depot_id"},
        fields=[SimpleNamespace(name=n, secret=n == "hash") for n in ("id", "title", "hash")],
        **more,
    )
    found.action = lambda word: next((a for a in found.actions if a.name == word), None)
    return found


BOOK, SHELF = resource("book"), resource("shelf")
REGISTRY = cast("Registry", Registry(cast("Any", (BOOK, SHELF)), "", ""))


@pytest.fixture
def policy(tmp_path: Path) -> Any:
    """Makes a compiled policy of lines; line 1 is the first of them."""

    def make(*lines: str) -> CompiledPolicy:
        (tmp_path / "policy.csv").write_text("\n".join(lines) + "\n")
        found = read_rules(tmp_path / "policy.csv", MODEL)
        assert not found.problems
        return CompiledPolicy(found)

    return make


def reach(compiled: CompiledPolicy, *held: str | tuple[str, Any]) -> ActorReach:
    """Somebody's reach with these roles, each alone or with its limit."""
    pairs = [(each, None) if isinstance(each, str) else each for each in held]
    assignments = tuple(Assignment(role, limit) for role, limit in pairs)
    return ActorReach(compiled, Actor(SOMEBODY, None, assignments))


def shown(found: Right) -> tuple[list[Any], list[Any]]:
    """Scopes, limits and the numbers of the lines."""
    allow, deny = (
        [
            (r.scope, r.limit, [int(line.split(":")[1].split("@")[0]) for line in r.lines])
            for r in rows
        ]
        for rows in (found.allow, found.deny)
    )
    return allow, deny


def test_what_another_part_covers_is_left_out(policy: Any) -> None:
    compiled = policy(
        "p, reader, book, read, own, allow",
        "p, reader, book, read, lent, allow",
        "p, boss, book, read, any, allow",
    )
    both = right(reach(compiled, "reader", ("boss", HERE)), BOOK, "read")
    assert shown(both) == ([("lent", None, [2]), ("own", None, [1]), ("any", HERE, [3])], [])
    assert shown(right(reach(compiled, "reader", "boss"), BOOK, "read")) == (
        [("any", None, [3])],
        [],
    )
    limited = right(reach(compiled, ("reader", HERE), ("boss", HERE)), BOOK, "read")
    assert shown(limited) == ([("any", HERE, [3])], [])
    apart = right(reach(compiled, ("reader", HERE), ("boss", THERE)), BOOK, "read")
    assert [rows.limit for rows in apart.allow] == [HERE, HERE, THERE]


def test_lines_that_say_the_same_are_all_named_in_the_order_of_the_file(policy: Any) -> None:
    lines = [f"p, role_{n}, book, read, own, allow" for n in range(1, 13)]
    held = [f"role_{n}" for n in (12, 2, 9, 10)]
    found = right(reach(policy(*lines), *held), BOOK, "read")
    assert shown(found) == ([("own", None, [2, 9, 10, 12])], [])


@pytest.mark.parametrize(
    ("lines", "allow", "deny"),
    [
        (["own, allow", "own, deny"], [], [("own", None, [2])]),
        (["own, allow", "any, deny"], [], [("any", None, [2])]),
        (["any, allow", "any, deny"], [], [("any", None, [2])]),
        (["any, allow", "own, deny"], [("any", None, [1])], [("own", None, [2])]),
        (["own, allow", "lent, deny"], [("own", None, [1])], [("lent", None, [2])]),
        (["own, deny"], [], []),
        ([], [], []),
    ],
)
def test_a_deny_that_leaves_nothing_leaves_no_right(
    policy: Any, lines: list[str], allow: list[Any], deny: list[Any]
) -> None:
    compiled = policy(*(f"p, reader, book, lend, {each}" for each in lines), "p, x, y, z, s, deny")
    assert shown(right(reach(compiled, "reader"), BOOK, "lend")) == (allow, deny)


def test_an_action_of_a_collection_takes_an_unlimited_rule(policy: Any) -> None:
    compiled = policy("p, reader, book, *, any, allow", "p, reader, *, *, any, allow")
    assert right(reach(compiled, "reader"), BOOK, "top").everything
    assert not right(reach(compiled, ("reader", HERE)), BOOK, "top").allow
    assert right(reach(compiled, ("reader", HERE)), BOOK, "lend").allow
    excepted = policy("p, reader, book, *, any, allow", "p, reader, book, *, own, deny")
    assert right(reach(excepted, "reader"), BOOK, "top").everything
    refused = policy("p, reader, book, *, any, allow", "p, reader, book, top, any, deny")
    assert shown(right(reach(refused, "reader"), BOOK, "top")) == ([], [("any", None, [2])])


def test_only_what_may_be_done_is_listed_in_the_order_of_the_words(policy: Any) -> None:
    compiled = policy(
        "p, reader, book, *, any, allow",
        "p, reader, book, update, any, deny",
        "p2, reader, book, title, read_only",
        "p2, other, book, *, hidden",
        "p2, reader, shelf, title, hidden",
    )
    [found] = permissions(reach(compiled, "reader"), REGISTRY)
    assert (found.resource, list(found.rights)) == ("book", ["create", "read", "lend", "top"])
    assert (found.hidden, found.read_only) == ((), ("title",))
    [found] = permissions(reach(compiled, "reader", "other"), REGISTRY)
    assert (found.hidden, found.read_only) == (("title",), ())  # hidden wins; nothing of secrets
    assert permissions(reach(compiled), REGISTRY) == ()


CHANGES = [
    ((), ("reader",), "gained"),
    (("reader",), (), "lost"),
    (("reader",), ("boss",), "gained"),
    (("reader",), ("reader", "boss"), "gained"),
    (("boss",), ("reader", "boss"), ""),
    (("boss",), ("boss", "barred"), "lost"),
    (("boss", "barred"), ("boss",), "gained"),
    (("reader",), ("lender",), "gained lost"),
    ((("reader", HERE),), ("reader",), "gained"),
    ((("reader", HERE),), (("reader", THERE),), "gained lost"),
    ((("reader", HERE),), (("boss", HERE),), "gained"),
    (("barred",), ("banned",), ""),
    ((), ("barred",), ""),
    (("boss",), ("boss", "banned"), "lost"),
    ((), ("boss", "barred"), "gained"),
    (("boss", ("barred", HERE)), ("boss", "barred"), "lost"),
]


@pytest.mark.parametrize(("before", "after", "expected"), CHANGES)
def test_what_reaches_more_is_gained_and_what_reaches_less_is_lost(
    policy: Any, before: Any, after: Any, expected: str
) -> None:
    compiled = policy(
        "p, reader, book, lend, own, allow",
        "p, lender, book, lend, lent, allow",
        "p, boss, book, lend, any, allow",
        "p, barred, book, lend, own, deny",
        "p, banned, book, lend, any, deny",
    )
    reaches = reach(compiled, *before), reach(compiled, *after)
    gained, lost = changed_rights(reaches, REGISTRY)
    found = [name for name, changes in (("gained", gained), ("lost", lost)) if changes]
    assert " ".join(found) == expected
    for change in (*gained, *lost):
        assert (change.resource, change.action) == ("book", "lend")
        assert change.before == right(reaches[0], BOOK, "lend")
        assert change.after == right(reaches[1], BOOK, "lend")


def test_masks_differ_where_both_reach_the_resource(policy: Any) -> None:
    compiled = policy(
        "p, reader, book, read, any, allow",
        "p, boss, *, read, any, allow",
        "p2, reader, book, title, read_only",
        "p2, boss, book, title, hidden",
        "p2, boss, shelf, title, hidden",
    )
    one, two = (permissions(reach(compiled, role), REGISTRY) for role in ("reader", "boss"))
    assert list(added_masks(one, two)) == [ChangedMask("book", "title", "hidden")]
    assert list(added_masks(two, one)) == [ChangedMask("book", "title", "read_only")]
    assert list(added_masks(one, one)) == []
