"""What an expression may name: the shape of the entities, before anything is resolved.

Shapes hold no expressions, so that expressions can be typed against them in any order.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Base(StrEnum):
    """The types of the expression language, without lists and rows."""

    TEXT = "text"
    ENUM = "enum"
    BOOL = "bool"
    INT = "int"
    DECIMAL = "decimal"
    FLOAT = "float"
    DATE = "date"
    DATETIME = "datetime"
    TIME = "time"
    DURATION = "duration"
    UUID = "uuid"
    JSON = "json"
    FILE = "file"
    ROW = "row"
    NULL = "null"


@dataclass(frozen=True, slots=True)
class EnumShape:
    """The values of an enum in order; `sql_type` is "text", or the type of an ordered enum."""

    name: str
    values: tuple[str, ...]
    ordered: bool
    sql_type: str = "text"


@dataclass(frozen=True, slots=True)
class Type:
    """The type of an expression.

    `many` is a list of values, or rows for ROW. `targets` are the entities of a ROW (several
    for a polymorphic relation; empty for `any`). BIGINT is INT with `wide`.
    """

    base: Base
    many: bool = False
    enum: EnumShape | None = None
    targets: tuple[str, ...] = ()
    wide: bool = False


@dataclass(frozen=True, slots=True)
class FieldShape:
    """A field. A computed one is read by its own column when `stored`, else it is inlined.

    `computed_text` lets a reader find circles; it is None for plain fields. `required` says that
    the column is never null (required, or with a default), so that simpler SQL will do.
    """

    name: str
    type: Type
    stored: bool = True
    computed_text: str | None = None
    secret: bool = False
    required: bool = False


@dataclass(frozen=True, slots=True)
class ToOneShape:
    """A to-one relation: `column` holds the id; a polymorphic one has `type_column` as well."""

    name: str
    targets: tuple[str, ...]
    column: str
    type_column: str | None = None
    required: bool = False


@dataclass(frozen=True, slots=True)
class ToManyShape:
    """A to-many relation or inverse.

    An inverse of a key: rows of `target` whose `column` is this row's id (and whose
    `type_column`, if polymorphic, says this entity). A link: rows of `target` joined by
    `link_table`, `near_column` (this row's id) and `far_column` (theirs).
    """

    name: str
    target: str
    column: str | None = None
    type_column: str | None = None
    link_table: str | None = None
    near_column: str | None = None
    far_column: str | None = None


Member = FieldShape | ToOneShape | ToManyShape


@dataclass(slots=True)
class EntityShape:
    """An entity as expressions see it. `members` includes common fields and inverses."""

    name: str
    resource: str
    table: str
    soft: bool
    members: dict[str, Member] = field(default_factory=dict)


@dataclass(slots=True)
class Shapes:
    """All entities by name. `roles` are the roles of model.yaml (for has_role)."""

    entities: dict[str, EntityShape] = field(default_factory=dict)
    roles: tuple[str, ...] = ()
