"""Row-level security by itself: no statement of the application carries a condition here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import psycopg
import pytest
from psycopg import sql

from generated.registry import REGISTRY
from runtime.policy import compiled
from runtime.policy.compiled import ActorReach
from runtime.query.parse import parse_list
from runtime.query.select import list_query
from runtime.query.statement import Statement
from runtime.resource import Resource
from tests.api.conftest import PEOPLE, Core
from tests.api.explained import explained, nodes, reach_of
from tests.runtime.support.world import World

LINKS = sorted(
    {
        relation.link_table
        for resource in REGISTRY.resources
        for relation in resource.to_many
        if relation.link_table
    }
)
TABLES = sorted({*(resource.table for resource in REGISTRY.resources), *LINKS})
READERS = [name for name in PEOPLE if not name.endswith("-2")]


@pytest.fixture
def unconditional(monkeypatch: pytest.MonkeyPatch) -> None:
    """The application forgets every condition of the policy."""
    monkeypatch.setattr(compiled, "DATABASE_ALONE", True)


def application(api: World) -> psycopg.Connection[tuple[Any, ...]]:
    """A connection as the application's role, without any context."""
    return psycopg.connect(api.urls.application)


def within_reach(api: World, reach: ActorReach, resource: Resource, action: str) -> set[UUID]:
    """The ids of live rows that the policy's own condition lets through, asked as the owner."""
    from runtime.query.statement import Parameters

    parameters = Parameters()
    condition = reach.condition(resource, action, "r", parameters)
    live = " and r.deleted_at is null" if resource.soft else ""
    with psycopg.connect(api.urls.owner) as connection:
        connection.execute(
            "select set_config('charter.actor', %s, false)", [str(reach.actor.id or "")]
        )
        cursor = psycopg.RawCursor(connection)
        statement = parameters.statement(
            f"select r.id from {resource.table} r where {condition}{live}"
        )
        cursor.execute(statement.sql.encode(), statement.values)
        return {row[0] for row in cursor.fetchall()}


# ------------------------------------------------------------------------------------ the tables


def test_every_table_is_secured(api: World) -> None:
    rows = api.sql(
        "select relname, relrowsecurity as on, relforcerowsecurity as forced from pg_class"
        " where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')"
    )
    state = {row["relname"]: (row["on"], row["forced"]) for row in rows}
    reached_by_functions = {"audit_events", "refresh_tokens"}
    for table in TABLES:
        assert state[table] == (True, table not in reached_by_functions), table


def test_without_context_nothing_is_there(api: World) -> None:
    filled = 0
    with application(api) as connection:
        for table in TABLES:
            name = sql.Identifier(table)
            rows = connection.execute(sql.SQL("select count(*) from {}").format(name)).fetchone()
            assert rows == (0,), table
            filled += bool(api.sql(f"select 1 as x from {table} limit 1"))
    assert filled > len(TABLES) / 2


WRITES = (
    "insert into {} default values",
    "update {} set created_at = now()",
    "delete from {}",
)
REFUSED = ("42501", "CH002", "CH004")
"""No right, a policy, or a trigger that lets nobody change or delete."""


def _outcome(api: World, statement: str) -> int | str:
    """How many rows a statement of the application touches, or the SQLSTATE that refuses it."""
    with application(api) as connection:
        try:
            return connection.execute(statement.encode()).rowcount
        except psycopg.Error as error:
            return error.sqlstate or ""


def test_without_context_nothing_is_written(api: World) -> None:
    before = {table: api.sql(f"select count(*) as n from {table}") for table in TABLES}
    for table in TABLES:
        for command in WRITES:
            assert _outcome(api, command.format(table)) in (0, *REFUSED), (table, command)
    assert {table: api.sql(f"select count(*) as n from {table}") for table in TABLES} == before


# ---------------------------------------------------------------------------------- by the server


@pytest.mark.parametrize("who", READERS)
@pytest.mark.usefixtures("unconditional")
async def test_lists_show_what_the_policy_shows(
    api: World, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reach = await reach_of(api, who)
    shown = hidden = 0
    for resource in REGISTRY.resources:
        if reach.decide(resource, "read").denied:
            continue
        monkeypatch.setattr(compiled, "DATABASE_ALONE", False)
        expected = within_reach(api, reach, resource, "read")
        monkeypatch.setattr(compiled, "DATABASE_ALONE", True)
        rows = await _all(api, who, resource)
        if resource.name != "audit_event":  # every request adds some
            assert rows == expected, resource.name
        everything = api.sql(f"select count(*) as n from {resource.table}")[0]["n"]
        shown += len(rows)
        hidden += everything - len(rows)
        for foreign in await _foreign(api, resource, expected):
            answer = await api.ask(who, "GET", f"{resource.path}/{foreign}")
            assert answer.status_code == 404, (resource.name, answer.text)
    assert shown or who == "nobody"
    assert hidden or not reach.decide(REGISTRY["risk"], "read").refusals


async def _all(api: World, who: str, resource: Resource) -> set[UUID]:
    found: set[UUID] = set()
    cursor = ""
    while True:
        answer = await api.ask(who, "GET", f"{resource.path}?limit=200&count=exact{cursor}")
        assert answer.status_code == 200, answer.text
        page = answer.json()
        found |= {UUID(row["id"]) for row in page["items"]}
        if page["next_cursor"] is None:
            return found
        cursor = f"&cursor={page['next_cursor']}"


async def _foreign(api: World, resource: Resource, expected: set[UUID]) -> list[UUID]:
    rows = api.sql(f"select id from {resource.table} order by id")
    return [row["id"] for row in rows if row["id"] not in expected][:1]


@pytest.mark.parametrize("who", [each for each in READERS if each != "admin"])
@pytest.mark.usefixtures("unconditional")
async def test_no_foreign_row_is_changed(
    api: World, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reach = await reach_of(api, who)
    tried = 0
    for resource in REGISTRY.resources:
        for action in ("update", "delete"):
            if action not in resource.routes or reach.decide(resource, action).denied:
                continue
            monkeypatch.setattr(compiled, "DATABASE_ALONE", False)
            mine = within_reach(api, reach, resource, action)
            monkeypatch.setattr(compiled, "DATABASE_ALONE", True)
            for foreign in await _foreign(api, resource, mine):
                before = api.sql(f"select * from {resource.table} where id = %s", foreign)
                answer = await _attempt(api, who, resource, action, foreign)
                assert answer.status_code in (403, 404, 409, 412), (resource.name, answer.text)
                after = api.sql(f"select * from {resource.table} where id = %s", foreign)
                assert after == before, (resource.name, action)
                tried += 1
    assert tried or who in ("nobody", "auditor", "service", "viewer", "respondent")


async def _attempt(api: World, who: str, resource: Resource, action: str, key: UUID) -> Any:
    headers = {"If-Match": "*"}
    path = f"{resource.path}/{key}"
    if action == "delete":
        return await api.ask(who, "DELETE", path, headers=headers)
    label = resource.label if resource.field(resource.label) else None
    patch = {label: "changed by a stranger"} if label and _writable(resource, label) else {}
    if not patch:
        patch = next(
            (
                {known.name: "changed by a stranger"}
                for known in resource.fields
                if known.kind in ("string", "text") and _writable(resource, known.name)
            ),
            {},
        )
    return await api.ask(who, "PATCH", path, json=patch, headers=headers)


def _writable(resource: Resource, name: str) -> bool:
    known = resource.field(name)
    return known is not None and known.write == "always" and not known.computed and not known.many


@pytest.mark.usefixtures("unconditional")
async def test_rows_of_others_cannot_be_added_in_their_name(api: World) -> None:
    other = str(api.ids["contributor-2"])
    answer = await api.ask(
        "contributor", "POST", "tasks", json={"title": "Not mine", "reporter_id": other}
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "FORBIDDEN")
    assert api.sql("select 1 from tasks where title = 'Not mine'") == []


async def test_a_connection_that_goes_back_carries_nothing(api: World) -> None:
    assert (await api.ask("admin", "GET", "risks")).status_code == 200
    database = api.services.database
    async with database.transaction() as transaction:
        rows = await transaction.fetch_all(
            Statement(
                "select name, setting from pg_settings where name like 'charter.%'"
                " and setting <> ''"
            )
        )
        seen = await transaction.fetch(Statement("select count(*) from risks"))
    assert rows == []
    assert seen == (0,)


# -------------------------------------------------------------------------------------- the plans


COLUMNS = """
    select string_agg(quote_ident(attname), ', ') from pg_attribute
    where attrelid = %s::regclass and attnum > 0 and not attisdropped and attgenerated = ''
        and attname not in ('id', 'ref', 'owner_id')"""
CROWD = """
    insert into {table} (id, ref, owner_id, {columns})
    select uuidv7(), 'X-' || n, (%s::uuid[])[1 + n %% %s], {columns}
    from generate_series(1, 20000) n, (select * from {table} order by id limit 1) one"""


@pytest.fixture(scope="module")
def crowded(core: Core, core_urls: Any) -> Iterator[str]:
    """Twenty thousand risks and controls, so that a plan which reads them all is a bad one.

    Few of them are the administrator's, so that those are found by their key.
    """
    others = [one for who, one in core.ids.items() if who != "admin"]
    people = [*others * 3, core.ids["admin"]]
    with psycopg.connect(core_urls.superuser, autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")
        for table in ("risks", "controls"):
            [columns] = connection.execute(COLUMNS, [table]).fetchone() or [""]
            crowd = CROWD.format(table=table, columns=columns)
            connection.execute(crowd.encode(), [people, len(people)])
        connection.execute(
            "insert into risk_controls (risk_id, control_id) select r.id, c.id from risks r"
            " join controls c on c.ref = r.ref where r.ref like 'X-%'"
        )
        connection.execute("analyze")
    yield core_urls.superuser
    with psycopg.connect(core_urls.superuser, autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")
        for table in ("risks", "controls"):
            connection.execute(f"delete from {table} where ref like 'X-%'".encode())
        connection.execute("truncate risk_controls")


CROWDED = ("risks", "controls", "risk_controls")
POLICY_ALIASES = ("seen", "linked")
"""What the policies of link tables look up, where not everything may be seen."""

QUERIES = (
    (),
    (("sort", "-created_at"),),
    (("status", "identified"), ("sort", "-updated_at")),
    (("owner_id", "{owner}"),),
    (("status__in", "identified,assessed"), ("sort", "next_review_on")),
    (("include", "controls,owner"),),
)


@pytest.mark.parametrize("who", ["admin", "risk-owner"])
@pytest.mark.parametrize("query", QUERIES)
async def test_plans_of_lists_stay_as_they_were(
    api: World, crowded: str, who: str, query: tuple[tuple[str, str], ...]
) -> None:
    reach = await reach_of(api, who)
    given = tuple((key, value.format(owner=api.ids["admin"])) for key, value in query)
    plan = parse_list(REGISTRY["risk"], REGISTRY, reach, given, cursors=api.services.cursors)
    statement = list_query(plan, reach).statement
    secured = await explained(api, reach, statement)
    with psycopg.connect(crowded) as connection:
        cursor = psycopg.RawCursor(connection)
        cursor.execute(f"explain (format json) {statement.sql}".encode(), statement.values)
        [(document,)] = cursor.fetchall()
    plain = document if isinstance(document, list) else json.loads(document)
    assert _scans(secured) == _scans(plain[0]["Plan"])
    lazily = [
        node for node in nodes(secured) if "InitPlan" in _role(node) and "Relation Name" not in node
    ]
    ran = [node for node in lazily if node["Actual Loops"]]
    assert [n for n in ran if n["Actual Loops"] != 1] == [], "once a statement, not once a row"
    looked_up = [n for n in nodes(secured) if n.get("Alias", "").startswith(POLICY_ALIASES)]
    relations = {node["Alias"] for node in nodes(secured) if "Relation Name" in node}
    if all(reach.decide(resource, "read").everything for resource in REGISTRY.resources):
        assert len(ran) <= len(relations), "one for each table where everything may be seen"
        assert not any(node["Actual Loops"] for node in looked_up)


@pytest.mark.parametrize("resource", REGISTRY.resources, ids=lambda resource: resource.name)
@pytest.mark.parametrize("who", ["admin", "contributor"])
async def test_every_list_is_read_by_the_index_it_was_read_by(
    api: World, who: str, resource: Resource
) -> None:
    """On tables too small to matter, hence with scans of whole tables made unattractive."""
    reach = await reach_of(api, who)
    if reach.decide(resource, "read").denied:
        pytest.skip("this role reads none of these")
    keys = [known.name for known in resource.fields if known.relation and known.stored]
    queries = [(), *(((name, str(api.ids["admin"])),) for name in keys if name.endswith("_id"))]
    for query in queries:
        if any(name in reach.mask(resource).hidden for name, _ in query):
            continue
        plan = parse_list(resource, REGISTRY, reach, query, cursors=api.services.cursors)
        statement = list_query(plan, reach).statement
        secured = _of_table(await explained(api, reach, statement, "seqscan"), resource)
        with psycopg.connect(api.urls.owner) as connection:
            connection.execute("select set_config('enable_seqscan', 'off', true)")
            cursor = psycopg.RawCursor(connection)
            cursor.execute(f"explain (format json) {statement.sql}".encode(), statement.values)
            [(document,)] = cursor.fetchall()
        plain = document if isinstance(document, list) else json.loads(document)
        assert secured == _of_table(plain[0]["Plan"], resource), (query, statement.sql)


def _of_table(plan: dict[str, Any], resource: Resource) -> list[tuple[Any, ...]]:
    """How the listed table is reached."""
    return [
        (node["Node Type"], node.get("Index Name"))
        for node in nodes(plan)
        if node.get("Relation Name") == resource.table and node.get("Alias") == "r"
    ]


def _role(node: dict[str, Any]) -> str:
    return f"{node.get('Parent Relationship', '')} {node.get('Subplan Name', '')}"


def _scans(plan: dict[str, Any]) -> list[tuple[Any, ...]]:
    """How each table is reached: the kind of scan and the index, and where rows are sorted."""
    return [
        (node["Node Type"], node.get("Alias"), node.get("Index Name"))
        for node in nodes(plan)
        if node.get("Relation Name") in CROWDED or "Sort" in node["Node Type"]
        if not node.get("Alias", "").startswith(POLICY_ALIASES)
    ]
