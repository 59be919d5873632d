"""Create, read, change, delete and restore, as the contract has them."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import pytest

from tests.runtime.support.world import World

ABSENT = "01900000-0000-7000-8000-000000000000"


def code(answer) -> tuple[int, str]:
    """Status and code of a problem."""
    return answer.status_code, answer.json()["code"]


def errors(answer) -> set[tuple[str, str]]:
    """The violations of a 422."""
    assert answer.status_code == 422, answer.text
    return {(each["pointer"], each["code"]) for each in answer.json()["errors"]}


def title() -> str:
    return f"thing {uuid4().hex[:8]}"


async def test_a_new_row_is_answered_whole(world: World) -> None:
    answer = await world.ask("kim", "POST", "items", json={"title": (name := title()), "size": 3})
    row = answer.json()
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/api/v1/items/{row['id']}"
    assert answer.headers["ETag"] == '"1"'
    assert answer.headers["content-type"] == "application/json"
    assert (row["title"], row["mass"], row["status"]) == (name, 3, "draft")
    assert row["owner_id"] == row["created_by_id"] == str(world.ids["kim"])
    again = await world.ask("kim", "GET", answer.headers["Location"])
    assert again.json() == row
    assert again.headers["ETag"] == '"1"'
    [event] = world.events(row["id"])
    assert (event["action"], event["outcome"], event["source"]) == ("create", "success", "api")
    assert event["actor_email"] == "kim@example.com"
    assert event["changes"]["title"] == [None, name]
    assert event["rule"].startswith("policies/policy.csv:3@")
    assert event["request_id"] == answer.headers["X-Request-ID"]


async def test_a_writer_who_may_not_read_gets_the_id_alone(world: World) -> None:
    answer = await world.ask("cora", "POST", "items", json={"title": title()})
    assert answer.status_code == 201
    assert list(answer.json()) == ["id"]


async def test_create_outside_the_scope_is_forbidden_and_undone(world: World) -> None:
    body = {"title": (name := title()), "owner_id": str(world.ids["kit"])}
    assert code(await world.ask("kim", "POST", "items", json=body)) == (403, "FORBIDDEN")
    assert world.sql("select 1 from items where title = %s", name) == []


async def test_patch_tells_absent_from_null(world: World) -> None:
    row = await world.add("kim", "items", title=title(), body="text", price="12.50")
    answer = await world.ask("kim", "PATCH", f"items/{row['id']}", json={"body": None})
    changed = answer.json()
    assert (changed["body"], changed["price"], changed["version"]) == (None, "12.50", 2)
    event = world.events(row["id"])[-1]
    assert (event["action"], event["changes"]) == ("update", {"body": ["text", None]})


async def test_patch_without_change_changes_nothing(world: World) -> None:
    row = await world.add("kim", "items", title=title())
    for body in ({}, {"title": row["title"]}):
        answer = await world.ask("kim", "PATCH", f"items/{row['id']}", json=body)
        assert answer.status_code == 200
        assert answer.headers["ETag"] == '"1"'
    assert len(world.events(row["id"])) == 1


async def test_merge_patch_media_type(world: World) -> None:
    row = await world.add("kim", "items", title=title())
    headers = {"Content-Type": "application/merge-patch+json"}
    answer = await world.ask(
        "kim", "PATCH", f"items/{row['id']}", content=b'{"size": 2}', headers=headers
    )
    assert answer.json()["size"] == 2


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"nothing": 1}, ("/nothing", "UNKNOWN_FIELD")),
        ({"title": None}, ("/title", "INVALID_VALUE")),
        ({"title": "x" * 81}, ("/title", "TOO_LONG")),
        ({"status": "closed"}, ("/status", "UNKNOWN_FIELD")),
        ({"mass": 5}, ("/mass", "UNKNOWN_FIELD")),
        ({"id": ABSENT}, ("/id", "UNKNOWN_FIELD")),
        ({"version": 7}, ("/version", "UNKNOWN_FIELD")),
        ({"created_by_id": ABSENT}, ("/created_by_id", "UNKNOWN_FIELD")),
        ({"checked_on": "2026-01-01"}, ("/checked_on", "UNKNOWN_FIELD")),
        ({"sku": "A"}, ("/sku", "UNKNOWN_FIELD")),
        ({"owner": {"id": ABSENT}}, ("/owner", "UNKNOWN_FIELD")),
        ({"size": 10}, ("/size", "TOO_LARGE")),
        ({"size": "3"}, ("/size", "INVALID_VALUE")),
        ({"size": 1.5}, ("/size", "INVALID_VALUE")),
        ({"size": True}, ("/size", "INVALID_VALUE")),
        ({"grade": "huge"}, ("/grade", "NOT_A_VALUE")),
        ({"due_on": "2026-02-30"}, ("/due_on", "INVALID_VALUE")),
        ({"price": "1.234"}, ("/price", "INVALID_VALUE")),
        ({"price": -1}, ("/price", "TOO_SMALL")),
        ({"owner_id": "me"}, ("/owner_id", "INVALID_VALUE")),
        ({"count": 2**63}, ("/count", "TOO_LARGE")),
        ({"body": "a\x00b"}, ("/body", "PATTERN")),
        ({"locked": "x"}, ("/locked", "READ_ONLY")),
        ({"words": ["x" * 21]}, ("/words/0", "TOO_LONG")),
    ],
)
async def test_a_patch_is_refused_field_by_field(world: World, body, expected) -> None:
    row = await world.add("kim", "items", title=title())
    answer = await world.ask("kim", "PATCH", f"items/{row['id']}", json=body)
    assert errors(answer) == {expected}
    event = world.events(row["id"])[-1]
    assert (event["action"], event["outcome"]) == ("update", "failed")
    assert world.sql("select version from items where id = %s", row["id"]) == [{"version": 1}]


async def test_all_violations_are_reported_at_once(world: World) -> None:
    answer = await world.ask("kim", "POST", "items", json={"size": 0, "nothing": 1})
    assert errors(answer) == {
        ("/title", "REQUIRED"),
        ("/size", "TOO_SMALL"),
        ("/nothing", "UNKNOWN_FIELD"),
    }


async def test_a_hidden_field_is_an_unknown_one_in_bodies(world: World) -> None:
    """Also with a wrong value in it, and beside other mistakes."""
    shape = {("/FIELD", "UNKNOWN_FIELD"), ("/size", "TOO_SMALL")}
    for value in ("text", 5, None):
        found = []
        for name in ("private", "unknown"):
            body = {"title": title(), "size": 0, name: value}
            answer = await world.ask("cleo", "POST", "items", json=body)
            found.append(
                {
                    (each["pointer"], each["code"], each["message"].replace(name, "FIELD"))
                    for each in answer.json()["errors"]
                }
            )
        plain = [
            {(p.replace("private", "FIELD").replace("unknown", "FIELD"), c, m) for p, c, m in each}
            for each in found
        ]
        assert plain[0] == plain[1]
        assert {(p, c) for p, c, _ in plain[0]} == shape


async def test_a_hidden_field_is_absent_from_every_answer(world: World) -> None:
    row = await world.add("cleo", "items", title=title())
    assert "private" not in row
    for method, path, body in (
        ("GET", f"items/{row['id']}", None),
        ("PATCH", f"items/{row['id']}", {"size": 2}),
        ("POST", f"items/{row['id']}/submit", {"due_on": "2030-01-01"}),
    ):
        answer = await world.ask("cleo", method, path, json=body)
        assert answer.status_code == 200
        assert "private" not in answer.json()
    listed = await world.ask("cleo", "GET", "items")
    assert all("private" not in each for each in listed.json()["items"])
    for query in ("private=x", "sort=private", "fields=private", "private__is_null=true"):
        hidden = await world.ask("cleo", "GET", f"items?{query}")
        unknown = await world.ask("cleo", "GET", f"items?{query.replace('private', 'unknown')}")
        assert hidden.status_code == unknown.status_code == 422


async def test_hidden_is_absent_byte_for_byte(world: World) -> None:
    row = await world.add("cleo", "items", title=title())
    other = await world.add("carl", "items", title=title())
    tag = world.sql("insert into tags (name) values (%s) returning id", title())[0]["id"]
    requests = [
        ("GET", "", None),
        ("GET", "/tags", None),
        ("PATCH", "", {"size": 2}),
        ("PATCH", "", {"owner_id": ABSENT}),
        ("PATCH", "", {"owner_id": str(world.ids["carl"])}),
        ("DELETE", "", None),
        ("POST", "/submit", {"due_on": "2030-01-01"}),
        ("POST", "/reopen", None),
        ("POST", "/restore", None),
        ("PUT", f"/tags/{tag}", None),
        ("DELETE", f"/tags/{tag}", None),
        ("PUT", f"/friends/{row['id']}", None),
    ]
    differing = {
        "id",
        "occurred_at",
        "created_at",
        "updated_at",
        "entity_id",
        "transaction_id",
    }
    for method, rest, body in requests:
        found = []
        for key in (other["id"], ABSENT):
            headers = {"X-Request-ID": "same"}
            answer = await world.ask(
                "cleo", method, f"items/{key}{rest}", json=body, headers=headers
            )
            event = world.sql(
                "select * from audit_events where entity_id = %s "
                "and outcome <> 'success' order by id desc limit 1",
                key,
            )
            kept = [{k: v for k, v in each.items() if k not in differing} for each in event]
            heads = {k: v for k, v in answer.headers.items() if k != "x-request-id"}
            text = answer.text.replace(key, "KEY")
            found.append((answer.status_code, heads, text, kept))
        assert found[0] == found[1], (method, rest)
        assert found[0][0] == 404, (method, rest, found[0])
        assert bool(found[0][3]) == (method != "GET"), (method, rest)


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ('"1"', 200),
        ("*", 200),
        ('"0", "1"', 200),
        ('W/"1"', 412),
        ('"2"', 412),
        ('"abc"', 412),
        ("1", 412),
        ('"99999999999999999999"', 412),
        ("", 412),
    ],
)
async def test_if_match(world: World, header: str, status: int) -> None:
    row = await world.add("kim", "items", title=title())
    answer = await world.ask(
        "kim", "PATCH", f"items/{row['id']}", json={"size": 2}, headers={"If-Match": header}
    )
    assert answer.status_code == status
    if status == 412:
        assert world.events(row["id"])[-1]["outcome"] == "failed"


async def test_if_match_where_it_is_required(world: World) -> None:
    tag = await world.add("ada", "tags", name=title())
    path = f"tags/{tag['id']}"
    assert code(await world.ask("ada", "PATCH", path, json={"name": "x"})) == (
        428,
        "PRECONDITION_REQUIRED",
    )
    assert code(await world.ask("ada", "DELETE", path)) == (428, "PRECONDITION_REQUIRED")
    for_tag = {"If-Match": '"1"'}
    answer = await world.ask("ada", "PATCH", path, json={"name": title()}, headers=for_tag)
    assert answer.headers["ETag"] == '"2"'
    assert (await world.ask("ada", "DELETE", path, headers=for_tag)).status_code == 412
    gone = await world.ask("ada", "DELETE", path, headers={"If-Match": '"2"'})
    assert (gone.status_code, gone.content) == (204, b"")
    assert [e["outcome"] for e in world.events(tag["id"])] == [
        "success",
        "failed",
        "failed",
        "success",
        "failed",
        "success",
    ]


async def test_the_order_of_checks_on_a_row(world: World) -> None:
    """428 only for those who may see and change the row; 409 only with the right version."""
    tag = await world.add("ada", "tags", name=title())
    path = f"tags/{tag['id']}"
    assert (await world.ask("vic", "PATCH", path, json={"name": "x"})).status_code == 403
    assert (await world.ask("kim", "PATCH", path, json={"name": "x"})).status_code == 428
    row = await world.add("kim", "items", title=title())
    path = f"items/{row['id']}"
    dangling = {"depot_id": ABSENT}
    assert (await world.ask("kit", "PATCH", path, json=dangling)).status_code == 403
    stale = {"If-Match": '"9"'}
    assert (await world.ask("kim", "PATCH", path, json=dangling, headers=stale)).status_code == 412
    assert (await world.ask("kit", "PATCH", path, json={"size": 0})).status_code == 422


async def test_one_of_a_hundred_racers_with_if_match_wins(world: World) -> None:
    row = await world.add("kim", "items", title=title())
    answers = await asyncio.gather(
        *(
            world.ask(
                "kim",
                "PATCH",
                f"items/{row['id']}",
                json={"body": f"{number}"},
                headers={"If-Match": '"1"'},
            )
            for number in range(100)
        )
    )
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [200] + [412] * 99
    won = next(answer.json() for answer in answers if answer.status_code == 200)
    assert (await world.ask("kim", "GET", f"items/{row['id']}")).json() == won
    outcomes = [event["outcome"] for event in world.events(row["id"])]
    assert sorted(outcomes) == ["failed"] * 99 + ["success"] * 2


async def test_racers_without_if_match_all_write(world: World) -> None:
    row = await world.add("kim", "items", title=title())
    answers = await asyncio.gather(
        *(
            world.ask("kim", "PATCH", f"items/{row['id']}", json={"body": f"{number}"})
            for number in range(30)
        )
    )
    assert {answer.status_code for answer in answers} == {200}
    assert sorted(answer.json()["version"] for answer in answers) == list(range(2, 32))


async def test_giving_the_row_away_is_forbidden_and_changes_nothing(world: World) -> None:
    for who, other in (("kim", "kit"), ("cleo", "cleo")):
        row = await world.add(who, "items", title=title())
        heir = str(world.ids[other if other != who else "carl"])
        if who == "cleo":
            # cleo sees no other user: an heir hidden from her is an absent one
            answer = await world.ask(who, "PATCH", f"items/{row['id']}", json={"owner_id": heir})
            absent = await world.ask(who, "PATCH", f"items/{row['id']}", json={"owner_id": ABSENT})
            assert code(answer) == code(absent) == (409, "REFERENCE")
            assert answer.json()["detail"] == absent.json()["detail"]
            continue
        answer = await world.ask(who, "PATCH", f"items/{row['id']}", json={"owner_id": heir})
        assert code(answer) == (403, "FORBIDDEN")
        assert world.sql("select version, owner_id from items where id = %s", row["id"]) == [
            {"version": 1, "owner_id": world.ids[who]}
        ]
        assert [e["outcome"] for e in world.events(row["id"])] == ["success", "denied"]


async def test_a_reference_to_a_hidden_row_is_one_to_an_absent_row(world: World) -> None:
    hidden = await world.add("carl", "items", title=title())
    answers = [
        await world.ask("cleo", "POST", "items", json={"title": title(), "parent_id": key})
        for key in (hidden["id"], ABSENT)
    ]
    assert [code(each) for each in answers] == [(409, "REFERENCE")] * 2
    assert (
        answers[0].json()["detail"] == answers[1].json()["detail"] == "parent_id leads to no row."
    )


async def test_hidden_and_absent_references_are_alike_beside_a_broken_rule(world: World) -> None:
    hidden = await world.add("carl", "items", title=title())
    row = await world.add("cleo", "items", title=title())
    found = []
    for key in (hidden["id"], ABSENT):
        body = {"parent_id": key, "size": 9, "weight": 100}
        found.append(code(await world.ask("cleo", "PATCH", f"items/{row['id']}", json=body)))
    assert found[0] == found[1]


async def test_rules_are_tested_when_a_column_of_theirs_changes(world: World) -> None:
    depot = await world.add("ada", "depots", name=title(), capacity=2)
    answer = await world.ask(
        "kim", "POST", "items", json={"title": title(), "size": 3, "depot_id": depot["id"]}
    )
    assert errors(answer) == {("/size", "NO_ROOM")}
    row = await world.add("kim", "items", title=title(), size=2, depot_id=depot["id"])
    path = f"items/{row['id']}"
    assert errors(await world.ask("kim", "PATCH", path, json={"size": 3})) == {("/size", "NO_ROOM")}
    assert errors(await world.ask("kim", "PATCH", path, json={"size": 9, "weight": 30})) == {
        ("/weight", "TOO_HEAVY")
    }
    world.sql("update depots set capacity = 1 where id = %s", depot["id"])
    assert (await world.ask("kim", "PATCH", path, json={"body": "still"})).status_code == 200
    assert errors(await world.ask("kim", "PATCH", path, json={"size": 3})) == {("/size", "NO_ROOM")}


async def test_a_duplicate_names_only_what_was_sent(world: World) -> None:
    first = await world.add("kim", "items", title=title())
    second = await world.add("kim", "items", title=title())
    answer = await world.ask("kim", "POST", "items", json={"title": first["title"]})
    assert code(answer) == (409, "SAME_TITLE")
    answer = await world.ask(
        "kim", "PATCH", f"items/{second['id']}", json={"title": first["title"]}
    )
    assert code(answer) == (409, "SAME_TITLE")
    assert "title" in answer.json()["detail"]
    assert "owner" not in answer.text
    assert first["id"] not in answer.text


async def test_a_row_that_others_refer_to_stays(world: World) -> None:
    depot = await world.add("ada", "depots", name=title())
    row = await world.add("kim", "items", title=title(), depot_id=depot["id"])
    answer = await world.ask("ada", "DELETE", f"depots/{depot['id']}")
    assert code(answer) == (409, "REFERENCED")
    assert row["id"] not in answer.text
    assert world.events(depot["id"])[-1]["outcome"] == "failed"
    other = await world.add("ada", "depots", name=title())
    assert (await world.ask("ada", "DELETE", f"depots/{other['id']}")).status_code == 204
    assert (await world.ask("ada", "GET", f"depots/{other['id']}")).status_code == 404
    assert [e["action"] for e in world.events(other["id"])] == ["create", "delete"]


async def test_soft_deletion_and_restore(world: World) -> None:
    row = await world.add("kim", "items", title=title())
    path = f"items/{row['id']}"
    assert code(await world.ask("kim", "POST", f"{path}/restore")) == (409, "INVALID_TRANSITION")
    assert (await world.ask("kim", "DELETE", path)).status_code == 204
    assert (await world.ask("kim", "GET", path)).status_code == 404
    assert (await world.ask("kim", "PATCH", path, json={"size": 2})).status_code == 404
    assert (await world.ask("kim", "DELETE", path)).status_code == 404
    assert (await world.ask("kit", "POST", f"{path}/restore")).status_code == 403
    assert (await world.ask("cleo", "POST", f"{path}/restore")).status_code == 404
    listed = await world.ask("kim", "GET", f"items?id={row['id']}")
    assert listed.json()["items"] == []
    back = await world.ask("kim", "POST", f"{path}/restore")
    assert (back.status_code, back.json()["title"]) == (200, row["title"])
    assert back.headers["ETag"] == (await world.ask("kim", "GET", path)).headers["ETag"]
    done = [e["action"] for e in world.events(row["id"]) if e["outcome"] == "success"]
    assert done == ["create", "delete", "restore"]


async def test_the_title_of_a_deleted_row_is_free_until_it_comes_back(world: World) -> None:
    row = await world.add("kim", "items", title=title())
    await world.ask("kim", "DELETE", f"items/{row['id']}")
    await world.add("kim", "items", title=row["title"])
    answer = await world.ask("kim", "POST", f"items/{row['id']}/restore")
    assert code(answer) == (409, "SAME_TITLE")


async def test_a_link_is_made_and_removed_once(world: World) -> None:
    row = await world.add("kim", "items", title=title())
    tag = await world.add("ada", "tags", name=title())
    path = f"items/{row['id']}/tags"
    for method in ("PUT", "PUT", "DELETE", "DELETE"):
        answer = await world.ask("kim", method, f"{path}/{tag['id']}")
        assert (answer.status_code, answer.content) == (204, b"")
        listed = (await world.ask("kim", "GET", path)).json()["items"]
        assert [each["id"] for each in listed] == ([tag["id"]] if method == "PUT" else [])
    assert [e["action"] for e in world.events(row["id"])] == ["create", "link", "unlink"]
    assert (await world.ask("kim", "PUT", f"{path}/{ABSENT}")).status_code == 404
    assert (await world.ask("kim", "PUT", f"{path}/nonsense")).status_code == 422
    assert (await world.ask("kit", "PUT", f"{path}/{tag['id']}")).status_code == 403
    back = f"tags/{tag['id']}/items/{row['id']}"
    assert (await world.ask("ada", "PUT", back)).status_code == 404


async def test_dry_run_checks_everything_and_keeps_nothing(world: World) -> None:
    row = await world.add("kim", "items", title=title())
    path = f"items/{row['id']}"
    made = await world.ask("kim", "POST", "items?dry_run=true", json={"title": (name := title())})
    assert (made.status_code, made.json()["title"]) == (201, name)
    assert (await world.ask("kim", "GET", f"items/{made.json()['id']}")).status_code == 404
    changed = await world.ask("kim", "PATCH", f"{path}?dry_run=true", json={"size": 5})
    assert changed.json()["size"] == 5
    assert (await world.ask("kim", "DELETE", f"{path}?dry_run=true")).status_code == 204
    submit = await world.ask(
        "kim", "POST", f"{path}/submit?dry_run=true", json={"due_on": "2030-01-01"}
    )
    assert submit.json()["status"] == "ready"
    assert (await world.ask("kim", "GET", path)).json() == row
    assert [e["action"] for e in world.events(row["id"])] == ["create"]
    refused = await world.ask("kim", "POST", "items?dry_run=true", json={"title": row["title"]})
    assert refused.status_code == 409
    for query in ("dry_run=yes", "dry_run=true&dry_run=true", "limit=3"):
        assert (
            await world.ask("kim", "POST", f"items?{query}", json={"title": "x"})
        ).status_code == 422
