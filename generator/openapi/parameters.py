"""The parameters of operations: path, query string, headers."""

from __future__ import annotations

from collections.abc import Iterator

from generator.emit.classes import Class, Member
from generator.emit.filters import (
    LIMIT_MAX,
    as_of_parameter,
    history_parameters,
    list_parameters,
    query_of,
)
from generator.emit.groups import group_parameters, query_class
from generator.emit.inputs import input_class
from generator.emit.operations import Operation
from generator.model import Entity, Model
from generator.openapi.responses import Json
from generator.schema.functions import EVENT

_READS = ("list", "get", "history", "aggregate", "related")
_IDS = {"id": "The id of the row.", "other_id": "The id of the row at the other end."}
_TAG = "The ETag of the version that is to be changed."


def parameters(entity: Entity, operation: Operation, model: Model) -> list[Json]:
    """All parameters of an operation, in the order of their places, as references."""
    found = [_reference(name) for name in operation.ids]
    if operation.action is not None:
        found += [_query(member) for member in query_members(entity, operation, model)]
    elif operation.query_of is not None:
        found += [
            _reference(_named(entity, operation, member.name))
            for member in query_members(entity, operation, model)
        ]
    found.append(_reference("x-request-id"))
    reads = operation.kind in _READS or operation.method == "GET"
    if not reads:
        found.append(_reference("dry_run"))
        at_row = operation.action is not None and operation.action.at_row
        if operation.kind in ("update", "delete") and entity.if_match_required:
            found.append(_reference("if-match.required"))
        elif at_row or operation.kind in ("update", "delete", "link", "unlink"):
            found.append(_reference("if-match"))
    return found


def shared_parameters(model: Model) -> Json:
    """The parameters that operations refer to, by the key of the reference."""
    found: Json = {name: _path(name) for name in _IDS}
    found["x-request-id"] = _request_id()
    found["dry_run"] = _dry_run()
    found["if-match"] = _if_match(required=False)
    found["if-match.required"] = _if_match(required=True)
    for entity in model.entities.values():
        query = query_of(entity, model)
        for member in list_parameters(query):
            found[_key(entity, member.name)] = _query(member)
        if "aggregate" in entity.routes:
            for member in query_class(entity, query).members:
                found[_grouped(entity, member.name)] = _query(member)
        if "history" in entity.routes:
            *_, field = history_parameters(entity, model.entity(EVENT))
            found[_asked(entity)] = _query(field)
    if any(query_of(entity, model).past for entity in model.entities.values()):
        found[_AS_OF] = _query(as_of_parameter())
    return found


def _reference(key: str) -> Json:
    return {"$ref": f"#/components/parameters/{key}"}


_AS_OF = "as_of"
_SHARED = ("cursor", "count", "offset", "filter", "q")


def _asked(entity: Entity) -> str:
    """Of the parameter `field`, which a field of that name would have as a filter."""
    return f"{entity.name}.history.field"


def _grouped(entity: Entity, name: str) -> str:
    """Of a parameter of groups, which a field of that name would have as a filter."""
    return f"{entity.name}.aggregate.{name}"


def _named(entity: Entity, operation: Operation, name: str) -> str:
    """The key of a parameter of an operation."""
    if name == "as_of" and operation.kind in ("list", "get", "aggregate"):
        return _AS_OF
    if name in ("group_by", "measures") and operation.kind == "aggregate":
        return _grouped(entity, name)
    if name == "field" and operation.kind == "history":
        return _asked(entity)
    return _key(operation.query_of or entity, name)


def _key(entity: Entity, name: str) -> str:
    """Shared by all lists, or of one entity."""
    shared = name in _SHARED or (name == "limit" and entity.limit_max == LIMIT_MAX)
    return f"list.{name}" if shared else f"{entity.name}.{name}"


def query_members(entity: Entity, operation: Operation, model: Model) -> Iterator[Member]:
    """The query parameters that are the operation's own."""
    if operation.query is None:
        return
    if operation.action is not None:
        yield from input_class(entity, operation.action).members
    elif operation.kind == "get":
        if query_of(entity, model).past:
            yield as_of_parameter()
        yield from _selection(operation, model).members
    elif operation.query_of is not None and operation.kind == "history":
        yield from history_parameters(entity, operation.query_of)
    elif operation.query_of is not None and operation.kind == "aggregate":
        yield from group_parameters(operation.query_of, query_of(operation.query_of, model))
    elif operation.query_of is not None:
        query = query_of(operation.query_of, model)
        yield from list_parameters(query, past=operation.kind == "list")


def _selection(operation: Operation, model: Model) -> Class:
    if operation.query_of is None:
        raise ValueError(f"{operation.function} selects from no entity")
    return query_of(operation.query_of, model).selection


def _query(member: Member) -> Json:
    schema = dict(member.schema)
    found: Json = {"name": member.name, "in": "query", "required": member.required}
    if "description" in schema:
        found["description"] = schema.pop("description")
    if member.deprecated:
        found["deprecated"] = True
    return found | {"schema": schema}


def _path(name: str) -> Json:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": _IDS[name],
        "schema": {"type": "string", "format": "uuid"},
    }


def _request_id() -> Json:
    return {
        "name": "x-request-id",
        "in": "header",
        "required": False,
        "description": "An id of the caller's for this request.",
        "schema": {"type": "string", "default": ""},
    }


def _dry_run() -> Json:
    return {
        "name": "dry_run",
        "in": "query",
        "required": False,
        "description": "Check everything, keep nothing.",
        "schema": {"type": "boolean", "default": False},
    }


def _if_match(*, required: bool) -> Json:
    schema: Json = {"type": "string"} if required else {"type": "string", "default": "*"}
    return {
        "name": "if-match",
        "in": "header",
        "required": required,
        "description": _TAG,
        "schema": schema,
    }
