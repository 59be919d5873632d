"""Routes of a resource: they declare signatures for the document and run the bound operation.

A handler in `generated/` is a signature and a sentence. `OperationRoute` never lets FastAPI parse
a request: it runs the one implementation of the operation, which a dispatcher may run as well.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Path, Query
from fastapi._compat import ModelField
from fastapi.routing import APIRoute
from fastapi.security import HTTPBearer
from fastapi.utils import create_model_field
from pydantic import BaseModel
from starlette.types import Receive, Scope, Send

from runtime.http.serve import Server
from runtime.operations.binding import Binding, OperationKind
from runtime.parameters import WriteParameters
from runtime.problems import MEDIA_TYPE
from runtime.resource import Action, Resource
from runtime.types import Id

RowId = Annotated[Id, Path(description="The id of the row.")]
OtherId = Annotated[Id, Path(description="The id of the row at the other end.")]

BEARER = HTTPBearer(scheme_name="bearer", bearerFormat="JWT", auto_error=False)

PROBLEMS: dict[OperationKind, tuple[int, ...]] = {
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
"""The problems each kind of operation can answer with; 428 comes on top where it is demanded."""

STREAMED: dict[str, Any] = {
    "text/csv": {"schema": {"type": "string"}},
    "application/x-ndjson": {"schema": {"type": "string"}},
}
"""What a list is besides JSON: all of it, a row a line."""

_EDITS = ("update", "delete")
_LINKS = ("link", "unlink")
_READS = ("list", "get", "history", "aggregate", "related")
_HEADERS = {
    401: ("WWW-Authenticate", "The scheme to authenticate with (RFC 6750)."),
    503: ("Retry-After", "Seconds to wait."),
}
_DEPRECATION = {
    "Deprecation": "Since when something that the request used is deprecated (RFC 9745).",
    "Sunset": "From when on it may be gone (RFC 8594).",
}

type Handler = Callable[..., Any]
type Answers = type[BaseModel] | None
type Declared = Callable[[Handler], Handler]


class OperationRoute(APIRoute):
    """A route that runs its bound operation.

    What FastAPI would make of the declaration, it makes when somebody reads it, which only the
    document does: most of a start would go to it. So it is with `response_field` once more, since
    schemas of answers embed one another, so that making one makes nearly all.
    """

    binding: Binding

    def __init__(self, path: str, endpoint: Handler, **declared: Any) -> None:
        self._answers: Answers = declared.pop("response_model", None)
        self._field: ModelField | None = None
        self._declared: dict[str, Any] | None = declared
        self.path = path
        self.endpoint = endpoint
        self.name = endpoint.__name__
        self.methods = {method.upper() for method in declared["methods"]}
        self.max_body_size = None
        self.binding = _BINDINGS[endpoint]

    def __getattr__(self, name: str) -> Any:
        """Reached for what is not there yet: takes the declaration in."""
        declared, self._declared = self.__dict__.get("_declared"), None
        if declared is None:
            raise AttributeError(name)
        super().__init__(self.path, self.endpoint, response_model=None, **declared)
        self.response_model = self._answers
        return getattr(self, name)

    @property
    def response_field(self) -> ModelField | None:
        """What FastAPI asks for the schema of the answer."""
        if self._answers is not None and self._field is None:
            name = f"Response_{self.unique_id}"
            self._field = create_model_field(name, self._answers, mode="serialization")
        return self._field

    @response_field.setter
    def response_field(self, value: ModelField | None) -> None:
        """FastAPI sets it while it takes the declaration in; it is worked out instead."""

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Runs the operation by the application's `Server`; raises 404 or 405 as the table has it.

        The table knows more than one route does: the path of an action hides that of a row.
        """
        server: Server = scope["app"].state.server
        found = server.table.find(scope["method"], scope["path"])
        if found is None or found[0].binding != self.binding:
            raise server.refusal(scope["path"])
        await server.bound(self.binding)(scope, receive, send)


_BINDINGS: dict[Handler, Binding] = {}
"""Which operation each handler declares; FastAPI hands the handler alone to the route."""


def _request_id(
    x_request_id: Annotated[
        str, Header(description="An id of the caller's for this request.")
    ] = "",
) -> None:
    """Declares the header; the envelope reads it."""


def _if_match(
    if_match: Annotated[
        str, Header(description="The ETag of the version that is to be changed.")
    ] = "*",
) -> None:
    """Declares the header; the operation reads it."""


def _if_match_required(
    if_match: Annotated[str, Header(description="The ETag of the version that is to be changed.")],
) -> None:
    """Declares the header; the operation answers 428 where it is missing."""


def _write(parameters: Annotated[WriteParameters, Query()]) -> None:
    """Declares the parameters of a write; the operation reads them."""


class ResourceRouter(APIRouter):
    """The routes of one resource, under its path.

    What `deprecates` has a place for something deprecated in the request, or is deprecated itself.
    """

    def __init__(self, resource: Resource, tag: str) -> None:
        super().__init__(
            prefix=f"/{resource.path}",
            tags=[tag],
            route_class=OperationRoute,
            dependencies=[Depends(BEARER), Depends(_request_id)],
        )
        self.resource = resource

    def list_rows(self, answers: type[BaseModel], *, deprecates: bool = False) -> Declared:
        """`GET /{c}`."""
        return self._declare("list", "GET", "", answers, deprecates=deprecates)

    def aggregate_rows(self, answers: type[BaseModel], *, deprecates: bool = False) -> Declared:
        """`GET /{c}/aggregate`."""
        return self._declare("aggregate", "GET", "/aggregate", answers, deprecates=deprecates)

    def create_row(self, answers: type[BaseModel], *, deprecates: bool = False) -> Declared:
        """`POST /{c}`: 201."""
        return self._declare("create", "POST", "", answers, status=201, deprecates=deprecates)

    def get_row(self, answers: type[BaseModel], *, deprecates: bool = False) -> Declared:
        """`GET /{c}/{id}`."""
        return self._declare("get", "GET", "/{id}", answers, deprecates=deprecates)

    def history_of_row(self, answers: type[BaseModel], *, deprecates: bool = False) -> Declared:
        """`GET /{c}/{id}/history`."""
        return self._declare("history", "GET", "/{id}/history", answers, deprecates=deprecates)

    def update_row(self, answers: type[BaseModel], *, deprecates: bool = False) -> Declared:
        """`PATCH /{c}/{id}`."""
        return self._declare("update", "PATCH", "/{id}", answers, deprecates=deprecates)

    def delete_row(self) -> Declared:
        """`DELETE /{c}/{id}`: 204."""
        return self._declare("delete", "DELETE", "/{id}", None, status=204)

    def restore_row(self, answers: type[BaseModel]) -> Declared:
        """`POST /{c}/{id}/restore`."""
        return self._declare("restore", "POST", "/{id}/restore", answers)

    def action(
        self, name: str, answers: type[BaseModel] | None = None, *, deprecates: bool = False
    ) -> Declared:
        """A transition or another action of the resource; KeyError for an unknown one."""
        action = self.resource.action(name)
        if action is None:
            raise KeyError(name)
        path = f"/{{id}}/{action.path}" if action.at_row else f"/{action.path}"
        status = 200 if answers else 204
        return self._declare(
            "action", action.method, path, answers, status=status, name=name, deprecates=deprecates
        )

    def related(self, name: str, answers: type[BaseModel], *, deprecates: bool = False) -> Declared:
        """`GET /{c}/{id}/{relation}`."""
        return self._declare(
            "related", "GET", f"/{{id}}/{_kebab(name)}", answers, name=name, deprecates=deprecates
        )

    def link(self, name: str, *, deprecates: bool = False) -> Declared:
        """`PUT /{c}/{id}/{relation}/{other_id}`: 204."""
        path = f"/{{id}}/{_kebab(name)}/{{other_id}}"
        return self._declare(
            "link", "PUT", path, None, status=204, name=name, deprecates=deprecates
        )

    def unlink(self, name: str, *, deprecates: bool = False) -> Declared:
        """`DELETE /{c}/{id}/{relation}/{other_id}`: 204."""
        path = f"/{{id}}/{_kebab(name)}/{{other_id}}"
        return self._declare(
            "unlink", "DELETE", path, None, status=204, name=name, deprecates=deprecates
        )

    def _declare(
        self,
        kind: OperationKind,
        method: str,
        path: str,
        answers: Answers,
        *,
        status: int = 200,
        name: str = "",
        deprecates: bool = False,
    ) -> Declared:
        binding = Binding(self.resource, kind, name)
        action = self.resource.action(name) if kind == "action" else None

        def register(handler: Handler) -> Handler:
            _BINDINGS[handler] = binding
            self.add_api_route(
                path,
                handler,
                methods=[method],
                status_code=status,
                response_model=answers,
                response_description=phrase(status),
                responses=_responses(self.resource, kind, action, status, deprecates=deprecates),
                deprecated=binding.deprecated is not None or None,
                dependencies=_dependencies(self.resource, kind, action),
                operation_id=handler.__name__,
                openapi_extra=_extra(kind, handler),
            )
            return handler

        return register


def phrase(status: int) -> str:
    """The name of a status in RFC 9110; Python before 3.13 has older ones for two of them."""
    return {413: "Content Too Large", 422: "Unprocessable Content"}.get(
        status, HTTPStatus(status).phrase
    )


def problem_statuses(
    resource: Resource, kind: OperationKind, action: Action | None
) -> tuple[int, ...]:
    """The statuses of problems that an operation documents."""
    statuses = set(PROBLEMS[kind])
    if action is not None and action.method == "GET":
        statuses -= {412, 413, 415}
    elif action is not None and not action.at_row:
        statuses -= {412}
    elif kind in _EDITS and resource.if_match_required:
        statuses |= {428}
    return tuple(sorted(statuses))


def _responses(
    resource: Resource,
    kind: OperationKind,
    action: Action | None,
    status: int,
    *,
    deprecates: bool,
) -> dict[int | str, dict[str, Any]]:
    headers = {"X-Request-ID": _header("The id of this request.")}
    if kind in ("get", "create", "update", "restore") or (action and action.output == "row"):
        headers["ETag"] = _header("The version of the row.")
    if kind == "create":
        headers["Location"] = _header("Where the new row is.")
    if deprecates:
        headers |= {name: _header(text) for name, text in _DEPRECATION.items()}
    found: dict[int | str, dict[str, Any]] = {status: {"headers": headers}}
    if kind == "list":
        found[status]["content"] = STREAMED
    for problem in problem_statuses(resource, kind, action):
        found[problem] = _problem(problem)
    return found


def _problem(status: int) -> dict[str, Any]:
    headers = {"X-Request-ID": _header("The id of this request.")}
    if status in _HEADERS:
        name, text = _HEADERS[status]
        headers[name] = _header(text)
    return {
        "description": phrase(status),
        "headers": headers,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def _header(text: str) -> dict[str, Any]:
    return {"description": text, "schema": {"type": "string"}}


def _dependencies(resource: Resource, kind: OperationKind, action: Action | None) -> list[Any]:
    if kind in _READS or (action is not None and action.method == "GET"):
        return []
    found = [Depends(_write)]
    if kind in _EDITS and resource.if_match_required:
        found.append(Depends(_if_match_required))
    elif kind in (*_EDITS, *_LINKS) or (action is not None and action.at_row):
        found.append(Depends(_if_match))
    return found


def _extra(kind: OperationKind, handler: Handler) -> dict[str, Any] | None:
    """A merge patch comes as its own media type as well (RFC 7396)."""
    if kind != "update":
        return None
    schema = {"$ref": f"#/components/schemas/{handler.__annotations__['body'].__name__}"}
    return {"requestBody": {"content": {"application/merge-patch+json": {"schema": schema}}}}


def _kebab(name: str) -> str:
    return name.replace("_", "-")
