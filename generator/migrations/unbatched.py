"""Changes of rows that cannot be made in batches: those of tables whose rows never change."""

from __future__ import annotations

from dataclasses import dataclass

from generator.migrations.online import Fill
from generator.migrations.operations import Nothing, Operation
from generator.names import quoted
from generator.schema import sql
from generator.schema.values import Table


def held_by(table: Table) -> tuple[str, ...]:
    """The triggers of a table that hold all its rows as they are."""
    return tuple(
        each.name
        for each in table.triggers
        if each.function == "charter_refuse" and "UPDATE" in each.when
    )


@dataclass(frozen=True, slots=True)
class AtOnce:
    """Changes rows in one statement, past the triggers (`holding`) that hold them as they are."""

    fill: Fill
    holding: tuple[str, ...]

    @property
    def group(self) -> str:
        """The group of the change."""
        return self.fill.group

    def statements(self) -> list[str]:
        """DISABLE TRIGGER, UPDATE, ENABLE TRIGGER; each row leaves its audit event."""
        table = self.fill.table
        changes = ", ".join(f"{quoted(name)} = {value}" for name, value in self.fill.changes)
        return [
            *(sql.alter(table, f"DISABLE TRIGGER {quoted(each)}") for each in self.holding),
            f"UPDATE {quoted(table)} AS t SET {changes} WHERE {self.fill.where}",  # noqa: S608
            *(sql.alter(table, f"ENABLE TRIGGER {quoted(each)}") for each in self.holding),
        ]

    def reverse(self) -> Operation:
        """Changes them back, where that can be said."""
        back = self.fill.reverse()
        return AtOnce(back, self.holding) if isinstance(back, Fill) else Nothing(self.group)
