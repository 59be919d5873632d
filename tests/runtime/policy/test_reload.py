"""The policy is replaced whole, by every look at the files, and never by a bad one."""

from __future__ import annotations

import itertools
import os
import random
import sys
import threading
from pathlib import Path
from uuid import UUID

import pytest
import structlog
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from runtime.actor import Actor, Assignment
from runtime.policy import store as module
from runtime.policy.store import PolicyStore
from tests.runtime.policy.building import VOCABULARY, project, resource

BOOK = resource("book", "own", "lent", fields=("id", "title", "price", "owner_id"))
READER = Actor(UUID(int=1), None, (Assignment("reader"),))
GOOD = "p, reader, book, read, any, allow\n"

# Each set has an answer of its own to each question, so that a mixture would show.
ONE = (
    "p, reader, book, read, any, allow\np, reader, book, lend, any, allow\n"
    "p2, reader, book, price, hidden\n"
)
TWO = "p, reader, book, read, lent, allow\np, reader, book, update, any, allow\n"

_TICK = itertools.count(1)


def write(folder: Path, text: str) -> None:
    """Replaces the policy as a careful editor does, at a time of its own."""
    file = folder / "policies" / "policy.csv"
    new = file.with_name("policy.csv.new")
    new.write_text(text)
    stamp = 1_700_000_000_000_000_000 + next(_TICK)
    os.utime(new, ns=(stamp, stamp))
    new.replace(file)


def refused() -> float | None:
    return REGISTRY.get_sample_value("charter_policy_refused")


def answers(store: PolicyStore) -> tuple[object, ...]:
    """Everything that the two sets answer differently, by one reach, as within a request."""
    reach = store.reach(READER)
    return (
        reach.decide(BOOK, "read").everything,
        reach.decide(BOOK, "update").denied,
        reach.decide(BOOK, "lend").denied,
        sorted(reach.mask(BOOK).hidden),
        reach.policy_hash,
    )


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "p, reader, book, read, any, alow\n",
        f"{GOOD}P, writer, book, read, any, deny\n",
        f"{GOOD}p, writer, book, read\n",
        f"{GOOD}g, writer, writer\n",
    ],
)
def test_a_bad_policy_keeps_the_old_one_and_alarms(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bad: str
) -> None:
    # One that a served project has used before is bound to where that one's logs go.
    monkeypatch.setattr(module, "log", structlog.get_logger("charter.policy"))
    folder = project(tmp_path, GOOD)
    store = PolicyStore(folder, VOCABULARY)
    before = store.current
    write(folder, bad)
    with capture_logs() as logs:
        assert not store.reload()
    assert store.current is before
    assert store.reach(READER).decide(BOOK, "read").everything
    assert [(line["event"], line["log_level"]) for line in logs] == [("policy_refused", "error")]
    assert all(each.startswith("policies/policy.csv:") for each in logs[0]["problems"])
    assert refused() == 1
    write(folder, GOOD)
    assert store.reload()
    assert refused() == 0


def test_a_bad_model_file_and_a_missing_one_keep_the_old_set(tmp_path: Path) -> None:
    folder = project(tmp_path, GOOD)
    store = PolicyStore(folder, VOCABULARY)
    before = store.current
    model = folder / "policies" / "model.conf"
    model.write_text(model.read_text().replace("g(r.sub, p.role)", "regexMatch(r.sub, p.role)"))
    assert not store.reload()
    model.unlink()
    assert not store.reload()
    assert store.current is before


def test_a_reach_keeps_one_set_for_its_whole_request(tmp_path: Path) -> None:
    folder = project(tmp_path, ONE)
    store = PolicyStore(folder, VOCABULARY)
    held = store.reach(READER)
    assert held.decide(BOOK, "read").everything
    write(folder, TWO)
    assert store.reload()
    assert not held.decide(BOOK, "lend").denied
    assert held.decide(BOOK, "update").denied
    assert held.mask(BOOK).hidden == {"price"}
    assert held.policy_hash != store.reach(READER).policy_hash
    assert not store.reach(READER).decide(BOOK, "update").denied


def test_a_thousand_reloads_mix_nothing_into_a_hundred_thousand_decisions(tmp_path: Path) -> None:
    """25,000 requests of four decisions each, on two threads, while the files change and break."""
    folder = project(tmp_path, ONE)
    store = PolicyStore(folder, VOCABULARY)
    write(folder, TWO)
    first = answers(store)
    assert store.reload()
    second = answers(store)
    assert first != second
    seen: list[tuple[object, ...]] = []
    reloads = []
    done = threading.Event()

    def ask() -> None:
        asked: list[tuple[object, ...]] = []
        while len(asked) < 12_500 or not done.is_set():
            asked.append(answers(store))
        seen.extend(asked)

    def change() -> None:
        draw = random.Random(5)  # noqa: S311 - a repeatable choice
        for _ in range(1_000):
            write(folder, draw.choice((ONE, TWO, "p, reader, book, read, any, alow\n")))
            reloads.append(store.reload())
        done.set()

    slice_before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        threads = [threading.Thread(target=work) for work in (ask, ask, change)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(slice_before)
    assert len(reloads) == 1_000
    assert {True, False} == set(reloads)
    assert len(seen) >= 25_000
    kinds = {repr(answer) for answer in seen}
    assert kinds == {repr(first), repr(second)}
