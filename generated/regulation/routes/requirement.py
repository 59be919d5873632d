"""The routes of requirements. Generated from model/regulation.yaml."""

from typing import Annotated

from fastapi import Body, Query

from generated.control.filters.control_mapping import ControlMappingFilters
from generated.control.schemas.control_mapping import ControlMappingPage
from generated.evidence.filters.evidence import EvidenceFilters
from generated.evidence.schemas.evidence import EvidencePage
from generated.identity.schemas.audit_event import AuditEventPage
from generated.regulation.filters.requirement import (
    RequirementFilters,
    RequirementHistoryQuery,
    RequirementListQuery,
    RequirementRowQuery,
)
from generated.regulation.groups.requirement import RequirementAggregate, RequirementAggregateQuery
from generated.regulation.inputs.requirement import (
    RequirementImplementInput,
    RequirementReopenInput,
    RequirementSetApplicabilityInput,
    RequirementStartInput,
    RequirementVerifyInput,
)
from generated.regulation.resources.requirement import REQUIREMENT
from generated.regulation.schemas.requirement import (
    RequirementCreate,
    RequirementPage,
    RequirementRead,
    RequirementUpdate,
)
from runtime.http.routes import ResourceRouter, RowId

router = ResourceRouter(REQUIREMENT, tag="regulation")


@router.list_rows(RequirementPage)
async def list_requirements(parameters: Annotated[RequirementListQuery, Query()]) -> None:
    """List requirements, a page at a time."""


@router.create_row(RequirementRead)
async def create_requirement(body: RequirementCreate) -> None:
    """Add a requirement."""


@router.aggregate_rows(RequirementAggregate)
async def aggregate_requirements(parameters: Annotated[RequirementAggregateQuery, Query()]) -> None:
    """Count and measure requirements in groups."""


@router.get_row(RequirementRead)
async def get_requirement(id: RowId, parameters: Annotated[RequirementRowQuery, Query()]) -> None:
    """Read a requirement."""


@router.update_row(RequirementRead)
async def update_requirement(id: RowId, body: RequirementUpdate) -> None:
    """Change a requirement."""


@router.delete_row()
async def delete_requirement(id: RowId) -> None:
    """Delete a requirement."""


@router.history_of_row(AuditEventPage)
async def list_history_of_requirement(
    id: RowId, parameters: Annotated[RequirementHistoryQuery, Query()]
) -> None:
    """List what happened to a requirement, newest first."""


@router.action("start", RequirementRead)
async def start_requirement(
    id: RowId, body: Annotated[RequirementStartInput, Body(default_factory=RequirementStartInput)]
) -> None:
    """Start a requirement: from not_started to in_progress."""


@router.action("implement", RequirementRead)
async def implement_requirement(
    id: RowId,
    body: Annotated[RequirementImplementInput, Body(default_factory=RequirementImplementInput)],
) -> None:
    """Implement a requirement: from in_progress to implemented."""


@router.action("verify", RequirementRead)
async def verify_requirement(
    id: RowId, body: Annotated[RequirementVerifyInput, Body(default_factory=RequirementVerifyInput)]
) -> None:
    """Verify a requirement: from implemented to verified."""


@router.action("reopen", RequirementRead)
async def reopen_requirement(id: RowId, body: RequirementReopenInput) -> None:
    """Reopen a requirement: from implemented or verified to in_progress."""


@router.action("set_applicability", RequirementRead)
async def set_applicability_requirement(
    id: RowId,
    body: Annotated[
        RequirementSetApplicabilityInput, Body(default_factory=RequirementSetApplicabilityInput)
    ],
) -> None:
    """Decides whether the requirement applies; saying that it does not needs a reason."""


@router.related("children", RequirementPage)
async def list_children_of_requirement(
    id: RowId, parameters: Annotated[RequirementFilters, Query()]
) -> None:
    """List the children of a requirement."""


@router.related("evidence", EvidencePage)
async def list_evidence_of_requirement(
    id: RowId, parameters: Annotated[EvidenceFilters, Query()]
) -> None:
    """List the evidence of a requirement."""


@router.related("mappings", ControlMappingPage)
async def list_mappings_of_requirement(
    id: RowId, parameters: Annotated[ControlMappingFilters, Query()]
) -> None:
    """List the mappings of a requirement."""
