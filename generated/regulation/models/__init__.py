"""The tables. Generated from model/regulation.yaml."""

from generated.regulation.models.regulation import Regulation
from generated.regulation.models.requirement import Requirement

__all__ = [
    "Regulation",
    "Requirement",
]
