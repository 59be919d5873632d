"""Access tokens: what is refused, and that nothing else happens on the way."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from runtime.identity.keys import KeyMissingError, jwk_set, load_signing_key
from runtime.identity.tokens import AccessTokens, TokenRefusedError

KEY = ECKey.generate_key("P-256")
KEY.ensure_kid()
TOKENS = AccessTokens(KEY, issuer="charter:Test")
USER, FAMILY = uuid4(), uuid4()
HEADER = {"alg": "ES256", "typ": "at+jwt", "kid": KEY.kid}


def claims(**changed: Any) -> dict[str, Any]:
    now = int(time.time())
    every = {
        "iss": "charter:Test",
        "aud": "charter",
        "sub": str(USER),
        "fam": str(FAMILY),
        "iat": now,
        "nbf": now,
        "exp": now + 600,
        "jti": "x",
    } | changed
    return {name: value for name, value in every.items() if value is not ...}


def signed(header: dict[str, Any] | None = None, key: Any = KEY, **changed: Any) -> str:
    return jwt.encode(
        {**HEADER, **(header or {})},
        claims(**changed),
        key,
        algorithms=["ES256", "HS256", "RS256", "ES384"],
    )


def part(document: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(document).encode()).decode().rstrip("=")


def test_our_own_token_is_accepted() -> None:
    found = TOKENS.verify(TOKENS.issue(USER, FAMILY))
    assert (found.subject, found.family) == (USER, FAMILY)
    assert TOKENS.verify(signed()).subject == USER


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "other"},
        {"iss": ...},
        {"aud": "other"},
        {"aud": ...},
        {"aud": ["other"]},
        {"exp": 1},
        {"exp": ...},
        {"exp": "soon"},
        {"nbf": int(time.time()) + 3600},
        {"nbf": ...},
        {"iat": ...},
        {"sub": ...},
        {"sub": "me"},
        {"sub": 7},
        {"sub": None},
        {"fam": ...},
        {"fam": 7},
        {"fam": ["x"]},
        {"iat": int(time.time()) + 3600},
    ],
)
def test_claims_that_are_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(TokenRefusedError):
        TOKENS.verify(signed(**changed))


def test_clocks_may_differ_a_little() -> None:
    now = int(time.time())
    assert TOKENS.verify(signed(exp=now - 5))
    with pytest.raises(TokenRefusedError):
        TOKENS.verify(signed(exp=now - 11))


def test_a_remembered_token_expires(monkeypatch: pytest.MonkeyPatch) -> None:
    token = TOKENS.issue(USER, FAMILY)
    TOKENS.verify(token)
    later = time.time() + 700
    monkeypatch.setattr("runtime.identity.tokens.time.time", lambda: later)
    with pytest.raises(TokenRefusedError):
        TOKENS.verify(token)


@pytest.mark.parametrize(
    "header",
    [
        {"typ": "JWT"},
        {"typ": "refresh"},
        {"kid": "other"},
        {"kid": "../../etc/passwd"},
        {"kid": "' or 1=1 --"},
        {"crit": ["exp"]},
        {"crit": ["b64"], "b64": False},
        {"alg": "ES384"},
    ],
)
def test_headers_that_are_refused(header: dict[str, Any]) -> None:
    body = f"{part({**HEADER, **header})}.{part(claims())}"
    signature = TOKENS.issue(USER, FAMILY).rsplit(".", 1)[1]
    tokens = [f"{body}.{signature}"]
    if "alg" not in header and "crit" not in header:
        tokens.append(signed(header))
    for token in tokens:
        with pytest.raises(TokenRefusedError):
            TOKENS.verify(token)


def test_other_keys_and_algorithms_are_refused() -> None:
    stranger = ECKey.generate_key("P-256")
    tokens = [
        signed(key=stranger),
        signed({"jwk": stranger.as_dict(private=False)}, key=stranger),
        signed({"alg": "RS256"}, key=RSAKey.generate_key(2048)),
        f"{part({**HEADER, 'alg': 'none'})}.{part(claims())}.",
        f"{part({**HEADER, 'alg': 'None'})}.{part(claims())}.",
    ]
    public = [KEY.as_pem(private=False), json.dumps(KEY.as_dict(private=False)).encode()]
    for secret in public:
        body = f"{part({**HEADER, 'alg': 'HS256'})}.{part(claims())}"
        mac = hmac.digest(secret, body.encode(), hashlib.sha256)
        tokens.append(f"{body}.{base64.urlsafe_b64encode(mac).decode().rstrip('=')}")
    tokens.append(signed({"alg": "HS256"}, key=OctKey.import_key(b"k" * 32)))
    for token in tokens:
        with pytest.raises(TokenRefusedError):
            TOKENS.verify(token)


def test_a_changed_token_is_refused() -> None:
    header, body, signature = TOKENS.issue(USER, FAMILY).split(".")
    other = part(claims(sub=str(UUID(int=1))))
    for token in (
        f"{header}.{other}.{signature}",
        f"{header}.{body}.",
        f"{header}.{body}",
        f"{header}.{body}.{'A' * len(signature)}",
        f".{body}.{signature}",
        f"{header}.{body}.{signature}.x",
        "",
        ".",
        "..",
        "a.b.c",
        "é.é.é",
        "x" * 5000,
    ):
        with pytest.raises(TokenRefusedError):
            TOKENS.verify(token)


def test_a_deeply_nested_header_is_refused() -> None:
    nested = base64.urlsafe_b64encode(b"[" * 2900).decode().rstrip("=")
    with pytest.raises(TokenRefusedError):
        TOKENS.verify(f"{nested}.e30.x")


@given(st.text(max_size=200) | st.builds(".".join, st.lists(st.text(max_size=60), max_size=5)))
def test_any_text_is_refused_and_nothing_else(token: str) -> None:
    with pytest.raises(TokenRefusedError):
        TOKENS.verify(token)


def test_the_key_is_made_once_and_kept_private(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "signing.pem"
    with pytest.raises(KeyMissingError):
        load_signing_key(path, create=False)
    made = load_signing_key(path, create=True)
    assert load_signing_key(path, create=False).kid == made.kid
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]
    [published] = json.loads(jwk_set(made))["keys"]
    assert set(published) == {"kty", "crv", "x", "y", "use", "alg", "kid"}


@pytest.mark.parametrize(
    "text", ["", "x", "-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----"]
)
def test_a_file_that_is_no_key(tmp_path: Path, text: str) -> None:
    path = tmp_path / "signing.pem"
    path.write_text(text)
    with pytest.raises(KeyMissingError):
        load_signing_key(path, create=True)


def test_a_public_or_other_key_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "signing.pem"
    for pem in (
        KEY.as_pem(private=False),
        ECKey.generate_key("P-384").as_pem(private=True),
        RSAKey.generate_key(2048).as_pem(private=True),
    ):
        path.write_bytes(pem)
        with pytest.raises(KeyMissingError):
            load_signing_key(path, create=False)
