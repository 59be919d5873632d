"""The repository of projects. Generated from model/organisation.yaml."""

from typing import Self

from generated.organisation.models.project import Project
from generated.organisation.resources.project import PROJECT
from runtime.policy.reach import Reach
from runtime.repository import Repository


class ProjectRepository(Repository[Project]):
    """FastCRUD over projects, under the actor's policy."""

    @classmethod
    def of(cls, reach: Reach, action: str = "update") -> Self:
        """The repository within the actor's reach; its `update` is that of `action`."""
        return cls.under(PROJECT, reach, Project, action)
