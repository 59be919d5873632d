"""What routes declare of query strings and what the server reads of them are the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generated.registry import REGISTRY
from runtime.parameters import ListParameters
from runtime.problems import Invalid
from runtime.query.aggregate import KEYS_MAX, MEASURES_MAX, TIMES, UNITS, measures_of
from runtime.query.cursor import Cursors
from runtime.query.filters import filter_names
from runtime.query.parse import (
    AGGREGATE_PARAMETERS,
    LIST_PARAMETERS,
    OFFSET_MAX,
    PAST_PARAMETERS,
    SEARCH_PARAMETERS,
    parse_list,
)
from runtime.query.sorting import own_sortable
from runtime.query.view import View
from runtime.resource import Resource
from tests.runtime.query.library import FakeReach

DOCUMENT: dict[str, Any] = json.loads(Path("generated/openapi.json").read_text())
GROUPED = [resource for resource in REGISTRY.resources if "aggregate" in resource.routes]
EVERY = pytest.mark.parametrize("resource", REGISTRY.resources, ids=lambda resource: resource.name)


def seen(resource: Resource) -> View:
    return View(resource, REGISTRY, FakeReach())


def declared(resource: Resource) -> set[str]:
    assert resource.filters is not None
    return {info.alias or name for name, info in resource.filters.model_fields.items()}


def in_document(resource: Resource) -> dict[str, Any]:
    """The parameters of the list in the document, by name."""
    return parameters_of(DOCUMENT["paths"].get(f"{REGISTRY.prefix}/{resource.path}", {}))


def parameters_of(path: dict[str, Any]) -> dict[str, Any]:
    """The query parameters of a GET in the document, by name."""
    parameters = DOCUMENT["components"]["parameters"]
    found = [parameters[p["$ref"].rpartition("/")[2]] for p in path["get"]["parameters"]]
    return {p["name"]: p["schema"] for p in found if p["in"] == "query"}


@EVERY
def test_declared_is_read(resource: Resource) -> None:
    words = SEARCH_PARAMETERS if resource.search else ()
    read = {*filter_names(seen(resource)), *LIST_PARAMETERS, *words}
    assert declared(resource) == read
    if "list" in resource.routes:
        assert set(in_document(resource)) - {"as_of"} == read


@EVERY
def test_the_bound_of_the_limit_is_that_of_the_resource(resource: Resource) -> None:
    filters = resource.filters
    assert filters is not None
    assert issubclass(filters, ListParameters)
    assert filters(limit=resource.limit_max).model_dump()["limit"] == resource.limit_max
    with pytest.raises(ValueError, match="limit"):
        filters(limit=resource.limit_max + 1)
    assert filters(offset=OFFSET_MAX).model_dump()["offset"] == OFFSET_MAX
    with pytest.raises(ValueError, match="offset"):
        filters(offset=OFFSET_MAX + 1)


@EVERY
def test_what_may_be_sorted_by_is_declared(resource: Resource) -> None:
    """Every name that the document allows is read, and the classes allow what is read."""
    filters = resource.filters
    assert filters is not None
    view, cursors = seen(resource), Cursors(b"k" * 32)
    names = [*view.fields, *view.abroad]
    read = []
    for name in names:
        try:
            parse_list(resource, REGISTRY, FakeReach(), [("sort", name)], cursors=cursors)
        except Invalid:
            with pytest.raises(ValueError, match="sort"):
                filters(sort=name)
        else:
            assert filters(sort=f"-{name}").model_dump()["sort"] == f"-{name}"
            read.append(name)
    if "list" in resource.routes:
        pattern = in_document(resource)["sort"]["pattern"]
        choice = pattern.removeprefix("^-?(").partition(")")[0]
        assert sorted(choice.replace("[.]", ".").split("|")) == sorted(read)


def test_a_filter_over_a_relation_has_the_type_of_its_field() -> None:
    found = in_document(REGISTRY["risk"])
    assert found["owner.email"]["type"] == "string"
    assert found["owner.email__in"]["type"] == "array"
    assert found["owner.is_active"] == {"type": "boolean"}
    assert "owner.password_hash" not in found
    filters = REGISTRY["risk"].filters
    assert filters is not None
    given = {"owner.email": "a@example.com", "owner.is_active": True}
    assert filters.model_validate(given).model_dump(by_alias=True, exclude_unset=True) == given


@pytest.mark.parametrize("resource", GROUPED, ids=lambda resource: resource.name)
def test_what_groups_take_is_declared(resource: Resource) -> None:
    """The document's parameters of groups are those that are read, name by name."""
    path = DOCUMENT["paths"][f"{REGISTRY.prefix}/{resource.path}/aggregate"]
    found = parameters_of(path)
    words = SEARCH_PARAMETERS if resource.search else ()
    past = PAST_PARAMETERS if resource.past else ()
    filters = set(filter_names(seen(resource))) - set(AGGREGATE_PARAMETERS)
    assert set(found) == {*filters, *AGGREGATE_PARAMETERS, *words, *past}
    view = seen(resource)
    measures = found["measures"]["pattern"].removeprefix("^(").partition(")")[0].split("|")
    assert measures == list(measures_of(view))
    assert found["measures"]["pattern"].endswith(f"{{0,{MEASURES_MAX - 1}}}$")
    keys, _, rest = found["group_by"]["pattern"].removeprefix("^(").partition("|(")
    assert keys.split("|") == list(own_sortable(view))
    times = [name for name, field in own_sortable(view).items() if field.kind in TIMES]
    assert rest.startswith(f"{'|'.join(times)}):({'|'.join(UNITS)}))")
    assert rest.endswith(f"{{0,{KEYS_MAX - 1}}}$")
