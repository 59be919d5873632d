"""Conditions, unique keys and indexes of a table, as far as the language says them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from charter.adopting.catalogue import Key
from charter.adopting.checks import Bound, Comparison, Said, Words, said
from charter.adopting.drafts import Adopted, Draft
from charter.adopting.words import vocabulary
from generator import names

_ORDERED = frozenset({"int", "bigint", "decimal", "float", "date", "datetime", "time"})
_NUMBERS = frozenset({"int", "bigint", "decimal", "float"})
_TEXTS = frozenset({"string", "text"})


def add_checks(draft: Draft, adopted: Adopted) -> None:
    """Adds what CHECKs of the table and of its domains say."""
    for name, definition in _conditions(draft):
        parts = said(definition)
        if parts is None or not all([_add(draft, part, adopted) for part in parts]):
            adopted.note("A009", f"{draft.table.name}.{name}", definition)


def _conditions(draft: Draft) -> Iterator[tuple[str, str]]:
    yield from draft.table.checks
    for column in draft.table.columns:
        for check in column.checks:
            yield column.name, re.sub(r"\bVALUE\b", f'"{column.name}"', check)


def _add(draft: Draft, part: Said, adopted: Adopted) -> bool:
    match part:
        case Bound():
            return _add_bound(draft, part)
        case Words():
            return _add_words(draft, part, adopted)
        case Comparison():
            return _add_comparison(draft, part)


def _add_bound(draft: Draft, bound: Bound) -> bool:
    keys = draft.fields.get(draft.members.get(bound.column, ""))
    if keys is None or keys.get("many") or keys.get("type") not in _NUMBERS | _TEXTS:
        return False
    if isinstance(bound.value, str) and keys["type"] not in ("decimal", "float"):
        return False
    value = float(bound.value) if isinstance(bound.value, str) else bound.value
    there = keys.get(bound.key)
    if isinstance(there, (int, float)):
        value = max(there, value) if bound.key == "min" else min(there, value)
    keys[bound.key] = value
    return True


def _add_words(draft: Draft, words: Words, adopted: Adopted) -> bool:
    field = draft.members.get(words.column, "")
    keys = draft.fields.get(field)
    if keys is None or keys.get("type") not in _TEXTS or keys.get("many"):
        return False
    there = vocabulary(words.words, f"{draft.table.name}.{words.column}", adopted.notes)
    default = there.now(str(keys.get("default")))
    kept = {key: value for key, value in keys.items() if key in ("required", "unique", "doc")}
    keys.clear()
    keys.update({"enum": there.listed(), **kept})
    if default is not None:
        keys["default"] = default
    draft.words[field] = there
    draft.values[field] = there.copied(f"o.{names.quoted(words.column)}")
    return True


def _add_comparison(draft: Draft, compared: Comparison) -> bool:
    left, right = (draft.members.get(name, "") for name in (compared.left, compared.right))
    one, two = draft.fields.get(left), draft.fields.get(right)
    if one is None or two is None or one.get("type") not in _ORDERED:
        return False
    key, turned = ("min", "max") if compared.operator in (">=", ">") else ("max", "min")
    if compared.operator in (">=", "<=") and one.get("type") == two.get("type"):
        if key not in one:
            one[key] = right
            return True
        if turned not in two:
            two[turned] = left
            return True
    empty = [f"{name} is null" for name, keys in ((left, one), (right, two)) if _may_lack(keys)]
    check = " or ".join([*empty, f"{left} {compared.operator} {right}"])
    draft.rules.append({"check": check})
    return True


def _may_lack(keys: dict[str, object]) -> bool:
    return not keys.get("required") and "default" not in keys


def add_keys(draft: Draft, adopted: Adopted) -> None:
    """Adds unique keys and indexes over members; a key of several columns becomes one of them."""
    place = draft.table.name
    if len(draft.table.primary_key) > 1:
        _add_unique(draft, draft.table.primary_key, "", place, adopted)
        columns = ", ".join(draft.table.primary_key)
        adopted.note("A003", place, f"unique over {columns}")
    for found in draft.table.keys:
        key = _without_id(draft, found)
        members = [draft.members.get(column) for column in key.columns]
        live = key.rows == f"({names.quoted(draft.deleted)} IS NULL)" if draft.deleted else False
        if not key.plain or (key.rows and not live) or None in members or "id" in members:
            adopted.note("A010", f"{place}.{key.name}", key.definition)
        elif key.unique:
            _add_unique(draft, key.columns, key.definition, place, adopted)
        else:
            _add_index(draft, key)


def _without_id(draft: Draft, key: Key) -> Key:
    """An index as the model says it: the id at its end comes by itself."""
    last = draft.members.get(key.columns[-1]) if len(key.columns) > 1 else None
    return key if key.unique or last != "id" else replace(key, columns=key.columns[:-1])


def _add_unique(
    draft: Draft, columns: tuple[str, ...], definition: str, place: str, adopted: Adopted
) -> None:
    members = [draft.members.get(column) for column in columns]
    if None in members:
        adopted.note("A010", place, f"unique over {', '.join(columns)}")
        return
    single = draft.fields.get(str(members[0])) if len(members) == 1 else None
    equal = "NULLS NOT DISTINCT" in definition
    if single is not None and not equal:
        single["unique"] = True
        return
    said_key = {"fields": members, **({"nulls": "equal"} if equal else {})}
    if said_key not in draft.unique:
        draft.unique.append(said_key)


def _add_index(draft: Draft, key: Key) -> None:
    members = [draft.members[column] for column in key.columns]
    if len(members) == 1 and members[0] in draft.relations:
        return
    if any({"fields": members} == unique for unique in draft.unique):
        return
    if len(members) == 1 and draft.fields[members[0]].get("unique"):
        return
    down = [
        re.search(rf'(?<![\w"])"?{re.escape(column)}"? DESC', key.definition) is not None
        for column in key.columns
    ]
    signed = [f"-{name}" if sign else name for name, sign in zip(members, down, strict=True)]
    if {"fields": signed} not in draft.indexes:
        draft.indexes.append({"fields": signed})
