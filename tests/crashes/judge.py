"""Ledger against trail, trail against tables: every disagreement, with examples.

It shares no code with `charter audit verify`. Everything happens in temporary tables of one
session of the superuser, who sees every row.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from runtime.resource import Registry, Resource, ToMany

Connection = psycopg.Connection[tuple[Any, ...]]

EXAMPLES = 5
RECORDED = (403, 404, 409, 412, 422, 428)
"""Statuses that leave an event of their own."""
TOLD_BY_EVENT = (
    "id", "version", "created_at", "created_by_id", "updated_at", "updated_by_id",
    "password_hash", "token_hash",
)  # fmt: skip
"""Columns that `changes` leaves out, or tells without their values."""

_TABLES = """
    CREATE TEMP TABLE writes (
        n bigint, path text, request text, outcome text, rows int, status int);
    CREATE TEMP TABLE effects (
        n bigint, entity text, row_id uuid, action text, field text, value jsonb);
    CREATE TEMP TABLE success AS
        SELECT id, entity_type AS entity, entity_id AS row_id, request_id AS request, action,
            reason, source, changes
        FROM audit_events WHERE outcome = 'success';
    CREATE TEMP TABLE flat AS
        SELECT e.id, e.entity, e.row_id, e.action, c.key AS field,
            c.value -> 0 AS old, c.value -> 1 AS new
        FROM success AS e, jsonb_each(e.changes) AS c
        WHERE e.row_id IS NOT NULL;
    CREATE TEMP TABLE live (entity text, row_id uuid, version int);
    CREATE TEMP TABLE values_now (entity text, row_id uuid, field text, value jsonb);
    CREATE TEMP TABLE links (entity text, row_id uuid, field text, other jsonb);
"""
_INDEXES = """
    CREATE INDEX ON success (request); CREATE INDEX ON success (row_id);
    CREATE INDEX ON writes (n); CREATE INDEX ON effects (row_id);
    CREATE INDEX ON flat (entity, field, new)
        WHERE action = 'create' AND field IN ('title', 'name');
    ANALYZE;
    CREATE TEMP TABLE matched AS
        SELECT w.n, w.path, w.request, w.outcome, f.entity, f.row_id, f.action, f.field, f.value,
            (
                SELECT count(*) FROM success AS e
                WHERE e.row_id = f.row_id AND e.entity = f.entity AND e.action = f.action
                    AND (w.request IS NULL OR e.request = w.request)
                    AND CASE
                        WHEN f.field IS NULL THEN true
                        WHEN f.field = '@reason' THEN e.reason = f.value #>> '{}'
                        WHEN f.action = 'unlink' THEN e.changes -> f.field -> 0 = f.value
                        ELSE e.changes -> f.field -> 1 = f.value
                    END
            ) AS found
        FROM effects AS f JOIN writes AS w USING (n) WHERE f.row_id IS NOT NULL
        UNION ALL
        SELECT w.n, w.path, w.request, w.outcome, f.entity, f.row_id, f.action, f.field, f.value,
            (
                SELECT count(*) FROM flat AS e
                WHERE e.entity = f.entity AND e.action = 'create' AND e.field = f.field
                    AND e.field IN ('title', 'name') AND e.new = f.value
            )
        FROM effects AS f JOIN writes AS w USING (n) WHERE f.row_id IS NULL;
    CREATE TEMP TABLE told AS
        SELECT w.n, w.path, w.request, w.outcome, w.rows, w.status, count(e.id) AS found
        FROM writes AS w LEFT JOIN success AS e ON e.request = w.request
        WHERE w.request IS NOT NULL 
        GROUP BY w.n, w.path, w.request, w.outcome, w.rows, w.status;
    ANALYZE;
"""

CHECKS: dict[str, str] = {
    "acknowledged, without exactly one event that tells it": """
        SELECT path, request, entity, row_id, action, field, value, found FROM matched
        WHERE outcome = 'acknowledged' AND found <> 1""",
    "acknowledged, with more or fewer events than rows": """
        SELECT path, request, rows, found FROM told
        WHERE outcome = 'acknowledged' AND (found = 0 OR rows IS NOT NULL AND found <> rows)""",
    "not acknowledged, and there by half or twice": """
        SELECT path, request, rows, found FROM told
        WHERE outcome = 'unknown' AND rows IS NOT NULL AND found NOT IN (0, rows)
        UNION ALL
        SELECT path, n::text, count(*), sum(found) FROM matched
        WHERE outcome = 'unknown' GROUP BY path, n
        HAVING sum(found) NOT IN (0, count(*)) OR max(found) > 1""",
    "refused, and there": """
        SELECT path, request, status, found FROM told WHERE outcome = 'refused' AND found > 0""",
    "refused, without exactly one event of the refusal": """
        SELECT path, request, status, count(e.id) FROM told
        LEFT JOIN audit_events AS e ON e.request_id = request AND e.outcome <> 'success'
        WHERE told.outcome = 'refused' AND status = ANY (%(recorded)s)
        GROUP BY path, request, status HAVING count(e.id) <> 1""",
    "one row twice under one request": """
        SELECT request, entity, row_id, action, count(*) FROM success
        WHERE request IN (SELECT request FROM told) AND row_id IS NOT NULL
        GROUP BY request, entity, row_id, action HAVING count(*) > 1""",
    "an event of a request that was never sent": """
        SELECT request, entity, row_id, action FROM success AS e
        WHERE source = 'api' AND id > %(since)s AND request NOT LIKE 'login-%%'
            AND NOT EXISTS (SELECT FROM writes AS w WHERE w.request = e.request)""",
    "a row that was not made exactly once": """
        SELECT entity, row_id, count(*) FILTER (WHERE action = 'create') FROM success
        WHERE row_id IS NOT NULL AND entity = ANY (%(entities)s)
        GROUP BY entity, row_id HAVING count(*) FILTER (WHERE action = 'create') <> 1
        UNION ALL
        SELECT entity, row_id, 0 FROM live AS l
        WHERE NOT EXISTS (
            SELECT FROM success AS e WHERE e.row_id = l.row_id AND e.entity = l.entity)""",
    "a version that is not the number of the row's events": """
        SELECT l.entity, l.row_id, l.version, count(e.id) FROM live AS l
        LEFT JOIN success AS e ON e.row_id = l.row_id AND e.entity = l.entity
            AND e.action NOT IN ('link', 'unlink') AND e.changes - 'last_login_at' <> '{}'
        GROUP BY l.entity, l.row_id, l.version HAVING count(e.id) <> l.version""",
    "a row that is gone without an event, or there in spite of one": """
        SELECT DISTINCT ON (e.entity, e.row_id) e.entity, e.row_id, e.action FROM success AS e
        WHERE e.entity = ANY (%(entities)s) AND e.row_id IS NOT NULL
            AND NOT EXISTS (SELECT FROM live AS l WHERE l.row_id = e.row_id AND l.entity = e.entity)
            AND NOT EXISTS (
                SELECT FROM success AS d WHERE d.row_id = e.row_id AND d.entity = e.entity
 AND d.action = 'delete' AND d.changes ? 'created_at')
        UNION ALL
        SELECT e.entity, e.row_id, e.action FROM success AS e
        JOIN live AS l ON l.row_id = e.row_id AND l.entity = e.entity
        WHERE e.action = 'delete' AND e.changes ? 'created_at'""",
    "an old value that is not the new one of the event before": """
        SELECT entity, row_id, field, id, old, before FROM (
            SELECT *, coalesce(lag(new) OVER (
                PARTITION BY entity, row_id, field ORDER BY id), 'null') AS before
            FROM flat
            WHERE entity = ANY (%(entities)s) AND action NOT IN ('link', 'unlink')
                AND field <> ALL (%(told)s)
        ) AS steps WHERE old IS DISTINCT FROM before""",
    "a value in a table that is not that of its last event": """
        WITH last AS (
            SELECT DISTINCT ON (entity, row_id, field) entity, row_id, field, new AS value
            FROM flat
            WHERE entity = ANY (%(entities)s) AND action NOT IN ('link', 'unlink')
                AND field <> ALL (%(told)s)
            ORDER BY entity, row_id, field, id DESC
        )
        SELECT entity, row_id, field, l.value, v.value
        FROM last AS l FULL JOIN values_now AS v USING (entity, row_id, field)
        WHERE coalesce(l.value, 'null') IS DISTINCT FROM coalesce(v.value, 'null')""",
    "a link that is not what its events say": """
        WITH last AS (
            SELECT entity, row_id, field, coalesce(nullif(new, 'null'), old) AS other,
                count(*) FILTER (WHERE action = 'link')
                    - count(*) FILTER (WHERE action = 'unlink') AS net
            FROM flat WHERE action IN ('link', 'unlink') GROUP BY 1, 2, 3, 4
        )
        SELECT entity, row_id, field, other, net FROM last FULL JOIN links USING (
            entity, row_id, field, other)
        WHERE coalesce(net, 0) <> (links.row_id IS NOT NULL)::int""",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One check, how often it failed, and examples."""

    check: str
    count: int
    examples: list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was compared, and what disagreed."""

    writes: list[tuple[str, int, int, int]]
    """Path, acknowledged, refused, unknown."""
    statuses: dict[int, int]
    """Answers of 500 and more, by status."""
    kept: int
    """Writes without an answer that are there."""
    events: int
    rows: int
    findings: list[Finding]


def judge(superuser_url: str, ledger: Path, registry: Registry, since: str) -> Verdict:
    """Compares; `since` is an id that all events of the run are later than."""
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        connection.execute("SET timezone = 'UTC'; SET intervalstyle = 'iso_8601'")
        connection.execute("SET work_mem = '256MB'; SET temp_buffers = '256MB'")
        connection.execute(_TABLES)
        _load(connection, ledger)
        for resource in audited(registry):
            _load_table(connection, resource)
        connection.execute(_INDEXES)
        values = {
            "recorded": list(RECORDED),
            "since": since,
            "told": list(TOLD_BY_EVENT),
            "entities": [resource.name for resource in audited(registry)],
        }
        findings = list(_findings(connection, values))
        return _verdict(connection, findings)


def audited(registry: Registry) -> Iterator[Resource]:
    """Every kind of row whose changes leave events."""
    for resource in registry.resources:
        if resource.name != "audit_event":
            yield resource


def _load(connection: Connection, ledger: Path) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy("COPY writes FROM STDIN") as copy,
        ledger.open(encoding="utf-8") as lines,
    ):
        for n, line in enumerate(lines):
            copy.write_row([n, *json.loads(line)[:5]])
    with (
        connection.cursor() as cursor,
        cursor.copy("COPY effects FROM STDIN") as copy,
        ledger.open(encoding="utf-8") as lines,
    ):
        for n, line in enumerate(lines):
            for *where, value in json.loads(line)[5]:
                copy.write_row([n, *where, json.dumps(value)])


def _load_table(connection: Connection, resource: Resource) -> None:
    generated = connection.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attgenerated <> ''",
        [f'"{resource.table}"'],
    ).fetchall()
    names = {"table": sql.Identifier(resource.table), "entity": sql.Literal(resource.name)}
    connection.execute(
        sql.SQL("INSERT INTO live SELECT {entity}, id, version FROM {table}").format(**names)
    )
    connection.execute(
        sql.SQL(
            "INSERT INTO values_now SELECT {entity}, t.id, v.key, v.value"
            " FROM {table} AS t, jsonb_each(to_jsonb(t)) AS v WHERE v.key <> ALL ({told})"
        ).format(**names, told=sql.Literal([*TOLD_BY_EVENT, *(row[0] for row in generated)]))
    )
    for relation in resource.to_many:
        if relation.link_table:
            _load_links(connection, resource, relation)


def _load_links(connection: Connection, resource: Resource, relation: ToMany) -> None:
    if not relation.linkable:
        return  # seen from the other side
    assert relation.link_table is not None
    assert relation.near_column is not None
    assert relation.far_column is not None
    connection.execute(
        sql.SQL(
            "INSERT INTO links SELECT {entity}, {near}, {name}, to_jsonb({far}) FROM {table}"
        ).format(
            entity=sql.Literal(resource.name),
            near=sql.Identifier(relation.near_column),
            far=sql.Identifier(relation.far_column),
            name=sql.Literal(relation.name),
            table=sql.Identifier(relation.link_table),
        )
    )


def _findings(connection: Connection, values: dict[str, Any]) -> Iterator[Finding]:
    for name, statement in CHECKS.items():
        rows = connection.execute(statement.encode(), values).fetchall()
        if rows:
            yield Finding(name, len(rows), rows[:EXAMPLES])


def _verdict(connection: Connection, findings: list[Finding]) -> Verdict:
    paths = connection.execute(
        "SELECT path, count(*) FILTER (WHERE outcome = 'acknowledged'),"
        " count(*) FILTER (WHERE outcome = 'refused'), count(*) FILTER (WHERE outcome = 'unknown')"
        " FROM writes GROUP BY path ORDER BY path"
    ).fetchall()
    statuses = connection.execute(
        "SELECT status, count(*) FROM writes WHERE status >= 500 GROUP BY status"
    ).fetchall()
    counts = connection.execute(
        "SELECT (SELECT count(*) FROM told WHERE outcome = 'unknown' AND found > 0),"
        " (SELECT count(*) FROM success), (SELECT count(*) FROM live)"
    ).fetchone()
    assert counts is not None
    kept, events, rows = counts
    listed = [(path, done, refused, unknown) for path, done, refused, unknown in paths]
    return Verdict(listed, dict(statuses), kept, events, rows, findings)
