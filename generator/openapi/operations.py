"""One operation of a resource: parameters, body, answers."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from generator.emit.classes import Member
from generator.emit.filters import list_parameters, query_of
from generator.emit.inputs import input_class
from generator.emit.operations import Operation
from generator.emit.shapes import component, id_shape
from generator.model import Action, Entity, Model
from generator.openapi.problems import headers, references, statuses
from generator.openapi.words import description, summary

_CHANGES = ("update", "delete", "action")
_READS = ("list", "get", "related")

_ID_TEXTS = {"id": "The id of the row.", "other_id": "The id of the row at the other end."}


class Operations:
    """Writes the operations of one model; what entities share is made once."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._lists: dict[str, list[dict[str, Any]]] = {}

    def of(self, entity: Entity, operation: Operation) -> dict[str, Any]:
        """The operation object."""
        found: dict[str, Any] = {
            "operationId": operation.function,
            "tags": [entity.aggregate],
            "summary": summary(entity, operation),
        }
        said = description(entity, operation)
        if said:
            found["description"] = said
        if operation.deprecated:
            found["deprecated"] = True
        found["parameters"] = self._parameters(entity, operation)
        if operation.body:
            found["requestBody"] = _body(operation)
        found["responses"] = _responses(entity, operation)
        return found

    def _parameters(self, entity: Entity, operation: Operation) -> list[dict[str, Any]]:
        found = [_path_parameter(word) for word in operation.ids]
        found += self._query(entity, operation)
        found += _precondition(entity, operation)
        found.append(REQUEST_ID)
        return found

    def _query(self, entity: Entity, operation: Operation) -> list[dict[str, Any]]:
        if operation.kind in ("list", "related"):
            return self._list(operation.query_of or entity)
        if operation.kind == "get":
            return _members(query_of(entity).selection.members)
        if not writes(operation):
            action = operation.action
            wanted = action is not None and operation.query is not None
            return _members(input_class(entity, action).members) if action and wanted else []
        return [_DRY_RUN]

    def _list(self, entity: Entity) -> list[dict[str, Any]]:
        """The parameters of a list, the same objects wherever such rows are listed."""
        if entity.name not in self._lists:
            self._lists[entity.name] = _members(list_parameters(query_of(entity)))
        return self._lists[entity.name]


def writes(operation: Operation) -> bool:
    """Whether anything may change: then it takes `dry_run`."""
    action = operation.action
    return operation.kind not in _READS and (action is None or action.method != "GET")


def _members(members: Iterable[Member]) -> list[dict[str, Any]]:
    return [_parameter(each.name, "query", each.schema, required=each.required) for each in members]


def _parameter(name: str, place: str, schema: dict[str, Any], *, required: bool) -> dict[str, Any]:
    found: dict[str, Any] = {"name": name, "in": place, "required": required}
    if "description" in schema:
        found["description"] = schema["description"]
    if schema.get("deprecated"):
        found["deprecated"] = True
    found["schema"] = schema
    return found


def _text(description: str, **rest: Any) -> dict[str, Any]:
    return {"type": "string", **rest, "description": description}


def _path_parameter(word: str) -> dict[str, Any]:
    schema = dict(id_shape().schema) | {"description": _ID_TEXTS[word]}
    return _parameter(word, "path", schema, required=True)


REQUEST_ID = _parameter(
    "X-Request-ID",
    "header",
    _text("An id of the caller's for this request.", maxLength=64, default=""),
    required=False,
)
"""What every operation takes."""

_DRY_RUN = _parameter(
    "dry_run",
    "query",
    {"type": "boolean", "description": "Check everything, keep nothing.", "default": False},
    required=False,
)
_MATCH = "The ETag of the version that is to be changed."


def _precondition(entity: Entity, operation: Operation) -> list[dict[str, Any]]:
    action = operation.action
    if operation.kind not in _CHANGES or not writes(operation):
        return []
    if action is not None and not action.at_row:
        return []
    if entity.if_match_required:
        return [_parameter("If-Match", "header", _text(_MATCH), required=True)]
    return [_parameter("If-Match", "header", _text(_MATCH, default="*"), required=False)]


def _body(operation: Operation) -> dict[str, Any]:
    schema = {"schema": component(operation.body or "")}
    content = {"application/json": schema}
    if operation.kind == "update":
        content["application/merge-patch+json"] = schema
    found: dict[str, Any] = {"content": content}
    if operation.body_required:
        found["required"] = True
    return found


def _responses(entity: Entity, operation: Operation) -> dict[str, Any]:
    said = ["X-Request-ID"]
    if operation.kind in ("get", "create", "update", "restore") or _row(operation.action):
        said.append("ETag")
    if operation.kind == "create":
        said.append("Location")
    success: dict[str, Any] = {
        "description": HTTPStatus(operation.status).phrase,
        "headers": headers(*said),
    }
    if operation.answer:
        success["content"] = {"application/json": {"schema": component(operation.answer)}}
    problems = references(statuses(operation.kind, entity, operation.action))
    return {str(operation.status): success} | problems


def _row(action: Action | None) -> bool:
    return action is not None and action.output.shape == "row"
