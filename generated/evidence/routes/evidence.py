"""The routes of evidence. Generated from model/evidence.yaml."""

from typing import Annotated

from fastapi import Body, Query

from generated.evidence.filters.evidence import (
    EvidenceHistoryQuery,
    EvidenceListQuery,
    EvidenceRowQuery,
)
from generated.evidence.groups.evidence import EvidenceAggregate, EvidenceAggregateQuery
from generated.evidence.inputs.evidence import (
    EvidenceApproveInput,
    EvidenceExpiringInput,
    EvidenceFulfilInput,
    EvidenceRejectInput,
    EvidenceRenewInput,
    EvidenceRequestInput,
    EvidenceSubmitInput,
)
from generated.evidence.resources.evidence import EVIDENCE
from generated.evidence.schemas.evidence import (
    EvidenceCreate,
    EvidencePage,
    EvidenceRead,
    EvidenceUpdate,
)
from generated.identity.schemas.audit_event import AuditEventPage
from generated.regulation.filters.requirement import RequirementFilters
from generated.regulation.schemas.requirement import RequirementPage
from runtime.http.routes import OtherId, ResourceRouter, RowId

router = ResourceRouter(EVIDENCE, tag="evidence")


@router.list_rows(EvidencePage)
async def list_evidences(parameters: Annotated[EvidenceListQuery, Query()]) -> None:
    """List evidence, a page at a time."""


@router.create_row(EvidenceRead)
async def create_evidence(body: EvidenceCreate) -> None:
    """Add an evidence."""


@router.aggregate_rows(EvidenceAggregate)
async def aggregate_evidences(parameters: Annotated[EvidenceAggregateQuery, Query()]) -> None:
    """Count and measure evidence in groups."""


@router.action("request", EvidenceRead)
async def request_evidences(body: EvidenceRequestInput) -> None:
    """Asks somebody for evidence by a date; opens the row and a task for it."""


@router.action("expiring", EvidencePage)
async def expiring_evidences(parameters: Annotated[EvidenceExpiringInput, Query()]) -> None:
    """Approved evidence that lapses within the given number of days, the nearest first."""


@router.get_row(EvidenceRead)
async def get_evidence(id: RowId, parameters: Annotated[EvidenceRowQuery, Query()]) -> None:
    """Read an evidence."""


@router.update_row(EvidenceRead)
async def update_evidence(id: RowId, body: EvidenceUpdate) -> None:
    """Change an evidence."""


@router.delete_row()
async def delete_evidence(id: RowId) -> None:
    """Delete an evidence."""


@router.history_of_row(AuditEventPage)
async def list_history_of_evidence(
    id: RowId, parameters: Annotated[EvidenceHistoryQuery, Query()]
) -> None:
    """List what happened to an evidence, newest first."""


@router.action("fulfil", EvidenceRead)
async def fulfil_evidence(
    id: RowId, body: Annotated[EvidenceFulfilInput, Body(default_factory=EvidenceFulfilInput)]
) -> None:
    """Fulfil an evidence: from requested to draft."""


@router.action("submit", EvidenceRead)
async def submit_evidence(
    id: RowId, body: Annotated[EvidenceSubmitInput, Body(default_factory=EvidenceSubmitInput)]
) -> None:
    """Submit an evidence: from draft or rejected to submitted."""


@router.action("approve", EvidenceRead)
async def approve_evidence(
    id: RowId, body: Annotated[EvidenceApproveInput, Body(default_factory=EvidenceApproveInput)]
) -> None:
    """Approve an evidence: from submitted to approved."""


@router.action("reject", EvidenceRead)
async def reject_evidence(
    id: RowId, body: Annotated[EvidenceRejectInput, Body(default_factory=EvidenceRejectInput)]
) -> None:
    """Reject an evidence: from submitted to rejected."""


@router.action("renew", EvidenceRead)
async def renew_evidence(
    id: RowId, body: Annotated[EvidenceRenewInput, Body(default_factory=EvidenceRenewInput)]
) -> None:
    """Renew an evidence: from expired to draft."""


@router.related("requirements", RequirementPage)
async def list_requirements_of_evidence(
    id: RowId, parameters: Annotated[RequirementFilters, Query()]
) -> None:
    """List the requirements of an evidence."""


@router.link("requirements")
async def link_requirements_of_evidence(id: RowId, other_id: OtherId) -> None:
    """Link a requirement to an evidence (requirements)."""


@router.unlink("requirements")
async def unlink_requirements_of_evidence(id: RowId, other_id: OtherId) -> None:
    """Unlink a requirement from an evidence (requirements)."""
