"""The repository of role assignments. Generated from model/identity.yaml."""

from typing import Self

from generated.identity.models.role_assignment import RoleAssignment
from generated.identity.resources.role_assignment import ROLE_ASSIGNMENT
from runtime.policy.reach import Reach
from runtime.repository import Repository


class RoleAssignmentRepository(Repository[RoleAssignment]):
    """FastCRUD over role assignments, under the actor's policy."""

    @classmethod
    def of(cls, reach: Reach, action: str = "update") -> Self:
        """The repository within the actor's reach; its `update` is that of `action`."""
        return cls.under(ROLE_ASSIGNMENT, reach, RoleAssignment, action)
