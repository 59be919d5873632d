"""One database with a bit of everything in it, sealed: what is then tampered with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from generated.registry import REGISTRY
from generator.migrations import runner
from runtime.audit.erasure import Eraser
from runtime.audit.heads import Head
from runtime.audit.keys import public_bytes
from runtime.audit.sealing import connect, seal_all
from runtime.audit.verification import Against
from runtime.audit.verify_heads import Checkpoint
from runtime.embedded import EmbeddedServer
from tests.support.database import Urls, drop_database, fresh_database

ROOT = Path(__file__).parents[2]
KEY = Ed25519PrivateKey.generate()

_ACT = """
    select set_config('charter.source', 'api', true), set_config('charter.actor', %s, true),
        set_config('charter.actor_email', %s, true), set_config('charter.actor_roles', %s, true),
        set_config('charter.client_ip', '192.0.2.7', true),
        set_config('charter.request_id', %s, true), set_config('charter.entity_type', %s, true),
        set_config('charter.action', %s, true)
"""
_POLICY = """
    select charter_keep_policy(left(encode(sha256(convert_to(conf, 'UTF8') || '\\x00'::bytea
        || convert_to(rules, 'UTF8')), 'hex'), 12), conf, rules)
    from (values ('[request_definition]', %s)) as p(conf, rules)
"""
_LOADED = """
    select set_config('charter.request_id', 'policy:' || hash, true),
        charter_record_event('load', 'policy', null, 'success', 'came into force', '{}')
    from charter_policy_sets order by loaded_at desc limit 1
"""


@dataclass(frozen=True)
class Trail:
    """The database, and what of its trail is kept elsewhere."""

    urls: Urls
    against: Against
    head: Head

    @staticmethod
    def kept(head: Head) -> Checkpoint:
        """A head as somebody keeps it elsewhere."""
        return Checkpoint("kept", head)


class Writer:
    """Writes as the owner in the name of an actor, a transaction for each call; seals some."""

    def __init__(self, url: str) -> None:
        self.connection = connect(url)
        self.actor = ("", "")
        self.number = 0

    def seal(self) -> Head | None:
        """Seals all there is."""
        return seal_all(self.connection, KEY)

    def write(
        self, statement: str, *values: Any, entity: str = "", action: str = "update"
    ) -> list[Any]:
        """Runs a statement with an actor's context, and gives the ids that it returns."""
        self.number += 1
        with self.connection.transaction():
            actor, email = self.actor
            request = f"request-{self.number}"
            context = (actor, email, "{admin,auditor}", request, entity, action)
            self.connection.execute(_ACT, context)
            cursor = self.connection.execute(statement.encode(), values)
            found = [row[0] for row in cursor.fetchall()] if cursor.description else []
        if self.number % 3 == 0:
            self.seal()
        return found


@pytest.fixture(scope="session")
def trail(server: EmbeddedServer) -> Iterator[Trail]:
    """Made once a session; tampering is rolled back."""
    urls = fresh_database(server)
    runner.up(ROOT, urls.owner, urls.application)
    writer = Writer(urls.owner)
    populate(writer)
    eraser = Eraser(writer.connection, REGISTRY)
    assert eraser.erase(eraser.subject("p3@example.com"), "asked", writer.seal)
    change(writer)
    head = writer.seal()
    writer.connection.close()
    assert head is not None
    with psycopg.connect(urls.superuser, autocommit=True) as session:
        session.execute("analyze")
    yield Trail(urls, Against(public_bytes(KEY), [Trail.kept(head)]), head)
    drop_database(server, urls)


def populate(writer: Writer) -> None:
    """A few hundred rows of several entities, and what is done with them."""
    write = writer.write
    people = write(
        "insert into users (email, full_name, password_hash, department)"
        " select 'p' || n || '@example.com', 'Person ' || n, '$argon2id$' || md5(n::text), 'R&D'"
        " from generate_series(1, 12) n returning id"
    )
    writer.actor = (str(people[0]), "p1@example.com")
    write("update users set last_login_at = now()", entity="user", action="login")
    write("update users set password_hash = '$argon2id$new' where email < 'p12'")
    company = write(
        "insert into company_profiles (legal_name, industry, business_model, employee_band,"
        " country, annual_revenue_band, operating_countries, dpo_user_id, dpo_name, dpo_email)"
        " values ('Acme', 'software', 'b2b', 'under_10', 'DE', 'under_2m', '{DE,FR}', %s, 'Dora',"
        " 'd@example.com')"
        " returning id",
        people[1],
    )
    unit = write(
        "insert into business_units (code, name, company_profile_id) values ('HQ', 'Office', %s)"
        " returning id",
        company[0],
    )
    write(
        "insert into role_assignments (role, user_id, valid_from)"
        " select 'viewer', id, current_date from users returning id"
    )
    write(
        "insert into refresh_tokens"
        " (token_hash, family_id, expires_at, client_ip, user_agent, user_id) select"
        " md5(id::text), uuidv7(), now() + interval '1 day', '198.51.100.1', 'curl', id"
        " from users returning id"
    )
    write(
        "insert into projects (key, name, lead_id) select 'P' || n, 'Project ' || n, %s"
        " from generate_series(1, 6) n returning id",
        people[1],
    )
    write(
        "insert into projects_members (project_id, user_id)"
        " select p.id, u.id from projects p, users u where u.email < 'p4'"
    )
    write("delete from projects_members where user_id = %s", people[0])
    matrix = write(
        "insert into risk_matrices (name, likelihood_labels, impact_labels, level_bands, owner_id)"
        " values ('Five', '[1, true, 1.0]', '[\"a\", null]', '{\"low\": 4, \"high\": 9.50}', %s)"
        " returning id",
        people[1],
    )
    write(
        "insert into risks (title, category, inherent_likelihood, inherent_impact, owner_id,"
        " matrix_id, business_unit_id) select"
        " 'Risk ' || n, 'privacy', 1 + n %% 5, 1 + n %% 4, %s, %s, %s"
        " from generate_series(1, 40) n returning id",
        people[1],
        matrix[0],
        unit[0],
    )
    write(
        "insert into tasks (title, description, due_on, assignee_id)"
        " select 'Task ' || n, 'ünïcödé \"quoted\" ' || n, current_date + n, %s"
        " from generate_series(1, 60) n returning id",
        people[2],
    )
    for conf in ("p, admin, *, *, any, allow", "p, viewer, *, read, any, allow"):
        with writer.connection.transaction():
            writer.connection.execute(_POLICY, [conf])
            writer.connection.execute(_LOADED)


def change(writer: Writer) -> None:
    """Updates, transitions, deletions, attempts that failed, and a person without an account."""
    write = writer.write
    write("update risks set title = title || ' b', inherent_impact = 3 where title < 'Risk 3'")
    write("update risks set deleted_at = now() where title = 'Risk 7'", entity="risk")
    write("update tasks set status = 'in_progress', started_at = now() where title < 'Task 4'",
          entity="task", action="start")  # fmt: skip
    write("delete from tasks where title in ('Task 50', 'Task 51')", entity="task", action="delete")
    write("update users set full_name = 'Renamed' where email = 'p5@example.com'")
    write("update company_profiles set dpo_name = 'Dora B.', uses_ai = true")
    write("delete from role_assignments where user_id in (select id from users where email > 'p8')")
    for outcome in ("denied", "failed"):
        write("select charter_record_event('update', 'risk', uuidv7(), %s, 'FORBIDDEN: no', '{}')",
              outcome)  # fmt: skip
    writer.actor = ("", "stranger@example.com")
    write("select charter_record_event('login', 'user', null, 'failed', 'BAD_CREDENTIALS', '{}')")
