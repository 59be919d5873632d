"""SIGTERM while a request is in flight: it is answered, and the server ends."""

from __future__ import annotations

import signal
import threading
from typing import Any

import psutil
import psycopg
import pytest

from tests.e2e.conftest import Core
from tests.e2e.support import END_SECONDS, rows, serving


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "2"])
def test_what_is_in_flight_is_answered(core: Core, workers: str) -> None:
    with serving(core.project, "serve", "--workers", workers, urls=core.urls) as served:
        risk = served.items("risk-owner", "risks", status="identified", limit=1)[0]
        metrics = served.http.get(f"http://127.0.0.1:{served.port}/metrics").text
        assert "charter_audit_ready 1.0" in metrics
        started = served.family()
        answers: list[Any] = []

        def write() -> None:
            tag = {"If-Match": f'"{risk["version"]}"'}
            path = f"risks/{risk['id']}"
            answers.append(
                served.ask("risk-owner", "PATCH", path, json={"threat": "fire"}, headers=tag)
            )

        with psycopg.connect(core.urls.superuser) as held:
            held.execute("select from risks where id = %s for update", [risk["id"]])
            asking = threading.Thread(target=write)
            asking.start()
            _wait_for_a_waiter(core)
            served.process.send_signal(signal.SIGTERM)
            asking.join(1)
            assert asking.is_alive(), answers
        asking.join(10)
        assert [answer.status_code for answer in answers] == [200], answers
        served.process.wait(END_SECONDS)
        _, left = psutil.wait_procs(started, timeout=10)
        assert left == []
    [row] = rows(core.urls.superuser, "select threat from risks where id = %s", risk["id"])
    assert row == {"threat": "fire"}


def _wait_for_a_waiter(core: Core) -> None:
    """Until the write waits for the row that is held."""
    for _ in range(200):
        found = rows(
            core.urls.superuser,
            "select 1 as waits from pg_stat_activity"
            " where datname = current_database() and wait_event_type = 'Lock'",
        )
        if found:
            return
        threading.Event().wait(0.05)
    raise AssertionError("no write waits")
