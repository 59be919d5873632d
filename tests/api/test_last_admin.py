"""Somebody is always left to administer the system, also when two administrators race."""

from __future__ import annotations

import asyncio

import pytest

from tests.api.support import code, do
from tests.runtime.support.world import World

OTHERS = "role = 'admin' and user_id <> all(%s::uuid[])"


def _grant(api: World, who: str) -> str:
    [row] = api.sql(
        "select id from role_assignments where role = 'admin' and user_id = %s", api.ids[who]
    )
    return str(row["id"])


def _two_left(api: World) -> None:
    two = [api.ids["admin"], api.ids["admin-2"]]
    api.overrule(f"delete from role_assignments where {OTHERS}", two)
    api.overrule("update users set is_active = true, deactivated_at = null where id = any(%s)", two)
    for user in two:
        api.overrule(
            "insert into role_assignments (user_id, role) values (%s, 'admin')"
            " on conflict do nothing",
            user,
        )


@pytest.mark.parametrize("round_", range(3))
async def test_two_who_take_each_other_s_role(api: World, round_: int) -> None:
    _two_left(api)
    first, second = _grant(api, "admin"), _grant(api, "admin-2")
    answers = await asyncio.gather(
        api.ask("admin", "DELETE", f"role-assignments/{second}"),
        api.ask("admin-2", "DELETE", f"role-assignments/{first}"),
    )
    assert sorted(answer.status_code for answer in answers) == [204, 409]
    [refused] = [answer for answer in answers if answer.status_code == 409]
    assert code(refused) == (409, "LAST_ADMIN")


async def test_two_who_close_each_other_s_account(api: World) -> None:
    _two_left(api)
    answers = await asyncio.gather(
        api.ask("admin", "POST", f"users/{api.ids['admin-2']}/deactivate", json={"reason": "x"}),
        api.ask("admin-2", "POST", f"users/{api.ids['admin']}/deactivate", json={"reason": "x"}),
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    left = [
        who
        for who in ("admin", "admin-2")
        if api.sql("select 1 as one from users where id = %s and is_active", api.ids[who])
    ]
    assert len(left) == 1
    [gone] = {"admin", "admin-2"} - set(left)
    await do(api, left[0], f"users/{api.ids[gone]}/reactivate", reason="x")
