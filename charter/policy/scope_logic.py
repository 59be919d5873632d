"""What follows from a scope: which other scopes hold too, and where four eyes must refuse.

Scopes are expressions of the model, so some things about them are certain for every row there
could ever be: `assignee == actor` implies `assignee == actor or reporter == actor`. What cannot be
shown is taken as possible, so that a proof built on it never claims too much.
"""

from __future__ import annotations

from collections.abc import Iterable

from generator.expressions.shape import FieldShape
from generator.expressions.tree import ACTOR, Compare, Expression, Get, Logic, Typed
from generator.model import Action, Entity

type Place = tuple[int, tuple[str, ...], str, str | None]
"""A path by what it leads to: anchor, names of the steps, entity and member."""


class ScopeLogic:
    """The scopes of one entity, and what follows from them."""

    def __init__(self, entity: Entity) -> None:
        self._tests = {scope.name: scope.test.tree for scope in entity.scopes}
        self._implied = {name: self._followers(name) for name in self._tests}

    @property
    def names(self) -> tuple[str, ...]:
        """The scopes that the entity declares, in their order."""
        return tuple(self._tests)

    def holding(self, scopes: Iterable[str]) -> frozenset[str]:
        """All scopes that certainly hold for a row for which these do; `any` says nothing."""
        return frozenset().union(*(self._implied[name] for name in scopes if name != "any"))

    def four_eyes(self, action: Action | None, scopes: Iterable[str]) -> tuple[str, ...]:
        """The people of `four_eyes` one of whom the actor certainly is where the scopes hold.

        Empty where the actor may be another person than those whom the action excludes.
        """
        excluded = _excluded(action)
        for name in sorted(scopes):
            found = _is_one_of(self._tests[name], excluded)
            if found is not None:
                return tuple(sorted(found))
        return ()

    def _followers(self, name: str) -> frozenset[str]:
        test = self._tests[name]
        return frozenset(other for other, tree in self._tests.items() if implies(test, tree))


def implies(left: Typed, right: Typed) -> bool:
    """Whether `right` certainly holds wherever `left` does. False where that is not plain."""
    match left, right:
        case Logic(operator="or"), _:
            return all(implies(each, right) for each in left.operands)
        case _, Logic(operator="and"):
            return all(implies(left, each) for each in right.operands)
    stronger = left.operands if isinstance(left, Logic) else ()
    weaker = right.operands if isinstance(right, Logic) else ()
    return (
        _normal(left) == _normal(right)
        or any(implies(each, right) for each in stronger)
        or any(implies(left, each) for each in weaker)
    )


def _normal(tree: Typed) -> object:
    """Equality is the same from both sides."""
    if isinstance(tree, Compare) and tree.operator in ("==", "!="):
        return (tree.operator, frozenset((tree.left, tree.right)))
    return tree


def _excluded(action: Action | None) -> dict[Place, str]:
    """The paths of `four_eyes` with their names; the transition is refused to each of them."""
    if action is None:
        return {}
    found = ((_place(path), name) for name, path in action.four_eyes)
    return {place: name for place, name in found if place is not None}


def _place(path: Expression) -> Place | None:
    return _leads_to(path.tree) if isinstance(path.tree, Get) else None


def _leads_to(get: Get) -> Place:
    member = get.member.name if get.member is not None else None
    return get.anchor, tuple(step.name for step in get.steps), get.entity, member


def _is_one_of(test: Typed, excluded: dict[Place, str]) -> set[str] | None:
    """The names of those whom the actor must be one of where the test holds; None if nobody."""
    if isinstance(test, Logic):
        found = [_is_one_of(operand, excluded) for operand in test.operands]
        if test.operator == "or":
            known = [names for names in found if names is not None]
            return set().union(*known) if len(known) == len(found) else None
        return next((names for names in found if names is not None), None)
    person = _the_actor(test)
    return {excluded[person]} if person in excluded else None


def _the_actor(test: Typed) -> Place | None:
    """The path that the test says is the actor, as in `owner == actor`."""
    if not isinstance(test, Compare) or test.operator != "==":
        return None
    sides = (test.left, test.right)
    for this, other in (sides, sides[::-1]):
        if _is_actor(this) and isinstance(other, Get) and not _is_value(other):
            return _leads_to(other)
    return None


def _is_actor(tree: Typed) -> bool:
    return isinstance(tree, Get) and tree.anchor == ACTOR and not tree.steps and not tree.member


def _is_value(get: Get) -> bool:
    return isinstance(get.member, FieldShape)
