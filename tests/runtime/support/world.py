"""The store: one project served in-process, with people of every role and a look behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import psycopg
from fastapi import FastAPI
from psycopg.rows import dict_row
from starlette.types import ASGIApp

from runtime.identity.keys import load_signing_key
from runtime.identity.tokens import AccessTokens
from runtime.resource import Registry
from tests.support.database import Urls

PEOPLE = {
    "ada": "admin",
    "kim": "keeper",
    "kit": "keeper",
    "cleo": "clerk",
    "carl": "clerk",
    "vic": "viewer",
    "cora": "courier",
    "sam": "stranger",
    "cliff": "closer",
    "lim": None,
}
"""Who there is, and in which role; lim has roles in a depot alone."""

PASSWORD = "correct horse battery staple"


@dataclass
class World:
    """The served store. Requests name the person who makes them; `""` is nobody."""

    project: Path
    urls: Urls
    app: ASGIApp
    registry: Registry
    http: httpx.AsyncClient
    ids: dict[str, UUID]
    tokens: AccessTokens
    _issued: dict[str, str] = field(default_factory=dict)

    @property
    def fastapi(self) -> Any:
        """The FastAPI application behind envelope and dispatcher."""
        return fastapi_of(self.app)

    @property
    def services(self) -> Any:
        """What the operations use."""
        return self.fastapi.state.server._services

    def token(self, who: str) -> str:
        """An access token of that person."""
        if who not in self._issued:
            self._issued[who] = self.tokens.issue(self.ids[who], uuid4())
        return self._issued[who]

    async def ask(self, who: str, method: str, path: str, **rest: Any) -> httpx.Response:
        """The answer to a request under /api/v1."""
        headers = dict(rest.pop("headers", {}))
        if who:
            headers["Authorization"] = f"Bearer {self.token(who)}"
        url = path if path.startswith(("/api", "/.", "/healthz")) else f"/api/v1/{path}"
        return await self.http.request(method, url, headers=headers, **rest)

    async def add(self, who: str, path: str, **body: Any) -> dict[str, Any]:
        """A new row, which must succeed."""
        answer = await self.ask(who, "POST", path, json=body)
        assert answer.status_code == 201, answer.text
        made: dict[str, Any] = answer.json()
        return made

    def sql(self, statement: str, *values: Any) -> list[dict[str, Any]]:
        """Runs a statement as the owner of the tables; gives its rows."""
        with psycopg.connect(self.urls.owner, row_factory=dict_row) as connection:
            cursor = connection.execute(statement.encode(), values)
            return cursor.fetchall() if cursor.description else []

    def overrule(self, statement: str, *values: Any) -> None:
        """The same, as a migration of the owner, whom frozen rows do not hold."""
        with psycopg.connect(self.urls.owner) as connection:
            connection.execute("select set_config('charter.action', 'migrate', true)")
            connection.execute(statement.encode(), values)

    def events(self, entity_id: Any = None) -> list[dict[str, Any]]:
        """The audit events, of that row alone, oldest first."""
        if entity_id is None:
            return self.sql("select * from audit_events order by id")
        return self.sql("select * from audit_events where entity_id = %s order by id", entity_id)


def fastapi_of(app: Any) -> FastAPI:
    """The FastAPI application at the bottom of a served one."""
    while not isinstance(app, FastAPI):
        app = app._app
    return app


def populate(urls: Urls, people: Mapping[str, str | None] = PEOPLE) -> dict[str, UUID]:
    """Adds the people with their roles; gives their ids."""
    ids: dict[str, UUID] = {}
    with psycopg.connect(urls.owner) as connection:
        for name, role in people.items():
            [(key,)] = connection.execute(
                "insert into users (email, full_name) values (%s, %s) returning id",
                (f"{name}@example.com", name.title()),
            ).fetchall()
            ids[name] = key
            if role:
                connection.execute(
                    "insert into role_assignments (user_id, role) values (%s, %s)", (key, role)
                )
    return ids


def tokens_of(key_file: Path, registry: Registry) -> AccessTokens:
    """Tokens as a server with that key issues them."""
    key = load_signing_key(key_file, create=True)
    return AccessTokens(key, issuer=f"charter:{registry.title}")
