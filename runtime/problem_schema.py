"""The schema of problem documents (RFC 9457), as the OpenAPI document shows it."""

from __future__ import annotations

from pydantic import BaseModel


class ProblemError(BaseModel):
    """One thing wrong with a request."""

    pointer: str
    code: str
    message: str


class Problem(BaseModel):
    """Why a request was not carried out (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    request_id: str
    errors: list[ProblemError] = []
