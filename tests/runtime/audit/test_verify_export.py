"""The stand-alone verifier: it says yes to what was sealed, and no to everything else."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from runtime.audit import verify_export
from runtime.audit.heads import NOTHING, Head
from runtime.audit.keys import public_bytes
from runtime.audit.merkle import Tree, leaf_hash
from runtime.audit.verify_export import main, signed

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
TEXTS = [
    json.dumps(
        {"id": number, "occurred_at": f"2026-01-0{number + 1}T00:00:00Z", "title": "Ä\u2028"}
    )
    for number in range(7)
]
# RFC 8032, section 7.1: secret key, message, signature.
VECTORS = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


def head_of(tree: Tree, *, number: int = 3, key: Ed25519PrivateKey = KEY, log: int = 1) -> Head:
    return Head(
        number,
        UUID(int=log),
        tree.size,
        tree.root(),
        NOTHING,
        datetime(2026, 11, 23, tzinfo=UTC),
        "7711",
        "800",
    ).signed(key)


@dataclass
class Export:
    """An export of the texts, as its lines; and what the verifier says of the file."""

    folder: Path
    lines: list[dict[str, Any]]

    def write(self, *lines: bytes) -> Path:
        file = self.folder / "log.jsonl"
        given = [json.dumps(line).encode() for line in self.lines]
        file.write_bytes(b"".join(line + b"\n" for line in lines or given))
        return file

    def raw(self) -> list[bytes]:
        return self.write().read_bytes().splitlines()

    def checkpoint(self, head: Head | dict[str, Any]) -> str:
        file = self.folder / "checkpoint.json"
        file.write_text(json.dumps(head.checkpoint() if isinstance(head, Head) else head))
        return str(file)


@pytest.fixture
def export(tmp_path: Path) -> Export:
    """Leaves 2 to 6 of the log of seven, with the proof that it continues one of three."""
    return exported(tmp_path, 2, 6, 3)


def exported(folder: Path, first: int, last: int, older: int | None = None) -> Export:
    tree = Tree(map(leaf_hash, map(str.encode, TEXTS)))
    header = {
        "format": "charter audit export v1",
        **head_of(tree).checkpoint(),
        "from": first,
        "to": last,
    }
    if older is not None:
        path = [each.hex() for each in tree.consistency(older)]
        header["consistency"] = {"size": older, "proof": path}
    leaves = [
        {
            "number": number,
            "leaf": TEXTS[number],
            "proof": [each.hex() for each in tree.inclusion(number)],
        }
        for number in range(first, last + 1)
    ]
    return Export(folder, [header, *leaves])


def older(size: int = 3, **rest: Any) -> Head:
    return head_of(Tree(map(leaf_hash, map(str.encode, TEXTS[:size]))), number=1, **rest)


def refused(capsys: pytest.CaptureFixture[str], code: int, *arguments: str) -> str:
    """What is said on standard error; nothing may be said on standard output."""
    assert main(list(arguments)) == code
    said = capsys.readouterr()
    assert not said.out
    return said.err


def test_it_needs_nothing_but_the_standard_library(export: Export) -> None:
    command = [sys.executable, "-I", "-S", verify_export.__file__, str(export.write())]
    key = public_bytes(KEY).hex()
    command += ["--key", key, "--checkpoint", export.checkpoint(older())]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [
        "log         00000000-0000-0000-0000-000000000001",
        "head        3, sealed at 2026-11-23T00:00:00.000000Z, covers 7 leaves",
        f"root        {export.lines[0]['root']}",
        f"signature   holds, by the key {key}",
        "leaves      2 to 6: all 5 lead to the root",
        "events      from 2026-01-03T00:00:00Z to 2026-01-07T00:00:00Z",
        "checkpoint  1, sealed at 2026-11-23T00:00:00.000000Z: the log continues it",
    ]
    assert not done.stderr


def test_what_was_not_checked_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(exported(tmp_path, 0, 6).write())]) == 0
    said = capsys.readouterr().out
    assert "Compare this key" in said
    assert "none given" in said


def test_a_changed_line_is_named(export: Export, capsys: pytest.CaptureFixture[str]) -> None:
    good = export.raw()
    for at in range(1, len(good)):
        leaf = {**export.lines[at]}
        number = leaf["number"]
        text, path = leaf["leaf"], leaf["proof"]
        for change in (
            {"leaf": text.replace("2026", "2025")},
            {"leaf": text + " "},
            {"leaf": TEXTS[number - 1]},
            {"leaf": "\ud800"},
            {"leaf": 7},
            {"proof": path[:-1]},
            {"proof": [*path, "00" * 32]},
            {"proof": path[::-1]},
            {"proof": [path[0].upper(), *path[1:]]},
            {"proof": None},
            {"number": number - 1},
            {"number": number + 1},
            {"number": str(number)},
            {"number": True},
        ):
            bad = json.dumps({**leaf, **change}).encode()
            file = export.write(*good[:at], bad, *good[at + 1 :])
            said = refused(capsys, 1, str(file))
            assert said.startswith(f"{file}:{at + 1}: leaf {number} "), change


def test_lines_cannot_be_left_out_added_or_moved(
    export: Export, capsys: pytest.CaptureFixture[str]
) -> None:
    good = export.raw()
    for at in range(1, len(good)):
        file = export.write(*good[:at], *good[at + 1 :])
        assert f":{at + 1}: leaf {at + 1} is missing" in refused(capsys, 1, str(file))
        file = export.write(*good[:at], good[at], *good[at:])
        line = min(at + 2, len(good) + 1)
        assert f":{line}: " in refused(capsys, 1, str(file))
        cut = b"\n".join(good[:at])
        file.write_bytes(cut + b"\n" + good[at][:-20])
        assert f":{at + 1}: leaf {at + 1} cannot be read" in refused(capsys, 1, str(file))
    file = export.write(*good, b"")
    assert "more than was asked for" in refused(capsys, 1, str(file))


def test_no_line_can_be_read_in_two_ways(
    export: Export, capsys: pytest.CaptureFixture[str]
) -> None:
    good = export.raw()
    twice = good[1].replace(b'{"number"', b'{"leaf": "harmless", "number"')
    said = refused(capsys, 1, str(export.write(good[0], twice, *good[2:])))
    assert "leaf 2 cannot be read: a member stands twice in it" in said
    deep = b'{"number": 2, "leaf": ' + b"[" * 100_000
    said = refused(capsys, 1, str(export.write(good[0], deep, *good[2:])))
    assert "leaf 2 cannot be read" in said


def test_every_member_of_the_head_is_signed(
    export: Export, capsys: pytest.CaptureFixture[str]
) -> None:
    head = export.lines[0]
    for name, value in {
        "log": str(UUID(int=2)),
        "number": 4,
        "size": 8,
        "root": "00" * 32,
        "sealed_at": "2026-11-24T00:00:00.000000Z",
        "previous": "11" * 32,
        "cluster": "7712",
        "horizon": "801",
        "key": public_bytes(OTHER).hex(),
        "signature": "A" * 86 + "==",
    }.items():
        export.lines[0] = {**head, name: value}
        said = refused(capsys, 1, str(file := export.write()))
        assert said == f"{file}:1: its signature does not hold\n", name


def test_a_head_signed_anew_by_somebody_else_is_told_by_the_key(
    export: Export, capsys: pytest.CaptureFixture[str]
) -> None:
    export.lines[0] |= head_of(Tree(map(leaf_hash, map(str.encode, TEXTS))), key=OTHER).checkpoint()
    file = str(export.write())
    assert main([file]) == 0
    capsys.readouterr()
    said = refused(capsys, 1, file, "--key", public_bytes(KEY).hex())
    assert "signed by another key" in said
    assert "signed by another key" in refused(
        capsys, 1, file, "--checkpoint", export.checkpoint(older())
    )


def test_a_log_that_does_not_continue_the_checkpoint(
    export: Export, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(export.write())
    forged = head_of(Tree(map(leaf_hash, (b"a", b"b", b"c"))), number=1)
    longer = head_of(Tree(map(leaf_hash, [b"x"] * 9)), number=9)
    whole = head_of(Tree(map(leaf_hash, [*map(str.encode, TEXTS[:6]), b"other"])))
    for head, words in (
        (forged, "does not continue the checkpoint"),
        (whole, "does not continue the checkpoint"),
        (longer, "the log has lost leaves"),
        (older(log=2), "the checkpoint of"),
        (older(2), "no proof for that checkpoint"),
        (older(key=OTHER), "signed by another key"),
        (replace(older(), horizon="1"), "its signature does not hold"),
    ):
        assert words in refused(capsys, 1, file, "--checkpoint", export.checkpoint(head))
    same = export.checkpoint(head_of(Tree(map(leaf_hash, map(str.encode, TEXTS)))))
    assert main([file, "--checkpoint", same]) == 0
    capsys.readouterr()
    export.lines[0]["consistency"]["proof"][0] = "00" * 32
    said = refused(capsys, 1, str(export.write()), "--checkpoint", export.checkpoint(older()))
    assert "does not continue the checkpoint" in said


def test_leaves_without_text_are_refused_unless_their_months_were_retired(
    export: Export, capsys: pytest.CaptureFixture[str]
) -> None:
    leaf = export.lines[2]
    leaf["hash"] = leaf_hash(leaf["leaf"].encode()).hex()
    leaf["leaf"] = None
    file = str(export.write())
    assert "leaf 3 has no text" in refused(capsys, 1, file)
    assert main([file, "--retired"]) == 0
    assert "1 of them have no text, 3 first: retired" in capsys.readouterr().out
    leaf["hash"] = "00" * 32
    assert "leaf 3 is not what was sealed" in refused(capsys, 1, str(export.write()), "--retired")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"hello\n",
        b"\xff\xfe\n",
        b"[]\n",
        b'{"format": "charter audit export v2"}\n',
        b'{"format": "charter audit export v1"}\n',
        b"[" * 100_000,
    ],
)
def test_what_is_no_export(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    assert "is no export" in refused(capsys, 2, str(file))


def test_a_head_of_the_wrong_form_is_no_export(
    export: Export, capsys: pytest.CaptureFixture[str]
) -> None:
    head = export.lines[0]
    for name, value in (
        ("size", -1),
        ("size", 7.0),
        ("number", "3"),
        ("root", "00"),
        ("key", "zz"),
        ("signature", "?"),
        ("log", "a\nb"),
        ("from", None),
        ("to", "6"),
    ):
        export.lines[0] = {**head, name: value}
        assert "is no export" in refused(capsys, 2, str(export.write())), name
    export.lines[0] = {**head, "to": 7}
    assert "leaves 2 to 7 are none" in refused(capsys, 1, str(export.write()))


def test_wrong_usage(export: Export, capsys: pytest.CaptureFixture[str]) -> None:
    file = str(export.write())
    assert "cannot be read" in refused(capsys, 2, str(export.folder / "none"))
    assert "cannot be read" in refused(capsys, 2, str(export.folder))
    assert "is no checkpoint" in refused(capsys, 2, file, "--checkpoint", file + "x")
    assert "is no checkpoint" in refused(capsys, 2, file, "--checkpoint", export.checkpoint({}))
    for arguments in ([], [file, "--key", "00"], [file, "--other"]):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 2
        capsys.readouterr()


@pytest.mark.parametrize(("secret", "message", "signature"), VECTORS)
def test_signatures_of_the_standard_hold(secret: str, message: str, signature: str) -> None:
    key = public_bytes(Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret)))
    assert signed(key, bytes.fromhex(signature), bytes.fromhex(message))


def test_signatures_hold_exactly_where_they_were_made() -> None:
    order = 2**252 + 27742317777372353535851937790883648493
    for number in range(20):
        private = Ed25519PrivateKey.from_private_bytes(sha256(bytes([number])).digest())
        key, text = public_bytes(private), bytes([number]) * number
        signature = private.sign(text)
        assert signed(key, signature, text)
        assert not signed(key, signature, text + b"x")
        assert not signed(public_bytes(OTHER), signature, text)
        at = number * 3
        flipped = bytes([*signature[:at], signature[at] ^ 1 << number % 8, *signature[at + 1 :]])
        assert not signed(key, flipped, text)
        # The same point again: a second signature that nobody made.
        scalar = int.from_bytes(signature[32:], "little") + order
        assert not signed(key, signature[:32] + scalar.to_bytes(32, "little"), text)
        assert not signed(key, signature[:-1], text)
        assert not signed(key[:-1], signature, text)
    for none in (b"\xff" * 32, (2).to_bytes(32, "little"), b"\x01" + b"\x00" * 30 + b"\x80"):
        assert not signed(none, bytes(64), b"")
