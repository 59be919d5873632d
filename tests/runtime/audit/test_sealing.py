"""Sealing: every event gets one place, late committers too, and every batch a signed head."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from runtime.audit import sealing
from runtime.audit.heads import COLUMNS, NOTHING, Head, read_checkpoint
from runtime.audit.leaf import LEAF
from runtime.audit.merkle import Frontier, Tree
from runtime.audit.sealing import (
    DamagedLogError,
    Sealer,
    connect,
    last_head,
    seal,
    seal_all,
    unsealed,
)
from runtime.embedded import EmbeddedServer
from tests.runtime.conftest import Store
from tests.support.database import Urls, drop_database, fresh_database

KEY = Ed25519PrivateKey.generate()
ADD = "INSERT INTO users (email, full_name, password_hash) VALUES (%s, %s, 'canary') RETURNING id"


@pytest.fixture
def urls(server: EmbeddedServer, store: Store) -> Iterator[Urls]:
    """The store's database for one test."""
    made = fresh_database(server, template=store.urls)
    yield made
    drop_database(server, made)


@pytest.fixture
def owner(urls: Urls) -> Iterator[sealing.Connection]:
    """The owner, as the sealer connects; what was there before is sealed."""
    with connect(urls.owner) as connection:
        seal_all(connection, KEY)
        yield connection


def writer(urls: Urls) -> psycopg.Connection[Any]:
    """Somebody who writes, with transactions of his own."""
    return psycopg.connect(urls.owner, options="-c search_path=public")


def add(connection: psycopg.Connection[Any], name: str) -> Any:
    row = connection.execute(ADD, [f"{name}@example.com", name]).fetchone()
    assert row is not None
    return row[0]


def leaves(connection: sealing.Connection) -> list[tuple[int, str]]:
    """(number, e-mail address in the event) of all leaves of added users."""
    return connection.execute(
        "SELECT l.number, split_part(e.changes -> 'email' ->> 1, '@', 1)"
        " FROM charter_audit_leaves l JOIN audit_events e ON e.id = l.event"
        " WHERE e.changes ? 'email' AND e.action = 'create' ORDER BY l.number"
    ).fetchall()


def heads(connection: sealing.Connection) -> list[Head]:
    rows = connection.execute(f"SELECT {COLUMNS} FROM charter_audit_heads ORDER BY number")
    return [Head(*row[:3], *map(bytes, row[3:5]), *row[5:8], *map(bytes, row[8:])) for row in rows]


def test_what_commits_late_is_sealed_later_and_once(urls: Urls, owner: sealing.Connection) -> None:
    before = len(leaves(owner))
    with writer(urls) as early, writer(urls) as late:
        add(late, "late")
        add(early, "early")
        early.commit()
        assert seal(owner, KEY) is None, "a younger event waits for the older transaction"
        late.commit()
        add(early, "next")
        early.commit()
    seal_all(owner, KEY)
    assert [name for _, name in leaves(owner)[before:]] == ["late", "early", "next"]
    assert unsealed(owner) == 0
    assert seal(owner, KEY) is None


def test_the_heads_are_a_signed_chain_over_one_growing_tree(
    urls: Urls, owner: sealing.Connection
) -> None:
    with writer(urls) as session:
        for name in ("a", "b", "c"):
            add(session, name)
            session.commit()
            assert seal(owner, KEY) is not None
    hashes = owner.execute("SELECT hash FROM charter_audit_leaves ORDER BY number").fetchall()
    numbers = owner.execute("SELECT number FROM charter_audit_leaves ORDER BY number").fetchall()
    tree = Tree(bytes(row[0]) for row in hashes)
    assert [row[0] for row in numbers] == list(range(tree.size))
    found, previous = heads(owner), NOTHING
    assert len({head.log for head in found}) == 1
    for number, head in enumerate(found):
        assert (head.number, head.previous) == (number, previous)
        assert head.root == tree.root(head.size)
        assert head.genuine()
        previous = head.digest()
    assert found[-1].size == tree.size
    row = owner.execute("SELECT frontier FROM charter_audit_heads ORDER BY number DESC").fetchone()
    assert row is not None
    assert Frontier.from_bytes(tree.size, bytes(row[0])).root() == tree.root()


def test_of_many_sealers_one_seals(urls: Urls, owner: sealing.Connection) -> None:
    def work(stop: threading.Event) -> None:
        with connect(urls.owner) as connection:
            while not stop.is_set():
                seal(connection, KEY)

    stop = threading.Event()
    sealers = [threading.Thread(target=work, args=(stop,)) for _ in range(3)]
    for each in sealers:
        each.start()
    with writer(urls) as session:
        for number in range(60):
            add(session, f"u{number}")
            session.commit()
    stop.set()
    for each in sealers:
        each.join()
    seal_all(owner, KEY)
    names = [name for _, name in leaves(owner)]
    assert [name for name in names if name.startswith("u")] == [f"u{n}" for n in range(60)]
    assert all(head.genuine() for head in heads(owner))


def test_a_transaction_larger_than_a_batch_is_sealed_whole(
    urls: Urls, owner: sealing.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealing, "BATCH", 4)
    monkeypatch.setattr(sealing, "FIRST_BATCH", 5)
    before = len(heads(owner))
    with writer(urls) as session:
        for number in range(11):
            add(session, f"many{number}")
    seal_all(owner, KEY)
    assert unsealed(owner) == 0
    assert len(heads(owner)) == before + 3


def test_events_restored_into_another_cluster_are_sealed_once(
    urls: Urls, owner: sealing.Connection
) -> None:
    """The numbers of the other cluster's transactions are far above those of this one."""
    with writer(urls) as session:
        add(session, "restored")
        session.commit()
    with psycopg.connect(urls.superuser, autocommit=True) as superuser:
        superuser.execute("SET session_replication_role = replica")
        superuser.execute("UPDATE charter_audit_heads SET cluster = '1', horizon = '900000000'")
        superuser.execute(
            "UPDATE audit_events SET transaction_id = '900000001'"
            " WHERE changes -> 'email' ->> 1 = 'restored@example.com'"
        )
    seal_all(owner, KEY)
    with writer(urls) as session:
        add(session, "native")
        session.commit()
    head = seal_all(owner, KEY)
    assert [name for _, name in leaves(owner)][-2:] == ["restored", "native"]
    row = owner.execute("SELECT system_identifier::text FROM pg_control_system()").fetchone()
    assert head is not None
    assert (head.cluster,) == row


def test_no_leaf_holds_a_personal_or_secret_value(urls: Urls, owner: sealing.Connection) -> None:
    with writer(urls) as session:
        session.execute("SELECT set_config('charter.actor_email', 'who@example.com', true)")
        session.execute("SELECT set_config('charter.client_ip', '192.0.2.99', true)")
        add(session, "private")
    seal_all(owner, KEY)
    rows = owner.execute(
        f"SELECT {LEAF}, e.changes FROM charter_audit_leaves l"
        " JOIN audit_events e ON e.id = l.event ORDER BY l.number DESC LIMIT 1"
    ).fetchone()
    assert rows is not None
    leaf, changes = rows
    for value in ("canary", "who@example.com", "192.0.2.99"):
        assert value not in leaf
    assert changes["password_hash"] == [None, "***"]
    assert '"password_hash"' in leaf


def test_a_person_whose_key_was_destroyed_gets_no_other(
    urls: Urls, owner: sealing.Connection
) -> None:
    def tried() -> Any:
        with writer(urls) as session:
            session.execute("SELECT set_config('charter.actor_email', 'Again@example.com', true)")
            session.execute("SELECT charter_write_event('login', 'user', NULL, '{}', 'failed', '')")
        seal_all(owner, KEY)
        return owner.execute(
            "SELECT s.inner_key, l.person FROM charter_audit_subjects s, charter_audit_leaves l"
            " WHERE s.subject = md5('again@example.com')::uuid ORDER BY l.number DESC LIMIT 1"
        ).fetchone()

    assert None not in tried()
    owner.execute("UPDATE charter_audit_subjects SET inner_key = NULL, outer_key = NULL")
    assert tried() == (None, None)


def test_a_log_whose_end_was_changed_is_not_gone_on_with(
    urls: Urls, owner: sealing.Connection
) -> None:
    owner.execute("UPDATE charter_audit_heads SET frontier = sha256(frontier)")
    with writer(urls) as session:
        add(session, "after")
    before = len(heads(owner))
    with pytest.raises(DamagedLogError):
        seal(owner, KEY)
    assert len(heads(owner)) == before


def test_a_head_that_is_not_in_the_log_is_not_written_over(
    urls: Urls, owner: sealing.Connection, tmp_path: Path
) -> None:
    """The database was set back to a state of before: the file is what shows it."""
    sealer = Sealer(urls.owner, KEY, tmp_path / "key.pem.head", threading.Event())
    with writer(urls) as session:
        add(session, "lost")
    newest = seal_all(owner, KEY)
    assert newest is not None
    sealer.keep(owner, newest)
    with psycopg.connect(urls.superuser, autocommit=True) as superuser:
        superuser.execute("SET session_replication_role = replica")
        superuser.execute("DELETE FROM charter_audit_heads WHERE number = %s", [newest.number])
    again = Sealer(urls.owner, KEY, sealer.head_file, threading.Event())
    older = last_head(owner)
    assert older is not None
    again.keep(owner, older)
    assert read_checkpoint(sealer.head_file) == newest


def test_the_last_head_is_kept_beside_the_key(
    urls: Urls, owner: sealing.Connection, tmp_path: Path
) -> None:
    stop = threading.Event()
    sealer = Sealer(urls.owner, KEY, tmp_path / "key.pem.head", stop, interval=0.01)
    work = threading.Thread(target=sealer.run)
    work.start()
    with writer(urls) as session:
        add(session, "kept")
        session.commit()
    deadline = threading.Event()
    for _ in range(500):
        newest = last_head(owner)
        if unsealed(owner) == 0 and newest and sealer.head_file.exists():
            if read_checkpoint(sealer.head_file) == newest:
                break
        deadline.wait(0.02)
    stop.set()
    work.join()
    kept = read_checkpoint(sealer.head_file)
    assert kept == last_head(owner)
    assert kept.genuine()
