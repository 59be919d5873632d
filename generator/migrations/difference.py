"""The difference of two schemas as ordered, reversible operations.

The order is that of dependence: what hangs on columns goes before they change and comes back
after; foreign keys come when all tables are there, so that circles are no special case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import IntEnum, auto

from generator.migrations.findings import Finding, narrowed_check, narrowed_column
from generator.migrations.operations import (
    AddColumn,
    AddValue,
    AlterColumn,
    CommentTable,
    Create,
    Drop,
    DropColumn,
    Holder,
    Operation,
    RebuildEnum,
    ReplaceFunction,
    Secure,
)
from generator.migrations.parting import Divide
from generator.migrations.renames import renames
from generator.schema.values import (
    Check,
    Column,
    EnumType,
    ForeignKey,
    Function,
    Index,
    Part,
    Policy,
    Schema,
    Table,
    Trigger,
    parts,
)


class Phase(IntEnum):
    """When an operation runs."""

    RENAME = auto()
    ENUM_VALUES = auto()
    DROP_KEYS = auto()
    DROP_HANGING = auto()
    DROP_GENERATED = auto()
    TYPES = auto()
    FUNCTIONS = auto()
    ADD_COLUMNS = auto()
    TRAIL = auto()
    WORDS = auto()
    COLUMNS = auto()
    GENERATED = auto()
    HANGING = auto()
    TABLES = auto()
    KEYS = auto()
    TRIGGERS = auto()
    DROP_COLUMNS = auto()
    DROP_TABLES = auto()
    DROP_TYPES = auto()


FIRST, LAST = "types and functions", "keys"
EVENTS = "events"
# Triggers give way to their heirs at once, so that no row changes without its event meanwhile;
# policies too, so that no row goes out of sight.
_GOING = {Trigger: Phase.TRIGGERS, Policy: Phase.TRIGGERS, ForeignKey: Phase.DROP_KEYS}
_COMING = {Trigger: Phase.TRIGGERS, Policy: Phase.TRIGGERS, ForeignKey: Phase.KEYS}


@dataclass(slots=True)
class Difference:
    """Operations in order, and what somebody has to mean."""

    steps: list[tuple[Phase, Operation]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def operations(self) -> tuple[Operation, ...]:
        """The operations in the order in which they run."""
        return tuple(step for _, step in sorted(self.steps, key=lambda pair: pair[0]))

    def add(self, phase: Phase, *operations: Operation) -> None:
        """Adds operations; those of one phase keep their order."""
        self.steps.extend((phase, operation) for operation in operations)

    def find(self, code: str, message: str) -> None:
        """Adds a finding."""
        self.findings.append(Finding(code, message))


def difference(before: Schema, after: Schema) -> Difference:
    """What turns `before` into `after`."""
    found = Difference()
    renamed, words, before = renames(before, after)
    found.add(Phase.RENAME, *renamed)
    found.add(Phase.WORDS, *words)
    before = _enums(found, before, after)
    _sequences(found, before, after)
    _functions(found, before, after)
    known = {table.name: table for table in before.tables}
    for table in after.tables:
        if table.name in known:
            _changed(found, known.pop(table.name), table)
        else:
            _new(found, table)
    for table in known.values():
        _gone(found, table)
    return found


# --------------------------------------------------------------------- enums, counters, functions


def _enums(found: Difference, before: Schema, after: Schema) -> Schema:
    """Adds what happens to enums; gives the earlier schema with the defaults that came along."""
    known = {enum.name: enum for enum in before.enums}
    for new in after.enums:
        old = known.pop(new.name, None)
        plain = EnumType(new.name, new.enum, new.values)
        if old is None:
            found.add(Phase.TYPES, Create(plain, FIRST))
        elif old.values != new.values:
            _values(found, EnumType(old.name, old.enum, old.values), plain, before, after)
    for old in known.values():
        found.add(Phase.DROP_TYPES, Drop(EnumType(old.name, old.enum, old.values), LAST))
    rebuilt = [step for _, step in found.steps if isinstance(step, RebuildEnum)]
    for step in rebuilt:
        before = _with_defaults(before, step.holders)
    return before


def _with_defaults(schema: Schema, holders: tuple[Holder, ...]) -> Schema:
    moved = {
        (holder.table, column.name): default
        for holder in holders
        for column, default in zip(holder.columns, holder.defaults, strict=True)
    }
    tables = (
        replace(
            table,
            columns=tuple(
                replace(column, default=moved.get((table.name, column.name), column.default))
                for column in table.columns
            ),
        )
        for table in schema.tables
    )
    return replace(schema, tables=tuple(tables))


def _values(found: Difference, old: EnumType, new: EnumType, before: Schema, after: Schema) -> None:
    gone = [value for value in old.values if value not in new.values]
    if gone:
        found.find("M005", f"{', '.join(gone)} of enum {new.enum}")
    if gone or tuple(value for value in new.values if value in old.values) != old.values:
        holders = tuple(_holders(before, old.name, after))
        found.add(Phase.ENUM_VALUES, RebuildEnum(old, new, holders, "values"))
        return
    holders = tuple(_holders(before, old.name, before))
    current = old
    for value in new.values:
        if value not in current.values:
            kept = (*current.values, value)
            order = tuple(known for known in new.values if known in kept)
            grown = replace(old, values=order)
            found.add(Phase.ENUM_VALUES, AddValue(current, grown, value, holders, "values"))
            current = grown


def _holders(schema: Schema, enum: str, after: Schema) -> Iterator[Holder]:
    """The tables with columns of the type, and the defaults they have in `after`."""
    later = {
        (table.name, column.name): column.default
        for table in after.tables
        for column in table.columns
    }
    for table in schema.tables:
        typed = [column for column in table.columns if column.type in (enum, f"{enum}[]")]
        plain = tuple(column for column in typed if column.generated is None)
        names = {column.name for column in plain}
        generated = tuple(
            column
            for column in table.columns
            if column.generated is not None and (column in typed or names & set(column.reads))
        )
        touched = names | {column.name for column in generated}
        around: tuple[Check | Index | Policy, ...] = (
            *table.checks,
            *table.indexes,
            *table.policies,
        )
        hanging = tuple(item for item in around if touched & _columns_of(item))
        if touched:
            defaults = tuple(
                later.get((table.name, column.name), column.default) for column in plain
            )
            yield Holder(table.name, plain, defaults, generated, hanging)


def _sequences(found: Difference, before: Schema, after: Schema) -> None:
    for sequence in after.sequences:
        if sequence not in before.sequences:
            found.add(Phase.TYPES, Create(sequence, FIRST))
    for sequence in before.sequences:
        if sequence not in after.sequences:
            found.add(Phase.DROP_TYPES, Drop(sequence, LAST))


def _functions(found: Difference, before: Schema, after: Schema) -> None:
    known = {(one.name, one.arguments): one for one in before.functions}
    for new in after.functions:
        old = known.pop((new.name, new.arguments), None)
        # What names the columns of a table comes when they are there, and before any row changes.
        phase, group = (Phase.TRAIL, EVENTS) if new.row else (Phase.FUNCTIONS, FIRST)
        if old is None:
            found.add(phase, Create(new, group))
        elif _head(old) != _head(new):
            # Another kind of answer: CREATE OR REPLACE would refuse it.
            found.add(phase, Drop(old, group), Create(new, group))
        elif old.definition != new.definition:
            found.add(phase, ReplaceFunction(old, new, group))
    for old in known.values():
        found.add(Phase.DROP_TYPES, Drop(old, LAST))


def _head(function: Function) -> str:
    """The definition up to the language: arguments and answer."""
    text = function.definition
    return text[text.index("CREATE OR REPLACE") : text.index("LANGUAGE")]


# -------------------------------------------------------------------------------------- tables


def _new(found: Difference, table: Table) -> None:
    found.add(Phase.TABLES, Create(table, table.aggregate))
    around: tuple[Part, ...] = (*table.indexes, *table.triggers, *table.policies)
    for item in around:
        if isinstance(item, Policy) and item.visits:
            found.add(Phase.KEYS, Create(item, LAST))
        else:
            found.add(Phase.TABLES, Create(item, table.aggregate))
    for key in table.foreign_keys:
        found.add(Phase.KEYS, Create(key, LAST))


def _gone(found: Difference, table: Table) -> None:
    found.find("M001", f"table {table.name} of {table.entity}")
    for item in parts(table):
        if not isinstance(item, Check):
            found.add(_GOING.get(type(item), Phase.DROP_HANGING), Drop(item, table.aggregate))
    found.add(Phase.DROP_TABLES, Drop(table, table.aggregate))


def _changed(found: Difference, before: Table, after: Table) -> None:
    if after.months and not before.months:
        found.add(Phase.TRIGGERS, Divide(before, after, after.aggregate))
        return
    touched = _columns(found, before, after)
    group = after.aggregate
    if before.comment != after.comment:
        comment = CommentTable(after.name, before.comment, after.comment, group)
        found.add(Phase.COLUMNS, comment)
    if before.security != after.security:
        change = Secure(after.name, before.security, after.security, group)
        found.add(Phase.TRIGGERS, change)
    old = {item.name: item for item in parts(before)}
    new = {item.name: item for item in parts(after)}
    for name, item in old.items():
        heir = new.get(name)
        moved = touched & _columns_of(item)
        if heir != item or moved:
            first = Phase.DROP_HANGING if moved else _GOING.get(type(item), Phase.DROP_HANGING)
            found.add(first, Drop(item, group))
        if isinstance(item, Check) and isinstance(heir, Check):
            _keep(found, narrowed_check(item, heir))
    for name, item in new.items():
        if old.get(name) != item or touched & _columns_of(item):
            found.add(_COMING.get(type(item), Phase.HANGING), Create(item, group))


def _columns_of(item: Part) -> set[str]:
    match item:
        case Check() | Policy():
            return set(item.reads)
        case Index():
            return {*item.reads, *(name for name, _ in item.columns)}
        case ForeignKey():
            return {item.column}
        case Trigger():
            return set()


# ------------------------------------------------------------------------------------- columns


def _columns(found: Difference, before: Table, after: Table) -> set[str]:
    """Adds the changes of columns; gives those that nothing may hang on meanwhile."""
    old = {column.name: column for column in before.columns}
    new = {column.name: column for column in after.columns}
    retyped = {
        name for name, column in new.items() if name in old and old[name].type != column.type
    }
    made_anew = {
        name
        for name in old.keys() & new.keys()
        if _made_anew(old[name], new[name]) or retyped.intersection(new[name].reads)
    }
    dropped = [column for column in before.columns if column.name not in new]
    for column in after.columns:
        if column.name not in old:
            _add(found, after, column)
        elif column.name not in made_anew:
            _alter(found, after, old[column.name], column)
    _remake(found, after, [old[name] for name in _ordered(before.columns, made_anew)], new)
    for column in dropped:
        _drop(found, after, column)
    return retyped | made_anew | {column.name for column in dropped}


def _ordered(columns: Iterable[Column], names: set[str]) -> list[str]:
    return [column.name for column in columns if column.name in names]


def _made_anew(old: Column, new: Column) -> bool:
    """Whether a column is computed on either side, and otherwise than before."""
    if old.generated is None and new.generated is None:
        return False
    return (old.generated, old.type) != (new.generated, new.type)


def _remake(found: Difference, table: Table, earlier: list[Column], new: dict[str, Column]) -> None:
    for column in earlier:
        found.add(Phase.DROP_GENERATED, DropColumn(table.name, column, table.aggregate))
        found.add(Phase.GENERATED, AddColumn(table.name, new[column.name], table.aggregate))
        if column.generated is None:
            found.find("M002", f"{table.name}.{column.name}, which is computed from now on")


def _add(found: Difference, table: Table, column: Column) -> None:
    if not column.nullable and column.default is None:
        found.find("M004", f"{table.name}.{column.name}")
    phase = Phase.GENERATED if column.generated is not None else Phase.ADD_COLUMNS
    found.add(phase, AddColumn(table.name, column, table.aggregate))


def _alter(found: Difference, table: Table, old: Column, new: Column) -> None:
    gone = [word for word in old.words if word not in new.words] if new.words else []
    if gone:
        found.find("M005", f"{', '.join(gone)} of {table.name}.{new.name}")
    _keep(found, narrowed_column(table.name, old, new))
    change = AlterColumn(table.name, old, new, table.aggregate)
    if change.statements():
        found.add(Phase.COLUMNS, change)


def _drop(found: Difference, table: Table, column: Column) -> None:
    if column.generated is None:
        found.find("M002", f"{table.name}.{column.name}")
        found.add(Phase.DROP_COLUMNS, DropColumn(table.name, column, table.aggregate))
    else:
        found.add(Phase.DROP_GENERATED, DropColumn(table.name, column, table.aggregate))


def _keep(found: Difference, finding: Finding | None) -> None:
    if finding is not None:
        found.findings.append(finding)
