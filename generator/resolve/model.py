"""The passes of resolving, in order: declarations, enums, shapes, entities, the whole."""

from __future__ import annotations

from generator import names
from generator.expressions.circles import find_circles, settle
from generator.grammar import parse_interval
from generator.load.nodes import Mapping, Source
from generator.model import Aggregate, Job, Model, Role
from generator.problems import Problems
from generator.resolve import read
from generator.resolve.context import Context
from generator.resolve.entities import resolve_entity
from generator.resolve.enums import collect_enums
from generator.resolve.shapes import build
from generator.resolve.spec import collect

PREFIX = "/api/v1"


def prepare(source: Source, problems: Problems) -> Context:
    """Declarations, enums and shapes: what every expression is typed against."""
    spec = collect(source, problems)
    enums = collect_enums(spec, problems)
    shapes = build(spec, enums)
    settle(shapes)
    find_circles(shapes, problems, lambda entity, field: spec.entities[entity].fields[field].at)
    return Context(spec, enums, shapes, problems)


def resolve(context: Context) -> Model:
    """The resolved model. Only whole if the context's problems hold no error afterwards."""
    root = context.spec.source.root
    api = read.child(root, "api") or Mapping(root.at, ())
    entities = {
        name: resolve_entity(entity, context) for name, entity in context.spec.entities.items()
    }
    aggregates = tuple(
        Aggregate(
            name=name,
            title=read.text_or(node, "title", names.title(name)),
            enums=tuple(context.enums.of_aggregate(name)),
            entities=tuple(e for e in entities.values() if e.aggregate == name),
            stable=read.flag(node, "stable"),
        )
        for name, node in context.spec.source.aggregates.items()
    )
    return Model(
        name=read.text_or(root, "name", ""),
        title=read.text_or(root, "title", names.title(read.text_or(root, "name", ""))),
        prefix=read.text_or(api, "prefix", PREFIX),
        contact=read.text(api, "contact"),
        roles=_roles(root),
        aggregates=aggregates,
        jobs=_jobs(root),
        entities=entities,
    )


def _roles(root: Mapping) -> tuple[Role, ...]:
    found = []
    for entry in read.entries(root, "roles"):
        node = entry.value if isinstance(entry.value, Mapping) else Mapping(entry.at, ())
        title = read.text_or(node, "title", names.title(entry.key))
        found.append(Role(entry.key, title, read.text_or(node, "doc", "")))
    return tuple(found)


def _jobs(root: Mapping) -> tuple[Job, ...]:
    found = []
    for entry in read.entries(root, "jobs"):
        node = entry.value if isinstance(entry.value, Mapping) else Mapping(entry.at, ())
        seconds = parse_interval(read.text_or(node, "every", "")) or 0
        found.append(Job(entry.key, seconds, read.text_or(node, "call", "")))
    return tuple(found)
