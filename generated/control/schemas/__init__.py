"""Bodies and answers. Generated from model/control.yaml."""

from generated.control.inputs.control import (
    ControlCoverageOutput,
    ControlHeatmapOutput,
    ControlImplementInput,
    ControlMarkEffectiveInput,
    ControlMarkIneffectiveInput,
    ControlRetireInput,
    ControlReworkInput,
    ControlScheduleReviewInput,
    ControlStartInput,
)
from generated.control.inputs.control_mapping import (
    ControlMappingConfirmInput,
    ControlMappingRejectInput,
    ControlMappingWithdrawInput,
)
from generated.control.schemas.control import ControlCreate, ControlPage, ControlRead, ControlUpdate
from generated.control.schemas.control_mapping import (
    ControlMappingCreate,
    ControlMappingPage,
    ControlMappingRead,
    ControlMappingUpdate,
)

__all__ = [
    "ControlCoverageOutput",
    "ControlCreate",
    "ControlHeatmapOutput",
    "ControlImplementInput",
    "ControlMappingConfirmInput",
    "ControlMappingCreate",
    "ControlMappingPage",
    "ControlMappingRead",
    "ControlMappingRejectInput",
    "ControlMappingUpdate",
    "ControlMappingWithdrawInput",
    "ControlMarkEffectiveInput",
    "ControlMarkIneffectiveInput",
    "ControlPage",
    "ControlRead",
    "ControlRetireInput",
    "ControlReworkInput",
    "ControlScheduleReviewInput",
    "ControlStartInput",
    "ControlUpdate",
]
