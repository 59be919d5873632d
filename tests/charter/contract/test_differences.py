"""Every kind of change is found where it is, and breaks only in the direction it breaks."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from charter.contract.change import Change
from charter.contract.operations import differences

Json = dict[str, Any]
Edit = Callable[[Json], object]

THING: Json = {
    "type": "object",
    "properties": {
        "title": {"type": "string", "minLength": 1, "maxLength": 200},
        "state": {"type": "string", "enum": ["open", "closed"]},
        "size": {"type": "integer", "minimum": 0},
        "note": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        "tags": {"type": "array", "items": {"type": "string"}},
        "parent": {"anyOf": [{"$ref": "#/components/schemas/Thing"}, {"type": "null"}]},
    },
    "required": ["title", "state"],
    "additionalProperties": False,
}
DOCUMENT: Json = {
    "paths": {
        "/things": {
            "get": {
                "operationId": "list_things",
                "parameters": [
                    {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 200}},
                    {"$ref": "#/components/parameters/sort"},
                ],
                "responses": {"200": {"content": {"application/json": {"schema": THING}}}},
            },
            "post": {
                "operationId": "create_thing",
                "parameters": [],
                "requestBody": {"content": {"application/json": {"schema": THING}}},
                "responses": {
                    "201": {
                        "headers": {"Location": {}, "ETag": {}},
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}
                        },
                    },
                    "422": {"description": "Unprocessable Content"},
                },
            },
        }
    },
    "components": {
        "schemas": {"Thing": THING},
        "parameters": {"sort": {"name": "sort", "in": "query", "schema": {"type": "string"}}},
    },
}


DOCUMENT = json.loads(json.dumps(DOCUMENT))  # the same schema in several places, each its own
_BODY = DOCUMENT["paths"]["/things"]["post"]["requestBody"]["content"]["application/json"]
_BODY["schema"]["properties"].pop("parent")  # so that nothing of the answers is in the request


def request(document: Json) -> Json:
    """The schema of the body, which clients send."""
    body = document["paths"]["/things"]["post"]["requestBody"]
    return body["content"]["application/json"]["schema"]  # type: ignore[no-any-return]


def answer(document: Json) -> Json:
    """The schema of the answer to POST, which clients get."""
    return document["components"]["schemas"]["Thing"]  # type: ignore[no-any-return]


def post(document: Json) -> Json:
    return document["paths"]["/things"]["post"]  # type: ignore[no-any-return]


def listing(document: Json) -> Json:
    return document["paths"]["/things"]["get"]  # type: ignore[no-any-return]


def changed(edit: Edit) -> list[Change]:
    after = copy.deepcopy(DOCUMENT)
    edit(after)
    return differences(copy.deepcopy(DOCUMENT), after)


def reversed_change(edit: Edit) -> list[Change]:
    after = copy.deepcopy(DOCUMENT)
    edit(after)
    return differences(after, copy.deepcopy(DOCUMENT))


def members(schema: Json) -> Json:
    return schema["properties"]  # type: ignore[no-any-return]


# What narrows a schema: it breaks who sends it; its opposite breaks who gets it.
NARROWED: list[tuple[str, str, Callable[[Json], object]]] = [
    ("VALUE_REMOVED", "state", lambda s: members(s)["state"].update(enum=["open"])),
    ("NULL_REMOVED", "note", lambda s: members(s)["note"].update(anyOf=[{"type": "string"}])),
    ("MEMBER_REQUIRED", "size", lambda s: s["required"].append("size")),
    ("ENUM_CHANGED", "title", lambda s: members(s)["title"].update(enum=["a"])),
]


@pytest.mark.parametrize(("code", "name", "edit"), NARROWED)
def test_a_request_that_accepts_less_breaks(
    code: str, name: str, edit: Callable[[Json], object]
) -> None:
    assert changed(lambda d: edit(request(d))) == [
        Change(True, code, f"POST /things body.{name}", found_message(code, name))
    ]
    assert not any(c.breaking for c in reversed_change(lambda d: edit(request(d))))


@pytest.mark.parametrize(("code", "name", "edit"), NARROWED)
def test_an_answer_that_varies_more_breaks(
    code: str, name: str, edit: Callable[[Json], object]
) -> None:
    narrowed = changed(lambda d: edit(answer(d)))
    assert [(c.code, c.place, c.breaking) for c in narrowed] == [(code, f"Thing.{name}", False)]
    widened = reversed_change(lambda d: edit(answer(d)))
    assert [(c.place, c.breaking) for c in widened] == [(f"Thing.{name}", True)]


def found_message(code: str, name: str) -> str:
    return {
        "VALUE_REMOVED": 'is never "closed" now',
        "NULL_REMOVED": "is never null now",
        "MEMBER_REQUIRED": "is required now",
        "ENUM_CHANGED": 'is one of "a" only now',
    }[code]


@pytest.mark.parametrize(
    ("edit", "code", "place", "breaking"),
    [
        (lambda d: d["paths"]["/things"].pop("get"), "OPERATION_REMOVED", "GET /things", True),
        (
            lambda d: d["paths"].update({"/more": {"get": {}}}),
            "OPERATION_ADDED",
            "GET /more",
            False,
        ),
        (
            lambda d: listing(d).update(operationId="all_things"),
            "OPERATION_RENAMED",
            "GET /things",
            True,
        ),
        (lambda d: listing(d).update(deprecated=True), "DEPRECATED", "GET /things", False),
        (
            lambda d: listing(d).update(security=[{"bearer": []}]),
            "SECURITY_ADDED",
            "GET /things",
            True,
        ),
        (
            lambda d: listing(d)["parameters"].pop(),
            "PARAMETER_REMOVED",
            "GET /things query sort",
            True,
        ),
        (
            lambda d: listing(d)["parameters"].append({"name": "q", "in": "query", "schema": {}}),
            "PARAMETER_ADDED",
            "GET /things query q",
            False,
        ),
        (
            lambda d: listing(d)["parameters"][0].update(required=True),
            "PARAMETER_REQUIRED",
            "GET /things query limit",
            True,
        ),
        (
            lambda d: listing(d)["parameters"][0]["schema"].update(maximum=100),
            "BOUND_CHANGED",
            "GET /things query limit",
            True,
        ),
        (
            lambda d: listing(d)["parameters"][0]["schema"].update(maximum=500),
            "BOUND_CHANGED",
            "GET /things query limit",
            False,
        ),
        (
            lambda d: d["components"]["parameters"]["sort"]["schema"].update(pattern="^a$"),
            "BOUND_CHANGED",
            "GET /things query sort",
            True,
        ),
        (
            lambda d: members(request(d))["title"].update(minLength=3),
            "BOUND_CHANGED",
            "POST /things body.title",
            True,
        ),
        (
            lambda d: members(answer(d))["title"].update(maxLength=300),
            "BOUND_CHANGED",
            "Thing.title",
            False,
        ),
        (
            lambda d: members(request(d)).pop("size"),
            "MEMBER_REMOVED",
            "POST /things body.size",
            True,
        ),
        (lambda d: members(answer(d)).pop("size"), "MEMBER_REMOVED", "Thing.size", True),
        (
            lambda d: members(answer(d)).update(new={"type": "string"}),
            "MEMBER_ADDED",
            "Thing.new",
            False,
        ),
        (
            lambda d: members(request(d))["tags"]["items"].update(type="integer"),
            "TYPE_CHANGED",
            "POST /things body.tags[]",
            True,
        ),
        (
            lambda d: members(answer(d))["size"].update(format="int64"),
            "TYPE_CHANGED",
            "Thing.size",
            True,
        ),
        (
            lambda d: post(d)["requestBody"].update(required=True),
            "BODY_REQUIRED",
            "POST /things body",
            True,
        ),
        (
            lambda d: post(d)["requestBody"]["content"]["application/json"]["schema"].update(
                minProperties=1
            ),
            "BOUND_CHANGED",
            "POST /things body",
            True,
        ),
        (
            lambda d: post(d)["responses"].update({"202": {}}),
            "STATUS_ADDED",
            "POST /things 202",
            True,
        ),
        (
            lambda d: post(d)["responses"].update({"428": {}}),
            "STATUS_ADDED",
            "POST /things 428",
            False,
        ),
        (
            lambda d: post(d)["responses"].pop("201"),
            "STATUS_REMOVED",
            "POST /things 201",
            True,
        ),
        (
            lambda d: post(d)["responses"]["201"]["headers"].pop("ETag"),
            "HEADER_REMOVED",
            "POST /things 201",
            True,
        ),
        (
            lambda d: post(d)["requestBody"]["content"].update({"text/csv": {}}),
            "MEDIA_TYPE_ADDED",
            "POST /things body",
            False,
        ),
        (
            lambda d: post(d)["requestBody"]["content"].pop("application/json"),
            "MEDIA_TYPE_REMOVED",
            "POST /things body",
            True,
        ),
        (
            lambda d: request(d).update(additionalProperties=True),
            "OTHER_MEMBERS",
            "POST /things body",
            False,
        ),
        (
            lambda d: members(request(d))["size"].update(default=3),
            "DEFAULT_CHANGED",
            "POST /things body.size",
            False,
        ),
    ],
)
def test_each_change_is_found(edit: Edit, code: str, place: str, breaking: bool) -> None:
    found = changed(edit)
    assert [(c.code, c.place, c.breaking) for c in found] == [(code, place, breaking)]


def price(places: int, least: int = 0) -> Json:
    """A decimal, which travels as a number or as text."""
    return {
        "anyOf": [
            {"type": "number", "multipleOf": 10**-places, "minimum": least},
            {"type": "string", "pattern": rf"^-?[0-9]{{1,6}}(\.[0-9]{{1,{places}}})?$"},
            {"type": "null"},
        ]
    }


# What a member was and is: whether a request breaks, and whether an answer does.
TYPES: list[tuple[str, Json, Json, bool, bool]] = [
    ("a whole number, any", {"type": "integer"}, {"type": "number"}, False, True),
    ("any number, a whole one", {"type": "number"}, {"type": "integer"}, True, False),
    ("text, a date", {"type": "string"}, {"type": "string", "format": "date"}, True, False),
    ("a date, text", {"type": "string", "format": "date"}, {"type": "string"}, False, True),
    (
        "a date, a moment",
        {"type": "string", "format": "date"},
        {"type": "string", "format": "date-time"},
        True,
        True,
    ),
    ("anything, text", {}, {"type": "string"}, True, False),
    ("text, anything", {"type": "string"}, {}, False, True),
    ("text, a number", {"type": "string"}, {"type": "integer"}, True, True),
    (
        "a list of anything, of text",
        {"type": "array"},
        {"type": "array", "items": {"type": "string"}},
        True,
        False,
    ),
    ("a decimal with more places", price(2), price(4), False, False),
    ("a decimal with fewer places", price(4), price(2), True, False),
    ("a decimal with another bound", price(2), price(2, 1), True, False),
    (
        "more than one enum",
        {"anyOf": [{"type": "string", "enum": ["a"]}, {"type": "null"}]},
        {"anyOf": [{"type": "string", "enum": ["a", "b"]}, {"type": "null"}]},
        False,
        True,
    ),
    (
        "another pattern",
        {"type": "string", "pattern": "a"},
        {"type": "string", "pattern": "b"},
        True,
        False,
    ),
    (
        "no duplicates said",
        {"type": "array"},
        {"type": "array", "uniqueItems": False},
        False,
        False,
    ),
]


@pytest.mark.parametrize(("name", "old", "new", "sent", "got"), TYPES, ids=[t[0] for t in TYPES])
def test_a_type_breaks_whom_it_takes_by_surprise(
    name: str, old: Json, new: Json, sent: bool, got: bool
) -> None:
    for part, breaks in ((request, sent), (answer, got)):
        before, after = copy.deepcopy(DOCUMENT), copy.deepcopy(DOCUMENT)
        members(part(before))["size"], members(part(after))["size"] = old, new
        found = differences(before, after)
        assert any(change.breaking for change in found) is breaks, (name, found)
        assert found or name == "no duplicates said"


def test_a_wider_format_with_a_narrower_bound_still_breaks() -> None:
    def edit(document: Json) -> None:
        members(request(document))["title"].update(maxLength=10)

    def base(document: Json) -> None:
        members(request(document))["title"].update(format="email")

    before, after = copy.deepcopy(DOCUMENT), copy.deepcopy(DOCUMENT)
    base(before)
    edit(after)
    assert [(c.code, c.breaking) for c in differences(before, after)] == [
        ("BOUND_CHANGED", True),
        ("TYPE_CHANGED", False),
    ]


def test_headers_are_those_of_http() -> None:
    """Their case means nothing; a warning may come and go."""

    def edit(document: Json) -> None:
        headers = post(document)["responses"]["201"]["headers"]
        headers["etag"] = headers.pop("ETag")
        headers["Deprecation"] = {}

    assert changed(edit) == [
        Change(False, "HEADER_ADDED", "POST /things 201", "may have Deprecation now")
    ]
    assert reversed_change(edit) == [
        Change(False, "HEADER_REMOVED", "POST /things 201", "has no Deprecation any more")
    ]


def test_a_header_of_another_type_breaks() -> None:
    def typed(document: Json, kind: str) -> Json:
        headers = post(document)["responses"]["201"]["headers"]
        headers["ETag"] = {"schema": {"type": kind}}
        return document

    before, after = (typed(copy.deepcopy(DOCUMENT), kind) for kind in ("integer", "string"))
    place = "POST /things 201 header ETag"
    assert differences(before, after) == [
        Change(True, "TYPE_CHANGED", place, "was integer, is string")
    ]


def test_who_may_come_without_a_token_is_a_change() -> None:
    def edit(document: Json) -> None:
        listing(document).update(security=[{"bearer": []}])

    found = reversed_change(edit)
    assert [(c.code, c.breaking) for c in found] == [("SECURITY_REMOVED", False)]


def test_a_body_that_may_be_left_out_breaks_nobody() -> None:
    found = reversed_change(lambda d: post(d)["requestBody"].update(required=True))
    assert [(c.code, c.breaking) for c in found] == [("BODY_OPTIONAL", False)]


def test_what_was_deprecated_breaks_all_the_same_and_says_so() -> None:
    def deprecate(document: Json) -> Json:
        members(answer(document))["size"].update(deprecated=True)
        listing(document)["parameters"][0].update(deprecated=True)
        return document

    def remove(document: Json) -> Json:
        members(answer(document)).pop("size")
        listing(document)["parameters"].pop(0)
        return document

    found = differences(
        deprecate(copy.deepcopy(DOCUMENT)), remove(deprecate(copy.deepcopy(DOCUMENT)))
    )
    assert [(c.breaking, c.place, c.message) for c in found] == [
        (True, "GET /things query limit", "is gone; it was deprecated"),
        (True, "Thing.size", "is gone; it was deprecated"),
    ]


def test_a_new_required_member_breaks_who_sends_it() -> None:
    def edit(document: Json) -> None:
        members(request(document))["owner_id"] = {"type": "string"}
        request(document)["required"].append("owner_id")

    assert changed(edit) == [
        Change(True, "MEMBER_ADDED", "POST /things body.owner_id", "is new, and required")
    ]


def test_schemas_that_embed_themselves_come_to_an_end() -> None:
    found = changed(lambda d: members(answer(d))["title"].update(type="integer"))
    assert [(c.code, c.place) for c in found] == [("TYPE_CHANGED", "Thing.title")]


def test_another_alternative_breaks_who_gets_it() -> None:
    def edit(document: Json) -> None:
        members(answer(document))["note"]["anyOf"].insert(0, {"type": "integer"})

    assert [(c.code, c.breaking) for c in changed(edit)] == [("ALTERNATIVE_ADDED", True)]


def test_what_is_written_for_people_is_no_change() -> None:
    def edit(document: Json) -> None:
        listing(document).update(summary="All of them", description="…", tags=["thing"])
        members(answer(document))["title"]["description"] = "What it is called."

    assert changed(edit) == []


def test_the_reference_document_is_equal_to_itself() -> None:
    path = Path(__file__).parents[3] / "generated" / "openapi.json"
    document = json.loads(path.read_bytes())
    assert differences(document, copy.deepcopy(document)) == []
