"""Problems, and the framework's own refusals, as problem documents."""

from __future__ import annotations

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from runtime.http.envelope import exchange_of
from runtime.http.render import render_problem
from runtime.http.serve import Server
from runtime.problems import BadRequest, Problem


def install_error_handlers(app: FastAPI, server: Server) -> None:
    """Makes every refusal of the application a problem document."""

    async def on_problem(request: Request, error: Exception) -> Response:
        assert isinstance(error, Problem)
        return _respond(request, error)

    async def on_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return _respond(request, _problem(request, error, server))

    async def on_bug(request: Request, _: Exception) -> Response:
        """The envelope logs it: what stands here goes to the caller, who learns nothing of it."""
        return _respond(request, Problem())

    app.add_exception_handler(Problem, on_problem)
    app.add_exception_handler(Exception, on_bug)
    app.add_exception_handler(HTTPException, on_http)


def _respond(request: Request, problem: Problem) -> Response:
    path: str = request.scope["path"]
    return render_problem(problem, path, exchange_of(request.scope).request_id)


def _problem(request: Request, error: HTTPException, server: Server) -> Problem:
    if error.status_code in (404, 405):
        return server.refusal(request.scope["path"])
    problem = BadRequest(str(error.detail))
    problem.status = error.status_code
    return problem
