"""The actor of a request: from the token in hand to the roles in force."""

from __future__ import annotations

import time
from uuid import UUID

from runtime.actor import PUBLIC, Actor, Assignment
from runtime.database.transaction import Database
from runtime.identity import statements
from runtime.identity.tokens import AccessTokens, TokenRefusedError
from runtime.problems import Unauthenticated

FRESH = 3.0
"""Seconds that roles are remembered: a change is in force everywhere within five."""
_CACHED = 10_000


class People:
    """Loads actors and remembers them for a moment."""

    def __init__(self, database: Database, tokens: AccessTokens) -> None:
        self._database = database
        self._tokens = tokens
        self._known: dict[UUID, tuple[float, Actor | None]] = {}

    async def authenticate(self, authorization: str | None) -> Actor:
        """The actor of an Authorization header; PUBLIC without one.

        Raises Unauthenticated for another scheme, a bad token, or a deactivated account.
        """
        if authorization is None:
            return PUBLIC
        scheme, _, token = authorization.strip().partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise Unauthenticated("Send Authorization: Bearer <access token>.")
        try:
            claims = self._tokens.verify(token.strip())
        except TokenRefusedError as error:
            raise Unauthenticated(
                f"The access token is refused: {error}.", code="BAD_TOKEN"
            ) from None
        actor = await self.load(claims.subject)
        if actor is None:
            raise Unauthenticated("The account is not active.", code="BAD_TOKEN")
        return actor

    async def load(self, user: UUID) -> Actor | None:
        """An active user with the roles in force, or None."""
        known = self._known.get(user)
        if known is not None and known[0] > time.monotonic():
            return known[1]
        actor = await self._load(user)
        if len(self._known) >= _CACHED:
            self._known.clear()
        self._known[user] = (time.monotonic() + FRESH, actor)
        return actor

    async def _load(self, user: UUID) -> Actor | None:
        async with self._database.transaction() as transaction:
            row = await transaction.fetch(statements.person(user))
        if row is None or not row[2]:
            return None
        assignments = tuple(
            dict.fromkeys(
                Assignment(role, (kind, UUID(key)) if key else None) for role, kind, key in row[3]
            )
        )
        return Actor(user, row[0], assignments)
