"""Bodies and answers. Generated from model/risk.yaml."""

from generated.risk.inputs.risk import (
    RiskAssessInput,
    RiskCloseInput,
    RiskCompleteTreatmentInput,
    RiskMatrixCountsOutput,
    RiskMonitorInput,
    RiskReopenInput,
    RiskScoreInput,
    RiskTopInput,
    RiskTreatInput,
)
from generated.risk.inputs.risk_acceptance import (
    RiskAcceptanceApproveInput,
    RiskAcceptanceExtendInput,
    RiskAcceptanceRejectInput,
    RiskAcceptanceRevokeInput,
    RiskAcceptanceSubmitInput,
)
from generated.risk.inputs.risk_matrix import (
    RiskMatrixApproveInput,
    RiskMatrixEvaluateInput,
    RiskMatrixEvaluateOutput,
    RiskMatrixRetireInput,
)
from generated.risk.inputs.risk_treatment_plan import (
    RiskTreatmentPlanCancelInput,
    RiskTreatmentPlanCompleteInput,
    RiskTreatmentPlanGenerateTasksInput,
    RiskTreatmentPlanGenerateTasksOutput,
    RiskTreatmentPlanPauseInput,
    RiskTreatmentPlanResumeInput,
    RiskTreatmentPlanStartInput,
)
from generated.risk.schemas.risk import RiskCreate, RiskPage, RiskRead, RiskUpdate
from generated.risk.schemas.risk_acceptance import (
    RiskAcceptanceCreate,
    RiskAcceptancePage,
    RiskAcceptanceRead,
    RiskAcceptanceUpdate,
)
from generated.risk.schemas.risk_matrix import (
    RiskMatrixCreate,
    RiskMatrixPage,
    RiskMatrixRead,
    RiskMatrixUpdate,
)
from generated.risk.schemas.risk_treatment_plan import (
    RiskTreatmentPlanCreate,
    RiskTreatmentPlanPage,
    RiskTreatmentPlanRead,
    RiskTreatmentPlanUpdate,
)

__all__ = [
    "RiskAcceptanceApproveInput",
    "RiskAcceptanceCreate",
    "RiskAcceptanceExtendInput",
    "RiskAcceptancePage",
    "RiskAcceptanceRead",
    "RiskAcceptanceRejectInput",
    "RiskAcceptanceRevokeInput",
    "RiskAcceptanceSubmitInput",
    "RiskAcceptanceUpdate",
    "RiskAssessInput",
    "RiskCloseInput",
    "RiskCompleteTreatmentInput",
    "RiskCreate",
    "RiskMatrixApproveInput",
    "RiskMatrixCountsOutput",
    "RiskMatrixCreate",
    "RiskMatrixEvaluateInput",
    "RiskMatrixEvaluateOutput",
    "RiskMatrixPage",
    "RiskMatrixRead",
    "RiskMatrixRetireInput",
    "RiskMatrixUpdate",
    "RiskMonitorInput",
    "RiskPage",
    "RiskRead",
    "RiskReopenInput",
    "RiskScoreInput",
    "RiskTopInput",
    "RiskTreatInput",
    "RiskTreatmentPlanCancelInput",
    "RiskTreatmentPlanCompleteInput",
    "RiskTreatmentPlanCreate",
    "RiskTreatmentPlanGenerateTasksInput",
    "RiskTreatmentPlanGenerateTasksOutput",
    "RiskTreatmentPlanPage",
    "RiskTreatmentPlanPauseInput",
    "RiskTreatmentPlanRead",
    "RiskTreatmentPlanResumeInput",
    "RiskTreatmentPlanStartInput",
    "RiskTreatmentPlanUpdate",
    "RiskUpdate",
]
