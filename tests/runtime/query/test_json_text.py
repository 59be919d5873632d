"""Objects written as text."""

from __future__ import annotations

import json
from typing import Any

import psycopg
import pytest

from runtime.query.json_text import ARGUMENTS, Member, object_text
from tests.support.database import Urls

VALUES: list[tuple[Member, Any]] = [
    (Member("a", "7", "plain", certain=True), 7),
    (Member("b", "null::int", "plain"), None),
    (Member("c", "'{\"x\":1}'::text", "plain"), {"x": 1}),
    (Member("d", "'high'::text", "quoted", certain=True), "high"),
    (Member("e", "null::uuid", "quoted"), None),
    (Member("f", "1.50::numeric", "quoted"), "1.50"),
    (Member("g", "1 = 1 and 2 > 1", "bool"), True),
    (Member("h", "1 = 2", "bool"), False),
    (Member("i", "null::bool", "bool"), None),
    (Member("j", "E'a \"quote\" \\\\ \\n {row}'::text"), 'a "quote" \\ \n {row}'),
    (Member("k", "null::text"), None),
    (Member("l", "array['x', null]::text[]", certain=True), ["x", None]),
    (Member("m", "'{\"b\": [1.50, null]}'::jsonb"), {"b": [1.5, None]}),
]


def written(empty_library: Urls, members: list[Member]) -> str:
    with psycopg.connect(empty_library.application) as connection:
        row = connection.execute(f"select {object_text(members)}".encode()).fetchone()
    assert row is not None
    text: str = row[0]
    return text


@pytest.mark.parametrize(("member", "meant"), VALUES, ids=[one.name for one, _ in VALUES])
def test_a_value_becomes_what_it_is(empty_library: Urls, member: Member, meant: Any) -> None:
    assert json.loads(written(empty_library, [member])) == {member.name: meant}


def test_an_object_may_have_more_members_than_concat_takes(empty_library: Urls) -> None:
    many = [Member(f"m{place}", str(place), "plain") for place in range(2 * ARGUMENTS)]
    members = [member for member, _ in VALUES] + many
    found = json.loads(written(empty_library, members))
    assert list(found) == [member.name for member in members]
    assert found["m150"] == 150
