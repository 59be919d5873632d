"""The tables. Generated from model/control.yaml."""

from generated.control.models.control import Control
from generated.control.models.control_mapping import ControlMapping

__all__ = [
    "Control",
    "ControlMapping",
]
