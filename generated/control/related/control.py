"""What lists ask of controls that rows refer to. Generated from model/control.yaml."""

from __future__ import annotations

from generated.control.enums import (
    ControlAutomation,
    ControlDomain,
    ControlEffort,
    ControlFrequency,
    ControlKind,
    ControlNature,
    ControlStatus,
    Maturity,
)
from generated.task.enums import TaskPriority
from runtime.parameters import Parameters, Several, TextParameter
from runtime.types import Day, DecimalText, absent


class ControlRelated(Parameters):
    """What is asked of the control that a row refers to."""

    ref: TextParameter = absent()
    ref__in: Several[TextParameter] = absent()
    ref__contains: TextParameter = absent()
    name: TextParameter = absent()
    name__in: Several[TextParameter] = absent()
    name__contains: TextParameter = absent()
    domain: ControlDomain = absent()
    domain__ne: ControlDomain = absent()
    domain__in: Several[ControlDomain] = absent()
    kind: ControlKind = absent()
    kind__ne: ControlKind = absent()
    kind__in: Several[ControlKind] = absent()
    nature: ControlNature = absent()
    nature__ne: ControlNature = absent()
    nature__in: Several[ControlNature] = absent()
    maturity: Maturity = absent()
    maturity__ne: Maturity = absent()
    maturity__in: Several[Maturity] = absent()
    automation: ControlAutomation = absent()
    automation__ne: ControlAutomation = absent()
    automation__in: Several[ControlAutomation] = absent()
    frequency: ControlFrequency = absent()
    frequency__ne: ControlFrequency = absent()
    frequency__in: Several[ControlFrequency] = absent()
    effort: ControlEffort = absent()
    effort__ne: ControlEffort = absent()
    effort__in: Several[ControlEffort] = absent()
    priority: TaskPriority = absent()
    priority__ne: TaskPriority = absent()
    priority__in: Several[TaskPriority] = absent()
    annual_cost__gte: DecimalText = absent()
    annual_cost__lte: DecimalText = absent()
    target_date__gte: Day = absent()
    target_date__lte: Day = absent()
    next_review_on__gte: Day = absent()
    next_review_on__lte: Day = absent()
    code_reference: TextParameter = absent()
    code_reference__in: Several[TextParameter] = absent()
    code_reference__contains: TextParameter = absent()
    status: ControlStatus = absent()
    status__ne: ControlStatus = absent()
    status__in: Several[ControlStatus] = absent()
