"""The policy files and the server: a bad one stops the start, a change reaches every worker."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest

from tests.e2e.conftest import Core
from tests.e2e.support import Served, charter, serving

IN_FORCE_SECONDS = 30
"""The promise is five; this only ends a wait that would never end."""

# name → (the file, what is replaced, with what, the message; L stands for the line)
FAULTS: dict[str, tuple[str, str, str, str]] = {
    "misspelt effect": (
        "policy.csv",
        "p, viewer, risk, read, any, allow",
        "p, viewer, risk, read, any, Deny",
        'an effect is allow or deny, not "Deny"',
    ),
    "short row": (
        "policy.csv",
        "p, viewer, risk, read, any, allow",
        "p, viewer, risk, read, allow",
        "a rule is: p, role, resource, action, scope, allow or deny",
    ),
    "P row": (
        "policy.csv",
        "p, viewer, risk, read, any, allow",
        "P, viewer, risk, read, any, allow",
        'a line begins with p, p2 or g, not "P"',
    ),
    "unknown role": (
        "policy.csv",
        "p, viewer, risk, read, any, allow",
        "p, veiwer, risk, read, any, allow",
        '"veiwer" is no role; did you mean "viewer"?',
    ),
    "dead rule": (
        "policy.csv",
        "p, viewer, risk, read, any, allow",
        "p, viewer, risk, top, own, allow",
        "top has no row to test own on: this rule can never match",
    ),
    "unspaced operator": (
        "model.conf",
        "m = g(r.sub, p.role) && (",
        "m = g(r.sub, p.role)&&(",
        "m must be: m = g(r.sub, p.role) && (",
    ),
}


def changed(core: Core, name: str, old: str, new: str) -> int:
    """Writes a change of a file under policies/; the number of the line."""
    file = core.project / "policies" / name
    text = file.read_text()
    assert text.count(old) == 1
    file.write_text(text.replace(old, new))
    return text[: text.index(old)].count("\n") + 1


def test_every_kind_of_fault_stops_the_start_with_file_and_line(core: Core) -> None:
    for fault, (name, old, new, message) in FAULTS.items():
        file = core.project / "policies" / name
        before = file.read_text()
        line = changed(core, name, old, new)
        ended = charter(core.project, "serve", "--port", "1", urls=core.urls)
        assert ended.returncode == 1, fault
        said = rf"policies/{name}:{line}:\d+: P\d{{3}} {re.escape(message)}"
        assert re.search(said, ended.stderr), (fault, ended.stderr)
        file.write_text(before)
    (core.project / "policies" / "policy.csv").write_text("")
    ended = charter(core.project, "serve", "--port", "1", urls=core.urls)
    assert ended.returncode == 1
    assert "policies/policy.csv:1:1: P001 the file holds no rule" in ended.stderr


def awaited(served: Served, holds: Callable[[str], bool]) -> None:
    """Until the log says so."""
    deadline = time.monotonic() + IN_FORCE_SECONDS
    while not holds(served.log.read_text()):
        assert time.monotonic() < deadline, served.log.read_text()
        time.sleep(0.1)


@pytest.mark.slow
def test_a_change_reaches_every_worker_and_a_bad_one_none(core: Core) -> None:
    rule = "p, viewer, risk, read, any, allow"
    with serving(core.project, "serve", "--workers", "2", urls=core.urls) as served:

        def answers() -> set[int]:
            return {served.ask("viewer", "GET", "risks").status_code for _ in range(30)}

        assert answers() == {200}
        changed(core, "policy.csv", f"{rule}\n", "")
        awaited(served, lambda log: log.count("policy_loaded") == 2)
        assert answers() == {403}
        changed(core, "policy.csv", "p, viewer, task, read, any, allow", f"{rule[:-5]}alow")
        awaited(served, lambda log: log.count("policy_refused") == 2)
        assert answers() == {403}
        assert served.ask("viewer", "GET", "tasks").status_code == 200
        metrics = served.http.get(f"http://127.0.0.1:{served.port}/metrics").text
        assert "charter_policy_refused 1.0" in metrics
