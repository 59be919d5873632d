"""One request and its answer, as the operations see them: no framework objects."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from runtime.actor import PUBLIC, Actor, AuditContext, Origin


@dataclass(slots=True)
class Call:
    """A request after the envelope has read it.

    `path_parameters` are the text of the path's variables; `query` the decoded pairs in order;
    `headers` have lower-case names. `read_body` gives the whole body and raises TooLarge: it is
    read only after the caller's roles were looked at. `actor` is who authenticated. What follows
    it is filled as the request walks on, so that a refusal can be recorded. `policy` is the hash
    of the policy that was asked, `submitted` the body as parsed, by JSON name. `unreadable` says
    that the query is no percent-encoding of UTF-8, `attempt` how often the transaction has been
    begun.
    """

    method: str
    path: str
    path_parameters: Mapping[str, str]
    query: tuple[tuple[str, str], ...]
    headers: Mapping[str, str]
    read_body: Callable[[], Awaitable[bytes]]
    request_id: str
    client_ip: str | None = None
    actor: Actor = PUBLIC
    source: Origin = "api"
    entity_type: str = ""
    entity_id: str | None = None
    action: str = ""
    reason: str | None = None
    rule: str | None = None
    policy: str | None = None
    submitted: Mapping[str, Any] = field(default_factory=dict)
    unreadable: bool = False
    attempt: int = 1

    def header(self, name: str) -> str | None:
        """The value of a header (lower-case name), or None."""
        return self.headers.get(name)

    def audit(self) -> AuditContext:
        """What the audit trail records of a write made by this request."""
        return AuditContext(
            actor=self.actor,
            request_id=self.request_id,
            source=self.source,
            entity_type=self.entity_type,
            action=self.action,
            reason=self.reason,
            client_ip=self.client_ip,
            rule=self.rule,
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: `body` as bytes, ready; no body means no Content-Type."""

    status: int
    body: bytes = b""
    media_type: str = "application/json"
    headers: tuple[tuple[str, str], ...] = field(default=())
