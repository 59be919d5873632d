"""Rows that the tests of the core domain begin with."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from tests.runtime.support.world import World

BANDS = {"low": 5, "medium": 9, "high": 14, "critical": 25}
FIVE = ["1", "2", "3", "4", "5"]


def word(prefix: str = "row") -> str:
    """A text that no other row has."""
    return f"{prefix} {uuid4().hex[:10]}"


def code(answer: Any) -> tuple[int, str]:
    """Status and code of a problem."""
    return answer.status_code, answer.json()["code"]


def pointers(answer: Any) -> set[tuple[str, str]]:
    """The violations of a 422."""
    assert answer.status_code == 422, answer.text
    return {(each["pointer"], each["code"]) for each in answer.json()["errors"]}


async def act(api: World, who: str, path: str, **body: Any) -> Any:
    """The answer to an action or transition, whatever version the row has."""
    return await api.ask(who, "POST", path, json=body)


async def do(api: World, who: str, path: str, **body: Any) -> dict[str, Any]:
    """An action or transition that must succeed; gives what it answers."""
    answer = await act(api, who, path, **body)
    assert answer.status_code in (200, 204), (path, answer.text)
    return answer.json() if answer.content else {}


async def matrix(api: World) -> dict[str, Any]:
    """A matrix of five steps."""
    return await api.add(
        "compliance-manager",
        "risk-matrices",
        name=word("scale"),
        likelihood_labels=FIVE,
        impact_labels=FIVE,
        level_bands=BANDS,
        appetite_by_category={"technology": 8},
    )


async def risk(api: World, who: str = "risk-owner", **values: Any) -> dict[str, Any]:
    """A risk of that person."""
    scale = await matrix(api)
    body = {
        "title": word("risk"),
        "category": "technology",
        "inherent_likelihood": 2,
        "inherent_impact": 2,
        "matrix_id": scale["id"],
    } | values
    return await api.add(who, "risks", **body)


async def control(api: World, who: str = "control-owner", **values: Any) -> dict[str, Any]:
    """A control of that person."""
    body = {"ref": word("C")[:12], "name": word("control"), "domain": "operations"} | values
    return await api.add(who, "controls", **body)


async def requirement(api: World, **values: Any) -> dict[str, Any]:
    """A requirement of a regulation of its own."""
    law = await api.add(
        "compliance-manager",
        "regulations",
        code=word("L")[:12],
        edition="1",
        name=word("law"),
        kind="standard",
        topic="security",
        jurisdiction="EU",
    )
    body = {"ref": "1", "title": word("requirement"), "regulation_id": law["id"]} | values
    return await api.add("compliance-manager", "requirements", **body)
