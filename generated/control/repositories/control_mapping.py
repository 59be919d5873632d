"""The repository of control mappings. Generated from model/control.yaml."""

from typing import Self

from generated.control.models.control_mapping import ControlMapping
from generated.control.resources.control_mapping import CONTROL_MAPPING
from runtime.policy.reach import Reach
from runtime.repository import Repository


class ControlMappingRepository(Repository[ControlMapping]):
    """FastCRUD over control mappings, under the actor's policy."""

    @classmethod
    def of(cls, reach: Reach, action: str = "update") -> Self:
        """The repository within the actor's reach; its `update` is that of `action`."""
        return cls.under(CONTROL_MAPPING, reach, ControlMapping, action)
