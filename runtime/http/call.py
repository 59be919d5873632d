"""From an ASGI scope to a Call: headers, query, body with a bound, and who asks."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, ip_address
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request
from starlette.types import Scope

from runtime.call import Call
from runtime.problems import Invalid, TooLarge

MAX_BODY = 16 * 1024 * 1024
"""Bytes of a body at most: the largest imports are catalogues of some megabytes."""

MAX_PARAMETERS = 1000
"""Parameters of a query at most."""

Networks = tuple[IPv4Network | IPv6Network, ...]


def read_call(request: Request) -> Call:
    """The Call of a request whose route is known. The actor is put in by the caller."""
    scope = request.scope
    query = _query(scope)
    return Call(
        method=scope["method"],
        path=scope["path"],
        path_parameters={name: str(value) for name, value in scope["path_params"].items()},
        query=query or (),
        headers=_headers(scope),
        read_body=BodyReader(request),
        request_id=scope["state"]["request_id"],
        client_ip=scope["state"]["client_ip"],
        unreadable=query is None,
    )


def _headers(scope: Scope) -> dict[str, str]:
    """Headers by lower-case name; those that come several times are joined (RFC 9110, 5.2)."""
    found: dict[str, str] = {}
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1")
        found[name] = f"{found[name]}, {value}" if name in found else value
    return found


def _query(scope: Scope) -> tuple[tuple[str, str], ...] | None:
    """The pairs; None for what is no percent-encoding of UTF-8, refused in its turn."""
    try:
        text = scope["query_string"].decode("ascii")
        return tuple(
            parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MAX_PARAMETERS)
        )
    except ValueError:
        return None


class BodyReader:
    """Reads the body once, up to MAX_BODY, and gives the same bytes again on a retry."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._body: bytes | None = None

    async def __call__(self) -> bytes:
        """Gives the whole body; raises TooLarge."""
        if self._body is None:
            self._body = await self._read()
        return self._body

    async def _read(self) -> bytes:
        declared = self._request.headers.get("content-length", "")
        if declared.isascii() and declared.isdigit() and int(declared) > MAX_BODY:
            raise TooLarge(f"A body has at most {MAX_BODY} bytes.")
        chunks: list[bytes] = []
        size = 0
        try:
            async for chunk in self._request.stream():
                size += len(chunk)
                if size > MAX_BODY:
                    raise TooLarge(f"A body has at most {MAX_BODY} bytes.")
                chunks.append(chunk)
        except ClientDisconnect:
            raise Invalid("The body ended early.") from None
        return b"".join(chunks)


def client_address(scope: Scope, trusted: Networks) -> str | None:
    """The address of the caller; X-Forwarded-For counts as far as trusted proxies wrote it."""
    peer = scope.get("client")
    if peer is None:
        return None
    address = str(peer[0])
    forwarded = [
        part.strip()
        for name, value in scope["headers"]
        if name == b"x-forwarded-for"
        for part in value.decode("latin-1").split(",")
    ]
    while forwarded and _within(address, trusted):
        address = forwarded.pop()
    return address if _is_address(address) else str(peer[0])[:45]


def _within(address: str, networks: Networks) -> bool:
    return _is_address(address) and any(ip_address(address) in network for network in networks)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return "%" not in text  # a zone means something on its own machine alone, and has no end
