"""The type of a value twice: as a Python annotation, and as the JSON Schema that it stands for.

Both are made in one place so that the document and the schemas cannot drift apart; a test compares
them through pydantic.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from generator import names
from generator.model import Enum, Field, Kind

Import = tuple[str, str]
"""A module, and what is imported from it."""

PYDANTIC_FIELD: Import = ("pydantic", "Field")
ANNOTATED: Import = ("typing", "Annotated")
TYPES = "runtime.types"

INT32 = 2**31
INT64 = 2**63
PARAMETER_MAX = 10_000
"""Characters of a text to filter by, as the runtime has it."""
LIST_MAX = 500
"""Values of `in` and `not_in`, as the runtime has it."""

_TEXT = r"^[^\x00]*$"
_EMAIL = (
    r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    r"(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$"
)
_TIME = r"^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?$"
_DECIMAL = r"^-?[0-9]{1,100}(\.[0-9]{1,100})?$"

_TEXTS = {
    Kind.STRING: ("Text", _TEXT),
    Kind.TEXT: ("Text", _TEXT),
    Kind.EMAIL: ("Email", _EMAIL),
    Kind.URL: ("Url", r"^https?://[^\s\x00]+$"),
    Kind.COUNTRY: ("Country", "^[A-Z]{2}$"),
    Kind.CURRENCY: ("Currency", "^[A-Z]{3}$"),
}
_FIXED: dict[Kind, tuple[str, dict[str, Any]]] = {
    Kind.DATE: ("Day", {"type": "string", "format": "date"}),
    Kind.DATETIME: ("Instant", {"type": "string", "format": "date-time"}),
    Kind.TIME: ("ClockTime", {"type": "string", "pattern": _TIME}),
    Kind.DURATION: ("Span", {"type": "string", "format": "duration"}),
    Kind.UUID: ("Id", {"type": "string", "format": "uuid"}),
    Kind.JSON: ("Json", {}),
}
_ANSWERS: dict[Kind, tuple[str, Import | None, dict[str, Any]]] = {
    Kind.INT: ("int", None, {"type": "integer"}),
    Kind.BIGINT: ("int", None, {"type": "integer"}),
    Kind.FLOAT: ("float", None, {"type": "number"}),
    Kind.BOOL: ("bool", None, {"type": "boolean"}),
    Kind.DECIMAL: ("DecimalText", (TYPES, "DecimalText"), {"type": "string", "pattern": _DECIMAL}),
    Kind.DATE: ("date", ("datetime", "date"), _FIXED[Kind.DATE][1]),
    Kind.DATETIME: ("datetime", ("datetime", "datetime"), _FIXED[Kind.DATETIME][1]),
    Kind.TIME: ("ClockTime", (TYPES, "ClockTime"), _FIXED[Kind.TIME][1]),
    Kind.DURATION: ("timedelta", ("datetime", "timedelta"), _FIXED[Kind.DURATION][1]),
    Kind.UUID: ("UUID", ("uuid", "UUID"), _FIXED[Kind.UUID][1]),
    Kind.JSON: ("Any", ("typing", "Any"), {}),
}


@dataclass(frozen=True, slots=True)
class Shape:
    """A type: how Python says it, what that needs imported, and its JSON Schema."""

    annotation: str
    schema: Mapping[str, Any]
    imports: frozenset[Import] = frozenset()

    def or_null(self) -> Shape:
        """The same, or null."""
        choices = self.schema["anyOf"] if set(self.schema) == {"anyOf"} else [dict(self.schema)]
        schema = {"anyOf": [*choices, {"type": "null"}]}
        return Shape(f"{self.annotation} | None", schema, self.imports)


def component(name: str) -> dict[str, Any]:
    """A reference to a schema of the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def enum_module(enum: Enum) -> str:
    """The generated module that holds an enum."""
    return f"generated.{names.module(enum.aggregate)}.enums"


def enum_class(enum: Enum) -> str:
    """The Python class of an enum."""
    return names.class_name(enum.name)


def id_shape(*, answer: bool = False) -> Shape:
    """The id of a row."""
    if answer:
        return Shape("UUID", _FIXED[Kind.UUID][1], frozenset({("uuid", "UUID")}))
    return _fixed(Kind.UUID)


def text_shape(max_length: int, min_length: int = 0) -> Shape:
    """A text in a body that is no field of the model."""
    limits = {"min_length": min_length} if min_length else {}
    limits["max_length"] = max_length
    return _constrained("Text", {"type": "string", "pattern": _TEXT}, limits, (TYPES, "Text"))


def choice_shape(words: tuple[str, ...]) -> Shape:
    """One of some words that are no enum of the model (the kinds of a polymorphic relation)."""
    listed = ", ".join(repr(word) for word in words)
    schema: dict[str, Any] = {"type": "string", "enum": list(words)}
    if len(words) == 1:
        schema = {"type": "string", "const": words[0]}
    return Shape(f"Literal[{listed}]", schema, frozenset({("typing", "Literal")}))


# ------------------------------------------------------------------------------------- answers


def answer_shape(field: Field) -> Shape:
    """The type of a field in an answer, without null."""
    return _many(field, _answer(field)) if field.many else _answer(field)


def _answer(field: Field) -> Shape:
    if field.enum is not None:
        return _enum(field.enum)
    return kind_shape(field.kind)


def kind_shape(kind: Kind) -> Shape:
    """The type of a single value in an answer, of a kind that is no enum."""
    if kind in _TEXTS:
        return Shape("str", {"type": "string"})
    annotation, needed, schema = _ANSWERS[kind]
    return Shape(annotation, schema, frozenset({needed} if needed else ()))


# -------------------------------------------------------------------------------------- bodies


def body_shape(field: Field) -> Shape:
    """The type of a field in a body, with all that one value alone can break; without null."""
    item = _body(field)
    if not field.many:
        return item
    limits = {} if field.max_items is None else {"max_length": field.max_items}
    many = _many(field, item)
    return _constrained(many.annotation, many.schema, limits, *many.imports)


def _body(field: Field) -> Shape:
    if field.enum is not None:
        return _enum(field.enum)
    if field.kind in _TEXTS:
        return _text(field)
    if field.kind in _NUMBERS:
        return _NUMBERS[field.kind](field)
    return _fixed(field.kind)


def _enum(enum: Enum) -> Shape:
    name = enum_class(enum)
    return Shape(name, component(name), frozenset({(enum_module(enum), name)}))


def _text(field: Field) -> Shape:
    limits = _limits(field, "min_length", "max_length")
    name, pattern = _TEXTS[field.kind]
    if field.pattern is None:
        return _constrained(name, {"type": "string", "pattern": pattern}, limits, (TYPES, name))
    limits["pattern"] = f"^(?:{field.pattern})$"
    shape = _constrained("str", {"type": "string"}, limits)
    stored = f"{shape.annotation.removesuffix(']')}, Storable]"
    return Shape(stored, shape.schema, shape.imports | {(TYPES, "Storable")})


def _whole(field: Field) -> Shape:
    bound = INT32 if field.kind is Kind.INT else INT64
    given = _limits(field, "ge", "le")
    limits = {"ge": given.get("ge", -bound), "le": given.get("le", bound - 1)}
    if given:
        return _constrained("int", {"type": "integer"}, limits)
    schema = _schema({"type": "integer"}, limits)
    name = "Int32" if field.kind is Kind.INT else "Int64"
    return Shape(name, schema, frozenset({(TYPES, name)}))


def _float(field: Field) -> Shape:
    limits = _limits(field, "ge", "le")
    if not limits:
        return Shape("Float", {"type": "number"}, frozenset({(TYPES, "Float")}))
    return _constrained("Float", {"type": "number"}, limits, (TYPES, "Float"))


def _decimal(field: Field) -> Shape:
    if field.digits is None or field.places is None:
        return Shape("DecimalText", _ANSWERS[Kind.DECIMAL][2], frozenset({(TYPES, "DecimalText")}))
    limits = _limits(field, "ge", "le")
    said = "".join(f', {word}=Decimal("{value}")' for word, value in limits.items())
    whole = max(field.digits - field.places, 1)
    number: dict[str, Any] = {
        "type": "number",
        "multipleOf": float(10**-field.places),
        "minimum": float(str(limits["ge"])) if "ge" in limits else float(1 - 10**whole),
        "maximum": float(str(limits["le"])) if "le" in limits else float(10**whole - 1),
    }
    fraction = rf"(\.[0-9]{{1,{field.places}}})?" if field.places else ""
    sign = "" if number["minimum"] >= 0 else "-?"
    text = {"type": "string", "pattern": f"^{sign}[0-9]{{1,{whole}}}{fraction}$"}
    imports = {ANNOTATED, ("decimal", "Decimal"), (TYPES, "Digits")}
    annotation = f"Annotated[Decimal, Digits({field.digits}, {field.places}{said})]"
    return Shape(annotation, {"anyOf": [number, text]}, frozenset(imports))


def _bool(_: Field) -> Shape:
    return Shape("bool", {"type": "boolean"})


_NUMBERS: dict[Kind, Callable[[Field], Shape]] = {
    Kind.INT: _whole,
    Kind.BIGINT: _whole,
    Kind.FLOAT: _float,
    Kind.DECIMAL: _decimal,
    Kind.BOOL: _bool,
}


def _limits(field: Field, low: str, high: str) -> dict[str, Any]:
    """The bounds that are values; those that are other fields are held by the database."""
    pairs = ((low, field.min), (high, field.max))
    return {word: bound.value for word, bound in pairs if bound and bound.value is not None}


# ---------------------------------------------------------------------------------- parameters


def filter_shape(field: Field) -> Shape:
    """The type of a filter's value: the field's, without its own bounds."""
    if field.enum is not None:
        return _enum(field.enum)
    if field.kind in _TEXTS:
        return parameter_text()
    if field.kind in (Kind.INT, Kind.BIGINT):
        bound = INT32 if field.kind is Kind.INT else INT64
        name = "Int32" if field.kind is Kind.INT else "Int64"
        schema = {"type": "integer", "minimum": -bound, "maximum": bound - 1}
        return Shape(name, schema, frozenset({(TYPES, name)}))
    if field.kind is Kind.FLOAT:
        return Shape("Float", {"type": "number"}, frozenset({(TYPES, "Float")}))
    if field.kind in (Kind.BOOL, Kind.DECIMAL):
        return _answer(field)
    return _fixed(field.kind)


def parameter_text() -> Shape:
    """A text in the query string."""
    schema = {"type": "string", "pattern": _TEXT, "maxLength": PARAMETER_MAX}
    return Shape("TextParameter", schema, frozenset({("runtime.parameters", "TextParameter")}))


def listed(shape: Shape) -> Shape:
    """Several values in one parameter, comma-separated or repeated."""
    schema = {"type": "array", "items": dict(shape.schema), "maxItems": LIST_MAX}
    module = "runtime.parameters"
    return Shape(f"Several[{shape.annotation}]", schema, shape.imports | {(module, "Several")})


# ------------------------------------------------------------------------------------- helpers

_WORDS = {
    "ge": "minimum",
    "le": "maximum",
    "min_length": "minLength",
    "max_length": "maxLength",
    "pattern": "pattern",
}


def _schema(base: Mapping[str, Any], limits: Mapping[str, Any]) -> dict[str, Any]:
    words = dict(_WORDS)
    if base.get("type") == "array":
        words |= {"min_length": "minItems", "max_length": "maxItems"}
    return dict(base) | {words[word]: value for word, value in limits.items()}


def _constrained(
    name: str, base: Mapping[str, Any], limits: Mapping[str, Any], *imports: Import
) -> Shape:
    if not limits:
        return Shape(name, base, frozenset(imports))
    said = ", ".join(f"{word}={_literal(value)}" for word, value in limits.items())
    needed = {*imports, ANNOTATED, PYDANTIC_FIELD}
    return Shape(f"Annotated[{name}, Field({said})]", _schema(base, limits), frozenset(needed))


def _literal(value: object) -> str:
    """A pattern reads better raw, where that is the same text."""
    if isinstance(value, str) and "\\" in value and '"' not in value and "\n" not in value:
        return f'r"{value}"'
    return repr(value)


def _fixed(kind: Kind) -> Shape:
    name, schema = _FIXED[kind]
    return Shape(name, schema, frozenset({(TYPES, name)}))


def _many(field: Field, item: Shape) -> Shape:
    schema = {"type": "array", "items": dict(item.schema)}
    return Shape(f"list[{item.annotation}]", schema, item.imports)
