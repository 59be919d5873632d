"""Operations called by a program instead of over HTTP: same policy, same validation, same trail.

For imports, exports and demo data. What an operation refuses is raised as the Problem that HTTP
would answer.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from runtime.actor import Actor, AuditContext, Origin
from runtime.audit.record import record_event
from runtime.call import Answer, Call
from runtime.ids import time_ordered_id
from runtime.operations.binding import Binding, Operation, OperationKind
from runtime.operations.errors import translate
from runtime.operations.runner import bind
from runtime.operations.services import Services
from runtime.problems import Problem
from runtime.query.filters import filter_name
from runtime.resource import Resource

Row = dict[str, Any]
"""A row as JSON has it."""

_METHODS: dict[OperationKind, str] = {
    "create": "POST",
    "update": "PATCH",
    "delete": "DELETE",
    "restore": "POST",
    "link": "PUT",
    "unlink": "DELETE",
}


@dataclass(slots=True)
class Client:
    """Acts as one actor. `source` is what the trail says of where a write came from."""

    services: Services
    actor: Actor
    source: Origin = "cli"
    _bound: dict[tuple[str, str, str], Operation] = field(default_factory=dict)

    def resource(self, name: str) -> Resource:
        """The resource of that policy word; KeyError if there is none."""
        return self.services.registry[name]

    async def create(self, name: str, values: Mapping[str, Any]) -> Row:
        """Adds a row; gives it as the actor may see it."""
        return await self._row(Binding(self.resource(name), "create"), values)

    async def update(self, name: str, key: UUID | str, patch: Mapping[str, Any], tag: str) -> Row:
        """Changes a row that still has the version of `tag`, an ETag."""
        return await self._row(Binding(self.resource(name), "update"), patch, key, tag)

    async def act(
        self,
        name: str,
        action: str,
        key: UUID | str | None = None,
        values: Mapping[str, Any] | None = None,
    ) -> Row:
        """Runs an action or transition on the row as it stands; gives what it answers."""
        binding = Binding(self.resource(name), "action", action)
        return await self._row(binding, values or {}, key, "*" if key is not None else None)

    async def link(self, name: str, key: UUID | str, relation: str, other: UUID | str) -> None:
        """Links two rows; again, it changes nothing."""
        binding = Binding(self.resource(name), "link", relation)
        await self._send(binding, {"id": str(key), "other_id": str(other)}, tag="*")

    async def get(self, name: str, key: UUID | str) -> tuple[Row, str]:
        """A row and its ETag; raises NotFound where the actor sees none."""
        answer = await self._send(Binding(self.resource(name), "get"), {"id": str(key)})
        return json.loads(answer.body), tag_of(answer)

    async def find(self, name: str, /, **values: str) -> Row | None:
        """The first row with these values that the actor may see, or None."""
        fields = {known.name: known for known in self.resource(name).fields}
        query = tuple((filter_name(fields[key], "eq"), value) for key, value in values.items())
        found = await self.page(name, (*query, ("limit", "1")))
        items: list[Row] = found["items"]
        return items[0] if items else None

    async def page(self, name: str, query: tuple[tuple[str, str], ...]) -> dict[str, Any]:
        """One page of a list, with the parameters that HTTP has."""
        answer = await self._send(Binding(self.resource(name), "list"), {}, query=query)
        page: dict[str, Any] = json.loads(answer.body)
        return page

    async def rows(self, name: str, *query: tuple[str, str]) -> AsyncIterator[Row]:
        """Every row that a list finds, a page at a time."""
        limit = ("limit", str(min(self.resource(name).limit_max, 200)))
        cursor: tuple[tuple[str, str], ...] = ()
        while True:
            page = await self.page(name, (*query, limit, *cursor))
            for row in page["items"]:
                yield row
            if page["next_cursor"] is None:
                return
            cursor = (("cursor", page["next_cursor"]),)

    async def record(self, action: str, name: str) -> None:
        """Leaves an event of its own in the trail, such as that of an export."""
        context = AuditContext(self.actor, self._request_id(), self.source, name, action)
        async with self.services.database.transaction(context) as transaction:
            await record_event(transaction, action=action, entity_type=name)

    async def _row(
        self,
        binding: Binding,
        values: Mapping[str, Any],
        key: UUID | str | None = None,
        tag: str | None = None,
    ) -> Row:
        path = {"id": str(key)} if key is not None else {}
        answer = await self._send(binding, path, values, tag=tag)
        row: Row = json.loads(answer.body) if answer.body else {}
        return row

    async def _send(
        self,
        binding: Binding,
        path: Mapping[str, str],
        values: Mapping[str, Any] | None = None,
        *,
        query: tuple[tuple[str, str], ...] = (),
        tag: str | None = None,
    ) -> Answer:
        key = (binding.resource.name, binding.kind, binding.name)
        operation = self._bound.get(key)
        if operation is None:
            operation = self._bound[key] = bind(self.services, binding)
        try:
            return await operation(self._call(binding, path, values, query, tag))
        except Problem:
            raise
        except Exception as error:
            raise translate(error, self.services.registry) from error

    def _call(
        self,
        binding: Binding,
        path: Mapping[str, str],
        values: Mapping[str, Any] | None,
        query: tuple[tuple[str, str], ...],
        tag: str | None,
    ) -> Call:
        body = b"" if values is None else json.dumps(values, default=str).encode()

        async def read_body() -> bytes:
            return body

        headers = {"content-type": "application/json"} if body else {}
        if tag is not None:
            headers["if-match"] = tag
        action = binding.resource.action(binding.name) if binding.kind == "action" else None
        return Call(
            method=action.method if action else _METHODS.get(binding.kind, "GET"),
            path=f"{self.services.registry.prefix}/{binding.resource.path}",
            path_parameters=path,
            query_string=urlencode(query, errors="surrogatepass").encode(),
            headers=headers,
            read_body=read_body,
            request_id=self._request_id(),
            actor=self.actor,
            source=self.source,
        )

    def _request_id(self) -> str:
        return f"{self.source}-{time_ordered_id().hex}"


def tag_of(answer: Answer) -> str:
    """The ETag of an answer."""
    return next(value for name, value in answer.headers if name == "ETag")
