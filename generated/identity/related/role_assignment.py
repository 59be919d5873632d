"""What lists ask of role assignments that rows refer to. Generated from model/identity.yaml."""

from __future__ import annotations

from generated.identity.enums import Role
from runtime.parameters import Parameters, Several
from runtime.types import Day, absent


class RoleAssignmentRelated(Parameters):
    """What is asked of the role assignment that a row refers to."""

    role: Role = absent()
    role__ne: Role = absent()
    role__in: Several[Role] = absent()
    valid_from__gte: Day = absent()
    valid_from__lte: Day = absent()
    valid_until__gte: Day = absent()
    valid_until__lte: Day = absent()
