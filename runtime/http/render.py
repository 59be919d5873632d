"""Answers and problems as responses; the one place that writes problem documents."""

from __future__ import annotations

import json
from typing import Any

from starlette.responses import Response

from runtime.call import Answer
from runtime.problems import MEDIA_TYPE, TYPE_PREFIX, Problem


def render(answer: Answer) -> Response:
    """The response of an operation's answer."""
    response = Response(answer.body, answer.status)
    if answer.body:
        response.headers["content-type"] = answer.media_type
    for name, value in answer.headers:
        response.headers.append(name, value)
    return response


def problem_document(problem: Problem, instance: str, request_id: str) -> dict[str, Any]:
    """The members of RFC 9457, and `code`, `request_id`, for 422 `errors`."""
    document: dict[str, Any] = {
        "type": TYPE_PREFIX + problem.code.lower().replace("_", "-"),
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "instance": instance,
        "code": problem.code,
        "request_id": request_id,
    }
    if problem.errors:
        document["errors"] = [
            {"pointer": found.pointer, "code": found.code, "message": found.message}
            for found in problem.errors
        ]
    return document


def render_problem(problem: Problem, instance: str, request_id: str) -> Response:
    """The response of a problem."""
    body = json.dumps(problem_document(problem, instance, request_id), ensure_ascii=True)
    return Response(body.encode(), problem.status, problem.headers, MEDIA_TYPE)
