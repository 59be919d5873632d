"""The transitions and actions of risk matrices. Generated from model/risk.yaml."""

import domain.risk
from generated.risk.inputs.risk_matrix import (
    RiskMatrixApproveInput,
    RiskMatrixEvaluateInput,
    RiskMatrixEvaluateOutput,
    RiskMatrixRetireInput,
)
from runtime.resource import Action, Assign, Check

ACTIONS: tuple[Action, ...] = (
    Action(
        "approve",
        "approve",
        "POST",
        at_row=True,
        input=RiskMatrixApproveInput,
        four_eyes=("{row}.owner_id",),
        set=(
            Assign("approved_on", "(now() at time zone 'UTC')::date"),
            Assign("approved_by_id", "{actor}"),
        ),
        output="row",
        output_resource="risk_matrix",
        from_states=("draft",),
        to_state="active",
    ),
    Action(
        "retire",
        "retire",
        "POST",
        at_row=True,
        input=RiskMatrixRetireInput,
        guard=(
            Check(
                "charter_look_risk_matrix_retire_guard_1({row}.id)",
                "STILL_USED",
                "Open risks are measured by this matrix.",
            ),
        ),
        output="row",
        output_resource="risk_matrix",
        from_states=("active",),
        to_state="retired",
    ),
    Action(
        "evaluate",
        "evaluate",
        "GET",
        at_row=True,
        input=RiskMatrixEvaluateInput,
        call=domain.risk.evaluate,
        output="object",
        output_schema=RiskMatrixEvaluateOutput,
    ),
)
