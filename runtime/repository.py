"""FastCRUD under the policy: what functions, import, jobs and the shell read and write through."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self
from uuid import UUID

from fastcrud import FastCRUD, PolicyConfig
from sqlalchemy import ColumnElement, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import SQLModel

from runtime.policy.reach import Decision, Reach
from runtime.query.statement import Parameters
from runtime.resource import Resource


class Repository[M: SQLModel](FastCRUD[M, Any, Any, Any, Any, Any]):
    """FastCRUD over one model. It never commits: the request's transaction does."""

    @classmethod
    def under(
        cls, resource: Resource, reach: Reach, model: type[M], action: str = "update"
    ) -> Self:
        """The repository with the actor's rules; its `update` is the reach of `action`."""
        return cls(model, policy=policy_config(resource, reach, action))

    async def ids(self, session: AsyncSession, *conditions: ColumnElement[bool]) -> Sequence[UUID]:
        """The ids within the policy's `read` that meet the conditions, in order of id."""
        assert self.policy is not None
        if not self.policy.grants("read"):
            return []
        key: Any = self.model.id  # type: ignore[attr-defined]
        rows = await session.execute(
            select(key).where(*self.policy.row_conditions("read"), *conditions).order_by(key)
        )
        return list(rows.scalars())


def policy_config(resource: Resource, reach: Reach, action: str) -> PolicyConfig:
    """The actor's decisions over a resource as FastCRUD takes them."""
    mask = reach.mask(resource)
    columns = set(resource.model.__table__.columns.keys())  # type: ignore[attr-defined]
    create = reach.decide(resource, "create")
    return PolicyConfig(
        read=_rule(resource, reach, "read"),
        create=not create.denied,
        create_check=_condition(resource, reach, "create", create),
        update=_rule(resource, reach, action),
        delete=_rule(resource, reach, "delete"),
        hidden_columns=mask.hidden & columns,
        read_only_columns=mask.read_only & columns,
    )


def _rule(resource: Resource, reach: Reach, action: str) -> Any:
    decision = reach.decide(resource, action)
    if decision.denied:
        return False
    condition = _condition(resource, reach, action, decision)
    return True if condition is None else condition


def _condition(resource: Resource, reach: Reach, action: str, decision: Decision) -> Any:
    """The decision as SQLAlchemy text over the table itself, with its values bound."""
    live = (
        [f'"{resource.table}".deleted_at is null'] if resource.soft and action != "create" else []
    )
    if decision.everything and not live:
        return None
    parameters = Parameters()
    sql = reach.condition(resource, action, f'"{resource.table}"', parameters)
    named = " and ".join([f"({sql})", *live]).replace(":", "\\:")
    values = {}
    for number, value in reversed(list(enumerate(parameters.values, 1))):
        if f"${number}" not in named:
            continue  # the policy may hand in an actor for whom no condition asks
        named = named.replace(f"${number}", f":reach_{action}_{number}")
        values[f"reach_{action}_{number}"] = value
    return text(named).bindparams(**values)
