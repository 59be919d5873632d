"""Every resource that is served. Generated from model.yaml."""

from generated.control.resources.control import CONTROL
from generated.control.resources.control_mapping import CONTROL_MAPPING
from generated.evidence.resources.evidence import EVIDENCE
from generated.identity.resources.audit_event import AUDIT_EVENT
from generated.identity.resources.refresh_token import REFRESH_TOKEN
from generated.identity.resources.role_assignment import ROLE_ASSIGNMENT
from generated.identity.resources.user import USER
from generated.organisation.resources.business_unit import BUSINESS_UNIT
from generated.organisation.resources.company_profile import COMPANY_PROFILE
from generated.organisation.resources.project import PROJECT
from generated.regulation.resources.regulation import REGULATION
from generated.regulation.resources.requirement import REQUIREMENT
from generated.risk.resources.risk import RISK
from generated.risk.resources.risk_acceptance import RISK_ACCEPTANCE
from generated.risk.resources.risk_matrix import RISK_MATRIX
from generated.risk.resources.risk_treatment_plan import RISK_TREATMENT_PLAN
from generated.task.resources.task import TASK
from runtime.resource import Registry

REGISTRY = Registry(
    (
        USER,
        ROLE_ASSIGNMENT,
        REFRESH_TOKEN,
        AUDIT_EVENT,
        COMPANY_PROFILE,
        BUSINESS_UNIT,
        PROJECT,
        REGULATION,
        REQUIREMENT,
        CONTROL,
        CONTROL_MAPPING,
        EVIDENCE,
        RISK,
        RISK_MATRIX,
        RISK_TREATMENT_PLAN,
        RISK_ACCEPTANCE,
        TASK,
    ),
    title="Compliance API",
    prefix="/api/v1",
    roles=(
        "public",
        "admin",
        "compliance_manager",
        "risk_owner",
        "control_owner",
        "auditor",
        "dpo",
        "vendor_manager",
        "ai_officer",
        "top_management",
        "contributor",
        "respondent",
        "viewer",
        "service",
    ),
    jobs=(),
)
