"""A hidden field is, to the caller, one that does not exist: every `p2` line, for every role."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from generated.registry import REGISTRY
from runtime.query.values import operators
from runtime.resource import Resource, ToMany, ToOne
from tests.api.conftest import Core
from tests.api.support_operations import Asking
from tests.api.support_policy import TEXT, Caller, hidden_fields, unwritable_fields, verdict
from tests.api.support_rows import Row, Stock, build, permitted, visible
from tests.runtime.support.world import World
from tests.support.database import Urls


@pytest.fixture(scope="module")
def stock(core: Core, core_urls: Urls) -> Stock:
    """Rows for everybody, in the clone of this module."""
    return build(core_urls, core.ids)


def hidings(stock: Stock) -> Iterator[tuple[Caller, Resource, str]]:
    """Every caller, resource and field that is hidden there, where rows can be read at all."""
    for caller in stock.callers:
        for resource in REGISTRY.resources:
            if not verdict(caller, resource, "read").refused:
                for name in sorted(hidden_fields(caller, resource)):
                    yield caller, resource, name


def unknown(name: str) -> str:
    """A name as long that nothing has, and that is near to nothing."""
    return ("zq" * len(name))[: len(name)]


def relations_of(resource: Resource) -> tuple[ToOne | ToMany, ...]:
    """All relations, both ways."""
    return (*resource.to_one, *resource.to_many)


async def answers(api: World, caller: Caller, name: str, ask: Any) -> list[tuple[Any, ...]]:
    """What is answered about the hidden name, and about the unknown one, made comparable.

    A hint may follow the name; it names only what the caller can see.
    """
    found = []
    for each in (name, unknown(name)):
        method, path, rest = ask(each)
        headers = {"X-Request-ID": "same", **rest.pop("headers", {})}
        answer = await api.ask(caller.name, method, path, headers=headers, **rest)
        text = re.sub(rf"\b(sum_|max_)?{each}(__\w+)?\b", "NAME", answer.text)
        heads = {k: v for k, v in answer.headers.items() if k != "content-length"}
        hints = re.findall(r' Did you mean \\"([\w.]+)\\"\?', text)
        said = {re.sub("^(sum|avg|min|max)_", "", hint).split("__")[0] for hint in hints}
        assert not ({hint.split("__")[0] for hint in hints} | said) & {name}, text
        text = re.sub(r' Did you mean \\"[\w.]+\\"\?', "", text)
        found.append((answer.status_code, text, heads))
    return found


def questions(resource: Resource, name: str) -> Iterator[Any]:
    """Every way to name a field in a read."""
    known = resource.field(name)
    assert known is not None, "the policy was checked"
    where, row = resource.path, f"{resource.path}/01900000-0000-7000-8000-000000000000"
    for operator in operators(known):
        suffix = "" if operator == "eq" else f"__{operator}"
        for value in ("x", "true", "2026-01-01T00:00:00Z", "01900000-0000-7000-8000-000000000000"):
            yield lambda n, s=suffix, v=value: ("GET", f"{where}?{n}{s}={v}", {})
    expressions = ("filter={}:*", "filter=-{}%20%3D%20x", "filter=id:*%20AND%20{}.x%3E1")
    selections = ("sort={}", "sort=-{},id", "fields={}", "fields=id,{}", "include={}")
    for query in (*selections, *expressions):
        yield lambda n, q=query: ("GET", f"{where}?{q.format(n)}", {})
    if "aggregate" in resource.routes:
        groups = ("group_by={}", "group_by=id,{}:day", "measures=sum_{}", "measures=count,max_{}")
        for query in (*groups, "{}=x", *expressions):
            yield lambda n, q=query: ("GET", f"{where}/aggregate?{q.format(n)}", {})
    yield lambda n: ("GET", f"{where}?count=exact&sort={n}&cursor=abc", {})
    yield lambda n: ("GET", f"{where}?{n}=x&{n}=y&limit=0", {})
    for query in ("fields={}", "include={}", "{}=x"):
        yield lambda n, q=query: ("GET", f"{row}?{q.format(n)}", {})


async def test_no_question_tells_a_hidden_field_from_an_unknown_one(
    api: World, stock: Stock
) -> None:
    api.ids.update(stock.ids)
    compared = 0
    for caller, resource, name in hidings(stock):
        for ask in questions(resource, name):
            one, other = await answers(api, caller, name, ask)
            assert one == other, (caller.name, resource.name, ask(name))
            assert one[0] == 422
            compared += 1
    assert compared > 1000
    hidden = {(name, fields) for _, name, fields, hides in TEXT.masks if hides}
    met = {(resource.name, name) for _, resource, name in hidings(stock)}
    assert all((name, each) in met for name, fields in hidden for each in fields)


async def test_no_related_list_filters_by_one(api: World, stock: Stock) -> None:
    """`/projects/{id}/members?email=` and its like."""
    api.ids.update(stock.ids)
    compared = 0
    for caller, resource, name in hidings(stock):
        for parent, relation in _lists_of(resource):
            rows = [r for r in stock.rows[parent.name] if visible(caller, r)]
            if not rows or hidden_fields(caller, resource) & {relation.column}:
                continue
            path = f"{parent.path}/{rows[0].id}/{relation.path}"
            for query in ("{}=x", "{}__in=x,y", "sort={}", "fields={}", "include={}"):
                one, other = await answers(
                    api, caller, name, lambda n, p=path, q=query: ("GET", f"{p}?{q.format(n)}", {})
                )
                assert one == other, (caller.name, path, name)
                compared += 1
    assert compared > 200


def _lists_of(resource: Resource) -> Iterator[tuple[Resource, ToMany]]:
    for parent in REGISTRY.resources:
        for relation in parent.to_many:
            if relation.target == resource.name:
                yield parent, relation


async def test_no_body_tells_one(api: World, stock: Stock) -> None:
    """Whatever value is sent for it, wherever it stands, and whatever else is wrong."""
    api.ids.update(stock.ids)
    compared = 0
    for caller, resource, name in hidings(stock):
        row = _editable(stock, caller, resource)
        if row is None or verdict(caller, resource, "update").refused:
            continue
        path = f"{resource.path}/{row.id}"
        for body in _bodies(resource, unwritable_fields(caller, resource)):
            one, other = await answers(
                api,
                caller,
                name,
                lambda n, b=body, p=path: (
                    "PATCH",
                    p,
                    {"json": _renamed(b, n), "headers": {"If-Match": "*"}},
                ),
            )
            assert one == other, (caller.name, path, name, body)
            assert one[0] == 422
            compared += 1
    assert compared > 500


def _bodies(resource: Resource, barred: frozenset[str]) -> Iterator[dict[str, Any]]:
    """Patches with a member NAME: alone, and before and after others that are wrong as well."""
    assert resource.update is not None, "it can be changed"
    known = sorted(set(resource.update.model_fields) - barred)
    values: tuple[Any, ...] = (None, 1, "x", "a@example.com", {"a": []})
    for value in values:
        yield {"NAME": value}
        yield {"NAME": value, "aaaa": 1, known[0]: {"no": 1}}
        yield {known[0]: {"no": 1}, "zzzz": 1, "NAME": value}
        yield {"aaaa": 1, "NAME": value, "zzzz": 1}


def _renamed(body: dict[str, Any], name: str) -> dict[str, Any]:
    return {name if key == "NAME" else key: value for key, value in body.items()}


def _editable(stock: Stock, caller: Caller, resource: Resource) -> Row | None:
    rows = (r for r in stock.rows[resource.name] if visible(caller, r) and not r.frozen)
    return next((row for row in rows if permitted(caller, row, "update")), None)


async def test_no_answer_carries_one(api: World, stock: Stock) -> None:
    """Rows, lists, what is embedded in others, what a write answers."""
    api.ids.update(stock.ids)
    asking, looked = Asking(stock), 0
    for caller in stock.callers:
        for resource in REGISTRY.resources:
            if verdict(caller, resource, "read").refused:
                continue
            relations = relations_of(resource)
            paths = [f"{resource.path}?limit=5"]
            rows = [r for r in stock.rows[resource.name] if visible(caller, r)][:1]
            paths += [f"{resource.path}/{row.id}" for row in rows]
            for path in list(paths):
                for relation in relations:
                    paths.append(f"{path}{'&' if '?' in path else '?'}include={relation.name}")
            for path in paths:
                answer = await api.ask(caller.name, "GET", path)
                if answer.status_code == 422:
                    assert "include" in path, path
                    continue
                assert answer.status_code == 200, (caller.name, path, answer.text)
                body = answer.json()
                for item in body["items"] if "?limit" in path else [body]:
                    looked += 1
                    _clean(caller, resource, item)
            row = _editable(stock, caller, resource)
            if row is not None and not verdict(caller, resource, "update").refused:
                answer = await api.ask(
                    caller.name,
                    "PATCH",
                    f"{resource.path}/{row.id}?dry_run=true",
                    json=asking.patch(caller, resource),
                    headers={"If-Match": "*"},
                )
                assert answer.status_code == 200, answer.text
                _clean(caller, resource, answer.json())
    assert looked > 1000


def _clean(caller: Caller, resource: Resource, item: dict[str, Any]) -> None:
    """The row shows what exists for the caller and no more; so do those embedded in it."""
    secret = {known.name for known in resource.fields if known.secret}
    assert not set(item) & (hidden_fields(caller, resource) | secret), (caller.name, item)
    for relation in relations_of(resource):
        embedded = item.get(relation.name)
        targets = relation.targets if isinstance(relation, ToOne) else (relation.target,)
        for one in embedded if isinstance(embedded, list) else [embedded]:
            if one and len(targets) == 1:
                _clean(caller, REGISTRY[targets[0]], one)


async def test_a_relation_goes_with_its_key(api: World, stock: Stock) -> None:
    """Included by name, it is as unknown as its key; the list along it is refused to all ids."""
    api.ids.update(stock.ids)
    compared = 0
    for caller, resource, name in hidings(stock):
        for relation in resource.to_one:
            if relation.column == name:
                one, other = await answers(
                    api,
                    caller,
                    relation.name,
                    lambda n, p=resource.path: ("GET", f"{p}?include={n}", {}),
                )
                assert one == other, (caller.name, relation.name)
                compared += 1
        for parent, back in _lists_of(resource):
            if back.column != name or verdict(caller, parent, "read").refused:
                continue
            one, other = await answers(
                api, caller, back.name, lambda n, p=parent: ("GET", f"{p.path}?include={n}", {})
            )
            assert one == other, (caller.name, back.name)
            for row in [r for r in stock.rows[parent.name] if visible(caller, r)][:3]:
                path = f"{parent.path}/{row.id}/{back.path}"
                assert (await api.ask(caller.name, "GET", path)).status_code == 403
                compared += 1
    assert compared > 1


async def test_the_trail_shows_no_hidden_value(api: World, stock: Stock) -> None:
    """What a row hides from a reader of the trail, its events hide as well."""
    api.ids.update(stock.ids)
    looked = 0
    api.overrule("update refresh_tokens set client_ip = '192.0.2.9', user_agent = 'x'")
    api.overrule("update users set last_login_at = now(), external_subject = id::text")
    for caller in stock.callers:
        if verdict(caller, REGISTRY["audit_event"], "read").refused:
            continue
        for resource in REGISTRY.resources:
            hidden = hidden_fields(caller, resource)
            if not hidden:
                continue
            looked += 1
            page = await api.ask(
                caller.name, "GET", f"audit-events?entity_type={resource.name}&limit=200"
            )
            for event in page.json()["items"]:
                shown = set(event["changes"] or {}) & hidden
                assert not shown, (caller.name, resource.name, shown)
    assert looked
