"""The transitions and actions of risk treatment plans. Generated from model/risk.yaml."""

import domain.risk
from generated.risk.inputs.risk_treatment_plan import (
    RiskTreatmentPlanCancelInput,
    RiskTreatmentPlanCompleteInput,
    RiskTreatmentPlanGenerateTasksInput,
    RiskTreatmentPlanGenerateTasksOutput,
    RiskTreatmentPlanPauseInput,
    RiskTreatmentPlanResumeInput,
    RiskTreatmentPlanStartInput,
)
from runtime.resource import Action, Assign, Check

ACTIONS: tuple[Action, ...] = (
    Action(
        "start",
        "start",
        "POST",
        at_row=True,
        input=RiskTreatmentPlanStartInput,
        output="row",
        output_resource="risk_treatment_plan",
        from_states=("planned",),
        to_state="in_progress",
    ),
    Action(
        "pause",
        "pause",
        "POST",
        at_row=True,
        input=RiskTreatmentPlanPauseInput,
        reason_required=True,
        output="row",
        output_resource="risk_treatment_plan",
        from_states=("in_progress",),
        to_state="on_hold",
    ),
    Action(
        "resume",
        "resume",
        "POST",
        at_row=True,
        input=RiskTreatmentPlanResumeInput,
        output="row",
        output_resource="risk_treatment_plan",
        from_states=("on_hold",),
        to_state="in_progress",
    ),
    Action(
        "complete",
        "complete",
        "POST",
        at_row=True,
        input=RiskTreatmentPlanCompleteInput,
        four_eyes=("{row}.owner_id",),
        guard=(
            Check(
                "charter_look_risk_treatment_plan_complete_guard_1({row}.id)",
                "TASKS_OPEN",
                "Some tasks of this plan are still open.",
            ),
        ),
        set=(Assign("completed_on", "(now() at time zone 'UTC')::date"), Assign("progress", "100")),
        output="row",
        output_resource="risk_treatment_plan",
        from_states=("in_progress",),
        to_state="completed",
    ),
    Action(
        "cancel",
        "cancel",
        "POST",
        at_row=True,
        input=RiskTreatmentPlanCancelInput,
        reason_required=True,
        output="row",
        output_resource="risk_treatment_plan",
        from_states=("planned", "in_progress", "on_hold"),
        to_state="cancelled",
    ),
    Action(
        "generate_tasks",
        "generate-tasks",
        "POST",
        at_row=True,
        input=RiskTreatmentPlanGenerateTasksInput,
        guard=(
            Check(
                "{row}.status in ('planned', 'in_progress')",
                "PLAN_NOT_OPEN",
                "Tasks are opened for a planned or running plan.",
            ),
        ),
        call=domain.risk.generate_tasks,
        output="object",
        output_schema=RiskTreatmentPlanGenerateTasksOutput,
    ),
)
