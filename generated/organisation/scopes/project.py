"""The scopes of projects, for a row in memory. Generated from model/organisation.yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from runtime import logic
from runtime.actor import Actor
from runtime.policy.rows import Rows

if TYPE_CHECKING:
    from generated.organisation.models.project import Project


def own(row: Project, actor: Actor) -> bool:
    """Where lead == actor."""
    return logic.eq(row.lead_id, actor.id)


def project_of(row: Project, rows: Rows) -> UUID | None:
    """The project that the row lies in: row."""
    return row.id
