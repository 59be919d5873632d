"""The routes that every project has: sessions, the caller's account, keys, health, metrics."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generator.emit.shapes import component
from generator.model import Model
from generator.openapi import permissions
from generator.openapi.responses import REQUEST_ID, Json, problem
from generator.schema.functions import EVENT

SESSION = "session"
HEALTH = "health"
TAGS = (
    {"name": SESSION, "description": "Signing in and out, and the caller's own account."},
    {"name": HEALTH, "description": "Keys, health and metrics, for machines."},
)

CHANGES_DOC = (
    "Changes of rows that the caller may read, as a row's history shows them, in the order of "
    "the trail: a change of a transaction that still runs waits, and whatever comes later stands "
    "later. `next_cursor` is always there; an empty page says that nothing was found yet, and the "
    "same asked later, after that cursor, goes on. After a restore into another database it "
    "starts anew."
)
_TEXT: Json = {"type": "string"}
_REQUEST_ID: Json = {"$ref": "#/components/parameters/x-request-id"}


NOBODY = "public"
"""The role of callers without an account, which no person can hold."""


def paths(prefix: str, assignments: str = "role-assignments") -> Json:
    """The paths of the platform; `assignments` is the path of RoleAssignment."""
    return {
        f"{prefix}/auth/login": {
            "post": _session("login", "Sign in with a password", "Credentials", "TokenPair")
        },
        f"{prefix}/auth/refresh": {
            "post": _session("refresh", "Take a new pair of tokens", "RefreshRequest", "TokenPair")
        },
        f"{prefix}/auth/logout": {
            "post": _session("logout", "End the session of a refresh token", "RefreshRequest", None)
        },
        f"{prefix}/me": {
            "get": _get("get_me", "Read one's own account", component("Me"), (401, 404, 406, 503))
            | {"tags": [SESSION], "security": [{"bearer": []}]}
        },
        f"{prefix}/me/permissions": {"get": _permissions()},
        f"{prefix}/changes": {"get": _changes()},
        f"{prefix}/{assignments}/{permissions.SIMULATE}": {"post": _simulate()},
        "/.well-known/jwks.json": {
            "get": _get("get_jwks", "Read the keys that verify tokens", component("JsonWebKeySet"))
        },
        "/healthz": {"get": _get("get_health", "Whether the server runs", component("Health"))},
        "/readyz": {
            "get": _get("get_readiness", "Whether it can serve", component("Health"), (503,))
        },
        "/metrics": {
            "get": _get("get_metrics", "Metrics for Prometheus", _TEXT, media_type="text/plain")
        },
    }


def schemas_of(model: Model) -> Json:
    """The schemas that those paths use, with the roles and limits of a model."""
    roles = [role.name for role in model.roles if role.name != NOBODY]
    held = model.entity("RoleAssignment")
    scope = next((each for each in held.relations if each.name == "scope"), None)
    targets = scope.targets if scope else ()
    return schemas(roles, [model.entity(name).resource for name in targets])


def schemas(roles: Sequence[str] = (), limits: Sequence[str] = ()) -> Json:
    """The same, with these roles that a person can hold and these limits."""
    pattern = r"^[^\x00]*$"
    return permissions.schemas(roles, limits) | {
        "Credentials": _object(
            "Who signs in.",
            closed=True,
            email={"type": "string", "minLength": 3, "maxLength": 254, "pattern": pattern},
            password={"type": "string", "minLength": 1, "maxLength": 1024},
        ),
        "RefreshRequest": _object(
            "The refresh token to use or to end.",
            closed=True,
            refresh_token={"type": "string", "minLength": 1, "maxLength": 200},
        ),
        "TokenPair": _object(
            "An access token and the refresh token that follows it.",
            access_token=_TEXT,
            refresh_token=_TEXT,
            token_type={"type": "string", "const": "Bearer"},
            expires_in={"type": "integer", "description": "Seconds."},
        ),
        "Me": _object(
            "The caller's account and the roles in force.",
            id={"type": "string", "format": "uuid"},
            email=_TEXT,
            full_name=_TEXT,
            roles={"type": "array", "items": _TEXT},
            role_assignments={"type": "array", "items": component("HeldRole")},
        ),
        "HeldRole": _object(
            "A role, everywhere or within one row.",
            role=_TEXT,
            scope_type={"anyOf": [_TEXT, {"type": "null"}]},
            scope_id={"anyOf": [{"type": "string", "format": "uuid"}, {"type": "null"}]},
        ),
        "JsonWebKeySet": _object(
            "Public keys (RFC 7517).", keys={"type": "array", "items": {"type": "object"}}
        ),
        "ChangeFeed": _object(
            "Changes that are settled, and where to go on from.",
            items={"type": "array", "items": component(f"{EVENT}Read")},
            next_cursor=_TEXT,
        ),
        "Health": _object("How the server is.", status=_TEXT),
    }


def _object(doc: str, *, closed: bool = False, **properties: Any) -> Json:
    found: Json = {
        "type": "object",
        "description": doc,
        "properties": properties,
        "required": list(properties),
    }
    return found | {"additionalProperties": False} if closed else found


def _permissions() -> Json:
    summary = "Read what one may do"
    said = _get("get_my_permissions", summary, component("Permissions"), (401, 406, 503))
    said |= {"tags": [SESSION], "security": [{"bearer": []}]}
    return said | {"description": permissions.PERMISSIONS_DOC}


def _changes() -> Json:
    summary = "Follow what is changed, oldest first"
    said = _get("list_changes", summary, component("ChangeFeed"), (401, 403, 406, 422, 503))
    kinds: Json = {"type": "string", "pattern": "^[a-z_]+(,[a-z_]+)*$", "maxLength": 10_000}
    limit: Json = {"type": "integer", "minimum": 1, "maximum": 200, "default": 100}
    parameters = [
        _REQUEST_ID,
        _parameter("after", "The `next_cursor` of the page before.", {"type": "string"}),
        _parameter("limit", "Changes a page at most.", limit),
        _parameter("entity_type", "Of these resources alone, with commas between them.", kinds),
    ]
    said |= {"tags": [SESSION], "security": [{"bearer": []}], "parameters": parameters}
    return said | {"description": CHANGES_DOC}


def _parameter(name: str, doc: str, schema: Json) -> Json:
    found: Json = {"name": name, "in": "query", "required": False}
    return found | {"description": doc, "schema": schema}


def _simulate() -> Json:
    name, summary = "simulate_role_assignments", "Try out a change of somebody's roles"
    said = _session(name, summary, "RoleSimulationRequest", "RoleSimulation")
    said |= {"security": [{"bearer": []}], "description": permissions.SIMULATE_DOC}
    refused = (401, 403, 404, 406, 409, 413, 415, 422, 503)
    return said | {"responses": {"200": said["responses"]["200"]} | _problems(refused)}


def _session(name: str, summary: str, body: str, answer: str | None) -> Json:
    success: Json = {"description": "OK" if answer else "No Content", "headers": REQUEST_ID}
    refused = (401, 406, 413, 415, 422, 503)
    if answer:
        success["content"] = {"application/json": {"schema": component(answer)}}
    return {
        "tags": [SESSION],
        "summary": summary,
        "operationId": name,
        "security": [],
        "parameters": [_REQUEST_ID],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": component(body)}},
        },
        "responses": {"200" if answer else "204": success}
        | _problems(refused[0 if answer else 1 :]),
    }


def _get(
    name: str,
    summary: str,
    schema: Json,
    refused: tuple[int, ...] = (),
    media_type: str = "application/json",
) -> Json:
    """A read; 422 is for a query string that cannot be read."""
    success = {
        "description": "OK",
        "headers": REQUEST_ID,
        "content": {media_type: {"schema": schema}},
    }
    also = {422, *refused} if media_type == "application/json" else set(refused)
    return {
        "tags": [HEALTH],
        "summary": summary,
        "operationId": name,
        "security": [],
        "parameters": [_REQUEST_ID],
        "responses": {"200": success} | _problems(tuple(sorted(also))),
    }


def _problems(statuses: tuple[int, ...]) -> Json:
    return {str(status): problem(status) for status in statuses}
