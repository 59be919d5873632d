"""What is remembered of callers is over with their roles, their account and their token."""

from __future__ import annotations

import asyncio
import time
from uuid import UUID, uuid4

import pytest

from runtime.actor import Actor, Assignment
from runtime.identity.keys import load_signing_key
from runtime.identity.people import FRESH, People
from runtime.identity.tokens import LEEWAY, LIFETIME, AccessTokens
from runtime.problems import Unauthenticated
from tests.runtime.support.world import World

USER = UUID("01890a5d-ac96-774b-bcce-b302099a8057")


class Clock:
    """The time, as this test says."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


class Loaded(People):
    """People out of a dictionary; counts how often the database would be asked."""

    def __init__(self, tokens: AccessTokens) -> None:
        super().__init__(None, tokens)  # type: ignore[arg-type]
        self.rows: dict[UUID, Actor] = {USER: Actor(USER, None, (Assignment("keeper"),))}
        self.asked = 0
        self.fails = False

    async def _load(self, user: UUID) -> Actor | None:
        self.asked += 1
        await asyncio.sleep(0)
        if self.fails:
            raise OSError("not there")
        return self.rows.get(user)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(time, "time", clock)
    monkeypatch.setattr(time, "monotonic", clock)
    return clock


@pytest.fixture(scope="module")
def tokens(tmp_path_factory: pytest.TempPathFactory) -> AccessTokens:
    path = tmp_path_factory.mktemp("keys") / "signing.pem"
    return AccessTokens(load_signing_key(path, create=True), "charter:test")


async def test_a_header_is_recalled_as_long_as_its_roles(
    clock: Clock, tokens: AccessTokens
) -> None:
    people = Loaded(tokens)
    header = f"Bearer {tokens.issue(USER, uuid4())}"
    assert people.recall(header) is None
    actor = await people.authenticate(header)
    assert people.recall(header) is actor
    people.rows[USER] = Actor(USER, None, ())
    clock.now += FRESH - 0.1
    assert people.recall(header) is actor
    clock.now += 0.2
    assert people.recall(header) is None
    assert (await people.authenticate(header)).assignments == ()
    assert people.asked == 2


async def test_a_second_token_lives_no_longer_than_what_is_known_of_the_account(
    clock: Clock, tokens: AccessTokens
) -> None:
    people = Loaded(tokens)
    await people.authenticate(f"Bearer {tokens.issue(USER, uuid4())}")
    clock.now += FRESH - 0.1
    second = f"Bearer {tokens.issue(USER, uuid4())}"
    await people.authenticate(second)
    clock.now += 0.2
    assert people.recall(second) is None
    assert people.asked == 1


async def test_of_many_who_ask_at_once_one_looks(tokens: AccessTokens) -> None:
    people = Loaded(tokens)
    header = f"Bearer {tokens.issue(USER, uuid4())}"
    gone = asyncio.create_task(people.authenticate(header))
    others = [asyncio.create_task(people.authenticate(header)) for _ in range(20)]
    await asyncio.sleep(0)
    gone.cancel()
    actors = await asyncio.gather(*others)
    assert people.asked == 1
    assert {id(actor) for actor in actors} == {id(people.rows[USER])}


async def test_a_database_that_fails_fails_for_now(tokens: AccessTokens) -> None:
    people = Loaded(tokens)
    header = f"Bearer {tokens.issue(USER, uuid4())}"
    people.fails = True
    for _ in range(2):
        with pytest.raises(OSError, match="not there"):
            await people.authenticate(header)
    people.fails = False
    assert (await people.authenticate(header)).id == USER


async def test_a_deactivated_account_is_over(clock: Clock, tokens: AccessTokens) -> None:
    people = Loaded(tokens)
    header = f"Bearer {tokens.issue(USER, uuid4())}"
    await people.authenticate(header)
    del people.rows[USER]
    clock.now += FRESH + 0.1
    assert people.recall(header) is None
    for _ in range(2):
        with pytest.raises(Unauthenticated):
            await people.authenticate(header)
    assert people.recall(header) is None


async def test_a_token_is_over_when_it_says_so(clock: Clock, tokens: AccessTokens) -> None:
    people = Loaded(tokens)
    header = f"Bearer {tokens.issue(USER, uuid4())}"
    clock.now += LIFETIME + LEEWAY - 1
    await people.authenticate(header)
    assert people.recall(header) is not None
    clock.now += 1.5
    assert people.recall(header) is None
    with pytest.raises(Unauthenticated, match="expired"):
        await people.authenticate(header)


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Basic eDp5", "bearer a b"])
async def test_what_was_refused_is_not_remembered(tokens: AccessTokens, header: str) -> None:
    people = Loaded(tokens)
    with pytest.raises(Unauthenticated):
        await people.authenticate(header)
    assert people._known == {}


async def test_the_pipeline_and_a_transaction_find_the_same(world: World) -> None:
    world.sql("update users set is_active = false where id = %s", world.ids["vic"])
    depot = world.sql("insert into depots (name) values ('People') returning id")[0]["id"]
    world.sql(
        "insert into role_assignments (user_id, role, scope_type, scope_id)"
        " values (%s, 'keeper', 'depot', %s)",
        world.ids["lim"],
        depot,
    )
    people: People = world.fastapi.state.server._people
    transacting = People(world.services.database, world.tokens)
    assert people._pipeline is not None
    assert people._pipeline.is_open
    for who in ("ada", "kim", "lim", "vic"):
        found = await people.load(world.ids[who])
        assert found == await transacting.load(world.ids[who]), who
        assert (found is None) is (who == "vic")
    limited = await people.load(world.ids["lim"])
    assert limited is not None
    assert limited.assignments == (Assignment("keeper", ("depot", depot)),)
    assert await people.load(uuid4()) is None
