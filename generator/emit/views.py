"""The views: what each template gets to see. All that is to be decided is decided here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from generator import names
from generator.emit import groups, resources, scopes
from generator.emit.classes import Class, merge_imports
from generator.emit.columns import attributes
from generator.emit.filters import history_class, query_of, related_class
from generator.emit.inputs import actions_of, has_input, input_class, input_name, output_class
from generator.emit.operations import Operation, operations_of
from generator.emit.schemas import (
    class_of,
    create_class,
    enum_doc,
    module_of,
    neighbours,
    page_class,
    read_class,
    schema_import,
    update_class,
)
from generator.emit.shapes import Import, enum_class
from generator.emit.source import Call, Raw
from generator.emit.stubs import uses
from generator.model import Aggregate, Entity, Job, Model
from generator.schema.build import build
from generator.schema.functions import EVENT
from generator.schema.looks import Templates
from generator.schema.values import Table

type View = dict[str, Any]

SQLMODEL = "sqlmodel"


@dataclass(frozen=True)
class Views:
    """The views of one model. What several of them need is worked out once."""

    model: Model

    @cached_property
    def sql(self) -> Templates:
        """The expressions as SQL."""
        return Templates(self.model)

    @cached_property
    def tables(self) -> dict[str, Table]:
        """The tables by entity."""
        return {table.entity: table for table in build(self.model).tables}

    @cached_property
    def operations(self) -> dict[str, tuple[Operation, ...]]:
        """The operations by entity."""
        return operations_of(self.model)

    # ---------------------------------------------------------------------- of the project

    def package(self) -> View:
        """generated/ itself."""
        return {"model": self.model}

    def models(self) -> View:
        """The re-export of all models."""
        ordered = [class_of(entity) for entity in by_dependency(self.model)]
        groups = [[(module_of(e, "models"), class_of(e))] for e in self.model.entities.values()]
        return {"imports": merge_imports(groups), "ordered": ordered}

    def registry(self) -> View:
        """The registry."""
        entities = tuple(self.model.entities.values())
        groups = [[resources.resource_import(entity)] for entity in entities]
        needed = [(resources.RESOURCE, "Registry")]
        if self.model.jobs:
            needed.append((resources.RESOURCE, "Job"))
        return {
            "model": self.model,
            "modules": sorted({resources.module_called(job.call) for job in self.model.jobs}),
            "imports": merge_imports([*groups, needed]),
            "roles": tuple(role.name for role in self.model.roles),
            "jobs": tuple(_job(job) for job in self.model.jobs),
            "constants": [resources.constant(entity) for entity in entities],
        }

    def routers(self) -> View:
        """The list of routers."""
        return {
            "routers": [
                (module_of(entity, "routes"), f"{entity.resource}_router")
                for entity in self.model.entities.values()
            ]
        }

    # -------------------------------------------------------------------- of an aggregate

    def aggregate(self, aggregate: Aggregate) -> View:
        """The folder of an aggregate."""
        return {"aggregate": aggregate}

    def layer(self, aggregate: Aggregate, layer: str, said: str) -> View:
        """A layer of an aggregate; models and schemas are at hand in the layer itself."""
        groups: list[list[Import]] = []
        for entity in aggregate.entities:
            if layer == "models":
                groups.append([(module_of(entity, layer), class_of(entity))])
            if layer == "schemas":
                groups.append([schema_import(entity, each) for each in _suffixes(entity)])
                inputs = module_of(entity, "inputs")
                groups.append([(inputs, each.name) for each in _input_classes(entity)])
        return {
            "aggregate": aggregate,
            "said": said,
            "imports": merge_imports(groups),
            "exported": sorted(name for group in groups for _, name in group),
        }

    def enums(self, aggregate: Aggregate) -> View:
        """Its enums."""
        return {
            "aggregate": aggregate,
            "enums": [
                {"name": enum_class(e), "doc": enum_doc(e), "words": e.values}
                for e in aggregate.enums
            ],
        }

    def functions(self, aggregate: Aggregate) -> View:
        """What its entities expect of functions of domain/, for a type checker."""
        found = [use for entity in aggregate.entities for use in uses(entity)]
        return {
            "aggregate": aggregate,
            "imports": merge_imports(each.imports for each in found),
            "modules": sorted({each.module for each in found}),
            "any": any("Any]" in text for each in found for text in each.types),
            "uses": found,
        }

    # ----------------------------------------------------------------------- of an entity

    def table(self, entity: Entity) -> View:
        """The SQLModel table."""
        found = list(attributes(entity, self.tables[entity.name], self.model))
        groups = [attribute.imports for attribute in found]
        base = [(SQLMODEL, "Field"), (SQLMODEL, "SQLModel")]
        return {
            "entity": entity,
            "name": class_of(entity),
            "doc": entity.doc or names.sentence(f"a {entity.title.lower()}"),
            "attributes": found,
            "imports": merge_imports([*groups, base]),
        }

    def classes(self) -> tuple[Class, ...]:
        """The schemas of all bodies and answers."""
        return tuple(
            each
            for entity in self.model.entities.values()
            for each in (
                *_schema_classes(entity, self.model),
                *_bodies(entity),
                *(groups.answer_classes(entity) if groups.has_groups(entity) else ()),
            )
        )

    def schemas(self, entity: Entity) -> View:
        """Create, update, read, page."""
        classes = _schema_classes(entity, self.model)
        later = [[schema_import(other, "Read")] for other in neighbours(entity, self.model)]
        said = names.sentence(f"bodies and answers of {entity.plural_title.lower()}")
        return self._classes(entity, said, classes) | {"later": merge_imports(later)}

    def inputs(self, entity: Entity) -> View:
        """What transitions and actions take and answer."""
        said = names.sentence(f"what the actions of {entity.plural_title.lower()} take and answer")
        return self._classes(entity, said, _input_classes(entity))

    def related(self, entity: Entity) -> View:
        """What lists of entities that refer to it take of its rows."""
        said = names.sentence(f"what lists ask of {entity.plural_title.lower()} that rows refer to")
        return self._classes(entity, said, [related_class(entity)])

    def filters(self, entity: Entity) -> View:
        """Query strings."""
        query = query_of(entity, self.model)
        said = names.sentence(f"query strings of {entity.plural_title.lower()}")
        constants = [("FIELDS", query.fields), ("SORTABLE", query.sortable)]
        if query.relations:
            constants.append(("RELATIONS", query.relations))
        classes = [query.selection, *query.parts, query.conditions, query.filters, *query.past]
        if "history" in entity.routes:
            classes.append(history_class(entity, self.model.entity(EVENT)))
        made = self._classes(entity, said, classes) | {"constants": constants}
        if query.followed:
            made["mapping"] = {"name": "RELATED", "words": query.followed}
        return made

    def groups(self, entity: Entity) -> View:
        """What groups of rows are asked for by, and how they are answered."""
        query = query_of(entity, self.model)
        classes = [groups.query_class(entity, query), *groups.answer_classes(entity)]
        said = names.sentence(f"groups of {entity.plural_title.lower()}")
        constants = [("TIMES", groups.times(entity)), ("MEASURES", groups.measures(entity))]
        return self._classes(entity, said, classes) | {"constants": constants}

    def fields(self, entity: Entity) -> View:
        """The fields of the resource."""
        return {
            "entity": entity,
            "said": names.sentence(f"the fields of {entity.plural_title.lower()}"),
            "modules": [],
            "imports": [(resources.RESOURCE, ["Field", "Kind"])],
            "constant": "FIELDS",
            "kind": "Field",
            "values": list(resources.fields(entity, self.sql)),
        }

    def actions(self, entity: Entity) -> View:
        """The transitions and actions of the resource."""
        groups = [[(resources.RESOURCE, "Action")], list(resources.action_imports(entity))]
        plural = entity.plural_title.lower()
        return {
            "entity": entity,
            "said": names.sentence(f"the transitions and actions of {plural}"),
            "modules": sorted(resources.action_calls(entity)),
            "imports": merge_imports(groups),
            "constant": "ACTIONS",
            "kind": "Action",
            "values": list(resources.actions(entity, self.model, self.sql)),
        }

    def scopes(self, entity: Entity) -> View:
        """The scopes and limits as Python functions."""
        functions = scopes.functions_of(entity, self.sql.computed)
        return {
            "entity": entity,
            "plural": entity.plural_title.lower(),
            "functions": functions,
            "imports": merge_imports([scopes.imports_of(entity, functions)]),
            "row": (module_of(entity, "models"), class_of(entity)),
        }

    def resource(self, entity: Entity) -> View:
        """The resource."""
        said = resources.resource(entity, self.tables[entity.name], self.model, self.sql)
        return {
            "entity": entity,
            "plural": entity.plural_title.lower(),
            "modules": sorted(resources.hook_modules(entity)),
            "imports": merge_imports([resources.resource_imports(entity, said)]),
            "loaders": tuple(resources.loaders(entity)),
            "constant": resources.constant(entity),
            "resource": said,
        }

    def repository(self, entity: Entity) -> View:
        """The FastCRUD repository."""
        needed = [
            ("typing", "Self"),
            (module_of(entity, "models"), class_of(entity)),
            resources.resource_import(entity),
            ("runtime.policy.reach", "Reach"),
            ("runtime.repository", "Repository"),
        ]
        return {
            "entity": entity,
            "name": class_of(entity),
            "plural": entity.plural_title.lower(),
            "constant": resources.constant(entity),
            "imports": merge_imports([needed]),
        }

    def routes(self, entity: Entity) -> View:
        """The routes."""
        operations = self.operations[entity.name]
        needed = [resources.resource_import(entity), ("runtime.http.routes", "ResourceRouter")]
        groups = [operation.imports for operation in operations]
        return {
            "entity": entity,
            "plural": entity.plural_title.lower(),
            "constant": resources.constant(entity),
            "operations": operations,
            "imports": merge_imports([*groups, needed]),
        }

    def _classes(self, entity: Entity, said: str, classes: list[Class]) -> View:
        return {
            "entity": entity,
            "said": said,
            "classes": classes,
            "imports": merge_imports(each.needed for each in classes),
            "constants": [],
            "later": [],
            "mapping": None,
        }


def _schema_classes(entity: Entity, model: Model) -> list[Class]:
    found = []
    if "create" in entity.routes:
        found.append(create_class(entity))
    if "update" in entity.routes:
        found.append(update_class(entity))
    return [*found, read_class(entity, model), page_class(entity)]


def _input_classes(entity: Entity) -> list[Class]:
    found = []
    for action in actions_of(entity):
        if has_input(action):
            found.append(input_class(entity, action))
        if action.output.shape == "object":
            found.append(output_class(entity, action))
    return found


def _bodies(entity: Entity) -> list[Class]:
    """The inputs and outputs that are bodies: a GET has its input in the query string."""
    in_query = {input_name(entity, each) for each in actions_of(entity) if each.method == "GET"}
    return [each for each in _input_classes(entity) if each.name not in in_query]


def _suffixes(entity: Entity) -> list[str]:
    written = {"create": "Create", "update": "Update"}
    return [suffix for route, suffix in written.items() if route in entity.routes] + [
        "Read",
        "Page",
    ]


def _job(job: Job) -> Call:
    called = Raw(job.call.replace(":", "."))
    return Call("Job", {}, (job.name, job.every_seconds, called))


def by_dependency(model: Model) -> list[Entity]:
    """The entities, each after those its keys lead to where no circle forbids it."""
    done: list[Entity] = []
    under_way: set[str] = set()

    def visit(entity: Entity) -> None:
        if entity.name in under_way:
            return
        under_way.add(entity.name)
        for relation in entity.relations:
            if not relation.many and not relation.inferred:
                for target in relation.targets:
                    visit(model.entity(target))
        done.append(entity)

    for entity in model.entities.values():
        visit(entity)
    return done
