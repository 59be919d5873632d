"""The transitions and actions of control mappings. Generated from model/control.yaml."""

from generated.control.inputs.control_mapping import (
    ControlMappingConfirmInput,
    ControlMappingRejectInput,
    ControlMappingWithdrawInput,
)
from runtime.resource import Action, Assign

ACTIONS: tuple[Action, ...] = (
    Action(
        "confirm",
        "confirm",
        "POST",
        at_row=True,
        input=ControlMappingConfirmInput,
        four_eyes=(
            "{row}.created_by_id",
            "charter_look_control_mapping_confirm_eyes_2({row}.control_id)",
        ),
        set=(Assign("confirmed_by_id", "{actor}"),),
        output="row",
        output_resource="control_mapping",
        from_states=("proposed",),
        to_state="confirmed",
    ),
    Action(
        "reject",
        "reject",
        "POST",
        at_row=True,
        input=ControlMappingRejectInput,
        needs=("rationale",),
        output="row",
        output_resource="control_mapping",
        from_states=("proposed",),
        to_state="rejected",
    ),
    Action(
        "withdraw",
        "withdraw",
        "POST",
        at_row=True,
        input=ControlMappingWithdrawInput,
        reason_required=True,
        set=(Assign("confirmed_by_id", "null"),),
        output="row",
        output_resource="control_mapping",
        from_states=("confirmed",),
        to_state="proposed",
    ),
)
