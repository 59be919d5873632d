"""Every model, each after those that its keys lead to. Generated from model.yaml."""

from generated.control.models.control import Control
from generated.control.models.control_mapping import ControlMapping
from generated.evidence.models.evidence import Evidence
from generated.identity.models.audit_event import AuditEvent
from generated.identity.models.refresh_token import RefreshToken
from generated.identity.models.role_assignment import RoleAssignment
from generated.identity.models.user import User
from generated.organisation.models.business_unit import BusinessUnit
from generated.organisation.models.company_profile import CompanyProfile
from generated.organisation.models.project import Project
from generated.regulation.models.regulation import Regulation
from generated.regulation.models.requirement import Requirement
from generated.risk.models.risk import Risk
from generated.risk.models.risk_acceptance import RiskAcceptance
from generated.risk.models.risk_matrix import RiskMatrix
from generated.risk.models.risk_treatment_plan import RiskTreatmentPlan
from generated.task.models.task import Task

__all__ = [  # noqa: RUF022 - in the order of dependency
    "CompanyProfile",
    "BusinessUnit",
    "User",
    "Project",
    "RoleAssignment",
    "RefreshToken",
    "AuditEvent",
    "Regulation",
    "Requirement",
    "Control",
    "ControlMapping",
    "RiskMatrix",
    "Risk",
    "RiskAcceptance",
    "RiskTreatmentPlan",
    "Task",
    "Evidence",
]
