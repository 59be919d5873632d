"""Who acts: identity and the roles in force, as values."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple
from uuid import UUID

Origin = Literal["api", "cli", "job", "sql"]


class Assignment(NamedTuple):
    """A role in force. `limit` is (`project`, id): it reaches only rows that lie within.

    A tuple, since every request looks up what is known of its assignments by their hash.
    """

    role: str
    limit: tuple[str, UUID] | None = None


@dataclass(frozen=True)
class Actor:
    """A person, a service account, the system, or nobody (`id` None: role `public`)."""

    id: UUID | None
    email: str | None
    assignments: tuple[Assignment, ...]

    @cached_property
    def roles(self) -> tuple[str, ...]:
        """The names of all roles, sorted, each once."""
        return tuple(sorted({assignment.role for assignment in self.assignments}))


PUBLIC = Actor(None, None, (Assignment("public"),))


@dataclass(frozen=True, slots=True)
class AuditContext:
    """What the audit trail records about a write besides the change itself.

    `action` is the policy word and `entity_type` the resource that it was asked of; `rule` the
    line that decided (`policies/policy.csv:41@hash`); `source` where the write came from.
    """

    actor: Actor
    request_id: str
    source: Origin
    entity_type: str = ""
    action: str = ""
    reason: str | None = None
    client_ip: str | None = None
    rule: str | None = None
