"""The rows that are measured: 100,000 risks, 300,000 controls, 1,000 users; and a plain copy.

One risk in 500 has the highest score, so that few rows share the first place of a sorted list.

The copy lies in a schema of its own, which a role of its own owns: the same rows, columns and
indexes, with foreign keys, without triggers and row-level security. The two applications that
Charter is compared with work on it.
"""

# ruff: noqa: S608  # statements about tables that are named here

from __future__ import annotations

import secrets
from collections.abc import Callable
from urllib.parse import quote

import psycopg

from runtime.embedded import EmbeddedServer

RISKS, CONTROLS, USERS = 100_000, 300_000, 1_000
RISK_ID = "00000000-0000-7000-8000-1{:011x}"
CONTROL_ID = "00000000-0000-7000-8000-2{:011x}"
USER_ID = "00000000-0000-7000-8000-3{:011x}"
OPEN_STATES = ("identified", "assessed", "in_treatment", "treated", "accepted", "monitored")
MANAGER = "compliance-manager@example.com"

Run = Callable[[str], object]

_RISKS = f"""
    INSERT INTO risks (id, ref, title, description, category, source, inherent_likelihood,
        inherent_impact, residual_likelihood, residual_impact, treatment, status, next_review_on,
        owner_id, matrix_id, created_at, updated_at, created_by_id, updated_by_id)
    SELECT {{risk}}, 'B-' || n, 'Title of risk ' || n, repeat('Some words of description. ', 6),
        (array['strategic', 'operational', 'compliance', 'financial', 'technology'])[1 + n % 5],
        'audit', CASE WHEN n % 22 = 0 THEN 5 ELSE 1 + n % 4 END,
        CASE WHEN n % 23 = 0 THEN 5 ELSE 1 + n % 4 END,
        CASE WHEN n % 3 = 0 AND n % 506 <> 0 THEN 1 END,
        CASE WHEN n % 3 = 0 AND n % 506 <> 0 THEN 1 END,
        CASE WHEN n % 2 = 0 THEN 'mitigate' ELSE 'undecided' END,
        (array['identified', 'assessed', 'in_treatment', 'treated', 'accepted', 'monitored',
            'closed'])[1 + (n * 7919) % 7],
        date '2030-01-01' + n % 365, {{owner}}, m.id,
        timestamptz '2026-01-01 00:00Z' + n * interval '1 minute',
        timestamptz '2026-01-01 00:00Z' + n * interval '1 minute', {{owner}}, {{owner}}
    FROM generate_series(1, {RISKS}) AS n,
        (SELECT id FROM risk_matrices WHERE status = 'active' AND size = 5 LIMIT 1) AS m
"""
_CONTROLS = f"""
    INSERT INTO controls (id, ref, name, objective, domain, kind, nature, frequency,
        next_review_on, owner_id, created_at, updated_at, created_by_id, updated_by_id)
    SELECT {{control}}, 'BC-' || n, 'Name of control ' || n, 'What the control is for.',
        (array['governance', 'privacy', 'operations', 'development', 'people'])[1 + n % 5],
        'detective', 'technical', 'monthly', date '2030-01-01' + n % 365, {{owner}},
        timestamptz '2026-01-01 00:00Z' + n * interval '1 second',
        timestamptz '2026-01-01 00:00Z' + n * interval '1 second', {{owner}}, {{owner}}
    FROM generate_series(1, {CONTROLS}) AS n
"""
_USERS = f"""
    INSERT INTO users (id, email, full_name, department)
    SELECT {{user}}, 'user' || n || '@bench.example', 'User ' || n, 'Department ' || n % 20
    FROM generate_series(1, {USERS}) AS n
"""
_LINKS = f"""
    INSERT INTO risk_controls (risk_id, control_id)
    SELECT {{risk}}, {{linked}}
    FROM generate_series(1, {RISKS}) AS n, generate_series(0, 2) AS k
"""
_LOADED = ("users", "risks", "controls", "risk_controls")
_COPIED = (*_LOADED, "tasks", "control_mappings", "evidence")


def load(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """Adds the rows, as a superuser in autocommit mode; no trigger runs, so no event is left."""
    connection.execute("SET session_replication_role = replica")
    words = {
        "risk": _id(RISK_ID, "n"),
        "control": _id(CONTROL_ID, "n"),
        "user": _id(USER_ID, "n"),
        "owner": _id(USER_ID, f"(1 + n % {USERS})"),
        "linked": _id(CONTROL_ID, "(3 * n - k)"),
    }
    for statement in (_USERS, _RISKS, _CONTROLS, _LINKS):
        connection.execute(statement.format(**words).encode())
    connection.execute("RESET session_replication_role")
    for table in _LOADED:
        connection.execute(f"VACUUM ANALYZE {table}".encode())


def _id(pattern: str, number: str) -> str:
    prefix = pattern.partition("{")[0]
    return f"('{prefix}' || lpad(to_hex({number}), 11, '0'))::uuid"


def copy_plain(server: EmbeddedServer) -> str:
    """Makes the plain copy; gives the URL as whose owner an application works on it."""
    password = secrets.token_urlsafe(18)
    with psycopg.connect(server.superuser_url, autocommit=True) as connection:

        def run(statement: str) -> object:
            return connection.execute(statement.encode())

        run(f"CREATE ROLE plain LOGIN PASSWORD '{password}'")
        run("GRANT CONNECT ON DATABASE charter TO plain")
        run("CREATE SCHEMA plain AUTHORIZATION plain")
        run("GRANT USAGE ON SCHEMA public TO plain")
        for table in _COPIED:
            run(
                f"CREATE TABLE plain.{table} (LIKE public.{table} INCLUDING DEFAULTS"
                " INCLUDING GENERATED INCLUDING INDEXES INCLUDING CONSTRAINTS)"
            )
        _as_text(run, connection)
        for table in _COPIED:
            names = _plain_columns(connection, table)
            run(f"INSERT INTO plain.{table} ({names}) SELECT {names} FROM public.{table}")
            run(f"ALTER TABLE plain.{table} OWNER TO plain")
        _keys(run)
        for table in _COPIED:
            run(f"VACUUM ANALYZE plain.{table}")
    address = server.owner_url.rpartition("@")[2]
    more = f"{'&' if '?' in address else '?'}options=-csearch_path%3Dplain"
    return f"postgresql+psycopg://plain:{quote(password)}@{address}{more}"


def _as_text(run: Run, connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """Enums of PostgreSQL become text, as SQLModel has them; numbers need no sequence."""
    found = connection.execute(
        "SELECT c.table_name, c.column_name FROM information_schema.columns AS c"
        " JOIN pg_type AS t ON t.typname = c.udt_name AND t.typtype = 'e'"
        " WHERE c.table_schema = 'plain'"
    ).fetchall()
    for table, column in found:
        run(f"ALTER TABLE plain.{table} ALTER {column} DROP DEFAULT, ALTER {column} TYPE text")
    run("ALTER TABLE plain.risks ALTER ref DROP DEFAULT")
    run("ALTER TABLE plain.tasks ALTER ref DROP DEFAULT")


def _plain_columns(connection: psycopg.Connection[tuple[object, ...]], table: str) -> str:
    found = connection.execute(
        "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute"
        " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
        [f"plain.{table}"],
    ).fetchone()
    assert found is not None, "an aggregate has one row"
    return str(found[0])


def _keys(run: Run) -> None:
    for table, column, target in (
        ("risks", "owner_id", "users"),
        ("controls", "owner_id", "users"),
        ("risk_controls", "risk_id", "risks"),
        ("risk_controls", "control_id", "controls"),
    ):
        run(f"ALTER TABLE plain.{table} ADD FOREIGN KEY ({column}) REFERENCES plain.{target} (id)")
