"""Writes as one statement each: judged, changed and answered together.

A change reads the row under `read` (`seen`), judges it (`judged`: scope, four eyes, state, guards)
and writes it only where every judgement holds and the row is still the version that was judged.
Two racers therefore cannot both pass, and the judgement says what to answer. The version is
compared on the target row of the UPDATE; a row lock would turn a 403 into a 404.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from typing import Any, Literal
from uuid import UUID

from runtime.policy.reach import ALL, Reach
from runtime.query.expression import columns, quoted
from runtime.query.statement import ACTOR, KEY, Parameters, Source, Statement
from runtime.resource import Assign, Check, Field, Kind, Resource, ToMany


@dataclass(frozen=True, slots=True)
class Change:
    """A write to one row, before it is made into SQL.

    `values` are columns from the body; `assign` what the model sets; `state` the new state.
    `versions` are those that If-Match
    allows (None: any); `ready` is False where a missing precondition forbids the
    write though the row must still be judged. `mends` says whether a frozen row may be written.
    A `trial` is judged and not written.
    """

    resource: Resource
    key: UUID
    action: str
    kind: Literal["update", "delete", "restore"] = "update"
    values: Mapping[str, Any] = field(default_factory=dict)
    assign: tuple[Assign, ...] = ()
    state: str | None = None
    from_states: tuple[str, ...] = ()
    four_eyes: tuple[str, ...] = ()
    guard: tuple[Check, ...] = ()
    needs: tuple[str, ...] = ()
    versions: tuple[int, ...] | None = None
    ready: bool = True
    mends: bool = False
    trial: bool = False

    @property
    def writes(self) -> bool:
        """Whether there is anything to write to the row."""
        if self.trial:
            return False
        return self.kind != "update" or bool(self.values or self.assign or self.state)


JUDGEMENTS = (
    "id",
    "version",
    "permitted",
    "line",
    "eyes",
    "current",
    "thawed",
    "in_state",
    "guards",
    "needs",
)
VERSIONS, READY = Source("versions", list), Source("ready")
OUTCOMES = ("done", "new_version", "kept", "rules", "body")


def column_value(known: Field, value: Any) -> Any:
    """A Python value as the driver takes it for that column."""
    if value is None:
        return None
    if known.kind is Kind.JSON:
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (list, tuple)):
        return [item.value if isinstance(item, Enum) else item for item in value]
    return value


def placeholder(resource: Resource, name: str, value: Any, parameters: Parameters) -> str:
    """A placeholder for a value that was given for a column; KeyError for an unknown column."""
    known = resource.field(name)
    if known is None:
        raise KeyError(name)
    sql_type = f"{known.sql_type}[]" if known.many else known.sql_type
    source = Source(f"body:{name}", partial(column_value, known))
    return parameters.add(value, sql_type, source)


def actor_sql(reach: Reach, parameters: Parameters) -> str:
    """The actor's id as SQL; null for a caller without identity."""
    return parameters.add(reach.actor.id, "uuid", ACTOR)


def fill(template: str, row: str, actor: str) -> str:
    """A template of the generator with its row and actor put in."""
    return template.format(row=row, actor=actor)


def all_hold(tests: Sequence[str]) -> str:
    """A boolean array of the tests, in order."""
    return f"array[{', '.join(tests)}]::bool[]"


def insert_statement(
    resource: Resource,
    reach: Reach,
    values: Mapping[str, Any],
    projection: str,
    parameters: Parameters,
    *,
    trusted: bool = False,
) -> Statement:
    """Adds a row; gives (id, version, permitted, line, rules, body).

    `permitted` is the policy's `create` over the new row. A writer who may not read the row gets
    `{"id"}` alone. `trusted` skips the policy: the platform itself writes.
    """
    permitted, readable, line = "true", "true", "null::text"
    if not trusted:
        parameters.allow(resource.name, "create", reach.decide(resource, "create").reach)
        permitted = reach.condition(resource, "create", "n", parameters)
        readable = reach.condition(resource, "read", "n", parameters)
        line = reach.line(resource, "create", "n", parameters)
    rules = new_rules(resource, reach, parameters)
    return parameters.statement(
        f"with n as ({inserted(resource, reach, values, parameters)})\n"
        f"select n.id, n.version, {permitted}, set_config('charter.rule', coalesce({line}, ''), "
        f"true), {rules},\n  case when {readable} then {projection} "
        "else json_build_object('id', n.id)::text end\nfrom n",
        platform=trusted,
    )


def inserted(
    resource: Resource,
    reach: Reach,
    values: Mapping[str, Any],
    parameters: Parameters,
    beside: Sequence[str] = (),
) -> str:
    """The INSERT, with its columns returned; nothing is added where a condition does not hold."""
    given = {name: placeholder(resource, name, v, parameters) for name, v in values.items()}
    for assign in resource.defaults:
        if assign.column not in given:
            given[assign.column] = fill(assign.sql, "null", actor_sql(reach, parameters))
    target = "default values"
    if given:
        listed = ", ".join(given.values())
        source = f"select {listed} where {' and '.join(beside)}" if beside else f"values ({listed})"
        target = f"({', '.join(map(quoted, given))}) {source}"
    return f"insert into {quoted(resource.table)} as r {target} returning {columns(resource, 'r')}"


def new_rules(resource: Resource, reach: Reach, parameters: Parameters) -> str:
    """A boolean array: whether the new row `n` holds the rules that no CHECK holds."""
    actor = actor_sql(reach, parameters)
    return all_hold([fill(rule.sql, "n", actor) for rule in resource.rules])


def change_statement(
    change: Change, reach: Reach, projection: str, parameters: Parameters, *, trusted: bool = False
) -> Statement:
    """The statement of a change; gives JUDGEMENTS then OUTCOMES, or no row where none is seen."""
    parts = change_parts(change, reach, projection, parameters, trusted=trusted)
    judged = ", ".join(f"j.{name}" for name in JUDGEMENTS)
    return parameters.statement(
        f"with {parts.tables}\nselect {judged},\n"
        f"  c.id is not null, {parts.version}, {parts.kept}, {parts.rules},\n"
        f"  {parts.answer}\n"
        "from j join s on true left join c on true",
        platform=trusted,
    )


@dataclass(frozen=True, slots=True)
class Parts:
    """The SQL of a change: its common table expressions, and what is said of the new row `c`.

    `rules` is a boolean array of the rules, `kept` whether the row stays within reach.
    """

    tables: str
    version: str
    kept: str
    rules: str
    answer: str


def change_parts(
    change: Change,
    reach: Reach,
    projection: str,
    parameters: Parameters,
    *,
    trusted: bool = False,
    beside: Sequence[str] = (),
) -> Parts:
    """The parts of a change; it is made only where the conditions `beside` hold too."""
    actor = actor_sql(reach, parameters)
    tables = [
        f"s as materialized ({_seen(change, reach, parameters, trusted)})",
        f"p as materialized ({_proposed(change, parameters)})",
        f"j as materialized ({_judged(change, reach, actor, parameters, trusted)})",
        f"c as ({_changed(change, actor, parameters, beside)})",
    ]
    kept, readable = "true", "true"
    if not trusted:
        allow_change(change, reach, parameters)
        readable = reach.condition(change.resource, "read", "c", parameters)
        if change.kind == "update" and change.action == "update":
            kept = reach.condition(change.resource, "update", "c", parameters)
    answer = (
        "null::text"
        if change.kind == "delete"
        else f"case when c.id is null then null when {readable} then {projection} "
        "else json_build_object('id', c.id)::text end"
    )
    rules = _rules(change, actor)
    return Parts(",\n".join(tables), _new_version(change), kept, rules, answer)


def allow_change(change: Change, reach: Reach, parameters: Parameters) -> None:
    """Lets row-level security pass the change where the policy does.

    It tests the action in progress on the row as it stands. Where the row may go is for a plain
    update to ask; a transition may well take it out of the actor's reach.
    """
    resource = change.resource
    granted = reach.decide(resource, change.action).reach
    if change.kind == "delete" and not resource.soft:
        parameters.allow(resource.name, "delete", granted)
        return
    plain = change.kind == "update" and change.action == "update"
    parameters.allow(resource.name, "update", granted)
    parameters.allow(resource.name, "keep", granted if plain else ALL)


def _seen(change: Change, reach: Reach, parameters: Parameters, trusted: bool) -> str:
    conditions = [f"r.id = {parameters.add(change.key, 'uuid', KEY)}"]
    if change.resource.soft and change.kind != "restore":
        conditions.append("r.deleted_at is null")
    if not trusted:
        conditions.append(reach.condition(change.resource, "read", "r", parameters))
    return (
        f"select {columns(change.resource, 'r')} from {quoted(change.resource.table)} r"
        f" where {' and '.join(conditions)}"
    )


def _proposed(change: Change, parameters: Parameters) -> str:
    """The row with the body's values in place: what guards and `set` look at."""
    if not change.values:
        return "select s.* from s"
    stored = [known for known in change.resource.fields if known.stored and not known.secret]
    base = ", ".join(
        f"{placeholder(change.resource, known.name, change.values[known.name], parameters)}"
        f" as {quoted(known.name)}"
        if known.name in change.values
        else f"s.{quoted(known.name)}"
        for known in stored
    )
    formulas = [known for known in stored if known.formula]
    if not formulas:
        return f"select {base} from s"
    plain = [f"b.{quoted(known.name)}" for known in stored if not known.formula]
    worked = [
        f"{fill(known.formula or '', 'b', 'null')} as {quoted(known.name)}" for known in formulas
    ]
    return f"select {', '.join(plain + worked)} from (select {base} from s) b"


def _judged(change: Change, reach: Reach, actor: str, parameters: Parameters, trusted: bool) -> str:
    resource = change.resource
    permitted, line = "true", "null::text"
    if not trusted:
        permitted = reach.condition(resource, change.action, "s", parameters)
        line = reach.line(resource, change.action, "s", parameters)
    eyes = [f"coalesce(({fill(sql, 's', actor)}) <> {actor}, true)" for sql in change.four_eyes]
    guards = [fill(check.sql, "p", actor) for check in change.guard]
    needs = [f"p.{quoted(name)} is not null" for name in change.needs]
    current = "true"
    if change.versions is not None:
        current = f"s.version = any({parameters.add(change.versions, 'int[]', VERSIONS)})"
    thawed = "true"
    if resource.frozen and not change.mends:
        thawed = f"not ({fill(resource.frozen, 's', actor)})"
    in_state = "true"
    if change.from_states:
        states = parameters.add(list(change.from_states), "text[]")
        in_state = f"s.{quoted(resource.state_field or '')}::text = any({states})"
    if change.kind == "restore":
        in_state = "s.deleted_at is not null"
    return (
        f"select s.id, s.version, coalesce({permitted}, false) as permitted,\n"
        f"  set_config('charter.rule', coalesce({line}, ''), true) as line,\n"
        f"  {all_hold(eyes)} as eyes, {current} as current, coalesce({thawed}, true) as thawed,\n"
        f"  {in_state} as in_state, {all_hold(guards)} as guards, {all_hold(needs)} as needs\n"
        "from s, p"
    )


def _changed(change: Change, actor: str, parameters: Parameters, beside: Sequence[str] = ()) -> str:
    """The write itself, or, where nothing is to be written, the judged row as it is."""
    ready = parameters.add(change.ready, "bool", READY)
    holds = " and ".join(
        (
            f"{ready} and j.permitted and j.current and j.thawed and j.in_state"
            " and true = all(j.eyes) and true = all(j.guards) and true = all(j.needs)",
            *beside,
        )
    )
    table = quoted(change.resource.table)
    returned = columns(change.resource, "r")
    if not change.writes:
        return f"select s.* from s, j where {holds}"
    target = f"r.id = j.id and r.version = j.version and {holds}"
    if change.kind == "delete" and not change.resource.soft:
        return f"delete from {table} r using j where {target} returning {returned}"
    assignments = _assignments(change, actor, parameters)
    writes = ", ".join(f"{quoted(name)} = {sql}" for name, sql in assignments.items())
    return f"update {table} r set {writes} from j, p where {target} returning {returned}"


def _assignments(change: Change, actor: str, parameters: Parameters) -> dict[str, str]:
    if change.kind != "update":
        return {"deleted_at": "now()" if change.kind == "delete" else "null"}
    columns = {
        name: placeholder(change.resource, name, value, parameters)
        for name, value in change.values.items()
    }
    columns.update({a.column: fill(a.sql, "p", actor) for a in change.assign})
    if change.state is not None:
        name = change.resource.state_field or ""
        known = change.resource.field(name)
        assert known is not None, "a state machine has a field"
        columns[name] = parameters.add(change.state, known.sql_type)
    return columns


def _new_version(change: Change) -> str:
    return "null::int" if change.kind == "delete" else "c.version"


def _rules(change: Change, actor: str) -> str:
    """The rules that no CHECK holds, each tested when a column it reads has changed."""
    if change.kind != "update":
        return all_hold([])
    tests = []
    for rule in change.resource.rules:
        test = f"c.id is null or ({fill(rule.sql, 'c', actor)})"
        if rule.columns:
            pairs = [f"c.{quoted(n)} is not distinct from s.{quoted(n)}" for n in rule.columns]
            test = f"({' and '.join(pairs)}) or {test}"
        tests.append(f"({test})")
    return all_hold(tests)


def read_back_statement(
    resource: Resource, reach: Reach, key: UUID, projection: str, parameters: Parameters
) -> Statement:
    """Version and JSON of a row that this transaction wrote, deleted or not."""
    readable = reach.condition(resource, "read", "r", parameters)
    return parameters.statement(
        f"select r.version, case when {readable} then {projection} "
        f"else json_build_object('id', r.id)::text end "
        f"from {quoted(resource.table)} r where r.id = {parameters.add(key, 'uuid', KEY)}"
    )


def exists_statement(
    resource: Resource, reach: Reach, key: UUID, parameters: Parameters, action: str = "read"
) -> Statement:
    """One row where a live row of that id is within reach of the action; else none."""
    conditions = [
        f"r.id = {parameters.add(key, 'uuid', KEY)}",
        reach.condition(resource, action, "r", parameters),
    ]
    if resource.soft:
        conditions.append("r.deleted_at is null")
    return parameters.statement(
        f"select r.id from {quoted(resource.table)} r where {' and '.join(conditions)}"
    )


def rows_statement(
    resource: Resource,
    reach: Reach,
    keys: Sequence[UUID],
    projection: str,
    parameters: Parameters,
) -> Statement:
    """The JSON of the live rows of these ids that the actor may read, in the order given."""
    wanted = parameters.add(list(keys), "uuid[]")
    conditions = [reach.condition(resource, "read", "r", parameters)]
    if resource.soft:
        conditions.append("r.deleted_at is null")
    return parameters.statement(
        f"select {projection} from unnest({wanted}) with ordinality as k(id, place)"
        f" join {quoted(resource.table)} r on r.id = k.id"
        f" where {' and '.join(conditions)} order by k.place"
    )


def lock_statement(change: Change, reach: Reach, *, trusted: bool = False) -> Statement:
    """Locks the row against other writers until the transaction ends; keys to it may be added.

    A row that the change could not touch anyway is left alone.
    """
    parameters = Parameters()
    resource = change.resource
    if not trusted:
        parameters.allow(resource.name, "read", reach.decide(resource, "read").reach)
        allow_change(change, reach, parameters)
        parameters.allow(resource.name, "update", reach.decide(resource, change.action).reach)
    key = parameters.add(change.key, "uuid", KEY)
    return parameters.statement(
        f"select 1 from {quoted(resource.table)} r where r.id = {key} for no key update",
        platform=trusted,
    )


def due_statement(
    resource: Resource, states: Sequence[str], when: str, limit: int, after: UUID | None = None
) -> Statement:
    """Ids of the live rows in one of these states for which `when` holds, beyond an id."""
    live = " and r.deleted_at is null" if resource.soft else ""
    return Statement(
        f"select r.id from {quoted(resource.table)} r"
        f" where r.{quoted(resource.state_field or '')} = any($1::text[])"
        f" and ({fill(when, 'r', 'null::uuid')}){live}"
        " and ($3::uuid is null or r.id > $3::uuid) order by r.id limit $2::int",
        (list(states), limit, after),
        platform=True,
    )


def link_statement(
    change: Change,
    relation: ToMany,
    target: Resource,
    other: UUID,
    reach: Reach,
    *,
    remove: bool = False,
) -> Statement:
    """Adds a link to `other` to the row of the change, or removes it; again, it changes nothing.

    KeyError for a relation that is no link.
    """
    parameters = Parameters()
    for end in (change.resource, target):
        parameters.allow(end.name, "read", reach.decide(end, "read").reach)
    allow_change(change, reach, parameters)
    if not (relation.link_table and relation.near_column and relation.far_column):
        raise KeyError(relation.name)
    table = quoted(relation.link_table)
    near, far = quoted(relation.near_column), quoted(relation.far_column)
    keys = (parameters.add(change.key, "uuid", KEY), parameters.add(other, "uuid"))
    if remove:
        where = f"{near} = {keys[0]} and {far} = {keys[1]}"
        return parameters.statement(f"delete from {table} where {where} returning 1")
    return parameters.statement(
        f"insert into {table} ({near}, {far}) values ({keys[0]}, {keys[1]})"
        " on conflict do nothing returning 1"
    )
