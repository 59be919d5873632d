"""Renames carried into the text of expressions, as PostgreSQL itself carries them.

A renamed column, type or enum value is renamed in every CHECK, predicate, default and computed
column by PostgreSQL. Done to the earlier schema too, they compare equal if nothing else changed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from generator.names import quoted
from generator.schema.values import Column, Table

_TOKENS = re.compile(r"""'(?:[^']|'')*'(?:::(?:\w+|"[^"]+")(?:\[\])?)?|::\s*\w+|"[^"]+"|\w+""")


def columns_in(text: str, renamed: Mapping[str, str]) -> str:
    """An expression after columns were renamed; texts and types in it stay."""

    def one(match: re.Match[str]) -> str:
        token = match[0]
        if token.startswith(("'", "::")):
            return token
        name = token.strip('"')
        return quoted(renamed[name]) if name in renamed else token

    return _TOKENS.sub(one, text)


_OF_ROWS = re.compile(
    r"""\b(?P<row>NEW|OLD|about)\.(?P<name>"(?:[^"]|"")+"|\w+)"""
    r"""|'(?P<key>\w+)'(?=, jsonb_build_array\()"""
)


def columns_of_rows(text: str, renamed: Mapping[str, str]) -> str:
    """A trigger's function after columns of its table were renamed, and their keys in events."""

    def one(match: re.Match[str]) -> str:
        if key := match["key"]:
            return f"'{renamed.get(key, key)}'"
        name = match["name"].strip('"')
        return f"{match['row']}.{quoted(renamed[name])}" if name in renamed else match[0]

    return _OF_ROWS.sub(one, text)


def enum_in(text: str, before: str, after: str, values: Mapping[str, str]) -> str:
    """An expression after an enum type and values of it were renamed."""
    types = {f"{quoted(before)}{array}": f"{quoted(after)}{array}" for array in ("", "[]")}

    def one(match: re.Match[str]) -> str:
        literal, cast, kind = match[0].rpartition("::")
        if not cast or kind not in types:
            return match[0]
        word = literal[1:-1]
        return f"'{values.get(word, word)}'::{types[kind]}" if literal else f"::{types[kind]}"

    return _TOKENS.sub(one, text)


def enum_in_table(table: Table, before: str, after: str, values: Mapping[str, str]) -> Table:
    """A table after an enum type and values of it were renamed."""
    types = {f"{quoted(before)}{array}": f"{quoted(after)}{array}" for array in ("", "[]")}

    def text(value: str) -> str:
        return enum_in(value, before, after, values)

    def column(value: Column) -> Column:
        return replace(
            value,
            type=types.get(value.type, value.type),
            default=text(value.default) if value.default else value.default,
            generated=text(value.generated) if value.generated else value.generated,
        )

    return replace(
        table,
        columns=tuple(column(value) for value in table.columns),
        checks=tuple(replace(one, condition=text(one.condition)) for one in table.checks),
        indexes=tuple(
            replace(one, where=text(one.where) if one.where else None) for one in table.indexes
        ),
        policies=tuple(
            replace(
                one,
                using=text(one.using) if one.using else None,
                check=text(one.check) if one.check else None,
            )
            for one in table.policies
        ),
    )


def columns_in_table(table: Table, renamed: Mapping[str, str]) -> Table:
    """A table whose `columns` have their new names already, with all that names them."""

    def called(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(renamed.get(name, name) for name in names)

    def text(value: str | None) -> str | None:
        return columns_in(value, renamed) if value else value

    return replace(
        table,
        columns=tuple(
            replace(one, reads=tuple(sorted(called(one.reads))), generated=text(one.generated))
            for one in table.columns
        ),
        primary_key=called(table.primary_key),
        foreign_keys=tuple(
            replace(key, column=renamed.get(key.column, key.column)) for key in table.foreign_keys
        ),
        checks=tuple(
            replace(one, reads=called(one.reads), condition=columns_in(one.condition, renamed))
            for one in table.checks
        ),
        indexes=tuple(
            replace(
                one,
                columns=tuple((renamed.get(name, name), down) for name, down in one.columns),
                filled=called(one.filled),
                reads=called(one.reads),
                where=text(one.where),
            )
            for one in table.indexes
        ),
        policies=tuple(
            replace(one, reads=called(one.reads), using=text(one.using), check=text(one.check))
            for one in table.policies
        ),
    )
