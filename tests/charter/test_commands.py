"""Commands on a database: accounts, demo content, rows in and out, jobs. In this order."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import psycopg
import pytest

from tests.charter.conftest import Core

CATALOGUE = {
    "catalog": {
        "metadata": {"title": "House rules", "version": "1"},
        "groups": [
            {
                "id": "ac",
                "title": "Access",
                "controls": [
                    {"id": "ac-1", "title": "Policy"},
                    {
                        "id": "ac-2",
                        "title": "Gone",
                        "props": [{"name": "status", "value": "withdrawn"}],
                    },
                ],
            }
        ],
    }
}
MANAGER = ("--as", "compliance-manager@example.com")


def rows(core: Core, query: str, *values: object) -> list[tuple[object, ...]]:
    with psycopg.connect(core.urls.superuser) as session:
        return session.execute(query, values).fetchall()


def test_migrations_are_applied_and_say_so(core: Core) -> None:
    assert core.charter("migrate", "up").out == "Nothing to apply.\n"
    steps = json.loads(core.charter("migrate", "status", "--format", "json").out)
    assert steps
    assert all(step["applied_at"] for step in steps)
    checked = core.charter("migrate", "check")
    assert (checked.code, checked.out, checked.err) == (0, "", "")


def test_the_first_administrator_comes_from_the_shell(core: Core) -> None:
    added = core.charter(
        "user", "add", "root@example.org", "--name", "Root", "--role", "admin",
        "--password-stdin", stdin="correct horse battery\n",
    )  # fmt: skip
    assert (added.code, added.out) == (0, "root@example.org is added as admin.\n")
    again = core.charter(
        "user", "add", "root@example.org", "--name", "R", "--password-stdin", stdin="x" * 12
    )
    assert (again.code, again.err) == (1, "There is an account root@example.org already.\n")
    events = rows(
        core,
        "select action, entity_type, source, changes -> 'password_hash' from audit_events"
        " order by occurred_at, entity_type desc",
    )
    assert events == [
        ("create", "user", "cli", [None, "***"]),
        ("create", "role_assignment", "cli", None),
    ]


def test_roles_and_passwords_are_changed_from_the_shell(core: Core) -> None:
    root = "root@example.org"
    assert core.charter("user", "grant", root, "auditor").out == f"{root} is auditor now.\n"
    assert "already" in core.charter("user", "grant", root, "auditor").out
    (listed,) = json.loads(core.charter("user", "list", "--format", "json").out)
    assert listed["roles"] == ["admin", "auditor"]
    assert core.charter("user", "revoke", root, "auditor").code == 0
    assert core.charter("user", "revoke", root, "auditor").code == 1
    assert core.charter("user", "grant", root, "emperor").code == 2
    assert core.charter("user", "grant", root, "public").code == 2
    assert core.charter("user", "password", root, "--password-stdin", stdin="short\n").code == 1
    assert core.charter("user", "password", root, "--password-stdin", stdin="y" * 12).code == 0
    assert core.charter("user", "deactivate", root).code == 0
    assert core.charter("user", "deactivate", root).code == 1
    assert rows(core, "select is_active from users") == [(False,)]


def test_demo_data_is_added_once(core: Core) -> None:
    first = core.charter("seed")
    assert first.code == 0, first.err
    assert "added risk-owner@example.com" in first.out
    counted = "select (select count(*) from risks), (select count(*) from users)"
    before = rows(core, counted)
    assert core.charter("seed").out.startswith("Nothing to add.\n")
    assert rows(core, counted) == before
    kept = core.folder / ".charter" / "demo-password"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert rows(core, "select email, kind from users where kind = 'service'") == [
        ("service@example.com", "service")
    ]
    made = "select distinct source from audit_events where entity_type <> 'policy'"
    assert rows(core, made) == [("cli",)]
    assert rows(core, "select count(*) from audit_events where outcome <> 'success'") == [(0,)]


def test_demo_data_is_refused_in_production(core: Core) -> None:
    refused = core.charter("seed", CHARTER_ENV="production")
    assert refused.code == 1
    assert "production" in refused.err


@pytest.fixture
def units(core: Core, tmp_path: Path) -> Path:
    ((company,),) = rows(core, "select id from company_profiles")
    path = tmp_path / "units.jsonl"
    lines = [
        {"code": "LAB", "name": "Laboratory", "company_profile_id": str(company)},
        {
            "code": "LAB-1",
            "name": "Bench",
            "parent_id": "LAB",
            "head_id": "control-owner@example.com",
            "company_profile_id": str(company),
        },
        {"code": "BAD", "name": 7, "company_profile_id": str(company)},
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def test_a_dry_run_reports_bad_rows_and_keeps_nothing(core: Core, units: Path) -> None:
    events = rows(core, "select count(*) from audit_events")
    tried = core.charter("import", "jsonl", "business_unit", str(units), "--dry-run", *MANAGER)
    assert tried.code == 1
    assert tried.out == "2 created, 0 updated, 0 unchanged, 1 failed; nothing is kept.\n"
    assert tried.err.startswith(f"{units}:3: INVALID /name: ")
    assert rows(core, "select count(*) from business_units where code like 'LAB%%'") == [(0,)]
    assert rows(core, "select count(*) from audit_events") == events


def test_rows_come_in_once_and_are_updated_where_they_differ(core: Core, units: Path) -> None:
    command = ("import", "jsonl", "business_unit", str(units), "--format", "json", *MANAGER)
    first = json.loads(core.charter(*command).out)
    assert (first["created"], first["failed"], first["problems"][0]["line"]) == (2, 1, 3)
    units.write_text(units.read_text().replace("Laboratory", "Labs"))
    again = json.loads(core.charter(*command).out)
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 1, 1)
    ((name, parent, head),) = rows(
        core,
        "select p.name, p.code, u.email from business_units c"
        " join business_units p on p.id = c.parent_id join users u on u.id = c.head_id"
        " where c.code = 'LAB-1'",
    )
    assert (name, parent, head) == ("Labs", "LAB", "control-owner@example.com")
    (event,) = rows(
        core,
        "select e.actor_email, e.source, e.changes -> 'name' from audit_events e"
        " join business_units b on b.id = e.entity_id"
        " where b.code = 'LAB' and e.action = 'update'",
    )
    assert event == ("compliance-manager@example.com", "cli", ["Laboratory", "Labs"])


def test_rows_are_imported_under_policy(core: Core, units: Path) -> None:
    refused = core.charter(
        "import", "jsonl", "business_unit", str(units), "--as", "viewer@example.com"
    )
    assert refused.code == 1
    assert "FORBIDDEN" in refused.err
    unknown = core.charter("import", "jsonl", "business_unit", str(units), "--as", "x@example.com")
    assert (unknown.code, unknown.err) == (1, "There is no active account x@example.com.\n")
    assert core.charter("import", "jsonl", "business_unit", str(units)).code == 2
    assert core.charter("import", "jsonl", "unicorn", str(units), *MANAGER).code == 2
    assert core.charter("import", "xml", str(units), *MANAGER).code == 2


def test_what_goes_out_comes_in_unchanged(core: Core, tmp_path: Path) -> None:
    for form in ("csv", "jsonl"):
        exported = core.charter("export", "business_unit", "--format", form, *MANAGER)
        assert exported.code == 0, exported.err
        path = tmp_path / f"units.{form}"
        path.write_text(exported.out, newline="")
        again = core.charter("import", form, "business_unit", str(path), *MANAGER)
        assert again.out == "0 created, 0 updated, 4 unchanged, 0 failed.\n", again.err
    assert rows(core, "select count(*) from audit_events where action = 'export'") == [(2,)]


def test_an_export_shows_what_the_actor_may_see(core: Core) -> None:
    seen = core.charter("export", "user", "--as", "viewer@example.com")
    assert seen.code == 0, seen.err
    header, *people = seen.out.splitlines()
    assert "email" not in header.split(",")
    assert "full_name" in header.split(",")
    assert people
    assert "example.com" not in seen.out
    events = core.charter("export", "audit_event", "--as", "viewer@example.com")
    assert (events.code, events.out) == (1, "")


def test_a_catalogue_becomes_a_regulation_once(core: Core, tmp_path: Path) -> None:
    path = tmp_path / "catalogue.json"
    path.write_text(json.dumps(CATALOGUE))
    tried = core.charter("import", "oscal", str(path), "--dry-run", *MANAGER)
    assert "created: 2" in tried.out, tried.err
    first = json.loads(core.charter("import", "oscal", str(path), "--format", "json", *MANAGER).out)
    assert (first["created"], first["withdrawn"]) == (2, 1)
    again = json.loads(core.charter("import", "oscal", str(path), "--format", "json", *MANAGER).out)
    assert (again["created"], again["unchanged"]) == (0, 2)
    assert again["regulation_id"] == first["regulation_id"]
    refused = core.charter("import", "oscal", str(path), "--as", "auditor@example.com")
    assert refused.code == 1
    path.write_text("no JSON")
    assert core.charter("import", "oscal", str(path), *MANAGER).code == 1


def test_jobs_are_listed_and_run_now(core: Core) -> None:
    listed = json.loads(core.charter("jobs", "list", "--format", "json").out)
    assert "risk_acceptance.expire" in [job["name"] for job in listed]
    done = core.charter("jobs", "run", "risk_acceptance.expire", "--format", "json")
    assert json.loads(done.out) == [{"name": "risk_acceptance.expire", "rows": 0}]
    assert core.charter("jobs", "run", "tidy_up").code == 1


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"CHARTER_POLSIZE": "3"}, "CHARTER_POLSIZE is no setting"),
        ({"CHARTER_DATABASE_URL": "postgresql://a:b@127.0.0.1:9/c"}, "cannot be used"),
        ({"CHARTER_ENV": "production"}, "CHARTER_SIGNING_KEY_FILE is demanded in production"),
    ],
)
def test_a_start_that_is_refused_says_why_in_a_line(
    core: Core, settings: dict[str, str], message: str
) -> None:
    refused = core.charter("serve", "--port", "18999", **settings)
    assert refused.code == 1
    assert message in refused.err
    assert "Traceback" not in refused.err


def test_the_owner_may_not_serve(core: Core) -> None:
    refused = core.charter("serve", "--port", "18999", CHARTER_DATABASE_URL=core.urls.owner)
    assert refused.code == 1
    assert refused.err.startswith("charter_owner owns ")
    assert len(refused.err.splitlines()) == 1


def test_what_the_migration_made_can_be_undone_where_its_rows_may_go(core: Core) -> None:
    kept = core.charter("migrate", "down", "base")
    assert (kept.code, kept.out) == (1, "")
    assert "loses table risks: 4 rows" in kept.err
    assert core.charter("user", "list").code == 0
    undone = core.charter("migrate", "down", "base", "--allow-loss")
    assert undone.code == 0, undone.err
    refused = core.charter("serve", "--port", "18999")
    assert refused.code == 1
    assert "migrate up" in refused.err
    assert "migrate up" in core.charter("user", "list").err
    assert core.charter("migrate", "check").code == 1
