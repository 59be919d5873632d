"""The generator's SQL templates, filled in; values as parameters of the right type."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from runtime.policy.reach import ALL, Reach
from runtime.query.statement import ACTOR, KEY, Parameters
from runtime.resource import TEXT_KINDS, Field, Kind, Resource

CODE_POINT = TEXT_KINDS | {Kind.COUNTRY, Kind.CURRENCY}
TRUE = "true"


def quoted(name: str) -> str:
    """An identifier from a generated table, quoted."""
    return f'"{name}"'


def expression(template: str, row: str, reach: Reach, parameters: Parameters) -> str:
    """A template with its row, and the actor where it asks for one.

    The actor becomes a parameter only then: PostgreSQL refuses one that no text mentions.
    """
    actor = parameters.add(reach.actor.id, "uuid", ACTOR) if "{actor}" in template else ""
    return template.format(row=row, actor=actor)


def field_sql(field: Field, reach: Reach, parameters: Parameters) -> str:
    """The template of a field's value; of one found in other rows, the one that this actor needs.

    The function of the owner costs several times what it reads. Row-level security of rows that
    are all within reach keeps none of them back, so that the plain expression says the same.
    """
    if field.direct is None or not all(map(reach.whole, field.reads)):
        return field.sql
    for name in field.reads:
        parameters.allow(name, "read", ALL)
    return field.direct


def value_of(field: Field, row: str, reach: Reach, parameters: Parameters) -> str:
    """SQL of a field's value, of the type that the database has for it."""
    return expression(field_sql(field, reach, parameters), row, reach, parameters)


def comparable(field: Field, row: str, reach: Reach, parameters: Parameters) -> str:
    """The field's value as it is compared and sorted: text by code point, whatever the server."""
    value = f"({value_of(field, row, reach, parameters)})"
    return f'{value} collate "C"' if comparison_type(field) == "text" else value


def comparison_type(field: Field) -> str:
    """The SQL type of a value compared with the field, without the length that would cut it."""
    if field.kind in CODE_POINT:
        return "text"
    return "numeric" if field.kind is Kind.DECIMAL else field.sql_type


def in_sight(value: str, field: Field, row: str, reach: Reach, parameters: Parameters) -> str:
    """The field's value, of an object without the members hidden where they come from."""
    if field.members_of is None:
        return value
    arms = [
        f"when {parameters.add(resource, 'text')} then "
        + (
            "'{}'::jsonb"
            if "*" in names
            else f"{value} - {parameters.add(sorted(names), 'text[]')}"
        )
        for resource, names in reach.hidden().items()
    ]
    if not arms:
        return value
    return f"case {row}.{quoted(field.members_of)} {' '.join(arms)} else {value} end"


def columns(resource: Resource, row: str) -> str:
    """The stored columns by name: secret ones the application's role may not even read."""
    return ", ".join(
        f"{row}.{quoted(field.name)}"
        for field in resource.fields
        if field.stored and not field.secret
    )


def conjunction(conditions: Iterable[str]) -> str:
    """All of them, leaving out what is always true."""
    found = [condition for condition in conditions if condition != TRUE]
    return " and ".join(found) if found else TRUE


def reachable(
    resource: Resource, reach: Reach, action: str, row: str, parameters: Parameters
) -> list[str]:
    """The conditions that keep out rows softly deleted, and rows beyond the actor's reach."""
    live = [f"{row}.deleted_at is null"] if resource.soft else []
    within = reach.condition(resource, action, row, parameters)
    return [*live, within if within == TRUE else f"({within})"]


def visible_row(
    resource: Resource,
    reach: Reach,
    action: str,
    key: UUID,
    parameters: Parameters,
    *,
    select: str | None = None,
) -> str:
    """A select of that list over the row `r` of that id, if it is live and within reach.

    Without a list, of every column that may be read.
    """
    conditions = [f"r.id = {parameters.add(key, 'uuid', KEY)}"]
    conditions += reachable(resource, reach, action, "r", parameters)
    shown = select or columns(resource, "r")
    return f"select {shown} from {quoted(resource.table)} r where {conjunction(conditions)}"
