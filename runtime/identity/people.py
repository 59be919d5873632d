"""The actor of a request: from the token in hand to the roles in force."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import suppress
from typing import Any
from uuid import UUID

import psycopg

from runtime.actor import PUBLIC, Actor, Assignment
from runtime.database.pipeline import Pipeline, Prepared
from runtime.database.transaction import Database
from runtime.identity import statements
from runtime.identity.tokens import LEEWAY, AccessTokens, Claims, TokenRefusedError
from runtime.problems import Unauthenticated

FRESH = 3.0
"""Seconds that roles are remembered: a change is in force everywhere within five."""
_PERSON = Prepared(statements.person(UUID(int=0)).sql)
_CACHED = 20_000
"""Accounts and headers remembered at most; then it starts anew."""


class People:
    """Loads actors and remembers them for a moment: by their id, and by the header that named them.

    What is remembered of a header is over with what is remembered of the account, and with the
    token.
    """

    def __init__(
        self, database: Database, tokens: AccessTokens, pipeline: Pipeline | None = None
    ) -> None:
        self._database = database
        self._tokens = tokens
        self._pipeline = pipeline
        self._known: dict[UUID | str, tuple[float, Actor | None]] = {}
        self._loading: dict[UUID, asyncio.Task[Actor | None]] = {}

    def recall(self, authorization: str) -> Actor | None:
        """The actor of a header that was verified a moment ago, or None."""
        known = self._known.get(authorization)
        return known[1] if known is not None and known[0] > time.monotonic() else None

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
        self._remember_header(authorization, claims, actor)
        return actor

    def _remember_header(self, authorization: str, claims: Claims, actor: Actor) -> None:
        known = self._known.get(claims.subject)
        if known is None or known[1] is not actor:
            return
        left = claims.expires_at + LEEWAY - time.time()
        self._remember(authorization, min(known[0], time.monotonic() + left), actor)

    async def load(self, user: UUID) -> Actor | None:
        """An active user with the roles in force, or None; of many who ask at once one looks."""
        known = self._known.get(user)
        if known is not None and known[0] > time.monotonic():
            return known[1]
        loading = self._loading.get(user)
        if loading is None:
            loading = self._loading[user] = asyncio.create_task(self._refresh(user))
            loading.add_done_callback(lambda done: self._loaded(user, done))
        return await asyncio.shield(loading)

    async def _refresh(self, user: UUID) -> Actor | None:
        # The moment before the database is asked counts: what changes meanwhile may not be seen.
        until = time.monotonic() + FRESH
        actor = await self._load(user)
        self._remember(user, until, actor)
        return actor

    def _loaded(self, user: UUID, done: asyncio.Task[Actor | None]) -> None:
        """Forgets the task; its error is the caller's, or nobody's where they all went away."""
        self._loading.pop(user, None)
        if not done.cancelled():
            done.exception()

    def _remember(self, key: UUID | str, until: float, actor: Actor | None) -> None:
        if len(self._known) >= _CACHED and key not in self._known:
            self._known.clear()
        self._known[key] = (until, actor)

    async def _load(self, user: UUID) -> Actor | None:
        found = await self._person(user)
        if found is None:
            return None
        email, roles = found
        assignments = tuple(
            dict.fromkeys(
                Assignment(role, (kind, UUID(key)) if key else None) for role, kind, key in roles
            )
        )
        return Actor(user, email, assignments)

    async def _person(self, user: UUID) -> tuple[str, list[Any]] | None:
        """The address and the roles of an active account: one message, or a transaction."""
        pipeline = self._pipeline
        if pipeline is not None and pipeline.is_open:
            # Where the pipeline is broken the pool may have connections yet, or says what is wrong.
            with suppress(psycopg.Error):
                rows = await pipeline.fetch(_PERSON, (user,), repeatable=True)
                return _read(rows[0]) if rows else None
        async with self._database.transaction() as transaction:
            row = await transaction.fetch(statements.person(user))
        return (row[0], row[3]) if row is not None and row[2] else None


def _read(row: tuple[bytes | None, ...]) -> tuple[str, list[Any]] | None:
    email, _, active, roles = row
    if active != b"t" or email is None or roles is None:
        return None
    return email.decode(), json.loads(roles)
