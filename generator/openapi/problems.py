"""The answers that are no success, and the headers of every answer.

Which operation can give which is said here as `runtime.http.routes` has it; a test compares.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from generator.emit.operations import Kind
from generator.emit.shapes import component
from generator.model import Action, Entity

PROBLEM_JSON = "application/problem+json"

_BY_KIND: dict[Kind, tuple[int, ...]] = {
    "list": (401, 403, 406, 422, 503),
    "get": (401, 403, 404, 406, 422, 503),
    "create": (401, 403, 406, 409, 413, 415, 422, 503),
    "update": (401, 403, 404, 406, 409, 412, 413, 415, 422, 503),
    "delete": (401, 403, 404, 406, 409, 412, 422, 503),
    "restore": (401, 403, 404, 406, 409, 422, 503),
    "action": (401, 403, 404, 406, 409, 412, 413, 415, 422, 503),
    "related": (401, 403, 404, 406, 422, 503),
    "link": (401, 403, 404, 406, 409, 422, 503),
    "unlink": (401, 403, 404, 406, 409, 422, 503),
}

_MEANING = {
    401: "Nobody is signed in, or the token is not valid.",
    403: "The caller's roles do not permit this.",
    404: "There is no such row, or the caller may not see it: the two answers are the same.",
    406: "The caller takes no representation that there is.",
    409: "The row or another one stands in the way: its state, a guard, a unique key, a reference.",
    412: "The row has changed since the version that If-Match names.",
    413: "The body is too large.",
    415: "The body is of another media type than those listed.",
    422: "The request is not valid; `errors` names every place.",
    428: "This resource is changed only with If-Match.",
    503: "The database or the audit trail cannot be reached; nothing was changed.",
}

_HEADER_TEXTS = {
    "ETag": "The version of the row, for If-Match.",
    "Location": "Where the new row is.",
    "X-Request-ID": "The id of this request: the caller's, if it was well-formed.",
    "WWW-Authenticate": "The scheme to authenticate with (RFC 6750).",
    "Retry-After": "Seconds to wait.",
    "Cache-Control": "Always `no-store`.",
}
_ALSO = {401: "WWW-Authenticate", 503: "Retry-After"}


def statuses(kind: Kind, entity: Entity, action: Action | None) -> tuple[int, ...]:
    """The problems that an operation can answer with."""
    found = set(_BY_KIND[kind])
    if action is not None and action.method == "GET":
        found -= {412, 413, 415}
    elif action is not None and not action.at_row:
        found -= {412}
    elif kind in ("update", "delete", "action") and entity.if_match_required:
        found |= {428}
    return tuple(sorted(found))


def references(found: tuple[int, ...]) -> dict[str, Any]:
    """The shared responses of those statuses, by status."""
    return {str(status): {"$ref": f"#/components/responses/{_name(status)}"} for status in found}


def responses() -> dict[str, Any]:
    """Every shared response, by name."""
    return {_name(status): _response(status) for status in _MEANING}


def headers(*names: str) -> dict[str, Any]:
    """References to shared headers."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def header_components() -> dict[str, Any]:
    """The headers that answers refer to."""
    return {
        name: {"description": text, "schema": {"type": "string"}}
        for name, text in _HEADER_TEXTS.items()
    }


def schemas() -> dict[str, dict[str, Any]]:
    """The problem document of RFC 9457, with the members of our own."""
    text = {"type": "string"}
    error = {name: text for name in ("pointer", "code", "message")}
    problem: dict[str, Any] = {name: text for name in ("type", "title")}
    problem["status"] = {"type": "integer"}
    problem |= {name: text for name in ("detail", "instance", "code", "request_id")}
    required = list(problem)
    listed = {"type": "array", "items": component("ProblemError"), "default": []}
    return {
        "Problem": {
            "type": "object",
            "description": "Why a request was not carried out (RFC 9457).",
            "properties": problem | {"errors": listed},
            "required": required,
        },
        "ProblemError": {
            "type": "object",
            "description": "One thing wrong with a request.",
            "properties": error,
            "required": list(error),
        },
    }


def _response(status: int) -> dict[str, Any]:
    also = (_ALSO[status],) if status in _ALSO else ()
    return {
        "description": _MEANING[status],
        "headers": headers("X-Request-ID", *also),
        "content": {PROBLEM_JSON: {"schema": component("Problem")}},
    }


def _name(status: int) -> str:
    """`NotFound` for 404: the phrase of RFC 9110 without spaces."""
    return "".join(part.capitalize() for part in HTTPStatus(status).phrase.split())
