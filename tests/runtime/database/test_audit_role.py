"""What the application's role tries against the past, and nothing of it changes anything.

Whoever holds the application's connection may lie about who acts: the context is its word. It may
not touch what was recorded, keep a change from being recorded, or record one that was not made.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg.rows import dict_row

from tests.runtime.operations.test_rows import title
from tests.runtime.support.attempts import (
    HIDDEN,
    ON_FUNCTIONS,
    ON_ROLES,
    ON_THE_TRAIL,
    ON_TRIGGERS,
    OTHERWISE,
    PLATFORM,
)
from tests.runtime.support.world import World

type App = psycopg.Connection[dict[str, Any]]

LACKS_THE_RIGHT = "42501"

FORGED = (
    "create",
    "update",
    "delete",
    "restore",
    "link",
    "unlink",
    "migrate",
    "erase",
    "retire",
    "submit",
    "close",
)
"""Words of events that only a change, or the owner, leaves."""


@pytest.fixture
def app(world: World) -> Iterator[App]:
    """A connection as the server has it, to do with as one likes."""
    with psycopg.connect(
        world.urls.application, autocommit=True, row_factory=dict_row
    ) as connection:
        yield connection


@pytest.fixture
def elsewhere(world: World) -> Iterator[None]:
    """A superuser's session, for whoever would end it."""
    with psycopg.connect(world.urls.superuser) as connection:
        connection.execute("select 1")
        yield


def parts_of_the_trail(world: World) -> list[str]:
    """The table of events and each of its partitions."""
    found = world.sql("select inhrelid::regclass::text as name from pg_inherits where inhparent ="
                      " 'audit_events'::regclass")  # fmt: skip
    assert found, "the trail is divided"
    return ["audit_events", *(row["name"] for row in found)]


def past(world: World) -> dict[str, Any]:
    """All that was recorded, and all that keeps it: rows, rights, triggers, functions, roles."""
    catalog = {
        "functions": "select oid, proname, prosrc, prosecdef, proowner, proacl::text,"
        " proconfig::text from pg_proc where pronamespace = 'public'::regnamespace",
        "triggers": "select tgrelid, tgname, tgenabled, tgfoid from pg_trigger",
        "tables": "select oid, relname, relowner, relacl::text, relrowsecurity,"
        " relforcerowsecurity, relpersistence, reloptions::text from pg_class"
        " where relnamespace = 'public'::regnamespace",
        "columns": "select attrelid, attname, attacl::text from pg_attribute"
        " where attacl is not null",
        "policies": "select polrelid, polname, polcmd from pg_policy",
        "rules": "select ev_class, rulename from pg_rewrite",
        "roles": "select rolname, rolsuper, rolbypassrls, rolcreaterole from pg_roles",
        "members": "select roleid, member from pg_auth_members",
        "settings": "select setdatabase, setrole, setconfig::text from pg_db_role_setting",
        "comments": "select objoid, objsubid, description from pg_description",
    }
    with psycopg.connect(world.urls.superuser) as connection:
        found: dict[str, Any] = {
            name: sorted(map(repr, connection.execute(sql.encode()).fetchall()))
            for name, sql in catalog.items()
        }
        for table in ("audit_events", "items", "users", *PLATFORM):
            rows = connection.execute(f"select to_jsonb(t)::text from {table} t".encode())
            found[table] = sorted(row[0] for row in rows)
    return found


def attempt(app: App, statement: str) -> str | None:
    """The SQLSTATE with which it is refused; None where it is not."""
    try:
        if statement.startswith("copy "):
            with app.cursor().copy(statement.encode()) as copied:
                list(copied)
        elif statement.startswith("lock "):
            with app.transaction():
                app.execute(statement.encode())
        else:
            app.execute(statement.encode())
    except psycopg.Error as error:
        return error.sqlstate
    return None


def test_every_attempt_on_the_past_is_refused(world: World, app: App, elsewhere: None) -> None:
    trail = [
        statement.format(part) for part in parts_of_the_trail(world) for statement in ON_THE_TRAIL
    ]
    parts = [f"select * from {part}" for part in parts_of_the_trail(world)[1:]]
    platform = [
        statement.format(table)
        for table in PLATFORM
        for statement in ON_THE_TRAIL
        if "merge" not in statement and "action" not in statement and "reason" not in statement
    ]
    before = past(world)
    tried = (*trail, *parts, *platform, *HIDDEN, *ON_FUNCTIONS, *ON_TRIGGERS, *ON_ROLES)
    answers = {statement: attempt(app, statement) for statement in tried}
    assert {s: found for s, found in answers.items() if found != LACKS_THE_RIGHT} == {}
    others = {statement: attempt(app, statement) for statement in OTHERWISE}
    assert {s: found for s, found in others.items() if found not in OTHERWISE[s]} == {}
    assert past(world) == before
    assert len(tried) > 300


@pytest.mark.parametrize("word", FORGED)
def test_no_change_is_recorded_that_was_not_made(world: World, app: App, word: str) -> None:
    before = past(world)
    forge = "select charter_record_event(%s, 'item', gen_random_uuid(), 'success', null, %s)"
    for changes in ("{}", '{"title": ["a", "b"]}', None):
        with pytest.raises(psycopg.Error) as raised:
            app.execute(forge, (word, changes))
        assert raised.value.sqlstate == "CH007", changes
    assert past(world) == before


async def test_a_record_of_the_applications_own_has_no_changes(world: World, app: App) -> None:
    """What it may record by itself is words: it cannot look like a change of a row."""
    for outcome in ("success", "denied", "failed"):
        for changes in ('{"title": ["a", "b"]}', "[]", "1", None):
            with pytest.raises(psycopg.Error) as raised:
                app.execute(
                    "select charter_record_event('login', 'user', null, %s, null, %s)",
                    (outcome, changes),
                )
            assert raised.value.sqlstate == "CH007"


async def test_no_word_of_the_owner_stands_over_a_change_of_the_application(
    world: World, app: App
) -> None:
    """The word of an action is taken from the context; some words are not the application's."""
    row = await world.add("kim", "items", title=title())
    for word in ("erase", "migrate", "retire", "create", "delete", "restore", "link", "unlink"):
        for kind in ("item", "", "user"):
            with app.transaction():
                _context(app, world, action=word, entity_type=kind)
                app.execute("update items set body = %s where id = %s", (str(uuid4()), row["id"]))
            event = world.events(row["id"])[-1]
            assert (event["action"], event["outcome"]) == ("update", "success"), word


async def test_the_owners_words_open_nothing_to_the_application(world: World, app: App) -> None:
    """An erasure and a migration may change what nobody else may; saying so is not enough."""
    row = await world.add("kim", "items", title=title(), sku="fixed", size=2)
    world.sql("update items set status = 'closed' where id = %s", row["id"])
    other = await world.add("kim", "items", title=title(), sku="fixed")
    for word in ("erase", "migrate"):
        for key, change, state in (
            (row["id"], "body = 'x'", "CH001"),
            (other["id"], "sku = 'other'", "CH003"),
        ):
            update = f"update items set {change} where id = %s"
            assert _refused(app, world, word, update, key) == state, (word, change)


async def test_what_is_put_before_the_real_things_is_not_found(world: World, app: App) -> None:
    """With the right to make temporary things, which PostgreSQL gives everybody unless revoked."""
    row = await world.add("kim", "items", title=title(), sku="fixed")
    grant = f"on database {world.urls.name}"
    with psycopg.connect(world.urls.superuser, autocommit=True) as superuser:
        superuser.execute(f"grant temporary {grant} to charter_app".encode())
        try:
            for statement in (
                "create temp table audit_events (id uuid, action text, changes jsonb)",
                "create temp table charter_audit_subjects"
                " (subject uuid, inner_key bytea, outer_key bytea)",
                "create temp table items (id uuid, title text)",
                "create temp table pg_class as select oid, relname,"
                " 'charter_app'::regrole::oid as relowner from pg_catalog.pg_class",
                "create function pg_temp.charter_write_event(text, text, uuid, jsonb, text, text)"
                " returns uuid language sql as 'select null::uuid'",
                "create function pg_temp.current_setting(text, boolean) returns text"
                " language sql as $$select 'forged'$$",
                "create function pg_temp.forged(jsonb, jsonb) returns jsonb"
                " language sql as $$select '{}'::jsonb$$",
                "create operator pg_temp.|| (leftarg = jsonb, rightarg = jsonb,"
                " function = pg_temp.forged)",
                "set search_path = pg_temp, public, pg_catalog",
            ):
                app.execute(statement.encode())
            with app.transaction():
                _context(app, world)
                app.execute("update public.items set body = 'told' where id = %s", (row["id"],))
            update = "update public.items set sku = 'x' where id = %s"
            state = _refused(app, world, "migrate", update, row["id"])
            app.execute(
                "select public.charter_record_event('read', 'item', %s, 'success', null, '{}')",
                (row["id"],),
            )
            kept = app.execute("select count(*) as count from pg_temp.audit_events").fetchone()
        finally:
            superuser.execute(f"revoke temporary {grant} from charter_app".encode())
    assert kept == {"count": 0}
    assert state == "CH003"
    told, recorded = world.events(row["id"])[-2:]
    assert (told["action"], told["changes"]) == ("update", {"body": [None, "told"]})
    assert (recorded["action"], recorded["changes"]) == ("read", {})


SETTINGS = (
    "set datestyle = 'SQL, DMY'",
    "set timezone = 'Asia/Kathmandu'",
    "set intervalstyle = 'sql_standard'",
    "set bytea_output = 'escape'",
    "set extra_float_digits = -15",
    "set standard_conforming_strings = off",
    "set backslash_quote = off",
    "set array_nulls = off",
    "set transform_null_equals = on",
    "set check_function_bodies = off",
    "set default_transaction_isolation = 'serializable'",
    "set row_security = on",
    "set plan_cache_mode = 'force_generic_plan'",
    "set jit = off",
    "set xmlbinary = 'hex'",
    "set search_path = pg_catalog",
    "set synchronous_commit = off",
    "set constraint_exclusion = on",
)


async def test_no_setting_of_the_session_changes_what_is_recorded(world: World, app: App) -> None:
    values = {
        "body": "told",
        "price": "12.50",
        "count": 9007199254740993,
        "due_on": "2031-02-03",
        "words": "{a,b}",
        "extra": '{"at": 1.5, "x": null}',
    }
    change = ", ".join(f"{name} = %s" for name in values)
    told = []
    for settings in ((), SETTINGS):
        row = await world.add("kim", "items", title=title())
        for statement in settings:
            app.execute(statement.encode())
        with app.transaction():
            _context(app, world)
            app.execute(
                f"update public.items set {change} where id = %s".encode(),
                (*values.values(), row["id"]),
            )
        told.append(world.events(row["id"])[-1]["changes"])
    assert told[0] == told[1]
    assert set(told[0]) == set(values)


async def test_no_path_into_a_table_goes_past_its_trigger(world: World, app: App) -> None:
    """Each way of writing that the role has leaves one event for each row."""
    row = await world.add("kim", "items", title=title())
    key = row["id"]
    ways: dict[str, tuple[Any, ...]] = {
        "update items set body = 'a' where id = %s": (key,),
        "with w as (update items set body = 'b' where id = %s returning 1) select * from w": (key,),
        "insert into items (id, title, owner_id) select id, title, owner_id from items"
        " where id = %s on conflict (id) do update set body = 'c'": (key,),
        "merge into items t using (select %s::uuid as id) s on t.id = s.id"
        " when matched then update set body = 'd'": (key,),
        "do $$ begin update items set body = 'e' where id = '" + key + "'; end $$": (),
        "update items set body = 'f' where ctid in (select ctid from items where id = %s)": (key,),
        "prepare p as update items set body = 'g' where id = '" + key + "'; execute p": (),
    }
    for number, (statement, values) in enumerate(ways.items()):
        before = len(world.events(key))
        with app.transaction():
            _context(app, world)
            app.execute(statement.encode(), values or None)
        [event] = world.events(key)[before:]
        assert event["changes"]["body"][1] == "abcdefg"[number]
        assert event["transaction_id"] is not None


async def test_deferring_constraints_or_a_savepoint_skips_no_event(world: World, app: App) -> None:
    row = await world.add("kim", "items", title=title())
    before = len(world.events(row["id"]))
    with app.transaction():
        _context(app, world)
        app.execute("set constraints all deferred")
        with app.transaction():
            app.execute("update items set body = 'kept' where id = %s", (row["id"],))
        with app.transaction(force_rollback=True):
            app.execute("update items set body = 'undone' where id = %s", (row["id"],))
    [event] = world.events(row["id"])[before:]
    assert event["changes"] == {"body": [None, "kept"]}


def test_functions_of_the_owner_have_a_path_of_their_own(world: World) -> None:
    """Else the caller's search_path says which tables they mean."""
    loose = world.sql(
        "select proname from pg_proc where pronamespace = 'public'::regnamespace and prosecdef"
        " and not coalesce(proconfig::text[] @> array['search_path=public, pg_temp'], false)"
    )
    assert loose == []


async def test_the_context_is_the_applications_word(world: World, app: App) -> None:
    """What the trail promises and what not: who, why and whence are told by the application;
    what changed, when, and in which transaction are not."""
    row = await world.add("kim", "items", title=title())
    with app.transaction():
        _context(
            app, world, actor=str(world.ids["vic"]), request_id="a lie", client_ip="198.51.100.9"
        )
        app.execute("update items set body = 'x' where id = %s", (row["id"],))
        now = app.execute("select now() as now, pg_current_xact_id()::text as number").fetchone()
    event = world.events(row["id"])[-1]
    assert (event["actor_id"], event["request_id"]) == (world.ids["vic"], "a lie")
    assert now is not None
    assert (event["occurred_at"], str(event["transaction_id"])) == (now["now"], now["number"])
    assert (str(event["entity_id"]), event["entity_type"]) == (row["id"], "item")
    assert event["changes"] == {"body": [None, "x"]}


def _refused(app: App, world: World, word: str, update: str, key: str) -> str | None:
    """The SQLSTATE of an update under that word of an action; None where it is made."""
    try:
        with app.transaction():
            _context(app, world, action=word)
            app.execute(update.encode(), (key,))
    except psycopg.Error as error:
        return error.sqlstate
    return None


def _context(app: App, world: World, **values: str) -> None:
    """What the server sets in a transaction, kim's unless said otherwise."""
    context = {
        "actor": str(world.ids["kim"]),
        "source": "api",
        "request_id": "role-test",
        "entity_type": "item",
        "action": "update",
        "platform": "on",
        **values,
    }
    for name, value in context.items():
        app.execute("select pg_catalog.set_config(%s, %s, true)", (f"charter.{name}", value))
