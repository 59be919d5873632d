"""The tree of paths finds what a look at every template would find."""

from __future__ import annotations

import random
import re
from itertools import product

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, compile_path

from runtime.http.table import UNMATCHED, PathTable
from runtime.resource import Registry

NOTHING = Registry((), "Nothing", "/api/v1")
SEED = 20261123


async def answer(_: Request) -> Response:
    return Response()


def route(method: str, template: str) -> Route:
    return Route(template, answer, methods=[method])


def table_of(*routes: Route) -> PathTable:
    table = PathTable(NOTHING)
    table.add(routes)
    return table


class Scan:
    """Every template, one after the other."""

    def __init__(self, routes: list[Route]) -> None:
        self.known = [(compile_path(each.path)[0], each) for each in routes]

    def matching(self, path: str) -> list[tuple[re.Pattern[str], Route]]:
        found = [(p, r) for p, r in self.known if p.match(path) and not path.endswith("\n")]
        return [(p, r) for p, r in found if not p.groups] or found

    def allowed(self, path: str) -> list[str]:
        return sorted({method for _, each in self.matching(path) for method in each.methods or ()})

    def served(self, method: str, path: str) -> set[str]:
        return {each.path for _, each in self.matching(path) if method in (each.methods or ())}


def test_it_agrees_with_a_scan() -> None:
    draw = random.Random(SEED)  # noqa: S311 - a repeatable choice
    words = ("a", "b", "{id}", "{id}", "c-d")
    for _ in range(150):
        templates = set()
        for _ in range(draw.randint(1, 12)):
            parts = [draw.choice(words) for _ in range(draw.randint(1, 4))]
            named = [
                f"{{v{place}}}" if part == "{id}" else part for place, part in enumerate(parts)
            ]
            templates.add((draw.choice(("GET", "POST", "PUT")), "/" + "/".join(named)))
        routes = [route(*each) for each in sorted(templates)]
        table, scan = table_of(*routes), Scan(routes)
        for parts in product(("a", "b", "x", ""), repeat=draw.randint(1, 4)):
            path = "/" + "/".join(parts)
            assert table.allowed(path) == scan.allowed(path), (path, templates)
            for method in ("GET", "HEAD", "POST", "DELETE"):
                found = table.find(method, path)
                assert (found is None) is (scan.served(method, path) == set()), (method, path)
                if found is not None:
                    entry, values = found
                    assert entry.template in scan.served(method, path)
                    match = compile_path(entry.template)[0].match(path)
                    assert match is not None
                    assert match.groupdict() == dict(zip(entry.names, values, strict=True))


@pytest.mark.parametrize(
    ("path", "template"),
    [
        ("/a/1", "/a/{id}"),
        ("/a/now", "/a/now"),
        ("/a/now/past", "/a/{id}/past"),
        ("/a/1/nothing", UNMATCHED),
        ("/a/", UNMATCHED),
        ("", UNMATCHED),
    ],
)
def test_the_template_of_a_path(path: str, template: str) -> None:
    table = table_of(route("GET", "/a/{id}"), route("POST", "/a/now"), route("GET", "/a/{id}/past"))
    assert table.template(path) == template


def test_a_literal_hides_what_has_a_variable_in_its_place() -> None:
    table = table_of(route("GET", "/a/{id}"), route("POST", "/a/now"))
    assert table.find("GET", "/a/now") is None
    assert table.allowed("/a/now") == ["POST"]
    assert table.allowed("/a/then") == ["GET", "HEAD"]


def test_of_two_for_one_path_the_first_counts() -> None:
    table = table_of(route("GET", "/a/{one}"), route("GET", "/a/{two}"))
    found = table.find("GET", "/a/1")
    assert found is not None
    assert found[0].names == ("one",)


def test_a_tree_takes_no_more_steps_for_more_paths() -> None:
    """Looks into dictionaries are counted, not seconds."""

    class Counted(dict[str, object]):
        looks = 0

        def get(self, key: str, default: object = None) -> object:
            Counted.looks += 1
            return super().get(key, default)

    def steps(count: int) -> int:
        table = table_of(*(route("GET", f"/api/v1/things-{n}/{{id}}") for n in range(count)))
        nodes = [table._root]
        for node in nodes:
            nodes += [*node.literals.values(), *([node.variable] if node.variable else [])]
            node.literals = Counted(node.literals)  # type: ignore[assignment]
        Counted.looks = 0
        assert table.find("GET", f"/api/v1/things-{count - 1}/x") is not None
        return Counted.looks

    assert steps(1000) == steps(10) == 5
