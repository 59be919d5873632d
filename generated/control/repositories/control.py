"""The repository of controls. Generated from model/control.yaml."""

from typing import Self

from generated.control.models.control import Control
from generated.control.resources.control import CONTROL
from runtime.policy.reach import Reach
from runtime.repository import Repository


class ControlRepository(Repository[Control]):
    """FastCRUD over controls, under the actor's policy."""

    @classmethod
    def of(cls, reach: Reach, action: str = "update") -> Self:
        """The repository within the actor's reach; its `update` is that of `action`."""
        return cls.under(CONTROL, reach, Control, action)
