"""The body of a write: read in order, parsed strictly, every violation named."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticUndefined

from runtime.call import Call
from runtime.policy.reach import Mask
from runtime.problems import Invalid, UnsupportedMediaType, Violation
from runtime.resource import Resource

OPEN = Mask()
MEDIA_TYPES = frozenset({"application/json", "application/merge-patch+json"})

CODES = {
    "missing": "REQUIRED",
    "extra_forbidden": "UNKNOWN_FIELD",
    "string_too_long": "TOO_LONG",
    "string_too_short": "TOO_SHORT",
    "string_pattern_mismatch": "PATTERN",
    "greater_than": "TOO_SMALL",
    "greater_than_equal": "TOO_SMALL",
    "less_than": "TOO_LARGE",
    "less_than_equal": "TOO_LARGE",
    "too_long": "TOO_LONG",
    "too_short": "TOO_SHORT",
    "enum": "NOT_A_VALUE",
    "literal_error": "NOT_A_VALUE",
    "json_invalid": "MALFORMED",
    "value_error": "INVALID_VALUE",
}


async def read_body[M: BaseModel](
    call: Call, schema: type[M], *, optional: bool = False, mask: Mask = OPEN
) -> M:
    """The validated body, noted on the call as what was submitted.

    Raises TooLarge, UnsupportedMediaType for another media type than JSON, and Invalid with a
    violation for everything wrong. `optional` lets an absent body stand for `{}`. To the caller
    a field that the mask hides is one that does not exist.
    """
    data = await call.read_body()
    content_type = call.header("content-type")
    if not (optional and content_type is None and not data):
        media_type = (content_type or "").partition(";")[0].strip().lower()
        if media_type not in MEDIA_TYPES:
            raise UnsupportedMediaType("Send the body as application/json.")
    body = parse(schema, b"{}" if optional and not data else data, mask)
    call.submitted = sent(body)
    return body


def parse[M: BaseModel](schema: type[M], data: bytes, mask: Mask = OPEN) -> M:
    """Validates JSON bytes; raises Invalid. Duplicate keys, NaN and Infinity are refused."""
    document = _strict_json(data)
    masked = list(_masked(document, mask))
    try:
        body = schema.model_validate_json(data, strict=True)
    except ValidationError as error:
        errors = [found for found in violations(error) if not _shows(found, mask)]
        ordered = _ordered([*errors, *masked], document)
        raise Invalid("The body is not valid.", errors=ordered) from None
    if masked:
        raise Invalid("The body is not valid.", errors=masked)
    return body


def _masked(document: Any, mask: Mask) -> Iterator[Violation]:
    """A violation for each field that the caller may not see, or only see."""
    for name in document if isinstance(document, dict) else ():
        if name in mask.hidden:
            yield Violation(f"/{name}", "UNKNOWN_FIELD", "Extra inputs are not permitted")
        elif name in mask.read_only:
            yield Violation(f"/{name}", "READ_ONLY", "You may read this field, not write it.")


def _ordered(found: list[Violation], document: Any) -> list[Violation]:
    """Unknown fields in the order of the body, hidden ones among them: nothing tells them apart."""
    names = document if isinstance(document, dict) else ()
    places = {_pointer((name,)): place for place, name in enumerate(names)}

    def rank(violation: Violation) -> tuple[int, int]:
        if violation.code == "READ_ONLY":
            return 2, 0
        unknown = violation.code == "UNKNOWN_FIELD" and violation.pointer in places
        return (1, places[violation.pointer]) if unknown else (0, 0)

    return sorted(found, key=rank)


def _shows(found: Violation, mask: Mask) -> bool:
    """Whether a violation would tell of a hidden field; that one is missing, nobody can hide."""
    return found.pointer.split("/")[1:2] in [[name] for name in mask.hidden] and (
        found.code != "REQUIRED"
    )


def parse_query[M: BaseModel](schema: type[M], query: Sequence[tuple[str, str]]) -> M:
    """Validates the query of a GET action; raises Invalid, for a repeated parameter too."""
    values = dict(query)
    if len(values) != len(query):
        raise Invalid(
            "The query is not valid.",
            errors=[Violation("", "REPEATED", "Give each parameter once.")],
        )
    try:
        return schema.model_validate_strings(values)
    except ValidationError as error:
        errors = [
            Violation(f"?{found.pointer.lstrip('/')}", found.code, found.message)
            for found in violations(error)
        ]
        raise Invalid("The query is not valid.", errors=errors) from None


def violations(error: ValidationError) -> list[Violation]:
    """Pydantic's findings as violations. Input values are never echoed."""
    return [
        Violation(_pointer(item["loc"]), CODES.get(item["type"], "INVALID_VALUE"), item["msg"])
        for item in error.errors(include_input=False, include_url=False, include_context=False)
    ]


def sent(body: BaseModel) -> dict[str, Any]:
    """What the caller sent, by JSON name (RFC 7396: absent is not null)."""
    return {
        (body.__class__.model_fields[name].alias or name): getattr(body, name)
        for name in body.__class__.model_fields
        if name in body.model_fields_set
    }


def defaults(resource: Resource) -> dict[str, Any]:
    """What a create leaves to the defaults of its schema, so that hooks see it."""
    fields = resource.create.model_fields if resource.create else {}
    return {
        name: known.default
        for name, known in fields.items()
        if known.default is not PydanticUndefined and known.default is not None
    }


def _pointer(location: tuple[int | str, ...]) -> str:
    parts = (str(part).replace("~", "~0").replace("/", "~1") for part in location)
    return "".join(f"/{part}" for part in parts)


def _strict_json(data: bytes) -> Any:
    try:
        return json.loads(
            data.decode(), object_pairs_hook=_unique_keys, parse_constant=_refuse_constant
        )
    except (ValueError, RecursionError) as error:
        known = error.args[0] if isinstance(error, _NotJson) else "The body is not valid JSON."
        raise Invalid(known, errors=[Violation("", "MALFORMED", known)]) from None


class _NotJson(ValueError):
    """A body that Python's parser would take and RFC 8259 leaves undefined or forbids."""


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _NotJson("A key stands twice in one object.")
    return found


def _refuse_constant(_: str) -> None:
    raise _NotJson("NaN and Infinity are not JSON.")
