"""The SQL of identity, over tables that every model declares.

The application's role sees accounts and tokens under the policy alone; these functions run as the
owner, for what has to be known before anybody is known.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from runtime.query.statement import Statement


def credentials(email: str) -> Statement:
    """(id, password_hash, is_active) of the account with that address, if there is one."""
    return Statement(
        "select id, password_hash, is_active from charter_credentials($1::text)", (email,)
    )


def person(user: UUID) -> Statement:
    """(email, full_name, is_active, assignments): the roles in force, as JSON [role, kind, id]."""
    return Statement(
        "select email, full_name, is_active, assignments from charter_person($1::uuid)", (user,)
    )


def mark_login(user: UUID) -> Statement:
    """Notes the time of a log-in; the event of this change is the log-in's event."""
    return Statement("select charter_set_last_login($1::uuid)", (user,))


def add_token(
    *,
    token_hash: str,
    user: UUID,
    family: UUID,
    expires_at: datetime,
    client_ip: str | None,
    user_agent: str | None,
) -> Statement:
    """Adds a refresh token; gives its id."""
    return Statement(
        "select charter_token_add($1::text, $2::uuid, $3::uuid, $4::timestamptz, $5::text,"
        " $6::text)",
        (token_hash, user, family, expires_at, client_ip, user_agent),
    )


def find_token(token_hash: str) -> Statement:
    """(id, user_id, family_id, expired, rotated, revoked) of a refresh token."""
    return Statement(
        "select id, user_id, family_id, expired, rotated, revoked from charter_token($1::text)",
        (token_hash,),
    )


def rotate_token(token: UUID, successor: UUID) -> Statement:
    """Marks a token as used; true to the first of several racers alone."""
    return Statement("select charter_token_rotate($1::uuid, $2::uuid)", (token, successor))


def revoke_family(family: UUID, why: str) -> Statement:
    """Revokes every token that came from one log-in."""
    return Statement("select charter_token_revoke($1::uuid, $2::text)", (family, why))
