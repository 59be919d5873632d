"""The difference of two schemas as ordered, reversible operations.

The order is that of dependence: what hangs on columns goes before they change and comes back
after; foreign keys come when all tables are there, so that circles are no special case.
`phases.py` says when what runs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from generator.migrations.bridges import bridges, rebuilt
from generator.migrations.carry import columns_of_rows
from generator.migrations.demands import Demand
from generator.migrations.fills import Fills
from generator.migrations.meanwhile import left_out, shadow, tells, under_both_names
from generator.migrations.online import Fill, renamed_word
from generator.migrations.operations import (
    AddValue,
    Create,
    Drop,
    DropTable,
    Holder,
    Provide,
    RebuildEnum,
    ReplaceFunction,
)
from generator.migrations.phases import Difference, Phase
from generator.migrations.renames import renames
from generator.migrations.step import CONDITIONS, EVENTS, FIRST, LAST, Step, columns_of
from generator.migrations.tables import changed
from generator.migrations.unbatched import AtOnce, held_by
from generator.names import quoted
from generator.schema.columns import literal
from generator.schema.values import (
    Check,
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

__all__ = ["Difference", "Phase", "difference"]


def difference(
    before: Schema, after: Schema, fills: Fills | None = None, *, rolling: bool = False
) -> Difference:
    """What turns `before` into `after`; `fills` are values for columns that lack them.

    `rolling`: applications of before work on until the stage `contract`, or there is a finding.
    """
    renamed = renames(before, after)
    step = Step(Difference(), before, after, renamed, fills or {}, rolling)
    step.found.add(Phase.RENAME, *renamed.operations)
    for name in after.extensions:
        if name not in before.extensions:
            step.found.add(Phase.TYPES, Provide(name, FIRST))
    if rolling:
        bridges(step)
    earlier = _enums(step, renamed.schema)
    _sequences(step, earlier)
    known = {table.name: table for table in earlier.tables}
    for table in after.tables:
        step.found.table = table.name
        if table.name in known:
            changed(step, known.pop(table.name), table)
        else:
            _new(step.found, table)
    for table in known.values():
        step.found.table = table.name
        _gone(step.found, table)
    _functions(step, earlier)
    if rolling:
        rebuilt(step)
    step.refuse_idle_fills()
    return step.found


# --------------------------------------------------------------------- enums, counters, functions


def _enums(step: Step, before: Schema) -> Schema:
    """Adds what happens to enums; gives the earlier schema with the defaults that came along."""
    found = step.found
    known = {enum.name: enum for enum in before.enums}
    for new in step.after.enums:
        old = known.pop(new.name, None)
        plain = EnumType(new.name, new.enum, new.values)
        if old is None:
            found.add(Phase.TYPES, Create(plain, FIRST))
        elif old.values != new.values:
            _values(step, EnumType(old.name, old.enum, old.values), new, before)
    for old in known.values():
        found.add(Phase.DROP_TYPES, Drop(EnumType(old.name, old.enum, old.values), LAST))
    rebuilt = [each for _, _, each in found.steps if isinstance(each, RebuildEnum)]
    for each in rebuilt:
        before = _with_defaults(before, each.holders)
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


def _values(step: Step, old: EnumType, heir: EnumType, before: Schema) -> None:
    found, new = step.found, EnumType(heir.name, heir.enum, heir.values)
    gone = [value for value in old.values if value not in new.values]
    heirs = {was: word for was, word in heir.renamed if was in gone}
    if gone or tuple(value for value in new.values if value in old.values) != old.values:
        holders = tuple(_holders(before, old.name, step.after))
        lost = [value for value in gone if value not in heirs]
        if lost:
            found.find("M005", f"{', '.join(lost)} of enum {new.enum}")
            _demand_none(step, old, lost, holders)
        _inherit(step, heirs, holders, before)
        found.add(Phase.ENUM_VALUES, RebuildEnum(old, new, holders, "values"))
        listed = ", ".join(holder.table for holder in holders)
        if holders:
            found.find("M007", f"{listed}: the enum {new.enum} is made anew, under a lock")
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


def _demand_none(step: Step, old: EnumType, lost: list[str], holders: tuple[Holder, ...]) -> None:
    """No row holds a value that goes and leaves no heir."""
    listed = ", ".join(literal(value) for value in lost)
    for holder in holders:
        table = quoted(step.renamed.table(holder.table))
        for column in holder.columns:
            name = f"t.{quoted(step.renamed.column(holder.table, column.name))}"
            if column.type.endswith("[]"):
                test = f"{name}::text[] && ARRAY[{listed}]"
            else:
                test = f"{name}::text IN ({listed})"
            message = f"M005 {holder.table}.{column.name}: {{}} rows hold {', '.join(lost)}"
            source = f"{table} AS t WHERE {test}"
            step.found.add(Phase.DEMANDS, Demand(source, message, CONDITIONS))


def _inherit(
    step: Step, heirs: dict[str, str], holders: tuple[Holder, ...], before: Schema
) -> None:
    for was, word in heirs.items():
        for holder in holders:
            holding = held_by(before.table(holder.table))
            for column in holder.columns:
                many = column.type.endswith("[]")
                fill = renamed_word(
                    holder.table, column.name, (was, word), many, "values", both=True
                )
                step.found.add(Phase.HEIRS, AtOnce(fill, holding) if holding else fill)


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
        hanging = tuple(item for item in around if touched & columns_of(item))
        if touched:
            defaults = tuple(
                later.get((table.name, column.name), column.default) for column in plain
            )
            called = tuple(dict.fromkeys(each.function for each in table.triggers))
            yield Holder(table.name, plain, defaults, generated, hanging, called)


def _sequences(step: Step, before: Schema) -> None:
    for sequence in step.after.sequences:
        if sequence not in before.sequences:
            step.found.add(Phase.TYPES, Create(sequence, FIRST))
    for sequence in before.sequences:
        if sequence not in step.after.sequences:
            step.found.add(Phase.DROP_TYPES, Drop(sequence, LAST))


def _functions(step: Step, before: Schema) -> None:
    known = {(one.name, one.arguments): one for one in before.functions}
    for new in step.after.functions:
        old = _on_the_way(step, before, known.pop((new.name, new.arguments), None))
        if new.row:
            _of_events(step, old, new)
        elif old is None:
            step.found.add(Phase.FUNCTIONS, Create(new, FIRST))
        elif _head(old) != _head(new):
            # Another kind of answer: CREATE OR REPLACE would refuse it.
            step.found.add(Phase.FUNCTIONS, Drop(old, FIRST), Create(new, FIRST))
        elif old.definition != new.definition:
            # Rows are judged anew when policies and triggers are, unless names have changed.
            phase = Phase.FUNCTIONS if step.renamed.any else Phase.BODIES
            step.found.add(phase, ReplaceFunction(old, new, FIRST))
    for old in known.values():
        step.found.add(Phase.DROP_TYPES, Drop(old, LAST))


def _on_the_way(step: Step, before: Schema, old: Function | None) -> Function | None:
    """A trigger's function as it has to be while rows get heirs: by the names of now.

    Columns that come are not there yet, so that its final text would fail.
    """
    if old is None:
        return None
    tables = {
        table.name
        for table in before.tables
        if any(trigger.function == old.name for trigger in table.triggers)
    }
    changing = {
        (each.fill if isinstance(each, AtOnce) else each).table
        for phase, _, each in step.found.steps
        if phase is Phase.HEIRS and isinstance(each, AtOnce | Fill)
    }
    columns = {
        each.before: each.after for table in tables & changing for each in step.renamed.of(table)
    }
    text = columns_of_rows(old.definition, columns)
    if text == old.definition:
        return old
    meanwhile = replace(old, definition=text)
    step.found.add(Phase.RENAME, ReplaceFunction(old, meanwhile, EVENTS))
    return meanwhile


def _of_events(step: Step, old: Function | None, new: Function) -> None:
    """The function that tells the events of a table: it names the table's columns.

    It comes when new columns are there and before any row changes, and goes on telling those that
    are dropped until then.
    """
    found = step.found
    if old is None:
        found.add(Phase.TRAIL, Create(new, EVENTS))
        return
    early = step.renamed.any or new.row in step.grown
    old = step.told.get(old.name, old)
    shadows = tuple(shadow(column) for column in step.shadows.get(new.row, ()))
    spans = step.spanned.get(new.row, ())
    shadows += tuple(was for was, _ in spans)
    settled = new if early else old
    # Copies on their way are not told of a row that is deleted meanwhile.
    meanwhile = left_out(settled, shadows) if tells(new) else under_both_names(settled, spans)
    if meanwhile != settled:
        found.add(Phase.TRAIL, ReplaceFunction(old, meanwhile, EVENTS))
        found.table = new.row
        found.add(Phase.RETURN, ReplaceFunction(meanwhile, new, step.group(new.row)))
    elif old.definition != new.definition:
        phase = Phase.TRAIL if early else Phase.BODIES
        found.add(phase, ReplaceFunction(old, new, EVENTS))


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
    found.find("M001", f"table {table.name} of {table.entity}", table.name)
    for item in parts(table):
        if isinstance(item, ForeignKey):
            found.add(Phase.DROP_KEYS, Drop(item, table.aggregate))
        elif isinstance(item, Trigger | Policy):
            # A policy may read another table that goes.
            found.add(Phase.TRIGGERS, Drop(item, table.aggregate))
    found.add(Phase.DROP_TABLES, DropTable(table, table.aggregate))
