"""`charter run` and `charter serve` as processes: they answer, and however they end, it is well."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

from tests.charter.conftest import REPOSITORY, copy_project

pytestmark = pytest.mark.slow
PATIENCE = 60.0


@pytest.fixture(scope="module")
def project() -> Iterator[Path]:
    """Not under pytest's folder: as root the embedded server runs under another account."""
    with TemporaryDirectory(prefix="charter-run-") as folder:
        yield copy_project(Path(folder))


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number: int = free.getsockname()[1]
        return number


def start(project: Path, port: int, *command: str) -> subprocess.Popen[str]:
    environment = {name: value for name, value in os.environ.items() if "CHARTER" not in name}
    return subprocess.Popen(
        [sys.executable, "-m", "charter.main", *command, "--port", str(port)],
        cwd=project,
        env={**environment, "PYTHONPATH": str(REPOSITORY)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )


def request(port: int, path: str, body: dict[str, str] | None = None) -> Any:
    headers = {"Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    asked = Request(f"http://127.0.0.1:{port}{path}", data, headers)
    with urlopen(asked, timeout=PATIENCE) as answer:  # noqa: S310 - http it is
        return json.loads(answer.read())


def wait_until_ready(process: subprocess.Popen[str], port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server ended"
        try:
            assert request(port, "/readyz") == {"status": "ready"}
        except (URLError, ConnectionError):
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server did not answer")


def end(process: subprocess.Popen[str], number: signal.Signals) -> int:
    os.killpg(process.pid, number)
    code = process.wait(timeout=PATIENCE)
    if process.stdout is not None:
        process.stdout.close()
    return code


def log_in(project: Path, port: int) -> str:
    password = (project / ".charter" / "demo-password").read_text().strip()
    body = {"email": "risk-owner@example.com", "password": password}
    return str(request(port, "/api/v1/auth/login", body)["token_type"])


def test_run_starts_again_whatever_ended_it(project: Path, port: int) -> None:
    first = start(project, port, "run")
    wait_until_ready(first, port)
    assert first.stdout is not None
    said = [first.stdout.readline() for _ in range(5)]
    password = (project / ".charter" / "demo-password").read_text().strip()
    assert said[0].rstrip().endswith(f"http://127.0.0.1:{port}/api/v1")
    assert password in said[3]
    assert said[4].strip() == "admin@example.com"
    assert log_in(project, port) == "Bearer"
    url = project / ".charter" / "superuser-url"
    assert stat.S_IMODE(url.stat().st_mode) == 0o600

    end(first, signal.SIGKILL)
    second = start(project, port, "run")
    wait_until_ready(second, port)
    assert log_in(project, port) == "Bearer"
    taken = start(project, port, "run")
    assert taken.wait(timeout=PATIENCE) == 1
    end(second, signal.SIGTERM)
    assert not url.exists(), "the embedded server is still there"

    third = start(project, port, "serve", "--workers", "2")
    wait_until_ready(third, port)
    assert log_in(project, port) == "Bearer"
    assert end(third, signal.SIGINT) == 0
    assert not url.exists()
