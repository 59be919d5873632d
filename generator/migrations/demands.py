"""What rows must be like for a migration to come to its end, asked before it changes anything.

A demand counts the rows that would refuse a constraint, a conversion or a missing value, as they
will be: under new names, with renamed words, converted and filled. It stands first in the first
file of a migration and raises where there are any, so that nothing of it is applied.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from generator.migrations.operations import Nothing, Operation
from generator.names import quoted
from generator.schema.columns import literal

REFUSED = "CH008"
"""The SQLSTATE of a demand that rows do not meet."""

_DEMAND = """DO $do$
DECLARE
    found bigint;
BEGIN
    {count};
    IF found > 0 THEN
        RAISE EXCEPTION USING ERRCODE = '{state}', MESSAGE = {message};
    END IF;
END
$do$"""
_WORD = re.compile(r'"(?:[^"]|"")*"|\w+')


@dataclass(frozen=True, slots=True)
class Demand:
    """Counts rows that are in the way; `source` is SQL after FROM, under the names of before.

    `message` is what to say, `{}` standing for how many there are.
    """

    source: str
    message: str
    group: str

    def statements(self) -> list[str]:
        """A block that raises where there is any."""
        first, _, last = self.message.partition("{}")
        message = f"{literal(first)} || found || {literal(last)}"
        count = f"SELECT count(*) INTO found FROM {self.source}"  # noqa: S608 - of the schema
        return [_DEMAND.format(count=count, state=REFUSED, message=message)]

    def reverse(self) -> Operation:
        """Nothing; what undoing would lose is asked by the runner."""
        return Nothing(self.group)


@dataclass(frozen=True, slots=True)
class Coming:
    """The rows of a table as they will be: its name of before, and each column's value then."""

    table: str
    values: dict[str, str]
    """SQL over the row `t`, by the name that the column will have."""

    def where(self, condition: str, reads: Iterable[str]) -> str | None:
        """The rows that meet a condition, as SQL after FROM; None where a column is not known."""
        wanted = list(dict.fromkeys(reads))
        if any(name not in self.values for name in wanted):
            return None
        listed = ", ".join(f"{self.values[name]} AS {quoted(name)}" for name in wanted) or "1 AS x"
        rows = f"SELECT {listed}\n        FROM {quoted(self.table)} AS t"  # noqa: S608 - of the schema
        return f"(\n        {rows}\n    ) AS r WHERE {condition}"

    def doubled(
        self, columns: Iterable[str], where: str | None, reads: Iterable[str], *, nulls_equal: bool
    ) -> str | None:
        """The values that rows share in these columns, as SQL after FROM."""
        keys = list(columns)
        given = [] if nulls_equal else [f"{quoted(key)} IS NOT NULL" for key in keys]
        condition = " AND ".join([*given, *([f"({where})"] if where else [])]) or "true"
        source = self.where(condition, [*keys, *reads])
        if source is None:
            return None
        listed = ", ".join(map(quoted, keys))
        return (
            f"(\n        SELECT 1 FROM {source}\n"  # noqa: S608 - of the schema
            f"        GROUP BY {listed} HAVING count(*) > 1\n    ) AS shared"
        )
