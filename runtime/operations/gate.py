"""What is decided before any row is looked at: roles, representation, path and query."""

from __future__ import annotations

import re
from functools import lru_cache
from uuid import UUID

from runtime.call import Call
from runtime.operations.services import Services
from runtime.policy.reach import Reach
from runtime.problems import (
    Forbidden,
    Invalid,
    NotAcceptable,
    Problem,
    Unauthenticated,
    Violation,
)
from runtime.resource import Resource

_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_ETAG = re.compile(r'\s*(W/)?"([^"]*)"\s*')
_ACCEPTED = ("application/json", "application/*", "*/*")
"""The most specific that the caller names decides."""
_NO_QUALITY = re.compile(r"(^|;)\s*q=0(\.0*)?\s*(;|$)", re.IGNORECASE)
_QUALITY = re.compile(r"(?:^|;)\s*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*(?:;|$)", re.IGNORECASE)
STREAMS = ("text/csv", "application/x-ndjson")
"""What a list may be asked for as besides JSON: all of it, as it is read."""
_MAX_VERSION = 2**31 - 1


def enter(
    call: Call, services: Services, resource: Resource, action: str, *, streams: bool = False
) -> Reach:
    """The caller's reach, once the roles hold any rule for the action.

    Raises Unauthenticated for a caller without identity and Forbidden for the others where no
    rule applies, whatever the row; notes on the call what is asked and which line decided.
    """
    reach = services.policy.reach(call.actor)
    decision = reach.decide(resource, action)
    call.entity_type, call.action, call.policy = resource.name, action, reach.policy_hash
    call.rule = None if decision.denied else decision.line
    key = call.path_parameters.get("id")
    if key is not None and _UUID.fullmatch(key):
        call.entity_id = key
    if decision.denied:
        raise no_rule(call, resource, action, decision.line)
    if not (streams and stream_type(call)):
        accept(call)
    if call.query_string and call.unreadable:
        raise Invalid(
            "The query is not valid.",
            errors=[Violation("?", "MALFORMED", "The query is not UTF-8 in percent-encoding.")],
        )
    return reach


def no_rule(call: Call, resource: Resource, action: str, line: str | None = None) -> Problem:
    """What answers a caller whose roles hold no rule: 401 where there is nobody, else 403.

    `line` is the one that denies every row, where there is such a line.
    """
    if call.actor.id is None:
        return Unauthenticated()
    return Forbidden(f"Your roles hold no rule for {action} of {resource.name}.", rule=line)


def stream_type(call: Call) -> str | None:
    """The media type of a whole list, where the caller would rather have that than JSON."""
    header = call.header("accept")
    return _streamed(header) if header else None


@lru_cache(256)
def _streamed(header: str) -> str | None:
    wanted: dict[str, float] = {}
    for choice in header.split(","):
        media_type, _, parameters = choice.partition(";")
        quality = _QUALITY.search(parameters)
        wanted[media_type.strip().lower()] = float(quality[1]) if quality else 1.0
    best = max(STREAMS, key=lambda each: wanted.get(each, 0.0))
    others = max((wanted.get(each, 0.0) for each in _ACCEPTED), default=0.0)
    return best if wanted.get(best, 0.0) > others else None


def accept(call: Call) -> None:
    """Raises NotAcceptable where the caller takes no JSON (RFC 9110, section 12.5.1)."""
    header = call.header("accept")
    if header and not _takes_json(header):
        raise NotAcceptable("This resource is served as application/json.")


@lru_cache(256)
def _takes_json(header: str) -> bool:
    """Whether a header names JSON; callers send few different ones."""
    choices = {}
    for choice in header.split(","):
        media_type, _, parameters = choice.partition(";")
        choices[media_type.strip().lower()] = not _NO_QUALITY.search(parameters)
    for known in _ACCEPTED:
        if known in choices:
            return choices[known]
    return False


def row_id(call: Call, name: str = "id") -> UUID:
    """The id in the path; raises Invalid where it is no UUID."""
    text = call.path_parameters[name]
    if text != call.entity_id and not _UUID.fullmatch(text):
        raise Invalid(
            "The id in the path is not a UUID.",
            errors=[Violation(name, "INVALID_VALUE", "Give a UUID.")],
        )
    return UUID(text)


def dry_run(call: Call) -> bool:
    """The only parameter of a write; raises Invalid for any other, or a repeated one."""
    found: list[str] = []
    errors = []
    for name, value in call.query:
        if name != "dry_run":
            errors.append(Violation(f"?{name}", "UNKNOWN_PARAMETER", "No such parameter."))
        elif found:
            errors.append(Violation("?dry_run", "REPEATED", "Give this parameter once."))
        elif value not in ("true", "false"):
            errors.append(Violation("?dry_run", "INVALID_VALUE", "Give true or false."))
        else:
            found.append(value)
    if errors:
        raise Invalid("The query is not valid.", errors=errors)
    return found == ["true"]


def demanded_versions(call: Call) -> tuple[int, ...] | None:
    """The versions that If-Match allows; None where it is absent or `*`.

    A weak tag never matches (RFC 9110, section 13.1.1), nor does one that we never gave.
    """
    header = call.header("if-match")
    if header is None or header.strip() == "*":
        return None
    tags = [_ETAG.fullmatch(part) for part in header.split(",")]
    return tuple(
        int(tag[2])
        for tag in tags
        if tag and not tag[1] and tag[2].isascii() and tag[2].isdigit() and _fits(tag[2])
    )


def _fits(digits: str) -> bool:
    return len(digits) <= len(str(_MAX_VERSION)) and int(digits) <= _MAX_VERSION


def etag(version: int) -> tuple[str, str]:
    """The ETag header of a row version."""
    return ("ETag", f'"{version}"')
