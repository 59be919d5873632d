"""The transitions and actions of business units. Generated from model/organisation.yaml."""

import domain.organisation
from generated.organisation.inputs.business_unit import BusinessUnitTreeOutput
from runtime.resource import Action

ACTIONS: tuple[Action, ...] = (
    Action(
        "tree",
        "tree",
        "GET",
        at_row=False,
        call=domain.organisation.tree,
        output="object",
        output_schema=BusinessUnitTreeOutput,
    ),
)
