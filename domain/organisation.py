"""Business units as a tree, and the state of a project at a glance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import column, func, select, table
from sqlmodel import col

from domain.queries import among, fetch, tally
from domain.regulation import covered_requirements
from generated.identity.models import User
from generated.organisation.models import BusinessUnit, Project
from generated.regulation.models import Regulation
from generated.risk.models import Risk
from generated.task.models import Task
from runtime.domain_api import Context
from runtime.problems import Invalid, Violation

CLOSED_TASKS = ("done", "cancelled")


async def keep_tree(context: Context, values: dict[str, Any], row: BusinessUnit | None) -> None:
    """Refuses a unit below itself, however many units lie between (Invalid, CIRCLE)."""
    above: UUID | None = values.get("parent_id")
    if row is None or above is None:
        return
    seen: set[UUID] = set()
    while above is not None and above not in seen:
        if above == row.id:
            circle = Violation("/parent_id", "CIRCLE", "A unit cannot lie below itself.")
            raise Invalid(circle.message, errors=[circle])
        seen.add(above)
        unit = await context.get(BusinessUnit, above)
        above = unit.parent_id if unit is not None else None


async def tree(context: Context, _data: object = None) -> dict[str, list[dict[str, Any]]]:
    """The visible units, each followed by those below it, with `depth` 0 for the topmost."""
    ids = await context.visible_ids(BusinessUnit)
    unit = BusinessUnit
    rows = await fetch(
        context.session,
        select(
            col(unit.id),
            col(unit.parent_id),
            col(unit.code),
            col(unit.name),
            col(unit.kind),
            col(unit.is_active),
        )
        .where(among(unit.id, ids))
        .order_by(col(unit.code), col(unit.id)),
    )
    risks, tasks = await _open_risks(context), await _overdue_tasks(context)
    return {
        "units": [
            {
                "id": str(row.id),
                "parent_id": str(row.parent_id) if row.parent_id else None,
                "depth": depth,
                "code": row.code,
                "name": row.name,
                "kind": str(row.kind),
                "is_active": row.is_active,
                "open_risks": risks.get(row.id, 0),
                "tasks_overdue": tasks.get(row.id, 0),
            }
            for row, depth in _descend(rows)
        ]
    }


async def dashboard(context: Context, row: Project, _data: object = None) -> dict[str, Any]:
    """Tasks by status, open risks by level and the coverage of the project's regulations."""
    mine = await context.visible_ids(Task, col(Task.project_id) == row.id)
    late = await context.visible_ids(
        Task,
        col(Task.project_id) == row.id,
        col(Task.status).not_in(CLOSED_TASKS),
        col(Task.due_on) < context.today,
    )
    risks = await context.visible_ids(
        Risk, col(Risk.project_id) == row.id, col(Risk.status) != "closed"
    )
    by_status = await tally(context.session, col(Task.status), where=among(col(Task.id), mine))
    by_level = await tally(
        context.session, col(Risk.inherent_level), where=among(col(Risk.id), risks)
    )
    return {
        "tasks": {str(status): count for status, count in by_status},
        "tasks_overdue": len(late),
        "open_risks": {str(level or "unrated"): count for level, count in by_level},
        "regulations": await _regulations(context, row),
    }


async def _regulations(context: Context, project: Project) -> list[dict[str, Any]]:
    links = table("projects_regulations", column("regulation_id"), column("project_id"))
    linked = select(links.c.regulation_id).where(links.c.project_id == project.id)
    found = []
    for key in await context.visible_ids(Regulation, col(Regulation.id).in_(linked)):
        regulation = await context.get(Regulation, key)
        if regulation is None:
            continue
        assessable, covered = await covered_requirements(context, key)
        found.append(
            {
                "id": str(key),
                "code": regulation.code,
                "edition": regulation.edition,
                "assessable": len(assessable),
                "covered": len(covered),
            }
        )
    return sorted(found, key=lambda one: (one["code"], one["edition"]))


async def _open_risks(context: Context) -> Mapping[UUID, int]:
    ids = await context.visible_ids(Risk, col(Risk.status) != "closed")
    return _counts(
        await tally(context.session, col(Risk.business_unit_id), where=among(col(Risk.id), ids))
    )


async def _overdue_tasks(context: Context) -> Mapping[UUID, int]:
    ids = await context.visible_ids(
        Task, col(Task.status).not_in(CLOSED_TASKS), col(Task.due_on) < context.today
    )
    statement = (
        select(col(User.business_unit_id), func.count())
        .join(Task, col(Task.assignee_id) == col(User.id))
        .where(among(col(Task.id), ids))
        .group_by(col(User.business_unit_id))
    )
    return _counts(await fetch(context.session, statement))


def _counts(rows: Sequence[Any]) -> Mapping[UUID, int]:
    return {unit: count for unit, count in rows if unit is not None}


def _descend(rows: Sequence[Any]) -> Iterator[tuple[Any, int]]:
    """Each unit before those below it; a unit whose parent is not among `rows` is a topmost one."""
    known = {row.id for row in rows}
    below: dict[UUID | None, list[Any]] = defaultdict(list)
    for row in rows:
        below[row.parent_id if row.parent_id in known else None].append(row)
    waiting = [(row, 0) for row in reversed(below[None])]
    while waiting:
        row, depth = waiting.pop()
        yield row, depth
        waiting.extend((child, depth + 1) for child in reversed(below[row.id]))
