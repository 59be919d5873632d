"""Passwords by Argon2id (RFC 9106).

Each check takes a tenth of a second and 64 MiB, so only a few run at once, off the event loop.
"""

from __future__ import annotations

import asyncio
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

AT_ONCE = 2
"""Checks that run at the same time in one worker."""
MAX_LENGTH = 1024
"""Characters of a password at most."""

_hasher = PasswordHasher()


class Passwords:
    """Hashes and checks passwords, a bounded number at a time."""

    def __init__(self) -> None:
        self._gate = asyncio.Semaphore(AT_ONCE)

    async def matches(self, stored: str | None, given: str) -> bool:
        """Whether the password is the one. An account without one costs the same time."""
        async with self._gate:
            return await asyncio.to_thread(_verify, stored, given)


def hash_password(password: str) -> str:
    """The Argon2id hash in PHC format; takes about a tenth of a second."""
    return _hasher.hash(password)


@cache
def _decoy() -> str:
    return _hasher.hash("there is no such account")


def _verify(stored: str | None, given: str) -> bool:
    try:
        _hasher.verify(stored or _decoy(), given)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None
