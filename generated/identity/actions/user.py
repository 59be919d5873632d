"""The transitions and actions of users. Generated from model/identity.yaml."""

import domain.identity
from generated.identity.inputs.user import (
    UserDeactivateInput,
    UserInviteInput,
    UserReactivateInput,
    UserTransferOwnershipInput,
    UserTransferOwnershipOutput,
    UserWorkOutput,
)
from runtime.resource import Action, Assign, Check

ACTIONS: tuple[Action, ...] = (
    Action(
        "invite",
        "invite",
        "POST",
        at_row=False,
        input=UserInviteInput,
        call=domain.identity.invite,
        references=(("business_unit_id", "business_unit"),),
        output="row",
        output_resource="user",
    ),
    Action(
        "deactivate",
        "deactivate",
        "POST",
        at_row=True,
        input=UserDeactivateInput,
        reason_required=True,
        guard=(Check("{row}.is_active", "ALREADY_INACTIVE", "This account is not active."),),
        set=(Assign("is_active", "false"), Assign("deactivated_at", "now()")),
        call=domain.identity.deactivate,
        output="row",
        output_resource="user",
    ),
    Action(
        "reactivate",
        "reactivate",
        "POST",
        at_row=True,
        input=UserReactivateInput,
        reason_required=True,
        guard=(Check("not {row}.is_active", "ALREADY_ACTIVE", "This account is active."),),
        set=(Assign("is_active", "true"), Assign("deactivated_at", "null")),
        output="row",
        output_resource="user",
    ),
    Action(
        "transfer_ownership",
        "transfer-ownership",
        "POST",
        at_row=True,
        input=UserTransferOwnershipInput,
        reason_required=True,
        call=domain.identity.transfer_ownership,
        references=(("successor_id", "user"),),
        output="object",
        output_schema=UserTransferOwnershipOutput,
    ),
    Action(
        "work",
        "work",
        "GET",
        at_row=True,
        call=domain.identity.work,
        output="object",
        output_schema=UserWorkOutput,
    ),
)
