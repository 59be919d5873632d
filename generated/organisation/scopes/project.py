"""The scopes of projects, for a row in memory. Generated from model/organisation.yaml."""

from uuid import UUID

from generated.organisation.models.project import Project
from runtime import logic
from runtime.actor import Actor
from runtime.policy.rows import Rows


def own(row: Project, actor: Actor) -> bool:
    """Where lead == actor."""
    return logic.eq(row.lead_id, actor.id)


def project_of(row: Project, rows: Rows) -> UUID | None:
    """The project that the row lies in: row."""
    return row.id
