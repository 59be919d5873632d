"""What is declared where: the spec as entities with their mixins taken in, before any type."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator import names
from generator.load.nodes import Entry, Mapping, Node, Source
from generator.near import did_you_mean
from generator.problems import At, Problems
from generator.resolve import read

PLATFORM_ASSIGNMENT = "RoleAssignment"
PLATFORM_EVENT = "AuditEvent"
ANY = "any"


@dataclass(frozen=True, slots=True)
class Member:
    """A field, relation, scope or hook as declared; `origin` says by whom, for messages."""

    name: str
    at: At
    node: Node
    origin: str

    @property
    def map(self) -> Mapping:
        """The declaration of a field or relation; a type alone stands for its map."""
        return read.as_map(self.node, "type")


@dataclass(slots=True)
class EntitySpec:
    """An entity as declared, with what its mixins add and with its outer names made."""

    name: str
    aggregate: str
    at: At
    node: Mapping
    resource: str
    table: str
    path: str
    fields: dict[str, Member] = field(default_factory=dict)
    relations: dict[str, Member] = field(default_factory=dict)
    scopes: dict[str, Member] = field(default_factory=dict)
    hooks: dict[str, Member] = field(default_factory=dict)
    rules: list[Node] = field(default_factory=list)
    indexes: list[Node] = field(default_factory=list)

    @property
    def soft(self) -> bool:
        """Whether deleting only hides."""
        return read.text(self.node, "delete") == "soft"

    @property
    def states(self) -> Mapping | None:
        """The declaration of the state machine, if there is one."""
        return read.child(self.node, "states")

    @property
    def state_field(self) -> str | None:
        """The name of the state field, if there is a state machine."""
        return read.text_or(self.states, "field", "status") if self.states else None


@dataclass(frozen=True, slots=True)
class Shared:
    """An enum or mixin as declared."""

    name: str
    aggregate: str
    at: At
    node: Node


@dataclass(frozen=True, slots=True)
class Seen:
    """A relation from the other side: `name` there, declared as `member` of `entity`."""

    name: str
    entity: str
    member: Member
    many: bool


@dataclass(slots=True)
class Spec:
    """All declarations by name, in the order of the files.

    `inverses` holds, by entity, what others call it from the other side.

    `missing` holds the names of relations that lead to unknown entities, and those that stood
    where the spec could not be read: an expression that uses one is not checked, so that one
    mistake is reported once.
    """

    source: Source
    roles: tuple[str, ...]
    enums: dict[str, Shared] = field(default_factory=dict)
    mixins: dict[str, Shared] = field(default_factory=dict)
    entities: dict[str, EntitySpec] = field(default_factory=dict)
    inverses: dict[str, list[Seen]] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)

    def targets(self, node: Mapping) -> tuple[str, ...]:
        """The known entities a relation leads to; `any` is every entity, whatever their files."""
        named = read.word_list(node, "to")
        if named == (ANY,):
            return tuple(sorted(self.entities))
        return tuple(name for name in named if name in self.entities)

    def polymorphic(self, node: Mapping) -> bool:
        """Whether the row a relation leads to may be of several entities."""
        named = read.word_list(node, "to")
        return len(named) > 1 or named == (ANY,)

    @property
    def limits(self) -> dict[str, str]:
        """The entities to which role assignments can be limited, by their snake_case names.

        Unknown ones are among them: they are reported where RoleAssignment names them.
        """
        assignment = self.entities.get(PLATFORM_ASSIGNMENT)
        scope = assignment.relations.get("scope") if assignment else None
        named = read.word_list(scope.map, "to") if scope else ()
        named = tuple(sorted(self.entities)) if named == (ANY,) else named
        return {names.snake(name): name for name in named}


def collect(source: Source, problems: Problems) -> Spec:
    """Gathers every declaration and expands the mixins (E013, E014 for unknown ones)."""
    roles = tuple(entry.key for entry in read.entries(source.root, "roles"))
    spec = Spec(source, roles, missing=set(source.missing))
    for aggregate, node in source.aggregates.items():
        _shared(spec.enums, node, aggregate, "enums", problems)
        _shared(spec.mixins, node, aggregate, "mixins", problems)
        for entry in read.entries(node, "entities"):
            _entity(spec, entry, aggregate, problems)
    for entity in spec.entities.values():
        _expand(spec, entity, problems)
    for entity in spec.entities.values():
        _turn(spec, entity)
    return spec


def _shared(
    into: dict[str, Shared], node: Mapping, aggregate: str, key: str, problems: Problems
) -> None:
    for entry in read.entries(node, key):
        if entry.key in into:
            _twice(entry, into[entry.key].at, problems)
        else:
            into[entry.key] = Shared(entry.key, aggregate, entry.at, entry.value)


def _entity(spec: Spec, entry: Entry, aggregate: str, problems: Problems) -> None:
    if entry.key in spec.entities:
        _twice(entry, spec.entities[entry.key].at, problems)
        return
    if not isinstance(entry.value, Mapping):
        return
    resource = names.snake(entry.key)
    table = read.text_or(entry.value, "table", names.plural(resource))
    path = read.text_or(entry.value, "path", names.kebab(table))
    spec.entities[entry.key] = EntitySpec(
        entry.key, aggregate, entry.at, entry.value, resource, table, path
    )


def _twice(entry: Entry, first: At, problems: Problems) -> None:
    problems.add(entry.at, "E002", f'"{entry.key}" is declared twice; first said at {first}')


def _expand(spec: Spec, entity: EntitySpec, problems: Problems) -> None:
    for name, at in read.words(entity.node.get("use")):
        mixin = spec.mixins.get(name)
        if mixin is None:
            hint = did_you_mean(name, spec.mixins)
            problems.add(at, "E014", f'unknown mixin "{name}"{hint}')
        elif isinstance(mixin.node, Mapping):
            _add(entity, mixin.node, f"mixin {name}", problems)
    _add(entity, entity.node, f"{entity.name} itself", problems)


def _turn(spec: Spec, entity: EntitySpec) -> None:
    """Enters the inverses of an entity's relations with the entities they lead to."""
    for member in entity.relations.values():
        inverse = read.text(member.map, "inverse")
        if inverse is not None:
            seen = Seen(inverse, entity.name, member, read.flag(member.map, "many"))
            for target in spec.targets(member.map):
                spec.inverses.setdefault(target, []).append(seen)


def _add(entity: EntitySpec, node: Mapping, origin: str, problems: Problems) -> None:
    namespace = {**entity.fields, **entity.relations}
    for key, into in (("fields", entity.fields), ("relations", entity.relations)):
        _members(into, namespace, read.entries(node, key), origin, problems)
    _members(entity.scopes, entity.scopes, read.entries(node, "scopes"), origin, problems)
    _members(entity.hooks, entity.hooks, read.entries(node, "hooks"), origin, problems)
    entity.rules.extend(read.items(node.get("rules")))
    entity.indexes.extend(read.items(node.get("indexes")))


def _members(
    into: dict[str, Member],
    namespace: dict[str, Member],
    declared: tuple[Entry, ...],
    origin: str,
    problems: Problems,
) -> None:
    for entry in declared:
        before = namespace.get(entry.key)
        if before is not None and before.origin != origin:
            message = f'"{entry.key}" comes from {before.origin} and from {origin}'
            problems.add(entry.at, "E013", message, "A mixin overrides nothing; rename one.")
        else:
            into[entry.key] = Member(entry.key, entry.at, entry.value, origin)
