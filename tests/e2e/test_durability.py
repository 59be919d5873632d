"""What was acknowledged is there after kill -9, with its audit event, and nothing else is."""

from __future__ import annotations

import os
import shutil
import signal
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import httpx
import psutil
import pytest

from runtime.embedded import EmbeddedServer
from tests.e2e.support import REPOSITORY, Served, done, free_port, rows, serving

PROJECT = REPOSITORY / "tests" / "projects" / "railway"
WRITERS = 6
KILLED_AFTER = (0.4, 0.9, 1.1)
"""Seconds of writing before each kill; the last one kills PostgreSQL as well."""

COUNTED = """
select s.id, s.version, s.built,
    (select count(*) from audit_events e where e.entity_id = s.id and e.outcome = 'success') told,
    (select count(*) from audit_events e where e.entity_id = s.id and e.action = 'create') made
from series s
"""
ORPHANS = """
select e.id from audit_events e
where e.entity_type = 'series' and e.outcome = 'success'
    and not exists (select 1 from series s where s.id = e.entity_id)
"""


@dataclass
class Promises:
    """What the server has acknowledged: ids, with the version and value answered last."""

    kept: dict[str, tuple[int, int | None]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)


def write(served: Served, token: str, promises: Promises) -> None:
    """Adds rows and changes each, until the server is gone."""
    url = f"http://127.0.0.1:{served.port}/api/v1/series"
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(headers=headers, timeout=10) as http:
        try:
            while True:
                made = http.post(url, json={"name": uuid4().hex})
                if made.status_code != 201:
                    promises.refused.append(made.text)
                    return
                key = made.json()["id"]
                promises.kept[key] = (1, None)
                changed = http.patch(f"{url}/{key}", json={"built": 1900 + len(promises.kept) % 99})
                if changed.status_code != 200:
                    promises.refused.append(changed.text)
                    return
                promises.kept[key] = (changed.json()["version"], changed.json()["built"])
        except httpx.TransportError:
            return


def kill(served: Served, *, database: bool) -> None:
    """kill -9, at once: the server with all its workers; PostgreSQL with all its processes."""
    victims = []
    if database:
        line = (served.project / ".charter" / "postgres" / "postmaster.pid").read_text()
        postmaster = psutil.Process(int(line.split()[0]))
        victims = [postmaster, *postmaster.children(recursive=True)]
    os.killpg(served.process.pid, signal.SIGKILL)
    for victim in victims:
        # A backend ends by itself as soon as its client is gone, before its turn here or after.
        with suppress(psutil.NoSuchProcess):
            victim.kill()
    served.process.wait(10)
    psutil.wait_procs(victims, timeout=10)


@pytest.mark.slow
def test_kill_9_loses_nothing_and_invents_nothing(folder: Path) -> None:
    shutil.copytree(PROJECT, folder)
    done(folder, "generate")
    done(folder, "migrate", "new", "-m", "first")
    promises = Promises()
    port = free_port()
    with EmbeddedServer.start(folder) as started:
        done(folder, "migrate", "up")
        done(folder, "seed")
        assert rows(started.owner_url, "show fsync") == [{"fsync": "on"}]
    for number, seconds in enumerate(KILLED_AFTER, start=1):
        with serving(folder, "serve", "--workers", "2", port=port) as served:
            assert len(workers(served)) == 2
            before = len(promises.kept)
            load(served, promises, seconds, database=number == len(KILLED_AFTER))
            assert len(promises.kept) > before, promises.refused
    with serving(folder, "serve", "--workers", "2", port=port) as served:
        with EmbeddedServer.start(folder) as running:
            check(running.owner_url, promises)
        assert served.add("clerk", "series", name="after all")["version"] == 1
        served.signal(signal.SIGTERM)


def workers(served: Served) -> list[psutil.Process]:
    """The processes that answer requests: copies of the one that imported for all of them."""
    words = {each: " ".join(each.cmdline()) for each in served.family()}
    copies = [each for each, said in words.items() if "multiprocessing.forkserver" in said]
    return [each for each in copies if each.ppid() != served.process.pid]


def load(served: Served, promises: Promises, seconds: float, *, database: bool) -> None:
    """Several writers at once, and a kill in the middle."""
    token = served.token("clerk")
    threads = [
        threading.Thread(target=write, args=(served, token, promises)) for _ in range(WRITERS)
    ]
    for thread in threads:
        thread.start()
    threads[0].join(seconds)
    kill(served, database=database)
    for thread in threads:
        thread.join(30)
    assert promises.refused == []


def check(url: str, promises: Promises) -> None:
    """Every promise against the tables; every row against the trail, and the other way round."""
    found = {str(row["id"]): row for row in rows(url, COUNTED)}
    assert set(promises.kept) <= set(found)
    for key, (version, built) in promises.kept.items():
        assert found[key]["version"] >= version
        assert built is None or found[key]["built"] == built
    unequal = [row for row in found.values() if (row["told"], row["made"]) != (row["version"], 1)]
    assert unequal == []
    assert rows(url, ORPHANS) == []
