"""Expressions as the SQL templates that resources carry."""

from __future__ import annotations

from generator.expressions.sql import sql
from generator.expressions.tree import Expression
from generator.schema.conditions import Conditions


class Templates(Conditions):
    """Compiles the expressions of one model over `{row}` and `{actor}`."""

    def value(self, expression: Expression) -> str:
        """Exactly true or false for a test; for anything else its value."""
        return sql(expression, shapes=self._shapes, computed=self._computed)

    def condition(self, expression: Expression) -> str:
        """For `where`: null may stand for false, which leaves indexes usable."""
        return sql(expression, shapes=self._shapes, computed=self._computed, condition=True)

    def formula(self, expression: Expression) -> str:
        """A stored computed field written out over the plain columns."""
        written_out = dict(self._computed)
        return sql(expression, shapes=self._shapes, computed=written_out)
