"""What a table alone cannot say: keys that exclude each other, or that depend on the type."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, time
from decimal import Decimal

from generator.grammar.language.words import DATE, SNAKE, TYPES
from generator.grammar.shapes import Table
from generator.grammar.units import is_duration, parse_amount
from generator.load.nodes import Mapping, Node, Scalar, Sequence
from generator.problems import At

Finding = tuple[At, str, str]
Rule = Callable[[Mapping, Table, str], Iterator[Finding]]

_SORTS = ("type", "enum", "number")
_NOT_NUMBERED = frozenset(
    "many required required_when default min max max_items pattern digits places size media "
    "unique write computed secret".split()
)
_NOT_COMPUTED = frozenset("required required_when default write unique media max_items".split())
_NOT_LINKED = frozenset("required required_when default on_delete".split())
_NOT_COLLECTED = frozenset("needs takes four_eyes guard set".split())
_DOES_SOMETHING = frozenset("call set needs takes".split())
_NEEDED_BY_TYPE = {"decimal": ("digits", "places"), "vector": ("size",)}


# ------------------------------------------------------------------------------------- fields


def _field(node: Mapping, table: Table, label: str) -> Iterator[Finding]:
    allowed = [sort for sort in _SORTS if table.key(sort)]
    said = [entry for entry in node if entry.key in allowed]
    if not said:
        yield node.at, "E007", f'missing key "type" in {label}: say one of {", ".join(allowed)}'
        return
    for extra in said[1:]:
        message = f'"{extra.key}" means nothing beside "{said[0].key}"; say one of them'
        yield extra.at, "E015", message
    kind = _kind(node)
    if kind is None:
        return
    yield from _by_type(node, table, kind)
    yield from _by_neighbour(node)
    yield from _needed(node, table, kind, label)
    yield from _bounds(node, kind)


def _kind(node: Mapping) -> str | None:
    """The word by which the tables know the field's type; None if it is not known."""
    if "type" not in node:
        return "enum" if "enum" in node else "number"
    said = node.get("type")
    return said.text if isinstance(said, Scalar) and said.text in TYPES else None


def _by_type(node: Mapping, table: Table, kind: str) -> Iterator[Finding]:
    for entry in node:
        key = table.key(entry.key)
        if key and key.types is not None and kind not in key.types and kind != "number":
            named = "an enum" if kind == "enum" else f"type {kind}"
            yield entry.at, "E015", f'"{entry.key}" means nothing for {named}'
    default = node.get("default")
    if isinstance(default, Mapping) and kind != "json":
        yield default.at, "E006", '"default" must be a value, found a map'
    if isinstance(default, Sequence) and kind != "json" and not _true(node, "many"):
        yield default.at, "E006", '"default" must be a value, found a list'


def _by_neighbour(node: Mapping) -> Iterator[Finding]:
    if "number" in node:
        yield from _meaningless(node, _NOT_NUMBERED, "a numbered field")
    elif "computed" in node:
        yield from _meaningless(node, _NOT_COMPUTED, "a computed field")
    if _true(node, "required"):
        yield from _meaningless(node, frozenset({"required_when"}), "a field that is required")
    if not _true(node, "many"):
        yield from _meaningless(node, frozenset({"max_items"}), "a field without many: true")


def _needed(node: Mapping, table: Table, kind: str, label: str) -> Iterator[Finding]:
    needed = _NEEDED_BY_TYPE.get(kind, ())
    if kind == "string" and table.name == "field":
        needed = ("max",)
    for key in needed:
        if key not in node:
            yield node.at, "E007", f'missing key "{key}" in {label}: a {kind} needs it'


# ------------------------------------------------------------------------------------- bounds


def _bounds(node: Mapping, kind: str) -> Iterator[Finding]:
    form = _BOUNDS.get(kind)
    for key in ("min", "max"):
        bound = node.get(key)
        if form is None or not isinstance(bound, Scalar) or bound.value is None:
            continue
        expected, accepts = form
        if not accepts(bound):
            message = f'"{key}" of type {kind} must be {expected}, found "{bound.text[:60]}"'
            yield bound.at, "E006", message
        elif form is _LENGTH and key == "max" and bound.value == 0:
            yield bound.at, "E006", '"max" must be at least 1, found "0"'


def _is_whole(node: Scalar) -> bool:
    return isinstance(node.value, int) and not isinstance(node.value, bool)


def _within(node: Scalar, bits: int) -> bool:
    return _is_whole(node) and -(2**bits) <= int(node.text) < 2**bits


def _is_number(node: Scalar) -> bool:
    return _is_whole(node) or isinstance(node.value, Decimal)


def _is_length(node: Scalar) -> bool:
    return _is_whole(node) and 0 <= int(node.text) <= 10_000_000


def _is_name(node: Scalar) -> bool:
    return isinstance(node.value, str) and re.fullmatch(SNAKE, node.text) is not None


def _is_moment(text: str) -> bool:
    try:
        return bool(datetime.fromisoformat(text)) and len(text) > len("2026-11-01")
    except ValueError:
        return False


def _is_time(text: str) -> bool:
    try:
        time.fromisoformat(text)
    except ValueError:
        return False
    return True


_LENGTH = ("a whole number", _is_length)
_INT = ("a whole number of at most 2147483647 or a field", lambda n: _within(n, 31) or _is_name(n))
_BIGINT = ("a whole number of at most 64 bits or a field", lambda n: _within(n, 63) or _is_name(n))
_NUMBER = ("a number or a field", lambda node: _is_number(node) or _is_name(node))
_BOUNDS: dict[str, tuple[str, Callable[[Scalar], bool]]] = {
    **dict.fromkeys(("string", "text", "email", "url"), _LENGTH),
    "int": _INT,
    "bigint": _BIGINT,
    **dict.fromkeys(("float", "decimal"), _NUMBER),
    "date": ("a date or a field", lambda node: DATE.accepts(node.text) or _is_name(node)),
    "datetime": ("a date and time or a field", lambda n: _is_moment(n.text) or _is_name(n)),
    "time": ("a time or a field", lambda node: _is_time(node.text) or _is_name(node)),
    "duration": ("such as 72 hours, or a field", lambda n: is_duration(n.text) or _is_name(n)),
    "file": ("a size such as 25 MB", lambda node: parse_amount(node.text) is not None),
}


# ---------------------------------------------------------------------- relations and entities


def _relation(node: Mapping, _table: Table, _label: str) -> Iterator[Finding]:
    if _true(node, "many"):
        yield from _meaningless(node, _NOT_LINKED, "a relation with many: true")
        if isinstance(kinds := node.get("to"), Sequence) or _text(kinds) == "any":
            yield node.at, "E015", '"many" means nothing for a relation to several kinds of rows'
    else:
        yield from _meaningless(node, frozenset({"table"}), "a relation without many: true")
    if _true(node, "required"):
        yield from _meaningless(node, frozenset({"required_when"}), "a relation that is required")


def _entity(node: Mapping, _table: Table, _label: str) -> Iterator[Finding]:
    if _text(node.get("write")) == "once":
        yield from _meaningless(node, frozenset({"delete"}), "an entity of write: once")


# ------------------------------------------------------------------------------------- actions


def _transition(node: Mapping, _table: Table, label: str) -> Iterator[Finding]:
    if "when" in node and "by" not in node:
        yield node.at, "E007", f'missing key "by" in {label}: "when" needs by: system'
    if "every" in node and "when" not in node:
        yield node.at, "E007", f'missing key "when" in {label}: "every" says how often it is read'


def _action(node: Mapping, _table: Table, label: str) -> Iterator[Finding]:
    if all(key not in node for key in _DOES_SOMETHING):
        yield node.at, "E007", f'missing key "call" in {label}, or one of set, needs, takes'
    if _text(node.get("at")) == "collection":
        yield from _meaningless(node, _NOT_COLLECTED, "an action at: collection")


# ------------------------------------------------------------------------------------- reading


def _meaningless(node: Mapping, keys: frozenset[str], where: str) -> Iterator[Finding]:
    for entry in node:
        if entry.key in keys:
            yield entry.at, "E015", f'"{entry.key}" means nothing for {where}'


def _true(node: Mapping, key: str) -> bool:
    value = node.get(key)
    return isinstance(value, Scalar) and value.value is True


def _text(node: Node | None) -> str | None:
    return node.text if isinstance(node, Scalar) else None


RULES: dict[str, Rule] = {
    "field": _field,
    "input_field": _field,
    "relation": _relation,
    "entity": _entity,
    "transition": _transition,
    "action": _action,
}
"""The rules of a table, run after its keys have been checked one by one."""
