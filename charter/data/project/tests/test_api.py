"""The API as its users have it: a server of its own, on a PostgreSQL of its own."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
PARTS = ("model.yaml", "model", "policies", "domain", "generated", "migrations")
START_SECONDS = 120


class Api:
    """A running server and what it answers."""

    def __init__(self, url, password):
        self.url = url
        self.password = password

    def ask(self, method, path, body=None, token=None):
        """Status and JSON of an answer."""
        request = urllib.request.Request(self.url + path, method=method)
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        if body is not None:
            request.add_header("Content-Type", "application/json")
            request.data = json.dumps(body).encode()
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as refusal:
            return refusal.code, json.loads(refusal.read() or b"null")

    def token(self, role):
        """The access token of the demo account of a role."""
        account = {"email": f"{role}@example.com", "password": self.password}
        status, answer = self.ask("POST", "/api/v1/auth/login", account)
        assert status == 200, answer
        return answer["access_token"]


@pytest.fixture(scope="session")
def api(tmp_path_factory):
    """A copy of the project, served."""
    folder = tmp_path_factory.mktemp("served") / "project"
    folder.mkdir()
    for name in PARTS:
        copy = shutil.copytree if (PROJECT / name).is_dir() else shutil.copy
        copy(PROJECT / name, folder / name)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "charter.main", "--project", str(folder), "run"]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("CHARTER_")}
    log = (folder / "log").open("w+")
    server = subprocess.Popen(
        [*command, "--port", str(port)], env=environment, stdout=log, stderr=log
    )
    try:
        url = f"http://127.0.0.1:{port}"
        wait(url, server, log)
        yield Api(url, (folder / ".charter" / "demo-password").read_text().strip())
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def wait(url, server, log):
    """Until the server is ready; its log is the message where it never is."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    log.seek(0)
    raise AssertionError(log.read())


def test_nobody_gets_in_without_a_token(api):
    status, problem = api.ask("GET", "/api/v1/users")
    assert (status, problem["code"]) == (401, "UNAUTHENTICATED")


def test_members_see_each_other_and_not_the_trail(api):
    token = api.token("member")
    status, page = api.ask("GET", "/api/v1/users", token=token)
    assert status == 200
    assert "member@example.com" in [user["email"] for user in page["items"]]
    status, problem = api.ask("GET", "/api/v1/audit-events", token=token)
    assert (status, problem["code"]) == (403, "FORBIDDEN")


def test_an_account_that_admin_adds_is_on_record(api):
    token = api.token("admin")
    account = {"email": "new@example.com", "full_name": "New"}
    status, user = api.ask("POST", "/api/v1/users", account, token)
    assert status == 201, user
    status, history = api.ask("GET", f"/api/v1/users/{user['id']}/history", token=token)
    assert status == 200
    assert [event["action"] for event in history["items"]] == ["create"]
