"""Values found in other rows: the owner's function and the plain expression say the same."""

from __future__ import annotations

import psycopg
import pytest

from generated.registry import REGISTRY
from runtime.query.expression import value_of
from runtime.query.statement import Parameters
from runtime.resource import Field, Resource
from tests.runtime.query.library import FakeReach
from tests.support.database import Urls

DIRECT = [
    (resource, field)
    for resource in REGISTRY.resources
    for field in resource.fields
    if field.direct is not None
]


def test_there_are_such_fields() -> None:
    assert {"risk.open_tasks", "control.evidence_stale", "requirement.is_covered"} <= {
        f"{resource.name}.{field.name}" for resource, field in DIRECT
    }


@pytest.mark.parametrize(
    ("resource", "field"), DIRECT, ids=[f"{one.name}.{field.name}" for one, field in DIRECT]
)
def test_both_give_the_same_for_every_row(
    core_urls: Urls, resource: Resource, field: Field
) -> None:
    assert field.direct is not None
    called, direct = (text.format(row="r", actor="null") for text in (field.sql, field.direct))
    query = (
        f"select count(*), count(*) filter (where {called} is distinct from {direct}), "
        f'pg_typeof(max({called}::text)::text) from "{resource.table}" r'
    )
    with psycopg.connect(core_urls.owner) as connection:
        connection.execute("set charter.action = 'migrate'")
        row = connection.execute(query.encode()).fetchone()
    assert row is not None
    assert row[1] == 0
    assert row[0] > 0, "no row to compare with"


@pytest.mark.parametrize("kept", [{}, {"task": "false"}])
def test_the_function_is_for_those_who_do_not_see_every_row(kept: dict[str, str]) -> None:
    field = next(field for _, field in DIRECT if field.name == "open_tasks")
    parameters = Parameters()
    text = value_of(field, "r", FakeReach(conditions=kept), parameters)
    assert text.startswith("charter_look_") == bool(kept)
    assert parameters.reach == ({} if kept else {"task.read": "any"})
