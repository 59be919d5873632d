"""Two documents brought to the same form, so that they can be compared piece by piece."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

METHODS = ("get", "put", "post", "patch", "delete")

_SAYS = """
import json
from fastapi import FastAPI
from generated.registry import REGISTRY
from generated.routes import ROUTERS
app = FastAPI(title="t")
for router in ROUTERS:
    app.include_router(router, prefix=REGISTRY.prefix)
print(json.dumps(app.openapi()))
"""


def fastapi_says(project: Path, repository: Path) -> dict[str, Any]:
    """The document that FastAPI makes of the generated routes of a project."""
    path = os.pathsep.join((str(project), str(repository)))
    done = subprocess.run(
        [sys.executable, "-c", _SAYS],
        cwd=project,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    document: dict[str, Any] = json.loads(done.stdout)
    return document


def operations(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Every operation by method and path, in the form that is compared."""
    return {
        f"{method.upper()} {path}": _operation(operation, document)
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in METHODS
    }


def without_titles(value: Any, *, named: bool = False) -> Any:
    """The same without `title`s; `named` where keys are names of the model's own."""
    if isinstance(value, list):
        return [without_titles(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        key: without_titles(each, named=key == "properties" and not named)
        for key, each in value.items()
        if named or key != "title"
    }


def _operation(operation: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    return {
        "operationId": operation["operationId"],
        "tags": operation["tags"],
        "deprecated": operation.get("deprecated", False),
        "security": operation.get("security", document.get("security")),
        "parameters": _parameters(operation, document),
        "requestBody": without_titles(operation.get("requestBody")),
        "responses": {
            status: _response(_resolved(response, document), document)
            for status, response in sorted(operation["responses"].items())
        },
    }


def _parameters(operation: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    """By place and name; names of headers are the same in any case (RFC 9110, section 5.1)."""
    found = {}
    for parameter in operation.get("parameters", ()):
        said = without_titles(_resolved(parameter, document))
        key = f"{said['in']} {said.pop('name').lower()}"
        assert key not in found
        found[key] = said
    return found


def _response(response: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    """Without its words, which the written document has more of."""
    return {
        "content": without_titles(response.get("content", {})),
        "headers": {
            name: _resolved(header, document)["schema"]
            for name, header in sorted(response.get("headers", {}).items())
        },
    }


def _resolved(value: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in value:
        target: Any = document
        for part in value["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        value = target
    return value
