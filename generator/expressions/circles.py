"""Computed fields that read one another: which are stored, and which run in a circle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from generator.expressions.check import Checker, computed_reads
from generator.expressions.shape import FieldShape, Shapes
from generator.expressions.tree import Use
from generator.problems import At, Problems

Field = tuple[str, str]
"""(entity, field)."""


def settle(shapes: Shapes) -> None:
    """Sets `stored` of every computed field: stored are those on own fields, without clock.

    To be called once all members are there, before anything is compiled.
    """
    for entity in shapes.entities.values():
        for name, member in entity.members.items():
            if isinstance(member, FieldShape) and member.computed_text is not None:
                stored = computed_reads(entity.name, member, shapes).own_only
                entity.members[name] = replace(member, stored=stored)


def find_circles(shapes: Shapes, problems: Problems, at: Callable[[str, str], At]) -> None:
    """Reports each circle of computed fields once (E037), at its first field.

    Args:
        shapes: the entities; faulty expressions count as reading nothing.
        problems: gets E037.
        at: the place of a computed field, given entity and field.
    """
    graph = _graph(shapes)
    done: set[Field] = set()
    for start in graph:
        circle = _circle(start, graph, done)
        if circle:
            done.update(circle)
            way = " → ".join(_spoken(circle))
            problems.add(at(*circle[0]), "E037", f"circle: {way} (computed)")


def _graph(shapes: Shapes) -> dict[Field, list[Field]]:
    graph: dict[Field, list[Field]] = {}
    for entity in shapes.entities.values():
        for member in entity.members.values():
            if isinstance(member, FieldShape) and member.computed_text is not None:
                checker = Checker(entity.name, Use.COMPUTED, shapes)
                checker.run(member.computed_text, None)
                graph[entity.name, member.name] = sorted(checker.reads.computed)
    return graph


def _circle(start: Field, graph: dict[Field, list[Field]], done: set[Field]) -> list[Field]:
    """A way from a field back to itself, or nothing; fields of circles already told are passed."""
    if start in done:
        return []
    ways: list[list[Field]] = [[start]]
    seen: set[Field] = set()
    while ways:
        way = ways.pop()
        for following in graph.get(way[-1], []):
            if following == start:
                return [*way, start]
            if following not in seen:
                seen.add(following)
                ways.append([*way, following])
    return []


def _spoken(circle: list[Field]) -> list[str]:
    one_entity = len({entity for entity, _ in circle}) == 1
    return [field if one_entity else f"{entity}.{field}" for entity, field in circle]
