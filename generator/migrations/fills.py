"""What rows that are there get in a new or newly required column: `--fill 'Risk.score=impact * 2'`.

The values are expressions of the model's own language, as in `set`: literals, own fields, to-one
paths. They are typed against the model as it is now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.expressions.check import check
from generator.expressions.shape import Base, FieldShape, Shapes, ToOneShape, Type
from generator.expressions.sql import sql
from generator.expressions.tree import Expression, Use
from generator.migrations.history import MigrationError
from generator.model import Model
from generator.near import did_you_mean
from generator.problems import At, Problems
from generator.schema.conditions import ACTOR, Conditions

_PLACE = "--fill"


@dataclass(frozen=True, slots=True)
class Value:
    """The value of a column for rows that have none."""

    text: str
    expression: Expression
    terms: _Terms

    def over(self, row: str) -> str:
        """It in SQL, over the row of that alias, or `NEW`."""
        return self.terms.written(self.expression, row)


Fills = Mapping[tuple[str, str], Value]
"""Values by table and column."""


class _Terms(Conditions):
    """The shapes of a model, and expressions over them in SQL."""

    @property
    def shapes(self) -> Shapes:
        """What expressions may name."""
        return self._shapes

    def written(self, expression: Expression, row: str) -> str:
        """An expression in SQL, without an actor: nobody acts while rows are filled."""
        return sql(expression, row, ACTOR, shapes=self._shapes, computed=self.computed)


def read_fills(model: Model, texts: Iterable[str]) -> dict[tuple[str, str], Value]:
    """The values that `--fill` gives, by table and column.

    Raises:
        MigrationError: a text is not `Entity.member=EXPR`, names what the model does not have, or
            its expression is wrong; all that is wrong is said at once.
    """
    terms = _Terms(model)
    found: dict[tuple[str, str], Value] = {}
    wrong: list[str] = []
    for text in texts:
        place, equals, given = text.partition("=")
        entity, dot, member = place.strip().partition(".")
        if not (equals and dot and given.strip()):
            wrong.append(f"--fill {text}: write it as Entity.member=EXPRESSION")
            continue
        said = _value(terms, entity, member, given.strip())
        if isinstance(said, str):
            wrong.append(f"--fill {place.strip()}: {said}")
        else:
            found[said[0]] = said[1]
    if wrong:
        raise MigrationError("\n".join(wrong))
    return found


def _value(
    terms: _Terms, entity: str, member: str, text: str
) -> tuple[tuple[str, str], Value] | str:
    """The column and its value; a text says what is wrong."""
    shapes = terms.shapes
    shape = shapes.entities.get(entity)
    if shape is None:
        return f"there is no entity {entity}{did_you_mean(entity, shapes.entities)}"
    known = shape.members.get(member)
    if isinstance(known, FieldShape) and known.computed_text is None:
        column, wanted = member, known.type
    elif isinstance(known, ToOneShape) and known.type_column is None:
        column, wanted = known.column, Type(Base.ROW, targets=known.targets)
    else:
        return f"{entity} has no stored field or plain to-one relation {member}" + did_you_mean(
            member, shape.members
        )
    problems = Problems()
    at = At(_PLACE, 1, 1)
    expression = check(text, at, entity, Use.SET, shapes, problems, wanted)
    if expression is None or problems.errors:
        return "; ".join(" ".join((each.message, each.hint)).strip() for each in problems.sorted())
    return (shape.table, column), Value(text, expression, terms)
