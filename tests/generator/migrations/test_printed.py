"""The SQL of migrations as it is printed, and what squawk says of it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest

from generator.migrations import runner
from generator.migrations.history import History, MigrationError
from generator.migrations.printed import printed
from tests.generator.migrations.conftest import Workshop
from tests.generator.migrations.test_changes import CHANGES, account, edited
from tests.generator.migrations.test_failures import EVERYTHING, MEANT
from tests.generator.migrations.test_rolling import RENAMED
from tests.generator.schema.workshop import ACCOUNT, SHOP, resolved

REPOSITORY = Path(__file__).parents[3]
SQUAWK = Path(sys.executable).with_name("squawk")


def judged(folder: Path) -> subprocess.CompletedProcess[str]:
    """What squawk says of all SQL in a folder, by the rules of the repository."""
    files = sorted(map(str, folder.glob("*.sql")))
    command = [
        str(SQUAWK),
        "--config",
        str(REPOSITORY / ".squawk.toml"),
        "--reporter",
        "gcc",
        *files,
    ]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_squawk_passes_on_every_kind_of_change(tmp_path: Path) -> None:
    first = tmp_path / "first"
    runner.new(first, resolved(first), "first")
    (tmp_path / "first.sql").write_text(printed(History(first)))
    everything = SHOP
    for old, new in EVERYTHING:
        everything = everything.replace(old, new)
    made: list[tuple[str, str, dict[str, Any]]] = [
        (edited(change), account(change), {"allow": change.accept}) for change in CHANGES
    ]
    renamed = SHOP
    for old, new in RENAMED:
        renamed = renamed.replace(old, new)
    made += [(everything, ACCOUNT, MEANT), (renamed, ACCOUNT, {"rolling": True})]
    for number, (shop, accounts, meant) in enumerate(made):
        folder = tmp_path / str(number)
        shutil.copytree(first / "migrations", folder / "migrations")
        assert runner.new(folder, resolved(folder, shop, account=accounts), "change", **meant)
        (tmp_path / f"{number}.sql").write_text(printed(History(folder)))
    found = judged(tmp_path)
    assert found.returncode == 0, found.stdout


def test_squawk_would_say_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "x.sql").write_text("CREATE INDEX ix ON orders (title);\n")
    found = judged(tmp_path)
    assert found.returncode != 0
    assert "require-concurrent-index-creation" in found.stdout


def test_what_is_printed_does_what_up_does(workshop: Workshop) -> None:
    workshop.change(*EVERYTHING, **MEANT)
    with psycopg.connect(workshop.urls.owner, autocommit=True) as connection:
        for statement in _statements(printed(History(workshop.folder))):
            connection.execute(statement.encode())
    assert workshop.drift() == []


def _statements(script: str) -> list[str]:
    """The statements of a script, one by one, as psql sends them."""
    found, held, quotes = [], "", False
    for line in script.splitlines(keepends=True):
        held += line
        quotes ^= line.count("$do$") + line.count("$function$") & 1 == 1
        if line.rstrip().endswith(";") and not quotes:
            found.append(held)
            held = ""
    return [*found, held] if held.strip() else found


def test_a_revision_is_named_by_its_beginning_and_undone_too(workshop: Workshop) -> None:
    workshop.change(("      starts_on: date\n", "      starts_on: date\n      size: int\n"))
    history = History(workshop.folder)
    head = history.heads()[0]
    text = printed(history, head[:6])
    assert "ADD COLUMN size integer" in text
    assert "BEGIN;" in text
    first = printed(history, "0001")
    assert "%" in first
    assert "%%" not in first
    assert "DROP COLUMN size" in printed(history, head, down=True)
    with pytest.raises(MigrationError, match="nothing"):
        printed(history, "nothing")
    with pytest.raises(MigrationError, match="no migrations yet"):
        printed(History(workshop.folder / "model"))
