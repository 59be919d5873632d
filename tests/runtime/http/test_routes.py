"""Routes run the operation and leave parsing to it."""

from __future__ import annotations

from typing import Annotated, Any

import httpx
import pytest
from fastapi import FastAPI, Query
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from generated.registry import REGISTRY
from runtime.http.routes import OperationRoute, ResourceRouter, RowId
from runtime.http.table import PathTable
from runtime.operations.binding import Binding
from runtime.types import ResponseBody

RISK = REGISTRY["risk"]
router = ResourceRouter(RISK, tag="risk")


class Row(ResponseBody):
    id: int


@router.get_row(Row)
async def get_risk(id: RowId, parameters: Annotated[RISK.filters, Query()]) -> None:  # type: ignore[name-defined]
    """Read a risk."""


@router.delete_row()
async def delete_risk(id: RowId) -> None:
    """Delete a risk."""


@router.action("assess", Row)
async def assess_risk(id: RowId) -> None:
    """Assess a risk."""


@router.unlink("controls")
async def unlink_controls_of_risk(id: RowId) -> None:
    """Unlink a control."""


class Server:
    """Answers with what it was asked to run."""

    def __init__(self) -> None:
        self.table = PathTable(REGISTRY)

    def refusal(self, path: str) -> HTTPException:
        return HTTPException(405 if self.table.allowed(path) else 404)

    def bound(self, binding: Binding) -> ASGIApp:
        async def say(scope: Scope, receive: Receive, send: Send) -> None:
            said = f"{binding.kind} {binding.name} {scope['path_params']}"
            await PlainTextResponse(said)(scope, receive, send)

        return say


@pytest.fixture
def app() -> FastAPI:
    made = FastAPI(openapi_url=None)
    made.state.server = Server()
    made.include_router(router, prefix="/api/v1")
    return made


async def answer(app: FastAPI, method: str, path: str) -> httpx.Response:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        return await client.request(method, path, content=b"{not json")


@pytest.mark.parametrize(
    ("method", "path", "said"),
    [
        ("GET", "/api/v1/risks/no-uuid?unknown=1", "get  {'id': 'no-uuid'}"),
        ("POST", "/api/v1/risks/1/assess", "action assess {'id': '1'}"),
        ("DELETE", "/api/v1/risks/1/controls/2", "unlink controls {'id': '1', 'other_id': '2'}"),
    ],
)
async def test_the_operation_gets_the_request_unparsed(
    app: FastAPI, method: str, path: str, said: str
) -> None:
    assert (await answer(app, method, path)).text == said


async def test_another_method_is_a_405(app: FastAPI) -> None:
    assert (await answer(app, "PUT", "/api/v1/risks/1")).status_code == 405


def test_an_unknown_action_is_a_mistake_of_the_generator() -> None:
    with pytest.raises(KeyError, match="fly"):
        router.action("fly")


def responses(path: str, method: str) -> dict[Any, Any]:
    """What a route documents. A transition has its state, so it demands no version."""
    return next(
        route.responses
        for route in router.routes
        if isinstance(route, OperationRoute) and route.path == path and method in route.methods
    )


def test_428_is_documented_where_if_match_is_demanded() -> None:
    assert RISK.if_match_required
    assert 428 in responses("/risks/{id}", "DELETE")
    assert 428 not in responses("/risks/{id}/assess", "POST")
    assert 412 in responses("/risks/{id}/assess", "POST")
    assert 428 not in responses("/risks/{id}", "GET")
