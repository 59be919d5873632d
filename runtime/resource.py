"""What a generated entity tells the runtime about itself: plain values, no behaviour.

Generated code builds one `Resource` an entity; everything in `runtime/` works from it and knows
no entity by name. SQL in these values is made by the generator; `{row}` stands for the alias of
the row and `{actor}` for an SQL expression of type uuid (null for a caller without identity).
A literal brace is doubled. Names in SQL come from here alone, values only as parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from pydantic import BaseModel
from sqlmodel import SQLModel

from runtime.actor import Actor

if TYPE_CHECKING:
    from runtime.policy.rows import Rows


class Kind(StrEnum):
    """The type of a value; decides parsing, operators and parameter casts."""

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


BOOKKEEPING = frozenset(
    {"id", "created_at", "updated_at", "created_by_id", "updated_by_id", "version", "deleted_at"}
)
"""The fields of every entity, which the database writes by itself."""

TEXT_KINDS = frozenset({Kind.STRING, Kind.TEXT, Kind.EMAIL, Kind.URL})


@dataclass(frozen=True, slots=True)
class Deprecated:
    """Still served, no longer recommended: since when, and what to use instead.

    From the day `until` on it may be gone.
    """

    since: date
    use: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A member of an answer, stored or computed.

    `sql` gives its value (`{row}.title`, or the expression of a field worked out at read);
    `json`, where set, what stands in the answer instead (decimals travel as text).
    `sql_type` is what a parameter compared with it is cast to. `values` lists an enum in order.
    `formula` is the SQL by which the database computes a stored computed field. `relation` names
    the to-one relation whose key this is. Secret fields stand in no answer,
    filter or sort. The members of an object may be fields of another resource, which the field
    `members_of` names: what is hidden there is hidden here. A value found in other rows comes from
    a function of the owner, whoever asks; `direct` is the same without it, for actors who may read
    every row of the resources that it `reads`.
    """

    name: str
    kind: Kind
    sql: str
    sql_type: str
    json: str | None = None
    formula: str | None = None
    values: tuple[str, ...] = ()
    many: bool = False
    nullable: bool = True
    secret: bool = False
    stored: bool = True
    computed: bool = False
    write: Literal["always", "once", "system"] = "always"
    relation: str | None = None
    sortable: bool = True
    members_of: str | None = None
    direct: str | None = None
    reads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ToOne:
    """A key. `targets` are resource names; a polymorphic one has a `type_column`."""

    name: str
    column: str
    targets: tuple[str, ...]
    type_column: str | None = None


@dataclass(frozen=True, slots=True)
class ToMany:
    """A to-many relation or inverse, by key (`column`) or by link table.

    By key: rows of `target` whose `column` is this row's id. By link: rows of `target` whose id
    is in `link_table.far_column` where `near_column` is this row's id. `linkable` on the side
    that declares a link: there PUT and DELETE exist.
    """

    name: str
    path: str
    target: str
    column: str | None = None
    type_column: str | None = None
    link_table: str | None = None
    near_column: str | None = None
    far_column: str | None = None
    linkable: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """A condition over the row as it is in the database, and the answer when it is false."""

    sql: str
    code: str
    message: str
    field: str | None = None
    columns: tuple[str, ...] = ()
    """For rules: the row's own stored columns it reads; it is tested when one of them changes."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """What a violated constraint of the database means to the caller.

    `kind` decides the status: unique and reference 409, check and required 422.
    `fields` are the JSON names that the caller sent.
    """

    kind: Literal["unique", "reference", "check", "required"]
    code: str
    message: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Assign:
    """A column written with a change, and the SQL of its value over the row before it."""

    column: str
    sql: str
    needs_body: bool = False


@dataclass(frozen=True, slots=True)
class Personal:
    """A personal field: whom it is about, and what stands there once it is erased, both as SQL.

    `subject` is a user's id, or the row's own where the field is about nobody with an account.
    """

    field: str
    subject: str
    instead: str


@dataclass(frozen=True, slots=True)
class Action:
    """A transition (`to_state` set) or another action of an entity.

    `needs` and `takes` are JSON names. `input` is the schema of the body (of the query string
    for GET). `four_eyes` are SQL expressions giving user ids. `call` is the domain's function.
    `output`: none 204; row and page of `output_resource`; object: what `output_schema` says.
    """

    name: str
    path: str
    method: str
    at_row: bool
    input: type[BaseModel] | None = None
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    reason_required: bool = False
    four_eyes: tuple[str, ...] = ()
    guard: tuple[Check, ...] = ()
    set: tuple[Assign, ...] = ()
    writes: tuple[str, ...] = ()
    call: Callable[..., Any] | None = None
    references: tuple[tuple[str, str], ...] = ()
    """Relations in the input that are no columns: (JSON name, resource name)."""
    output: Literal["none", "row", "page", "object"] = "none"
    output_resource: str | None = None
    output_schema: type[BaseModel] | None = None
    from_states: tuple[str, ...] = ()
    to_state: str | None = None
    system: bool = False
    when: str | None = None
    every_seconds: int | None = None
    deprecated: Deprecated | None = None
    deprecated_input: Mapping[str, Deprecated] = field(default_factory=dict)
    """Members of `input` that are no columns, and words of them (`kinds.paper`)."""

    @property
    def is_transition(self) -> bool:
        """Whether it moves the state."""
        return self.to_state is not None


@dataclass(frozen=True, slots=True)
class Resource:
    """An entity as the runtime sees it.

    `name` is the policy word, `path` the collection. `fields` is everything an answer may carry,
    common fields first; their order is the order in JSON. `scopes` maps the policy's scope names
    to SQL conditions; `within` maps a limit (`project`) to SQL giving the limiting row's id, and
    `lies_in` to a test whether that is one of `{limits}`, a uuid[].
    `predicates` are those scopes as Python over a row in memory and the actor, `looking` those
    that read other rows too, `limits` the same for `within`; what only the database can decide is
    in none of them.
    `deprecated` are members of answers, relations, and words of a field (`kind.paper`).
    `constraints` maps constraint names to their meaning. `hooks` maps events (before_create,
    before_update, before_delete, before_save, after_...) to functions of domain/. `rules` are
    those that no CHECK can hold. `defaults` are relation defaults, as SQL over the actor.
    `past` and `last` name the functions of the database that give rows as they stood at a moment,
    and a row as it is or was at last; the trail itself has none. `search` are the fields that `q`
    looks into with their weights, `finder` the function that finds by an index. `seeker` is
    the function that finds rows by a part of a text of the fields `sought`. What begins with
    `load_` imports a class when it is first needed: most requests need none, and a start would be
    the longer.
    """

    name: str
    path: str
    table: str
    title: str
    label: str
    fields: tuple[Field, ...]
    to_one: tuple[ToOne, ...] = ()
    to_many: tuple[ToMany, ...] = ()
    scopes: Mapping[str, str] = field(default_factory=dict)
    within: Mapping[str, str] = field(default_factory=dict)
    lies_in: Mapping[str, str] = field(default_factory=dict)
    predicates: Mapping[str, Callable[[Any, Actor], bool]] = field(default_factory=dict)
    looking: Mapping[str, Callable[[Any, Actor, Rows], bool]] = field(default_factory=dict)
    limits: Mapping[str, Callable[[Any, Rows], UUID | None]] = field(default_factory=dict)
    actions: tuple[Action, ...] = ()
    state_field: str | None = None
    frozen: str | None = None
    rules: tuple[Check, ...] = ()
    constraints: Mapping[str, Constraint] = field(default_factory=dict)
    unique_keys: tuple[tuple[str, ...], ...] = ()
    defaults: tuple[Assign, ...] = ()
    hooks: Mapping[str, tuple[Callable[..., Any], ...]] = field(default_factory=dict)
    past: str = ""
    last: str = ""
    routes: frozenset[str] = frozenset({"list", "get", "create", "update", "delete"})
    soft: bool = False
    write_once: bool = False
    if_match_required: bool = False
    limit_max: int = 200
    search: tuple[tuple[str, str], ...] = ()
    finder: str = ""
    seeker: str = ""
    sought: tuple[str, ...] = ()
    audit_reads: bool = False
    personal: tuple[Personal, ...] = ()
    deprecated: Mapping[str, Deprecated] = field(default_factory=dict)
    load_model: Callable[[], type[SQLModel]] | None = None
    load_create: Callable[[], type[BaseModel]] | None = None
    load_update: Callable[[], type[BaseModel]] | None = None
    load_filters: Callable[[], type[BaseModel]] | None = None

    @property
    def model(self) -> type[SQLModel]:
        """The class of the table, for functions of domain/."""
        if self.load_model is None:
            raise LookupError(f"{self.name} has no class of its table")
        return self.load_model()

    @property
    def create(self) -> type[BaseModel] | None:
        """The schema of a new row; None where none is made over HTTP."""
        return None if self.load_create is None else self.load_create()

    @property
    def update(self) -> type[BaseModel] | None:
        """The schema of a merge patch; None where there is none."""
        return None if self.load_update is None else self.load_update()

    @property
    def filters(self) -> type[BaseModel] | None:
        """The declared parameters of the list, which `runtime.query.parse` reads by itself."""
        return None if self.load_filters is None else self.load_filters()

    def field(self, name: str) -> Field | None:
        """The field of that JSON name, or None."""
        return next((candidate for candidate in self.fields if candidate.name == name), None)

    def action(self, name: str) -> Action | None:
        """The action or transition of that name, or None."""
        return next((candidate for candidate in self.actions if candidate.name == name), None)

    @property
    def is_trail(self) -> bool:
        """Whether its rows are the events of all others."""
        return any(field.members_of for field in self.fields)


@dataclass(frozen=True, slots=True)
class Job:
    """A function of domain/ that runs every so many seconds."""

    name: str
    every_seconds: int
    call: Callable[..., Any]


class Registry:
    """All resources of a project, by policy word and by collection path."""

    def __init__(
        self,
        resources: tuple[Resource, ...],
        title: str,
        prefix: str,
        roles: tuple[str, ...] = (),
        jobs: tuple[Job, ...] = (),
    ) -> None:
        self.resources = resources
        self.title = title
        self.prefix = prefix
        self.roles = roles
        self.jobs = jobs
        self._by_name = {resource.name: resource for resource in resources}
        self._by_path = {resource.path: resource for resource in resources}

    def __getitem__(self, name: str) -> Resource:
        """The resource of that policy word; KeyError if there is none."""
        return self._by_name[name]

    @property
    def trail(self) -> Resource:
        """The resource of audit events; StopIteration in a project without one."""
        return next(resource for resource in self.resources if resource.is_trail)

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def at(self, path: str) -> Resource | None:
        """The resource served at that collection path, or None."""
        return self._by_path.get(path)
