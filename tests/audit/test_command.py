"""`charter audit verify` on the shell: exit codes, what is said, and what it is held against."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from typer.testing import CliRunner, Result

from charter.main import app
from runtime.embedded import EmbeddedServer
from tests.audit.conftest import KEY, ROOT, Trail
from tests.support.database import Urls, drop_database, fresh_database

Verify = Callable[..., Result]


@pytest.fixture
def clone(server: EmbeddedServer, trail: Trail) -> Iterator[Urls]:
    made = fresh_database(server, template=trail.urls)
    yield made
    drop_database(server, made)


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    """The key that sealed the log."""
    file = tmp_path / "audit.pem"
    file.write_bytes(KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return file


@pytest.fixture
def run(clone: Urls, key_file: Path) -> Verify:
    """Runs the command on the copy."""

    def charter(*arguments: str) -> Result:
        environment = {
            "CHARTER_MIGRATION_DATABASE_URL": clone.owner,
            "CHARTER_DATABASE_URL": clone.application,
            "CHARTER_AUDIT_SIGNING_KEY_FILE": str(key_file),
        }
        words = ["audit", "verify", *arguments, "--project", str(ROOT)]
        return CliRunner().invoke(app, words, env=environment, catch_exceptions=False)

    return charter


def test_all_is_well_and_counted(trail: Trail, run: Verify, key_file: Path) -> None:
    done = run()
    assert (done.exit_code, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0].split() == ["events", str(trail.head.size)]
    assert f"last head       {trail.head.number}, " in done.stdout
    assert "No checkpoint was given" in done.stdout
    assert lines[-1] == "All is well."
    key_file.unlink()
    assert "The signing key is not here" in run().stdout


def test_an_edited_password_is_named(clone: Urls, run: Verify) -> None:
    with psycopg.connect(clone.superuser) as session:
        session.execute("set session_replication_role = replica")
        [(key,)] = session.execute(
            "update users set password_hash = '$argon2id$mine'"
            " where email = 'p2@example.com' returning id::text"
        ).fetchall()
    done = run()
    assert done.exit_code == 1
    assert done.stderr == f"users {key}: password_hash is not what its events give\n"
    assert "All is well." not in done.stdout
    report = json.loads(run("--format", "json").stdout)
    assert report["ok"] is False
    assert report["findings"] == [
        {
            "table": "users",
            "id": key,
            "what": "password_hash is not what its events give",
            "leaf": None,
            "head": None,
        }
    ]


def test_the_head_beside_the_key_and_those_that_are_given_are_held_against_it(
    trail: Trail, run: Verify, clone: Urls, key_file: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "kept.json"
    kept.write_text(json.dumps(trail.head.checkpoint()))
    beside = key_file.with_name("audit.pem.head")
    shutil.copy(kept, beside)
    done = run("--checkpoint", str(kept))
    assert done.exit_code == 0
    assert f"{kept}, {beside}" in done.stdout
    with psycopg.connect(clone.superuser) as session:
        session.execute("set session_replication_role = replica")
        session.execute("delete from charter_audit_heads where number = %s", [trail.head.number])
    for arguments in ((), ("--checkpoint", str(kept))):
        done = run(*arguments)
        assert done.exit_code == 1
        assert done.stderr.startswith(f"charter_audit_heads {trail.head.number}: the checkpoint")


def test_a_file_that_is_no_checkpoint_is_refused(run: Verify, tmp_path: Path) -> None:
    assert run("--checkpoint", str(tmp_path / "absent.json")).exit_code == 2
    file = tmp_path / "kept.json"
    for text in ("", "[]", "{}", '{"log": 1}'):
        file.write_text(text)
        done = run("--checkpoint", str(file))
        assert (done.exit_code, done.stdout) == (1, "")
        assert str(file) in done.stderr
