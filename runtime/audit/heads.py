"""Signed heads of the audit log: what each says, how it is signed, and as a checkpoint in JSON."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, LiteralString
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from runtime.audit.keys import public_bytes, signed_by

TITLE = "charter audit head v1"
NOTHING = bytes(32)
"""What the first head has for the one before it."""

COLUMNS: LiteralString = (
    "number, log, size, root, previous, sealed_at, cluster, horizon, key, signature"
)
"""The columns of charter_audit_heads that make a Head, in the order of its fields."""


class CheckpointError(Exception):
    """A file is no checkpoint; the message says why."""


@dataclass(frozen=True, slots=True)
class Head:
    """A head: the log up to `size` leaves, with the root of their tree.

    `previous` is the digest of the head before. `cluster` is the system identifier of the
    PostgreSQL that sealed it, and `horizon` the transaction below which all had ended there.
    `key` is the public key (32 bytes), `signature` of Ed25519 over `text()`.
    """

    number: int
    log: UUID
    size: int
    root: bytes
    previous: bytes
    sealed_at: datetime
    cluster: str
    horizon: str
    key: bytes = b""
    signature: bytes = b""

    def text(self) -> bytes:
        """What is signed."""
        lines = (
            TITLE,
            str(self.log),
            str(self.number),
            str(self.size),
            self.root.hex(),
            moment(self.sealed_at),
            self.previous.hex(),
            self.cluster,
            self.horizon,
        )
        return "".join(f"{line}\n" for line in lines).encode()

    def digest(self) -> bytes:
        """What the next head names it by: SHA-256 of text and signature."""
        return sha256(self.text() + self.signature).digest()

    def genuine(self) -> bool:
        """Whether the signature is that of its key."""
        return signed_by(self.key, self.signature, self.text())

    def signed(self, key: Ed25519PrivateKey) -> Head:
        """The same, signed."""
        return Head(
            self.number,
            self.log,
            self.size,
            self.root,
            self.previous,
            self.sealed_at,
            self.cluster,
            self.horizon,
            public_bytes(key),
            key.sign(self.text()),
        )

    def checkpoint(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "log": str(self.log),
            "number": self.number,
            "size": self.size,
            "root": self.root.hex(),
            "sealed_at": moment(self.sealed_at),
            "previous": self.previous.hex(),
            "cluster": self.cluster,
            "horizon": self.horizon,
            "key": self.key.hex(),
            "signature": base64.b64encode(self.signature).decode(),
        }


def moment(time: datetime) -> str:
    """A time as heads say it: RFC 3339 in UTC, with microseconds."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def head_of(values: Mapping[str, Any]) -> Head:
    """The head of a checkpoint.

    Raises:
        CheckpointError: something is missing or of the wrong form.
    """
    try:
        return Head(
            int(values["number"]),
            UUID(values["log"]),
            int(values["size"]),
            bytes.fromhex(values["root"]),
            bytes.fromhex(values["previous"]),
            datetime.fromisoformat(values["sealed_at"]),
            str(values["cluster"]),
            str(values["horizon"]),
            bytes.fromhex(values["key"]),
            base64.b64decode(values["signature"], validate=True),
        )
    except KeyError as error:
        raise CheckpointError(f"{error.args[0]} is missing") from None
    except (ValueError, TypeError, AttributeError, binascii.Error) as error:
        raise CheckpointError(f"it is no checkpoint: {error}") from None


def read_checkpoint(file: Path) -> Head:
    """The head in a file that `charter audit checkpoint` or the sealer wrote.

    Raises:
        CheckpointError: the file cannot be read, or is none.
    """
    try:
        values = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise CheckpointError(f"{file} cannot be read: {error.strerror}") from None
    except ValueError:
        raise CheckpointError(f"{file} is no JSON") from None
    if not isinstance(values, dict):
        raise CheckpointError(f"{file} is no checkpoint")
    try:
        return head_of(values)
    except CheckpointError as error:
        raise CheckpointError(f"{file}: {error}") from None


def head_file(key_file: Path) -> Path:
    """Where the sealer keeps its last head: beside the key, out of the database's reach."""
    return key_file.with_name(f"{key_file.name}.head")
