"""An entity more: a few lines of YAML and of policy, and three commands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.e2e.conftest import Core
from tests.e2e.support import Served, done, rows, serving

SUPPLIER = """\
  Supplier:
    doc: Somebody who sells us something.
    label: name
    fields:
      name:       {type: string, max: 120, required: true, unique: true, search: A}
      country:    {type: country, required: true}
      tier:       {enum: [basic, important, critical], default: basic}
      since:      date
      spend:      {type: decimal, digits: 12, places: 2, min: 0}
      approved:   {type: bool, default: false}
    relations:
      owner: {to: User, required: true, default: actor, inverse: suppliers}
    scopes: {own: owner == actor}
"""
POLICY = """
p, viewer, supplier, read, any, allow
p, risk_owner, supplier, create, own, allow
p, risk_owner, supplier, update, own, allow
p, admin, supplier, *, any, allow
p2, top_management, supplier, spend, hidden
"""
LISTING = {
    "model/organisation.yaml",
    "policies/policy.csv",
    "policies/MATRIX.md",
    "policies/matrix/organisation.md",
    "docs/reference/organisation.md",
    "generated/models.py",
    "generated/registry.py",
    "generated/routes.py",
    "generated/openapi.json",
    "generated/organisation/enums.py",
}
"""Files that speak of every entity, or of every one of its aggregate."""

WHO_POINTS_OR_IS_POINTED_TO = {
    f"generated/{module}/{layer}/{entity}.py"
    for module, entity in (("identity", "user"), ("task", "task"))
    for layer in ("fields", "filters", "groups", "resources", "routes", "schemas")
} | {"docs/reference/identity.md", "docs/reference/task.md"}
"""A user has suppliers now, and the subject of a task, which may be any row, can be one."""


def test_a_new_entity_is_served_without_a_line_of_python(core: Core) -> None:
    project, urls = core.project, core.urls
    files, tables = contents(project), everything(core)
    model = project / "model" / "organisation.yaml"
    model.write_text(model.read_text().rstrip("\n") + "\n" + SUPPLIER)
    policy = project / "policies" / "policy.csv"
    policy.write_text(policy.read_text() + POLICY)

    done(project, "check")
    done(project, "generate")
    done(project, "migrate", "new", "-m", "add")
    assert_only_what_must_change(files, contents(project))
    done(project, "migrate", "up", urls=urls)

    done(project, "generate", "--check")
    done(project, "migrate", "check", urls=urls)
    done(project, "policy", "check")
    after = everything(core)
    assert after.pop("suppliers") == []
    assert after == tables
    with serving(project, "serve", urls=urls) as served:
        assert_served(served)
        assert_audited(served, core)


def contents(project: Path) -> dict[str, bytes]:
    """The files that a person or the generator wrote."""
    return {
        str(path.relative_to(project)): path.read_bytes()
        for folder in ("generated", "migrations", "docs", "domain", "policies", "model")
        for path in (project / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def everything(core: Core) -> dict[str, list[Any]]:
    """Every row of every table of the model, as text."""
    listed = rows(
        core.urls.superuser,
        "select tablename from pg_tables where schemaname = 'public'"
        " and tablename not like 'charter\\_%%' and tablename not like 'alembic\\_%%'",
    )
    tables = sorted(row["tablename"] for row in listed)
    assert {"users", "risks", "audit_events"} <= set(tables)
    return {
        table: rows(core.urls.superuser, f'select t::text as row from "{table}" t order by 1')
        for table in tables
    }


def assert_only_what_must_change(before: dict[str, bytes], after: dict[str, bytes]) -> None:
    """New modules of the entity; among the old ones those alone that list entities."""
    assert set(before) <= set(after)
    added = set(after) - set(before)
    changed = {name for name in before if before[name] != after[name]}
    assert {name for name in added if not name.startswith("migrations/")} == {
        f"generated/organisation/{layer}/supplier.py"
        for layer in (
            "actions",
            "fields",
            "filters",
            "groups",
            "inputs",
            "models",
            "related",
            "repositories",
            "resources",
            "routes",
            "schemas",
            "scopes",
        )
    }
    assert any(name.startswith("migrations/versions/") for name in added)
    unexpected = {
        name
        for name in changed - LISTING
        if not (name.startswith("generated/organisation/") and name.endswith("__init__.py"))
        and name not in WHO_POINTS_OR_IS_POINTED_TO
    }
    assert unexpected == set()


def assert_served(served: Served) -> None:
    """Schema, filters, sort, include, inverse and policy."""
    made = served.add("risk-owner", "suppliers", name="Acme", country="NO", spend="12.50")
    assert (made["tier"], made["approved"], made["version"]) == ("basic", False, 1)
    served.add("admin", "suppliers", name="Bolt", country="SE", tier="critical", since="2020-02-02")
    assert made["owner_id"] == served.ask("risk-owner", "GET", "me").json()["id"]

    def names(**parameters: str) -> list[str]:
        return [row["name"] for row in served.items("admin", "suppliers", **parameters)]

    assert names(sort="-name") == ["Bolt", "Acme"]
    assert names(tier="critical") == names(since__lt="2021-01-01") == ["Bolt"]
    assert names(country__in="NO,DK") == names(spend__gte="12.5") == ["Acme"]
    assert names(name__contains="OL") == ["Bolt"]
    [shown] = served.items("admin", "suppliers", name="Acme", include="owner", fields="name")
    assert shown["owner"]["email"] == "risk-owner@example.com"
    [seen] = served.items("admin", f"users/{made['owner_id']}/suppliers")
    assert seen["name"] == "Acme"
    assert all("spend" not in row for row in served.items("top-management", "suppliers"))
    path = f"suppliers/{made['id']}"
    assert served.ask("viewer", "PATCH", path, json={"tier": "important"}).status_code == 403
    assert served.ask("viewer", "POST", "suppliers", json={}).status_code == 403
    assert served.ask("", "GET", "suppliers").status_code == 401
    [foreign] = served.items("admin", "suppliers", name="Bolt")
    theirs = f"suppliers/{foreign['id']}"
    assert served.ask("risk-owner", "PATCH", theirs, json={"tier": "basic"}).status_code == 403
    twice = served.ask("risk-owner", "POST", "suppliers", json={"name": "Acme", "country": "DK"})
    assert (twice.status_code, twice.json()["code"]) == (409, "DUPLICATE")
    wrong = served.ask("risk-owner", "POST", "suppliers", json={"name": "C", "country": "Norway"})
    assert wrong.json()["errors"][0]["pointer"] == "/country"
    assert served.ask("risk-owner", "PATCH", path, json={"tier": "important"}).status_code == 200


def assert_audited(served: Served, core: Core) -> None:
    """Every write above, refused ones too, with its values, its actor and the deciding line."""
    [made] = served.items("admin", "suppliers", name="Acme")
    told = rows(
        core.urls.owner, "select * from audit_events where entity_id = %s order by id", made["id"]
    )
    assert [(event["actor_email"], event["action"], event["outcome"]) for event in told] == [
        ("risk-owner@example.com", "create", "success"),
        ("viewer@example.com", "update", "denied"),
        ("risk-owner@example.com", "update", "success"),
    ]
    assert told[0]["changes"]["name"] == [None, "Acme"]
    assert told[2]["changes"]["tier"] == ["basic", "important"]
    lines = (core.project / "policies" / "policy.csv").read_text().splitlines()
    place, _, _ = told[2]["rule"].partition("@")
    assert lines[int(place.rpartition(":")[2]) - 1] == "p, risk_owner, supplier, update, own, allow"
