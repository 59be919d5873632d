"""Bodies and answers. Generated from model/regulation.yaml."""

from generated.regulation.inputs.regulation import (
    RegulationCoverageOutput,
    RegulationImportCatalogueInput,
    RegulationImportCatalogueOutput,
    RegulationPublishInput,
    RegulationRetireInput,
    RegulationSupersedeInput,
)
from generated.regulation.inputs.requirement import (
    RequirementImplementInput,
    RequirementReopenInput,
    RequirementSetApplicabilityInput,
    RequirementStartInput,
    RequirementVerifyInput,
)
from generated.regulation.schemas.regulation import (
    RegulationCreate,
    RegulationPage,
    RegulationRead,
    RegulationUpdate,
)
from generated.regulation.schemas.requirement import (
    RequirementCreate,
    RequirementPage,
    RequirementRead,
    RequirementUpdate,
)

__all__ = [
    "RegulationCoverageOutput",
    "RegulationCreate",
    "RegulationImportCatalogueInput",
    "RegulationImportCatalogueOutput",
    "RegulationPage",
    "RegulationPublishInput",
    "RegulationRead",
    "RegulationRetireInput",
    "RegulationSupersedeInput",
    "RegulationUpdate",
    "RequirementCreate",
    "RequirementImplementInput",
    "RequirementPage",
    "RequirementRead",
    "RequirementReopenInput",
    "RequirementSetApplicabilityInput",
    "RequirementStartInput",
    "RequirementUpdate",
    "RequirementVerifyInput",
]
