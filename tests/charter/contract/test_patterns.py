"""Patterns that list names."""

from __future__ import annotations

import pytest

from charter.contract.change import Change, Direction
from charter.contract.patterns import Named, named
from charter.contract.schemas import Schemas

SORT = r"^-?({0})(,-?({0})){{0,9}}$"


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("id|title", "id|title|owner[.]email", Named(("owner.email",), ())),
        ("id|title", "title|id", Named((), ())),
        ("id|title|odds", "id|chance|title", Named(("chance",), ("odds",))),
    ],
)
def test_names_are_told_apart(old: str, new: str, found: Named) -> None:
    assert named(SORT.format(old), SORT.format(new)) == found


@pytest.mark.parametrize("new", ["^[a-z]+$", "^(id|title)?$", "^-?(id|title)$"])
def test_what_differs_by_more_than_names_is_not_told(new: str) -> None:
    assert named("^(id|title)$", new) is None


@pytest.mark.parametrize(
    ("new", "direction", "breaking", "said"),
    [
        ("^(a|b|c)$", Direction.REQUEST, False, "takes c too"),
        ("^(a)$", Direction.REQUEST, True, "takes b no more"),
        ("^(a)$", Direction.RESPONSE, False, "takes b no more"),
    ],
)
def test_a_name_less_breaks_who_sends_it(
    new: str, direction: Direction, breaking: bool, said: str
) -> None:
    schemas = Schemas({}, {})
    schemas.compare({"pattern": "^(a|b)$"}, {"pattern": new}, direction, "GET /x query sort")
    assert schemas.found == [Change(breaking, "NAMES_CHANGED", "GET /x query sort", said)]
