"""A museum railway: a project whose words the runtime and the generator have never heard.

Its names are awkward on purpose: words of SQL, of Python and of the query language, a plural that
is its own singular, a relation to itself, fields that are called as methods of Pydantic are.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from runtime.embedded import EmbeddedServer
from tests.e2e.support import Served, charter, done, rows, serving
from tests.support.database import Urls, fresh_database

RAILWAY = Path(__file__).parent / "railway"
PASSWORD = "a whistle in the tunnel"
ABSENT = "0199aaaa-0000-7000-8000-000000000000"

CLERK, VISITOR, OTHER = "clerk", "visitor", "other"


@dataclass(frozen=True)
class Railway:
    """The project: generated, migrated, with an account a role and a second visitor."""

    project: Path
    urls: Urls


@pytest.fixture(scope="module")
def railway(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Railway:
    project = tmp_path_factory.mktemp("projects") / "railway"
    shutil.copytree(RAILWAY, project)
    urls = fresh_database(server)
    done(project, "check")
    done(project, "generate")
    done(project, "policy", "check")
    done(project, "migrate", "new", "-m", "first")
    done(project, "migrate", "up", urls=urls)
    done(project, "seed", urls=urls)
    adding = ("user", "add", "other@example.com", "--name", "Other", "--role", "visitor")
    password = (project / ".charter" / "demo-password").read_text()
    done(project, *adding, "--password-stdin", urls=urls, given=password)
    return Railway(project, urls)


@pytest.fixture(scope="module")
def served(railway: Railway) -> Iterator[Served]:
    with serving(railway.project, "serve", urls=railway.urls) as running:
        yield running


@pytest.fixture(scope="module")
def stock(served: Served) -> dict[str, str]:
    """A class of carriage and a series, by their ids."""
    seating = served.add(CLERK, "classes", name="Third", order=3, fare="4.50")
    series = served.add(CLERK, "series", name="A1", built=1948)
    return {"class": seating["id"], "series": series["id"]}


def order(stock: dict[str, str], **fields: Any) -> dict[str, Any]:
    journey = {"from": "York", "to": "Whitby", "on": "2030-05-01", "seating_id": stock["class"]}
    return journey | fields


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def problems(answer: Any) -> set[tuple[str, str]]:
    assert answer.status_code == 422, answer.text
    return {(error["pointer"], error["code"]) for error in answer.json()["errors"]}


def events(railway: Railway, key: str) -> list[dict[str, Any]]:
    statement = "select * from audit_events where entity_id = %s order by id"
    return rows(railway.urls.owner, statement, key)


# ------------------------------------------------------------------------------ the pipeline


def test_nothing_is_left_to_generate_or_to_migrate(railway: Railway) -> None:
    done(railway.project, "generate", "--check")
    done(railway.project, "migrate", "check", urls=railway.urls)
    again = charter(railway.project, "migrate", "new", "-m", "again")
    assert len(list((railway.project / "migrations" / "snapshots").iterdir())) == 1, again.stdout


def test_it_goes_down_and_up_again(server: EmbeddedServer, railway: Railway) -> None:
    urls = fresh_database(server)
    done(railway.project, "migrate", "up", urls=urls)
    done(railway.project, "migrate", "down", "base", urls=urls)
    left = rows(
        urls.owner,
        "select 1 from pg_tables where schemaname = 'public' and tablename in"
        " ('orders', 'series', 'classes', 'users')",
    )
    assert left == []
    done(railway.project, "migrate", "up", urls=urls)
    done(railway.project, "migrate", "check", urls=urls)


# -------------------------------------------------------------------- words of SQL and Python


def test_every_field_goes_in_and_out_by_its_own_name(served: Served, stock: dict[str, str]) -> None:
    given = order(stock, limit=4, note="window", **{"class": "return", "return": "2030-05-03"})
    made = served.add(VISITOR, "orders", **given)
    assert {key: made[key] for key in given} == given
    assert made["ref"].startswith("O-")
    assert made["state"] == "open"
    got = served.ask(VISITOR, "GET", f"orders/{made['id']}")
    assert got.json() == made
    changed = {"from": "Leeds", "return": None, "limit": 2, "class": "single", "on": "2030-06-01"}
    patched = served.ask(VISITOR, "PATCH", f"orders/{made['id']}", json=changed)
    assert patched.status_code == 200, patched.text
    assert {key: patched.json()[key] for key in changed} == changed
    assert problems(served.ask(VISITOR, "PATCH", f"orders/{made['id']}", json={"from_": "x"})) == {
        ("/from_", "UNKNOWN_FIELD")
    }


def test_fields_are_filtered_sorted_and_chosen_by_their_own_names(
    served: Served, stock: dict[str, str]
) -> None:
    for limit, class_, start in ((1, "single", "Aa"), (5, "return", "Ab"), (9, "single", "Ac")):
        journey = {"from": start, "to": "Filters", "limit": limit, "class": class_}
        served.add(CLERK, "orders", **order(stock, **journey))

    def found(**parameters: str | int) -> list[Any]:
        answer = served.items(CLERK, "orders", to="Filters", sort="from", **parameters)
        return [row["from"] for row in answer]

    assert found() == ["Aa", "Ab", "Ac"]
    assert found(limit=2) == ["Aa", "Ab"]
    assert found(limit__eq=5) == ["Ab"]
    assert found(limit__gt=1) == ["Ab", "Ac"]
    assert found(limit__eq=9, limit=1) == ["Ac"]
    assert found(**{"class": "single"}) == ["Aa", "Ac"]
    assert found(**{"from__in": "Aa,Ac"}) == ["Aa", "Ac"]
    assert found(**{"from__starts_with": "ab"}) == ["Ab"]
    assert found(on__gte="2031-01-01") == []
    assert found(return__is_null="true") == ["Aa", "Ab", "Ac"]
    assert found(state="open", user_id__is_null="false") == ["Aa", "Ab", "Ac"]
    by_limit = served.items(CLERK, "orders", to="Filters", sort="-limit", fields="from,limit,class")
    assert by_limit[0] == {"from": "Ac", "limit": 9, "class": "single"}
    refused = served.ask(CLERK, "GET", "orders", params={"limit": "0"})
    assert refused.status_code == 422
    assert served.ask(CLERK, "GET", "orders", params={"limit__le": "1"}).status_code == 422


def test_a_vehicle_of_awkward_fields(served: Served, stock: dict[str, str]) -> None:
    given = {
        "name": "Tornado",
        "number": 60163,
        "type": "engine",
        "condition": "good",
        "mass": "105.70",
        "length": 21.6,
        "values": ["red", "1;2"],
        "metadata": {"a": [1, None]},
        "copy": True,
        "group": "express",
        "check": "2020-01-01",
        "series_id": stock["series"],
    }
    made = served.add(CLERK, "vehicles", **given)
    assert {key: made[key] for key in given} == given
    assert (made["due"], made["heavy"]) == (True, True)
    plain = {"name": "Brake", "number": 2, "type": "wagon", "series_id": stock["series"]}
    served.add(CLERK, "vehicles", **plain, condition="worn", mass="12")
    assert [
        [row["name"] for row in served.items(CLERK, "vehicles", sort="name", **{name: value})]
        for name, value in (
            ("type__in", "engine,coach"),
            ("condition__lt", "fair"),
            ("due", "true"),
            ("heavy", "false"),
            ("group", "express"),
            ("check__lt", "2021-01-01"),
            ("copy", "false"),
            ("values__is_null", "false"),
            ("metadata__is_null", "true"),
            ("mass__gt", "12.00"),
            ("number", "60163"),
        )
    ] == [
        ["Tornado"],
        ["Brake"],
        ["Tornado"],
        ["Brake"],
        ["Tornado"],
        ["Tornado"],
        ["Brake"],
        ["Tornado"],
        ["Brake"],
        ["Tornado"],
        ["Tornado"],
    ]
    ordered = served.items(CLERK, "vehicles", sort="condition")
    assert [row["condition"] for row in ordered] == ["worn", "good"]
    changes = {"values": [], "metadata": {"copy": 1}, "copy": False, "type": "coach"}
    patched = served.ask(CLERK, "PATCH", f"vehicles/{made['id']}", json=changes)
    assert {key: patched.json()[key] for key in changes} == changes


def test_a_composite_key(served: Served, stock: dict[str, str]) -> None:
    other = served.add(CLERK, "series", name="B1")
    same = {"name": "Same", "number": 7, "type": "coach"}
    first = served.add(CLERK, "vehicles", **same, series_id=other["id"])
    served.add(CLERK, "vehicles", **same, series_id=stock["series"])
    twice = served.ask(CLERK, "POST", "vehicles", json={**same, "series_id": other["id"]})
    assert code(twice) == (409, "DUPLICATE")
    assert first["id"] not in twice.text
    moved = served.ask(
        CLERK, "PATCH", f"vehicles/{first['id']}", json={"series_id": stock["series"]}
    )
    assert code(moved) == (409, "DUPLICATE")


# ---------------------------------------------------------------------------------- relations


def test_a_series_of_series(served: Served) -> None:
    parent = served.add(CLERK, "series", name="Pacifics")
    child = served.add(CLERK, "series", name="A4", parent_id=parent["id"])
    assert [row["id"] for row in served.items(CLERK, f"series/{parent['id']}/series")] == [
        child["id"]
    ]
    [shown] = served.items(CLERK, "series", name="A4", include="parent,series")
    assert (shown["parent"]["name"], shown["series"]) == ("Pacifics", [])
    [above] = served.items(CLERK, "series", name="Pacifics", include="series")
    assert [row["name"] for row in above["series"]] == ["A4"]
    assert served.ask(CLERK, "DELETE", f"series/{parent['id']}").status_code == 204
    assert served.ask(CLERK, "GET", f"series/{child['id']}").json()["parent_id"] is None
    assert code(served.ask(CLERK, "POST", "series", json={"name": "A4"})) == (409, "DUPLICATE")


def test_a_series_is_linked_and_unlinked(
    railway: Railway, served: Served, stock: dict[str, str]
) -> None:
    made = served.add(CLERK, "orders", **order(stock))
    path = f"orders/{made['id']}/series"
    for _ in range(2):
        assert served.ask(CLERK, "PUT", f"{path}/{stock['series']}").status_code == 204
    assert [row["id"] for row in served.items(CLERK, path)] == [stock["series"]]
    assert made["id"] in [
        row["id"] for row in served.items(CLERK, f"series/{stock['series']}/orders")
    ]
    [shown] = served.items(CLERK, "orders", id=made["id"], include="series,user,seating")
    assert [row["name"] for row in shown["series"]] == ["A1"]
    assert (shown["user"]["email"], shown["seating"]["order"]) == ("clerk@example.com", 3)
    for _ in range(2):
        assert served.ask(CLERK, "DELETE", f"{path}/{stock['series']}").status_code == 204
    assert served.items(CLERK, path) == []
    assert code(served.ask(CLERK, "PUT", f"{path}/{ABSENT}"))[0] == 404
    linked = [
        event
        for event in rows(railway.urls.owner, "select * from audit_events order by id")
        if made["id"] in str(event["changes"]) or str(event["entity_id"]) == made["id"]
    ]
    assert len([event for event in linked if event["outcome"] == "success"]) == 3, linked


# --------------------------------------------------------------------------- states and rules


def test_rules_and_bounds_name_the_field(served: Served, stock: dict[str, str]) -> None:
    def refused(**fields: Any) -> set[tuple[str, str]]:
        return problems(served.ask(CLERK, "POST", "orders", json=order(stock, **fields)))

    assert refused(to="York") == {("/to", "SAME_PLACE")}
    assert {pointer for pointer, _ in refused(limit=10)} == {"/limit"}
    assert {pointer for pointer, _ in refused(**{"return": "2030-04-01"})} == {"/return"}
    assert {pointer for pointer, _ in refused(**{"class": "double"})} == {"/class"}
    assert {pointer for pointer, _ in refused(state="paid", paid_at="2030-01-01T00:00:00Z")} == {
        "/state",
        "/paid_at",
    }
    assert {pointer for pointer, _ in refused(**{"from": None})} == {"/from"}


def test_an_order_is_paid_and_frozen(
    railway: Railway, served: Served, stock: dict[str, str]
) -> None:
    made = served.add(VISITOR, "orders", **order(stock))
    path = f"orders/{made['id']}"
    paid = served.ask(VISITOR, "POST", f"{path}/pay")
    assert (paid.status_code, paid.json()["state"]) == (200, "paid")
    assert paid.json()["paid_at"] is not None
    assert code(served.ask(VISITOR, "POST", f"{path}/pay")) == (409, "INVALID_TRANSITION")
    assert code(served.ask(VISITOR, "PATCH", path, json={"limit": 2})) == (409, "FROZEN")
    assert code(served.ask(CLERK, "DELETE", path)) == (409, "FROZEN")
    series = f"{path}/series/{stock['series']}"
    assert code(served.ask(CLERK, "PUT", series)) == (409, "FROZEN")
    rebooked = served.ask(CLERK, "POST", f"{path}/rebook", json={"on": "2030-07-01"})
    assert (rebooked.status_code, rebooked.json()["on"]) == (200, "2030-07-01")
    told = [(event["action"], event["outcome"]) for event in events(railway, made["id"])]
    assert told == [
        ("create", "success"),
        ("pay", "success"),
        ("pay", "failed"),
        ("update", "failed"),
        ("delete", "failed"),
        ("link", "failed"),
        ("rebook", "success"),
    ]
    [_, moved, *_] = events(railway, made["id"])
    assert moved["changes"]["state"] == ["open", "paid"]
    assert (moved["actor_email"], moved["source"]) == ("visitor@example.com", "api")
    assert moved["rule"].startswith("policies/policy.csv:14@")


def test_an_order_is_cancelled(railway: Railway, served: Served, stock: dict[str, str]) -> None:
    made = served.add(VISITOR, "orders", **order(stock))
    path = f"orders/{made['id']}"
    assert problems(served.ask(VISITOR, "POST", f"{path}/cancel")) == {("/reason", "REQUIRED")}
    cancelled = served.ask(VISITOR, "POST", f"{path}/cancel", json={"reason": "rain"})
    assert cancelled.json()["state"] == "cancelled"
    assert events(railway, made["id"])[-1]["reason"] == "rain"
    rebook = {"on": "2030-07-01"}
    assert code(served.ask(CLERK, "POST", f"{path}/rebook", json=rebook)) == (409, "GUARD_FAILED")
    assert served.ask(VISITOR, "POST", f"{path}/rebook", json=rebook).status_code == 403


def test_an_order_is_deleted_and_restored(served: Served, stock: dict[str, str]) -> None:
    made = served.add(CLERK, "orders", **order(stock))
    path = f"orders/{made['id']}"
    assert served.ask(CLERK, "DELETE", path).status_code == 204
    assert served.ask(CLERK, "GET", path).status_code == 404
    assert served.items(CLERK, "orders", id=made["id"]) == []
    restored = served.ask(CLERK, "POST", f"{path}/restore")
    assert (restored.status_code, restored.json()["deleted_at"]) == (200, None)
    assert served.ask(CLERK, "GET", path).json()["ref"] == made["ref"]
    in_use = served.ask(CLERK, "DELETE", f"classes/{stock['class']}")
    assert in_use.status_code == 409


# ---------------------------------------------------------------------------------- the policy


def test_a_visitor_has_their_own_orders_alone(
    railway: Railway, served: Served, stock: dict[str, str]
) -> None:
    mine = served.add(VISITOR, "orders", **order(stock))
    theirs = served.add(OTHER, "orders", **order(stock))
    shown = {row["id"] for row in served.items(VISITOR, "orders", limit=200)}
    assert mine["id"] in shown
    assert theirs["id"] not in shown
    assert {row["id"] for row in served.items(OTHER, "orders", limit=200)} == {theirs["id"]}
    for method, rest in (("GET", ""), ("PATCH", ""), ("POST", "/pay")):
        body = {"json": {"limit": 2}} if method == "PATCH" else {}
        foreign = served.ask(VISITOR, method, f"orders/{theirs['id']}{rest}", **body)
        absent = served.ask(VISITOR, method, f"orders/{ABSENT}{rest}", **body)
        assert foreign.status_code == absent.status_code == 404, (method, rest)
    for_others = [
        served.ask(VISITOR, "POST", "orders", json=order(stock, user_id=user))
        for user in (theirs["user_id"], ABSENT)
    ]
    assert [code(answer) for answer in for_others] == [(403, "FORBIDDEN")] * 2
    assert served.ask(VISITOR, "DELETE", f"orders/{mine['id']}").status_code == 403
    assert served.ask(VISITOR, "POST", "classes", json={"name": "x", "fare": 1}).status_code == 403
    denied = [event for event in events(railway, theirs["id"]) if event["outcome"] == "denied"]
    assert {event["actor_email"] for event in denied} == {"visitor@example.com"}
    assert {event["action"] for event in denied} == {"update", "pay"}


def test_a_hidden_field_does_not_exist(served: Served, stock: dict[str, str]) -> None:
    coach = {"name": "Saloon", "number": 99, "type": "coach", "metadata": {"price": 3}}
    served.add(CLERK, "vehicles", **coach, series_id=stock["series"])
    [seen] = served.items(VISITOR, "vehicles", number=99)
    assert "metadata" not in seen
    [embedded] = served.items(VISITOR, "series", id=stock["series"], include="vehicles")
    assert all("metadata" not in row for row in embedded["vehicles"])
    for parameters in ({"metadata__is_null": "true"}, {"fields": "metadata"}):
        answer = served.ask(VISITOR, "GET", "vehicles", params=parameters)
        unknown = {
            key.replace("metadata", "nonsense"): value.replace("metadata", "nonsense")
            for key, value in parameters.items()
        }
        same = served.ask(VISITOR, "GET", "vehicles", params=unknown)
        assert answer.status_code == same.status_code == 422
        assert answer.json()["code"] == same.json()["code"]


def test_the_public_reads_classes_without_a_token(served: Served, stock: dict[str, str]) -> None:
    assert [row["name"] for row in served.items("", "classes", sort="-order")] == ["Third"]
    assert served.ask("", "GET", f"classes/{stock['class']}").status_code == 200
    assert served.ask("", "GET", "orders").status_code == 401
    assert served.ask("", "POST", "classes", json={"name": "x", "fare": 1}).status_code == 401


def test_every_row_has_its_events_in_the_api(served: Served, stock: dict[str, str]) -> None:
    made = served.add(CLERK, "classes", name="First", order=1, fare="9")
    served.ask(CLERK, "PATCH", f"classes/{made['id']}", json={"order": 0, "fare": "9.50"})
    served.ask(CLERK, "DELETE", f"classes/{made['id']}")
    told = served.items("admin", "audit-events", entity_id=made["id"], sort="occurred_at")
    assert [(event["entity_type"], event["action"]) for event in told] == [
        ("class", "create"),
        ("class", "update"),
        ("class", "delete"),
    ]
    assert told[1]["changes"]["order"] == [1, 0]
    assert served.ask(CLERK, "GET", "audit-events").status_code == 403


def test_people_are_told_what_they_may_do_and_would(served: Served, railway: Railway) -> None:
    """Roles cannot be limited here: an assignment has no scope."""
    mine = served.ask(VISITOR, "GET", "me/permissions").json()
    found = {
        each["resource"]: {action["action"]: action["allow"] for action in each["actions"]}
        for each in mine["resources"]
    }
    own = [{"scope": "own", "limit": None}]
    assert found["order"] == dict.fromkeys(("create", "read", "update", "pay", "cancel"), own)
    assert [each["hidden"] for each in mine["resources"] if each["resource"] == "vehicle"] == [
        ["metadata"]
    ]
    [person] = rows(
        railway.urls.owner, "select id from users where email = %s", f"{VISITOR}@example.com"
    )
    body = {"user_id": str(person["id"]), "grant": [{"role": "clerk"}]}
    told = served.ask("admin", "POST", "role-assignments/simulate", json=body).json()
    assert told["before"] == mine
    assert ("vehicle", "create") in {(e["resource"], e["action"]) for e in told["gained"]}
    assert told["lost"] == []
    limit = {"scope_type": "order", "scope_id": ABSENT}
    refused = served.ask(
        "admin",
        "POST",
        "role-assignments/simulate",
        json=body | {"grant": [{"role": "clerk", **limit}]},
    )
    assert problems(refused) == {("/grant/0/scope_type", "NOT_A_VALUE")}
    assert served.ask(CLERK, "POST", "role-assignments/simulate", json=body).status_code == 403
