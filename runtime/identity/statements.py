"""The SQL of identity, over tables that every model declares.

Secret columns are reached through functions of the database alone.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from runtime.query.statement import Statement
from runtime.resource import Registry

_TODAY = "(now() at time zone 'UTC')::date"


def credentials(email: str) -> Statement:
    """(id, password_hash, is_active) of the account with that address, if there is one."""
    return Statement(
        "select id, password_hash, is_active from charter_credentials($1::text)", (email,)
    )


def person(registry: Registry, user: UUID) -> Statement:
    """(email, is_active, assignments): the roles in force today, as JSON [role, kind, id]."""
    limit = _limit_columns(registry)
    live_user = " and u.deleted_at is null" if registry["user"].soft else ""
    live = " and a.deleted_at is null" if registry["role_assignment"].soft else ""
    return Statement(
        f"""select u.email, u.is_active, coalesce((
            select json_agg(json_build_array(a.role, {limit}) order by a.role, a.id)
            from role_assignments a
            where a.user_id = u.id
              and (a.valid_from is null or a.valid_from <= {_TODAY})
              and (a.valid_until is null or a.valid_until >= {_TODAY}){live}
        ), '[]'::json) from users u where u.id = $1::uuid{live_user}""",  # noqa: S608 - no value
        (user,),
    )


def _limit_columns(registry: Registry) -> str:
    for relation in registry["role_assignment"].to_one:
        if relation.name == "scope":
            if relation.type_column is not None:
                return f"a.{relation.type_column}, a.{relation.column}"
            return (
                f"case when a.{relation.column} is not null then '{relation.targets[0]}' end, "
                f"a.{relation.column}"
            )
    return "null, null"


def profile(user: UUID) -> Statement:
    """(email, full_name) of a user."""
    return Statement("select email, full_name from users where id = $1::uuid", (user,))


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
        "insert into refresh_tokens (token_hash, user_id, family_id, expires_at, client_ip,"
        " user_agent) values ($1::text, $2::uuid, $3::uuid, $4::timestamptz, $5::text, $6::text)"
        " returning id",
        (token_hash, user, family, expires_at, client_ip, user_agent),
    )


def find_token(token_hash: str) -> Statement:
    """(id, user_id, family_id, expired, rotated, revoked) of a refresh token."""
    return Statement(
        "select id, user_id, family_id, expires_at <= now(), rotated_at is not null,"
        " revoked_at is not null from refresh_tokens where id = charter_token_find($1::text)",
        (token_hash,),
    )


def rotate_token(token: UUID, successor: UUID) -> Statement:
    """Marks a token as used; gives a row only to the first of several racers."""
    return Statement(
        "update refresh_tokens set rotated_at = now(), replaced_by_id = $2::uuid"
        " where id = $1::uuid and rotated_at is null and revoked_at is null returning id",
        (token, successor),
    )


def revoke_family(family: UUID, why: str) -> Statement:
    """Revokes every token that came from one log-in."""
    return Statement(
        "update refresh_tokens set revoked_at = now(), revoke_reason = $2::text"
        " where family_id = $1::uuid and revoked_at is null",
        (family, why),
    )
