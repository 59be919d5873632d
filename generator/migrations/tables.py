"""What happens to a table that is there already: its columns, and what hangs on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator.migrations.carry import columns_in
from generator.migrations.columns import Columns, any_of
from generator.migrations.findings import narrowed_check, same_bound
from generator.migrations.meanwhile import shadow
from generator.migrations.online import (
    AddUnvalidated,
    BuildIndex,
    Discard,
    RemoveIndex,
    SwapIndex,
    Validate,
    aside,
)
from generator.migrations.operations import CommentTable, Create, Drop, Gone, Secure
from generator.migrations.parting import Divide
from generator.migrations.phases import Phase
from generator.migrations.step import Step, columns_of, named
from generator.names import quoted
from generator.schema.values import (
    Check,
    ForeignKey,
    Index,
    Part,
    Policy,
    Table,
    parts,
)


def changed(step: Step, before: Table, after: Table) -> None:
    """Adds what turns one table into the other; both bear the name of `after`."""
    if after.months and not before.months:
        step.found.add(Phase.TRIGGERS, Divide(before, after, after.aggregate))
        return
    columns = Columns(step, before, after)
    columns.run()
    group = after.aggregate
    if before.comment != after.comment:
        comment = CommentTable(after.name, before.comment, after.comment, group)
        step.found.add(Phase.COLUMNS, comment)
    if before.security != after.security:
        change = Secure(after.name, before.security, after.security, group)
        step.found.add(Phase.TRIGGERS, change)
    _Parts(step, columns, before, after, group).run()


@dataclass(slots=True)
class _Parts:
    """What hangs on the columns of a table."""

    step: Step
    columns: Columns
    before: Table
    after: Table
    group: str

    def run(self) -> None:
        """Adds what happens to each part, matched by name."""
        new = {item.name: item for item in parts(self.after)}
        old = {item.name: item for item in parts(self.before)}
        for name, item in old.items():
            heir = new.get(name)
            if type(heir) is not type(item):
                heir = None
            if heir != item or self._touched(item) or self._touched(heir):
                self._from_to(item, heir)
        for name, item in new.items():
            if type(old.get(name)) is not type(item):
                self._from_to(None, item)

    def _touched(self, item: Part | None) -> bool:
        if item is None:
            return False
        moved = [self.columns.shadowed, self.columns.rewritten, self.columns.dropped]
        if isinstance(item, Policy | Check):
            moved.append(self.columns.light)
        return any_of(columns_of(item), *moved)

    def _from_to(self, old: Part | None, new: Part | None) -> None:
        match old, new:
            case (Check() | None, Check() | None):
                self._check(old, new)
            case (Index() | None, Index() | None):
                self._index(old, new)
            case (ForeignKey() | None, ForeignKey() | None):
                self._key(old, new)
            case _:
                self._judge(old, new)

    # ------------------------------------------------------------------------- one kind each

    def _judge(self, old: Part | None, new: Part | None) -> None:
        """A trigger or policy, and its heir at once.

        So no row changes without its event meanwhile, and none goes out of sight.
        """
        if old is not None:
            first = Phase.LEAVE if self._touched(old) else Phase.TRIGGERS
            self.step.found.add(first, Drop(old, self.group))
        if new is not None:
            self.step.found.add(Phase.TRIGGERS, Create(new, self.group))

    def _key(self, old: ForeignKey | None, new: ForeignKey | None) -> None:
        found = self.step.found
        if old is not None:
            found.add(Phase.DROP_KEYS if new is None else Phase.KEYS, Drop(old, "keys"))
        if new is None:
            return
        found.add(Phase.KEYS, AddUnvalidated(new, "keys"))
        found.add(Phase.ONLINE, Validate(new, "keys"))
        value = self.columns.values.get(new.column)
        origin = {table.name for table in self.step.origin.tables}
        target = self.step.renamed.table(new.target)
        if value is not None and new.column in named(self.before.columns) and target in origin:
            source = (
                f"{quoted(self.step.renamed.table(self.after.name))} AS t WHERE {value} IS NOT NULL"
                f" AND NOT EXISTS (SELECT FROM {quoted(target)} AS o WHERE o.id = {value})"
            )
            message = f"M003 {self.after.name}.{new.column}: {{}} rows lead to no row of {target}"
            self.step.demand(source, message)
            if old is not None and old.target != new.target:
                text = f"{self.after.name}.{new.column} leads to {new.target} from now on"
                found.find("M003", text, self.after.name, new.column)

    def _check(self, old: Check | None, new: Check | None) -> None:
        found = self.step.found
        reads = {*(old.reads if old else ()), *(new.reads if new else ())}
        late = self._late(reads)
        if old is not None:
            if any_of(reads, self.columns.worded):
                first = Phase.UNCHECK
            else:
                first = Phase.LEAVE if late else Phase.CHECKS
            found.add(first, Drop(old, self.group))
        if new is None:
            return
        earlier = old or next((each for each in self.before.checks if same_bound(each, new)), None)
        finding = narrowed_check(earlier, new) if earlier is not None else None
        if finding is not None:
            found.findings.append(finding)
        if old is None or old.condition != new.condition:
            source = self.step.coming(self.after, self.columns.values).where(
                f"NOT ({new.condition})", new.reads
            )
            message = f"M003 {self.after.name}: {{}} rows do not fit {new.condition}"
            self.step.demand(source, message)
        found.add(Phase.RETURN if late else Phase.CHECKS, AddUnvalidated(new, self.group))
        found.add(Phase.CLOSING if late else Phase.ONLINE, Validate(new, self.group))

    def _computed_later(self, reads: set[str]) -> bool:
        """Whether one of the columns is computed, and only there at the end."""
        old = named(self.before.columns)
        columns = (column for column in self.after.columns if column.generated is not None)
        return any_of(reads, {column.name for column in columns if column.name not in old})

    def _late(self, reads: set[str]) -> bool:
        """Whether one of the columns is only there, or of its type, at the end."""
        return self._computed_later(reads) or any_of(
            reads, self.columns.shadowed, self.columns.rewritten, self.columns.light
        )

    # --------------------------------------------------------------------------------- indexes

    def _index(self, old: Index | None, new: Index | None) -> None:
        found, group = self.step.found, self.group
        reads = {*(columns_of(old) if old else ()), *(columns_of(new) if new else ())}
        if new is not None and new.unique:
            self._unique(old, new)
        if self.after.months:
            self._whole(old, new)
        elif any_of(reads, self.columns.rewritten):
            if old is not None:
                found.add(Phase.LEAVE, Drop(old, group))
            if new is not None:
                found.add(Phase.RETURN, Create(new, group))
        elif new is None:
            if old is not None:
                found.add(Phase.REMOVE, RemoveIndex(old, group))
        elif self._computed_later(reads):
            found.add(Phase.CLOSING, BuildIndex(new, group))
        else:
            self._beside(old, new, reads)

    def _beside(self, old: Index | None, new: Index, reads: set[str]) -> None:
        """Built online; where one of that name is there, beside it."""
        found, group = self.step.found, self.group
        leaves = old is not None and any_of(columns_of(old), self.columns.shadowed)
        if old is not None and leaves:
            found.add(Phase.LEAVE, Gone(old, group))
        if old is None and not any_of(reads, self.columns.shadowed):
            found.add(Phase.ONLINE, BuildIndex(new, group))
            return
        found.add(Phase.ONLINE, BuildIndex(self._shadowed(new), group))
        found.add(Phase.FIRM, SwapIndex(None if leaves else old, new, group))
        if old is not None and not leaves:
            found.add(Phase.CLOSING, Discard(old, group))

    def _shadowed(self, index: Index) -> Index:
        """The index over the columns that will take the place of others, under another name."""
        after = named(self.after.columns)
        names = {name: shadow(after[name]) for name in self.columns.shadowed}
        return replace(
            index,
            name=aside(index),
            columns=tuple((names.get(name, name), down) for name, down in index.columns),
            filled=tuple(names.get(name, name) for name in index.filled),
            where=columns_in(index.where, names) if index.where else index.where,
            expression=columns_in(index.expression, names),
        )

    def _whole(self, old: Index | None, new: Index | None) -> None:
        """An index over the parts of a divided table cannot be built online."""
        if old is not None:
            self.step.found.add(Phase.LEAVE, Drop(old, self.group))
        if new is not None:
            self.step.found.add(Phase.RETURN, Create(new, self.group))
            message = f"{self.after.name}: writing waits until {new.name} is built"
            self.step.found.find("M007", message, self.after.name)

    def _unique(self, old: Index | None, new: Index) -> None:
        """M006 where rows that are there may share what becomes unique."""
        if old == new or any(_implies(each, new) for each in self._uniques()):
            return
        keys = [name for name, _ in new.columns]
        fresh = [name for name in keys if name not in named(self.before.columns)]
        after = named(self.after.columns)
        if any(self._one_each(after[name].default) for name in fresh):
            return
        empty = [name for name in fresh if self.columns.values.get(name, "").startswith("NULL::")]
        if empty and not new.nulls_equal:
            return
        place = f"{self.after.name} ({', '.join(keys)})"
        self.step.found.find("M006", f"{place} becomes unique", self.after.name)
        source = self.step.coming(self.after, self.columns.values).doubled(
            keys, new.where, new.reads, nulls_equal=new.nulls_equal
        )
        message = f"M006 {place} becomes unique, and {{}} values of it are shared by several rows"
        self.step.demand(source, message)

    def _uniques(self) -> Iterator[Index]:
        """The unique indexes of before whose columns keep their values."""
        moved = (self.columns.shadowed, self.columns.rewritten, self.columns.worded)
        for index in self.before.indexes:
            if index.unique and not any_of(columns_of(index), *moved):
                yield index

    @staticmethod
    def _one_each(default: str | None) -> bool:
        return default is not None and default.startswith(("charter_number(", "uuidv"))


def _implies(old: Index, new: Index) -> bool:
    """Whether rows that are unique by one index are so by the other."""
    keys = {name for name, _ in old.columns} <= {name for name, _ in new.columns}
    rows = old.where is None or old.where == new.where
    return keys and rows and (old.nulls_equal or not new.nulls_equal)
