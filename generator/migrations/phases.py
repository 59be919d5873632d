"""When the operations of a migration run, and the plan that collects them.

First comes what an application of before can live with, then what is done while everybody works
on, at last what takes something away. Each kind has transactions of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, auto

from generator.migrations.findings import Finding
from generator.migrations.operations import Operation


class Phase(IntEnum):
    """When an operation runs."""

    DEMANDS = auto()
    COPIES = auto()
    COPY = auto()
    RENAME = auto()
    HEIRS = auto()
    ENUM_VALUES = auto()
    TYPES = auto()
    FUNCTIONS = auto()
    ADD_COLUMNS = auto()
    TRAIL = auto()
    COLUMNS = auto()
    UNCHECK = auto()
    KEEPERS = auto()
    FILL = auto()
    TABLES = auto()
    KEYS = auto()
    CHECKS = auto()
    ONLINE = auto()
    REMOVE = auto()
    # From here on the application of before may miss something.
    BODIES = auto()
    LEAVE = auto()
    DROP_COMPUTED = auto()
    REWRITE = auto()
    GENERATED = auto()
    FIRM = auto()
    RETURN = auto()
    TRIGGERS = auto()
    DROP_KEYS = auto()
    DROP_COLUMNS = auto()
    DROP_TABLES = auto()
    DROP_TYPES = auto()
    CLOSING = auto()


CONTRACT = Phase.BODIES
"""The first phase that takes something away from the application of before."""


@dataclass(slots=True)
class Difference:
    """Operations in order, and what somebody has to mean."""

    steps: list[tuple[Phase, str, Operation]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    table: str = ""
    """The table that operations are about that are added now."""

    @property
    def ordered(self) -> list[tuple[Phase, Operation]]:
        """The operations with their phases, in the order in which they run.

        What a table loses and gets back in the end stays together, so that it is one transaction.
        """
        tables = {table: place for place, table in enumerate(table for _, table, _ in self.steps)}

        def place(step: tuple[Phase, str, Operation]) -> tuple[int, int, int]:
            phase, table, _ = step
            if Phase.LEAVE <= phase <= Phase.TRIGGERS:
                return Phase.LEAVE, tables[table], phase
            return phase, 0, 0

        return [(phase, operation) for phase, _, operation in sorted(self.steps, key=place)]

    @property
    def operations(self) -> tuple[Operation, ...]:
        """The operations in the order in which they run."""
        return tuple(step for _, step in self.ordered)

    def add(self, phase: Phase, *operations: Operation) -> None:
        """Adds operations; those of one phase keep their order."""
        self.steps.extend((phase, self.table, operation) for operation in operations)

    def find(self, code: str, message: str, table: str = "", column: str = "") -> None:
        """Adds a finding, at a column where it is about one."""
        self.findings.append(Finding(code, message, table, column))
