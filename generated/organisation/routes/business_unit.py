"""The routes of business units. Generated from model/organisation.yaml."""

from typing import Annotated

from fastapi import Query

from generated.control.filters.control import ControlFilters
from generated.control.schemas.control import ControlPage
from generated.identity.filters.user import UserFilters
from generated.identity.schemas.audit_event import AuditEventPage
from generated.identity.schemas.user import UserPage
from generated.organisation.filters.business_unit import (
    BusinessUnitFilters,
    BusinessUnitHistoryQuery,
    BusinessUnitListQuery,
    BusinessUnitRowQuery,
)
from generated.organisation.groups.business_unit import (
    BusinessUnitAggregate,
    BusinessUnitAggregateQuery,
)
from generated.organisation.inputs.business_unit import BusinessUnitTreeOutput
from generated.organisation.resources.business_unit import BUSINESS_UNIT
from generated.organisation.schemas.business_unit import (
    BusinessUnitCreate,
    BusinessUnitPage,
    BusinessUnitRead,
    BusinessUnitUpdate,
)
from generated.risk.filters.risk import RiskFilters
from generated.risk.schemas.risk import RiskPage
from runtime.http.routes import ResourceRouter, RowId

router = ResourceRouter(BUSINESS_UNIT, tag="organisation")


@router.list_rows(BusinessUnitPage)
async def list_business_units(parameters: Annotated[BusinessUnitListQuery, Query()]) -> None:
    """List business units, a page at a time."""


@router.create_row(BusinessUnitRead)
async def create_business_unit(body: BusinessUnitCreate) -> None:
    """Add a business unit."""


@router.aggregate_rows(BusinessUnitAggregate)
async def aggregate_business_units(
    parameters: Annotated[BusinessUnitAggregateQuery, Query()],
) -> None:
    """Count and measure business units in groups."""


@router.action("tree", BusinessUnitTreeOutput)
async def tree_business_units() -> None:
    """The units below one another, each with its open risks and overdue tasks."""


@router.get_row(BusinessUnitRead)
async def get_business_unit(
    id: RowId, parameters: Annotated[BusinessUnitRowQuery, Query()]
) -> None:
    """Read a business unit."""


@router.update_row(BusinessUnitRead)
async def update_business_unit(id: RowId, body: BusinessUnitUpdate) -> None:
    """Change a business unit."""


@router.delete_row()
async def delete_business_unit(id: RowId) -> None:
    """Delete a business unit."""


@router.history_of_row(AuditEventPage)
async def list_history_of_business_unit(
    id: RowId, parameters: Annotated[BusinessUnitHistoryQuery, Query()]
) -> None:
    """List what happened to a business unit, newest first."""


@router.related("children", BusinessUnitPage)
async def list_children_of_business_unit(
    id: RowId, parameters: Annotated[BusinessUnitFilters, Query()]
) -> None:
    """List the children of a business unit."""


@router.related("controls", ControlPage)
async def list_controls_of_business_unit(
    id: RowId, parameters: Annotated[ControlFilters, Query()]
) -> None:
    """List the controls of a business unit."""


@router.related("members", UserPage)
async def list_members_of_business_unit(
    id: RowId, parameters: Annotated[UserFilters, Query()]
) -> None:
    """List the members of a business unit."""


@router.related("risks", RiskPage)
async def list_risks_of_business_unit(
    id: RowId, parameters: Annotated[RiskFilters, Query()]
) -> None:
    """List the risks of a business unit."""
