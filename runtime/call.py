"""One request and its answer, as the operations see them: no framework objects."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import parse_qsl

from runtime.actor import PUBLIC, Actor, AuditContext, Origin

MAX_PARAMETERS = 1000
"""Parameters of a query at most."""

type Query = tuple[tuple[str, str], ...]


class Headers(Protocol):
    """Headers by lower-case name; those that come several times are joined (RFC 9110, 5.2)."""

    def get(self, name: str, /) -> str | None:
        """The value, or None."""


@dataclass(slots=True)
class Call:
    """A request after the envelope has read it.

    `path_parameters` are the text of the path's variables; `query_string` is what follows the
    question mark, as it came. `read_body` gives the whole body and raises TooLarge: it is read
    only after the caller's roles were looked at. `actor` is who authenticated. What follows it is
    filled as the request walks on, so that a refusal can be recorded. `policy` is the hash of the
    policy that was asked, `submitted` the body as parsed, by JSON name; `attempt` says how often
    the transaction has been begun.
    """

    method: str
    path: str
    path_parameters: Mapping[str, str]
    query_string: bytes
    headers: Headers
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
    attempt: int = 1
    _query: Query | None = field(default=None, init=False)
    _unreadable: bool = field(default=False, init=False)

    def header(self, name: str) -> str | None:
        """The value of a header (lower-case name), or None."""
        return self.headers.get(name)

    @property
    def query(self) -> Query:
        """The decoded pairs in order, parsed when somebody asks; none where it is unreadable."""
        if self._query is None:
            self._query = self._pairs() if self.query_string else ()
        return self._query

    @property
    def unreadable(self) -> bool:
        """Whether the query is no percent-encoding of UTF-8, which is refused in its turn."""
        return bool(self.query_string) and not self.query and self._unreadable

    def _pairs(self) -> Query:
        try:
            text = self.query_string.decode("ascii")
            return tuple(
                parse_qsl(
                    text, keep_blank_values=True, errors="strict", max_num_fields=MAX_PARAMETERS
                )
            )
        except ValueError:
            self._unreadable = True
            return ()

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


@dataclass(slots=True)
class Answer:
    """What goes back, never changed once it is made: `body` as bytes, ready.

    No body means no Content-Type. Where there is a `stream` it is the body, sent as it comes; it
    is closed when the caller goes away.
    """

    status: int
    body: bytes = b""
    media_type: str = "application/json"
    headers: tuple[tuple[str, str], ...] = ()
    stream: AsyncIterator[bytes] | None = None
