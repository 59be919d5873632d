"""The proof by crashes, in small; and that its comparison finds what it is there to find."""

from __future__ import annotations

import json
from pathlib import Path

import psycopg
import pytest

from charter.opened import load_registry
from tests.crashes.judge import Verdict, judge
from tests.crashes.ledger import Effect
from tests.crashes.run import crash_and_compare
from tests.e2e.conftest import Core

NOBODY = "00000000-0000-7000-8000-00000000dead"
SEALED = "SET session_replication_role = replica"
"""Behind the back of every trigger, as only a superuser can."""
LAST = """
    (SELECT id FROM audit_events WHERE entity_type = 'risk' AND outcome = 'success'
        AND action = 'create' ORDER BY id DESC LIMIT 1)
"""


@pytest.mark.slow
def test_crashes_lose_nothing_and_invent_nothing(folder: Path) -> None:
    folder.mkdir()
    report = crash_and_compare(folder, writes=800, kills=4, seed=4, callers=12)
    assert report.kills.total() == 4
    assert sum(done for _, done, _, _ in report.verdict.writes) >= 800
    assert report.verdict.findings == []
    assert report.verified == ""


def judged(core: Core, tmp_path: Path, *lines: list[object], tampering: str = "") -> Verdict:
    """The verdict on the seeded project, after some tampering and with some promises."""
    if tampering:
        with psycopg.connect(core.urls.superuser, autocommit=True) as connection:
            connection.execute(SEALED)
            connection.execute(tampering.encode())
    ledger = tmp_path / "ledger.jsonl"
    ledger.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return judge(core.urls.superuser, ledger, load_registry(core.project), NOBODY)


def promise(outcome: str, effect: Effect, request: str | None = None) -> list[object]:
    """One line of the ledger."""
    event = [effect.entity, effect.row, effect.action, effect.field, effect.value]
    return ["test", request, outcome, 1, 200, [event]]


def found(verdict: Verdict) -> set[str]:
    return {finding.check for finding in verdict.findings}


def test_a_seeded_project_has_nothing_to_find(core: Core, tmp_path: Path) -> None:
    verdict = judged(core, tmp_path)
    assert verdict.findings == []
    assert verdict.events > 50
    assert verdict.rows > 50


def test_a_promise_that_was_not_kept_is_found(core: Core, tmp_path: Path) -> None:
    effect = Effect("risk", None, "create", "title", "nowhere")
    assert found(judged(core, tmp_path, promise("acknowledged", effect))) == {
        "acknowledged, without exactly one event that tells it"
    }
    effect = Effect("risk", NOBODY, "update", "title", "nowhere")
    assert found(judged(core, tmp_path, promise("acknowledged", effect, "lost"))) == {
        "acknowledged, without exactly one event that tells it",
        "acknowledged, with more or fewer events than rows",
    }
    assert judged(core, tmp_path, promise("unknown", effect, "lost")).findings == []


def test_a_refusal_without_its_event_is_found(core: Core, tmp_path: Path) -> None:
    line = ["test", "refused-nowhere", "refused", 1, 409, []]
    assert found(judged(core, tmp_path, line)) == {
        "refused, without exactly one event of the refusal"
    }


@pytest.mark.parametrize(
    ("tampering", "check"),
    [
        (
            "UPDATE risks SET threat = 'behind the back'",
            "a value in a table that is not that of its last event",
        ),
        (
            "UPDATE risks SET version = version + 1",
            "a version that is not the number of the row's events",
        ),
        (
            "DELETE FROM risk_treatment_plans",
            "a row that is gone without an event, or there in spite of one",
        ),
        (
            f"DELETE FROM audit_events WHERE id = {LAST}",
            "a row that was not made exactly once",
        ),
        (
            "INSERT INTO audit_events (action, entity_type, entity_id, changes, outcome, source,"
            " created_at, updated_at, version)"
            " SELECT 'update', 'risk', id, '{\"threat\": [\"never there\", null]}', 'success',"
            " 'sql', now(), now(), 1 FROM risks LIMIT 1",
            "an old value that is not the new one of the event before",
        ),
        ("DELETE FROM risk_controls", "a link that is not what its events say"),
    ],
)
def test_what_no_event_tells_is_found(
    core: Core, tmp_path: Path, tampering: str, check: str
) -> None:
    assert check in found(judged(core, tmp_path, tampering=tampering))
