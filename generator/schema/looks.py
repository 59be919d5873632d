"""Looks into other rows: expressions that read more than their own row, as functions of the owner.

What a guard, a scope or a computed field finds in other tables does not depend on who asks:
row-level security of those tables would narrow it. So each such expression becomes a narrow
function that runs as the owner, takes the columns of the row that it reads, and answers with its
value alone. A scope is split first, so that what its own row decides stays in the statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from generator import names
from generator.expressions.sql import sql
from generator.expressions.tree import Expression, Logic, Typed
from generator.model import Action, Entity
from generator.schema.columns import entity_columns, sql_type
from generator.schema.conditions import Conditions
from generator.schema.values import Column, Function

_OWN_COLUMN = re.compile(r'(?<!\{)\{row\}\.("[^"]+"|\w+)')
_COLUMN = r'(?:"[^"]+"|\w+)'
_PATH = re.compile(
    rf"\(select (?P<end>\w+\.{_COLUMN}) from (?P<source>.+)"  # noqa: S608 - a pattern
    rf" where (?P<first>\w+)\.id = (?P<key>\{{row\}}\.{_COLUMN})\)"
)
_SOURCE = re.compile(rf"\b(?:from|join) ({_COLUMN})")
_SUBSELECT = re.compile(r"\(select ")
_PLAIN = frozenset(
    (
        "text",
        "boolean",
        "integer",
        "bigint",
        "double precision",
        "date",
        "timestamp with time zone",
        "time without time zone",
        "interval",
        "uuid",
        "jsonb",
    )
)


@dataclass(frozen=True, slots=True)
class Look:
    """A function that looks into other rows, and how a statement calls it.

    `keys` says that it gives the keys for which the test holds, which a list of rows can use as a
    semi-join; `template` is the call over `{row}` and `{actor}`.
    """

    function: Function
    template: str


class Templates(Conditions):
    """The expressions of one model over `{row}` and `{actor}`, for statements and policies.

    None of them reads another table by itself: what does is a call of one of `looks`.
    """

    def value(self, expression: Expression) -> str:
        """Exactly true or false for a test; for anything else its value."""
        return self._called(expression) or self._value(expression)

    def condition(self, expression: Expression) -> str:
        """For `where`: null may stand for false, which leaves indexes usable."""
        return self._called(expression) or self._condition(expression)

    def own(self, expression: Expression) -> bool:
        """Whether the row's own columns and the actor decide it."""
        return id(expression) not in self._calls

    def once(self, expression: Expression) -> bool:
        """Whether it looks elsewhere once for all rows: for keys, and not for each row."""
        return "charter_look_" not in self.condition(expression)

    def direct(self, expression: Expression, kind: str) -> tuple[str, tuple[str, ...]] | None:
        """What a look gives, of that SQL type, without it; and the resources whose rows it reads.

        None for what is no look, and for one that reads more than entities: links, for instance.
        """
        if self.own(expression):
            return None
        text = self._value(expression)
        known = {names.quoted(each.table): each.resource for each in self.model.entities.values()}
        tables = set(_SOURCE.findall(text))
        if "charter_" in text or not tables <= known.keys():
            return None
        return f"({text})::{kind}", tuple(sorted(known[table] for table in tables))

    def lies_in(self, path: Expression) -> str:
        """A test over `{row}` and `{limits}`, SQL of type uuid[]: ends the path at one of them?"""
        self._calls  # noqa: B018 - fills what is asked for
        found = self._places.get(id(path))
        return found or f"({self.value(path)}) = any({{limits}})"

    @property
    def looks(self) -> tuple[Look, ...]:
        """Every look of the model, in its order."""
        return tuple(look for _, look in self._found)

    def _called(self, expression: Expression) -> str | None:
        return self._calls.get(id(expression))

    def _value(self, expression: Expression) -> str:
        return sql(expression, shapes=self._shapes, computed=self._computed)

    def _condition(self, expression: Expression) -> str:
        return sql(expression, shapes=self._shapes, computed=self._computed, condition=True)

    @cached_property
    def _found(self) -> tuple[tuple[int, Look], ...]:
        return tuple(
            found for entity in self.model.entities.values() for found in self._of_entity(entity)
        )

    @cached_property
    def _calls(self) -> Mapping[int, str]:
        calls = {key: look.template for key, look in self._found if key != _PART}
        return calls | self._scopes

    # ------------------------------------------------------------------------------------ sites

    def _of_entity(self, entity: Entity) -> Iterator[tuple[int, Look]]:
        columns = {column.name: column for column in entity_columns(entity, self.model, self)}
        for label, expression, returns in _sites(entity, columns):
            text = self._value(expression)
            if _SUBSELECT.search(text):
                yield id(expression), _look(f"{entity.resource}_{label}", text, returns, columns)
                if label.startswith("within_") and (place := _place(entity, label, text)):
                    self._places[id(expression)] = place.template
                    yield _PART, place
        for scope in entity.scopes:
            yield from self._of_scope(entity, scope.name, scope.test, columns)

    def _of_scope(
        self, entity: Entity, name: str, test: Expression, columns: Mapping[str, Column]
    ) -> Iterator[tuple[int, Look]]:
        """The looks of a scope's operands; the call of the whole is put together of them."""
        if not _SUBSELECT.search(self._condition(test)):
            return
        operands = _operands(test)
        said = []
        for number, operand in enumerate(operands, 1):
            part = replace(test, tree=operand)
            text = self._condition(part)
            if _SUBSELECT.search(text):
                suffix = f"_{number}" if len(operands) > 1 else ""
                label = f"{entity.resource}_scope_{name}{suffix}"
                look = _keys(label, text) or _look(label, text, "boolean", columns)
                text = look.template
                yield _PART, look
            said.append(text if len(operands) == 1 else f"({text})")
        word = " and " if _conjunction(test) else " or "
        self._scopes[id(test)] = word.join(said)

    @cached_property
    def _scopes(self) -> dict[int, str]:
        return {}

    @cached_property
    def _places(self) -> dict[int, str]:
        return {}


def _operands(test: Expression) -> tuple[Typed, ...]:
    return test.tree.operands if isinstance(test.tree, Logic) else (test.tree,)


def _conjunction(test: Expression) -> bool:
    return isinstance(test.tree, Logic) and test.tree.operator == "and"


def _sites(entity: Entity, columns: Mapping[str, Column]) -> Iterator[tuple[str, Expression, str]]:
    """Every expression that a statement evaluates: its name, itself, and the type it gives."""
    for field in entity.fields:
        if field.computed is not None and not field.stored:
            yield f"field_{field.name}", field.computed, sql_type(field)
    for limit, path in entity.within:
        yield f"within_{limit}", path, "uuid"
    if entity.frozen is not None:
        yield "is_frozen", entity.frozen, "boolean"
    for number, rule in enumerate(entity.rules, 1):
        if not rule.in_database:
            yield f"rule_{number}", rule.test, "boolean"
    for relation in entity.relations:
        if relation.default is not None:
            yield f"default_{relation.column}", relation.default, "uuid"
    for action in (*entity.actions, *(entity.states.transitions if entity.states else ())):
        yield from _of_action(action, columns)


def _of_action(
    action: Action, columns: Mapping[str, Column]
) -> Iterator[tuple[str, Expression, str]]:
    for number, (_, path) in enumerate(action.four_eyes, 1):
        yield f"{action.name}_eyes_{number}", path, "uuid"
    for number, check in enumerate(action.guard, 1):
        yield f"{action.name}_guard_{number}", check.test, "boolean"
    for assign in action.set:
        yield f"{action.name}_set_{assign.column}", assign.value, columns[assign.column].type
    if action.when is not None:
        yield f"{action.name}_when", action.when, "boolean"


def is_enum(column: str) -> bool:
    """Whether a type is none of PostgreSQL's own."""
    return column.removesuffix("[]") not in _PLAIN and not column.startswith("numeric")


_PART = 0
"""The key of a look that stands for a part of an expression: nobody asks for it by itself."""


def _look(label: str, text: str, returns: str, columns: Mapping[str, Column]) -> Look:
    """A function of the columns that the text reads.

    Types of enums stand in no signature: a migration may have to make them anew.
    """
    name = names.limited(f"charter_look_{label}")
    read = columns_read(text)
    types = [columns[column].type for column in read]
    taken = [as_text(kind) if is_enum(kind) else kind for kind in types]
    rows = ", ".join(
        f"${place}{f'::{kind}' if is_enum(kind) else ''} AS {names.quoted(column)}"
        for place, (column, kind) in enumerate(zip(read, types, strict=True), 1)
    )
    given = [
        f"{{row}}.{names.quoted(column)}" + (f"::{as_text(kind)}" if is_enum(kind) else "")
        for column, kind in zip(read, types, strict=True)
    ]
    if "{actor}" in text:
        taken.append("uuid")
        given.append("{actor}")
    body = text.format(row="r", actor=f"${len(taken)}")
    source = f"\n        FROM (SELECT {rows}) AS r" if read else ""
    answer, cast = (as_text(returns), f"::{returns}") if is_enum(returns) else (returns, "")
    definition = _definition(
        name, taken, answer, f"    RETURN (\n        SELECT {body}{source}\n    );"
    )
    function = Function(name, ", ".join(taken), definition, application=True)
    return Look(function, f"{name}({', '.join(given)}){cast}")


def _keys(label: str, text: str) -> Look | None:
    """For `{row}.key in (select …)` over nothing else of the row: the keys, as a set."""
    found = re.fullmatch(r'(\{row\}\.(?:"[^"]+"|\w+)) in \((select (?:(?!\{row\}).)*)\)', text)
    if found is None:
        return None
    name = names.limited(f"charter_keys_{label}")
    body = found[2].format(actor="$1")
    definition = _definition(name, ["uuid"], "SETOF uuid", f"    RETURN QUERY {body};")
    function = Function(name, "uuid", definition, application=True)
    return Look(function, f"{found[1]} in (select {name}({{actor}}))")


def columns_read(template: str) -> tuple[str, ...]:
    """The columns of `{row}` that a template names, sorted."""
    return tuple(sorted({found.strip('"') for found in _OWN_COLUMN.findall(template)}))


def _place(entity: Entity, label: str, text: str) -> Look | None:
    """For a path: the keys of the rows from which it ends at one of the given ones."""
    found = _PATH.fullmatch(text)
    if found is None:
        return None
    name = names.limited(f"charter_keys_{entity.resource}_{label}")
    first, source, end = found["first"], found["source"], found["end"]
    select = f"select {first}.id from {source} where {end} = any($1)"  # noqa: S608 - quoted
    definition = _definition(name, ["uuid[]"], "SETOF uuid", f"    RETURN QUERY {select};")
    function = Function(name, "uuid[]", definition, application=True)
    return Look(function, f"{found['key']} in (select {name}({{limits}}))")


def as_text(kind: str) -> str:
    """The type in which a value of an enum travels to and from functions."""
    return "text[]" if kind.endswith("[]") else "text"


def _definition(name: str, taken: list[str], answer: str, body: str) -> str:
    rows = " ROWS 20" if answer.startswith("SETOF") else ""
    return (
        f"CREATE OR REPLACE FUNCTION {names.quoted(name)}({', '.join(taken)}) RETURNS {answer}\n"
        f"LANGUAGE plpgsql STABLE SECURITY DEFINER{rows}\n"
        "SET search_path = public, pg_temp\n"
        "AS $function$\n"
        "BEGIN\n"
        f"{body}\n"
        "END\n"
        "$function$"
    )
