"""The key that signs access tokens (ES256), and its public half as a JWK set."""

from __future__ import annotations

import json
import os
from pathlib import Path

from joserfc.errors import JoseError
from joserfc.jwk import ECKey


class KeyMissingError(Exception):
    """No signing key where one is demanded."""


def load_signing_key(path: Path, *, create: bool) -> ECKey:
    """The private key in that PEM file; made there first where `create` allows it.

    Raises KeyMissingError where there is none or it is no P-256 key.
    """
    if not path.exists():
        if not create:
            raise KeyMissingError(f"the signing key {path} does not exist")
        _create(path)
    try:
        key = ECKey.import_key(path.read_bytes())
    except (ValueError, JoseError) as error:
        raise KeyMissingError(f"{path} is no P-256 private key in PEM") from error
    if key.curve_name != "P-256" or not key.is_private:
        raise KeyMissingError(f"{path} is no P-256 private key in PEM")
    key.ensure_kid()
    return key


def _create(path: Path) -> None:
    """Writes a new key so that of several workers starting at once one wins for all."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    pem = ECKey.generate_key("P-256").as_pem(private=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def jwk_set(key: ECKey) -> bytes:
    """The JWK set (RFC 7517) that verifies our tokens."""
    public = key.as_dict(private=False)
    named = {**public, "use": "sig", "alg": "ES256", "kid": key.kid}
    return json.dumps({"keys": [named]}, sort_keys=True).encode()
