"""What lists ask of requirements that rows refer to. Generated from model/regulation.yaml."""

from __future__ import annotations

from generated.regulation.enums import (
    RequirementApplicability,
    RequirementImportance,
    RequirementLevel,
    RequirementStatus,
)
from runtime.parameters import Parameters, Several, TextParameter
from runtime.types import Day, Int32, absent


class RequirementRelated(Parameters):
    """What is asked of the requirement that a row refers to."""

    ref: TextParameter = absent()
    ref__in: Several[TextParameter] = absent()
    ref__contains: TextParameter = absent()
    title: TextParameter = absent()
    title__in: Several[TextParameter] = absent()
    title__contains: TextParameter = absent()
    level: RequirementLevel = absent()
    level__ne: RequirementLevel = absent()
    level__in: Several[RequirementLevel] = absent()
    position__gte: Int32 = absent()
    position__lte: Int32 = absent()
    is_assessable: bool = absent()
    importance: RequirementImportance = absent()
    importance__ne: RequirementImportance = absent()
    importance__in: Several[RequirementImportance] = absent()
    weight__gte: Int32 = absent()
    weight__lte: Int32 = absent()
    applicability: RequirementApplicability = absent()
    applicability__ne: RequirementApplicability = absent()
    applicability__in: Several[RequirementApplicability] = absent()
    due_on__gte: Day = absent()
    due_on__lte: Day = absent()
    status: RequirementStatus = absent()
    status__ne: RequirementStatus = absent()
    status__in: Several[RequirementStatus] = absent()
