"""What of a regulation is covered, what is missing, and how one gets in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlmodel import col

from domain.oscal import Catalogue, Item, read_catalogue
from domain.queries import among, fetch
from generated.control.models import Control, ControlMapping
from generated.regulation.models import Regulation, Requirement
from generated.regulation.schemas import RegulationImportCatalogueInput
from runtime.domain_api import Context
from runtime.problems import Conflict

CLOSED = ("superseded", "retired")


async def covered_requirements(
    context: Context, regulation: UUID
) -> tuple[Sequence[UUID], Sequence[UUID]]:
    """The assessable, applicable requirements that the actor may read, and those covered.

    Covered: a confirmed mapping leads to a control that is effective.
    """
    conditions = _assessable(regulation)
    proof = exists().where(
        col(ControlMapping.requirement_id) == col(Requirement.id),
        col(ControlMapping.status) == "confirmed",
        col(ControlMapping.control_id) == col(Control.id),
        col(Control.status) == "effective",
    )
    assessable = await context.visible_ids(Requirement, *conditions)
    return assessable, await context.visible_ids(Requirement, *conditions, proof)


async def coverage(context: Context, row: Regulation, _data: object = None) -> dict[str, Any]:
    """The share of requirements that are covered, in all and by chapter (the topmost rows)."""
    assessable, covered = await covered_requirements(context, row.id)
    ids = await context.visible_ids(Requirement, col(Requirement.regulation_id) == row.id)
    needed = Requirement
    rows = await fetch(
        context.session,
        select(col(needed.id), col(needed.parent_id), col(needed.ref), col(needed.title))
        .where(among(needed.id, ids))
        .order_by(col(needed.position), col(needed.ref)),
    )
    tops = _tops({one.id: one.parent_id for one in rows})
    expected, met = _by_top(assessable, tops), _by_top(covered, tops)
    return {
        "assessable": len(assessable),
        "covered": len(covered),
        "percent": _percent(len(covered), len(assessable)),
        "chapters": [
            {
                "id": str(one.id),
                "ref": one.ref,
                "title": one.title,
                "assessable": expected[one.id],
                "covered": met[one.id],
                "percent": _percent(met[one.id], expected[one.id]),
            }
            for one in rows
            if expected[one.id]
        ],
    }


async def gap(context: Context, row: Regulation, _data: object = None) -> Sequence[UUID]:
    """The requirements that no confirmed mapping covers in full, in the order of the text."""
    full = exists().where(
        col(ControlMapping.requirement_id) == col(Requirement.id),
        col(ControlMapping.status) == "confirmed",
        col(ControlMapping.coverage) == "full",
    )
    ids = await context.visible_ids(Requirement, *_assessable(row.id), ~full)
    ordered = (
        select(col(Requirement.id))
        .where(among(col(Requirement.id), ids))
        .order_by(col(Requirement.position), col(Requirement.ref))
    )
    return [one.id for one in await fetch(context.session, ordered)]


async def import_oscal(context: Context, data: RegulationImportCatalogueInput) -> dict[str, Any]:
    """Brings an OSCAL catalogue in: a draft regulation, and its requirements as a tree.

    The regulation is found again by code and edition, each requirement by its ref: what differs
    is updated, what is the same stays untouched, and what the catalogue no longer has is left.
    Raises Invalid for what is no catalogue, Conflict (`FROZEN`) where the regulation is closed.
    """
    catalogue = read_catalogue(data.catalogue)
    regulation = await _regulation(context, catalogue)
    changes = await _requirements(context, regulation.id, catalogue.items)
    return {
        "regulation_id": regulation.id,
        "created": changes["created"],
        "updated": changes["updated"],
        "unchanged": changes["unchanged"],
        "withdrawn": catalogue.withdrawn,
    }


async def _regulation(context: Context, catalogue: Catalogue) -> Regulation:
    found = await context.visible_ids(
        Regulation,
        col(Regulation.code) == catalogue.code,
        col(Regulation.edition) == catalogue.edition,
    )
    known = await context.get(Regulation, found[0]) if found else None
    if known is not None and known.status in CLOSED:
        raise Conflict("This edition has been superseded or retired.", code="FROZEN")
    return known or await context.create(
        Regulation,
        code=catalogue.code,
        edition=catalogue.edition,
        name=catalogue.name,
        issuer=catalogue.issuer,
        description=catalogue.description,
        kind="standard",
        topic="security",
        jurisdiction="International",
        content_licence="restricted",
        owner_id=context.actor.id,
    )


async def _requirements(context: Context, regulation: UUID, items: Iterable[Item]) -> Counter[str]:
    known = await _known(context, regulation)
    changes: Counter[str] = Counter()
    for item in items:
        parent = known[item.parent].id if item.parent else None
        wanted = {**item.values(), "parent_id": parent}
        row = known.get(item.ref)
        if row is None:
            known[item.ref] = await context.create(
                Requirement, regulation_id=regulation, ref=item.ref, **wanted
            )
            changes["created"] += 1
        else:
            changes["updated" if _update(row, wanted) else "unchanged"] += 1
    await context.flush()
    return changes


async def _known(context: Context, regulation: UUID) -> dict[str, Requirement]:
    ids = await context.visible_ids(Requirement, col(Requirement.regulation_id) == regulation)
    rows = [await context.get(Requirement, key) for key in ids]
    return {row.ref: row for row in rows if row is not None}


def _update(row: Requirement, wanted: Mapping[str, Any]) -> bool:
    """Assigns what differs; says whether anything did."""
    different = {name: value for name, value in wanted.items() if getattr(row, name) != value}
    for name, value in different.items():
        setattr(row, name, value)
    return bool(different)


def _assessable(regulation: UUID) -> tuple[Any, ...]:
    return (
        col(Requirement.regulation_id) == regulation,
        col(Requirement.is_assessable).is_(True),
        col(Requirement.applicability) != "not_applicable",
    )


def _tops(parents: Mapping[UUID, UUID | None]) -> dict[UUID, UUID]:
    """The topmost visible row above each row; itself where there is none."""
    tops: dict[UUID, UUID] = {}
    for start in parents:
        path: list[UUID] = []
        here = start
        while here not in tops:
            path.append(here)
            above = parents[here]
            if above is None or above not in parents or above in path:
                tops[here] = here
                break
            here = above
        tops.update(dict.fromkeys(path, tops[here]))
    return tops


def _by_top(ids: Iterable[UUID], tops: Mapping[UUID, UUID]) -> Counter[UUID]:
    return Counter(tops.get(key, key) for key in ids)


def _percent(part: int, whole: int) -> float:
    """A share in percent with one decimal; of nothing, everything is covered."""
    return round(100 * part / whole, 1) if whole else 100.0
