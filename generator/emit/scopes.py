"""The scopes and limits of an entity as Python functions over a row in memory."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator import names
from generator.emit.schemas import class_of, module_of
from generator.emit.shapes import Import
from generator.emit.source import Raw
from generator.expressions.python import python
from generator.expressions.tree import Expression
from generator.model import Entity

_TAKEN = frozenset({"Decimal", "UTC", "any", "logic", "sum"})
"""What the functions' own bodies name, besides what `names.attribute` keeps free."""
_CLOCKS = {"now": "datetime.now(UTC)", "today": "datetime.now(UTC).date()"}

_PLACES = {"Decimal": "decimal", "logic": "runtime"}

Computed = Mapping[tuple[str, str], Expression]


@dataclass(frozen=True, slots=True)
class Predicate:
    """A function: its name, what the model calls it, its signature, its doc and its body.

    `clock` are the lines before the answer; `looks` says that it reads other rows.
    """

    name: str
    word: str
    arguments: tuple[str, ...]
    returns: str
    doc: str
    clock: tuple[tuple[str, str], ...]
    answer: str
    looks: bool


def scopes_of(entity: Entity, computed: Computed) -> Iterator[Predicate]:
    """The scopes that Python can test; some that look into other rows only SQL can."""
    for scope in entity.scopes:
        found = _source(scope.test, computed)
        if found is not None:
            answer, looks = found
            arguments = (f"row: {class_of(entity)}", "actor: Actor", *_rows(looks))
            name, doc = _function(scope.name), f"Where {_doc(scope.test.text)}."
            said = _words(answer)
            clock = tuple((word, line) for word, line in _CLOCKS.items() if word in said)
            yield Predicate(name, scope.name, arguments, "bool", doc, clock, answer, looks)


def limits_of(entity: Entity, computed: Computed) -> Iterator[Predicate]:
    """Where a row lies, for limited role assignments."""
    taken = {_function(scope.name) for scope in entity.scopes}
    for limit, path in entity.within:
        found = _source(path, computed)
        if found is not None:
            name = f"{limit}_of"
            name += "_" * (name in taken)
            arguments = (f"row: {class_of(entity)}", "rows: Rows")
            doc = f"The {limit.replace('_', ' ')} that the row lies in: {_doc(path.text)}."
            yield Predicate(name, limit, arguments, "UUID | None", doc, (), *found)


def functions_of(entity: Entity, computed: Computed) -> tuple[Predicate, ...]:
    """All of them, in the order of the model."""
    return (*scopes_of(entity, computed), *limits_of(entity, computed))


def has_functions(entity: Entity) -> bool:
    """Whether there is anything to test at all."""
    return bool(entity.scopes or entity.within)


def imports_of(entity: Entity, functions: tuple[Predicate, ...]) -> Iterator[Import]:
    """What the functions need to run; the class of the row they name for the reader alone."""
    if functions:
        yield ("typing", "TYPE_CHECKING")
    for each in functions:
        if each.clock:
            yield from (("datetime", "UTC"), ("datetime", "datetime"))
        if "actor: Actor" in each.arguments:
            yield ("runtime.actor", "Actor")
        if "rows: Rows" in each.arguments:
            yield ("runtime.policy.rows", "Rows")
        if each.returns != "bool":
            yield ("uuid", "UUID")
        for word in _words(each.answer) & _PLACES.keys():
            yield (_PLACES[word], word)


def named_in_resource(entity: Entity, computed: Computed) -> dict[str, object]:
    """The arguments of the generated resource; its module is imported there as `scopes`."""
    scopes = tuple(scopes_of(entity, computed))
    return {
        "predicates": {each.word: _named(each) for each in scopes if not each.looks},
        "looking": {each.word: _named(each) for each in scopes if each.looks},
        "limits": {each.word: _named(each) for each in limits_of(entity, computed)},
    }


def module_import(entity: Entity) -> Import:
    """`from generated.risk.scopes import risk as scopes`."""
    package, _, module = module_of(entity, "scopes").rpartition(".")
    return (package, f"{module} as scopes")


def _named(function: Predicate) -> Raw:
    return Raw(f"scopes.{function.name}")


def _source(expression: Expression, computed: Computed) -> tuple[str, bool] | None:
    """The source, and whether it reads other rows; None where Python cannot say it."""
    alone = python(expression, computed=computed)
    if alone is not None:
        return alone, False
    looking = python(expression, computed=computed, rows="rows")
    return None if looking is None else (looking, True)


def _rows(looks: bool) -> tuple[str, ...]:
    return ("rows: Rows",) if looks else ()


def _function(scope: str) -> str:
    name = names.attribute(scope)
    return f"{name}_" if name in _TAKEN else name


def _words(answer: str) -> frozenset[str]:
    """The names in a piece of source."""
    found = (node for node in ast.walk(ast.parse(answer, mode="eval")))
    return frozenset(node.id for node in found if isinstance(node, ast.Name))


def _doc(text: str) -> str:
    return " ".join(text.split())
