"""The answers of each kind of operation, problems included."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from generator.emit.operations import Operation
from generator.emit.shapes import component
from generator.model import Entity

type Json = dict[str, Any]

PROBLEM_TYPE = "application/problem+json"
PROBLEMS = {
    "list": (401, 403, 406, 422, 503),
    "get": (401, 403, 404, 406, 422, 503),
    "history": (401, 403, 404, 406, 422, 503),
    "aggregate": (401, 403, 406, 422, 503),
    "create": (401, 403, 406, 409, 413, 415, 422, 503),
    "update": (401, 403, 404, 406, 409, 412, 413, 415, 422, 503),
    "delete": (401, 403, 404, 406, 409, 412, 422, 503),
    "restore": (401, 403, 404, 406, 409, 422, 503),
    "action": (401, 403, 404, 406, 409, 412, 413, 415, 422, 503),
    "related": (401, 403, 404, 406, 422, 503),
    "link": (401, 403, 404, 406, 409, 412, 422, 503),
    "unlink": (401, 403, 404, 406, 409, 412, 422, 503),
}
"""The problems that each kind of operation can answer with, as `runtime.http.routes` has them."""

REQUEST_ID = {
    "X-Request-ID": {"description": "The id of this request.", "schema": {"type": "string"}}
}
DEPRECATION = {
    "Deprecation": {
        "description": "Since when something that the request used is deprecated (RFC 9745).",
        "schema": {"type": "string"},
    },
    "Sunset": {
        "description": "From when on it may be gone (RFC 8594).",
        "schema": {"type": "string"},
    },
}
"""Where a request can use something deprecated, as `runtime.http.routes` has them."""
_HEADERS = {
    401: ("WWW-Authenticate", "The scheme to authenticate with (RFC 6750)."),
    503: ("Retry-After", "Seconds to wait."),
}
_STREAMED = ("text/csv", "application/x-ndjson")
"""What a list is besides JSON, as `runtime.http.routes` has it."""
_TAGGED = ("get", "create", "update", "restore")


def responses(entity: Entity, operation: Operation) -> Json:
    """The responses of an operation by status."""
    found: Json = {str(operation.status): _success(operation)}
    for status in _statuses(entity, operation):
        found[str(status)] = problem(status)
    return found


def phrase(status: int) -> str:
    """The name of a status in RFC 9110; Python before 3.13 has older ones for two of them."""
    return {413: "Content Too Large", 422: "Unprocessable Content"}.get(
        status, HTTPStatus(status).phrase
    )


def problem(status: int) -> Json:
    """The response of a problem, as a reference."""
    return {"$ref": f"#/components/responses/{status}"}


def problem_responses() -> Json:
    """The responses that `problem` refers to."""
    statuses = {status for each in PROBLEMS.values() for status in each} | {428}
    return {str(status): _problem(status) for status in sorted(statuses)}


def _problem(status: int) -> Json:
    headers: Json = dict(REQUEST_ID)
    if status in _HEADERS:
        name, text = _HEADERS[status]
        headers[name] = {"description": text, "schema": {"type": "string"}}
    return {
        "description": phrase(status),
        "headers": headers,
        "content": {PROBLEM_TYPE: {"schema": component("Problem")}},
    }


def _success(operation: Operation) -> Json:
    headers: Json = dict(REQUEST_ID)
    action = operation.action
    if operation.kind in _TAGGED or (action is not None and action.output.shape == "row"):
        headers["ETag"] = {"description": "The version of the row.", "schema": {"type": "string"}}
    if operation.kind == "create":
        text = "Where the new row is."
        headers["Location"] = {"description": text, "schema": {"type": "string"}}
    if operation.marks:
        headers |= {name: dict(said) for name, said in DEPRECATION.items()}
    found: Json = {"description": phrase(operation.status), "headers": headers}
    if operation.answer is not None:
        found["content"] = {"application/json": {"schema": component(operation.answer)}}
    if operation.kind == "list":
        found["content"] |= {name: {"schema": {"type": "string"}} for name in _STREAMED}
    return found


def _statuses(entity: Entity, operation: Operation) -> list[int]:
    statuses = set(PROBLEMS[operation.kind])
    action = operation.action
    if action is not None and action.method == "GET":
        statuses -= {412, 413, 415}
    elif action is not None and not action.at_row:
        statuses -= {412}
    elif operation.kind in ("update", "delete") and entity.if_match_required:
        statuses |= {428}
    return sorted(statuses)


def problem_schemas() -> Json:
    """The schemas of problem documents (RFC 9457), as `runtime.problem_schema` has them."""
    text = {"type": "string"}
    error = {
        "type": "object",
        "description": "One thing wrong with a request.",
        "properties": {"pointer": text, "code": text, "message": text},
        "required": ["pointer", "code", "message"],
    }
    words = ("type", "title", "status", "detail", "instance", "code", "request_id")
    properties: Json = {word: text for word in words} | {"status": {"type": "integer"}}
    properties["errors"] = {"type": "array", "items": component("ProblemError"), "default": []}
    whole = {
        "type": "object",
        "description": "Why a request was not carried out (RFC 9457).",
        "properties": properties,
        "required": list(words),
    }
    return {"Problem": whole, "ProblemError": error}
