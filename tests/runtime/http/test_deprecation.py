"""What a request used that is deprecated, said in its answer and counted: in the store."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from runtime.http.deprecation import Notices
from runtime.http.places import places_of
from runtime.ids import time_ordered_id
from runtime.resource import Registry
from tests.runtime.http.test_dispatch import JSON, PREFIX, Asked, Two, two
from tests.runtime.support.world import World

__all__ = ["two"]

COUNT = ("@1769904000", "Wed, 30 Jun 2027 00:00:00 GMT")  # since 2026-02-01
MEDIUM = ("@1772323200", None)  # since 2026-03-01
PARENT = ("@1775001600", None)  # since 2026-04-01
FRIENDS = ("@1777593600", "Thu, 31 Dec 2026 00:00:00 GMT")  # since 2026-05-01
REOPEN = ("@1780272000", None)  # since 2026-06-01
TIMES = ("@1782864000", None)  # since 2026-07-01
LEAST = ("@1785542400", None)  # since 2026-08-01
NOTHING = (None, None)

_SAMPLE = re.compile(
    r'charter_deprecated_uses_total\{entity="(\w+)",kind="(\w+)",member="([\w.]+)"\} ([\d.]+)'
)


def said(answer: Any) -> tuple[str | None, str | None]:
    return answer.headers.get("deprecation"), answer.headers.get("sunset")


async def counted(world: World) -> Counter[str]:
    """Uses so far: `item.count filter`."""
    text = (await world.http.get("/metrics")).text
    return Counter(
        {
            f"{entity}.{member} {kind}": int(float(number))
            for entity, kind, member, number in _SAMPLE.findall(text)
        }
    )


READS = (
    ("items", NOTHING, ()),
    ("items?fields=title&sort=title&size=3", NOTHING, ()),
    ("items?title=count", NOTHING, ()),
    ("items?count=exact", NOTHING, ()),
    ("items?count__gt=3", COUNT, ("item.count filter",)),
    ("items?count__is_null=true", COUNT, ("item.count filter",)),
    ("items?filter=NOT%20c%5Count%20%3E%203", COUNT, ("item.count filter",)),
    ("items?sort=-count", COUNT, ("item.count sort",)),
    ("items?fields=id,count", COUNT, ("item.count fields",)),
    ("items?grade=medium", MEDIUM, ("item.grade.medium filter",)),
    ("items?grade__in=low,medium", MEDIUM, ("item.grade.medium filter",)),
    ("items?grade=low", NOTHING, ()),
    ("items?filter=grade%20%3E%20medium", MEDIUM, ("item.grade.medium filter",)),
    ("items?include=parent", PARENT, ("item.parent include",)),
    ("items?include=parts", PARENT, ("item.parts include",)),
    ("items?parent_id__is_null=true", PARENT, ("item.parent_id filter",)),
    (
        "items?parent.count__gte=3",
        COUNT,
        ("item.parent filter", "item.count filter"),
    ),
    ("items?sort=parent.title", PARENT, ("item.parent sort",)),
    ("tags?include=items(sort%3Dcount)", COUNT, ("item.count sort",)),
    ("tags?include=items.friends", FRIENDS, ("item.friends include",)),
    ("parcels?item.count__gte=1", COUNT, ("item.count filter",)),
    (
        "items?include=friends,parent",
        (PARENT[0], FRIENDS[1]),
        ("item.friends include", "item.parent include"),
    ),
    ("items/{item}", NOTHING, ()),
    ("items/{item}?fields=count", COUNT, ("item.count fields",)),
    ("items/{item}?include=friends", FRIENDS, ("item.friends include",)),
    ("items/{item}/friends", FRIENDS, ("item.friends route",)),
    ("items/{item}/friends_of".replace("_", "-"), FRIENDS, ("item.friends_of route",)),
    ("items/{item}/tags", NOTHING, ()),
    ("items/{item}/history", NOTHING, ()),
    ("items/{item}/history?field=count", COUNT, ("item.count history",)),
    ("items/aggregate?group_by=grade", NOTHING, ()),
    ("items/aggregate?group_by=count", COUNT, ("item.count group_by",)),
    ("items/aggregate?measures=count", NOTHING, ()),
    ("items/aggregate?measures=sum_count", COUNT, ("item.count measure",)),
    ("items/aggregate?grade=medium", MEDIUM, ("item.grade.medium filter",)),
    ("parcels/tally", NOTHING, ()),
    ("parcels/tally?least=1", LEAST, ("parcel.tally.least body",)),
    ("depots?name=count", NOTHING, ()),
)


@pytest.mark.parametrize(("path", "headers", "uses"), READS, ids=[path for path, *_ in READS])
async def test_a_read_tells_of_what_it_names(
    world: World, path: str, headers: tuple[str | None, str | None], uses: tuple[str, ...]
) -> None:
    item = await world.add("ada", "items", title=str(time_ordered_id()))
    before = await counted(world)
    answer = await world.ask("ada", "GET", path.format(item=item["id"]))
    assert answer.status_code == 200, answer.text
    assert said(answer) == headers
    assert +(await counted(world) - before) == Counter(uses)


async def test_a_write_tells_of_its_body(world: World) -> None:
    async def made(**body: Any) -> Any:
        title = str(time_ordered_id())
        answer = await world.ask("ada", "POST", "items", json={"title": title, **body})
        assert answer.status_code == 201, answer.text
        return answer

    before = await counted(world)
    assert said(await made()) == NOTHING
    assert said(await made(grade="high", size=2)) == NOTHING
    assert said(await made(count=None)) == COUNT
    answer = await made(grade="medium")
    assert said(answer) == MEDIUM
    path = f"items/{answer.json()['id']}"
    assert said(await world.ask("ada", "PATCH", path, json={"size": 2})) == NOTHING
    assert said(await world.ask("ada", "PATCH", path, json={"count": 3})) == COUNT
    trial = await world.ask("ada", "PATCH", f"{path}?dry_run=true", json={"parent_id": None})
    assert said(trial) == PARENT
    assert said(await world.ask("ada", "DELETE", path)) == NOTHING
    assert +(await counted(world) - before) == Counter(
        {
            "item.count body": 2,
            "item.grade.medium body": 1,
            "item.parent_id body": 1,
        }
    )


async def test_actions_and_links_tell_of_themselves_and_their_input(world: World) -> None:
    item = await world.add("ada", "items", title=str(time_ordered_id()))
    other = await world.add("ada", "items", title=str(time_ordered_id()))
    link = f"items/{item['id']}/friends/{other['id']}"
    assert said(await world.ask("ada", "PUT", link)) == FRIENDS
    assert said(await world.ask("ada", "DELETE", link)) == FRIENDS
    parcel = await world.add("ada", "parcels", title="P")
    stamp = f"parcels/{parcel['id']}/stamp"
    assert said(await world.ask("ada", "POST", stamp)) == NOTHING
    assert said(await world.ask("ada", "POST", stamp, json={"times": 2})) == TIMES


async def test_a_refusal_tells_of_the_route_alone_and_is_not_counted(world: World) -> None:
    item = await world.add("ada", "items", title=str(time_ordered_id()))
    before = await counted(world)
    reopened = await world.ask("ada", "POST", f"items/{item['id']}/reopen")
    assert (reopened.status_code, said(reopened)) == (409, REOPEN)
    refused = await world.ask("ada", "PATCH", f"items/{item['id']}", json={"count": "x"})
    assert (refused.status_code, said(refused)) == (422, NOTHING)
    refused = await world.ask("ada", "GET", "items?count__gt=3&nonsense=1")
    assert (refused.status_code, said(refused)) == (422, NOTHING)
    assert await counted(world) == before


async def test_a_stream_and_a_next_page_tell_of_it_too(world: World) -> None:
    for _ in range(2):
        await world.add("ada", "items", title=str(time_ordered_id()))
    csv = await world.ask("ada", "GET", "items?sort=count", headers={"Accept": "text/csv"})
    assert (csv.status_code, said(csv)) == (200, COUNT)
    first = await world.ask("ada", "GET", "items?sort=count&limit=1")
    cursor = first.json()["next_cursor"]
    following = await world.ask("ada", "GET", f"items?sort=count&limit=1&cursor={cursor}")
    assert (following.status_code, said(following)) == (200, COUNT)


async def test_dispatcher_and_routes_say_the_same(two: Two) -> None:
    """Headers and bytes of every read above, and of a deprecated action that is refused."""
    item = await two.world.add("ada", "items", title=str(time_ordered_id()))
    for path, headers, _ in READS:
        asked = Asked("GET", f"{PREFIX}/{path.format(item=item['id'])}", two.headers("ada"))
        found = dict((await two.same(asked)).headers)
        assert found.get(b"deprecation") == (headers[0].encode() if headers[0] else None), path
    reopen = f"{PREFIX}/items/{item['id']}/reopen"
    answer = await two.same(Asked("POST", reopen, (*two.headers("ada"), JSON), b"{}"))
    assert (b"deprecation", REOPEN[0].encode()) in answer.headers


async def test_what_has_nothing_deprecated_pays_nothing(world: World) -> None:
    """No notice is made where a request can name nothing deprecated."""
    server = world.fastapi.state.server
    places = {
        (place.binding.resource.name, place.binding.kind): server._notices.of(place.binding)
        for resource in world.registry.resources
        for place in places_of(resource)
    }
    assert places["depot", "create"] is None
    assert places["item", "delete"] is None
    assert places["item", "create"] is not None
    plain = [replace(each, deprecated={}, actions=()) for each in world.registry.resources]
    services = replace(server._services, registry=Registry(tuple(plain), "plain", PREFIX))
    notices = Notices(services)
    assert not any(notices.of(place.binding) for each in plain for place in places_of(each))
