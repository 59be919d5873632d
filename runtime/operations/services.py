"""What operations need to do their work, put together once at start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from runtime.actor import Actor
from runtime.audit.health import TrailHealth
from runtime.database.pipeline import Pipeline
from runtime.database.transaction import Database
from runtime.policy.reach import Reach
from runtime.query.cursor import Cursors
from runtime.resource import Registry


class PolicySource(Protocol):
    """Where the policy in force comes from; it may be replaced while requests are served."""

    def reach(self, actor: Actor) -> Reach:
        """The policy as it stands now, for one actor."""


@dataclass(frozen=True, slots=True)
class Services:
    """The parts of a running application that operations use."""

    registry: Registry
    database: Database
    policy: PolicySource
    cursors: Cursors
    trail: TrailHealth
    pipeline: Pipeline | None = None
    """The hot path; None where requests are not served, which the ordinary pool does as well."""
