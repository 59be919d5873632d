"""The document as a whole."""

from __future__ import annotations

import json
from collections.abc import Mapping

from generator.emit.classes import Class
from generator.emit.operations import Operation
from generator.emit.schemas import enum_schemas
from generator.emit.shapes import component
from generator.model import Entity, Model
from generator.openapi import platform
from generator.openapi.parameters import parameters, shared_parameters
from generator.openapi.responses import Json, problem_responses, problem_schemas, responses
from generator.openapi.words import CONVENTIONS, description

VERSION = "1"
"""The version of the API's contract, not of the software."""

MERGE_PATCH = "application/merge-patch+json"


def document(
    model: Model, operations: Mapping[str, tuple[Operation, ...]], classes: tuple[Class, ...]
) -> Json:
    """The OpenAPI 3.1 document. `classes` are all schemas, those of the entities' operations."""
    info: Json = {"title": model.title, "version": VERSION, "description": CONVENTIONS}
    if model.contact:
        info["contact"] = {"email": model.contact}
    return {
        "openapi": "3.1.0",
        "info": info,
        "servers": [{"url": "/"}],
        "tags": [{"name": a.name, "description": a.title} for a in model.aggregates]
        + list(platform.TAGS),
        "paths": _paths(model, operations)
        | platform.paths(model.prefix, model.entity("RoleAssignment").path),
        "components": {
            "schemas": _schemas(model, classes),
            "parameters": shared_parameters(model),
            "responses": problem_responses(),
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
            },
        },
    }


def text(document: Json) -> str:
    """The document as the text of its file."""
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _paths(model: Model, operations: Mapping[str, tuple[Operation, ...]]) -> Json:
    found: Json = {}
    for name, own in operations.items():
        entity = model.entity(name)
        for operation in own:
            path = f"{model.prefix}/{entity.path}{operation.path}"
            found.setdefault(path, {})[operation.method.lower()] = _operation(
                entity, operation, model
            )
    return found


def _operation(entity: Entity, operation: Operation, model: Model) -> Json:
    found: Json = {
        "tags": [entity.aggregate],
        "summary": operation.summary,
        "operationId": operation.function,
        "security": [{"bearer": []}],
        "parameters": parameters(entity, operation, model),
    }
    if said := description(entity, operation):
        found["description"] = said
    if operation.deprecated is not None:
        found["deprecated"] = True
    if operation.body is not None:
        found["requestBody"] = _body(operation)
    return found | {"responses": responses(entity, operation)}


def _body(operation: Operation) -> Json:
    content: Json = {"application/json": {"schema": component(operation.body or "")}}
    if operation.kind == "update":
        content[MERGE_PATCH] = content["application/json"]
    return (
        {"required": True, "content": content} if operation.body_required else {"content": content}
    )


def _schemas(model: Model, classes: tuple[Class, ...]) -> Json:
    found = enum_schemas(model) | problem_schemas() | platform.schemas_of(model)
    for each in classes:
        found[each.name] = each.schema()
    return dict(sorted(found.items()))
