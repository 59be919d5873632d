"""What a decision means for rows: the union of grants less the refusals, as one condition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol
from uuid import UUID

from runtime.actor import Actor
from runtime.query.statement import Parameters
from runtime.resource import Resource


@dataclass(frozen=True, slots=True)
class Grant:
    """One line of the policy that applies to the actor.

    `scope` is `any` or a scope of the entity; `limit` is the limit of the role assignment through
    which the line applies; `line` is `policies/policy.csv:41@<hash>`.
    """

    scope: str
    limit: tuple[str, UUID] | None
    line: str

    @property
    def token(self) -> str:
        """The grant as row-level security reads it: `own`, or `own@project:<id>`."""
        return self.scope if self.limit is None else f"{self.scope}@{self.limit[0]}:{self.limit[1]}"


ALL = "any"
"""The scope that holds for every row."""


@dataclass(frozen=True)
class Decision:
    """What the policy says of (actor, resource, action), before any row is seen.

    No grants means no rule at all: 403 whatever the id. `refusals` are deny lines; an unlimited
    deny of scope `any` leaves no grants.
    """

    grants: tuple[Grant, ...] = ()
    refusals: tuple[Grant, ...] = ()
    line: str | None = None
    """The line that decided where no row is needed to know it (also the deny line)."""

    @property
    def denied(self) -> bool:
        """Whether no row can be reached."""
        return not self.grants

    @property
    def everything(self) -> bool:
        """Whether every row is reached."""
        open_grant = any(g.scope == "any" and g.limit is None for g in self.grants)
        return open_grant and not self.refusals

    @cached_property
    def reach(self) -> str:
        """The decision as row-level security reads it: `any`, or tokens with spaces between.

        A token that takes away begins with `!`.
        """
        if self.denied or self.everything:
            return "" if self.denied else ALL
        taken = (f"!{refusal.token}" for refusal in self.refusals)
        return " ".join(dict.fromkeys((*taken, *(grant.token for grant in self.grants))))


@dataclass(frozen=True, slots=True)
class Mask:
    """Fields the actor may not see, and fields the actor may not write (JSON names)."""

    hidden: frozenset[str] = field(default_factory=frozenset)
    read_only: frozenset[str] = field(default_factory=frozenset)


class Reach(Protocol):
    """The policy as it stands for one actor, during one request."""

    actor: Actor

    @property
    def policy_hash(self) -> str:
        """The hash that names the policy set."""

    @property
    def memory(self) -> object:
        """Equal for actors with the same assignments under the same policy, and for no others.

        What is made for one of them but for the actor's id serves all of them.
        """

    def decide(self, resource: Resource, action: str) -> Decision:
        """The decision for an action (`read`, `create`, …, a transition, an action)."""

    def whole(self, name: str) -> bool:
        """Whether every row of the resource of that name may be read."""

    def mask(self, resource: Resource) -> Mask:
        """The field masks."""

    def hidden(self) -> Mapping[str, frozenset[str]]:
        """The hidden fields by resource, where there are any; `*` stands for all."""

    def condition(self, resource: Resource, action: str, row: str, parameters: Parameters) -> str:
        """SQL that holds for the rows within reach (`true`, `false`, or a condition on `row`)."""

    def line(self, resource: Resource, action: str, row: str, parameters: Parameters) -> str:
        """SQL of type text: the policy line that decides for `row`, null where none grants."""
