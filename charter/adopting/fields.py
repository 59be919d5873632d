"""Columns as fields: types, words, defaults, the earlier key."""

from __future__ import annotations

from charter.adopting import naming
from charter.adopting.catalogue import Column, Table
from charter.adopting.defaults import constant
from charter.adopting.drafts import Adopted, Draft, Keys, own_uuid
from charter.adopting.types import typed
from charter.adopting.words import vocabulary
from generator import names

_UPDATED = frozenset(
    {"updated_at", "updated_on", "last_update", "last_updated", "modified_at", "date_updated"}
)
_COMMON = {
    "version": "integer",
    "created_at": "timestamp with time zone",
    "updated_at": "timestamp with time zone",
    "created_by_id": "uuid",
    "updated_by_id": "uuid",
}
_IN_LISTS = 10_000
"""Lists hold no `text`; each text of one may be this long."""


def bookkeeping(column: Column, table: Table) -> str | None:
    """The common field that a column was kept for: `updated_at`, `deleted_at`.

    A table that has all of them, by name and type, was kept by the platform.
    """
    types = {each.name: each.type for each in table.columns}
    if column.name in _COMMON and _COMMON.items() <= types.items():
        return column.name
    if not column.type.startswith(("timestamp", "date")):
        return None
    word = naming.word(column.name)
    if word == "deleted_at" and not column.required:
        return "deleted_at"
    known = word in _UPDATED and (column.default is not None or word == "updated_at")
    return "updated_at" if known else None


def add_fields(draft: Draft, adopted: Adopted) -> None:
    """Adds a field for each column that is no relation and that the language can say."""
    for column in draft.table.columns:
        place = f"{draft.table.name}.{column.name}"
        common = bookkeeping(column, draft.table)
        if column.name in draft.members:
            continue
        if column.generated:
            adopted.note("A013", place, f"as {column.default}")
        elif common == "deleted_at":
            draft.keys["delete"] = "soft"
            draft.deleted = column.name
            adopted.note("A015", place, "it is that of every row that is softly deleted")
        elif common is not None:
            adopted.note("A015", place, f"it is {common} of every row, and begins with the copy")
        elif draft.table.primary_key == (column.name,) and own_uuid(draft.table):
            draft.members[column.name] = "id"
        else:
            _add_field(draft, column, adopted)


def _add_field(draft: Draft, column: Column, adopted: Adopted) -> None:
    place = f"{draft.table.name}.{column.name}"
    keys = _keys(column, adopted, place)
    if keys is None:
        adopted.note("A005", place, f"type {column.type}")
        return
    name = _name(draft, column)
    if name != column.name:
        adopted.note("A007", place, f"field {name}")
    if column.comment:
        keys["doc"] = " ".join(column.comment.split())
    if name == "former_created_at":
        keys["write"] = "once"
    elif draft.table.primary_key == (column.name,):
        _as_key(keys, column, adopted, place)
    else:
        _add_default(keys, column, adopted, place)
    draft.fields[name] = keys
    draft.members[column.name] = name
    draft.values[name] = _value(column, keys, adopted)


def _name(draft: Draft, column: Column) -> str:
    is_key = draft.table.primary_key == (column.name,)
    former = naming.word(column.name) in (*(["id"] if is_key else []), "created_at")
    wanted = f"former_{naming.word(column.name)}" if former else column.name
    return naming.member(wanted, draft.taken())


def _as_key(keys: Keys, column: Column, adopted: Adopted, place: str) -> None:
    """The earlier key: kept, unique, never changed; rows that PostgreSQL numbered lack it now."""
    if not column.filled:
        keys["required"] = True
    keys["unique"] = True
    keys["write"] = "once"
    told = "rows added from now on may have none" if column.filled else "new rows have to give it"
    adopted.note("A002", place, f"{column.type} stays as a unique field; {told}")


def _keys(column: Column, adopted: Adopted, place: str) -> Keys | None:
    """The type of a field; None where no field holds such values."""
    if column.enum is not None:
        keys: Keys = {"enum": _enum(column, adopted)}
        return keys | ({} if column.element is None else {"many": True})
    found = typed(column.element or column.type)
    if found is None:
        return None
    keys = dict(found.keys)
    if found.note:
        adopted.note("A006", place, f"{column.type} is {keys['type']}: {found.note}")
    return keys if column.element is None else _as_list(keys, adopted, place)


def _as_list(keys: Keys, adopted: Adopted, place: str) -> Keys | None:
    if keys["type"] == "json":
        return None
    if keys["type"] == "text":
        keys |= {"type": "string", "max": _IN_LISTS}
        adopted.note("A006", place, f"each text of the list has at most {_IN_LISTS} characters")
    return keys | {"many": True}


def _value(column: Column, keys: Keys, adopted: Adopted) -> str:
    """The SQL of the value in a copy."""
    old = f"o.{names.quoted(column.name)}"
    if column.enum is None:
        zoneless = column.type == "timestamp without time zone"
        return f"{old} AT TIME ZONE 'UTC'" if zoneless else old
    words = adopted.enums[keys["enum"]]
    if column.element is None:
        return words.copied(old)
    each = words.copied("w")
    return f"(SELECT array_agg({each} ORDER BY n) FROM unnest({old}) WITH ORDINALITY AS t (w, n))"  # noqa: S608 - a script to be read


def _enum(column: Column, adopted: Adopted) -> str:
    """The shared enum of a column's enum type; made at its first use."""
    assert column.enum is not None
    name = names.camel(naming.word(column.enum))
    name = f"{name}Word" if name in adopted.taken else name
    if name not in adopted.enums:
        adopted.enums[name] = vocabulary(column.words, column.enum, adopted.notes)
    return name


def _add_default(keys: Keys, column: Column, adopted: Adopted, place: str) -> None:
    if column.filled:
        adopted.note("A008", place, "the database numbered the rows; number: does that for texts")
        return
    if column.required:
        keys["required"] = True
    if column.default is None:
        return
    words = adopted.enums.get(keys.get("enum", ""))
    value = constant(column.default, keys, words)
    if value is None:
        adopted.note("A008", place, column.default)
    elif not column.required:
        adopted.note("A008", place, f"{column.default}; a field with a default is never empty")
    else:
        keys.pop("required")
        keys["default"] = value
