"""Creates whose hooks only look: the hooks run ahead, and the write is one statement.

Most functions before a write look up a row or two by key and work out values; none of that needs
the transaction of the write, since another statement of it would not see an older state either
(READ COMMITTED). So they get a context without a transaction, whose look-ups go over the pipeline.
A function that wants more of it (the session, a write, a row that is locked), that assigns to a row
it was given, or that refuses, is run again in the ordinary way, as it is when another transaction
was overtaken.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn, cast
from uuid import UUID

from sqlalchemy import inspect
from sqlmodel import SQLModel

from runtime.call import Answer, Call
from runtime.database.pipeline import Pipeline
from runtime.database.rows import RowReader
from runtime.database.transaction import Transaction
from runtime.operations.body import defaults
from runtime.operations.context import DomainContext, run_hooks
from runtime.operations.services import Services
from runtime.operations.swift_writes import SwiftWrites
from runtime.policy.reach import Reach
from runtime.resource import Resource

BEFORE = ("before_create", "before_save")
AFTER = ("after_create", "after_save")


class TransactionWanted(BaseException):
    """A function asks for what only a transaction has."""


class _Nowhere:
    """In place of a transaction: to ask anything of it ends the attempt."""

    def __getattr__(self, name: str) -> NoReturn:
        raise TransactionWanted(name)


class Glance(DomainContext):
    """A context that looks up rows by key, and has no transaction."""

    def __init__(
        self, services: Services, reach: Reach, call: Call, pipeline: Pipeline, readers: Readers
    ) -> None:
        super().__init__(services, cast(Transaction, _Nowhere()), reach, call)
        self._pipeline = pipeline
        self._readers = readers
        self._rows: dict[tuple[type[SQLModel], UUID], SQLModel | None] = {}

    async def get[M: SQLModel](self, model: type[M], key: UUID | None) -> M | None:
        """The row of that id whoever may read it, or None; the same object each time."""
        if key is None:
            return None
        known = (model, key)
        if known not in self._rows:
            self._rows[known] = await self._readers.of(model).get(self._pipeline, key)
        return cast("M | None", self._rows[known])

    @property
    def assigned(self) -> bool:
        """Whether anything was assigned to a row, which a session would write."""
        return any(row is not None and inspect(row).modified for row in self._rows.values())


class Readers:
    """What reads rows, for each model that was asked for."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._known: dict[type[SQLModel], RowReader[Any]] = {}

    def of[M: SQLModel](self, model: type[M]) -> RowReader[M]:
        """The reader of a model."""
        found = self._known.get(model)
        if found is None:
            dialect = self._services.database.engine.dialect
            found = self._known.setdefault(model, RowReader(model, dialect))
        return found


class AheadWrites:
    """Creates of one resource with functions before them. One instance an operation.

    Once a function wanted a transaction, all further creates go the ordinary way at once.
    """

    def __init__(self, services: Services, resource: Resource, swift: SwiftWrites) -> None:
        self._services = services
        self._resource = resource
        self._swift = swift
        self._readers = Readers(services)
        self._defaults = defaults(resource)
        self._looking_suffices = not any(resource.hooks.get(event) for event in AFTER)

    async def create(self, call: Call, reach: Reach, values: Mapping[str, Any]) -> Answer | None:
        """201 with the new row, or None where nothing was added."""
        pipeline = self._swift.pipeline(call)
        if not self._looking_suffices or pipeline is None:
            return None
        final = {**self._defaults, **values}
        context = Glance(self._services, reach, call, pipeline, self._readers)
        try:
            await run_hooks(context, self._resource, BEFORE, final, None)
        except TransactionWanted:
            self._looking_suffices = False
            return None
        except Exception:
            return None
        return None if context.assigned else await self._swift.create(call, reach, final)
