"""The scopes of company profiles, for a row in memory. Generated from model/organisation.yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING

from runtime import logic
from runtime.actor import Actor

if TYPE_CHECKING:
    from generated.organisation.models.company_profile import CompanyProfile


def own(row: CompanyProfile, actor: Actor) -> bool:
    """Where compliance_contact == actor or dpo_user == actor."""
    return logic.eq(row.compliance_contact_id, actor.id) or logic.eq(row.dpo_user_id, actor.id)
