"""The JSON Schema of the language (draft 2020-12), for editors: derived from the same tables.

It says all that the tables say, and which keys go with which type. What only the generator can
know, such as whether a relation's entity exists, it leaves to `charter check`.
"""

from __future__ import annotations

import json
from functools import singledispatch
from textwrap import indent
from typing import Any

from generator.grammar.language import TABLES
from generator.grammar.shapes import (
    Choice,
    Either,
    Expression,
    Flag,
    Key,
    ListOf,
    Literal,
    MapOf,
    Parsed,
    Record,
    Shape,
    Split,
    Table,
    Text,
    TypeWord,
    Whole,
    Word,
)
from generator.reserved import EXPRESSION_WORDS

FILE = "charter.schema.json"
"""Where `charter generate` writes the schema, from the root of the project."""

Schema = dict[str, Any]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_NEEDED_BY_TYPE = {"string": ["max"], "decimal": ["digits", "places"], "vector": ["size"]}


def json_schema() -> Schema:
    """The schema of every file of a model: the root if it says `charter`, else an aggregate."""
    return {
        "$schema": _DIALECT,
        "title": "Charter model, version 1",
        "description": "model.yaml and the aggregates in model/.",
        "type": "object",
        "if": {"required": ["charter"]},
        "then": _reference("root"),
        "else": _reference("aggregate"),
        "$defs": {name: _table(table) for name, table in TABLES.items()},
    }


def schema_text() -> str:
    """The schema as the text of its file, a key of the language a line, the same everywhere."""
    return _written(json_schema(), depth=4) + "\n"


def _written(value: Any, depth: int) -> str:
    """JSON with one member a line down to that depth, and compact below it."""
    if depth == 0 or not isinstance(value, dict) or not value:
        return json.dumps(value, ensure_ascii=False)
    members = (f"{json.dumps(key)}: {_written(item, depth - 1)}" for key, item in value.items())
    return "{\n" + indent(",\n".join(members), "  ") + "\n}"


def _table(table: Table) -> Schema:
    schema: Schema = {
        "description": table.doc,
        "type": "object",
        "properties": {key.name: _key(key) for key in table.keys},
        "additionalProperties": False,
    }
    if required := [key.name for key in table.keys if key.required]:
        schema["required"] = required
    dependent = {key.name: _of_types(key.types) for key in table.keys if key.types is not None}
    if dependent:
        schema["dependentSchemas"] = dependent
    return schema | _beyond_keys(table)


def _key(key: Key) -> Schema:
    default = f" Default: {key.default}." if key.default else ""
    return _shape(key.shape) | {"description": key.meaning + default}


def _of_types(types: frozenset[str]) -> Schema:
    """What a field looks like that may have a key of these types."""
    allowed: Schema = {"type": {"enum": sorted(types - {"enum", "number"})}}
    excluded: Schema = {word: False for word in ("enum", "number") if word not in types}
    return {"properties": allowed | excluded}


def _beyond_keys(table: Table) -> Schema:
    """The rules of `generator.grammar.rules` that JSON Schema can say."""
    match table.name:
        case "field" | "input_field":
            sorts = [word for word in ("type", "enum", "number") if table.key(word)]
            schema: Schema = {"oneOf": [{"required": [word]} for word in sorts]}
            return schema | {"allOf": _needed_by_type(table)}
        case "action":
            return {"anyOf": [{"required": [key]} for key in ("call", "set", "needs", "takes")]}
        case "transition":
            return {"dependentRequired": {"when": ["by"], "every": ["when"]}}
    return {}


def _needed_by_type(table: Table) -> list[Schema]:
    return [
        {"if": {"properties": {"type": {"const": kind}}, "required": ["type"]},
         "then": {"required": keys}}
        for kind, keys in _NEEDED_BY_TYPE.items()
        if kind != "string" or table.name == "field"
    ]  # fmt: skip


@singledispatch
def _shape(shape: Shape) -> Schema:
    """What a value of that shape looks like."""
    raise TypeError(f"no JSON Schema for {shape!r}")


@_shape.register
def _either(shape: Either) -> Schema:
    parts = (shape.scalar, shape.sequence, shape.mapping)
    return {"anyOf": [_shape(part) for part in parts if part]}


@_shape.register
def _list(shape: ListOf) -> Schema:
    bounds: Schema = {"minItems": shape.least, "maxItems": shape.most}
    return {"type": "array", "items": _shape(shape.item)} | bounds


@_shape.register
def _map(shape: MapOf) -> Schema:
    schema: Schema = {"type": "object", "propertyNames": _shape(shape.key)}
    schema["additionalProperties"] = _shape(shape.value)
    if shape.least:
        schema["minProperties"] = shape.least
    if shape.most == 1:
        schema["maxProperties"] = 1
    return schema


@_shape.register
def _record(shape: Record) -> Schema:
    return _reference(shape.table)


@_shape.register
def _split(shape: Split) -> Schema:
    branches = {"then": _shape(shape.having), "else": _shape(shape.lacking)}
    return {"if": {"required": [shape.key]}, **branches}


@_shape.register
def _word(shape: Word) -> Schema:
    schema: Schema = {"type": "string", "pattern": f"^(?:{shape.form})$", "maxLength": shape.limit}
    if shape.reserved:
        schema["not"] = {"enum": sorted(EXPRESSION_WORDS)}
    return schema


@_shape.register(Choice)
@_shape.register(TypeWord)
def _choice(shape: Choice | TypeWord) -> Schema:
    return {"enum": list(shape.words)}


@_shape.register
def _parsed(shape: Parsed) -> Schema:
    if shape.form:
        return {"type": "string", "pattern": shape.form}
    return {"type": ["string", "number"]}


@_shape.register
def _expression(shape: Expression) -> Schema:
    null = ["null"] if shape.nullable else []
    return {"type": ["string", "number", "boolean", *null]}


@_shape.register
def _text(_shape: Text) -> Schema:
    return {"type": "string", "pattern": r"\S"}


@_shape.register
def _flag(_shape: Flag) -> Schema:
    return {"type": "boolean"}


@_shape.register
def _whole(shape: Whole) -> Schema:
    return {"type": "integer", "minimum": shape.least, "maximum": shape.most}


@_shape.register
def _literal(_shape: Literal) -> Schema:
    return {"not": {"type": "null"}}


def _reference(table: str) -> Schema:
    return {"$ref": f"#/$defs/{table}"}
