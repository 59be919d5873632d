"""Two JSON Schemas: what the later one accepts or gives, against the earlier one.

A request may accept more and never less; an answer may hold less variety and never more. Bounds
of answers (lengths, limits, patterns) are information: a title that may get longer breaks nobody.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from charter.contract.change import Change, Direction, Json
from charter.contract.patterns import longer, named

_REFERENCE = "#/components/schemas/"
_LOWER = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
"""Bounds that accept less as they rise."""
_UPPER = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
"""Bounds that accept less as they fall."""
_EXACT = ("pattern", "multipleOf", "uniqueItems")
"""What narrows where it appears or changes, and widens where it goes."""
_NULL = {"type": "null"}


class Schemas:
    """Compares schemas of two documents; each pair of named ones once a direction."""

    def __init__(self, old: Json, new: Json) -> None:
        self._old = old.get("components", {}).get("schemas", {})
        self._new = new.get("components", {}).get("schemas", {})
        self._seen: set[tuple[str, str, Direction]] = set()
        self.found: list[Change] = []

    def compare(self, old: Json, new: Json, direction: Direction, place: str) -> None:
        """Notes every difference under `place`, or under the name of the schema referred to."""
        names = (old.get("$ref"), new.get("$ref"))
        if names != (None, None):
            key = (str(names[0]), str(names[1]), direction)
            if key in self._seen:
                return
            self._seen.add(key)
            if names[1] is not None:
                place = names[1].removeprefix(_REFERENCE)
        old, new = _resolved(old, self._old), _resolved(new, self._new)
        if old == new and not _refers(old):
            return
        self._alternatives(old, new, direction, place)

    # ------------------------------------------------------------------------------ parts

    def _alternatives(self, old: Json, new: Json, direction: Direction, place: str) -> None:
        before, after = _choices(old), _choices(new)
        nullable = (_NULL in before, _NULL in after)
        if nullable[0] != nullable[1]:
            code, word = ("NULL_ADDED", "may be") if nullable[1] else ("NULL_REMOVED", "is never")
            self._note(code, place, f"{word} null now", direction, wider=nullable[1])
        before = [choice for choice in before if choice != _NULL]
        after = [choice for choice in after if choice != _NULL]
        if len(before) == len(after) == 1:
            self._plain(before[0], after[0], direction, place)
            return
        for was, now in _paired(before, after):
            if was is not None and now is not None:
                self._plain(was, now, direction, place)
            elif now is not None:
                said = f"may be {_words(now)} now"
                self._note("ALTERNATIVE_ADDED", place, said, direction, wider=True)
            elif was is not None:
                said = f"is never {_words(was)} now"
                self._note("ALTERNATIVE_REMOVED", place, said, direction, wider=False)

    def _plain(self, old: Json, new: Json, direction: Direction, place: str) -> None:
        if "$ref" in old or "$ref" in new:
            self.compare(old, new, direction, place)
            return
        if _types(old) != _types(new) or old.get("format") != new.get("format"):
            said = f"was {_words(old)}, is {_words(new)}"
            request = direction is Direction.REQUEST
            fine = _within(old, new) if request else _within(new, old)
            self.found.append(Change(not fine, "TYPE_CHANGED", place, said))
            if not fine:
                return
        self._values(old, new, direction, place)
        self._bounds(old, new, direction, place)
        self._members(old, new, direction, place)
        if "items" in old or "items" in new:
            self.compare(old.get("items", {}), new.get("items", {}), direction, f"{place}[]")
        if old.get("default") != new.get("default"):
            said = f"the default was {_shown(old)}, is {_shown(new)}"
            self.found.append(Change(False, "DEFAULT_CHANGED", place, said))
        if new.get("deprecated") and not old.get("deprecated"):
            self.found.append(Change(False, "DEPRECATED", place, "is deprecated now"))

    def _values(self, old: Json, new: Json, direction: Direction, place: str) -> None:
        before, after = _enumerated(old), _enumerated(new)
        if before is None and after is None:
            return
        if before is None or after is None:
            said = "any value" if after is None else f"one of {_joined(after)} only"
            self._note("ENUM_CHANGED", place, f"is {said} now", direction, wider=after is None)
            return
        if more := [value for value in after if value not in before]:
            self._note("VALUE_ADDED", place, f"may be {_joined(more)} now", direction, wider=True)
        if less := [value for value in before if value not in after]:
            self._note(
                "VALUE_REMOVED", place, f"is never {_joined(less)} now", direction, wider=False
            )

    def _bounds(self, old: Json, new: Json, direction: Direction, place: str) -> None:
        for word in (*_LOWER, *_UPPER, *_EXACT):
            was, now = old.get(word), new.get(word)
            if was == now or (word == "uniqueItems" and not (was or now)):
                continue
            names = named(was, now) if word == "pattern" and was and now else None
            if names is not None:
                less = direction is Direction.REQUEST and bool(names.less)
                if names.more or names.less:
                    self.found.append(Change(less, "NAMES_CHANGED", place, names.sentence))
                continue
            wider = now is None or (was is not None and _wider(word, was, now))
            breaking = direction is Direction.REQUEST and not wider
            said = f"{word} was {_bound(was)}, is {_bound(now)}"
            self.found.append(Change(breaking, "BOUND_CHANGED", place, said))

    def _members(self, old: Json, new: Json, direction: Direction, place: str) -> None:
        before, after = old.get("properties", {}), new.get("properties", {})
        asked_before, asked_after = set(old.get("required", ())), set(new.get("required", ()))
        for name in after:
            where = f"{place}.{name}"
            if name not in before:
                self._added(where, direction, required=name in asked_after)
                continue
            if (name in asked_before) != (name in asked_after):
                self._presence(where, direction, required=name in asked_after)
            self.compare(before[name], after[name], direction, where)
        for name in before:
            if name not in after:
                said = "is no longer accepted" if direction is Direction.REQUEST else "is gone"
                said += known_to_go(before[name])
                self.found.append(Change(True, "MEMBER_REMOVED", f"{place}.{name}", said))
        self._others(old, new, direction, place)

    def _added(self, place: str, direction: Direction, *, required: bool) -> None:
        breaking = direction is Direction.REQUEST and required
        said = "is new, and required" if breaking else "is new"
        self.found.append(Change(breaking, "MEMBER_ADDED", place, said))

    def _presence(self, place: str, direction: Direction, *, required: bool) -> None:
        breaking = required == (direction is Direction.REQUEST)
        said = "is required now" if required else "may be left out now"
        code = "MEMBER_REQUIRED" if required else "MEMBER_OPTIONAL"
        self.found.append(Change(breaking, code, place, said))

    def _others(self, old: Json, new: Json, direction: Direction, place: str) -> None:
        """Members that no name is given to."""
        was, now = old.get("additionalProperties", True), new.get("additionalProperties", True)
        if isinstance(was, Mapping) and isinstance(now, Mapping):
            self.compare(dict(was), dict(now), direction, f"{place}.*")
        elif was != now:
            said = "other members are refused now" if now is False else "other members are allowed"
            breaking = direction is Direction.REQUEST and now is not True
            self.found.append(Change(breaking, "OTHER_MEMBERS", place, said))

    def _note(
        self, code: str, place: str, message: str, direction: Direction, *, wider: bool
    ) -> None:
        breaking = wider == (direction is Direction.RESPONSE)
        self.found.append(Change(breaking, code, place, message))


def known_to_go(part: Json) -> str:
    """What to add where something goes that clients were warned of."""
    return "; it was deprecated" if part.get("deprecated") else ""


def _wider(word: str, was: Any, now: Any) -> bool:
    """Whether a bound that is there before and after accepts more."""
    match word:
        case "pattern":
            return bool(longer(was, now))
        case "multipleOf":
            return (Decimal(str(was)) % Decimal(str(now))) == 0
        case "uniqueItems":
            return False
    return bool((now < was) == (word in _LOWER))


def _within(inner: Json, outer: Json) -> bool:
    """Whether every value of one plain type is one of another, written the same."""
    kinds = (_types(inner), _types(outer))
    forms = (inner.get("format"), outer.get("format"))
    if kinds[1] is None:
        return True
    if kinds == ("integer", "number"):
        return forms[1] is None
    # A number without a format may be read as a short one.
    return kinds == ("string", "string") and forms[1] is None


def _paired(before: list[Json], after: list[Json]) -> Iterator[tuple[Json | None, Json | None]]:
    """Alternatives with what became of them: the same, or the only ones of one type."""
    left = list(after)
    rest = []
    for choice in before:
        if choice in left:
            left.remove(choice)
            yield choice, choice
        else:
            rest.append(choice)
    for choice in rest:
        heir = next((each for each in left if _kind(each) == _kind(choice)), None)
        if heir is not None:
            left.remove(heir)
        yield choice, heir
    for choice in left:
        yield None, choice


def _kind(schema: Json) -> tuple[Any, Any, Any]:
    return schema.get("$ref"), _types(schema), schema.get("format")


def _resolved(schema: Json, named: Mapping[str, Json]) -> Json:
    reference = schema.get("$ref")
    if reference is None:
        return schema
    return named.get(reference.removeprefix(_REFERENCE), {})


def _refers(schema: Any) -> bool:
    """Whether something within refers to a schema of a name, which may have changed."""
    if isinstance(schema, Mapping):
        return "$ref" in schema or any(_refers(value) for value in schema.values())
    return isinstance(schema, list) and any(_refers(value) for value in schema)


def _choices(schema: Json) -> list[Json]:
    """The alternatives of a schema; `type: [string, null]` is two."""
    alternatives = schema.get("anyOf") or schema.get("oneOf")
    if alternatives is not None:
        return list(alternatives)
    types = schema.get("type")
    if isinstance(types, list):
        return [_NULL if each == "null" else {**schema, "type": each} for each in types]
    return [schema]


def _types(schema: Json) -> Any:
    return schema.get("type")


def _enumerated(schema: Json) -> list[Any] | None:
    return [schema["const"]] if "const" in schema else schema.get("enum")


def _words(schema: Json) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(_REFERENCE)
    kind, form = schema.get("type", "anything"), schema.get("format")
    return f"{kind} ({form})" if form else str(kind)


def _joined(values: Iterable[Any]) -> str:
    return ", ".join(json.dumps(value) for value in values)


def _shown(schema: Json) -> str:
    return json.dumps(schema["default"]) if "default" in schema else "none"


def _bound(value: Any) -> str:
    return "unlimited" if value is None else json.dumps(value)
