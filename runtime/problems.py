"""Errors as types, and their one form on the wire: RFC 9457 problem documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

TYPE_PREFIX = "urn:charter:problem:"
MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing wrong with a request: a JSON pointer (or `?name` for a parameter) and why."""

    pointer: str
    code: str
    message: str


class Problem(Exception):
    """Any answer that is not a success. Subclasses fix status, code and title."""

    status = 500
    code = "INTERNAL"
    title = "Internal error"

    def __init__(
        self,
        detail: str = "",
        *,
        code: str | None = None,
        errors: Sequence[Violation] = (),
        headers: Mapping[str, str] | None = None,
        rule: str | None = None,
    ) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.code = code or type(self).code
        self.errors = tuple(errors)
        self.headers = dict(headers or {})
        self.rule = rule


class BadRequest(Problem):
    """400: the request cannot be read at all (bad encoding of the request line)."""

    status, code, title = 400, "BAD_REQUEST", "Bad request"


class Unauthenticated(Problem):
    """401 with `WWW-Authenticate` (RFC 6750)."""

    status, code, title = 401, "UNAUTHENTICATED", "Sign in first"

    def __init__(self, detail: str = "", **rest: object) -> None:
        super().__init__(detail, headers={"WWW-Authenticate": "Bearer"}, **rest)  # type: ignore[arg-type]


class Forbidden(Problem):
    """403: the caller may know of the row or resource, and may not do this."""

    status, code, title = 403, "FORBIDDEN", "Not permitted"


class NotFound(Problem):
    """404: absent, or hidden from the caller; the two are the same bytes."""

    status, code, title = 404, "NOT_FOUND", "Not found"


class MethodNotAllowed(Problem):
    """405 with the full `Allow`."""

    status, code, title = 405, "METHOD_NOT_ALLOWED", "Method not allowed"


class NotAcceptable(Problem):
    """406."""

    status, code, title = 406, "NOT_ACCEPTABLE", "No acceptable representation"


class Conflict(Problem):
    """409: wrong state, guard, frozen row, unique key or reference."""

    status, code, title = 409, "CONFLICT", "Conflict"


class PreconditionFailed(Problem):
    """412: the row has changed since the given ETag."""

    status, code, title = 412, "PRECONDITION_FAILED", "The row has changed"


class TooLarge(Problem):
    """413."""

    status, code, title = 413, "TOO_LARGE", "Body too large"


class UnsupportedMediaType(Problem):
    """415."""

    status, code, title = 415, "UNSUPPORTED_MEDIA_TYPE", "Unsupported media type"


class Invalid(Problem):
    """422 with `errors`."""

    status, code, title = 422, "INVALID", "Invalid request"


class PreconditionRequired(Problem):
    """428: this resource wants If-Match."""

    status, code, title = 428, "PRECONDITION_REQUIRED", "If-Match is required"


class TooManyRequests(Problem):
    """429."""

    status, code, title = 429, "TOO_MANY_REQUESTS", "Too many requests"


class NotWritten(Problem):
    """501: the model names a function of domain/ that nobody has written yet."""

    status, code, title = 501, "NOT_IMPLEMENTED", "Not implemented"


class Unavailable(Problem):
    """503 with `Retry-After`."""

    status, code, title = 503, "UNAVAILABLE", "Temporarily unavailable"

    def __init__(self, detail: str = "", **rest: object) -> None:
        super().__init__(detail, headers={"Retry-After": "1"}, **rest)  # type: ignore[arg-type]


class Unrecorded(Unavailable):
    """503: what was asked is undone, since the event that records it cannot be written."""

    code = "AUDIT_UNAVAILABLE"

    def __init__(self, detail: str = "The audit trail cannot be written.") -> None:
        super().__init__(detail)
