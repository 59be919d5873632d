"""`charter policy matrix`: the table of access, with the lines that make each cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from charter.shell import HERE, Format, FormatOption, Project, say, say_json, say_rows

if TYPE_CHECKING:
    from charter.policy.access import AccessTable, Cell


def matrix(
    role: Annotated[str | None, typer.Option("--role", help="This role alone.")] = None,
    resource: Annotated[str | None, typer.Option("--resource", help="This resource alone.")] = None,
    form: FormatOption = Format.TEXT,
    folder: Project = HERE,
) -> None:
    """Print who may do what, and the lines of policy.csv that say so.

    As text: what is allowed or denied, and the masks. As JSON: every role, resource and action.
    """
    table = table_of(folder)
    _demand("role", role, table.roles)
    _demand("resource", resource, table.words.resources)
    cells = [
        cell
        for cell in table.cells()
        if role in (None, cell.role) and resource in (None, cell.resource)
    ]
    if form is Format.JSON:
        say_json([_document(cell) for cell in cells])
    else:
        _print(table, cells)


def table_of(folder: Path) -> AccessTable:
    """What the policy of a project says; refused with every problem of model or policy."""
    from charter.commands.migrate import resolved
    from charter.policy.access import AccessTable
    from charter.vocabulary import vocabulary_from_model
    from runtime.policy.vocabulary import load_rules

    model = resolved(folder)
    return AccessTable(model, load_rules(folder, vocabulary_from_model(model)))


def _demand(what: str, word: str | None, known: Iterable[str]) -> None:
    from generator.near import did_you_mean

    words = list(known)
    if word is not None and word not in words:
        message = f'"{word}" is no {what}{did_you_mean(word, words)}'
        raise typer.BadParameter(message, param_hint=f"--{what}")


def _document(cell: Cell) -> dict[str, Any]:
    from charter.policy.matrix import denied

    return {
        "role": cell.role,
        "resource": cell.resource,
        "action": cell.action,
        "scopes": list(cell.scopes),
        "except": list(denied(cell)),
        "lines": _lines(cell),
    }


def _lines(cell: Cell) -> list[int]:
    return sorted(rule.line for rule in (*cell.allows, *cell.denies))


def _print(table: AccessTable, cells: list[Cell]) -> None:
    from charter.policy.matrix import access

    said = [
        {
            "role": cell.role,
            "resource": cell.resource,
            "action": cell.action,
            "rows": access(cell),
            "lines": ", ".join(map(str, _lines(cell))),
        }
        for cell in cells
        if cell.allows or cell.denies
    ]
    say_rows(said, ("role", "resource", "action", "rows", "lines"), Format.TEXT)
    masks = list(_masks(table, cells))
    if masks:
        say("")
        say_rows(masks, ("role", "resource", "field", "mask", "line"), Format.TEXT)


def _masks(table: AccessTable, cells: list[Cell]) -> Iterator[dict[str, Any]]:
    for role, resource in dict.fromkeys((cell.role, cell.resource) for cell in cells):
        for name, rule in table.masks(role, resource).items():
            yield {
                "role": role,
                "resource": resource,
                "field": name,
                "mask": "hidden" if rule.hidden else "read_only",
                "line": rule.line,
            }
