"""What FastAPI says of generated routes, beside what the generated document says.

Run as a program in a project's folder it prints every difference, one a line.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PLATFORM = ("session", "health")

type Json = dict[str, Any]


def introspected() -> Json:
    """FastAPI's own document of the routes that `generated` on sys.path declares."""
    from fastapi import FastAPI

    from generated.registry import REGISTRY
    from generated.routes import ROUTERS

    app = FastAPI(title=REGISTRY.title)
    for router in ROUTERS:
        app.include_router(router, prefix=REGISTRY.prefix)
    return app.openapi()


def differences(ours: Json, theirs: Json) -> Iterator[str]:
    """Every operation and schema that is not the same in both, with the part that differs."""
    own, other = operations(ours), operations(theirs)
    for name in sorted(own.keys() ^ other.keys()):
        yield f"{name} stands in {'ours' if name in own else 'theirs'} alone"
    for name in own.keys() & other.keys():
        for part, value in own[name].items():
            if value != other[name][part]:
                yield f"{name} {part}: {value!r} is not {other[name][part]!r}"
    found, expected = ours["components"]["schemas"], theirs["components"]["schemas"]
    for name in expected:
        if plain(found.get(name)) != plain(expected[name]):
            yield f"schema {name}: {found.get(name)!r} is not {expected[name]!r}"


def operations(document: Json) -> dict[str, Json]:
    """The operations of the resources by method and path."""
    return {
        f"{method.upper()} {path}": _operation(operation, document)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if operation["tags"][0] not in PLATFORM
    }


def plain(node: Any) -> Any:
    """A schema without titles, which only say the names again."""
    if isinstance(node, dict):
        # A property may be called title; its schema is no text.
        return {k: plain(v) for k, v in node.items() if k != "title" or not isinstance(v, str)}
    return [plain(item) for item in node] if isinstance(node, list) else node


def _operation(operation: Json, document: Json) -> Json:
    parameters = [_resolved(each, document) for each in operation.get("parameters", [])]
    return {
        "operationId": operation["operationId"],
        "tags": operation["tags"],
        "security": operation["security"],
        "deprecated": operation.get("deprecated", False),
        "parameters": {f"{each['in']} {each['name']}": _parameter(each) for each in parameters},
        "requestBody": plain(operation.get("requestBody")),
        "responses": {
            status: plain(_resolved(each, document))
            for status, each in operation["responses"].items()
        },
    }


def _resolved(node: Json, document: Json) -> Json:
    """Shared parameters and responses in their places; schemas stay references."""
    reference = node.get("$ref", "")
    if not reference.startswith(("#/components/parameters/", "#/components/responses/")):
        return node
    _, _, kind, key = reference.split("/")
    found: Json = document["components"][kind][key]
    return found


def _parameter(node: Json) -> Any:
    """FastAPI says a description, and mostly that it is deprecated, in the schema too."""
    twice = {"description", "deprecated"} if "deprecated" in node else {"description"}
    schema = {key: value for key, value in node["schema"].items() if key not in twice}
    return plain(node | {"schema": schema})


if __name__ == "__main__":
    written = json.loads(Path("generated/openapi.json").read_text())
    sys.stdout.writelines(f"{line}\n" for line in differences(written, introspected()))
