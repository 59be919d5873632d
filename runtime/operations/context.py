"""The context that functions of `domain/` program against (see `runtime.domain_api`)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.util import identity_key
from sqlmodel import SQLModel

from runtime.audit.record import record_event
from runtime.database.transaction import Transaction
from runtime.policy.reach import ALL, Reach
from runtime.problems import NotFound
from runtime.repository import Repository
from runtime.resource import Resource

if TYPE_CHECKING:
    from runtime.call import Call
    from runtime.operations.services import Services


class DomainContext:
    """Implements `runtime.domain_api.Context` over one transaction."""

    def __init__(
        self, services: Services, transaction: Transaction, reach: Reach, call: Call | None
    ) -> None:
        self.services = services
        self.transaction = transaction
        self.reach = reach
        self.call = call
        self.actor = reach.actor
        self.reason = call.reason if call else None
        self.now = datetime.now(UTC)
        self.today = self.now.date()

    @property
    def session(self) -> AsyncSession:
        """SQLAlchemy's session over the transaction."""
        return self.transaction.session

    def resource_of(self, model: type[SQLModel]) -> Resource:
        """The resource of a model; KeyError for a class that is none."""
        for resource in self.services.registry.resources:
            if resource.table == model.__tablename__:
                return resource
        raise KeyError(model.__name__)

    def repository[M: SQLModel](self, model: type[M]) -> Repository[M]:
        """FastCRUD over the model under the actor's policy."""
        return Repository.under(self.resource_of(model), self.reach, model)

    async def get[M: SQLModel](self, model: type[M], key: UUID | None) -> M | None:
        """The row of that id whoever may read it, or None, as the database has it now.

        What was assigned to it so far is written first.
        """
        if key is None:
            return None
        known = self.session.sync_session.identity_map.get(identity_key(model, key))
        if known is not None and self.session.is_modified(known):
            await self.flush()
        async with self.platform():
            return await self.session.get(model, key, populate_existing=True)

    async def visible[M: SQLModel](self, model: type[M], key: UUID) -> M:
        """The row of that id if the actor may read it; raises NotFound otherwise."""
        if not await self.repository(model).exists(self.session, id=key):
            raise NotFound
        row = await self.get(model, key)
        if row is None:
            raise NotFound
        return row

    async def visible_ids(self, model: type[SQLModel], *conditions: Any) -> Sequence[UUID]:
        """Ids of the rows that the actor may read and that meet the conditions, by id."""
        return await self.repository(model).ids(self.session, *conditions)

    async def create[M: SQLModel](self, model: type[M], **values: Any) -> M:
        """Adds a row as the platform, without policy; hooks and rules still hold."""
        from runtime.operations.writes import insert_row

        key, _, _ = await insert_row(self, self.resource_of(model), values, trusted=True)
        row = await self.get(model, key)
        assert row is not None, "the row was added in this transaction"
        return row

    async def move(self, row: SQLModel, transition: str, **values: Any) -> None:
        """Makes a transition of `by: system`; raises Conflict where the state forbids it."""
        from runtime.operations.actions import move_row

        resource = self.resource_of(type(row))
        await move_row(self, resource, transition, row.id, values)  # type: ignore[attr-defined]
        async with self.platform():
            await self.session.refresh(row)

    def platform(self) -> AbstractAsyncContextManager[None]:
        """Within the block statements of the session see every row, whoever may read it."""
        return self.transaction.platform()

    async def flush(self) -> None:
        """Writes what was assigned so far, so that statements see it."""
        await self.session.flush()

    async def record(self, action: str, entity_type: str, entity_id: UUID | None = None) -> None:
        """Leaves an event of its own in the trail."""
        await record_event(
            self.transaction, action=action, entity_type=entity_type, entity_id=entity_id
        )


@asynccontextmanager
async def opened(
    services: Services, call: Call, reach: Reach, *, session: bool
) -> AsyncIterator[DomainContext]:
    """A context over a new transaction; with a session where domain functions run."""
    if session:
        granted = session_reach(services, reach, call.entity_type, call.action)
        async with services.database.session(call.audit(), reach=granted) as transaction:
            yield DomainContext(services, transaction, reach, call)
    else:
        async with services.database.transaction(call.audit()) as transaction:
            yield DomainContext(services, transaction, reach, call)


def session_reach(services: Services, reach: Reach, entity_type: str, asked: str) -> dict[str, str]:
    """What row-level security grants while functions of the domain run, by word.

    They may ask anything, so every resource is there; for the one that the request is about,
    `update` is the action in progress.
    """
    found: dict[str, str] = {}
    for resource in services.registry.resources:
        for word in ("read", "create", "update", "delete"):
            found[f"{resource.name}.{word}"] = reach.decide(resource, word).reach
        found[f"{resource.name}.keep"] = found[f"{resource.name}.update"]
        action = resource.action(asked) if entity_type == resource.name else None
        if action is not None:
            found[f"{resource.name}.update"] = reach.decide(resource, action.name).reach
            found[f"{resource.name}.keep"] = ALL
    return {word: granted for word, granted in found.items() if granted}


async def run_hooks(
    context: DomainContext,
    resource: Resource,
    events: tuple[str, ...],
    values: dict[str, Any],
    row: Any,
) -> None:
    """Runs the before-hooks in order; they may change `values`."""
    for event in events:
        for hook in resource.hooks.get(event, ()):
            await hook(context, values, row)
