"""The business rules of the store."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from generated.models import Depot, Item, Note, Parcel, Tag
from runtime.domain_api import Context
from runtime.problems import Conflict, NotWritten


async def named(context: Context, values: dict[str, Any], row: Tag | None) -> None:
    """What a function may do before a row is added, by the first word of the name."""
    word, _, rest = values["name"].partition(" ")
    if word == "refuse":
        raise Conflict("Not that name.", code="FORBIDDEN_NAME")
    if word == "count":
        found = await context.session.execute(select(func.count()).select_from(Depot))
        values["name"] = f"{rest} among {found.scalar()}"
    if word in ("of", "up"):
        depot = await context.get(Depot, UUID(rest))
        values["name"] = f"at {depot.name if depot else 'no place'}"
        if word == "up" and depot:
            depot.capacity = 999


async def label(context: Context, values: dict[str, Any], row: Parcel | None) -> None:
    """Writes a label from the title; refuses a title that is forbidden."""
    if values.get("title") == "forbidden":
        raise Conflict("Not that title.", code="FORBIDDEN_TITLE")
    if "title" in values:
        values["label"] = f"[{values['title']}]"


async def note_creation(context: Context, row: Parcel) -> None:
    """Adds a note for each new parcel, and gives it a first stamp."""
    await context.create(Note, body=f"created {row.title}", parcel_id=row.id)
    row.stamped = 1
    if row.title == "explode":
        raise Conflict("Too late.", code="EXPLODED")


async def keep_stamped(context: Context, values: dict[str, Any], row: Parcel) -> None:
    """A parcel stamped five times stays."""
    if row.stamped >= 5:
        raise Conflict("It has too many stamps.", code="STAMPED")


async def note_deletion(context: Context, row: Parcel) -> None:
    """Remembers what went."""
    await context.create(Note, body=f"deleted {row.title}")


async def stamp(context: Context, row: Parcel, data: Any) -> None:
    """Stamps."""
    row.stamped += data.times


async def misbehave(context: Context, row: Parcel, data: Any) -> None:
    """Assigns what it may not."""
    row.title = "stolen"


async def pack(context: Context, row: Parcel, data: Any) -> dict[str, int]:
    """Makes an item expire and leaves a record."""
    item = await context.visible(Item, data.item_id)
    await context.move(item, "expire")
    await context.record("pack", "parcel", row.id)
    return {"moved": 1}


async def tally(context: Context, data: Any) -> dict[str, int]:
    """Counts what the caller sees, and what there is."""
    found = await context.visible_ids(Parcel, Parcel.stamped >= data.least)
    count = select(func.count()).select_from(Parcel)
    async with context.platform():
        everything = (await context.session.execute(count)).scalar()
    return {"mine": len(found), "all": everything or 0}


async def newest(context: Context, data: Any) -> list[Any]:
    """Every parcel, visible or not: what may not be seen is left out of the answer."""
    rows = await context.session.execute(select(Parcel.id).order_by(Parcel.id.desc()))
    return list(rows.scalars())


async def unwritten(context: Context, data: Any) -> None:
    """Nobody has written this."""
    raise NotWritten("domain.store.unwritten")
