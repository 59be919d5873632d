"""Where in the files of the model a part of a table is said."""

from __future__ import annotations

from generator.load.nodes import Mapping
from generator.model import Entity, Enum
from generator.problems import At
from generator.resolve import read
from generator.resolve.spec import EntitySpec, Spec
from generator.schema.values import Check, ForeignKey, Index, Part

_CHECKED_BY = {
    "min": "min",
    "max": "max",
    "items": "max_items",
    "pattern": "pattern",
    "required": "required_when",
    "filled": "many",
}
"""The key of a field that makes a constraint, by how the constraint's name ends."""


class Places:
    """Finds the lines of a spec; what is not said anywhere any more is placed at `stable`."""

    def __init__(self, spec: Spec) -> None:
        self._spec = spec

    def promise(self, entity: str) -> At:
        """Where an entity, or its aggregate, is called stable."""
        found = self._spec.entities[entity]
        if "stable" in found.node:
            return read.place(found.node, "stable")
        return self.aggregate(found.aggregate)

    def aggregate(self, name: str) -> At:
        """Where an aggregate is called stable."""
        return read.place(self._spec.source.aggregates[name], "stable")

    def member(self, entity: str, name: str) -> At:
        """Where a field or relation is declared."""
        found = self._spec.entities[entity]
        member = found.fields.get(name) or found.relations.get(name)
        if member is not None:
            return member.at
        states = found.states
        if states is not None and name == found.state_field:
            return states.at
        return found.at if not name else self.promise(entity)

    def key(self, entity: str, name: str, key: str) -> At:
        """Where a key of a field or relation stands, or its declaration."""
        found = self._spec.entities[entity]
        member = found.fields.get(name) or found.relations.get(name)
        if member is None:
            return self.member(entity, name)
        node = member.map
        return read.place(node, key) if key in node else member.at

    def enum(self, name: str) -> At:
        """Where a shared enum is declared."""
        return self._spec.enums[name].at

    def declared(self, entity: Entity, part: Part) -> bool:
        """Whether the model says the part by itself: a rule, a unique key, an index."""
        return part.name in self._named(entity)

    def part(self, entity: Entity, part: Part, *, gone: bool) -> At:
        """Where the model says what makes a part of the entity's table."""
        if gone:
            return self.promise(entity.name)
        named = self._named(entity)
        if part.name in named:
            return named[part.name]
        if isinstance(part, Check) and part.reads:
            return self._check(entity, part)
        if isinstance(part, ForeignKey):
            return self._key(entity, part)
        if isinstance(part, Index):
            return self._column(entity, part.columns[0][0], "unique")
        return self._spec.entities[entity.name].at

    def _named(self, entity: Entity) -> dict[str, At]:
        nodes = self._spec.entities[entity.name].indexes
        found = {index.name: node.at for index, node in zip(entity.indexes, nodes, strict=False)}
        found |= {key.constraint: key.at for key in entity.unique}
        return found | {rule.constraint: rule.at for rule in entity.rules if rule.constraint}

    def _check(self, entity: Entity, part: Check) -> At:
        column = part.reads[0]
        kind = part.name.rpartition("_")[2]
        if kind != "enum":
            return self._column(entity, column, _CHECKED_BY.get(kind, ""))
        for each in entity.fields:
            if each.name == column and each.enum is not None:
                return self._words(entity, column, each.enum)
        return self._column(entity, column, "to")

    def _words(self, entity: Entity, column: str, enum: Enum) -> At:
        if enum.shared and enum.name in self._spec.enums:
            return self.enum(enum.name)
        return self.key(entity.name, column, "enum")

    def _key(self, entity: Entity, part: ForeignKey) -> At:
        found = self._spec.entities[entity.name]
        for relation in entity.relations:
            if relation.column == part.column and relation.name in found.relations:
                node = found.relations[relation.name].map
                return _first(node, "on_delete", "to", found=found)
        return found.at

    def _column(self, entity: Entity, column: str, key: str) -> At:
        for relation in entity.relations:
            if column in (relation.column, relation.type_column):
                return self.key(entity.name, relation.name, key)
        return self.key(entity.name, column, key)


def _first(node: Mapping, *keys: str, found: EntitySpec) -> At:
    for key in keys:
        if key in node:
            return read.place(node, key)
    return found.at
