"""Revision files as text: what becomes of SQL on its way through Python and SQLAlchemy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import pytest
from alembic import op
from sqlalchemy import text

from generator.migrations.operations import AddValue, Operation
from generator.migrations.phases import Phase
from generator.migrations.revisions import Revision, empty, revisions
from generator.schema.values import EnumType


@dataclass(frozen=True)
class Say:
    """An operation that is its own reverse."""

    statement: str
    group: str = "things"

    def statements(self) -> list[str]:
        return [self.statement]

    def reverse(self) -> Operation:
        return self


def made(*operations: Operation, message: str = "change") -> list[Revision]:
    steps = [(Phase.COLUMNS, operation) for operation in operations]
    return list(revisions(steps, ("before",), 7, message))


def executed(revision: Revision) -> Iterator[str]:
    """What `upgrade` sends to PostgreSQL."""
    sent: list[str] = []
    module: dict[str, Any] = {}
    exec(compile(revision.text, revision.file, "exec"), module)  # noqa: S102 - our own file
    with patch.object(op, "execute", side_effect=sent.append, create=True):
        module["upgrade"]()
    return (str(text(statement)).strip() for statement in sent)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT 1",
        "COMMENT ON TABLE t IS 'a:b, c :d, 12:30, x::text, (?:y) and :z'",
        'SELECT "order" FROM "user"',
        "SELECT '[[:alpha:]_:x:]', 'a:b:'",
        r"SELECT 'a\b', '\A(?:[A-Z]\d+)\Z'",
        "SELECT '100%', '%s', '{x}'",
        'SELECT \' """ \'',
        'COMMENT ON TABLE t IS "x"',
        "SELECT 'Ä 你好'",
        "SELECT '" + "long " * 40 + "'",
    ],
)
def test_a_statement_arrives_as_it_is(statement: str) -> None:
    (revision,) = made(Say(statement))
    assert list(executed(revision)) == [statement]


def test_a_short_change_is_one_file_named_by_its_message() -> None:
    (revision,) = made(Say("SELECT 1"), Say("SELECT 2", "others"), message="Add a Tool, soon!")
    assert revision.file == "0007_add_a_tool_soon.py"
    assert revision.parents == ("before",)
    assert f'revision = "{revision.id}"\ndown_revision = "before"\n' in revision.text


def test_a_long_change_is_a_chain_of_short_files() -> None:
    many: list[Operation] = [Say(f"SELECT {n}") for n in range(400)]
    chain = made(*many, Say("SELECT 0", "keys"))
    assert [one.file for one in chain] == [
        "0007_change_things_1.py",
        "0008_change_things_2.py",
        "0009_change_keys.py",
    ]
    assert [one.parents for one in chain[1:]] == [(chain[0].id,), (chain[1].id,)]
    assert all(len(one.text.splitlines()) <= 500 for one in chain)


def test_new_values_of_an_enum_have_a_transaction_of_their_own() -> None:
    low, both = EnumType("grade", "Grade", ("low",)), EnumType("grade", "Grade", ("low", "high"))
    chain = made(AddValue(low, both, "high", (), "values"), Say("SELECT 1"))
    assert [one.file for one in chain] == ["0007_change_values.py", "0008_change_expand.py"]


def test_ids_differ_by_parent_and_content() -> None:
    (one,), (other,) = made(Say("SELECT 1")), made(Say("SELECT 2"))
    steps: list[tuple[Phase, Operation]] = [(Phase.COLUMNS, Say("SELECT 1"))]
    (elsewhere,) = revisions(steps, ("another",), 7, "change")
    assert len({one.id, other.id, elsewhere.id}) == 3
    assert made(Say("SELECT 1")) == [one]


def test_a_revision_that_joins_two_names_both() -> None:
    revision = empty(("one", "two"), 3, 'joins "all"')
    assert 'down_revision = ("one", "two")' in revision.text
    assert list(executed(revision)) == []
