"""The table of outputs. A new kind of file is a new row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from generator import names
from generator.codes import problems_pages
from generator.emit.filters import has_related
from generator.emit.groups import has_groups
from generator.emit.reference import page
from generator.emit.scopes import has_functions
from generator.emit.stubs import uses
from generator.emit.templating import render
from generator.emit.views import View, Views
from generator.grammar import schema
from generator.model import Aggregate, Entity, Model
from generator.openapi.document import document, text

LAYERS = {
    "models": "The tables.",
    "schemas": "Bodies and answers.",
    "inputs": "What transitions and actions take and answer.",
    "related": "What lists of others ask of related rows.",
    "filters": "Query strings.",
    "groups": "Groups of rows: what they are asked for by, and answers.",
    "fields": "The fields, as the runtime knows them.",
    "actions": "The transitions and actions, as the runtime knows them.",
    "scopes": "The scopes, for one row in memory.",
    "resources": "The resources: all that the runtime knows.",
    "repositories": "FastCRUD under the policy.",
    "routes": "The routes.",
}
"""The layers of an aggregate: a package each, with a module an entity."""

OWNED = ("generated", "docs/problems", "docs/reference")
"""Folders in which everything is generated; what is not wanted there is removed."""


@dataclass(frozen=True, slots=True)
class Row[T]:
    """A template, the path of what it makes, its view, and for what it is made."""

    template: str
    path: str
    view: Callable[[Views, T], View]
    when: Callable[[T], bool] = lambda _: True


PROJECT: tuple[Row[None], ...] = (
    Row("package.py.jinja", "generated/__init__.py", lambda v, _: v.package()),
    Row("models.py.jinja", "generated/models.py", lambda v, _: v.models()),
    Row("registry.py.jinja", "generated/registry.py", lambda v, _: v.registry()),
    Row("routers.py.jinja", "generated/routes.py", lambda v, _: v.routers()),
    Row("app.py.jinja", "generated/app.py", lambda v, _: v.package()),
)
AGGREGATE: tuple[Row[Aggregate], ...] = (
    Row("aggregate.py.jinja", "generated/{folder}/__init__.py", Views.aggregate),
    Row("reference.md.jinja", "docs/reference/{name}.md", lambda v, a: page(a, v.model)),
    Row(
        "functions.py.jinja",
        "generated/{folder}/functions.py",
        Views.functions,
        lambda a: any(True for entity in a.entities for _ in uses(entity)),
    ),
    Row("enums.py.jinja", "generated/{folder}/enums.py", Views.enums, lambda a: bool(a.enums)),
    *(
        Row(
            "layer.py.jinja",
            f"generated/{{folder}}/{layer}/__init__.py",
            lambda v, a, layer=layer, said=said: v.layer(a, layer, said),  # type: ignore[misc]
        )
        for layer, said in LAYERS.items()
    ),
)
ENTITY: tuple[Row[Entity], ...] = (
    Row("model.py.jinja", "generated/{folder}/models/{module}.py", Views.table),
    Row("classes.py.jinja", "generated/{folder}/schemas/{module}.py", Views.schemas),
    Row("classes.py.jinja", "generated/{folder}/inputs/{module}.py", Views.inputs),
    Row("classes.py.jinja", "generated/{folder}/related/{module}.py", Views.related, has_related),
    Row("classes.py.jinja", "generated/{folder}/filters/{module}.py", Views.filters),
    Row("classes.py.jinja", "generated/{folder}/groups/{module}.py", Views.groups, has_groups),
    Row("values.py.jinja", "generated/{folder}/fields/{module}.py", Views.fields),
    Row("values.py.jinja", "generated/{folder}/actions/{module}.py", Views.actions),
    Row("scopes.py.jinja", "generated/{folder}/scopes/{module}.py", Views.scopes, has_functions),
    Row("resource.py.jinja", "generated/{folder}/resources/{module}.py", Views.resource),
    Row("repository.py.jinja", "generated/{folder}/repositories/{module}.py", Views.repository),
    Row("routes.py.jinja", "generated/{folder}/routes/{module}.py", Views.routes),
)
DERIVED: list[Callable[[Model], dict[str, str]]] = [
    lambda _: {schema.FILE: schema.schema_text()},
    lambda _: problems_pages(),
]
"""Functions from the model to further files by path: what needs no template."""


def outputs(model: Model) -> Iterator[tuple[str, str]]:
    """(path, text) of every file, before formatting."""
    views = Views(model)
    for row in PROJECT:
        yield row.path, render(row.template, row.view(views, None))
    for aggregate in model.aggregates:
        folder = names.module(aggregate.name)
        yield from _rendered(AGGREGATE, views, aggregate, folder=folder, name=aggregate.name)
        for entity in aggregate.entities:
            yield from _rendered(ENTITY, views, entity, folder=folder, module=entity.module)
    made = document(model, views.operations, views.classes())
    yield "generated/openapi.json", text(made)
    for derive in DERIVED:
        yield from derive(model).items()


def _rendered[T: (Aggregate, Entity)](
    rows: tuple[Row[T], ...], views: Views, subject: T, **place: Any
) -> Iterator[tuple[str, str]]:
    for row in rows:
        if row.when(subject):
            yield row.path.format(**place), render(row.template, row.view(views, subject))
