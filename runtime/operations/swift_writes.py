"""Plain writes over the pipeline: one statement, made once for a shape of request.

It answers success alone. Whatever else there is to say (no such row, not permitted, a broken rule,
a key that leads nowhere) is for the operation as a whole, which then runs as if nothing had been:
nothing has been, since the statement either does all or leaves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import psycopg

from runtime.call import Answer, Call
from runtime.database.pipeline import LostError, Pipeline, Row
from runtime.database.transaction import context_values
from runtime.database.wire import text
from runtime.operations.errors import passing
from runtime.operations.gate import etag
from runtime.operations.services import Services
from runtime.policy.reach import Reach
from runtime.query.compiled import NotOneShapeError, Shapes, Template
from runtime.query.compiled_write import change_whole, insert_whole
from runtime.query.statement import Statement
from runtime.query.write import Change
from runtime.resource import Resource

_PLAIN = frozenset({"actor", "id", "versions", "ready"})
_NONE = "no statement serves this shape"


class SwiftWrites:
    """Creates and changes of one resource. One instance an operation."""

    def __init__(self, services: Services, resource: Resource) -> None:
        self._services = services
        self._resource = resource
        self._shapes: Shapes[Template | str] = Shapes()

    def pipeline(self, call: Call) -> Pipeline | None:
        """Where to send it; nowhere once another transaction has overtaken this one."""
        pipeline = self._services.pipeline
        if pipeline is None or not pipeline.is_open or call.attempt > 1:
            return None
        return pipeline

    async def create(self, call: Call, reach: Reach, values: Mapping[str, Any]) -> Answer | None:
        """201 with the new row, or None where nothing was added."""
        registry, resource = self._services.registry, self._resource

        def make() -> Statement:
            return insert_whole(resource, registry, reach, values)

        given = {f"body:{name}": value for name, value in values.items()}
        row = await self._run(call, reach, ("create", *sorted(values)), make, given)
        if row is None:
            return None
        version, key, body = row
        location = f"{registry.prefix}/{resource.path}/{text(key)}"
        headers = (("Location", location), etag(int(version or b"")))
        return Answer(201, body or b"", headers=headers)

    async def change(self, call: Call, reach: Reach, change: Change) -> Answer | None:
        """200 with the changed row, 204 for a deleted one, or None where nothing was changed."""
        if not change.writes or not change.ready:
            return None
        given = {f"body:{name}": value for name, value in change.values.items()}
        given |= {"id": change.key, "ready": True, "versions": change.versions}
        shape = (change.kind, change.action, change.versions is None, *sorted(change.values))

        def make() -> Statement:
            return change_whole(change, self._services.registry, reach)

        row = await self._run(call, reach, shape, make, given)
        if row is None:
            return None
        if change.kind == "delete":
            return Answer(204)
        version, body = row
        return Answer(200, body or b"", headers=(etag(int(version or b"")),))

    async def _run(
        self,
        call: Call,
        reach: Reach,
        shape: tuple[object, ...],
        make: Callable[[], Statement],
        given: dict[str, Any],
    ) -> Row | None:
        """The row that the statement gives; None where it did nothing.

        Raises LostError where the outcome is not known, and what another try may get past.
        """
        pipeline = self.pipeline(call)
        if pipeline is None:
            return None
        key = (reach.memory, shape)
        template = self._shapes.get(key) or self._shapes.put(key, _template(make))
        if isinstance(template, str):
            return None
        given["actor"] = reach.actor.id
        settings = {**context_values(call.audit()), **template.settings}
        try:
            rows = await pipeline.write(template.prepared, template.fill(given), settings)
        except psycopg.Error as error:
            if isinstance(error, LostError) or passing(error):
                raise
            return None
        return rows[0] if rows else None


def _template(make: Callable[[], Statement]) -> Template | str:
    def known(name: str) -> bool:
        return name in _PLAIN or name.startswith("body:")

    try:
        return Template(make(), known, lambda _: False, one_row=True)
    except NotOneShapeError:
        return _NONE
