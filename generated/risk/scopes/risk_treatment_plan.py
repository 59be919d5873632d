"""The scopes of risk treatment plans, for a row in memory. Generated from model/risk.yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from runtime import logic
from runtime.actor import Actor
from runtime.policy.rows import Rows

if TYPE_CHECKING:
    from generated.risk.models.risk_treatment_plan import RiskTreatmentPlan


def own(row: RiskTreatmentPlan, actor: Actor) -> bool:
    """Where owner == actor."""
    return logic.eq(row.owner_id, actor.id)


def own_risk(row: RiskTreatmentPlan, actor: Actor, rows: Rows) -> bool:
    """Where risk.owner == actor."""
    return logic.eq(rows.key("risk", row.risk_id, "owner_id"), actor.id)


def project_of(row: RiskTreatmentPlan, rows: Rows) -> UUID | None:
    """The project that the row lies in: risk.project."""
    return rows.key("risk", row.risk_id, "project_id")


def business_unit_of(row: RiskTreatmentPlan, rows: Rows) -> UUID | None:
    """The business unit that the row lies in: risk.business_unit."""
    return rows.key("risk", row.risk_id, "business_unit_id")
