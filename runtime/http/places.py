"""Where the operations of a resource are served: method and path, as CONTRACT and document say.

The generated routes declare the same to FastAPI, for the document; a test holds both together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from runtime.operations.binding import Binding, OperationKind
from runtime.resource import Resource

ROW = "/{id}"
ROWS: dict[str, tuple[OperationKind, str, str]] = {
    "list": ("list", "GET", ""),
    "create": ("create", "POST", ""),
    "get": ("get", "GET", ROW),
    "update": ("update", "PATCH", ROW),
    "delete": ("delete", "DELETE", ROW),
    "history": ("history", "GET", f"{ROW}/history"),
    "aggregate": ("aggregate", "GET", "/aggregate"),
}
"""What a resource may have by the word in its `routes`."""


@dataclass(frozen=True, slots=True)
class Place:
    """An operation, the method that asks for it, and the template of its path."""

    method: str
    template: str
    binding: Binding


def places_of(resource: Resource) -> Iterator[Place]:
    """Every operation that a resource is served with; templates begin with its own path."""
    path = f"/{resource.path}"
    for word, (kind, method, below) in ROWS.items():
        if word in resource.routes:
            yield Place(method, path + below, Binding(resource, kind))
    if resource.soft and "delete" in resource.routes:
        yield Place("POST", f"{path}{ROW}/restore", Binding(resource, "restore"))
    for action in resource.actions:
        if not action.system:
            at = ROW if action.at_row else ""
            bound = Binding(resource, "action", action.name)
            yield Place(action.method, f"{path}{at}/{action.path}", bound)
    for relation in resource.to_many:
        many = f"{path}{ROW}/{kebab(relation.name)}"
        yield Place("GET", many, Binding(resource, "related", relation.name))
        if relation.linkable:
            other = f"{many}/{{other_id}}"
            yield Place("PUT", other, Binding(resource, "link", relation.name))
            yield Place("DELETE", other, Binding(resource, "unlink", relation.name))


def kebab(name: str) -> str:
    """A name as a segment of a path."""
    return name.replace("_", "-")
