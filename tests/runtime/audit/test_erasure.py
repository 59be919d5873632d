"""Erasure: nothing of a person is left in the database, and the log stays what it was."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString
from uuid import UUID, uuid4

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from psycopg import sql
from typer.testing import CliRunner

from charter.main import app
from generated.registry import REGISTRY
from generator.migrations import runner
from runtime.audit.erasure import EraseError, Eraser, Found
from runtime.audit.sealing import connect, seal_all, unsealed
from runtime.audit.verification import verify
from runtime.embedded import EmbeddedServer
from tests.support.database import Urls, drop_database, fresh_database

ROOT = Path(__file__).parents[3]
CANARY = "canary"
"""Stands in every value planted about Ann, and nowhere else."""
KEY = Ed25519PrivateKey.generate()
PART: LiteralString = (
    "select inhrelid::regclass::text from pg_inherits"
    " where inhparent = 'audit_events'::regclass order by 1 limit 1"
)
"""The partition of this month."""
REASON = "request 17 of the data protection officer"


@pytest.fixture(scope="module")
def migrated(server: EmbeddedServer) -> Iterator[Urls]:
    urls = fresh_database(server)
    runner.up(ROOT, urls.owner, urls.application)
    yield urls
    drop_database(server, urls)


@dataclass
class Place:
    """A database with Ann, who has left traces everywhere, and Bob."""

    urls: Urls
    connection: psycopg.Connection[Any]
    ann: UUID
    bob: UUID

    def all(self, query: LiteralString, *values: Any) -> list[Any]:
        return self.connection.execute(query, values).fetchall()

    def one(self, query: LiteralString, *values: Any) -> Any:
        ((found,),) = self.all(query, *values)
        return found

    def erase(self, said: object, **options: Any) -> Found:
        eraser = Eraser(self.connection, REGISTRY)
        found = eraser.erase(eraser.subject(str(said)), REASON, self.seal, **options)
        eraser.clean()
        return found

    def seal(self) -> None:
        seal_all(self.connection, KEY)

    def findings(self) -> list[str]:
        """What a verification finds; all events are sealed before."""
        self.seal()
        assert unsealed(self.connection) == 0
        return [str(each) for each in verify(self.urls.owner, REGISTRY).findings]

    def traces(self, word: str = CANARY) -> list[str]:
        """The tables, of the catalogue too, in which a row has the word, as the superuser sees."""
        found = []
        with psycopg.connect(self.urls.superuser) as session:
            tables = session.execute(
                "select n.nspname, c.relname from pg_class c"
                " join pg_namespace n on n.oid = c.relnamespace"
                " where c.relkind in ('r', 'm') and c.relname <> 'pg_authid'"
            ).fetchall()
            for names in tables:
                query = sql.SQL("select count(*) from {} as t where t::text ilike {}")
                ((count,),) = session.execute(
                    query.format(sql.Identifier(*names), sql.Literal(f"%{word}%"))
                ).fetchall()
                found += [names[1]] * count
        return found


@contextmanager
def acting(
    connection: psycopg.Connection[Any], actor: UUID | None = None, email: str = "", ip: str = ""
) -> Iterator[None]:
    """A transaction of somebody who uses the API."""
    settings = {
        "charter.actor": str(actor or ""),
        "charter.actor_email": email,
        "charter.client_ip": ip,
        "charter.source": "api",
        "charter.request_id": uuid4().hex,
    }
    with connection.transaction():
        for name, value in settings.items():
            connection.execute("select set_config(%s, %s, true)", (name, value))
        yield


def person(connection: psycopg.Connection[Any], name: str) -> UUID:
    with acting(connection):
        row = connection.execute(
            "insert into users (email, full_name, external_subject, password_hash)"
            " values (%s, %s, %s, 'hash') returning id",
            (f"{name}@example.com", f"{name} Lee", f"sub-{name}"),
        ).fetchone()
    assert row is not None
    key: UUID = row[0]
    return key


def token(connection: psycopg.Connection[Any], user: UUID, name: str) -> None:
    connection.execute(
        "insert into refresh_tokens"
        " (token_hash, family_id, expires_at, client_ip, user_agent, user_id)"
        " values (%s, %s, now() + interval '1 day', %s, %s, %s)",
        (uuid4().hex, uuid4(), f"ip-{name}", f"agent-{name}", user),
    )


def live(connection: psycopg.Connection[Any], user: UUID, name: str) -> None:
    """A life: an account, sessions, a name on a row, an address that changed, failed log-ins."""
    first, later = f"{name}@example.com", f"{name}.Later@example.com"
    with acting(connection, user, first, f"192.0.2.7-{name}"):
        token(connection, user, name)
        token(connection, user, name)
        connection.execute(
            "insert into company_profiles (legal_name, country, industry, business_model,"
            " employee_band, dpo_user_id, dpo_name, dpo_email)"
            " values (%s, 'DE', 'energy', 'b2b', 'under_10', %s, %s, %s)",
            (str(user), user, f"{name} dpo", f"{name}.dpo@example.com"),
        )
        connection.execute("update users set email = %s where id = %s", (later, user))
        connection.execute(
            "delete from refresh_tokens where id ="
            " (select id from refresh_tokens where user_id = %s limit 1)",
            (user,),
        )
    for address in (first.upper(), later):
        with acting(connection, None, address, f"192.0.2.8-{name}"):
            connection.execute(
                "select charter_write_event('login', 'user', %s, '{}', 'failed', 'WRONG')", (user,)
            )


@pytest.fixture
def place(server: EmbeddedServer, migrated: Urls) -> Iterator[Place]:
    urls = fresh_database(server, template=migrated)
    with connect(urls.owner) as connection:
        ann, bob = person(connection, f"ann-{CANARY}"), person(connection, "bob")
        live(connection, ann, f"ann-{CANARY}")
        live(connection, bob, "bob")
        yield Place(urls, connection, ann, bob)
    drop_database(server, urls)


def test_nothing_is_left_of_the_person_and_the_log_verifies(place: Place) -> None:
    place.seal()
    sealed = place.all("select number, event, hash from charter_audit_leaves order by number")
    place.connection.execute("analyze")
    assert {"users", "refresh_tokens", "company_profiles", "pg_statistic"} < set(place.traces())
    found = place.erase(f"ann-{CANARY}.later@example.com")
    assert found.rows["users"] == 1
    assert found.rows["refresh_tokens"] == 1
    assert found.rows["company_profiles"] == 1
    assert place.traces() == []
    assert place.findings() == []
    assert place.all("select number, event, hash from charter_audit_leaves order by number")[
        : len(sealed)
    ] == (sealed)
    assert place.traces() == []


def test_the_keys_are_destroyed(place: Place) -> None:
    place.seal()
    tried = place.one("select md5(%s)::uuid", f"ann-{CANARY}@example.com")
    keys = "select inner_key is not null from charter_audit_subjects where subject = %s"
    assert place.all(keys, place.ann) == [(True,)]
    assert place.all(keys, tried) == [(True,)]
    place.erase(place.ann)
    assert place.all(keys, place.ann) == [(False,)]
    assert place.all(keys, tried) == []
    assert place.all(keys, place.bob) == [(True,)]
    assert place.all(keys, UUID(int=0)) == [(True,)]


def test_others_keep_everything(place: Place) -> None:
    place.seal()
    of_bob = (
        "select id, actor_email, client_ip, changes::text from audit_events"
        " where actor_email like '%%bob%%' or changes::text like '%%bob%%' order by id"
    )
    rows = "select to_jsonb(u)::text from users u where id = %s"
    before = place.all(of_bob), place.all(rows, place.bob)
    assert len(before[0]) >= 7
    place.erase(place.ann)
    assert (place.all(of_bob), place.all(rows, place.bob)) == before


def test_the_account_is_closed_and_stands_for_itself(place: Place) -> None:
    place.erase(place.ann)
    (row,) = place.all(
        "select email, full_name, external_subject, password_hash, is_active,"
        " deactivated_at is not null from users where id = %s",
        place.ann,
    )
    assert row == (f"erased-{place.ann}@erased.invalid", "Erased", None, None, False, True)
    sessions = (
        "select revoked_at is null, revoke_reason, client_ip from refresh_tokens where user_id = %s"
    )
    assert place.all(sessions, place.ann) == [(False, "admin", None)]
    assert place.all(sessions, place.bob) == [(True, None, "ip-bob")]


def test_two_people_can_be_erased(place: Place) -> None:
    place.erase(place.ann)
    place.erase(place.bob)
    assert place.one("select count(distinct email) from users") == 2
    assert place.traces("bob") == []
    assert place.findings() == []


def test_the_events_of_an_erasure_tell_what_was_done_and_not_what_was_there(place: Place) -> None:
    place.erase(place.ann)
    told = place.all(
        "select entity_type, entity_id = %s, outcome, reason, actor_id, source, changes, request_id"
        " from audit_events where action = 'erase' order by id",
        place.ann,
    )
    assert {(row[2], row[3], row[4], row[5]) for row in told} == {("success", REASON, None, "cli")}
    assert len({row[7] for row in told}) == 1
    changes = {row[0]: row[6] for row in told[:-1]}
    assert changes.keys() == {"user", "refresh_token", "company_profile"}
    assert changes["user"]["email"] == [None, f"erased-{place.ann}@erased.invalid"]
    assert changes["user"]["full_name"] == [None, "Erased"]
    assert changes["user"]["password_hash"] == ["***", None]
    assert changes["user"]["is_active"] == [True, False]
    assert changes["company_profile"] == {"dpo_name": [None, None], "dpo_email": [None, None]}
    assert (told[-1][0], told[-1][1], told[-1][6]) == ("user", True, {})


def test_events_without_an_actor_are_named_by_the_erasure(place: Place) -> None:
    tried = place.all(
        "select id from audit_events"
        " where actor_id is null and actor_email ilike 'ann%%' order by id"
    )
    assert len(tried) == 2
    place.erase(place.ann)
    marks = place.one("select marks from audit_events where action = 'erase' and marks ? 'erased'")
    assert sorted(marks["erased"]) == [str(row[0]) for row in tried]


def test_a_second_time_there_is_nothing(place: Place) -> None:
    assert place.erase(place.ann)
    events = place.one("select count(*) from audit_events")
    assert not place.erase(place.ann)
    assert not place.erase(f"ann-{CANARY}@example.com")
    assert not place.erase(uuid4())
    assert place.one("select count(*) from audit_events") == events


def test_an_address_without_an_account(place: Place) -> None:
    with acting(place.connection, None, "Guess@example.com", "192.0.2.66"):
        place.connection.execute(
            "select charter_write_event('login', 'user', null, '{}', 'failed', 'BAD_CREDENTIALS')"
        )
    place.seal()
    assert place.erase("guess@Example.com").rows == {"audit_events": 1}
    assert place.traces("guess") == place.traces("192.0.2.66") == []
    assert place.one("select entity_id from audit_events where action = 'erase'") is None
    assert place.findings() == []


def test_an_address_of_former_times_finds_its_account(place: Place) -> None:
    place.erase(f"Ann-{CANARY}@example.com")
    assert place.traces() == []


def test_an_address_that_several_had_is_refused(place: Place) -> None:
    for user in (place.ann, place.bob):
        for address in ("info@example.com", f"{user}@example.com"):
            place.connection.execute("update users set email = %s where id = %s", (address, user))
    with pytest.raises(EraseError, match="Several accounts") as refused:
        place.erase("info@example.com")
    assert {str(place.ann), str(place.bob)} <= {line.strip() for line in refused.value.args}


def test_a_month_that_was_retired_and_is_still_there_is_erased_too(place: Place) -> None:
    place.connection.execute("create table audit_events_2020_01_retired (like audit_events)")
    place.connection.execute("insert into audit_events_2020_01_retired select * from audit_events")
    place.connection.execute("select charter_audit_hold('audit_events_2020_01_retired')")
    assert place.erase(place.ann).rows["audit_events_2020_01_retired"] > 0
    assert place.traces() == []


def test_a_running_transaction_holds_it_up_before_anything_changes(place: Place) -> None:
    with psycopg.connect(place.urls.owner) as other:
        other.execute("update users set department = 'x' where id = %s", (place.bob,))
        token(place.connection, place.ann, f"ann-{CANARY}")
        with pytest.raises(EraseError, match="nothing was erased"):
            place.erase(place.ann, patience=0.0)
    assert place.one("select is_active from users where id = %s", place.ann)
    place.erase(place.ann)
    assert place.traces() == []


def test_a_transaction_that_ends_later_is_said(place: Place) -> None:
    place.seal()
    with (
        psycopg.connect(place.urls.owner) as other,
        acting(other, place.ann, f"ann-{CANARY}@example.com"),
    ):
        other.execute("select charter_write_event('look', 'user', null, '{}', 'success', null)")
        with pytest.raises(EraseError, match="still runs"):
            place.erase(place.ann, patience=0.0)
    assert place.traces() != []
    place.erase(place.ann)
    assert place.traces() == []
    assert place.findings() == []


def test_a_row_that_somebody_holds_is_waited_for_and_no_more(place: Place) -> None:
    place.seal()
    with psycopg.connect(place.urls.owner) as other:
        other.execute("select from users where id = %s for update", (place.ann,))
        with pytest.raises(EraseError, match="Others hold"):
            place.erase(place.ann, patience=0.0)
    assert place.one("select is_active from users where id = %s", place.ann)


def test_what_a_constraint_refuses_is_said_and_nothing_changes(place: Place) -> None:
    place.connection.execute("alter table users add constraint told check (full_name <> 'Erased')")
    with pytest.raises(EraseError, match=r"users refuses .* \(told\): nothing was erased"):
        place.erase(place.ann)
    assert place.one("select is_active from users where id = %s", place.ann)


@pytest.mark.parametrize(
    "statement",
    [
        "update audit_events set actor_email = null",
        "update audit_events_2026_11 set actor_email = null",
        "update charter_audit_subjects set inner_key = null, outer_key = null",
        "delete from charter_audit_subjects",
    ],
)
def test_the_application_cannot(place: Place, statement: LiteralString) -> None:
    part = place.one(PART)
    with psycopg.connect(place.urls.application) as session:
        session.execute("select set_config('charter.action', 'erase', true)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            session.execute(statement.replace("audit_events_2026_11", part).encode())


def test_the_owner_cannot_without_saying_that_it_is_an_erasure(place: Place) -> None:
    with pytest.raises(psycopg.Error, match="never changed"):
        place.connection.execute("update audit_events set actor_email = null")


# ---------------------------------------------------------------------------------- the command


def charter(place: Place, folder: Path, *arguments: str) -> tuple[int, str, str]:
    environment = {
        "CHARTER_DATABASE_URL": place.urls.application,
        "CHARTER_MIGRATION_DATABASE_URL": place.urls.owner,
        "CHARTER_AUDIT_SIGNING_KEY_FILE": str(folder / "audit.pem"),
    }
    done = CliRunner().invoke(
        app, ["audit", *arguments, "--project", str(ROOT)], env=environment, catch_exceptions=False
    )
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def no_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("charter.commands.audit_erase.GRACE", 0.0)


@pytest.mark.usefixtures("no_grace")
def test_the_command(place: Place, tmp_path: Path) -> None:
    said = ("erase", "--subject", str(place.ann), "--reason", REASON)
    code, out, _ = charter(place, tmp_path, "erase", "--subject", str(place.ann), "--dry-run")
    assert (code, "Nothing was changed" in out) == (0, True)
    assert place.traces() != []
    code, out, err = charter(place, tmp_path, *said)
    assert (code, out) == (1, "")
    assert "say --yes" in err
    assert place.traces() != []
    code, out, err = charter(place, tmp_path, *said, "--yes")
    assert (code, err) == (0, "")
    assert "users" in out
    assert place.traces() == []
    code, out, _ = charter(place, tmp_path, *said, "--yes")
    assert (code, out) == (0, f"Nothing is stored about {place.ann}.\n")
    assert charter(place, tmp_path, "seal", "--once")[0] == 0
    assert charter(place, tmp_path, "verify")[0] == 0


@pytest.mark.usefixtures("no_grace")
def test_values_that_were_sealed_in_plain_are_said(place: Place, tmp_path: Path) -> None:
    with place.connection.transaction():
        place.connection.execute("select set_config('charter.action', 'erase', true)")
        place.connection.execute(
            "update audit_events set marks = null where entity_type = 'user' and entity_id = %s"
            " and action = 'update'",
            (place.ann,),
        )
    said = ("erase", "--subject", str(place.ann), "--reason", REASON, "--yes")
    for _ in range(2):
        code, _, err = charter(place, tmp_path, *said)
        assert (code, err.startswith("1 events from before")) == (1, True)
    assert set(place.traces()) - {"pg_statistic"} == {place.one(PART)}
    assert charter(place, tmp_path, "seal", "--once")[0] == 0
    assert charter(place, tmp_path, "verify")[0] == 0


@pytest.mark.parametrize(
    "arguments", [("erase",), ("erase", "--subject", "x@example.com"), ("erase", "--subject", " ")]
)
def test_a_subject_and_a_reason_are_demanded(
    place: Place, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    assert charter(place, tmp_path, *arguments)[0] == 2
