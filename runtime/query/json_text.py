"""JSON written as text, member by member.

`row_to_json` asks for the type of every column of every row again, which costs more than the
values themselves. `concat` keeps what it knows of its arguments for the whole statement, and the
kinds of values are known here: keys and numbers need no escaping, and text goes through
`json_scalar`, which looks its type up once a statement where `to_json` does once a value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from runtime.resource import Field, Kind

ARGUMENTS = 96
"""Of one call of `concat`; PostgreSQL takes at most 100."""

Form = Literal["plain", "quoted", "bool", "scalar", "json"]
_FORMS: dict[Kind, Form] = {
    Kind.INT: "plain",
    Kind.BIGINT: "plain",
    Kind.BOOL: "bool",
    Kind.UUID: "quoted",
    Kind.ENUM: "quoted",
    Kind.COUNTRY: "quoted",
    Kind.CURRENCY: "quoted",
    Kind.DECIMAL: "quoted",
    Kind.STRING: "scalar",
    Kind.TEXT: "scalar",
    Kind.EMAIL: "scalar",
    Kind.URL: "scalar",
    Kind.DATE: "scalar",
    Kind.DATETIME: "scalar",
    Kind.TIME: "scalar",
}


@dataclass(frozen=True, slots=True)
class Member:
    """A member of an object: its name, SQL of its value, and how that becomes JSON.

    `plain` is JSON already when it is text, `quoted` needs quotes and no escaping; `scalar` is one
    text or time, `json` anything that `to_json` takes. Null becomes null, unless it is `certain`
    that there is none.
    """

    name: str
    value: str
    form: Form = "json"
    certain: bool = False


def form_of(field: Field) -> Form:
    """How values of a field become JSON."""
    return "json" if field.many else _FORMS.get(field.kind, "json")


def object_text(members: Sequence[Member]) -> str:
    """SQL of type text: the object, as compact as `row_to_json` writes it."""
    parts: list[str] = []
    literal = "{"
    for place, member in enumerate(members):
        around, value = _rendered(member)
        comma = "," if place else ""
        parts += [f"'{literal}{comma}\"{member.name}\":{around}'", value]
        literal = around
    parts.append(f"'{literal}}}'")
    calls = (parts[start : start + ARGUMENTS] for start in range(0, len(parts), ARGUMENTS))
    return " || ".join(f"concat({', '.join(call)})" for call in calls)


def _rendered(member: Member) -> tuple[str, str]:
    """(what stands on both sides of the value, SQL of the value)."""
    value = member.value
    if member.form == "bool":
        return "", f"case {value} when true then 'true' when false then 'false' else 'null' end"
    if member.form == "scalar":
        value = f"json_scalar({value})"
    elif member.form == "json":
        value = f"to_json({value})"
    elif member.form == "quoted":
        if member.certain:
            return '"', value
        return "", f"coalesce('\"' || ({value})::text || '\"', 'null')"
    return "", value if member.certain else f"coalesce(({value})::text, 'null')"
