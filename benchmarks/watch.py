"""From a saved YAML file to an answer that knows it: `python -m benchmarks.watch [--entities 75]`.

`charter watch` serves a project of that many entities (of the kind that `benchmarks.growth` makes).
Rounds add a field to an entity, and an entity with its policy, and ask until the answer knows them.
The exit code is 1 where the median of either takes longer than the bound.
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from benchmarks.growth.maker import write_project
from runtime.embedded import EmbeddedServer
from tests.e2e.support import Served, done, serving
from tests.support.database import fresh_database

BOUND = 3.0
"""Seconds from the file to the answer, at 75 entities."""
PATIENCE = 60.0
_ENTITY = """  Novelty{number}:
    doc: What the round added.
    label: title
    fields:
      title: {{type: string, max: 80, required: true, search: A}}
      weight: {{type: int, min: 0}}
      due_on: date
    relations:
      owner: {{to: User, required: true, default: actor}}
    indexes:
      - {{fields: [due_on]}}
"""


def main() -> int:
    """Measures, prints, and tells by the exit code whether the bound holds."""
    parser = argparse.ArgumentParser(
        prog="benchmarks.watch", description=__doc__.partition("\n")[0]
    )
    parser.add_argument("--entities", type=int, default=75)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="charter-watch-") as name:
        project = Path(name, "project")
        paths = write_project(project, given.entities)
        Path(name, "database").mkdir()
        with EmbeddedServer.start(Path(name, "database")) as server:
            urls = fresh_database(server)
            done(project, "generate")
            done(project, "migrate", "new", "-m", "first")
            with serving(project, "watch", urls=urls) as served:
                _await(served, lambda: "Ctrl-C" in served.log.read_text())
                return _measured(served, paths[-1], given)


def _measured(served: Served, path: str, given: argparse.Namespace) -> int:
    kinds: dict[str, Callable[[int], None]] = {
        "a field more": lambda number: _field(served, path, number),
        "an entity more, with its policy": lambda number: _entity(served, number),
    }
    _field(served, path, 0)
    well = True
    for kind, act in kinds.items():
        spent, taken = [], []
        for number in range(1, given.rounds + 1):
            # The server of before has ended, and its end is not counted.
            time.sleep(1)
            before, began = _spent(served), time.monotonic()
            act(number)
            taken.append(time.monotonic() - began)
            spent.append(_spent(served) - before)
        median = statistics.median(taken)
        well &= median <= BOUND
        print(
            f"{given.entities} entities, {kind}: {median:.2f} s from file to answer"
            f" ({min(taken):.2f} to {max(taken):.2f}), {statistics.median(spent):.2f} s of it"
            " processor time of charter watch itself",
            flush=True,
        )
    return 0 if well else 1


def _field(served: Served, path: str, number: int) -> None:
    file = sorted((served.project / "model").glob("part_*.yaml"))[-1]
    text = file.read_text()
    at = text.rindex("      source_url:")
    file.write_text(f"{text[:at]}      added_{number}: {{type: int, min: 0}}\n{text[at:]}")
    _await(
        served, lambda: served.ask("editor", "GET", f"{path}?added_{number}=3").status_code == 200
    )


def _entity(served: Served, number: int) -> None:
    policy = served.project / "policies" / "policy.csv"
    policy.write_text(f"{policy.read_text()}p, editor, novelty{number}, read, any, allow\n")
    file = sorted((served.project / "model").glob("part_*.yaml"))[0]
    text = file.read_text()
    at = re.search(r"^entities:\n", text, re.MULTILINE)
    assert at is not None, "a part has entities"
    new = _ENTITY.format(number=number)
    file.write_text(f"{text[: at.end()]}{new}{text[at.end() :]}")
    _await(served, lambda: served.ask("editor", "GET", f"novelty{number}s").status_code == 200)


def _await(served: Served, known: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not known():
        if time.monotonic() > deadline:
            raise SystemExit(f"not served:\n{served.log.read_text()}")
        time.sleep(0.02)


def _spent(served: Served) -> float:
    times = psutil.Process(served.process.pid).cpu_times()
    return times.user + times.system + times.children_user + times.children_system


if __name__ == "__main__":
    sys.exit(main())
