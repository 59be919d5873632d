"""The key that signs the heads of the audit log: Ed25519 (RFC 8032), kept in a file."""

from __future__ import annotations

import os
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)


class SigningKeyError(Exception):
    """The key cannot be read, or is none; the message says which file and why."""


def load_key(file: Path, *, create: bool = False) -> Ed25519PrivateKey:
    """The private key in a PEM file (PKCS 8).

    Args:
        file: CHARTER_AUDIT_SIGNING_KEY_FILE.
        create: make a key where there is none, readable by its owner alone.

    Raises:
        SigningKeyError: there is none, or it is of another kind.
    """
    if create and not file.exists():
        _make(file)
    try:
        key = load_pem_private_key(file.read_bytes(), password=None)
    except OSError as error:
        raise SigningKeyError(f"{file} cannot be read: {error.strerror}") from None
    except (ValueError, TypeError):
        raise SigningKeyError(f"{file} holds no private key in PEM without a password") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise SigningKeyError(
            f"{file} is no Ed25519 key: make one with openssl genpkey -algorithm ed25519"
        )
    return key


def public_bytes(key: Ed25519PrivateKey) -> bytes:
    """The 32 bytes of the public half."""
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def signed_by(public: bytes, signature: bytes, text: bytes) -> bool:
    """Whether the signature is that of the text under the public key of 32 bytes."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, text)
    except (InvalidSignature, ValueError):
        return False
    return True


def _make(file: Path) -> None:
    """Writes a new key; of two that start at once, the first one's stays."""
    pem = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    fresh = file.with_name(f"{file.name}.{os.getpid()}.new")
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(pem)
        try:
            os.link(fresh, file)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    except OSError as error:
        raise SigningKeyError(f"{file} cannot be made: {error.strerror}") from None
