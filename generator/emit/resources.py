"""What a generated resource says to the runtime: fields, relations, actions, and the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator import names
from generator.emit import scopes
from generator.emit.constraints import constraints
from generator.emit.deprecated import (
    call_of,
    deprecated_input,
    deprecated_members,
    imports_of,
)
from generator.emit.inputs import actions_of, has_input, input_name, output_name
from generator.emit.personal import personal
from generator.emit.schemas import class_of, keys, module_of, schema_import
from generator.emit.shapes import Import
from generator.emit.source import Call, Raw
from generator.model import (
    Action,
    Assign,
    Check,
    Deprecated,
    Entity,
    Field,
    Inverse,
    Kind,
    Model,
    Relation,
)
from generator.schema.columns import sql_type
from generator.schema.functions import EVENT
from generator.schema.indexes import finder_name, has_finder, searched
from generator.schema.looks import Templates
from generator.schema.past import has_past, last_name, past_name
from generator.schema.seeking import seeker_name, sought
from generator.schema.values import Table

RESOURCE = "runtime.resource"
_SQL_TYPES = {
    Kind.INT: "integer",
    Kind.BIGINT: "bigint",
    Kind.FLOAT: "float8",
    Kind.DECIMAL: "numeric",
    Kind.BOOL: "boolean",
    Kind.DATE: "date",
    Kind.DATETIME: "timestamptz",
    Kind.TIME: "time",
    Kind.DURATION: "interval",
    Kind.UUID: "uuid",
    Kind.JSON: "jsonb",
}


def constant(entity: Entity) -> str:
    """The name of the resource in its module: RISK_MATRIX."""
    return entity.resource.upper()


def resource_import(entity: Entity) -> Import:
    """Where a resource is imported from."""
    return (module_of(entity, "resources"), constant(entity))


# -------------------------------------------------------------------------------------- fields


def fields(entity: Entity, sql: Templates) -> Iterator[Call]:
    """Everything an answer carries, common fields first, and the secret ones."""
    yield _common("id", Kind.UUID)
    yield _common("created_at", Kind.DATETIME)
    yield _common("updated_at", Kind.DATETIME)
    yield _common("version", Kind.INT)
    if entity.soft:
        yield _common("deleted_at", Kind.DATETIME, nullable=True)
    for field in entity.fields:
        yield _field(field, sql, members_of=_members_of(entity, field))
    for relation in keys(entity):
        yield from _key(relation)


def _common(name: str, kind: Kind, *, nullable: bool = False) -> Call:
    return _call(name, kind, f"{{row}}.{name}", write="system", nullable=nullable)


def _members_of(entity: Entity, field: Field) -> str | None:
    """The changes of an event are fields of the entity of which it tells."""
    return "entity_type" if entity.name == EVENT and field.name == "changes" else None


def _field(field: Field, sql: Templates, *, members_of: str | None) -> Call:
    column = f"{{row}}.{names.quoted(field.name)}"
    computed = field.computed
    text = column if computed is None or field.stored else sql.value(computed)
    formula = None
    if computed is not None and field.stored:
        formula = sql.bare(computed).replace("{", "{{").replace("}", "}}")
    json = None
    if field.kind is Kind.DECIMAL:
        json = f"({text})::text[]" if field.many else f"({text})::text"
    direct, reads = (computed and sql.direct(computed, sql_type(field))) or (None, ())
    return _call(
        field.name,
        field.kind,
        text,
        sql_type=field.enum.sql_type if field.enum else None,
        json=json,
        formula=formula,
        values=tuple(value.name for value in field.enum.values) if field.enum else (),
        many=field.many,
        nullable=field.nullable,
        secret=field.secret,
        stored=field.stored or computed is None,
        computed=computed is not None,
        write="system" if computed is not None or field.number else field.write,
        sortable=not field.many and field.kind is not Kind.JSON,
        members_of=members_of,
        direct=direct,
        reads=reads,
    )


def _key(relation: Relation) -> Iterator[Call]:
    nullable = not relation.required
    write = "system" if relation.inferred else relation.write
    if relation.type_column is not None:
        words = tuple(names.snake(target) for target in relation.targets)
        sql = f"{{row}}.{relation.type_column}"
        yield _call(
            relation.type_column, Kind.ENUM, sql, values=words, nullable=nullable, write=write
        )
    yield _call(
        relation.column,
        Kind.UUID,
        f"{{row}}.{relation.column}",
        nullable=nullable,
        write=write,
        relation=relation.name,
    )


def _call(
    name: str,
    kind: Kind,
    sql: str,
    *,
    sql_type: str | None = None,
    json: str | None = None,
    formula: str | None = None,
    values: tuple[str, ...] = (),
    many: bool = False,
    nullable: bool = False,
    secret: bool = False,
    stored: bool = True,
    computed: bool = False,
    write: str = "always",
    relation: str | None = None,
    sortable: bool = True,
    members_of: str | None = None,
    direct: str | None = None,
    reads: tuple[str, ...] = (),
) -> Call:
    arguments: dict[str, object] = {
        "json": json,
        "formula": formula,
        "values": values,
        "many": many,
        "nullable": None if nullable else Raw("False"),
        "secret": secret,
        "stored": None if stored else Raw("False"),
        "computed": computed,
        "write": write if write != "always" else None,
        "relation": relation,
        "sortable": None if sortable else Raw("False"),
        "members_of": members_of,
        "direct": direct,
        "reads": reads,
    }
    said = (name, Raw(f"Kind.{kind.name}"), sql, sql_type or _SQL_TYPES.get(kind, "text"))
    return Call("Field", arguments, said)


# ----------------------------------------------------------------------------------- relations


def to_one(entity: Entity, model: Model) -> Iterator[Call]:
    """The keys."""
    for relation in keys(entity):
        targets = tuple(model.entity(target).resource for target in relation.targets)
        said = {"type_column": relation.type_column}
        yield Call("ToOne", said, (relation.name, relation.column, targets))


def to_many(entity: Entity, model: Model) -> Iterator[Call]:
    """The links that the entity declares, then what others declare towards it."""
    for relation in entity.relations:
        if relation.many:
            yield _link(relation, model)
    for inverse in entity.inverses:
        yield _inverse(inverse, model)


def _link(relation: Relation, model: Model) -> Call:
    said = {
        "link_table": relation.link_table,
        "near_column": relation.left_column,
        "far_column": relation.right_column,
        "linkable": True,
    }
    target = model.entity(relation.targets[0]).resource
    return Call("ToMany", said, (relation.name, names.kebab(relation.name), target))


def _inverse(inverse: Inverse, model: Model) -> Call:
    owner = model.entity(inverse.entity)
    relation = owner.relation(inverse.relation)
    said: dict[str, object] = {"column": relation.column, "type_column": relation.type_column}
    if relation.many:
        said = {
            "link_table": relation.link_table,
            "near_column": relation.right_column,
            "far_column": relation.left_column,
        }
    return Call("ToMany", said, (inverse.name, names.kebab(inverse.name), owner.resource))


# ------------------------------------------------------------------------------------- actions


def actions(entity: Entity, model: Model, sql: Templates) -> Iterator[Call]:
    """Transitions and actions."""
    for action in actions_of(entity):
        yield _action(entity, action, model, sql)


def action_imports(entity: Entity) -> Iterator[Import]:
    """The classes that the actions name."""
    for action in actions_of(entity):
        if has_input(action):
            yield (module_of(entity, "inputs"), input_name(entity, action))
        if action.output.shape == "object":
            yield (module_of(entity, "inputs"), output_name(entity, action))
        if action.guard:
            yield (RESOURCE, "Check")
        if action.set:
            yield (RESOURCE, "Assign")
        yield from imports_of(action.deprecated or deprecated_input(action))


def action_calls(entity: Entity) -> set[str]:
    """The modules of domain/ that the actions call."""
    return {module_called(action.call) for action in actions_of(entity) if action.call}


def module_called(call: str) -> str:
    """`domain.risk:score` is in `domain.risk`."""
    return call.partition(":")[0]


def _action(entity: Entity, action: Action, model: Model, sql: Templates) -> Call:
    output = action.output
    target = model.entity(output.entity).resource if output.entity else None
    is_object = output.shape == "object"
    arguments: dict[str, object] = {
        "input": Raw(input_name(entity, action)) if has_input(action) else None,
        "needs": _columns(entity, action.needs),
        "takes": _columns(entity, action.takes),
        "reason_required": action.reason_required,
        "four_eyes": tuple(sql.value(path) for _, path in action.four_eyes),
        "guard": tuple(_check(entity, check, sql) for check in action.guard),
        "set": tuple(_assign(each, sql) for each in action.set),
        "writes": _columns(entity, action.writes),
        "call": Raw(action.call.replace(":", ".")) if action.call else None,
        "references": tuple(
            (each.json_name, model.entity(each.to).resource) for each in action.input if each.to
        ),
        "output": output.shape if output.shape != "none" else None,
        "output_resource": target,
        "output_schema": Raw(output_name(entity, action)) if is_object else None,
        "from_states": action.from_states,
        "to_state": action.to_state,
        "system": action.system,
        "when": sql.condition(action.when) if action.when else None,
        "every_seconds": action.every_seconds,
        "deprecated": call_of(action.deprecated) if action.deprecated else None,
        "deprecated_input": _deprecated(deprecated_input(action)),
    }
    at_row = Raw(repr(action.at_row))
    return Call("Action", {"at_row": at_row} | arguments, (action.name, action.path, action.method))


def _columns(entity: Entity, said: tuple[str, ...]) -> tuple[str, ...]:
    """JSON names of fields and to-one relations."""
    relations = {relation.name: relation for relation in entity.relations}
    found: list[str] = []
    for name in said:
        relation = relations.get(name)
        if relation is None:
            found.append(name)
        else:
            found += [c for c in (relation.type_column, relation.column) if c is not None]
    return tuple(found)


def _deprecated(found: Mapping[str, Deprecated]) -> dict[str, Call]:
    return {name: call_of(each) for name, each in found.items()}


def _check(entity: Entity, check: Check, sql: Templates) -> Call:
    said = {"field": _columns(entity, (check.field,))[-1] if check.field else None}
    return Call("Check", said, (sql.value(check.test), check.code, check.message))


def _assign(assign: Assign, sql: Templates) -> Call:
    return Call("Assign", {}, (assign.column, sql.value(assign.value)))


# ------------------------------------------------------------------------------------ the rest


@dataclass(frozen=True, slots=True)
class Loader:
    """A class of an entity that is imported when it is first needed: most requests need none."""

    word: str
    base: Import
    module: str
    name: str


def loaders(entity: Entity) -> Iterator[Loader]:
    """The table's class, those of the bodies that there are, and that of the list's query."""
    yield Loader("model", ("sqlmodel", "SQLModel"), module_of(entity, "models"), class_of(entity))
    body = ("pydantic", "BaseModel")
    for word in ("create", "update"):
        if word in entity.routes:
            yield Loader(word, body, *schema_import(entity, word.title()))
    yield Loader("filters", body, module_of(entity, "filters"), class_of(entity, "Filters"))


def resource(entity: Entity, table: Table, model: Model, sql: Templates) -> Call:
    """The resource as a whole."""
    arguments: dict[str, object] = {
        "name": entity.resource,
        "path": entity.path,
        "table": entity.table,
        "title": entity.title,
        "label": entity.label,
        **{f"load_{loader.word}": Raw(f"_{loader.word}") for loader in loaders(entity)},
        "fields": Raw("FIELDS"),
        "to_one": tuple(to_one(entity, model)),
        "to_many": tuple(to_many(entity, model)),
        "scopes": {scope.name: sql.condition(scope.test) for scope in entity.scopes},
        "within": {limit: sql.value(path) for limit, path in entity.within},
        "lies_in": {limit: sql.lies_in(path) for limit, path in entity.within},
        **scopes.named_in_resource(entity, sql.computed),
        "actions": Raw("ACTIONS"),
        "state_field": entity.states.field if entity.states else None,
        "frozen": sql.value(entity.frozen) if entity.frozen else None,
        "rules": tuple(_rules(entity, sql)),
        "constraints": dict(constraints(entity, table)),
        "unique_keys": tuple(_unique_keys(entity)),
        "defaults": tuple(_defaults(entity, sql)),
        "hooks": _hooks(entity),
        "past": past_name(entity) if has_past(entity) else "",
        "last": last_name(entity) if has_past(entity) else "",
        "routes": entity.routes,
        "soft": entity.soft,
        "write_once": entity.write_once,
        "if_match_required": entity.if_match_required,
        "limit_max": entity.limit_max if entity.limit_max != 200 else None,
        "search": tuple((field.name, field.search) for field in searched(entity)),
        "finder": finder_name(entity) if has_finder(entity) else "",
        "seeker": seeker_name(entity) if sought(entity) else "",
        "sought": tuple(field.name for field in sought(entity)),
        "audit_reads": entity.audit_reads,
        "personal": tuple(personal(entity, model)),
        "deprecated": _deprecated(deprecated_members(entity, model)),
    }
    if not entity.routes:
        arguments["routes"] = Raw("frozenset()")
    return Call("Resource", arguments)


def resource_imports(entity: Entity, said: Call) -> Iterator[Import]:
    """What the resource names."""
    for loader in loaders(entity):
        yield loader.base
    yield (module_of(entity, "fields"), "FIELDS")
    yield (module_of(entity, "actions"), "ACTIONS")
    if any(said.arguments[key] for key in ("predicates", "looking", "limits")):
        yield scopes.module_import(entity)
    yield (RESOURCE, "Resource")
    words = {"to_one": "ToOne", "to_many": "ToMany", "rules": "Check", "defaults": "Assign"}
    words["personal"] = "Personal"
    yield from imports_of(said.arguments["deprecated"])
    for key, name in (*words.items(), ("constraints", "Constraint")):
        if said.arguments.get(key):
            yield (RESOURCE, name)


def hook_modules(entity: Entity) -> set[str]:
    """The modules of domain/ that the hooks call."""
    return {module_called(hook.call) for hook in entity.hooks}


def _rules(entity: Entity, sql: Templates) -> Iterator[Call]:
    for rule in entity.rules:
        if not rule.in_database:
            check = _check(entity, rule, sql)
            reads = sql.reads(entity, rule.test)
            yield Call("Check", {**check.arguments, "columns": reads}, check.positional)


def _unique_keys(entity: Entity) -> Iterator[tuple[str, ...]]:
    for field in entity.fields:
        if field.unique and not field.secret:
            yield (field.name,)
    for key in entity.unique:
        if key.where is None:
            yield key.columns


def _defaults(entity: Entity, sql: Templates) -> Iterator[Call]:
    for relation in entity.relations:
        if relation.default is not None:
            yield Call("Assign", {}, (relation.column, sql.value(relation.default)))


def _hooks(entity: Entity) -> Mapping[str, object]:
    found: dict[str, tuple[Raw, ...]] = {}
    for hook in entity.hooks:
        found[hook.event] = (*found.get(hook.event, ()), Raw(hook.call.replace(":", ".")))
    return found
