"""The transitions and actions of requirements. Generated from model/regulation.yaml."""

from generated.regulation.inputs.requirement import (
    RequirementImplementInput,
    RequirementReopenInput,
    RequirementSetApplicabilityInput,
    RequirementStartInput,
    RequirementVerifyInput,
)
from runtime.resource import Action, Assign, Check

ACTIONS: tuple[Action, ...] = (
    Action(
        "start",
        "start",
        "POST",
        at_row=True,
        input=RequirementStartInput,
        output="row",
        output_resource="requirement",
        from_states=("not_started",),
        to_state="in_progress",
    ),
    Action(
        "implement",
        "implement",
        "POST",
        at_row=True,
        input=RequirementImplementInput,
        guard=(
            Check(
                "charter_look_requirement_implement_guard_1({row}.id)",
                "NO_CONTROL",
                "Map a control to this requirement first.",
            ),
        ),
        set=(Assign("implemented_by_id", "{actor}"),),
        output="row",
        output_resource="requirement",
        from_states=("in_progress",),
        to_state="implemented",
    ),
    Action(
        "verify",
        "verify",
        "POST",
        at_row=True,
        input=RequirementVerifyInput,
        four_eyes=("{row}.implemented_by_id",),
        output="row",
        output_resource="requirement",
        from_states=("implemented",),
        to_state="verified",
    ),
    Action(
        "reopen",
        "reopen",
        "POST",
        at_row=True,
        input=RequirementReopenInput,
        reason_required=True,
        set=(Assign("implemented_by_id", "null"),),
        output="row",
        output_resource="requirement",
        from_states=("implemented", "verified"),
        to_state="in_progress",
    ),
    Action(
        "set_applicability",
        "set-applicability",
        "POST",
        at_row=True,
        input=RequirementSetApplicabilityInput,
        needs=("applicability",),
        takes=("applicability_reason",),
        output="row",
        output_resource="requirement",
    ),
)
