"""The repository of audit events. Generated from model/identity.yaml."""

from typing import Self

from generated.identity.models.audit_event import AuditEvent
from generated.identity.resources.audit_event import AUDIT_EVENT
from runtime.policy.reach import Reach
from runtime.repository import Repository


class AuditEventRepository(Repository[AuditEvent]):
    """FastCRUD over audit events, under the actor's policy."""

    @classmethod
    def of(cls, reach: Reach, action: str = "update") -> Self:
        """The repository within the actor's reach; its `update` is that of `action`."""
        return cls.under(AUDIT_EVENT, reach, AuditEvent, action)
