"""`charter audit export` and `verify-export`."""

from __future__ import annotations

import json
from pathlib import Path

from tests.charter.conftest import Core

PASSWORD = "correct horse battery staple"
NAME, EMAIL = "Annabel Lee", "annabel@example.com"


def test_an_export_goes_out_without_secrets_and_personal_values(core: Core, tmp_path: Path) -> None:
    refused = core.charter("audit", "export")
    assert (refused.code, refused.out) == (1, "")
    assert "Nothing is sealed yet" in refused.err
    added = core.charter("user", "add", EMAIL, "--name", NAME, "--password-stdin", stdin=PASSWORD)
    assert added.code == 0, added.err
    assert core.charter("audit", "seal", "--once").code == 0
    checkpoint, log = tmp_path / "checkpoint", tmp_path / "log.jsonl"
    checkpoint.write_text(core.charter("audit", "checkpoint").out)

    core.charter("user", "deactivate", EMAIL)
    assert core.charter("audit", "seal", "--once").code == 0
    asked = ("audit", "export", "--checkpoint", str(checkpoint))
    done = core.charter(*asked, "-o", str(log))
    assert (done.code, done.out) == (0, ""), done.err
    first, *leaves = map(json.loads, log.read_text().splitlines())
    assert f"{len(leaves)} leaves, 0 to {first['to']}, under head 1." in done.err
    assert core.charter(*asked).out == log.read_text()
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []

    events = [json.loads(leaf["leaf"]) for leaf in leaves]
    made = next(each for each in events if (each["changes"] or {}).get("email"))
    assert (made["action"], made["entity_type"]) == ("create", "user")
    assert len(made["changes"]["email"][1]) == 64
    for canary in (PASSWORD, NAME, EMAIL, "$argon2id$"):
        assert canary not in log.read_text()

    verified = core.charter(
        "audit", "verify-export", str(log), "--checkpoint", str(checkpoint), "--key", first["key"]
    )
    assert verified.code == 0, verified.err
    assert "the log continues it" in verified.out


def test_what_cannot_be_done_is_said(core: Core, tmp_path: Path) -> None:
    core.charter("audit", "seal", "--once")
    for arguments, words in (
        (("--from", "100000"), "The log has the leaves 0 to "),
        (("--checkpoint", str(tmp_path / "none")), "cannot be read"),
        (("-o", str(tmp_path / "none" / "log")), "cannot be written"),
    ):
        refused = core.charter("audit", "export", *arguments)
        assert (refused.code, refused.out) == (1, ""), arguments
        assert words in refused.err
    assert core.charter("audit", "export", "--from", "-1").code == 2
    assert core.charter("audit", "verify-export", str(tmp_path / "none")).code == 2
    export = tmp_path / "log"
    assert core.charter("audit", "export", "-o", str(export)).code == 0
    export.write_bytes(export.read_bytes().replace(b'\\"create\\"', b'\\"delete\\"', 1))
    broken = core.charter("audit", "verify-export", str(export))
    assert (broken.code, broken.out) == (1, "")
    assert f"{export}:2: leaf 0 is not what was sealed" in broken.err
