"""Access tokens: short-lived JWTs (RFC 9068) signed with ES256."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

LIFETIME = 600
"""Seconds an access token lasts."""
LEEWAY = 10
"""Seconds two clocks may differ."""
MAX_LENGTH = 4096
"""Characters of a token at most: ours have about 400."""
AUDIENCE = "charter"
_CACHED = 10_000
_UNREADABLE = (JoseError, ValueError, TypeError, KeyError, AttributeError, RecursionError)
"""What tokens that are none raise on the way through the parsers."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What a verified token says: whose it is, the log-in it comes from, and until when."""

    subject: UUID
    family: UUID
    expires_at: int


class TokenRefusedError(Exception):
    """The token is not ours, not valid, or over."""


class AccessTokens:
    """Issues and verifies. A verified token is remembered until it expires."""

    def __init__(self, key: ECKey, issuer: str) -> None:
        self._key = key
        self._issuer = issuer
        self._verified: dict[str, Claims] = {}

    def issue(self, subject: UUID, family: UUID) -> str:
        """A token for that user, from that log-in."""
        now = int(time.time())
        claims = {
            "iss": self._issuer,
            "aud": AUDIENCE,
            "sub": str(subject),
            "fam": str(family),
            "iat": now,
            "nbf": now,
            "exp": now + LIFETIME,
            "jti": uuid4().hex,
        }
        header = {"alg": "ES256", "typ": "at+jwt", "kid": self._key.kid}
        return jwt.encode(header, claims, self._key, algorithms=["ES256"])

    def verify(self, token: str) -> Claims:
        """The claims; raises TokenRefusedError for anything but a valid token of ours."""
        known = self._verified.get(token)
        if known is None:
            known = self._check(token)
            if len(self._verified) >= _CACHED:
                self._verified.clear()
            self._verified[token] = known
        if known.expires_at + LEEWAY <= time.time():
            self._verified.pop(token, None)
            raise TokenRefusedError("the token has expired")
        return known

    def _check(self, token: str) -> Claims:
        if len(token) > MAX_LENGTH or not token.isascii():
            raise TokenRefusedError("this is no token of ours")
        try:
            decoded = jwt.decode(token, self._key, algorithms=["ES256"])
            if decoded.header.get("typ") != "at+jwt" or decoded.header.get("kid") != self._key.kid:
                raise TokenRefusedError("this is no access token")
            self._registry().validate(decoded.claims)
            return _claims(decoded.claims)
        except _UNREADABLE as error:
            raise TokenRefusedError("the token is not valid") from error

    def _registry(self) -> jwt.JWTClaimsRegistry:
        return jwt.JWTClaimsRegistry(
            leeway=LEEWAY,
            iss={"essential": True, "value": self._issuer},
            aud={"essential": True, "value": AUDIENCE},
            sub={"essential": True},
            exp={"essential": True},
            nbf={"essential": True},
            iat={"essential": True},
        )


def _claims(claims: dict[str, Any]) -> Claims:
    if not isinstance(claims["sub"], str) or not isinstance(claims["exp"], int):
        raise TokenRefusedError("the token is not valid")
    return Claims(UUID(claims["sub"]), UUID(claims["fam"]), claims["exp"])
