"""The scopes of risk acceptances, for a row in memory. Generated from model/risk.yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from runtime import logic
from runtime.actor import Actor
from runtime.policy.rows import Rows

if TYPE_CHECKING:
    from generated.risk.models.risk_acceptance import RiskAcceptance


def own(row: RiskAcceptance, actor: Actor) -> bool:
    """Where requester == actor."""
    return logic.eq(row.requester_id, actor.id)


def to_decide(row: RiskAcceptance, actor: Actor) -> bool:
    """Where approver == actor."""
    return logic.eq(row.approver_id, actor.id)


def own_risk(row: RiskAcceptance, actor: Actor, rows: Rows) -> bool:
    """Where risk.owner == actor."""
    return logic.eq(rows.key("risk", row.risk_id, "owner_id"), actor.id)


def project_of(row: RiskAcceptance, rows: Rows) -> UUID | None:
    """The project that the row lies in: risk.project."""
    return rows.key("risk", row.risk_id, "project_id")


def business_unit_of(row: RiskAcceptance, rows: Rows) -> UUID | None:
    """The business unit that the row lies in: risk.business_unit."""
    return rows.key("risk", row.risk_id, "business_unit_id")
