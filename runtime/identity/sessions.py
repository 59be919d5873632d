"""Log-in, refresh and log-out: refresh tokens are opaque, stored hashed, used once."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from runtime.actor import Actor
from runtime.audit.record import record_failure
from runtime.call import Call
from runtime.database.transaction import Database, Transaction
from runtime.identity import statements
from runtime.identity.passwords import Passwords
from runtime.identity.tokens import LIFETIME, AccessTokens
from runtime.problems import Unauthenticated

REFRESH_LIFETIME = timedelta(days=14)
MAX_USER_AGENT = 300


@dataclass(frozen=True, slots=True)
class TokenPair:
    """What a log-in and a refresh give; `expires_in` is in seconds."""

    access_token: str
    refresh_token: str
    expires_in: int = LIFETIME
    token_type: str = "Bearer"  # noqa: S105 - the scheme's name


class _UsedError(Exception):
    """Another request used the token first; what this one wrote is undone."""


class Sessions:
    """The three routes of a session."""

    def __init__(
        self,
        database: Database,
        tokens: AccessTokens,
        load_actor: Callable[[UUID], Awaitable[Actor | None]],
    ) -> None:
        self._database = database
        self._tokens = tokens
        self._passwords = Passwords()
        self._load_actor = load_actor

    async def login(self, call: Call, email: str, password: str) -> TokenPair:
        """Tokens for the right password of an active account; raises Unauthenticated."""
        call.entity_type, call.action = "user", "login"
        async with self._database.transaction() as transaction:
            found = await transaction.fetch(statements.credentials(email))
        user, stored, active = found or (None, None, False)
        if not await self._passwords.matches(stored, password) or not active:
            await record_failure(self._database, call, email=email, entity_id=user)
            raise Unauthenticated("Email or password is wrong.", code="BAD_CREDENTIALS")
        call.actor = await self._actor(user)
        async with self._database.transaction(call.audit()) as transaction:
            await transaction.fetch_all(statements.mark_login(user))
            secret, _ = await self._add(transaction, call, user, family := uuid4())
            return TokenPair(self._tokens.issue(user, family), secret)

    async def refresh(self, call: Call, secret: str) -> TokenPair:
        """New tokens for an unused refresh token.

        A used one revokes all that came from its log-in (RFC 9700, section 4.14.2), and that
        is committed before the refusal. Raises Unauthenticated.
        """
        call.entity_type, call.action = "refresh_token", "refresh"
        token, user, family, expired, rotated, revoked = await self._find(secret)
        actor = await self._load_actor(user)
        if expired or revoked or actor is None:
            raise _refused()
        call.actor = actor
        if not rotated:
            try:
                return await self._rotate(call, token, user, family)
            except _UsedError:
                pass
        await self._revoke(call, family, "rotation_reuse")
        raise _refused()

    async def _rotate(self, call: Call, token: UUID, user: UUID, family: UUID) -> TokenPair:
        async with self._database.transaction(call.audit()) as transaction:
            successor, key = await self._add(transaction, call, user, family)
            if await transaction.fetch(statements.rotate_token(token, key)) != (True,):
                raise _UsedError
            return TokenPair(self._tokens.issue(user, family), successor)

    async def logout(self, call: Call, secret: str) -> None:
        """Revokes the log-in that the token came from; an unknown token changes nothing."""
        call.entity_type, call.action = "refresh_token", "logout"
        try:
            _, user, family, *_ = await self._find(secret)
        except Unauthenticated:
            return
        call.actor = await self._actor(user)
        await self._revoke(call, family, "logout")

    async def _revoke(self, call: Call, family: UUID, why: str) -> None:
        async with self._database.transaction(call.audit()) as transaction:
            await transaction.fetch_all(statements.revoke_family(family, why))

    async def _find(self, secret: str) -> tuple[UUID, UUID, UUID, bool, bool, bool]:
        async with self._database.transaction() as transaction:
            row = await transaction.fetch(statements.find_token(_hash(secret)))
        if row is None:
            raise _refused()
        token, user, family, expired, rotated, revoked = row
        return token, user, family, expired, rotated, revoked

    async def _add(
        self, transaction: Transaction, call: Call, user: UUID, family: UUID
    ) -> tuple[str, UUID]:
        secret = secrets.token_urlsafe(32)
        agent = (call.header("user-agent") or "")[:MAX_USER_AGENT].replace("\0", "") or None
        row = await transaction.fetch(
            statements.add_token(
                token_hash=_hash(secret),
                user=user,
                family=family,
                expires_at=datetime.now(UTC) + REFRESH_LIFETIME,
                client_ip=call.client_ip,
                user_agent=agent,
            )
        )
        assert row is not None, "INSERT … RETURNING gives one row"
        return secret, row[0]

    async def _actor(self, user: UUID) -> Actor:
        actor = await self._load_actor(user)
        return actor or Actor(user, None, ())


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _refused() -> Unauthenticated:
    return Unauthenticated("The refresh token is not valid.", code="BAD_REFRESH_TOKEN")
