"""What functions of `domain/` get, and how they must look.

- An action or transition `call: domain.risk:score` on a row:
  `async def score(context: Context, row: Risk, data: RiskScoreInput | None) -> object | None`;
  `row` is the SQLModel object in `context.session`, as it is after `set` and the move.
  What the function assigns to it within `writes` is flushed at the end. It returns what the
  model's `output` says: a row object (or its id) for an entity, a list of row objects or ids for
  `[X]`, a dict for an object, nothing otherwise (a row output then answers the row itself).
- At a collection: `async def request(context: Context, data: EvidenceRequestInput) -> ...`.
- A hook `before_*`: `async def levels(context: Context, values: dict[str, Any], row: Risk | None)`;
  `values` are the columns about to be written and may be changed or added to; `row` is None on
  create. before_delete gets an empty dict. An `after_*` hook:
  `async def revise(context: Context, row: EvidenceRevision)`.
  A hook that looks at some columns alone says so: `@concerns("likelihood", "impact")`. An update
  of others does not run it, and stays a single statement.
- A job: `async def warn(context: Context) -> None`.

All run inside the transaction of the request. To refuse, raise a problem of `runtime.problems`
(`Conflict("…", code="LAST_ADMIN")`); everything is undone then. A function may be run again, where
another transaction was overtaken; and one before a create that only looks up rows by `context.get`
is run ahead of the write, which then is a single statement. What it does beside the database should
therefore bear repetition.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel

from runtime.actor import Actor

_CONCERNS = "charter_concerns"


def concerns[F: Callable[..., Any]](*columns: str) -> Callable[[F], F]:
    """Marks a hook that has nothing to do where an update leaves all of these columns alone.

    A create, a delete, and a write by another function of the domain run it all the same.
    """

    def mark(hook: F) -> F:
        setattr(hook, _CONCERNS, columns)
        return hook

    return mark


def concerns_of(hook: Callable[..., Any], given: Container[str]) -> bool:
    """Whether a hook has something to do for an update of the columns that are given."""
    columns: Sequence[str] | None = getattr(hook, _CONCERNS, None)
    return columns is None or any(name in given for name in columns)


class Context(Protocol):
    """The surface that domain functions program against."""

    actor: Actor
    session: AsyncSession
    now: datetime
    today: date
    reason: str | None

    async def get[M: SQLModel](self, model: type[M], key: UUID | None) -> M | None:
        """The row of that id whoever may read it, or None; without policy."""

    async def visible[M: SQLModel](self, model: type[M], key: UUID) -> M:
        """The row of that id if the actor may read it; raises NotFound otherwise."""

    async def visible_ids(self, model: type[SQLModel], *conditions: Any) -> Sequence[UUID]:
        """Ids of the rows that the actor may read and that meet the SQLAlchemy conditions."""

    async def create[M: SQLModel](self, model: type[M], **values: Any) -> M:
        """Adds a row as the platform, without policy (audited as the actor); rules still hold."""

    async def move(self, row: SQLModel, transition: str, **values: Any) -> None:
        """Makes a transition of `by: system`; raises Conflict where the state does not allow it."""

    def platform(self) -> AbstractAsyncContextManager[None]:
        """Within the block statements of the session see every row, whoever may read it.

        For what must be known whoever asks (is there another administrator?), never for answers.
        """

    async def flush(self) -> None:
        """Writes what was assigned so far, so that statements see it."""

    async def record(self, action: str, entity_type: str, entity_id: UUID | None = None) -> None:
        """Leaves an event of its own in the trail (an export, a log-in)."""
