"""A field gets another name, and the clients of before go on reading it: on the railway."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime.embedded import EmbeddedServer
from tests.e2e.support import Served, charter, done, rows, serving
from tests.projects.test_railway import RAILWAY
from tests.support.database import Urls, fresh_database

CLERK = "clerk"
SINCE, UNTIL = "@1793491200", "Mon, 01 Nov 2027 00:00:00 GMT"

FARE = re.compile(r"      fare:  .*?until: 2027-11-01\}\n", re.DOTALL)
BEFORE = "      price: {type: decimal, digits: 8, places: 2, min: 0, required: true}\n"
AFTER = """\
      fare: {type: decimal, digits: 8, places: 2, min: 0, required: true, was: price}
      price:
        type: decimal
        digits: 8
        places: 2
        computed: fare
        deprecated: {since: 2026-11-01, use: fare, until: 2027-11-01}
"""


@pytest.fixture(scope="module")
def urls(server: EmbeddedServer) -> Urls:
    return fresh_database(server)


@pytest.fixture(scope="module")
def project(urls: Urls, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The railway when fares were called prices, with a row; then renamed, and migrated."""
    project = tmp_path_factory.mktemp("projects") / "railway"
    shutil.copytree(RAILWAY, project)
    office = project / "model" / "office.yaml"
    model = office.read_text()
    assert FARE.search(model)
    office.write_text(FARE.sub(BEFORE, model))
    done(project, "generate")
    shutil.copy(project / "generated" / "openapi.json", project / "before.json")
    done(project, "migrate", "new", "-m", "first")
    done(project, "migrate", "up", urls=urls)
    done(project, "seed", urls=urls)
    rows(urls.owner, "insert into classes (name, price) values ('Third', 4.50), ('First', 9)")
    office.write_text(FARE.sub(AFTER, model))
    done(project, "generate")
    new = ("migrate", "new", "-m", "fares")
    refused = charter(project, *new)
    assert (refused.returncode, refused.stderr.split()[0]) == (1, "M007")
    done(project, *new, "--allow", "M007")
    done(project, "migrate", "up", urls=urls)
    done(project, "migrate", "check", urls=urls)
    return project


@pytest.fixture(scope="module")
def served(project: Path, urls: Urls) -> Iterator[Served]:
    with serving(project, "serve", urls=urls) as running:
        yield running


def test_the_old_name_is_read_filtered_and_sorted_by(served: Served) -> None:
    answer = served.ask(CLERK, "GET", "classes?price__gte=1&sort=-price&fields=name,price")
    assert answer.json()["items"] == [
        {"name": "First", "price": "9.00"},
        {"name": "Third", "price": "4.50"},
    ]
    assert (answer.headers["deprecation"], answer.headers["sunset"]) == (SINCE, UNTIL)
    whole = served.ask(CLERK, "GET", "classes")
    assert [row["price"] == row["fare"] for row in whole.json()["items"]] == [True, True]
    assert "deprecation" not in whole.headers


def test_whoever_writes_says_the_new_name_and_both_follow(served: Served) -> None:
    made = served.add(CLERK, "classes", name="Second", fare="6.00")
    assert made["price"] == "6.00"
    path = f"classes/{made['id']}"
    refused = served.ask(CLERK, "PATCH", path, json={"price": "7.00"})
    assert refused.status_code == 422
    assert [error["pointer"] for error in refused.json()["errors"]] == ["/price"]
    changed = served.ask(CLERK, "PATCH", path, json={"fare": "7.00"})
    assert (changed.json()["fare"], changed.json()["price"]) == ("7.00", "7.00")
    assert "deprecation" not in changed.headers


def test_the_contract_breaks_for_those_who_write_alone(project: Path) -> None:
    told = charter(project, "openapi", "diff", str(project / "before.json"), "--format", "json")
    broken = {(each["code"], each["place"]) for each in json.loads(told.stdout) if each["breaking"]}
    assert broken == {
        ("MEMBER_ADDED", "ClassCreate.fare"),
        ("MEMBER_REMOVED", "ClassCreate.price"),
        ("MEMBER_REMOVED", "ClassUpdate.price"),
    }
