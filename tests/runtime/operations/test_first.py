from tests.runtime.support.world import World
async def test_first(world: World) -> None:
    r = await world.ask("kim", "POST", "items", json={"title": "a"})
    print(r.status_code, r.text, r.headers)
    r = await world.ask("kim", "GET", "items")
    print(r.status_code, r.text)
    for e in world.events(): print(e)
    assert 0
