"""What an expression means to one actor: tests on the fields and relations that they see."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from runtime.query.expression import CODE_POINT
from runtime.query.filter_language.parser import parse
from runtime.query.filter_language.tree import (
    Group,
    Malformed,
    Node,
    Not,
    Restriction,
    Word,
    joined,
)
from runtime.query.near import did_you_mean, printable
from runtime.query.plan import (
    EXPRESSION,
    Condition,
    Include,
    Junction,
    Member,
    Negation,
    Test,
    Through,
)
from runtime.query.values import NotAValue, like_pattern, operators, parse_decimal, parse_value
from runtime.query.view import View, searched_fields
from runtime.resource import TEXT_KINDS, Field, Kind

FOLLOWED_MAX = 40
"""Relations that an expression follows; one that leads to several entities counts as many."""

STEPS_MAX = 5
"""Relations that a path goes over: what PostgreSQL has to join grows with each."""

_ORDERS = {"<": "lt", "<=": "lte", ">": "gt", ">=": "gte"}


def parse_expression(text: str, view: View) -> Test | None:
    """The test that an expression asks for, None for an empty one.

    Raises Malformed with the character: for what does not follow the grammar, for names that do
    not exist for the actor (UNKNOWN_FIELD), for values that are none (INVALID_VALUE).
    """
    node = parse(text)
    return None if node is None else _Reader().test(node, view)


class _Reader:
    def __init__(self) -> None:
        self._followed = 0
        self._steps = 0

    def test(self, node: Node, view: View) -> Test:
        match node:
            case Group():
                return Junction(node.every, tuple(self.test(each, view) for each in node.nodes))
            case Not():
                return Negation(self.test(node.node, view))
        if node.comparator is None or node.argument is None:
            return _search(joined(node.path), view)
        return self._compare(node, node.comparator, node.argument, view)

    def _compare(
        self, asked: Restriction, comparator: str, argument: Word | Node, view: View
    ) -> Test:
        """One comparison for each value, held together as the values are."""
        match argument:
            case Group():
                tests = (self._compare(asked, comparator, each, view) for each in argument.nodes)
                return Junction(argument.every, tuple(tests))
            case Not():
                return Negation(self._compare(asked, comparator, argument.node, view))
            case Restriction():
                argument = joined(argument.path)
        if comparator == "!=":
            return Negation(self._at(asked.path, "=", argument, view))
        return self._at(asked.path, comparator, argument, view)

    def _at(self, path: Sequence[Word], comparator: str, value: Word, view: View) -> Test:
        """The comparison with what the path leads to, from the rows of that view."""
        name, rest = path[0], path[1:]
        field = view.fields.get(name.text)
        if field is not None:
            return _of_field(field, path, comparator, value)
        include = view.includes.get(name.text)
        if include is None:
            hint = did_you_mean(name.text, (*view.fields, *view.includes))
            said = f'There is no "{printable(name.text)}" here'
            raise Malformed(said, name.at, "UNKNOWN_FIELD", hint)
        self._steps += 1
        if self._steps > STEPS_MAX:
            raise Malformed(f"A path goes over at most {STEPS_MAX} relations: one more is", name.at)
        found = self._over(include, name, rest, (comparator, value), view)
        self._steps -= 1
        return found

    def _over(
        self,
        include: Include,
        name: Word,
        rest: Sequence[Word],
        asked: tuple[str, Word],
        view: View,
    ) -> Test:
        """Where several entities are led to, those count that have what is asked for."""
        tests: list[Test] = []
        refusal: Malformed | None = None
        for target in include.targets:
            self._followed += 1
            if self._followed > FOLLOWED_MAX:
                said = f"An expression follows at most {FOLLOWED_MAX} relations: one more is"
                raise Malformed(said, name.at)
            beyond, steps = view.of(target), self._steps
            try:
                test = self._at(rest, *asked, beyond) if rest else _is_row(name, asked, beyond)
            except Malformed as unfit:
                self._steps = steps
                refusal = refusal or unfit
            else:
                tests.append(Through(view.resource, include.relation, target, test))
        if refusal is not None and not tests:
            raise refusal
        return tests[0] if len(tests) == 1 else Junction(every=False, tests=tuple(tests))


def _is_row(name: Word, asked: tuple[str, Word], view: View) -> Test:
    """`owner:*`, and the id of a row; none of the target's fields is named."""
    comparator, value = asked
    if comparator == ":" and value.anything:
        return Junction(every=True, tests=())
    key = view.fields.get("id")
    if comparator not in (":", "=") or key is None:
        said = f'"{printable(name.text)}" is a relation: name a field of it, or ask ":*"; it stands'
        raise Malformed(said, name.at)
    return _value_test(key, "eq", value)


def _search(word: Word, view: View) -> Test:
    """A text without a field: in any of those that are searched."""
    return Junction(every=False, tests=tuple(_text_in(f, word) for f in searched_fields(view)))


def _text_in(field: Field, word: Word) -> Test:
    if word.wild:
        return Condition(field, "matches", like_pattern(word.parts), EXPRESSION)
    return Condition(field, "contains", word.text, EXPRESSION)


def _of_field(field: Field, path: Sequence[Word], comparator: str, value: Word) -> Test:
    if field.kind is Kind.JSON and not field.many:
        return _of_json(field, path, comparator, value)
    if len(path) > 1:
        said = f'"{field.name}" has no members: "{printable(path[1].text)}" stands'
        raise Malformed(said, path[1].at)
    if comparator == ":" and value.anything:
        if field.many:
            return Condition(field, "filled", None, EXPRESSION)
        return Condition(field, "is_null", False, EXPRESSION)
    if field.many:
        if comparator != ":":
            said = f'"{field.name}" is a list: ask it for a value by ":"; "{comparator}" stands'
            raise Malformed(said, path[0].at)
        return _value_test(field, "holds", value)
    return _of_scalar(field, path[0], comparator, value)


def _of_scalar(field: Field, name: Word, comparator: str, value: Word) -> Test:
    if comparator in _ORDERS:
        operator = _ORDERS[comparator]
        if operator not in operators(field):
            raise Malformed(f'"{field.name}" has no order: "{comparator}" stands', name.at)
        return _value_test(field, operator, value)
    if comparator == ":" and field.kind in TEXT_KINDS:
        return _text_in(field, value)
    if value.wild and field.kind in CODE_POINT:
        return Condition(field, "like", like_pattern(value.parts), EXPRESSION)
    return _value_test(field, "eq", value)


def _value_test(field: Field, operator: str, value: Word) -> Condition:
    try:
        return Condition(field, operator, parse_value(field, value.text), EXPRESSION)
    except NotAValue as refusal:
        raise Malformed(f"{refusal}", value.at, "INVALID_VALUE") from None


def _of_json(field: Field, path: Sequence[Word], comparator: str, value: Word) -> Test:
    names = tuple(word.text for word in path[1:])
    if comparator == ":" and value.anything:
        return Member(field, names, "present")
    number = None if value.quoted or value.wild else _number(value.text)
    if value.wild and comparator not in _ORDERS:
        return Member(field, names, "like", like_pattern(value.parts))
    operator = {"=": "eq", ":": "has"}.get(comparator) or _ORDERS[comparator]
    return Member(field, names, operator, value.text, number)


def _number(text: str) -> Decimal | None:
    try:
        return parse_decimal(text)
    except NotAValue:
        return None
