"""A change of the contract, and when it breaks a client."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

Json = dict[str, Any]


class Direction(Enum):
    """Who sends what a schema describes."""

    REQUEST = "request"
    """The client: whatever is accepted no longer breaks it."""
    RESPONSE = "response"
    """The server: whatever a client has not seen before breaks it."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference of two documents.

    `code` is stable (UPPER_SNAKE); `place` an operation (`GET /api/v1/risks`), a parameter of one,
    or a member of a schema (`RiskRead.title`).
    """

    breaking: bool
    code: str
    place: str
    message: str

    @property
    def sentence(self) -> str:
        """One line for people."""
        return f"{'BREAKS' if self.breaking else 'fine  '}  {self.place}: {self.message}"

    def document(self) -> Json:
        """The change for programs."""
        return {
            "breaking": self.breaking,
            "code": self.code,
            "place": self.place,
            "message": self.message,
        }


def in_order(changes: list[Change]) -> list[Change]:
    """Each once, those that break clients first, then by place."""
    return sorted(dict.fromkeys(changes), key=lambda c: (not c.breaking, c.place, c.code))
