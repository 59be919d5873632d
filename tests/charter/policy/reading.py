"""The policy and the model read without this project, and the pages of access read back."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

OWN = ("create", "read", "update", "delete")
Who = tuple[str, str, str]
"""Role, resource, action."""

# ---------------------------------------------- an independent reading of model and policy


def policy(folder: Path) -> list[tuple[int, list[str]]]:
    """The lines that are rules, with their numbers."""
    return _lines((folder / "policies" / "policy.csv").read_text())


@cache
def _lines(text: str) -> list[tuple[int, list[str]]]:
    return [
        (number, [cell.strip() for cell in next(csv.reader([line]))])
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip() and not line.startswith("#")
    ]


def held(folder: Path, role: str) -> set[str]:
    """The role and all it inherits."""
    inheriting = [(cells[1], cells[2]) for _, cells in policy(folder) if cells[0] == "g"]
    roles = {role}
    for _ in inheriting:
        roles |= {inherited for heir, inherited in inheriting if heir in roles}
    return roles


def lines_of(folder: Path, who: Who) -> list[tuple[int, str, str]]:
    """(line, scope, effect) of every rule for a role, resource and action."""
    role, resource, action = who
    mine = held(folder, role)
    return [
        (number, cells[4], cells[5])
        for number, cells in policy(folder)
        if cells[0] == "p"
        and cells[1] in mine
        and cells[2] in ("*", resource)
        and cells[3] in ("*", action)
    ]


def expected(folder: Path, who: Who) -> tuple[set[str], set[str]]:
    """The scopes allowed and those denied; `any` stands for all of its side."""
    said = lines_of(folder, who)
    allowed = {scope for _, scope, effect in said if effect == "allow"}
    denied = {scope for _, scope, effect in said if effect == "deny"}
    if "any" in denied:
        return set(), {"any"}
    return ({"any"} if "any" in allowed else allowed), denied


def snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


@cache
def entities(folder: Path) -> dict[str, dict[str, Any]]:
    """Each entity's YAML by its policy word."""
    return {
        snake(name): entity
        for path in (folder / "model").glob("*.yaml")
        for name, entity in yaml.safe_load(path.read_text())["entities"].items()
    }


def actions(entity: dict[str, Any]) -> set[str]:
    """The policy words that the model's text lets one expect."""
    routes = set(entity.get("api", {}).get("routes", OWN))
    routes -= {"delete"} if entity.get("delete") == "never" else set()
    steps = entity.get("states", {}).get("transitions", {})
    named = {name for name, step in steps.items() if step.get("by") != "system"}
    return {"read", *(set(OWN) & routes), *named, *entity.get("actions", {})}


def roles(folder: Path) -> list[str]:
    return list(yaml.safe_load((folder / "model.yaml").read_text())["roles"])


# ------------------------------------------------------------------ the pages, read back


def sections(folder: Path) -> dict[str, str]:
    """The text of each resource's section, from all pages."""
    found = {}
    for page in sorted((folder / "policies" / "matrix").glob("*.md")):
        for text in page.read_text().split("\n## ")[1:]:
            named = re.search(r"^In the policy it is `(\w+)`\.$", text, re.M)
            assert named, page
            found[named[1]] = text
    return found


def tables(text: str) -> dict[str, list[list[str]]]:
    """The rows of each table by the heading of its first column."""
    found: dict[str, list[list[str]]] = {}
    for block in re.findall(r"(?:^\|.*\|\n)+", text, re.M):
        rows = [
            [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
            for line in block.splitlines()
        ]
        assert set("".join(rows[1])) == {"-"}
        name = rows[0][0] if rows[0][0] != "action" or rows[0][1] != "from → to" else "step"
        found[name] = [rows[0], *rows[2:]]
    return found


def read_cell(text: str) -> tuple[set[str], set[str]]:
    if text == "denied":
        return set(), {"any"}
    if text.startswith("denied "):
        return set(), set(text.removeprefix("denied ").split(", "))
    allowed, _, refused = text.partition(" except ")
    return set(filter(None, allowed.split(", "))), set(filter(None, refused.split(", ")))


def shown(folder: Path) -> dict[Who, tuple[set[str], set[str]]]:
    found = {}
    for resource, text in sections(folder).items():
        (_, *named), *rows = tables(text)["action"]
        for action, *cells in rows:
            for role, cell in zip(named, cells, strict=True):
                found[role, resource, action.strip("`")] = read_cell(cell)
    return found
