"""No event, no change: whatever keeps the trail from being written, on every path that writes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import psycopg
import pytest
import pytest_asyncio

from generated.registry import REGISTRY
from runtime.actor import Actor, Assignment
from runtime.audit.health import TRAIL, tables
from runtime.client import Client
from runtime.database.role import UnfitRoleError, check_role
from runtime.database.transaction import Database
from runtime.identity.passwords import hash_password
from runtime.jobs import Scheduler
from runtime.operations.errors import in_trail, translate
from runtime.problems import Problem, Unrecorded
from tests.api.support import act, control, requirement, risk, word
from tests.runtime.support.world import PASSWORD, World

MANAGER, OWNER, VIEWER = "compliance-manager", "control-owner", "viewer"
ABSENT = "01900000-0000-7000-8000-000000000000"

RAISED = {
    "own": "P0001",
    "unique": "23505",
    "foreign key": "23503",
    "check": "23514",
    "not null": "23502",
    "privilege": "42501",
    "malformed": "22P02",
    "disk full": "53100",
    "out of memory": "53200",
    "cancelled": "57014",
    "locked": "55P03",
    "deadlock": "40P01",
    "serialization": "40001",
    "undefined": "42703",
    "frozen": "CH001",
    "fixed": "CH002",
    "data corrupted": "XX001",
}
"""What an insert into the trail could raise, by SQLSTATE; some mean other things elsewhere."""


_DIGEST = 'select md5(string_agg(t::text, chr(10) order by t::text)) from "{0}" t'


@dataclass
class Superuser:
    """A connection that may break everything."""

    connection: psycopg.Connection[Any]

    def run(self, statement: str, *values: Any) -> list[Any]:
        cursor = self.connection.execute(statement.encode(), values or None)
        return cursor.fetchall() if cursor.description else []

    def one(self, statement: str, *values: Any) -> Any:
        [[value]] = self.run(statement, *values)
        return value

    def state(self) -> dict[str, Any]:
        """All rows of all tables, a hash for each; the trail left out."""
        return {
            table: self.one(_DIGEST.format(table)) for table in sorted(tables(REGISTRY) - {TRAIL})
        }


@pytest.fixture
def superuser(api: World) -> Iterator[Superuser]:
    with psycopg.connect(api.urls.superuser, autocommit=True) as connection:
        yield Superuser(connection)


# --------------------------------------------------------------------- what can keep it from that


@contextmanager
def statements(superuser: Superuser, breakage: str, repair: str) -> Iterator[None]:
    superuser.run(breakage)
    try:
        yield
    finally:
        superuser.run(repair)


@contextmanager
def raising(superuser: Superuser, state: str) -> Iterator[None]:
    superuser.run(
        "create function public.spoil() returns trigger language plpgsql as"
        f" $$ begin raise exception 'spoilt' using errcode = '{state}'; end $$"
    )
    superuser.run(
        f"create trigger spoil before insert on {TRAIL} for each row execute function spoil()"
    )
    try:
        yield
    finally:
        superuser.run("drop function public.spoil() cascade")


@contextmanager
def without_partition(superuser: Superuser) -> Iterator[None]:
    """As on the first day of a month that nobody made ready."""
    parts = superuser.run(
        "select c.relname, pg_get_expr(c.relpartbound, c.oid) from pg_inherits i"
        " join pg_class c on c.oid = i.inhrelid where i.inhparent = %s::regclass",
        TRAIL,
    )
    assert parts, "the trail is divided by months"
    for name, _ in parts:
        superuser.run(f'alter table {TRAIL} detach partition "{name}"')
    try:
        yield
    finally:
        for name, bound in parts:
            superuser.run(f'alter table {TRAIL} attach partition "{name}" {bound}')


@contextmanager
def broken_functions(superuser: Superuser, body: str) -> Iterator[None]:
    """Every function that writes events, replaced."""
    found = superuser.run(
        "select p.proname, pg_get_functiondef(p.oid) from pg_proc p"
        " where p.pronamespace = 'public'::regnamespace and p.prorettype = 'trigger'::regtype"
        " and starts_with(p.proname, 'charter_audit')"
    )
    superuser.run("set check_function_bodies = off")
    for name, _ in found:
        superuser.run(
            f'create or replace function public."{name}"() returns trigger language plpgsql'
            f" as $broken$ {body} $broken$"
        )
    superuser.run("alter function charter_record_event rename to charter_elsewhere")
    try:
        yield
    finally:
        superuser.run("alter function charter_elsewhere rename to charter_record_event")
        for _, text in found:
            superuser.run(text)


Breakage = Callable[[Superuser], Any]
BREAKAGES: dict[str, Breakage] = {
    "no partition": without_partition,
    "insert refused": lambda s: statements(
        s,
        f"revoke insert on {TRAIL} from charter_owner",
        f"grant insert on {TRAIL} to charter_owner",
    ),
    "constraint": lambda s: statements(
        s,
        f"alter table {TRAIL} add constraint broken check (action is null) not valid",
        f"alter table {TRAIL} drop constraint broken",
    ),
    "renamed": lambda s: statements(
        s, f"alter table {TRAIL} rename to elsewhere", f"alter table elsewhere rename to {TRAIL}"
    ),
    "column gone": lambda s: statements(
        s,
        f"alter table {TRAIL} rename column changes to elsewhere",
        f"alter table {TRAIL} rename column elsewhere to changes",
    ),
    "functions raise": lambda s: broken_functions(s, "begin raise exception 'broken'; end"),
    "functions fail": lambda s: broken_functions(s, "begin perform gone(); return null; end"),
    "functions do not compile": lambda s: broken_functions(
        s, "declare x gone.row; begin return null; end"
    ),
    **{f"raises {name}": partial(raising, state=state) for name, state in RAISED.items()},
}


# --------------------------------------------------------------------------- what is then tried


@dataclass
class Ground:
    """Rows to write to, and the tokens of a log-in."""

    control: str
    planned: str
    risk: str
    regulation: str
    refresh_token: str
    task: str


Attempt = Callable[[World, Ground], Awaitable[Any]]


async def log_in(api: World, password: str = PASSWORD, who: str = VIEWER) -> Any:
    body = {"email": f"{who}@example.com", "password": password}
    return await api.http.post("/api/v1/auth/login", json=body)


def token(api: World, ground: Ground, what: str) -> Awaitable[Any]:
    body = {"refresh_token": ground.refresh_token}
    return api.http.post(f"/api/v1/auth/{what}", json=body)


ATTEMPTS: dict[str, Attempt] = {
    "create": lambda api, g: api.ask(
        MANAGER,
        "POST",
        "regulations",
        json={
            "code": word("L")[:12],
            "edition": "1",
            "name": "n",
            "kind": "standard",
            "topic": "security",
            "jurisdiction": "EU",
        },
    ),
    "create with a hook": lambda api, g: api.ask(
        "risk-owner",
        "POST",
        "risks",
        json={"title": "t", "category": "technology", "matrix_id": ABSENT},
    ),
    "update": lambda api, g: api.ask(
        MANAGER, "PATCH", f"regulations/{g.regulation}", json={"name": word()}
    ),
    "update with a hook": lambda api, g: api.ask(
        "risk-owner", "PATCH", f"risks/{g.risk}", json={"title": word(), "inherent_impact": 3}
    ),
    "delete": lambda api, g: api.ask("admin", "DELETE", f"tasks/{g.task}"),
    "link": lambda api, g: api.ask("risk-owner", "PUT", f"risks/{g.risk}/controls/{g.control}"),
    "transition": lambda api, g: act(api, OWNER, f"controls/{g.planned}/start"),
    "function of the domain": lambda api, g: act(
        api, OWNER, f"controls/{g.control}/schedule-review"
    ),
    "refused: no rule": lambda api, g: api.ask(
        VIEWER, "PATCH", f"regulations/{g.regulation}", json={"name": "x"}
    ),
    "refused: absent": lambda api, g: api.ask(
        MANAGER, "PATCH", f"regulations/{ABSENT}", json={"name": "x"}
    ),
    "refused: malformed": lambda api, g: api.ask(MANAGER, "POST", "regulations", json={"x": 1}),
    "refused: stale": lambda api, g: api.ask(
        MANAGER,
        "PATCH",
        f"regulations/{g.regulation}",
        json={"name": "x"},
        headers={"If-Match": '"99"'},
    ),
    "log-in": lambda api, g: log_in(api),
    "log-in, wrong password": lambda api, g: log_in(api, "wrong"),
    "log-in, unknown address": lambda api, g: log_in(api, "wrong", "no-such"),
    "refresh": lambda api, g: token(api, g, "refresh"),
    "log-out": lambda api, g: token(api, g, "logout"),
}


@pytest_asyncio.fixture
async def ground(api: World) -> Ground:
    api.sql(
        "update users set password_hash = %s where email = %s",
        _HASH,
        f"{VIEWER}@example.com",
    )
    first, planned = await control(api, OWNER), await control(api, OWNER)
    measured = await risk(api, "risk-owner")
    law = (await requirement(api))["regulation_id"]
    task = await api.add(MANAGER, "tasks", title=word("task"))
    signed = await log_in(api)
    assert signed.status_code == 200, signed.text
    return Ground(
        first["id"], planned["id"], measured["id"], law, signed.json()["refresh_token"], task["id"]
    )


_HASH = hash_password(PASSWORD)


def unrecorded(answer: Any) -> bool:
    """Whether it is the one answer to all of this."""
    return (
        answer.status_code == 503
        and answer.headers["content-type"] == "application/problem+json"
        and answer.json()["code"] == "AUDIT_UNAVAILABLE"
        and int(answer.headers["Retry-After"]) > 0
    )


@pytest.mark.parametrize("name", BREAKAGES)
async def test_no_path_writes_what_cannot_be_recorded(
    api: World, ground: Ground, superuser: Superuser, name: str
) -> None:
    assert (await api.http.get("/readyz")).status_code == 200
    before = superuser.state()
    with BREAKAGES[name](superuser):
        answers = {path: await attempt(api, ground) for path, attempt in ATTEMPTS.items()}
        wrong = {p: (a.status_code, a.text) for p, a in answers.items() if not unrecorded(a)}
        assert wrong == {}
        ready = await api.http.get("/readyz")
        assert unrecorded(ready)
        assert ready.json()["detail"].startswith("audit: ")
        metrics = (await api.http.get("/metrics")).text
        assert "charter_audit_ready 0.0" in metrics
        seen = await api.ask(MANAGER, "GET", f"regulations/{ground.regulation}")
        assert seen.status_code == 200
    assert superuser.state() == before
    assert (await api.http.get("/readyz")).status_code == 200
    assert "charter_audit_ready 1.0" in (await api.http.get("/metrics")).text
    again = [await ATTEMPTS[path](api, ground) for path in ("update", "link", "log-in", "delete")]
    assert [answer.status_code for answer in again] == [200, 204, 200, 204]


@pytest.mark.parametrize("name", ["no partition", "raises disk full", "functions raise"])
async def test_nor_does_the_shell_or_a_job(
    api: World, ground: Ground, superuser: Superuser, name: str
) -> None:
    admin = Actor(api.ids["admin"], "admin@example.com", (Assignment("admin"),))
    program = Client(api.services, admin)
    body = {"title": word("proof"), "kind": "log", "control_id": ground.control}
    lapsed = await api.add(MANAGER, "evidence", **body)
    superuser.run(
        "update evidence set status = 'approved', valid_until = current_date - 1 where id = %s",
        lapsed["id"],
    )
    scheduler = Scheduler(api.services)
    [expire] = [each for each in scheduler.jobs() if each.name == "evidence.expire"]
    before = superuser.state()
    with BREAKAGES[name](superuser):
        for work in (
            program.create("task", {"title": "t"}),
            program.create("task", {"nothing": "t"}),
            program.record("export", "task"),
            scheduler.run_one(expire),
        ):
            with pytest.raises(Problem) as raised:
                await work
            assert raised.value.code == "AUDIT_UNAVAILABLE"
    assert superuser.state() == before
    assert await scheduler.run_one(expire) == 1


@pytest.mark.parametrize(
    "damage",
    [
        ("alter table {0} disable trigger {1}", "alter table {0} enable trigger {1}"),
        ("alter table {0} enable replica trigger {1}", "alter table {0} enable trigger {1}"),
        ("drop trigger {1} on {0}", "{2}"),
        ("alter table {0} rename to elsewhere", "alter table elsewhere rename to {0}"),
    ],
)
@pytest.mark.parametrize("table", ["regulations", "risk_controls"])
async def test_a_table_without_its_trigger_is_named_and_nothing_is_written(
    api: World, ground: Ground, superuser: Superuser, table: str, damage: tuple[str, str]
) -> None:
    trigger, definition = superuser.run(
        "select tgname, pg_get_triggerdef(oid) from pg_trigger"
        " where tgrelid = %s::regclass and starts_with(tgfoid::regproc::text, 'charter_audit')",
        table,
    )[0]
    breakage, repair = damage
    superuser.run(breakage.format(table, trigger, definition))
    try:
        api.services.trail.doubt()
        ready = await api.http.get("/readyz")
        assert unrecorded(ready)
        assert table in ready.json()["detail"]
        for path in ("update", "create", "link", "refused: no rule", "log-in"):
            assert unrecorded(await ATTEMPTS[path](api, ground)), path
        with pytest.raises(UnfitRoleError, match=f"{table}.*without its audit trigger"):
            await check_role(api.services.database, REGISTRY)
    finally:
        superuser.run(repair.format(table, trigger, definition))
    assert (await ATTEMPTS["update"](api, ground)).status_code == 200
    assert (await api.http.get("/readyz")).status_code == 200
    await check_role(api.services.database, REGISTRY)


async def test_a_role_for_whom_triggers_are_off_may_not_serve(
    api: World, superuser: Superuser
) -> None:
    superuser.run("alter role charter_app set session_replication_role = replica")
    database = Database(api.urls.application, 1)
    try:
        await database.open()
        with pytest.raises(UnfitRoleError, match="without its audit trigger"):
            await check_role(database, REGISTRY)
    finally:
        await database.close()
        superuser.run("alter role charter_app reset session_replication_role")


async def test_of_many_who_ask_one_looks(api: World, monkeypatch: pytest.MonkeyPatch) -> None:
    looks = 0
    health = api.services.trail
    real = health._look

    async def counted() -> Any:
        nonlocal looks
        looks += 1
        return await real()

    monkeypatch.setattr(health, "_look", counted)
    monkeypatch.setattr("runtime.audit.health.FRESH", 3600.0)
    health.doubt()
    for _ in range(20):
        assert (await api.http.get("/readyz")).status_code == 200
    assert looks == 1
    health.doubt()
    assert (await api.http.get("/readyz")).status_code == 200
    assert looks == 2


async def test_it_is_said_once_when_it_breaks_and_when_it_is_mended(
    api: World, superuser: Superuser, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "charter_audit_ready 1.0" in (await api.http.get("/metrics")).text
    said: list[str] = []
    for level in ("error", "warning"):
        monkeypatch.setattr(
            f"runtime.audit.health.log.{level}", lambda word, **_: said.append(word)
        )
    with BREAKAGES["constraint"](superuser):
        for _ in range(3):
            assert unrecorded(await api.ask(VIEWER, "POST", "regulations", json={}))
            await api.http.get("/readyz")
    await api.http.get("/readyz")
    assert said == ["audit_unavailable", "audit_available"]


async def test_looking_leaves_no_event(api: World, superuser: Superuser) -> None:
    before = superuser.one(f"select count(*) from {TRAIL}")
    api.services.trail.doubt()
    assert (await api.http.get("/readyz")).status_code == 200
    assert superuser.one(f"select count(*) from {TRAIL}") == before


@pytest.mark.parametrize("state", ["23505", "23514", "42501", "CH001", "P0001"])
async def test_errors_of_the_callers_own_data_keep_their_meaning(
    api: World, ground: Ground, superuser: Superuser, state: str
) -> None:
    """The same codes, raised by the table that is written: none of them speaks of the trail."""
    superuser.run(
        "create function public.spoil() returns trigger language plpgsql as"
        f" $$ begin raise exception 'charter_audit' using errcode = '{state}'; end $$"
    )
    superuser.run(
        "create trigger spoil before update on regulations for each row execute function spoil()"
    )
    try:
        answer = await ATTEMPTS["update"](api, ground)
    finally:
        superuser.run("drop function public.spoil() cascade")
    expected = {"23505": 409, "23514": 422, "42501": 403, "CH001": 409, "P0001": 500}
    assert answer.status_code == expected[state]
    assert (await api.http.get("/readyz")).status_code == 200


def test_a_changed_link_is_the_callers_fault(superuser: Superuser, ground: Ground) -> None:
    """The function of a link's events refuses it, and yet the trail is well."""
    superuser.run("insert into risk_controls (risk_id, control_id) values (%s, %s)", *_ends(ground))
    with pytest.raises(psycopg.Error) as raised:
        superuser.run(
            "update risk_controls set control_id = %s where risk_id = %s",
            ground.planned,
            ground.risk,
        )
    assert not in_trail(raised.value)
    problem = translate(raised.value, REGISTRY)
    assert (problem.status, problem.code) == (409, "IMMUTABLE")
    assert not isinstance(problem, Unrecorded)


def _ends(ground: Ground) -> tuple[str, str]:
    return ground.risk, ground.control
