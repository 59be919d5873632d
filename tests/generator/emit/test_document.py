"""The generated document says of every route what FastAPI says of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from generated.registry import REGISTRY
from generated.routes import ROUTERS
from openapi_spec_validator import validate
from runtime import problem_schema

ROOT = Path(__file__).parents[3]
PLATFORM = "platform"


@pytest.fixture(scope="module")
def ours() -> dict[str, Any]:
    return json.loads((ROOT / "generated/openapi.json").read_text())


@pytest.fixture(scope="module")
def theirs() -> dict[str, Any]:
    app = FastAPI(title=REGISTRY.title)
    for router in ROUTERS:
        app.include_router(router, prefix=REGISTRY.prefix)
    return app.openapi()


def resolved(node: Any, document: dict[str, Any]) -> Any:
    """Shared parameters and responses put in their places; schemas stay references."""
    reference = node.get("$ref", "") if isinstance(node, dict) else ""
    if reference.startswith(("#/components/parameters/", "#/components/responses/")):
        _, _, kind, key = reference.split("/")
        return document["components"][kind][key]
    return node


def plain(node: Any) -> Any:
    """Without titles, which are the names again; `description` of a parameter stands once."""
    if isinstance(node, dict):
        return {key: plain(value) for key, value in node.items() if key != "title" or _named(value)}
    return [plain(item) for item in node] if isinstance(node, list) else node


def _named(value: Any) -> bool:
    """A property called title, not the title of a schema."""
    return not isinstance(value, str)


def parameter(node: dict[str, Any]) -> dict[str, Any]:
    schema = {key: value for key, value in node["schema"].items() if key != "description"}
    return {key: value for key, value in node.items() if key != "schema"} | {"schema": schema}


def operations(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    found = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if operation["tags"] != [PLATFORM]:
                found[f"{method.upper()} {path}"] = simplified(operation, document)
    return found


def simplified(operation: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    parameters = [resolved(each, document) for each in operation.get("parameters", [])]
    return {
        "operationId": operation["operationId"],
        "tags": operation["tags"],
        "security": operation["security"],
        "deprecated": operation.get("deprecated", False),
        "parameters": {
            f"{each['in']} {each['name']}": plain(parameter(each)) for each in parameters
        },
        "requestBody": plain(operation.get("requestBody")),
        "responses": {
            status: plain(resolved(each, document))
            for status, each in operation["responses"].items()
        },
    }


def test_is_valid(ours: dict[str, Any]) -> None:
    validate(ours)


def test_same_operations(ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    assert sorted(operations(ours)) == sorted(operations(theirs))


def test_each_operation_is_the_same(ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    expected = operations(theirs)
    for name, operation in operations(ours).items():
        for key, value in operation.items():
            assert value == expected[name][key], f"{name}: {key}"


def test_each_schema_is_the_same(ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    found, expected = ours["components"]["schemas"], theirs["components"]["schemas"]
    for name in expected:
        assert plain(found[name]) == plain(expected[name]), name


def test_every_reference_leads_somewhere(ours: dict[str, Any]) -> None:
    text = json.dumps(ours)
    for kind, components in ours["components"].items():
        for key in components:
            if kind != "securitySchemes":
                assert f'"#/components/{kind}/{key}"' in text, f"{kind} {key} is not used"


def test_problem_is_what_the_runtime_says(ours: dict[str, Any]) -> None:
    said = problem_schema.Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    error = said.pop("$defs")["ProblemError"]
    assert plain(ours["components"]["schemas"]["Problem"]) == plain(said)
    assert plain(ours["components"]["schemas"]["ProblemError"]) == plain(error)
