"""What routes declare of query strings and what the server reads of them are the same."""

from __future__ import annotations

import pytest

from generated.registry import REGISTRY
from runtime.parameters import ListParameters
from runtime.query.filters import filter_names
from runtime.query.parse import LIST_PARAMETERS
from runtime.resource import Resource


def declared(resource: Resource) -> set[str]:
    return {info.alias or name for name, info in resource.filters.model_fields.items()}


@pytest.mark.parametrize("resource", REGISTRY.resources, ids=lambda resource: resource.name)
def test_declared_is_read(resource: Resource) -> None:
    read = {*filter_names(resource.fields), *LIST_PARAMETERS}
    assert declared(resource) == read


@pytest.mark.parametrize("resource", REGISTRY.resources, ids=lambda resource: resource.name)
def test_the_bound_of_the_limit_is_that_of_the_resource(resource: Resource) -> None:
    assert issubclass(resource.filters, ListParameters)
    assert resource.filters(limit=resource.limit_max).model_dump()["limit"] == resource.limit_max
    with pytest.raises(ValueError, match="limit"):
        resource.filters(limit=resource.limit_max + 1)
