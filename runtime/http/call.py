"""From an ASGI scope to a Call: headers, query, body with a bound, and who asks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address

from starlette.types import Receive, Scope

from runtime.problems import Invalid, TooLarge

MAX_BODY = 16 * 1024 * 1024
"""Bytes of a body at most: the largest imports are catalogues of some megabytes."""

_ADDRESSES = 4096
"""Addresses that are remembered to be some."""

Networks = tuple[IPv4Network | IPv6Network, ...]


class HttpHeaders:
    """Headers as they came, decoded one by one as they are asked for."""

    __slots__ = ("_known",)

    def __init__(self, raw: Sequence[tuple[bytes, bytes]]) -> None:
        self._known = dict(raw)
        if len(self._known) != len(raw):
            self._known = _joined(raw)

    def get(self, name: str, /) -> str | None:
        """The value of a header (lower-case name), or None."""
        value = self._known.get(name.encode())
        return None if value is None else value.decode("latin-1")


def _joined(raw: Sequence[tuple[bytes, bytes]]) -> dict[bytes, bytes]:
    """Headers that come several times are one, with commas between (RFC 9110, section 5.2)."""
    found: dict[bytes, bytes] = {}
    for name, value in raw:
        found[name] = b"%b, %b" % (found[name], value) if name in found else value
    return found


class BodyReader:
    """Reads the body once, up to MAX_BODY, and gives the same bytes again on a retry."""

    __slots__ = ("_body", "_headers", "_receive")

    def __init__(self, receive: Receive, headers: HttpHeaders) -> None:
        self._receive = receive
        self._headers = headers
        self._body: bytes | None = None

    async def __call__(self) -> bytes:
        """Gives the whole body; raises TooLarge, and Invalid where the caller went away."""
        if self._body is None:
            self._body = await self._read()
        return self._body

    async def _read(self) -> bytes:
        if _too_large(self._headers.get("content-length") or ""):
            raise TooLarge(f"A body has at most {MAX_BODY} bytes.")
        chunks: list[bytes] = []
        size = 0
        while True:
            message = await self._receive()
            if message["type"] != "http.request":
                raise Invalid("The body ended early.")
            chunk = message.get("body", b"")
            size += len(chunk)
            if size > MAX_BODY:
                raise TooLarge(f"A body has at most {MAX_BODY} bytes.")
            chunks.append(chunk)
            if not message.get("more_body", False):
                return chunks[0] if len(chunks) == 1 else b"".join(chunks)


def _too_large(declared: str) -> bool:
    """Whether a Content-Length is beyond MAX_BODY; one that is no number tells nothing."""
    digits = declared.lstrip("0")
    if not (digits.isascii() and digits.isdigit()):
        return False
    return len(digits) > len(str(MAX_BODY)) or int(digits) > MAX_BODY


def client_address(scope: Scope, trusted: Networks) -> str | None:
    """The address of the caller; X-Forwarded-For counts as far as trusted proxies wrote it."""
    peer = scope.get("client")
    if peer is None:
        return None
    address = str(peer[0])
    if trusted:
        address = _forwarded_for(address, scope, trusted)
    return address if _is_address(address) else str(peer[0])[:45]


def _forwarded_for(address: str, scope: Scope, trusted: Networks) -> str:
    forwarded = [
        part.strip()
        for name, value in scope["headers"]
        if name == b"x-forwarded-for"
        for part in value.decode("latin-1").split(",")
    ]
    while forwarded and _within(address, trusted):
        address = forwarded.pop()
    return address


def _within(address: str, networks: Networks) -> bool:
    return _is_address(address) and any(ip_address(address) in network for network in networks)


@lru_cache(_ADDRESSES)
def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return "%" not in text  # a zone means something on its own machine alone, and has no end
