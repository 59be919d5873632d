"""Every router, in the order of the document. Generated from model.yaml."""

from generated.control.routes.control import router as control_router
from generated.control.routes.control_mapping import router as control_mapping_router
from generated.evidence.routes.evidence import router as evidence_router
from generated.identity.routes.audit_event import router as audit_event_router
from generated.identity.routes.refresh_token import router as refresh_token_router
from generated.identity.routes.role_assignment import router as role_assignment_router
from generated.identity.routes.user import router as user_router
from generated.organisation.routes.business_unit import router as business_unit_router
from generated.organisation.routes.company_profile import router as company_profile_router
from generated.organisation.routes.project import router as project_router
from generated.regulation.routes.regulation import router as regulation_router
from generated.regulation.routes.requirement import router as requirement_router
from generated.risk.routes.risk import router as risk_router
from generated.risk.routes.risk_acceptance import router as risk_acceptance_router
from generated.risk.routes.risk_matrix import router as risk_matrix_router
from generated.risk.routes.risk_treatment_plan import router as risk_treatment_plan_router
from generated.task.routes.task import router as task_router
from runtime.http.routes import ResourceRouter

ROUTERS: tuple[ResourceRouter, ...] = (
    user_router,
    role_assignment_router,
    refresh_token_router,
    audit_event_router,
    company_profile_router,
    business_unit_router,
    project_router,
    regulation_router,
    requirement_router,
    control_router,
    control_mapping_router,
    evidence_router,
    risk_router,
    risk_matrix_router,
    risk_treatment_plan_router,
    risk_acceptance_router,
    task_router,
)
