"""The export of a sealed log, written from a database and checked without it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from runtime.audit.export import Exported, ExportError, export
from runtime.audit.heads import NOTHING, Head
from runtime.audit.merkle import EMPTY
from runtime.audit.sealing import Connection, connect, last_head, seal_all
from runtime.audit.verify_export import main
from runtime.embedded import EmbeddedServer
from tests.runtime.conftest import Store
from tests.support.database import Urls, drop_database, fresh_database

KEY = Ed25519PrivateKey.generate()


@pytest.fixture
def urls(server: EmbeddedServer, store: Store) -> Iterator[Urls]:
    """A clone of the store for one test: tampering leaves nothing to others."""
    made = fresh_database(server, template=store.urls)
    yield made
    drop_database(server, made)


@pytest.fixture
def owner(urls: Urls) -> Iterator[Connection]:
    """The owner's connection, as for sealing."""
    with connect(urls.owner) as connection:
        yield connection


def add_tags(connection: Connection, *names: str) -> None:
    """One event each."""
    for name in names:
        connection.execute("insert into tags (name) values (%s)", [name])


def sealed(connection: Connection) -> Head:
    head = seal_all(connection, KEY)
    assert head is not None
    return head


def written(connection: Connection, file: Path, **asked: Any) -> tuple[Exported, list[Any]]:
    with file.open("w", encoding="ascii") as out:
        done = export(connection, out.write, **asked)
    return done, [json.loads(line) for line in file.read_text().splitlines()]


def checked(file: Path, *arguments: str) -> int:
    return main([str(file), "--key", sealed_by(KEY), *arguments])


def sealed_by(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes_raw().hex()


def test_an_export_has_each_event_once_and_holds(
    owner: Connection, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_tags(owner, "Ä \u2028 \U0001f600 \\ \"'\x01", "two")
    head = sealed(owner)
    done, (first, *leaves) = written(owner, tmp_path / "log")
    assert done == Exported(head, 0, head.size - 1, 0)
    assert first == {
        "format": "charter audit export v1",
        **head.checkpoint(),
        "from": 0,
        "to": head.size - 1,
    }
    assert [leaf["number"] for leaf in leaves] == list(range(head.size))
    events = [json.loads(leaf["leaf"]) for leaf in leaves]
    known = owner.execute("select id from audit_events order by transaction_id, id").fetchall()
    assert [UUID(event["id"]) for event in events] == [row[0] for row in known]
    assert events[-2]["changes"]["name"] == [None, "Ä \u2028 \U0001f600 \\ \"'\x01"]
    assert checked(tmp_path / "log") == 0
    assert f"all {head.size} lead to the root" in capsys.readouterr().out


def test_every_range_holds(owner: Connection, tmp_path: Path) -> None:
    add_tags(owner, "a", "b", "c")
    size = sealed(owner).size
    for first in range(0, size, 5):
        for last in (first, size - 1):
            done, lines = written(owner, tmp_path / "log", first=first, last=last)
            assert (done.first, done.last, len(lines)) == (first, last, last - first + 2)
            assert checked(tmp_path / "log") == 0
    for asked in ({"first": size}, {"last": size}, {"first": 2, "last": 1}, {"first": -1}):
        with pytest.raises(ExportError, match=f"0 to {size - 1}"):
            written(owner, tmp_path / "log", **asked)


def test_an_export_shows_that_the_log_continues_a_checkpoint(
    owner: Connection, tmp_path: Path
) -> None:
    older = sealed(owner)
    (tmp_path / "older").write_text(json.dumps(older.checkpoint()))
    add_tags(owner, "later")
    head = sealed(owner)
    assert (head.number, head.size) == (older.number + 1, older.size + 1)
    _, (first, *_) = written(owner, tmp_path / "log", first=older.size, older=older)
    assert first["consistency"]["size"] == older.size
    assert checked(tmp_path / "log", "--checkpoint", str(tmp_path / "older")) == 0
    written(owner, tmp_path / "log", older=head)
    (tmp_path / "head").write_text(json.dumps(head.checkpoint()))
    assert checked(tmp_path / "log", "--checkpoint", str(tmp_path / "head")) == 0


def test_a_checkpoint_that_cannot_be_of_this_log_is_refused(
    owner: Connection, tmp_path: Path
) -> None:
    head = sealed(owner)
    elsewhere = Head(0, UUID(int=1), 1, EMPTY, NOTHING, head.sealed_at, "1", "1").signed(KEY)
    with pytest.raises(ExportError, match="of another log"):
        written(owner, tmp_path / "log", older=elsewhere)
    ahead = Head(9, head.log, head.size + 1, EMPTY, NOTHING, head.sealed_at, "1", "1").signed(KEY)
    with pytest.raises(ExportError, match="leaves were lost"):
        written(owner, tmp_path / "log", older=ahead)


def test_what_is_written_and_sealed_meanwhile_is_not_in_it(
    urls: Urls, owner: Connection, tmp_path: Path
) -> None:
    head = sealed(owner)
    lines: list[str] = []

    def write(line: str) -> None:
        lines.append(line)
        with connect(urls.owner) as other:
            add_tags(other, f"tag {len(lines)}")
            sealed(other)

    export(owner, write)
    newest = last_head(owner)
    assert newest is not None
    assert newest.size >= head.size + len(lines)
    assert json.loads(lines[0])["size"] == head.size == len(lines) - 1
    (tmp_path / "log").write_text("".join(lines))
    assert checked(tmp_path / "log") == 0


def test_nothing_is_exported_where_nothing_is_sealed(owner: Connection, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="Nothing is sealed yet"):
        written(owner, tmp_path / "log")


def tampering(urls: Urls) -> Callable[[str], None]:
    """Statements of a superuser who has switched the triggers off."""

    def run(statement: str) -> None:
        with psycopg.connect(urls.superuser) as connection:
            connection.execute("set session_replication_role = replica")
            assert connection.execute(statement.encode()).rowcount == 1

    return run


@pytest.mark.parametrize(
    "change",
    [
        "set reason = 'because'",
        "set actor_id = gen_random_uuid()",
        "set occurred_at = occurred_at + interval '1 microsecond'",
        "set changes = changes || '{\"more\": [null, 1]}'",
        "set transaction_id = '3'",
        "set marks = '{}'",
    ],
)
def test_an_event_that_was_edited_is_named(
    change: str, urls: Urls, owner: Connection, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = sealed(owner)
    tampering(urls)(
        f"update audit_events {change} where id ="
        " (select event from charter_audit_leaves where number = 7)"
    )
    done, _ = written(owner, tmp_path / "log")
    assert (done.last, done.without_text) == (head.size - 1, 0)
    assert checked(tmp_path / "log") == 1
    assert f"{tmp_path / 'log'}:9: leaf 7 is not what was sealed" in capsys.readouterr().err


def test_a_leaf_whose_event_is_gone_has_its_hash(
    urls: Urls, owner: Connection, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sealed(owner)
    tampering(urls)(
        "delete from audit_events where id ="
        " (select event from charter_audit_leaves where number = 2)"
    )
    done, lines = written(owner, tmp_path / "log")
    assert done.without_text == 1
    assert (lines[3]["leaf"], len(lines[3]["hash"])) == (None, 64)
    assert checked(tmp_path / "log") == 1
    assert ":4: leaf 2 has no text" in capsys.readouterr().err
    assert checked(tmp_path / "log", "--retired") == 0


@pytest.mark.parametrize(
    "statement",
    [
        "update charter_audit_leaves set hash = sha256('x') where number = 3",
        "delete from charter_audit_leaves where number = 3",
        "delete from charter_audit_leaves"
        " where number = (select max(number) from charter_audit_leaves)",
        "update charter_audit_heads set root = sha256('x')",
    ],
)
def test_a_log_that_does_not_give_its_root_is_not_exported(
    statement: str, urls: Urls, owner: Connection, tmp_path: Path
) -> None:
    sealed(owner)
    tampering(urls)(statement)
    with pytest.raises(ExportError, match="run charter audit verify"):
        written(owner, tmp_path / "log")
