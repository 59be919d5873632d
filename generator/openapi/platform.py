"""The routes that every project has: sessions, the caller's account, keys, health, metrics."""

from __future__ import annotations

from typing import Any

from generator.emit.shapes import component
from generator.openapi.responses import REQUEST_ID, Json, problem

TAG = {"name": "platform", "description": "Sessions, keys and health."}

_TEXT: Json = {"type": "string"}


def paths(prefix: str) -> Json:
    """The paths of the platform."""
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
            | {"security": [{"bearer": []}]}
        },
        "/.well-known/jwks.json": {
            "get": _get("get_jwks", "The keys that tokens are signed with", {"type": "object"})
        },
        "/healthz": {"get": _get("get_health", "Whether the server runs", component("Health"))},
        "/readyz": {
            "get": _get("get_readiness", "Whether it can serve", component("Health"), (503,))
        },
        "/metrics": {
            "get": _get("get_metrics", "Metrics for Prometheus", _TEXT, media_type="text/plain")
        },
    }


def schemas() -> Json:
    """The schemas that those paths use."""
    pattern = r"^[^\x00]*$"
    return {
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


def _session(name: str, summary: str, body: str, answer: str | None) -> Json:
    refused = (401, 406, 413, 415, 422, 503) if answer else (413, 415, 422, 503)
    success: Json = {"description": "OK" if answer else "No Content", "headers": REQUEST_ID}
    if answer:
        success["content"] = {"application/json": {"schema": component(answer)}}
    return {
        "tags": [TAG["name"]],
        "summary": summary,
        "operationId": name,
        "security": [],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": component(body)}},
        },
        "responses": {"200" if answer else "204": success}
        | {str(status): problem(status) for status in refused},
    }


def _get(
    name: str,
    summary: str,
    schema: Json,
    refused: tuple[int, ...] = (),
    media_type: str = "application/json",
) -> Json:
    success = {
        "description": "OK",
        "headers": REQUEST_ID,
        "content": {media_type: {"schema": schema}},
    }
    return {
        "tags": [TAG["name"]],
        "summary": summary,
        "operationId": name,
        "security": [],
        "responses": {"200": success} | {str(status): problem(status) for status in refused},
    }
