"""The contract document: valid, and true of what the server answers."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from generated.registry import REGISTRY
from runtime.query.aggregate import TIMES, functions
from tests.api.conftest import ROOT
from tests.api.support import control, requirement, risk, word
from tests.runtime.support.world import World

DOCUMENT: dict[str, Any] = json.loads((ROOT / "generated" / "openapi.json").read_text())
SCHEMAS = Registry().with_resource("urn:api", Resource(DOCUMENT, DRAFT202012))
ABSENT = "01900000-0000-7000-8000-000000000000"


def template_of(path: str) -> str:
    """The path of the document that serves a request."""
    parts = path.split("?", maxsplit=1)[0].split("/")
    for template in DOCUMENT["paths"]:
        wanted = template.split("/")
        if len(wanted) == len(parts) and all(
            each == part or (each.startswith("{") and "-" in part and len(part) == 36)
            for each, part in zip(wanted, parts, strict=True)
        ):
            return str(template)
    raise KeyError(path)


def followed(value: dict[str, Any]) -> dict[str, Any]:
    """What a reference within the document leads to."""
    while "$ref" in value:
        place: Any = DOCUMENT
        for part in value["$ref"].removeprefix("#/").split("/"):
            place = place[part]
        value = place
    return value


def conforms(answer: Any) -> None:
    """Status, headers, media type and body are as the document says of the operation."""
    request = answer.request
    operation = DOCUMENT["paths"][template_of(request.url.path)][request.method.lower()]
    where = (request.method, request.url.path, answer.status_code, answer.text[:300])
    assert str(answer.status_code) in operation["responses"], where
    said = followed(operation["responses"][str(answer.status_code)])
    for name, header in said.get("headers", {}).items():
        assert name in answer.headers or not followed(header).get("required"), (name, *where)
    if not said.get("content"):
        assert answer.content == b"", where
        return
    media_type = answer.headers["content-type"].partition(";")[0]
    schema = said["content"][media_type]["schema"]
    rooted = json.loads(json.dumps(schema).replace('"#/', '"urn:api#/'))
    validator = Draft202012Validator(rooted, registry=SCHEMAS)
    errors = [f"{e.json_path}: {e.message[:200]}" for e in validator.iter_errors(answer.json())]
    assert not errors, (*where, errors)


def test_the_document_is_valid() -> None:
    validate(DOCUMENT)


def test_every_problem_is_documented_as_one() -> None:
    for path, operations in DOCUMENT["paths"].items():
        for method, operation in operations.items():
            for status, said in operation["responses"].items():
                if status >= "400":
                    assert list(followed(said)["content"]) == ["application/problem+json"], (
                        path,
                        method,
                    )


async def test_the_document_is_served_as_it_stands(api: World) -> None:
    answer = await api.http.get("/openapi.json")
    assert answer.json() == DOCUMENT
    again = await api.http.get("/openapi.json", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("resource", REGISTRY.resources, ids=lambda each: each.name)
async def test_answers_are_as_the_document_says(api: World, resource: Any) -> None:
    path = resource.path
    includes = ",".join([r.name for r in (*resource.to_one, *resource.to_many)])
    for who in ("auditor", "admin", "viewer", "respondent"):
        listed = await api.ask(who, "GET", f"{path}?limit=50&count=exact&include={includes}")
        if listed.status_code != 422:
            conforms(listed)
        plain = await api.ask(who, "GET", f"{path}?limit=5")
        conforms(plain)
        if "aggregate" in resource.routes:
            await _groups_conform(api, who, resource)
        for row in plain.json().get("items", []):
            conforms(await api.ask(who, "GET", f"{path}/{row['id']}"))
            if "history" in resource.routes:
                for query in ("limit=2&count=exact", "field=id", "field=nothing"):
                    conforms(await api.ask(who, "GET", f"{path}/{row['id']}/history?{query}"))
            if resource.past:
                for when in (row["created_at"], "2020-01-01T00:00:00Z", "never"):
                    conforms(await api.ask(who, "GET", f"{path}/{row['id']}?as_of={when}"))
            for relation in resource.to_many:
                conforms(await api.ask(who, "GET", f"{path}/{row['id']}/{relation.path}?limit=2"))
    for query in ("?nothing=1", "?limit=0", "?sort=nothing"):
        conforms(await api.ask("auditor", "GET", f"{path}{query}"))
    conforms(await api.ask("", "GET", path))
    conforms(await api.ask("auditor", "GET", path, headers={"Accept": "text/html"}))
    conforms(await api.ask("auditor", "GET", f"{path}/{ABSENT}"))
    for action in resource.actions:
        if not action.at_row and action.method == "GET":
            conforms(await api.ask("auditor", "GET", f"{path}/{action.path}"))


async def _groups_conform(api: World, who: str, resource: Any) -> None:
    """By each field alone, a time by its month, with everything that is measured of it."""
    path = f"{resource.path}/aggregate"
    conforms(await api.ask(who, "GET", path))
    conforms(await api.ask(who, "GET", f"{path}?group_by=nothing"))
    keys = [key for key in resource.fields if key.sortable and not key.secret]
    for key in keys if who in ("admin", "viewer") else ():
        measures = [f"{word}_{key.name}" for word in functions(key)] or ["count"]
        unit = ":month" if key.kind in TIMES else ""
        query = f"group_by={key.name}{unit}&measures={','.join(measures)}"
        conforms(await api.ask(who, "GET", f"{path}?{query}"))


async def test_writes_are_as_the_document_says(api: World) -> None:
    made, safeguard, wanted = await risk(api), await control(api), await requirement(api)
    path, any_version = f"risks/{made['id']}", {"If-Match": "*"}
    for who, method, where, body, headers in (
        ("risk-owner", "POST", "risks", {"title": "x"}, {}),
        ("risk-owner", "POST", "risks", None, {}),
        ("viewer", "POST", "risks", {"title": "x"}, {}),
        ("risk-owner", "PATCH", path, {"title": word()}, any_version),
        ("risk-owner", "PATCH", path, {"title": "x"}, {}),
        ("risk-owner", "PATCH", path, {"title": "x"}, {"If-Match": '"99"'}),
        ("risk-owner-2", "PATCH", path, {"title": "x"}, any_version),
        ("risk-owner", "PATCH", f"risks/{ABSENT}", {"title": "x"}, any_version),
        ("risk-owner", "POST", f"{path}/monitor", {}, any_version),
        ("risk-owner", "POST", f"{path}/assess", {}, any_version),
        ("risk-owner", "PUT", f"{path}/controls/{safeguard['id']}", None, {}),
        ("risk-owner", "DELETE", f"{path}/controls/{safeguard['id']}", None, {}),
        (
            "control-owner",
            "POST",
            "control-mappings",
            {"control_id": safeguard["id"], "requirement_id": wanted["id"]},
            {},
        ),
        (
            "control-owner",
            "POST",
            "control-mappings",
            {"control_id": safeguard["id"], "requirement_id": wanted["id"]},
            {},
        ),
        ("control-owner", "POST", f"controls/{safeguard['id']}/schedule-review", {}, {}),
        ("control-owner", "POST", f"controls/{safeguard['id']}/implement", {}, {}),
        ("admin", "DELETE", path, None, any_version),
        ("admin", "DELETE", path, None, any_version),
        ("admin", "POST", f"{path}/restore", None, {}),
        ("", "POST", "risks", {}, {}),
        ("admin", "POST", "users", {"email": "a@example.com", "full_name": "A"}, {}),
    ):
        conforms(await api.ask(who, method, where, json=body, headers=headers))
    for name, body in (
        ("login", {"email": "a@b.example", "password": "x"}),
        ("login", {}),
        ("refresh", {"refresh_token": "x"}),
        ("logout", {"refresh_token": "x"}),
    ):
        conforms(await api.ask("", "POST", f"auth/{name}", json=body))
    conforms(await api.ask("auditor", "GET", "me"))
    conforms(await api.ask("", "GET", "me"))
