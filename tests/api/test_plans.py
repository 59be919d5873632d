"""Every generated list has an index that serves it: by its order, its keys, and what it is asked.

The tables are small, hence with scans of whole tables and sorts made unattractive: PostgreSQL
takes them then only where no index gives the rows in their order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generated.registry import REGISTRY
from generator.model import Entity, Index
from generator.pipeline import check
from generator.schema.build import build
from runtime.query.parse import parse_list
from runtime.query.plan import Related
from runtime.query.select import list_query
from runtime.resource import Resource
from tests.api.explained import explained, nodes, reach_of
from tests.runtime.support.world import World

MODEL = check(Path(__file__).parents[2])[0]
assert MODEL is not None
TABLES = {table.name: table for table in build(MODEL).tables}
ENTITIES = {entity.resource: entity for entity in MODEL.entities.values()}
LISTED = [resource for resource in REGISTRY.resources if "list" in resource.routes]
DECLARED = [
    (entity, index)
    for resource in LISTED
    for entity in (ENTITIES[resource.name],)
    for index in entity.indexes
]
RELATED = [(parent, relation) for parent in LISTED for relation in parent.to_many]
SORTS = ("Sort", "Incremental Sort")


async def plan_of(
    api: World, resource: Resource, *query: tuple[str, str], within: Related | None = None
) -> list[dict[str, Any]]:
    """The steps of the list for an administrator, who may read everything."""
    reach = await reach_of(api, "admin")
    cursors = api.services.cursors
    plan = parse_list(resource, REGISTRY, reach, query, cursors=cursors, within=within)
    statement = list_query(plan, reach).statement
    return list(nodes(await explained(api, reach, statement, "seqscan", "sort", "bitmapscan")))


def scan_of(steps: list[dict[str, Any]], resource: Resource) -> dict[str, Any]:
    """How the rows that are listed are found."""
    found = [
        step
        for step in steps
        if step.get("Relation Name", "").startswith(resource.table)
        and step.get("Alias", "").split("_")[0] == "r"
    ]
    assert found, steps
    return found[0]


def sorted_rows(steps: list[dict[str, Any]]) -> list[Any]:
    """The keys of sorts, but of those within an aggregate over the page."""
    return [step["Sort Key"] for step in steps if step["Node Type"] in SORTS]


@pytest.mark.parametrize("resource", LISTED, ids=lambda each: each.name)
async def test_a_list_is_read_in_its_order_page_after_page(api: World, resource: Resource) -> None:
    steps = await plan_of(api, resource)
    assert scan_of(steps, resource)["Node Type"] == "Index Scan"
    assert sorted_rows(steps) == []
    answer = await api.ask("admin", "GET", f"{resource.path}?limit=1")
    cursor = answer.json()["next_cursor"]
    if cursor is None:
        pytest.skip("there are not two of these")
    steps = await plan_of(api, resource, ("limit", "1"), ("cursor", cursor))
    scan = scan_of(steps, resource)
    assert scan["Node Type"] == "Index Scan"
    assert "id >" in scan["Index Cond"]
    assert sorted_rows(steps) == []


@pytest.mark.parametrize(
    ("entity", "index"), DECLARED, ids=lambda each: getattr(each, "name", None)
)
async def test_a_declared_index_serves_the_order_it_is_declared_for(
    api: World, entity: Entity, index: Index
) -> None:
    resource = REGISTRY[entity.resource]
    keys = [f"{'-' * descending}{name}" for name, descending in index.columns]
    where = list(_meeting(entity, index))
    steps = await plan_of(api, resource, ("sort", ",".join(keys)), *where)
    used = scan_of(steps, resource)["Index Name"]
    if TABLES[entity.table].months:
        # Parts have indexes of their own, and times of events hardly ever tie.
        assert index.name.removeprefix(f"ix_{entity.table}_") in used
    else:
        assert used == index.name
        assert sorted_rows(steps) == []


def _meeting(entity: Entity, index: Index) -> Iterator[tuple[str, str]]:
    """Filters under which only rows are asked for that the index holds."""
    [said] = [each.where or "" for each in TABLES[entity.table].indexes if each.name == index.name]
    if found := re.fullmatch(r"(\w+) is (not )?null", said):
        yield f"{found[1]}__is_null", "false" if found[2] else "true"
    elif found := re.fullmatch(r"(\w+) = '(\w+)'", said):
        yield found[1], found[2]
    elif found := re.fullmatch(r"status (?:<>|not in) (.+)", said):
        assert entity.states is not None
        [field] = [each for each in entity.fields if each.name == entity.states.field]
        assert field.enum is not None
        words = [each.name for each in field.enum.values]
        yield "status", next(word for word in words if f"'{word}'" not in found[1])
    elif said:
        raise AssertionError(f"no filter is known for {said}")


@pytest.mark.parametrize(
    ("parent", "relation"), RELATED, ids=lambda each: getattr(each, "name", None)
)
async def test_a_list_of_a_row_is_found_by_its_key(
    api: World, parent: Resource, relation: Any
) -> None:
    resource = REGISTRY[relation.target]
    steps = await plan_of(api, resource, within=Related(parent, relation, api.ids["admin"]))
    if relation.link_table is None:
        scan = scan_of(steps, resource)
        if relation.column not in scan.get("Index Cond", ""):
            # An index for another order leads with the key: the rows of one parent are sorted.
            leading = [
                i for i in TABLES[resource.table].indexes if i.columns[0][0] == relation.column
            ]
            assert any(index.where is None for index in leading), scan
        assert sorted_rows(steps) == []
    else:
        found = [step for step in steps if step.get("Relation Name") == relation.link_table]
        assert any(relation.near_column in step.get("Index Cond", "") for step in found)


@pytest.mark.parametrize("resource", [r for r in LISTED if r.finder], ids=lambda each: each.name)
async def test_words_and_parts_of_words_are_looked_for_in_an_index(
    api: World, resource: Resource
) -> None:
    """The index is that of a function; what it found leads to the rows by their ids."""
    steps = await plan_of(api, resource, ("q", "nothing-like-it"))
    assert any(step.get("Function Name") == resource.finder for step in steps) or any(
        "ProjectSet" in step["Node Type"] for step in steps
    )
    for name in resource.sought:
        steps = await plan_of(api, resource, (f"{name}__contains", "nothing-like-it"))
        scans = [s for s in steps if s.get("Relation Name") == resource.table]
        looked = [s for s in scans if "Index Cond" in s and "ANY" in s["Index Cond"]]
        assert len(looked) == 1
        others = [scan for scan in scans if scan not in looked and scan["Alias"] == "r_1"]
        assert [scan["Actual Loops"] for scan in others] == [0] * len(others)
