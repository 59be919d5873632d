"""The derived pages of access: who may do what, for people who read no Casbin and no program.

What a page says follows from the policy and the model alone, in the order of the model. Line
numbers stay out of it: a comment added to policy.csv would change every page. `charter policy
matrix` shows them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from charter.policy.access import AccessTable, Cell
from charter.policy.holds import limits, may_change, page_of
from generator.emit.templating import render
from generator.model import Aggregate, Entity

INDEX = "policies/MATRIX.md"
FOLDER = "policies/matrix"
PUBLIC = "public"


def matrix_pages(table: AccessTable) -> dict[str, str]:
    """The text of every page by its path: the index, and one for each aggregate."""
    pages = {INDEX: _rendered("matrix_index.md.jinja", _index(table))}
    for aggregate in table.model.aggregates:
        view = _aggregate(table, aggregate)
        pages[f"{FOLDER}/{aggregate.name}.md"] = _rendered("matrix.md.jinja", view)
    return pages


def denied(cell: Cell) -> tuple[str, ...]:
    """The scopes of its deny lines; `any` swallows the others."""
    scopes = tuple(dict.fromkeys(rule.scope for rule in cell.denies))
    return ("any",) if "any" in scopes else scopes


def access(cell: Cell) -> str:
    """A cell in words: `any`, `own, own_task`, `any except own`, `denied`, or nothing for no.

    A deny is said even where nothing is allowed: it takes away what another role of the same
    person allows.
    """
    refused = denied(cell)
    if "any" in refused:
        return "denied"
    if cell.scopes:
        said = ", ".join(cell.scopes)
        return f"{said} except {', '.join(refused)}" if refused else said
    return f"denied {', '.join(refused)}" if refused else ""


def _rendered(template: str, view: dict[str, Any]) -> str:
    return render(template, view, package="charter.policy")


def grid(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """The lines of a Markdown table, each cell as wide as the heading of its column at least.

    Widths follow from what heads columns and rows: a longer cell moves its own line and no other,
    so that a difference of two pages shows what has changed and nothing else.
    """
    body = list(rows)
    widths = [max(len(name), 3) for name in head]
    widths[0] = max([widths[0], *(len(row[0]) for row in body)])
    lines = [_line(head, widths), _line(["-" * width for width in widths], widths)]
    return lines + [_line(row, widths) for row in body]


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (f"{cell:<{width}}" for cell, width in zip(cells, widths, strict=True))
    return f"| {' | '.join(padded)} |"


def _aggregate(table: AccessTable, aggregate: Aggregate) -> dict[str, Any]:
    return {
        "aggregate": aggregate,
        "entities": [_entity(table, entity) for entity in aggregate.entities],
    }


def _entity(table: AccessTable, entity: Entity) -> dict[str, Any]:
    resource = entity.resource
    rows = (
        [f"`{action}`", *(access(table.cell(role, resource, action)) for role in table.roles)]
        for action in table.actions(resource)
    )
    return {
        **page_of(entity, table.model),
        "table": grid(["action", *table.roles], rows),
        "unnamed": _unnamed(table, entity),
        "masks": list(_masks(table, entity)),
    }


def _unnamed(table: AccessTable, entity: Entity) -> frozenset[str]:
    """The scopes that the model offers and no line of the policy names."""
    named = {rule.scope for rule in table.rules.rules if rule.resource == entity.resource}
    return frozenset(scope.name for scope in entity.scopes) - named


def _masks(table: AccessTable, entity: Entity) -> Iterator[tuple[str, str, str]]:
    """(role, hidden fields, fields only readable), for each role with a mask here."""
    order = {name: place for place, name in enumerate(_order(table, entity))}
    for role in table.roles:
        masks = table.masks(role, entity.resource)
        names = sorted(masks, key=lambda name: order[name])
        hidden = [f"`{name}`" for name in names if masks[name].hidden]
        readable = [f"`{name}`" for name in names if not masks[name].hidden]
        if names:
            yield role, ", ".join(hidden), ", ".join(readable)


def _order(table: AccessTable, entity: Entity) -> list[str]:
    """All field names that a mask can name, in the order of the model."""
    known = table.words.resources[entity.resource].fields
    own = [field.name for field in entity.fields]
    for relation in entity.relations:
        own += [relation.column, *([relation.type_column] if relation.type_column else [])]
    return [*own, *sorted(known - set(own))]


def _index(table: AccessTable) -> dict[str, Any]:
    model = table.model
    titles = {role.name: role.title for role in model.roles}
    entities = model.entities.values()
    overview = (
        [f"`{entity.resource}`", *(_summary(table, role, entity) for role in table.roles)]
        for entity in entities
    )
    return {
        "model": model,
        "roles": [
            (role, [titles[name] for name in _heirs(table, role.name)]) for role in model.roles
        ],
        "limits": limits(model),
        "overview": grid(["resource", *table.roles], overview),
        "anonymous": list(_granted(table, PUBLIC)) if PUBLIC in titles else None,
        "nobody": [
            (entity.resource, words) for entity in entities if (words := _nobody(table, entity))
        ],
    }


def _heirs(table: AccessTable, role: str) -> list[str]:
    inherited = table.inherited(role) - {role}
    return [name for name in table.roles if name in inherited]


def _summary(table: AccessTable, role: str, entity: Entity) -> str:
    """`R` and `W` for every row, `r` and `w` for some: what is read, and what is changed."""
    changing = may_change(entity)
    cells = {
        action: table.cell(role, entity.resource, action)
        for action in table.actions(entity.resource)
    }
    reads = _letter("r", [cells["read"]])
    return reads + _letter("w", [cell for action, cell in cells.items() if action in changing])


def _letter(letter: str, cells: list[Cell]) -> str:
    if any(cell.everything for cell in cells):
        return letter.upper()
    return letter if any(not cell.refused for cell in cells) else ""


def _granted(table: AccessTable, role: str) -> Iterator[tuple[str, str, str]]:
    for entity in table.model.entities.values():
        for action in table.actions(entity.resource):
            cell = table.cell(role, entity.resource, action)
            if not cell.refused:
                yield entity.resource, action, access(cell)


def _nobody(table: AccessTable, entity: Entity) -> list[str]:
    """The actions that exist and that no role may take on any row."""
    resource = entity.resource
    return [
        action
        for action in table.actions(resource)
        if all(table.cell(role, resource, action).refused for role in table.roles)
    ]
