"""The resolved model: everything that was decided about a spec, as frozen values.

Templates and writers read it and decide nothing. Names for SQL, Python, JSON and paths are made
in `generator.names` and stand here ready for use. Order is the order of the spec, so that the
same spec gives the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from generator import names
from generator.expressions.shape import FieldShape
from generator.expressions.tree import Expression, Get
from generator.problems import At


class Kind(StrEnum):
    """The types of values; the words are those of the language."""

    STRING = "string"
    TEXT = "text"
    INT = "int"
    BIGINT = "bigint"
    FLOAT = "float"
    DECIMAL = "decimal"
    BOOL = "bool"
    DATE = "date"
    DATETIME = "datetime"
    TIME = "time"
    DURATION = "duration"
    EMAIL = "email"
    URL = "url"
    UUID = "uuid"
    JSON = "json"
    COUNTRY = "country"
    CURRENCY = "currency"
    ENUM = "enum"


@dataclass(frozen=True, slots=True)
class Deprecated:
    """Still served, no longer recommended: since when (a date), and what to use instead.

    From the day `until` on it may be gone.
    """

    since: str
    use: str
    until: str | None = None

    @property
    def words(self) -> str:
        """What documents say of it."""
        said = f"Deprecated since {self.since}: use `{self.use}`."
        return said if self.until is None else f"{said} It may be gone from {self.until} on."


@dataclass(frozen=True, slots=True)
class EnumValue:
    """One value; `name` is the word in JSON and SQL, `member` the Python member."""

    name: str
    member: str
    title: str
    was: str | None = None
    deprecated: Deprecated | None = None


@dataclass(frozen=True, slots=True)
class Enum:
    """A closed list of words, shared (`RiskLevel`) or of one field (`RiskCategory`).

    `sql_type` is the PostgreSQL enum type of an ordered one; an unordered one is text with a
    CHECK, and `sql_type` is "text".
    """

    name: str
    aggregate: str
    values: tuple[EnumValue, ...]
    ordered: bool
    sql_type: str
    shared: bool
    was: str | None = None


@dataclass(frozen=True, slots=True)
class Default:
    """A default: a literal, or the clock. `value` is JSON-like (str, int, bool, list)."""

    source: Literal["literal", "now", "today"]
    value: object = None


@dataclass(frozen=True, slots=True)
class Bound:
    """A bound of value, length, list size: a number or date, or another field of the row."""

    value: int | str | None = None
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an entity, stored or computed. `name` is the JSON name and the column."""

    at: At
    name: str
    kind: Kind
    many: bool
    enum: Enum | None
    doc: str
    title: str
    required: bool
    required_when: Expression | None
    default: Default | None
    min: Bound | None
    max: Bound | None
    digits: int | None
    places: int | None
    pattern: str | None
    unique: bool
    write: Literal["always", "once", "system"]
    number: str | None
    computed: Expression | None
    stored: bool
    secret: bool
    personal: str | None
    search: Literal["A", "B", "C", "D"] | None
    was: str | None
    deprecated: Deprecated | None
    max_items: int | None = None
    """The longest list, for `many`; `min` and `max` are of each item."""

    @property
    def attribute(self) -> str:
        """The Python attribute: the name, unless a keyword or base class is in the way."""
        return names.attribute(self.name)

    @property
    def nullable(self) -> bool:
        """Whether an answer may carry null here.

        A computed field may be null, unless all it does is to repeat one that never is.
        """
        source = self.computed.tree if self.computed is not None else None
        if isinstance(source, Get) and not source.steps and isinstance(source.member, FieldShape):
            return not source.member.required
        return not self.required and self.default is None


@dataclass(frozen=True, slots=True)
class Relation:
    """A declared relation: a key (`column`), a pair of columns, or a link table (`many`).

    `targets` are entity names; several make it polymorphic, with `type_column` holding the
    target's snake_case name. A link has `link_table`, `left_column`, `right_column`.
    """

    at: At
    name: str
    targets: tuple[str, ...]
    many: bool
    required: bool
    required_when: Expression | None
    default: Expression | None
    write: Literal["always", "once", "system"]
    inverse: str | None
    on_delete: Literal["restrict", "cascade", "set_null"]
    doc: str
    title: str
    was: str | None
    deprecated: Deprecated | None
    column: str
    type_column: str | None
    link_table: str | None
    left_column: str | None
    right_column: str | None
    inferred: bool = False
    """created_by and updated_by: set by the database, in no body."""

    @property
    def attribute(self) -> str:
        """The Python attribute of the column."""
        return names.attribute(self.column)

    @property
    def polymorphic(self) -> bool:
        """Whether the row led to may be of several entities."""
        return self.type_column is not None


@dataclass(frozen=True, slots=True)
class Inverse:
    """The other side of a relation: to-many `name` on this entity, stored on `entity`."""

    name: str
    entity: str
    relation: str
    many: bool
    """Whether the relation is a link; then this side lists and does not link."""


@dataclass(frozen=True, slots=True)
class Check:
    """A test with what to answer when it fails."""

    at: At
    test: Expression
    code: str
    message: str
    field: str | None
    in_database: bool = False
    """For rules: on own fields without clock, so it is a CHECK named `constraint`."""
    constraint: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """A reach that a policy may name: an expression over the row and the actor."""

    name: str
    test: Expression


@dataclass(frozen=True, slots=True)
class Assign:
    """`set`: the column written and the expression it gets (None: null)."""

    field: str
    column: str
    value: Expression


@dataclass(frozen=True, slots=True)
class Input:
    """One member of an action's input or output that is no column: a field or a relation."""

    name: str
    json_name: str
    field: Field | None
    to: str | None
    many: bool
    required: bool
    deprecated: Deprecated | None = None


@dataclass(frozen=True, slots=True)
class Output:
    """What an action answers: nothing (204), one row, a page of rows, or an object."""

    shape: Literal["none", "row", "page", "object"]
    entity: str | None = None
    members: tuple[Input, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """An action or a transition (`to_state` set). `name` is the policy word, `path` kebab-case.

    `needs` and `takes` are field or to-one relation names of the entity; `writes` are those its
    function may write besides.
    """

    at: At
    name: str
    path: str
    title: str
    doc: str
    deprecated: Deprecated | None
    at_row: bool
    method: Literal["POST", "GET", "PUT", "PATCH", "DELETE"]
    needs: tuple[str, ...]
    takes: tuple[str, ...]
    reason_required: bool
    four_eyes: tuple[tuple[str, Expression], ...]
    guard: tuple[Check, ...]
    set: tuple[Assign, ...]
    writes: tuple[str, ...]
    call: str | None
    input: tuple[Input, ...]
    output: Output
    from_states: tuple[str, ...] = ()
    to_state: str | None = None
    system: bool = False
    when: Expression | None = None
    every_seconds: int | None = None


@dataclass(frozen=True, slots=True)
class States:
    """The state machine of an entity. `field` is an unordered enum field of the entity."""

    field: str
    initial: tuple[str, ...]
    transitions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Unique:
    """A unique key. `columns` are SQL columns; `constraint` names the index.

    Those of `unique: true` and `number` fields stand among them, first.
    """

    at: At
    fields: tuple[str, ...]
    columns: tuple[str, ...]
    where: Expression | None
    nulls_equal: bool
    code: str
    discloses: bool
    constraint: str


@dataclass(frozen=True, slots=True)
class Index:
    """An index: (column, descending) pairs, partial where `where` is given."""

    name: str
    columns: tuple[tuple[str, bool], ...]
    where: Expression | None


@dataclass(frozen=True, slots=True)
class Hook:
    """A function of domain/ run inside the write: `event` is before_create … after_save."""

    event: str
    call: str


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity with all names made.

    `resource` is the policy word (snake_case singular), `path` the collection in kebab-case,
    `table` the SQL table, `module` the Python module (safe even for `class` or `order`).
    `fields` hold stored and computed fields in the order of the spec, without the common ones;
    `relations` include created_by and updated_by at the end (`inferred`).
    """

    at: At
    name: str
    aggregate: str
    resource: str
    module: str
    table: str
    path: str
    title: str
    plural_title: str
    doc: str
    label: str
    was: str | None
    system: bool
    delete: Literal["hard", "soft", "never"]
    write_once: bool
    stable: bool
    audit_reads: bool
    frozen: Expression | None
    within: tuple[tuple[str, Expression], ...]
    """(limit, expression giving the limiting row's id): `business_unit` → the path to it."""
    routes: frozenset[str]
    if_match_required: bool
    limit_max: int
    batch_max: int
    fields: tuple[Field, ...]
    relations: tuple[Relation, ...]
    inverses: tuple[Inverse, ...]
    scopes: tuple[Scope, ...]
    states: States | None
    rules: tuple[Check, ...]
    unique: tuple[Unique, ...]
    indexes: tuple[Index, ...]
    actions: tuple[Action, ...]
    hooks: tuple[Hook, ...]

    def field(self, name: str) -> Field:
        """The field of that name; KeyError if there is none."""
        for candidate in self.fields:
            if candidate.name == name:
                return candidate
        raise KeyError(name)

    def relation(self, name: str) -> Relation:
        """The relation of that name; KeyError if there is none."""
        for candidate in self.relations:
            if candidate.name == name:
                return candidate
        raise KeyError(name)

    @property
    def class_name(self) -> str:
        """The Python class of the table."""
        return names.class_name(self.name)

    @property
    def soft(self) -> bool:
        """Whether deleting only hides."""
        return self.delete == "soft"


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A folder of generated code: entities and the enums declared in the same file.

    `enums` are the shared ones of the file, then those of the fields and inputs of its entities;
    the roles (`Role`) stand with RoleAssignment.
    """

    name: str
    title: str
    enums: tuple[Enum, ...]
    entities: tuple[Entity, ...]
    stable: bool = False


@dataclass(frozen=True, slots=True)
class Role:
    """A role that a policy may name."""

    name: str
    title: str
    doc: str


@dataclass(frozen=True, slots=True)
class Job:
    """A function that runs every so many seconds."""

    name: str
    every_seconds: int
    call: str


@dataclass(frozen=True, slots=True)
class Model:
    """The whole. `entities` is every entity by name, in the order of the spec."""

    name: str
    title: str
    prefix: str
    contact: str | None
    roles: tuple[Role, ...]
    aggregates: tuple[Aggregate, ...]
    jobs: tuple[Job, ...]
    entities: dict[str, Entity] = field(default_factory=dict)

    def entity(self, name: str) -> Entity:
        """The entity of that name; KeyError if there is none."""
        return self.entities[name]
