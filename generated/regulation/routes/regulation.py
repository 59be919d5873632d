"""The routes of regulations. Generated from model/regulation.yaml."""

from typing import Annotated

from fastapi import Body, Query

from generated.identity.schemas.audit_event import AuditEventPage
from generated.organisation.filters.project import ProjectFilters
from generated.organisation.schemas.project import ProjectPage
from generated.regulation.filters.regulation import (
    RegulationFilters,
    RegulationHistoryQuery,
    RegulationListQuery,
    RegulationRowQuery,
)
from generated.regulation.filters.requirement import RequirementFilters
from generated.regulation.groups.regulation import RegulationAggregate, RegulationAggregateQuery
from generated.regulation.inputs.regulation import (
    RegulationCoverageOutput,
    RegulationImportCatalogueInput,
    RegulationImportCatalogueOutput,
    RegulationPublishInput,
    RegulationRetireInput,
    RegulationSupersedeInput,
)
from generated.regulation.resources.regulation import REGULATION
from generated.regulation.schemas.regulation import (
    RegulationCreate,
    RegulationPage,
    RegulationRead,
    RegulationUpdate,
)
from generated.regulation.schemas.requirement import RequirementPage
from runtime.http.routes import ResourceRouter, RowId

router = ResourceRouter(REGULATION, tag="regulation")


@router.list_rows(RegulationPage)
async def list_regulations(parameters: Annotated[RegulationListQuery, Query()]) -> None:
    """List regulations, a page at a time."""


@router.create_row(RegulationRead)
async def create_regulation(body: RegulationCreate) -> None:
    """Add a regulation."""


@router.aggregate_rows(RegulationAggregate)
async def aggregate_regulations(parameters: Annotated[RegulationAggregateQuery, Query()]) -> None:
    """Count and measure regulations in groups."""


@router.action("import_catalogue", RegulationImportCatalogueOutput)
async def import_catalogue_regulations(body: RegulationImportCatalogueInput) -> None:
    """Loads an OSCAL catalogue as a draft regulation; again, it changes nothing."""


@router.get_row(RegulationRead)
async def get_regulation(id: RowId, parameters: Annotated[RegulationRowQuery, Query()]) -> None:
    """Read a regulation."""


@router.update_row(RegulationRead)
async def update_regulation(id: RowId, body: RegulationUpdate) -> None:
    """Change a regulation."""


@router.delete_row()
async def delete_regulation(id: RowId) -> None:
    """Delete a regulation."""


@router.history_of_row(AuditEventPage)
async def list_history_of_regulation(
    id: RowId, parameters: Annotated[RegulationHistoryQuery, Query()]
) -> None:
    """List what happened to a regulation, newest first."""


@router.action("publish", RegulationRead)
async def publish_regulation(
    id: RowId, body: Annotated[RegulationPublishInput, Body(default_factory=RegulationPublishInput)]
) -> None:
    """Publish a regulation: from draft to active."""


@router.action("supersede", RegulationRead)
async def supersede_regulation(
    id: RowId,
    body: Annotated[RegulationSupersedeInput, Body(default_factory=RegulationSupersedeInput)],
) -> None:
    """Supersede a regulation: from active to superseded."""


@router.action("retire", RegulationRead)
async def retire_regulation(
    id: RowId, body: Annotated[RegulationRetireInput, Body(default_factory=RegulationRetireInput)]
) -> None:
    """Retire a regulation: from active or superseded to retired."""


@router.action("coverage", RegulationCoverageOutput)
async def coverage_regulation(id: RowId) -> None:
    """The share of requirements that a confirmed, effective control covers, by chapter."""


@router.action("gap", RequirementPage)
async def gap_regulation(id: RowId) -> None:
    """The applicable requirements without a confirmed control, or with partial ones alone."""


@router.related("projects", ProjectPage)
async def list_projects_of_regulation(
    id: RowId, parameters: Annotated[ProjectFilters, Query()]
) -> None:
    """List the projects of a regulation."""


@router.related("replaces", RegulationPage)
async def list_replaces_of_regulation(
    id: RowId, parameters: Annotated[RegulationFilters, Query()]
) -> None:
    """List the replaces of a regulation."""


@router.related("requirements", RequirementPage)
async def list_requirements_of_regulation(
    id: RowId, parameters: Annotated[RequirementFilters, Query()]
) -> None:
    """List the requirements of a regulation."""
