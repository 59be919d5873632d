"""The hand-written routes and what the document says of them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from generator.openapi import platform
from runtime.http.platform import Credentials, RefreshRequest, platform_routes
from tests.generator.emit.comparing import plain


def test_every_route_is_in_the_document_and_no_other() -> None:
    services = cast("Any", SimpleNamespace(registry=SimpleNamespace(prefix="/v9")))
    unused = cast("Any", None)
    served = {
        (route.path, method.lower())
        for route in platform_routes(services, unused, unused, b"{}")
        for method in (route.methods or set()) - {"HEAD"}
    }
    said = {(path, method) for path, item in platform.paths("/v9").items() for method in item}
    assert said == served


def test_bodies_are_what_the_routes_read() -> None:
    schemas = platform.schemas()
    for body in (Credentials, RefreshRequest):
        told, read = plain(schemas[body.__name__]), plain(body.model_json_schema())
        assert told | {"description": ""} == read | {"description": ""}


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
