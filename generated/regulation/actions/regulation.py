"""The transitions and actions of regulations. Generated from model/regulation.yaml."""

import domain.regulation
from generated.regulation.inputs.regulation import (
    RegulationCoverageOutput,
    RegulationImportCatalogueInput,
    RegulationImportCatalogueOutput,
    RegulationPublishInput,
    RegulationRetireInput,
    RegulationSupersedeInput,
)
from runtime.resource import Action, Check

ACTIONS: tuple[Action, ...] = (
    Action(
        "publish",
        "publish",
        "POST",
        at_row=True,
        input=RegulationPublishInput,
        guard=(
            Check(
                "charter_look_regulation_publish_guard_1({row}.id)",
                "NOTHING_TO_ASSESS",
                "Add a requirement that can be assessed first.",
            ),
        ),
        output="row",
        output_resource="regulation",
        from_states=("draft",),
        to_state="active",
    ),
    Action(
        "supersede",
        "supersede",
        "POST",
        at_row=True,
        input=RegulationSupersedeInput,
        needs=("replaced_by_id",),
        output="row",
        output_resource="regulation",
        from_states=("active",),
        to_state="superseded",
    ),
    Action(
        "retire",
        "retire",
        "POST",
        at_row=True,
        input=RegulationRetireInput,
        output="row",
        output_resource="regulation",
        from_states=("active", "superseded"),
        to_state="retired",
    ),
    Action(
        "import_catalogue",
        "import-catalogue",
        "POST",
        at_row=False,
        input=RegulationImportCatalogueInput,
        call=domain.regulation.import_oscal,
        output="object",
        output_schema=RegulationImportCatalogueOutput,
    ),
    Action(
        "coverage",
        "coverage",
        "GET",
        at_row=True,
        call=domain.regulation.coverage,
        output="object",
        output_schema=RegulationCoverageOutput,
    ),
    Action(
        "gap",
        "gap",
        "GET",
        at_row=True,
        call=domain.regulation.gap,
        output="page",
        output_resource="requirement",
    ),
)
