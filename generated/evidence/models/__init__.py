"""The tables. Generated from model/evidence.yaml."""

from generated.evidence.models.evidence import Evidence

__all__ = [
    "Evidence",
]
