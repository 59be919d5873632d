"""`charter run` on a fresh folder, however it is ended, and whatever stands in its way."""

from __future__ import annotations

import os
import re
import signal
import socket
from pathlib import Path

import psutil
import pytest

from tests.e2e.conftest import Core
from tests.e2e.support import Served, charter, copy_repository, free_port, serving

ROLES = ("admin", "compliance-manager", "risk-owner", "viewer")


def everything_started(served: Served) -> list[psutil.Process]:
    """The server and PostgreSQL, with all their processes."""
    line = (served.project / ".charter" / "postgres" / "postmaster.pid").read_text()
    postmaster = psutil.Process(int(line.split()[0]))
    return [*served.family(), postmaster, *postmaster.children(recursive=True)]


def assert_usable(served: Served) -> None:
    """The address and the accounts are said, and true."""
    printed = served.log.read_text()
    assert f"http://127.0.0.1:{served.port}/api/v1" in printed
    password = (served.project / ".charter" / "demo-password").read_text().strip()
    assert password in printed
    for role in ROLES:
        assert f"{role}@example.com" in printed
    me = served.ask("risk-owner", "GET", "me").json()
    assert (me["email"], me["roles"]) == ("risk-owner@example.com", ["risk_owner"])
    assert served.ask("viewer", "GET", "risks").status_code == 200


@pytest.mark.slow
def test_run_works_and_can_be_ended_in_every_way(folder: Path) -> None:
    copy_repository(folder)
    port = free_port()
    with serving(folder, "run", port=port) as served:
        assert_usable(served)
        started = everything_started(served)
        assert len(started) > 3
        served.signal(signal.SIGTERM)
        _, left = psutil.wait_procs(started, timeout=10)
        assert left == []
        assert not (folder / ".charter" / "superuser-url").exists()
    with serving(folder, "run", port=port) as served:
        assert_usable(served)
        made = served.add(
            "risk-owner",
            "risks",
            title="Survives",
            category="operational",
            inherent_likelihood=1,
            inherent_impact=2,
            matrix_id=matrix(served),
        )
        served.signal(signal.SIGKILL)
    with serving(folder, "run", port=port) as served:
        assert served.ask("viewer", "GET", f"risks/{made['id']}").json()["title"] == "Survives"
        mode = (folder / ".charter" / "superuser-url").stat().st_mode
        assert mode & 0o777 == 0o600
        started = everything_started(served)
        served.signal(signal.SIGINT)
        _, left = psutil.wait_procs(started, timeout=10)
        assert left == []


def matrix(served: Served) -> str:
    """The matrix that the demo content brings."""
    key: str = served.items("viewer", "risk-matrices")[0]["id"]
    return key


# ------------------------------------------------------------------------- what refuses a start


def refused(ended_text: str, code: int) -> str:
    """The one line that a refused start gives."""
    assert code == 1, ended_text
    lines = ended_text.strip().splitlines()
    assert len(lines) == 1, ended_text
    assert "Traceback" not in ended_text
    return lines[0]


def test_a_busy_port(core: Core) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        for command in ("run", "serve"):
            ended = charter(core.project, command, "--port", port, urls=core.urls)
            assert port in refused(ended.stderr, ended.returncode)


def test_a_setting_that_does_not_exist(core: Core) -> None:
    ended = charter(core.project, "serve", "--port", str(free_port()), CHARTER_DATABSE_URL="x")
    said = refused(ended.stderr, ended.returncode)
    assert "CHARTER_DATABSE_URL" in said
    assert "CHARTER_DATABASE_URL" in said.replace("CHARTER_DATABSE_URL", "")


@pytest.mark.parametrize("role", ["owner", "superuser"])
def test_a_role_that_could_pass_the_policy(core: Core, role: str) -> None:
    url = getattr(core.urls, role)
    ended = charter(core.project, "serve", "--port", str(free_port()), CHARTER_DATABASE_URL=url)
    said = refused(ended.stderr, ended.returncode)
    assert re.search("superuser|owns|BYPASSRLS", said), said
    password = url.split("@")[0].rpartition(":")[2]
    assert password not in ended.stderr + ended.stdout


def test_broken_yaml(core: Core) -> None:
    model = core.project / "model" / "risk.yaml"
    lines = model.read_text().splitlines()
    lines.insert(9, "    doc: [unclosed")
    model.write_text(os.linesep.join(lines))
    for command in (("check",), ("generate",), ("migrate", "new", "-m", "x")):
        ended = charter(core.project, *command)
        assert ended.returncode == 1, command
        assert re.search(r"^model/risk\.yaml:\d+:\d+: E\d{3} ", ended.stderr, re.M), ended.stderr
        assert "Traceback" not in ended.stderr


def test_a_policy_with_an_unknown_word(core: Core) -> None:
    policy = core.project / "policies" / "policy.csv"
    policy.write_text(policy.read_text() + "p, viewer, rsik, read, any, allow\n")
    line = len(policy.read_text().splitlines())
    ended = charter(core.project, "serve", "--port", str(free_port()), urls=core.urls)
    assert ended.returncode == 1
    assert f"policies/policy.csv:{line}" in ended.stderr
    assert "Traceback" not in ended.stderr
