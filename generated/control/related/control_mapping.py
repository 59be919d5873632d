"""What lists ask of control mappings that rows refer to. Generated from model/control.yaml."""

from __future__ import annotations

from generated.control.enums import ControlMappingCoverage, ControlMappingStatus
from runtime.parameters import Parameters, Several
from runtime.types import Int32, absent


class ControlMappingRelated(Parameters):
    """What is asked of the control mapping that a row refers to."""

    coverage: ControlMappingCoverage = absent()
    coverage__ne: ControlMappingCoverage = absent()
    coverage__in: Several[ControlMappingCoverage] = absent()
    coverage_percent__gte: Int32 = absent()
    coverage_percent__lte: Int32 = absent()
    status: ControlMappingStatus = absent()
    status__ne: ControlMappingStatus = absent()
    status__in: Several[ControlMappingStatus] = absent()
