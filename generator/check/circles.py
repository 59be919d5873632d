"""Keys between tables: E019 for circles without a way in, E020 for deletions that cannot be."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model import Entity, Model, Relation
from generator.problems import Problems


@dataclass(frozen=True, slots=True)
class _Edge:
    """A required key from one entity to another."""

    entity: str
    relation: Relation
    target: str

    def __str__(self) -> str:
        return f"{self.entity}.{self.relation.name}"


def check_circles(model: Model, problems: Problems) -> None:
    """Reports circles of required keys, each once, and cascades into rows that never go."""
    for entity in model.entities.values():
        for relation in entity.relations:
            _deletion(entity, relation, problems)
    edges = _edges(model)
    told: set[str] = set()
    for name in edges:
        circle = _circle(name, edges) if name not in told else []
        if circle:
            told.update(edge.entity for edge in circle)
            _tell(circle, problems)


def _edges(model: Model) -> dict[str, list[_Edge]]:
    return {
        entity.name: [
            _Edge(entity.name, relation, relation.targets[0])
            for relation in entity.relations
            if relation.required and not relation.many and not relation.polymorphic
        ]
        for entity in model.entities.values()
    }


def _circle(start: str, edges: dict[str, list[_Edge]]) -> list[_Edge]:
    """The shortest way along required keys from an entity back to itself, or nothing."""
    ways = [[edge] for edge in edges[start]]
    seen: set[str] = set()
    while ways:
        way = ways.pop(0)
        end = way[-1].target
        if end == start:
            return way
        if end not in seen:
            seen.add(end)
            ways.extend([*way, edge] for edge in edges.get(end, []))
    return []


def _tell(circle: list[_Edge], problems: Problems) -> None:
    at = circle[0].relation.at
    if len(circle) == 1:
        message = f"key {circle[0]}, required, leads to its own table"
    else:
        all_of_them = "both" if len(circle) == 2 else "all"
        listed = ", ".join(str(edge) for edge in circle)
        message = f"keys {listed}, {all_of_them} required, form a circle"
    problems.add(at, "E019", f"{message}; no first row could be added")


def _deletion(entity: Entity, relation: Relation, problems: Problems) -> None:
    """A key that takes its rows along, where the rows are never deleted."""
    if relation.many or relation.inferred or relation.on_delete != "cascade":
        return
    if entity.write_once:
        message = f"on_delete: cascade contradicts write: once of {entity.name}"
        problems.add(relation.at, "E020", message)
    elif entity.delete == "never":
        message = f"on_delete: cascade contradicts delete: never of {entity.name}"
        problems.add(relation.at, "E020", message)
