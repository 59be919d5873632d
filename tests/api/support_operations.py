"""Every operation that REGISTRY serves, how it is asked so that only permission can refuse it,
and what policy.csv says the answer is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from psycopg.types.json import Jsonb
from pydantic import BaseModel

from generated.registry import REGISTRY
from runtime.resource import TEXT_KINDS, Action, Resource, ToMany
from tests.api.support_policy import Caller, hidden_fields, unwritable_fields, verdict
from tests.api.support_rows import (
    SOON,
    TODAY,
    Row,
    Stock,
    lies_within,
    named_columns,
    permitted,
    required,
    visible,
)

ABSENT = "01900000-0000-7000-8000-000000000000"
"""An id that no row has."""

NOWHERE = "01900000-0000-7000-8000-000000000001"
"""Another, for the far end of a relation."""


@dataclass(frozen=True, slots=True)
class Operation:
    """A route on one row. `word` is the policy's; a relation's target must be readable as well."""

    resource: Resource
    kind: str
    method: str
    word: str
    tail: str = ""
    action: Action | None = None
    relation: ToMany | None = None

    def __str__(self) -> str:
        return f"{self.method} /{self.resource.path}/{{id}}{self.tail}"

    @property
    def writes(self) -> bool:
        """Whether it leaves something in the trail."""
        return self.method != "GET"


@dataclass(frozen=True, slots=True)
class Expected:
    """What the file says: a status and code, or `open`, where permission refuses nothing."""

    status: int = 0
    code: str = ""

    @property
    def open(self) -> bool:
        """Whether only other things than permission are left to refuse it."""
        return self.status == 0

    def met(self, status: int, code: str) -> bool:
        """Whether an answer is so; nothing is ever an answer of 500."""
        if self.open:
            return status not in (401, 403, 404) and status < 500
        return status == self.status and code == self.code


OPEN = Expected()
ABSENCE = Expected(404, "NOT_FOUND")


def row_operations(resource: Resource) -> Iterator[Operation]:
    """Every operation on one row of the resource."""
    if "get" in resource.routes:
        yield Operation(resource, "get", "GET", "read")
    if "history" in resource.routes:
        yield Operation(resource, "history", "GET", "read", "/history")
    if "update" in resource.routes:
        yield Operation(resource, "update", "PATCH", "update")
    if "delete" in resource.routes:
        yield Operation(resource, "delete", "DELETE", "delete")
        if resource.soft:
            yield Operation(resource, "restore", "POST", "delete", "/restore")
    for each in resource.actions:
        if each.at_row and not each.system:
            tail = f"/{each.path}"
            yield Operation(resource, "action", each.method, each.name, tail, action=each)
    for relation in resource.to_many:
        tail = f"/{relation.path}"
        yield Operation(resource, "related", "GET", "read", tail, relation=relation)
        if relation.linkable:
            yield Operation(resource, "link", "PUT", "update", tail, relation=relation)
            yield Operation(resource, "unlink", "DELETE", "update", tail, relation=relation)


def refused(caller: Caller, operation: Operation) -> bool:
    """Whether the roles hold no rule at all for it, whatever the row."""
    resource, relation = operation.resource, operation.relation
    if verdict(caller, resource, operation.word).refused:
        return True
    if relation is None:
        return False
    target = REGISTRY[relation.target]
    along = {relation.column, relation.type_column} & hidden_fields(caller, target)
    hidden = operation.kind == "related" and along
    return bool(hidden) or verdict(caller, target, "read").refused


def expected(caller: Caller, operation: Operation, row: Row | None) -> Expected:
    """What the file and the row's own SQL say of it; no row for an id that is absent."""
    if refused(caller, operation):
        return Expected(caller.refusal, "FORBIDDEN" if caller.name else "UNAUTHENTICATED")
    beyond = operation.kind in ("restore", "history")
    if row is None or (row.deleted and not beyond) or not permitted(caller, row, "read"):
        return ABSENCE
    if not permitted(caller, row, operation.word):
        return Expected(403, "FORBIDDEN")
    return _of_the_row(caller, operation, row)


def _of_the_row(caller: Caller, operation: Operation, row: Row) -> Expected:
    """What the row as it stands refuses to somebody whom the policy lets."""
    restores = operation.kind == "restore"
    if operation.action and operation.action.name in row.eyes[caller.name]:
        return Expected(403, "FOUR_EYES")
    if row.frozen and operation.kind in ("update", "delete", "link", "unlink"):
        return Expected(409, "FROZEN")
    states = operation.action.from_states if operation.action else ()
    if (states and row.state not in states) or (restores and not row.deleted):
        return Expected(409, "INVALID_TRANSITION")
    return OPEN


@dataclass(frozen=True, slots=True)
class Asked:
    """A request."""

    method: str
    path: str
    json: Any = None
    params: Mapping[str, str] | None = None
    headers: Mapping[str, str] | None = None


@dataclass
class Asking:
    """Makes requests that nothing but permission and the row's own state can refuse."""

    stock: Stock
    dry: bool = True

    def row(self, caller: Caller, operation: Operation, row: Row | None) -> Asked:
        """The request for an operation on that row, tried only."""
        key = row.id if row else ABSENT
        path = f"{operation.resource.path}/{key}{operation.tail}"
        if operation.kind in ("link", "unlink"):
            path += f"/{self.other(caller, operation)}"
        if not operation.writes:
            params = {}
            if operation.action is not None and operation.action.input is not None:
                params = self.values(caller, operation.action.input, operation.action)
            return Asked("GET", path, params=params)
        headers = {"If-Match": f'"{row.version if row else 1}"'}
        params = {"dry_run": "true"} if self.dry else {}
        return Asked(operation.method, path, self.body(caller, operation), params, headers)

    def body(self, caller: Caller, operation: Operation) -> Any:
        """A body that is well-formed, and changes something where it can."""
        if operation.kind == "update":
            return self.patch(caller, operation.resource)
        if operation.action is None:
            return None
        schema = operation.action.input
        return self.values(caller, schema, operation.action) if schema else {}

    def patch(self, caller: Caller, resource: Resource) -> dict[str, Any]:
        """Another text in the first field that is the caller's to write, best under no key."""
        assert resource.update is not None, "a resource that is patched has a schema"
        keys = {name for key in resource.unique_keys for name in key}
        fields = [resource.field(name) for name in resource.update.model_fields]
        barred = unwritable_fields(caller, resource)
        for known in sorted((f for f in fields if f), key=lambda f: f.name in keys):
            text = known.kind in TEXT_KINDS and known.kind not in ("email", "url")
            if text and not known.many and known.name not in barred:
                value = "de" if known.name == "locale" else f"changed {uuid4().hex[:8]}"
                return {known.name: value}
        return {}

    def values(self, caller: Caller, schema: type[BaseModel], action: Action) -> dict[str, Any]:
        """What the input demands, and what must be set afterwards."""
        found = {}
        references = dict(action.references)
        document = schema.model_json_schema()
        for name, part in document.get("properties", {}).items():
            if name in document.get("required", ()) or name in action.needs:
                target = references.get(name) or _target(action, name)
                found[name] = (
                    self.visible(caller, target) if target else _sample(name, part, document)
                )
        return found

    def new(self, caller: Caller, resource: Resource, *, theirs: bool) -> dict[str, Any]:
        """The body of a create, with everybody it names the caller, or somebody else."""
        assert resource.create is not None, "a resource that is created has a schema"
        known = set(resource.create.model_fields) - unwritable_fields(caller, resource)
        body = {k: _plain(v) for k, v in required(resource.name).items() if k in known}
        demanded = resource.create.model_json_schema().get("required", ())
        named = {each.column for each in named_columns(resource)}
        for relation in resource.to_one:
            name, target = relation.column, relation.targets[0]
            if name not in known or not (name in named or name in demanded):
                continue
            body[name] = self.end(caller, target, theirs=theirs)
            if theirs and name not in demanded and self.dangling(caller, resource, body):
                del body[name]
        if "approver_id" in body:  # never the one who asks, and of a role that may decide
            body["approver_id"] = str(self.stock.ids["top-management-2"])
        for _, limit in caller.assignments:
            if theirs and limit and f"{limit[0]}_id" in known:
                body[f"{limit[0]}_id"] = limit[1]
        return body

    def dangling(self, caller: Caller, resource: Resource, body: Mapping[str, Any]) -> bool:
        """Whether the body names a row that is not there for the caller."""
        for each in resource.to_one:
            if each.column in body and each.type_column is None:
                rows = self.stock.rows[each.targets[0]]
                found = [row for row in rows if row.id == body[each.column]]
                if not found or not visible(caller, found[0]):
                    return True
        return False

    def end(self, caller: Caller, target: str, *, theirs: bool) -> str:
        """A row that is the caller's, or one that is nobody's here; visible where there is one."""
        rows = [row for row in self.stock.rows[target] if not row.deleted]
        owned = [row for row in rows if bool(row.held[caller.name] & {"own"}) is theirs]
        seen = [row for row in owned if visible(caller, row) and not row.frozen]
        near = [row for row in seen if lies_within(caller, row)]
        for some in (near, seen, owned):
            if some:
                return some[-1].id
        return NOWHERE

    def visible(self, caller: Caller, target: str, avoid: str = "") -> str:
        """A row that the caller may read, if there is one, else an id that is absent."""
        seen = (row.id for row in self.stock.rows[target] if visible(caller, row))
        return next((key for key in seen if key != avoid), NOWHERE)

    def other(self, caller: Caller, operation: Operation) -> str:
        """The row at the other end of a link."""
        assert operation.relation is not None, "links are over a relation"
        return self.visible(caller, operation.relation.target)


def _plain(value: Any) -> Any:
    """A value of SQL as JSON has it."""
    if isinstance(value, Jsonb):
        return value.obj
    return value if isinstance(value, (int, list, dict)) else str(value)


def _target(action: Action, name: str) -> str:
    """The resource that a relation among the columns of an input leads to."""
    for resource in REGISTRY.resources:
        if action in resource.actions:
            return next((each.targets[0] for each in resource.to_one if each.column == name), "")
    return ""


def _sample(name: str, part: Mapping[str, Any], document: Mapping[str, Any]) -> Any:
    """A value that the JSON Schema takes."""
    part = next((each for each in part.get("anyOf", ()) if each.get("type") != "null"), part)
    if "$ref" in part:
        part = document["$defs"][part["$ref"].rsplit("/", 1)[1]]
    if "enum" in part:
        return part["enum"][-1]
    if part.get("type") == "integer":
        return part.get("minimum", 1)
    if part.get("format") == "date":
        return str(TODAY if name.endswith("start") else SOON)
    if "@" in part.get("pattern", ""):
        return f"{uuid4().hex}@example.com"
    return "because" if part.get("type") == "string" else {}
