"""What the model expects of functions of domain/. Generated from model/risk.yaml.

Nothing imports this: a type checker reads it, and tells of a function that does not fit.
"""

from collections.abc import Awaitable, Callable
from typing import Any

import domain.risk
from generated.risk.inputs.risk import RiskScoreInput, RiskTopInput
from generated.risk.inputs.risk_acceptance import (
    RiskAcceptanceApproveInput,
    RiskAcceptanceExtendInput,
    RiskAcceptanceRevokeInput,
    RiskAcceptanceSubmitInput,
)
from generated.risk.inputs.risk_matrix import RiskMatrixEvaluateInput
from generated.risk.inputs.risk_treatment_plan import RiskTreatmentPlanGenerateTasksInput
from generated.risk.models.risk import Risk
from generated.risk.models.risk_acceptance import RiskAcceptance
from generated.risk.models.risk_matrix import RiskMatrix
from generated.risk.models.risk_treatment_plan import RiskTreatmentPlan
from runtime.domain_api import Context

risk_score: Callable[[Context, Risk, RiskScoreInput], Awaitable[object]] = domain.risk.score
risk_matrix_counts: Callable[[Context, None], Awaitable[object]] = domain.risk.matrix_counts
risk_top: Callable[[Context, RiskTopInput], Awaitable[object]] = domain.risk.top
risk_before_save: Callable[[Context, dict[str, Any], Risk | None], Awaitable[object]] = (
    domain.risk.levels
)
risk_matrix_evaluate: Callable[
    [Context, RiskMatrix, RiskMatrixEvaluateInput], Awaitable[object]
] = domain.risk.evaluate
risk_matrix_before_save: Callable[
    [Context, dict[str, Any], RiskMatrix | None], Awaitable[object]
] = domain.risk.check_matrix
risk_treatment_plan_generate_tasks: Callable[
    [Context, RiskTreatmentPlan, RiskTreatmentPlanGenerateTasksInput], Awaitable[object]
] = domain.risk.generate_tasks
risk_acceptance_submit: Callable[
    [Context, RiskAcceptance, RiskAcceptanceSubmitInput], Awaitable[object]
] = domain.risk.snapshot
risk_acceptance_approve: Callable[
    [Context, RiskAcceptance, RiskAcceptanceApproveInput], Awaitable[object]
] = domain.risk.accept
risk_acceptance_revoke: Callable[
    [Context, RiskAcceptance, RiskAcceptanceRevokeInput], Awaitable[object]
] = domain.risk.lapse
risk_acceptance_expire: Callable[[Context, RiskAcceptance, None], Awaitable[object]] = (
    domain.risk.lapse
)
risk_acceptance_extend: Callable[
    [Context, RiskAcceptance, RiskAcceptanceExtendInput], Awaitable[object]
] = domain.risk.extend
