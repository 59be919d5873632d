"""Enums: shared ones, those of one field, those of states, and the roles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from generator import names
from generator.expressions.shape import EnumShape
from generator.load.nodes import Mapping, Node, Scalar, Sequence
from generator.model import Deprecated, Enum, EnumValue
from generator.near import did_you_mean
from generator.problems import At, Problems
from generator.reserved import PLATFORM_SCHEMAS, SCHEMA_ENDINGS
from generator.resolve import read
from generator.resolve.spec import PLATFORM_ASSIGNMENT, EntitySpec, Spec

ROLE = "Role"
"""`enum: Role` is the roles of model.yaml."""


def enum_shape(enum: Enum) -> EnumShape:
    """An enum as expressions see it."""
    values = tuple(value.name for value in enum.values)
    return EnumShape(enum.name, values, enum.ordered, enum.sql_type)


def deprecated(node: Mapping | None) -> Deprecated | None:
    """The `deprecated` of a declaration."""
    found = read.child(node, "deprecated") if node else None
    if found is None:
        return None
    since, use = read.text_or(found, "since", ""), read.text_or(found, "use", "")
    return Deprecated(since, use, read.text(found, "until"))


def values(node: Node) -> tuple[EnumValue, ...]:
    """The values of an enum or state list, each once, with their Python members."""
    found: dict[str, EnumValue] = {}
    taken: set[str] = set()
    for word, details, _ in read.named(node):
        if word in found:
            continue
        member = names.enum_member(word, taken)
        taken.add(member)
        title = (read.text(details, "title") if details else None) or names.title(word)
        was = read.text(details, "was") if details else None
        found[word] = EnumValue(word, member, title, was, deprecated(details))
    return tuple(found.values())


@dataclass(slots=True)
class Enums:
    """All enums: the shared by name, the inline by (entity, field)."""

    spec: Spec
    problems: Problems
    shared: dict[str, Enum] = field(default_factory=dict)
    inline: dict[tuple[str, str], Enum] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def of_aggregate(self, aggregate: str) -> Iterator[Enum]:
        """The enums of one file: the shared, then those of fields, in the order of the spec."""
        for enum in (*self.shared.values(), *self.inline.values()):
            if enum.aggregate == aggregate:
                yield enum

    def of_field(self, entity: EntitySpec, name: str, node: Node | None) -> Enum | None:
        """The enum that a field's or input's `enum` means: a list, a name, or `Entity.field`.

        Adds E014 where it means nothing known.
        """
        if isinstance(node, Scalar):
            return self._referred(node)
        return self.inline.get((entity.name, name)) or self.declare(entity, name, node)

    def declare(self, entity: EntitySpec, name: str, node: Node | None) -> Enum | None:
        """Declares the inline enum of a field, state field or input (`action_input`)."""
        if node is None:
            return None
        wanted = names.enum_class(entity.name, name)
        while wanted in self.taken:
            wanted += "Values"
        self.taken.add(wanted)
        enum = Enum(wanted, entity.aggregate, values(node), False, "text", False)
        self.inline[entity.name, name] = enum
        return enum

    def _referred(self, node: Scalar) -> Enum | None:
        word = read.scalar_text(node) or ""
        if word in self.shared:
            return self.shared[word]
        owner, _, name = word.partition(".")
        if (owner, name) in self.inline:
            return self.inline[owner, name]
        if name and owner in self.spec.entities:
            return self._of_other_field(node, owner, name)
        known = [*self.shared, *(f"{entity}.{field}" for entity, field in self.inline)]
        self.problems.add(node.at, "E014", f'unknown enum "{word}"{did_you_mean(word, known)}')
        return None

    def _of_other_field(self, node: Scalar, owner: str, name: str) -> Enum | None:
        entity = self.spec.entities[owner]
        member = entity.fields.get(name)
        referred = member.map.get("enum") if member else None
        if isinstance(referred, Scalar) and "." not in (read.scalar_text(referred) or ""):
            return self._referred(referred)
        hint = did_you_mean(name, [f for e, f in self.inline if e == owner])
        self.problems.add(node.at, "E014", f'"{owner}.{name}" is no enum{hint}')
        return None


def collect_enums(spec: Spec, problems: Problems) -> Enums:
    """Declares the shared enums, the roles, and the inline enums of fields and states."""
    enums = Enums(spec, problems, taken=_taken(spec))
    tables = {entity.table for entity in spec.entities.values()}
    for name, shared in spec.enums.items():
        if not isinstance(shared.node, Mapping):
            continue
        if name in spec.entities or name == ROLE:
            _clash(name, shared.at, spec, problems)
            continue
        enums.shared[name] = _shared_enum(name, shared.aggregate, shared.node, tables)
    enums.shared[ROLE] = _roles(spec)
    enums.taken.update(enums.shared)
    for entity in spec.entities.values():
        _inline_enums(enums, entity)
    return enums


def _taken(spec: Spec) -> set[str]:
    derived = {name + end for name in spec.entities for end in SCHEMA_ENDINGS}
    return derived | set(spec.entities) | PLATFORM_SCHEMAS


def _clash(name: str, at: At, spec: Spec, problems: Problems) -> None:
    if name == ROLE:
        problems.add(at, "E021", f'"{ROLE}" is the roles of model.yaml and cannot be declared')
    else:
        where = spec.entities[name].at
        problems.add(at, "E021", f'"{name}" is taken by the entity {name} ({where})')


def _shared_enum(name: str, aggregate: str, node: Mapping, tables: set[str]) -> Enum:
    ordered = read.flag(node, "ordered")
    sql_type = names.sql_type(name, tables) if ordered else "text"
    listed = node.get("values")
    found = values(listed) if listed is not None else ()
    return Enum(name, aggregate, found, ordered, sql_type, True, read.text(node, "was"))


def _roles(spec: Spec) -> Enum:
    declared = read.child(spec.source.root, "roles")
    found = values(Sequence(declared.at, (declared,))) if declared else ()
    found = tuple(replace(value, was=None) for value in found)
    assignment = spec.entities.get(PLATFORM_ASSIGNMENT)
    aggregate = assignment.aggregate if assignment else next(iter(spec.source.aggregates), "")
    return Enum(ROLE, aggregate, found, False, "text", True)


def _inline_enums(enums: Enums, entity: EntitySpec) -> None:
    for name, member in entity.fields.items():
        listed = member.map.get("enum")
        if listed is not None and not isinstance(listed, Scalar):
            enums.declare(entity, name, listed)
    if entity.states is not None and entity.state_field is not None:
        enums.declare(entity, entity.state_field, entity.states.get("values"))
