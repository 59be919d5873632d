"""The routes of audit events. Generated from model/identity.yaml."""

from typing import Annotated

from fastapi import Query

from generated.identity.filters.audit_event import AuditEventFilters, AuditEventSelection
from generated.identity.resources.audit_event import AUDIT_EVENT
from generated.identity.schemas.audit_event import AuditEventPage, AuditEventRead
from runtime.http.routes import ResourceRouter, RowId

router = ResourceRouter(AUDIT_EVENT, tag="identity")


@router.list_rows(AuditEventPage)
async def list_audit_events(parameters: Annotated[AuditEventFilters, Query()]) -> None:
    """List audit events, a page at a time."""


@router.get_row(AuditEventRead)
async def get_audit_event(id: RowId, parameters: Annotated[AuditEventSelection, Query()]) -> None:
    """Read an audit event."""
