"""The hand-written routes and what the document says of them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from generator.openapi import platform
from generator.openapi.responses import problem_schemas
from generator.reserved import PLATFORM_SCHEMAS, PLATFORM_SUB_ROUTES
from runtime.http.permissions import SIMULATE, RoleSimulationRequest
from runtime.http.platform import Credentials, RefreshRequest, platform_routes
from runtime.resource import Registry
from tests.generator.emit.comparing import plain

ASSIGNMENTS = cast("Any", SimpleNamespace(name="role_assignment", path="held-roles"))


def test_every_route_is_in_the_document_and_no_other() -> None:
    services = cast(
        "Any", SimpleNamespace(registry=Registry((ASSIGNMENTS,), "", "/v9"), trail=None)
    )
    unused = cast("Any", None)
    server = cast("Any", SimpleNamespace(handler=lambda *_, **__: None))
    served = {
        (route.path, method.lower())
        for route in platform_routes(services, unused, server, b"{}")
        for method in (route.methods or set()) - {"HEAD"}
    }
    paths = platform.paths("/v9", ASSIGNMENTS.path)
    said = {(path, method) for path, item in paths.items() for method in item}
    assert said == served


def test_bodies_are_what_the_routes_read() -> None:
    schemas = platform.schemas()
    for body in (Credentials, RefreshRequest):
        told, read = plain(schemas[body.__name__]), plain(body.model_json_schema())
        assert told | {"description": ""} == read | {"description": ""}


def test_the_body_of_a_simulation_is_what_the_route_reads() -> None:
    """But for the words that the registry knows and the class does not: roles and limits."""
    schemas = platform.schemas(["admin"], ["depot"])
    defined = RoleSimulationRequest.model_json_schema(ref_template="#/components/schemas/{model}")
    inner = defined.pop("$defs")["RoleGrant"]
    told = cast("Any", plain(schemas["RoleSimulationRequest"]))
    assert told["properties"] == cast("Any", plain(defined))["properties"]
    assert (told["required"], told["additionalProperties"]) == (["user_id"], False)
    words = schemas["RoleGrant"]["properties"]
    assert words["role"].pop("enum") == ["admin"]
    assert words["scope_type"]["anyOf"][0].pop("enum") == ["depot"]
    assert plain(schemas["RoleGrant"]) | {"description": ""} == plain(inner) | {"description": ""}


def test_without_limits_an_assignment_can_have_none() -> None:
    schema = platform.schemas(["admin"])["RoleGrant"]["properties"]["scope_type"]
    assert schema == {"type": "null", "default": None}


def test_the_names_of_all_platform_schemas_are_reserved() -> None:
    assert platform.schemas().keys() | problem_schemas().keys() == PLATFORM_SCHEMAS
    assert PLATFORM_SUB_ROUTES == {"RoleAssignment": {SIMULATE}}


def test_signing_in_needs_no_token_and_reading_oneself_does() -> None:
    said = platform.paths("/api/v1")
    assert said["/api/v1/auth/login"]["post"]["security"] == []
    assert said["/api/v1/me"]["get"]["security"] == [{"bearer": []}]


def test_tags_are_declared() -> None:
    declared = {tag["name"] for tag in platform.TAGS}
    used = {
        tag
        for item in platform.paths("/api/v1").values()
        for operation in item.values()
        for tag in operation["tags"]
    }
    assert used == declared
