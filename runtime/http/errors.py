"""Problems, and the framework's own refusals, as problem documents."""

from __future__ import annotations

from collections.abc import Iterable

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import BaseRoute, Match

from runtime.http.render import render_problem
from runtime.problems import BadRequest, MethodNotAllowed, NotFound, Problem


def install_error_handlers(app: FastAPI) -> None:
    """Makes every refusal of the application a problem document."""

    async def on_problem(request: Request, error: Exception) -> Response:
        assert isinstance(error, Problem)
        return _respond(request, error)

    async def on_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return _respond(request, _problem(request, error, app.routes))

    async def on_bug(request: Request, _: Exception) -> Response:
        """The envelope logs it: what stands here goes to the caller, who learns nothing of it."""
        return _respond(request, Problem())

    app.add_exception_handler(Problem, on_problem)
    app.add_exception_handler(Exception, on_bug)
    app.add_exception_handler(HTTPException, on_http)


def _respond(request: Request, problem: Problem) -> Response:
    return render_problem(problem, request.url.path, request.scope["state"]["request_id"])


def _problem(request: Request, error: HTTPException, routes: Iterable[BaseRoute]) -> Problem:
    if error.status_code == 404:
        return NotFound()
    if error.status_code == 405:
        allowed = ", ".join(allowed_methods(request, routes))
        return MethodNotAllowed(headers={"Allow": allowed})
    problem = BadRequest(str(error.detail))
    problem.status = error.status_code
    return problem


def allowed_methods(request: Request, routes: Iterable[BaseRoute]) -> list[str]:
    """Every method that some route of this path serves, HEAD wherever GET is."""
    methods: set[str] = set()
    for route in routes:
        match, _ = route.matches({**request.scope, "method": "GET"})
        if match is not Match.NONE:
            methods |= getattr(route, "methods", None) or set()
    if "GET" in methods:
        methods.add("HEAD")
    return sorted(methods)
