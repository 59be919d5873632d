"""Role assignments that are limited to one row of another entity."""

from __future__ import annotations

from tests.runtime.operations.test_rows import title
from tests.runtime.support.world import World


async def test_a_limited_assignment_reaches_what_lies_within(world: World) -> None:
    depot = await world.add("ada", "depots", name=title())
    other = await world.add("ada", "depots", name=title())
    assignment = await world.ask(
        "ada",
        "POST",
        "role-assignments",
        json={
            "role": "admin",
            "user_id": str(world.ids["lim"]),
            "scope_type": "depot",
            "scope_id": depot["id"],
        },
    )
    assert assignment.status_code == 201, assignment.text
    inside = await world.add("ada", "items", title=title(), depot_id=depot["id"])
    outside = await world.add("ada", "items", title=title(), depot_id=other["id"])
    nowhere = await world.add("ada", "items", title=title())
    world.fastapi.state.server._people._known.clear()
    seen = (await world.ask("lim", "GET", "items?limit=200")).json()["items"]
    assert [each["id"] for each in seen] == [inside["id"]]
    for row, status in ((inside, 200), (outside, 404), (nowhere, 404)):
        answer = await world.ask("lim", "PATCH", f"items/{row['id']}", json={"body": "x"})
        assert answer.status_code == status
    moved = await world.ask("lim", "PATCH", f"items/{inside['id']}", json={"depot_id": None})
    assert moved.status_code == 403
    assert (await world.ask("lim", "POST", "items", json={"title": title()})).status_code == 403
    made = await world.ask("lim", "POST", "items", json={"title": title(), "depot_id": depot["id"]})
    assert made.status_code == 201
    assert (await world.ask("lim", "GET", "tags")).status_code == 403
    mine = (await world.ask("lim", "GET", "depots")).json()["items"]
    assert [each["id"] for each in mine] == [depot["id"]]
