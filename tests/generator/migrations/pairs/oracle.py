"""Which rows a model takes, said once more and in plain Python."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tests.generator.migrations.pairs.kinds import fits
from tests.generator.migrations.pairs.sketch import Sketch, Spec, table

Row = dict[str, str | None]
Rows = dict[str, dict[str, Row]]
"""Values by table, row and column, as PostgreSQL writes them."""


def required(member: Spec) -> bool:
    """Whether a field or relation is never empty."""
    return bool(member.get("required")) or "default" in member


def misfits(sketch: Sketch, rows: Rows) -> list[str]:
    """What a model would refuse of these rows; one line each."""
    found: list[str] = []
    for name in sketch.entities():
        held = rows.get(table(name), {})
        for key, row in held.items():
            found += [f"{table(name)} {key}: {why}" for why in _row(sketch, name, row, rows)]
        found += _doubled(sketch, name, held)
    return found


def _row(sketch: Sketch, name: str, row: Row, rows: Rows) -> Iterator[str]:
    entity = sketch.entity(name)
    for member, field in sketch.fields(name).items():
        if "computed" in field or "number" in field:
            continue
        held = row[member]
        words = sketch.words(field) if "enum" in field else []
        if held is None:
            if required(field):
                yield f"{member} is empty"
            elif "required_when" in field and _holds(field["required_when"], row):
                yield f"{member} is empty and must not be"
        elif not fits(held, field, words):
            yield f"{member} {held!r} does not fit"
        bound = field.get("min")
        if isinstance(bound, str) and held is not None:
            other = row[bound]
            if other is not None and held < other:
                yield f"{member} is before {bound}"
    for member, relation in sketch.relations(name).items():
        if relation.get("many"):
            continue
        held = row[f"{member}_id"]
        if held is None:
            if relation.get("required"):
                yield f"{member} is empty"
        elif held not in rows[_target(relation)]:
            yield f"{member} leads nowhere"
    states = entity.get("states")
    if states is not None:
        values = [next(iter(each)) if isinstance(each, dict) else each for each in states["values"]]
        if row["status"] not in values:
            yield f"status {row['status']} is gone"
    for rule in entity.get("rules", ()):
        if not _holds(rule, row):
            yield f"breaks {rule}"


def _target(relation: Spec) -> str:
    return "users" if relation["to"] == "User" else table(relation["to"])


def _holds(condition: str, row: Row) -> bool:
    """A test of the form `a == "b"`, `a != b` or `a is null or a < 5`."""
    if " or " in condition:
        return any(_holds(each, row) for each in condition.split(" or "))
    name, operator, right = condition.split(" ", 2)
    held = row[name]
    if operator == "is":
        return held is None
    other = right.strip('"') if right[0] in '"0123456789' else row[right]
    if operator == "==":
        return held is not None and held == other
    if operator == "!=":
        return held is None or other is None or held != other
    return held is not None and other is not None and int(held) < int(other)


def _doubled(sketch: Sketch, name: str, held: dict[str, Row]) -> Iterator[str]:
    entity = sketch.entity(name)
    keys: list[tuple[list[str], bool]] = [
        ([member], False) for member, field in sketch.fields(name).items() if field.get("unique")
    ]
    for key in entity.get("unique", ()):
        columns = [
            f"{each}_id" if each in sketch.relations(name) else each for each in key["fields"]
        ]
        keys.append((columns, key.get("nulls") == "equal"))
    live = [row for row in held.values() if entity.get("delete") != "soft" or not row["deleted_at"]]
    for columns, equal in keys:
        values = [tuple(row[column] for column in columns) for row in live]
        counted = Counter(each for each in values if equal or None not in each)
        yield from (f"{name} {columns}: {each} twice" for each, many in counted.items() if many > 1)
