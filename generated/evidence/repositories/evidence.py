"""The repository of evidence. Generated from model/evidence.yaml."""

from typing import Self

from generated.evidence.models.evidence import Evidence
from generated.evidence.resources.evidence import EVIDENCE
from runtime.policy.reach import Reach
from runtime.repository import Repository


class EvidenceRepository(Repository[Evidence]):
    """FastCRUD over evidence, under the actor's policy."""

    @classmethod
    def of(cls, reach: Reach, action: str = "update") -> Self:
        """The repository within the actor's reach; its `update` is that of `action`."""
        return cls.under(EVIDENCE, reach, Evidence, action)
