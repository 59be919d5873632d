"""What a superuser could do to a trail: random tamperings, and which row each touches."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import psycopg
from psycopg import sql

from generated.registry import REGISTRY
from runtime.audit.leaf import HASH

EVENTS, LEAVES, HEADS = "audit_events", "charter_audit_leaves", "charter_audit_heads"
SUBJECTS, POLICIES = "charter_audit_subjects", "charter_policy_sets"
KEYS = {EVENTS: "id", LEAVES: "number", HEADS: "number", SUBJECTS: "subject", POLICIES: "hash"}
LINKS = {
    relation.link_table: (relation.near_column, relation.far_column)
    for resource in REGISTRY.resources
    for relation in resource.to_many
    if relation.linkable and relation.link_table
}
Touched = set[tuple[str, str]]
Connection = psycopg.Connection[Any]


class Impossible(Exception):
    """There is nothing here to tamper with so."""


class Tampering(NamedTuple):
    """What was done, and the rows of which one must be named."""

    what: str
    touched: Touched


def _rows(connection: Connection, table: str) -> list[str]:
    key = KEYS.get(table, "id")
    query = sql.SQL("select {}::text from {} order by 1").format(
        sql.Identifier(key), sql.Identifier(table)
    )
    return [row[0] for row in connection.execute(query).fetchall()]


def _one(connection: Connection, table: str, luck: random.Random) -> str:
    found = _rows(connection, table)
    if not found:
        raise Impossible
    return luck.choice(found)


def _run(connection: Connection, text: str, *values: Any, **names: str) -> Any:
    query = sql.SQL(text).format(**{name: sql.Identifier(it) for name, it in names.items()})
    cursor = connection.execute(query, values)
    return cursor.fetchone() if cursor.description else cursor.rowcount


# ------------------------------------------------------------------------------ one value of a row


def _columns(connection: Connection, table: str) -> list[tuple[str, str]]:
    return connection.execute(
        "select attname, format_type(atttypid, null) from pg_attribute"
        " where attrelid = %s::regclass and attnum > 0 and not attisdropped and attgenerated = ''"
        " order by attnum",
        [table],
    ).fetchall()


def altered(kind: str, column: str, luck: random.Random) -> str:
    """SQL of another value of a column, whatever it is now."""
    if kind == "jsonb":
        return luck.choice(_DOCUMENTS).format(c=column)
    if kind.endswith("[]"):
        return f"coalesce({column}, '{{}}') || array_fill('DE'::text, array[1])::{kind}"
    if kind not in _VALUES:
        raise Impossible
    values = {"c": column, "at": luck.randrange(10_000), "by": luck.choice((1, -1, 7))}
    letter, other = luck.choice("xQ7é"), f"{luck.getrandbits(128)}"
    return _VALUES[kind].format(**values, letter=letter, other=other)


_VALUES = {
    "uuid": "coalesce(md5({c}::text || '{other}'), md5('{other}'))::uuid",
    "text": "case when coalesce({c}, '') = '' then 'put' else overlay({c} placing case"
    " when substr({c}, 1 + {at} % length({c}), 1) = '{letter}' then '_' else '{letter}' end"
    " from 1 + {at} % length({c}) for 1) end",
    "bytea": "coalesce(set_byte({c}, {at} % octet_length({c}),"
    " get_byte({c}, {at} % octet_length({c})) # 1), '\\x00')",
    "boolean": "not coalesce({c}, false)",
    "timestamp with time zone": "coalesce({c}, now()) + interval '1 hour' * (1 + {at})",
    "date": "coalesce({c}, current_date) + 1 + {at}",
    "integer": "coalesce({c}, 0) + {by}",
    "bigint": "coalesce({c}, 0) + {by}",
    "xid8": "({c}::text::bigint + {by})::text::xid8",
}
_DOCUMENTS = (
    "coalesce({c}, '{{}}') || '{{\"put\": [\"there\", 1]}}'",
    "'[1, 2]'::jsonb || coalesce({c}, '1')",
    "to_jsonb(coalesce({c}::text, 'x'))",
    "case when {c} is null then 'true' end::jsonb",
    "case when {c}::text ~ '[a-z]' then regexp_replace({c}::text, '[a-z]([a-z])', 'Q\\1')::jsonb"
    " else '9'::jsonb end",
)


def flip(connection: Connection, table: str, luck: random.Random) -> Tampering:
    """Changes one column of one row."""
    key = KEYS.get(table, "id")
    row = _one(connection, table, luck)
    column, kind = luck.choice(_columns(connection, table))
    value = altered(kind, psycopg.sql.Identifier(column).as_string(), luck)
    query = "update {table} as t set {column} = " + value.replace("{", "{{").replace("}", "}}")
    query = query.replace("%", "%%")
    query += (
        " from (select {key} as was, to_jsonb(o) as before from {table} o where {key}::text = %s) b"
    )
    query += " where t.{key} = b.was returning t.{key}::text, to_jsonb(t) <> b.before"
    found = _run(connection, query, row, table=table, column=column, key=key)
    if not found or not found[1]:
        raise Impossible
    touched = {(table, row), (table, found[0])}
    if table == LEAVES and column in ("person", "changes"):
        touched |= _erased(connection, found[0])
    return Tampering(f"flip {table}.{column} of {row}", touched | _alike(connection, table))


def _erased(connection: Connection, leaf: str) -> Touched:
    """The event of a leaf of which something was erased: nobody can tell which of the two it was.

    The commitment cannot be made anew, and the hash fits neither way.
    """
    query = (
        "select e.id::text from charter_audit_leaves l join audit_events e on e.id = l.event"
        " where l.number::text = %s and (e.actor_email is null and e.client_ip is null"
        " or exists (select from jsonb_each_text(e.marks -> 'subjects') as s"
        " where s.value not in (select k.subject::text from charter_audit_subjects k)))"
    )
    return {(EVENTS, row[0]) for row in connection.execute(query, [leaf]).fetchall()}


# ------------------------------------------------------------------------------------- whole rows


def delete(connection: Connection, table: str, luck: random.Random) -> Tampering:
    """Removes a row."""
    key = KEYS.get(table, "id")
    row = _one(connection, table, luck)
    _run(connection, "delete from {table} where {key}::text = %s", row, table=table, key=key)
    return Tampering(f"delete {table} {row}", {(table, row)} | _alike(connection, table))


def _alike(connection: Connection, table: str) -> Touched:
    """The key of an address that is gone and an address that was altered look the same."""
    if table != SUBJECTS:
        return set()
    query = "select id::text from audit_events where actor_id is null and actor_email is not null"
    return {(EVENTS, row[0]) for row in connection.execute(query).fetchall()}


def insert(connection: Connection, table: str, luck: random.Random) -> Tampering:
    """Adds a copy of a row under another key."""
    key = KEYS.get(table, "id")
    row = _one(connection, table, luck)
    change = {
        LEAVES: "number = (select max(number) + 1 from charter_audit_leaves), event = uuidv7()",
        HEADS: "number = (select max(number) + 1 from charter_audit_heads), size = size + 1000",
        POLICIES: "hash = left(md5(random()::text), 12)",
    }.get(table, f"{key} = uuidv7()")
    _run(connection, "create temp table copied (like {table}) on commit drop", table=table)
    names = [name for name, _ in _columns(connection, table)]
    listed = sql.SQL(", ").join(map(sql.Identifier, names))
    parts = {"t": sql.Identifier(table), "k": sql.Identifier(key), "c": listed}
    copy = "insert into copied ({c}) select {c} from {t} where {k}::text = %s"
    connection.execute(sql.SQL(copy).format(**parts), [row])
    _run(connection, f"update copied set {change}")
    if table in (t.table for t in REGISTRY.resources):
        _unique(connection, table)
    back = "insert into {t} ({c}) select {c} from copied returning {k}::text"
    [made] = connection.execute(sql.SQL(back).format(**parts)).fetchone() or [""]
    _run(connection, "drop table copied")
    return Tampering(f"insert {table} {made}", {(table, made)})


def _unique(connection: Connection, table: str) -> None:
    """Other values for unique columns, so that the copy fits in."""
    found = connection.execute(
        "select a.attname from pg_index i join pg_attribute a on a.attrelid = i.indrelid"
        " and a.attnum = i.indkey[0] where i.indrelid = %s::regclass and i.indisunique"
        " and not i.indisprimary and a.atttypid = 'text'::regtype",
        [table],
    ).fetchall()
    for (column,) in found:
        _run(connection, "update copied set {c} = 'copy' || left({c}, 20)", c=column)


def swap(connection: Connection, table: str, luck: random.Random) -> Tampering:
    """Exchanges the keys of two rows of the log."""
    key = KEYS[table]
    one, other = luck.sample(_rows(connection, table), 2)
    kind = {"id": "uuid", "number": "bigint"}[key]
    spare = "018f0000-0000-7000-8000-000000000000" if kind == "uuid" else "-77"
    if table == EVENTS:
        spare = str(connection.execute("select uuidv7()").fetchone()[0])  # type: ignore[index]
    for before, after in ((one, spare), (other, one), (spare, other)):
        text = "update {t} set {k} = %s::" + kind + " where {k}::text = %s"
        _run(connection, text, after, before, t=table, k=key)
    touched = {(table, one), (table, other)}
    if table == LEAVES:
        touched |= {(EVENTS, each) for each in _events_of(connection, one, other)}
    return Tampering(f"swap {table} {one} {other}", touched)


def _events_of(connection: Connection, *leaves: str) -> list[str]:
    query = "select event::text from charter_audit_leaves where number::text = any(%s)"
    return [row[0] for row in connection.execute(query, [list(leaves)]).fetchall()]


# --------------------------------------------------------------------------------- a lot at once


def tail(connection: Connection, _: str, luck: random.Random) -> Tampering:
    """Drops the last heads with their leaves and events, as if they had never been."""
    heads = _rows(connection, HEADS)
    cut = luck.randrange(1, len(heads))
    size = _run(connection, "select size from charter_audit_heads where number = %s", cut - 1)[0]
    _run(
        connection,
        "delete from audit_events where id in"
        " (select event from charter_audit_leaves where number >= %s)",
        size,
    )
    _run(connection, "delete from charter_audit_leaves where number >= %s", size)
    gone = "delete from charter_audit_heads where number >= %s"
    _run(connection, gone, cut)
    return Tampering(f"drop the tail from head {cut}", {(HEADS, str(n)) for n in range(len(heads))})


def partition(connection: Connection, _: str, luck: random.Random) -> Tampering:
    """Takes a month away."""
    [[part]] = connection.execute(
        "select distinct tableoid::regclass::text from audit_events"
    ).fetchall()
    touched = {(EVENTS, each) for each in _rows(connection, EVENTS)}
    how = luck.choice(
        ("drop table {p}", "truncate {p}", "alter table audit_events detach partition {p}")
    )
    _run(connection, how, p=part)
    return Tampering(how, touched)


def rewrite(connection: Connection, _: str, luck: random.Random) -> Tampering:
    """Alters an event and makes its leaf fit, which takes the head along."""
    row = _one(connection, LEAVES, luck)
    _run(
        connection,
        "update audit_events set reason = 'because' where id ="
        " (select event from charter_audit_leaves where number::text = %s)",
        row,
    )
    connection.execute("set local timezone = 'UTC'")
    query = (
        f"update charter_audit_leaves as l set hash = {HASH} from audit_events as e"
        " where e.id = l.event and l.number::text = %s"
    )
    connection.execute(query.encode(), [row])
    batch = connection.execute(
        "select l.event::text from charter_audit_leaves l where l.number >= (select"
        " coalesce(max(size), 0) from charter_audit_heads where size <= %s::bigint)"
        " and l.number <= %s::bigint",
        [row, row],
    ).fetchall()
    return Tampering(f"rewrite leaf {row} with its event", {(EVENTS, each[0]) for each in batch})


def destroy(connection: Connection, _: str, luck: random.Random) -> Tampering:
    """Destroys a key, or puts another one in its place."""
    row = _one(connection, SUBJECTS, luck)
    other = (
        "decode(string_agg(lpad(to_hex(get_byte(sha256('k'), n % 32) # {x}), 2, '0'), ''), 'hex')"
    )
    values = luck.choice(
        (
            ("null", "null"),
            (f"(select {other.format(x=54)} from generate_series(0, 63) n)",
             f"(select {other.format(x=92)} from generate_series(0, 63) n)"),
        )
    )  # fmt: skip
    text = f"update charter_audit_subjects set inner_key = {values[0]}, outer_key = {values[1]}"
    changed = _run(
        connection,
        text.replace("%", "%%") + " where subject::text = %s and inner_key is not null",
        row,
    )
    if not changed:
        raise Impossible
    return Tampering(
        f"destroy or replace the key of {row}", {(SUBJECTS, row)} | _about(connection, row)
    )


def _about(connection: Connection, subject: str) -> Touched:
    """The only event under a key, if there is but one: then the value may be the altered one."""
    found = connection.execute(
        "select e.id::text from audit_events e where e.marks::text like %s"
        " or coalesce(e.actor_id, md5(lower(e.actor_email))::uuid)::text = %s",
        [f"%{subject}%", subject],
    ).fetchall()
    return {(EVENTS, row[0]) for row in found} if len(found) == 1 else set()


def link(connection: Connection, _: str, luck: random.Random) -> Tampering:
    """Removes a link, makes one, or alters when it was made."""
    full = [t for t in LINKS if _run(connection, "select count(*) from {t}", t=t)[0]]
    table = luck.choice(full)
    near, far = (each or "" for each in LINKS[table])
    names = {"t": table, "n": near, "f": far}
    pick = "select {n}, {f} from {t} order by 1, 2 offset %s % (select count(*) from {t}) limit 1"
    one = _run(connection, pick.replace("% (", "%% ("), luck.randrange(1000), **names)
    match luck.randrange(3):
        case 0:
            _run(connection, "delete from {t} where {n} = %s and {f} = %s", *one, **names)
        case 1:
            text = "update {t} set created_at = now() where {n} = %s and {f} = %s"
            _run(connection, text, *one, **names)
        case _:
            text = "insert into {t} ({n}, {f}) values (%s, uuidv7()) returning {n}, {f}"
            one = _run(connection, text, one[0], **names)
    return Tampering(f"link {table} {one[0]}/{one[1]}", {(table, f"{one[0]}/{one[1]}")})


BUSINESS = [resource.table for resource in REGISTRY.resources if resource.table != EVENTS]
HOW: Sequence[tuple[Callable[[Connection, str, random.Random], Tampering], Sequence[str], int]] = (
    (flip, (EVENTS,), 20),
    (flip, (LEAVES, HEADS, SUBJECTS, POLICIES), 20),
    (flip, BUSINESS, 30),
    (delete, (EVENTS, LEAVES, HEADS, SUBJECTS, POLICIES), 8),
    (delete, BUSINESS, 6),
    (insert, (LEAVES, HEADS, POLICIES), 4),
    (insert, BUSINESS, 5),
    (swap, (EVENTS, LEAVES, HEADS), 5),
    (tail, ("",), 3),
    (partition, ("",), 2),
    (rewrite, ("",), 3),
    (destroy, ("",), 4),
    (link, ("",), 5),
)


def tamper(connection: Connection, luck: random.Random) -> Tampering:
    """Does one random thing to the database, of those that its constraints allow."""
    while True:
        how, tables, _ = luck.choices(HOW, [weight for *_, weight in HOW])[0]
        try:
            with connection.transaction():
                return how(connection, luck.choice(tables), luck)
        except (Impossible, psycopg.IntegrityError, psycopg.DataError):
            continue
