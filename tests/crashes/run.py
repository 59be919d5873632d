"""One run: load and kills beside each other, then the comparison."""

# ruff: noqa: S311  # random kills, not secrets

from __future__ import annotations

import json
import random
import signal
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path

import httpx

from charter.opened import load_registry
from tests.crashes.judge import Verdict, judge
from tests.crashes.kills import Killer
from tests.crashes.load import Plan, run
from tests.crashes.place import Place
from tests.e2e.support import charter

STALLED_SECONDS = 120.0
"""Without any acknowledged write for so long, something did not come back."""
COMMON = 4


@dataclass(frozen=True, slots=True)
class Report:
    """What happened, and what was found."""

    verdict: Verdict
    kills: Counter[str]
    seconds: float
    verified: str
    """What `charter audit verify` said, where it found something."""
    verify_seconds: float

    @property
    def passed(self) -> bool:
        """Whether nothing disagrees."""
        return not self.verdict.findings and not self.verified


class StalledError(Exception):
    """Nothing was acknowledged any more, or the load itself failed."""


def crash_and_compare(folder: Path, *, writes: int, kills: int, seed: int, callers: int) -> Report:
    """Makes a project in `folder`, writes, kills, and compares.

    Raises StalledError where server or database did not come back.
    """
    chance = random.Random(seed)
    place = Place.made(folder)
    try:
        place.serve()
        common, since = _start(place)
        pids = folder / "pids"
        pids.mkdir()
        plan = Plan(
            place.project,
            place.urls,
            place.port,
            place.password(),
            place.known(),
            common,
            writes,
            seed,
            callers,
            folder / "ledger.jsonl",
            pids,
        )
        killer = Killer(place, chance, pids)
        started = time.monotonic()
        _write_and_kill(plan, killer, sorted(chance.uniform(0.01, 0.97) for _ in range(kills)))
        seconds = time.monotonic() - started
        with suppress(AssertionError):
            place.stop_server(signal.SIGTERM)
        registry = load_registry(place.project)
        verdict = judge(place.urls.superuser, plan.ledger, registry, since)
        began = time.monotonic()
        verified = _verify(place)
        return Report(verdict, killer.done, seconds, verified, time.monotonic() - began)
    finally:
        place.close()


def _start(place: Place) -> tuple[list[str], str]:
    """Rows that everybody will write to, and the id of the last event before the writes."""
    url = f"http://127.0.0.1:{place.port}/api/v1"
    with httpx.Client(base_url=url, timeout=30) as http:
        account = {"email": "compliance-manager@example.com", "password": place.password()}
        token = http.post("/auth/login", json=account).json()["access_token"]
        headers = {"Authorization": f"Bearer {token}"}
        ids = []
        for n in range(COMMON):
            made = http.post("/tasks", json={"title": f"Common {n}"}, headers=headers)
            assert made.status_code == 201, made.text
            ids.append(made.json()["id"])
        found = http.get(f"/tasks/{ids[-1]}/history", headers=headers).json()
    return ids, found["items"][0]["id"]


def _write_and_kill(plan: Plan, killer: Killer, moments: list[float]) -> None:
    """Each moment is a share of the acknowledged writes, so that kills meet load."""
    context = get_context("spawn")
    acknowledged: Synchronized[int] = context.Value("q", 0)
    process = context.Process(target=run, args=(plan, acknowledged))
    process.start()
    try:
        for share in moments:
            if not _reached(process, acknowledged, round(share * plan.writes)):
                break
            killer.strike()
        _reached(process, acknowledged, None)
    finally:
        process.kill()
        process.join()
    if process.exitcode is None or acknowledged.value < plan.writes * 0.99:
        raise StalledError(f"{acknowledged.value} of {plan.writes} writes: {killer.place.log()}")


def _reached(process: BaseProcess, acknowledged: Synchronized[int], count: int | None) -> bool:
    """Waits for that many writes, or for the end of them all; False where the load has ended."""
    before, since = -1, time.monotonic()
    while process.is_alive():
        now = acknowledged.value
        if count is not None and now >= count:
            return True
        if now != before:
            before, since = now, time.monotonic()
        if time.monotonic() - since > STALLED_SECONDS:
            raise StalledError(f"no write was acknowledged for {STALLED_SECONDS:.0f} s")
        time.sleep(0.02)
    return False


def _verify(place: Place) -> str:
    """Seals what is left and lets the project's own verification look at all of it."""
    sealed = charter(place.project, "audit", "seal", "--once", urls=place.urls)
    if sealed.returncode:
        return f"charter audit seal: {sealed.stderr[-2000:]}"
    checked = charter(place.project, "audit", "verify", "--format", "json", urls=place.urls)
    if checked.returncode == 0:
        return ""
    with suppress(ValueError):
        return json.dumps(json.loads(checked.stdout), indent=1)[:3000]
    return f"charter audit verify: {checked.stdout[-1500:]}{checked.stderr[-1500:]}"
