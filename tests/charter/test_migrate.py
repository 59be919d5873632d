"""`charter migrate`: what its commands say, do and refuse, on a small project with rows."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from runtime.embedded import EmbeddedServer
from tests.charter.conftest import Core
from tests.generator.migrations.test_changes import ROWS
from tests.generator.schema.workshop import SHOP, resolved
from tests.support.database import drop_database, fresh_database

STARTS = "      starts_on: date\n"
TAGS = "      tags: {type: string, max: 5, many: true, max_items: 3}\n"
SIZE = (STARTS, f"{STARTS}      size: {{type: int, required: true}}\n")


@pytest.fixture(scope="module")
def made(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Core:
    """The workshop, migrated by the commands themselves, with a row in each table."""
    folder = tmp_path_factory.mktemp("made")
    resolved(folder)
    core = Core(folder, fresh_database(server))
    assert core.charter("migrate", "new", "-m", "first").code == 0
    done = core.charter("migrate", "up")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("applied 0001_first")
    with psycopg.connect(core.urls.owner) as owner:
        owner.execute(ROWS)
    return core


@pytest.fixture
def shop(server: EmbeddedServer, made: Core, tmp_path: Path) -> Iterator[Core]:
    """A copy of it."""
    shutil.copytree(made.folder, tmp_path, dirs_exist_ok=True)
    urls = fresh_database(server, template=made.urls)
    yield Core(tmp_path, urls)
    drop_database(server, urls)


def edit(core: Core, *edits: tuple[str, str]) -> None:
    """Writes the workshop's spec with other text."""
    text = SHOP
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new)
    resolved(core.folder, text)


def test_what_nobody_means_is_refused_with_what_to_write(shop: Core) -> None:
    edit(shop, SIZE, (TAGS, "      labels: {type: string, max: 5, many: true, max_items: 3}\n"))
    before = sorted(shop.folder.rglob("*"))
    refused = shop.charter("migrate", "new", "-m", "change")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.splitlines() == [
        "M004 orders.size",
        "    Give rows a value: --fill 'Order.size=EXPRESSION', or a default.",
        "M002 orders.tags",
        "    If it only has another name now, say so with was: on the field or relation.",
        '    if Order.labels is what was called "tags": model/shop.yaml:20:7: labels: '
        "{was: tags, …}",
        '    if "tags" goes with all it holds: charter migrate new -m TEXT --allow M002',
        "Nothing was written. If this is meant: --allow M002 --allow M004",
    ]
    assert sorted(shop.folder.rglob("*")) == before
    meant = ("--allow", "M002", "--fill", "Order.size=quantity * 2")
    made = shop.charter("migrate", "new", "-m", "change", *meant)
    assert (made.code, made.err) == (0, "")
    assert made.out.startswith("migrations/versions/00")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--allow", "M02"), 'no finding has the code M02: did you mean "M002"?'),
        (("--allow", "M101"), "no finding has the code M101"),
        (("--fill", "Order.size=quantty"), 'did you mean "quantity"?'),
        (("--fill", "Order=1"), "write it as Entity.member=EXPRESSION"),
        (("--fill", "Order.title=sku", "--fill", "Order.size=1"), "no row lacks a value there"),
    ],
)
def test_what_cannot_be_meant_is_refused(shop: Core, words: tuple[str, ...], said: str) -> None:
    edit(shop, SIZE)
    refused = shop.charter("migrate", "new", "-m", "change", *words)
    assert (refused.code, refused.out) == (1, "")
    assert said in refused.err


def test_a_rolling_change_stops_before_what_takes_away_and_goes_on(shop: Core) -> None:
    edit(shop, SIZE, (TAGS, ""))
    meant = ("--allow", "M002", "--fill", "Order.size=quantity * 2", "--rolling")
    assert shop.charter("migrate", "new", "-m", "change", *meant).code == 0
    wrong = shop.charter("migrate", "up", "--until", "expand")
    assert wrong.code == 2
    assert "the only stage is contract" in wrong.err
    first = shop.charter("migrate", "up", "--until", "contract")
    assert (first.code, first.err) == (0, "")
    with psycopg.connect(shop.urls.owner) as owner:
        assert owner.execute("SELECT size, tags FROM orders").fetchone() == (6, ["red"])
    assert shop.charter("migrate", "check").code == 1
    then = shop.charter("migrate", "up")
    assert then.out
    assert not set(first.out.splitlines()) & set(then.out.splitlines())
    assert shop.charter("migrate", "check").code == 0
    assert shop.charter("migrate", "up").out == "Nothing to apply.\n"


def test_the_newest_change_is_undone_where_that_is_meant(shop: Core) -> None:
    edit(shop, SIZE)
    assert shop.charter("migrate", "new", "-m", "s", "--fill", "Order.size=1").code == 0
    applied = shop.charter("migrate", "up").out.splitlines()
    refused = shop.charter("migrate", "down", "-1")
    assert (refused.code, refused.out) == (1, "")
    assert "loses orders.size: the values of 1 rows" in refused.err
    assert "Nothing was undone. If this is meant: --allow-loss" in refused.err
    assert shop.charter("migrate", "down", "--alow-loss", "-1").code == 2
    assert shop.charter("migrate", "down", "--allow-los").code == 2
    undone = shop.charter("migrate", "down", "-1", "--allow-loss")
    assert (undone.code, undone.err) == (0, "")
    assert len(undone.out.splitlines()) == len(applied)
    assert shop.charter("migrate", "down", "nowhere").err.startswith("there is no one revision")
    assert "0001" not in shop.charter("migrate", "down", "0001", "--allow-loss").err
    steps = json.loads(shop.charter("migrate", "status", "--format", "json").out)
    assert [each["applied_at"] is None for each in steps][:2] == [False, True]


def test_the_sql_is_printed_whole_by_revision_and_backwards(shop: Core) -> None:
    edit(shop, SIZE)
    made = shop.charter("migrate", "new", "-m", "s", "--fill", "Order.size=quantity * 2").out
    text = shop.charter("migrate", "sql").out
    for line in made.splitlines()[:-1]:
        assert f"-- {Path(line).name}\n" in text
    assert "SET size = t.quantity * 2" in text
    assert shop.charter("migrate", "sql", "0001").out.count("-- 0001_first") == 1
    assert "DROP COLUMN size" in shop.charter("migrate", "sql", "--down").out
    refused = shop.charter("migrate", "sql", "nowhere")
    assert (refused.code, refused.out) == (1, "")
    assert "nowhere" in refused.err


def test_without_migrations_it_is_said_what_to_do(shop: Core, tmp_path: Path) -> None:
    other = Core(tmp_path / "other", shop.urls)
    resolved(other.folder)
    for words in (("up",), ("sql",)):
        refused = other.charter("migrate", *words)
        assert (refused.code, refused.out) == (1, "")
        assert "say `charter migrate new` first" in refused.err
