"""What follows from a scope is true of every row: held against all values of its conditions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.policy.scope_logic import ScopeLogic, implies
from generator.expressions.tree import Compare, Expression, Logic, Not, Typed
from generator.model import Action, Entity, Scope
from tests.charter.policy.reviewing import core

EVIDENCE: Entity = core().entity("Evidence")
TESTS: dict[str, Expression] = {scope.name: scope.test for scope in EVIDENCE.scopes}
ATOMS: dict[str, Typed] = {name: test.tree for name, test in TESTS.items()}

TREES = st.recursive(
    st.sampled_from(sorted(ATOMS)).map(ATOMS.__getitem__),
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=3).map(lambda each: Logic("and", tuple(each))),
        st.lists(inner, min_size=2, max_size=3).map(lambda each: Logic("or", tuple(each))),
    ),
    max_leaves=6,
)


def true(tree: Typed, values: Mapping[str, bool]) -> bool:
    """The value of a condition where its atoms have these."""
    match tree:
        case Logic(operator="and"):
            return all(true(each, values) for each in tree.operands)
        case Logic(operator="or"):
            return any(true(each, values) for each in tree.operands)
        case Not():
            return not true(tree.operand, values)
    return next(values[name] for name, atom in ATOMS.items() if atom == tree)


def worlds() -> Iterator[dict[str, bool]]:
    """Every way in which the atoms can be true or false of a row."""
    for values in product((False, True), repeat=len(ATOMS)):
        yield dict(zip(ATOMS, values, strict=True))


@given(left=TREES, right=TREES)
def test_what_is_implied_holds_in_every_row(left: Typed, right: Typed) -> None:
    if implies(left, right):
        assert all(true(right, world) for world in worlds() if true(left, world))


@given(tree=TREES, more=TREES)
def test_the_plain_cases_are_seen(tree: Typed, more: Typed) -> None:
    assert implies(tree, tree)
    assert implies(tree, Logic("or", (more, tree)))
    assert implies(Logic("and", (tree, more)), tree)


# The people that the atoms speak of: owner, control.owner and task.assignee.
PEOPLE = ("own", "own_control", "own_task")


def step(*excluded: str) -> Action:
    """A transition whose four_eyes are the people of these scopes."""
    approve = next(a for a in core().entity("Evidence").states.transitions if a.name == "approve")  # type: ignore[union-attr]
    return replace(approve, four_eyes=tuple((name, _path(name)) for name in excluded))


def _path(name: str) -> Expression:
    compared = ATOMS[name]
    assert isinstance(compared, Compare)
    return replace(TESTS[name], tree=compared.left)


@given(tree=TREES, excluded=st.sets(st.sampled_from(PEOPLE), min_size=1))
def test_four_eyes_close_a_scope_only_where_they_refuse_every_row(
    tree: Typed, excluded: set[str]
) -> None:
    scope = Scope("it", replace(TESTS["own"], tree=tree))
    named = ScopeLogic(replace(EVIDENCE, scopes=(scope,))).four_eyes(step(*excluded), ["it"])
    assert set(named) <= excluded
    if named:
        holding = [world for world in worlds() if true(tree, world)]
        assert all(any(world[name] for name in named) for world in holding)


@pytest.mark.parametrize(
    ("tree", "excluded", "named"),
    [
        (ATOMS["own"], {"own"}, ("own",)),
        (ATOMS["own"], {"own_control"}, ()),
        (Logic("or", (ATOMS["own"], ATOMS["own_task"])), {"own"}, ()),
        (Logic("or", (ATOMS["own"], ATOMS["own_task"])), {"own", "own_task"}, ("own", "own_task")),
        (Logic("and", (ATOMS["shared"], ATOMS["own"])), {"own"}, ("own",)),
        (Not(ATOMS["own"]), {"own"}, ()),
    ],
)
def test_whom_four_eyes_refuse(tree: Typed, excluded: set[str], named: tuple[str, ...]) -> None:
    scope = Scope("it", replace(TESTS["own"], tree=tree))
    logic = ScopeLogic(replace(EVIDENCE, scopes=(scope,)))
    assert logic.four_eyes(step(*excluded), ["it"]) == named


def test_equality_is_the_same_from_both_sides() -> None:
    own = ATOMS["own"]
    assert isinstance(own, Compare)
    turned = replace(own, left=own.right, right=own.left)
    assert implies(own, turned)
    scope = Scope("it", replace(TESTS["own"], tree=turned))
    logic = ScopeLogic(replace(EVIDENCE, scopes=(scope,)))
    assert logic.four_eyes(step("own"), ["it"]) == ("own",)


def test_the_scopes_of_tasks() -> None:
    logic = ScopeLogic(core().entity("Task"))
    assert logic.holding(["assigned_plain"]) == {"assigned_plain", "assigned", "own"}
    assert logic.holding(["own"]) == {"own"}
    assert logic.holding(["any"]) == set()
