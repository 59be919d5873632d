"""What happens to the columns of a table that is there already.

Nothing here rewrites a table while it is locked, but where a finding (M007) says so: a new
required column is added empty, filled in batches and then made NOT NULL; another type comes by a
second column that a trigger keeps up to date, and that takes the place of the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from generator.migrations.fills import Value
from generator.migrations.findings import Finding, narrowed_column
from generator.migrations.meanwhile import (
    AddShadow,
    Ask,
    Dismiss,
    Firm,
    Keeper,
    TakePlace,
    copied,
    demand_of,
    shadow,
)
from generator.migrations.online import Fill, Validate, renamed_word
from generator.migrations.operations import AddColumn, AlterColumn, DropColumn
from generator.migrations.phases import Phase
from generator.migrations.step import Step, named
from generator.migrations.types import NUMBERS, converted, convertible, keeps_its_bytes, widens
from generator.migrations.unbatched import AtOnce, held_by
from generator.names import quoted
from generator.schema.columns import literal
from generator.schema.values import Column, Table

_EACH_ROW_ANEW = re.compile(r"charter_number\(|uuidv[47]\(|gen_random_uuid\(|clock_timestamp\(")
"""Defaults that PostgreSQL works out row by row: to add such a column rewrites the table."""


@dataclass(slots=True)
class Columns:
    """The columns of a table from `before` to `after`, and what nothing may hang on meanwhile."""

    step: Step
    before: Table
    after: Table
    shadowed: set[str] = field(default_factory=set)
    rewritten: set[str] = field(default_factory=set)
    dropped: set[str] = field(default_factory=set)
    light: set[str] = field(default_factory=set)
    worded: set[str] = field(default_factory=set)
    values: dict[str, str] = field(default_factory=dict)
    """Of each column that is known before the migration, what it will hold; SQL over `t`."""
    copies: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)

    @property
    def fillable(self) -> bool:
        """Whether rows can be changed in batches: they are of an entity, and may change at all."""
        names = {column.name for column in self.after.columns}
        return {"id", "version"} <= names and not self.holding and not self.after.months

    @property
    def holding(self) -> tuple[str, ...]:
        """The triggers that hold all rows as they are."""
        return held_by(self.before)

    def run(self) -> None:
        """Adds what happens to the columns."""
        old, new = named(self.before.columns), named(self.after.columns)
        self._sort(old, new)
        self._words()
        for column in self.after.columns:
            if column.name not in old:
                self._add(column)
            elif column.name in self.shadowed:
                self._shadow(old[column.name], column)
            elif not self._computed(old[column.name], column):
                self._alter(old[column.name], column)
        for column in self.before.columns:
            if column.name not in new:
                self._drop(column)
        if self.copies or self.changes:
            keeper = Keeper(self.name, tuple(self.copies), tuple(self.changes), self.group)
            self.step.found.add(Phase.KEEPERS, keeper)
            if not self.shadowed:
                self.step.found.add(Phase.LEAVE, Dismiss(self.name, self.group))
        if self.shadowed:
            pairs = tuple((old[name], new[name]) for name in new if name in self.shadowed)
            secret = any(column.secret for column in self.before.columns)
            take = TakePlace(self.name, pairs, secret, self.group)
            self.step.found.add(Phase.REWRITE, take)
        if new.keys() - old.keys():
            self.step.grown.add(self.name)

    @property
    def name(self) -> str:
        """The table's name."""
        return self.after.name

    @property
    def group(self) -> str:
        """The group of its operations."""
        return self.after.aggregate

    # ------------------------------------------------------------------------------- which way

    def _sort(self, old: dict[str, Column], new: dict[str, Column]) -> None:
        """Decides of each column that changes its type how it does."""
        self.dropped = {name for name in old if name not in new}
        both = old.keys() & new.keys()
        plain = {name for name in both if (old[name].generated, new[name].generated) == (None,) * 2}
        retyped = {name for name in plain if old[name].type != new[name].type}
        self.light = {name for name in retyped if keeps_its_bytes(old[name].type, new[name].type)}
        heavy = retyped - self.light
        read = {name for column in old.values() if column.generated for name in column.reads}
        read |= {name for column in new.values() if column.generated for name in column.reads}
        worded = {each.column for each in self.step.renamed.words if each.table == self.name}
        if self.fillable and not self.step.renamed.any:
            self.shadowed = heavy - read - worded
        self.rewritten = heavy - self.shadowed
        self.rewritten |= {
            name
            for name in both - plain
            if (old[name].generated, old[name].type) != (new[name].generated, new[name].type)
            or not retyped.isdisjoint(new[name].reads)
            or not retyped.isdisjoint(old[name].reads)
        }
        if self.shadowed:
            self.step.shadows[self.name] = tuple(new[name] for name in sorted(self.shadowed))

    # -------------------------------------------------------------------------------- new, gone

    def _add(self, column: Column) -> None:
        found, table = self.step.found, self.name
        if column.generated is not None:
            found.add(Phase.GENERATED, AddColumn(table, column, self.group))
            self._rewrites(column.name, "is computed for every row")
            return
        fill = self._fill_of(column)
        each = column.default is not None and _EACH_ROW_ANEW.search(column.default) is not None
        if fill is None and column.default is not None and not each:
            found.add(Phase.ADD_COLUMNS, AddColumn(table, column, self.group))
            self.values[column.name] = column.default
            return
        bare = replace(column, nullable=True, default=None)
        found.add(Phase.ADD_COLUMNS, AddColumn(table, bare, self.group))
        if column.default is not None:
            change = AlterColumn(table, bare, replace(bare, default=column.default), self.group)
            found.add(Phase.COLUMNS, change)
        if fill is None and not each:
            self.values[column.name] = f"NULL::{column.type}"
        if column.nullable and fill is None and not each:
            return
        if fill is not None or each:
            self._filled(column)
        elif column.default is None:
            found.find("M004", f"{table}.{column.name}", table, column.name)
            count = f"{quoted(self.step.renamed.table(table))} AS t"
            message = (
                f"M004 {table}.{column.name}: {{}} rows are there and have no value for it: "
                "make the migration again with --fill"
            )
            self.step.demand(count, message)
        if not column.nullable:
            if column.default is None and fill is not None:
                found.find("M004", f"{table}.{column.name}", table, column.name)
            self._demand_value(column, column.name)

    def _drop(self, column: Column) -> None:
        found = self.step.found
        if self.step.rolling and not column.nullable and column.generated is None:
            # Who does not know it any more writes none.
            loose = replace(column, nullable=True)
            found.add(Phase.COLUMNS, AlterColumn(self.name, column, loose, self.group))
            column = loose
        drop = DropColumn(self.name, column, self.group)
        if column.generated is None:
            found.find("M002", f"{self.name}.{column.name}", self.name, column.name)
            found.add(Phase.DROP_COLUMNS, drop)
        else:
            found.add(Phase.DROP_COMPUTED, drop)

    def _computed(self, old: Column, new: Column) -> bool:
        """Makes a computed column anew where that is what changed; whether it did."""
        if old.generated is None and new.generated is None:
            return False
        if new.name in self.rewritten:
            found = self.step.found
            found.add(Phase.DROP_COMPUTED, DropColumn(self.name, old, self.group))
            found.add(Phase.GENERATED, AddColumn(self.name, new, self.group))
            if old.generated is None:
                message = f"{self.name}.{old.name}, which is computed from now on"
                found.find("M002", message, self.name, old.name)
            if new.generated is not None:
                self._rewrites(new.name, "is computed for every row")
            elif not new.nullable and new.default is None:
                found.find("M004", f"{self.name}.{new.name}", self.name, new.name)
            return True
        if old != new:
            self._altered(old, new, Phase.COLUMNS)
        return True

    def _rewrites(self, column: str, why: str) -> None:
        message = f"{self.name}.{column} {why}: the table is locked until it is written anew"
        self.step.found.find("M007", message, self.name, column)

    # --------------------------------------------------------------------------------- changed

    def _alter(self, old: Column, new: Column) -> None:
        many = new.type.endswith("[]")
        value = self.step.word(self.name, new.name, many)
        self._missing_words(old, new)
        firm = old.nullable and not new.nullable
        if new.name in self.rewritten:
            self._converted(old, new)
            self._narrows(old, new)
            self._later(old, new)
            self._altered(old, new, Phase.REWRITE)
            self._rewrites(new.name, f"turns from {old.type} into {new.type}")
            return
        self._narrows(old, new)
        fill = self._fill_of(new) if firm else None
        self.values[new.name] = value
        phase = Phase.REWRITE if new.name in self.light else Phase.COLUMNS
        self._altered(old, replace(new, nullable=True) if firm else new, phase)
        if not firm:
            return
        if fill is not None or new.default is not None:
            given = fill.over("t") if fill is not None else new.default
            self.values[new.name] = f"coalesce({value}, {given})"
            self._filled(new)
        self._demand_value(new, new.name)

    def _later(self, old: Column, new: Column) -> None:
        """A type that an application of after meets only in the end."""
        numbers = old.type.startswith(NUMBERS) and new.type.startswith(NUMBERS)
        if self.step.rolling and not (numbers and widens(old.type, new.type)):
            message = f"{self.name}.{new.name} is {old.type} until the stage contract"
            self.step.found.find("M008", message, self.name, new.name)

    def _narrows(self, old: Column, new: Column) -> None:
        finding = narrowed_column(self.name, old, new)
        if finding is not None:
            self.step.found.findings.append(finding)

    def _missing_words(self, old: Column, new: Column) -> None:
        known = old.words
        gone = [word for word in known if word not in new.words] if new.words else []
        if gone:
            message = f"{', '.join(gone)} of {self.name}.{new.name}"
            found = Finding("M005", message, self.name, new.name)
            self.step.found.findings.append(found)

    def _altered(self, old: Column, new: Column, phase: Phase) -> None:
        change = AlterColumn(self.name, old, new, self.group)
        if change.statements():
            self.step.found.add(phase, change)

    # ------------------------------------------------------------------------- values for rows

    def _fill_of(self, column: Column) -> Value | None:
        value = self.step.fills.get((self.name, column.name))
        if value is not None:
            self.step.filled.add((self.name, column.name))
        return value

    def _filled(self, column: Column) -> None:
        """Gives a value to rows that lack one, also to those of writers who know no such column."""
        given = self.step.fills.get((self.name, column.name))
        name = quoted(column.name)
        if given is None:
            over, new = column.default or "NULL", column.default or "NULL"
        else:
            over, new = given.over("t"), given.over("NEW")
            if not column.nullable and not self.step.renamed.any:
                self._demand_given(column, over)
            if not self.step.renamed.any:
                self.values.setdefault(column.name, over)
        fill = Fill(self.name, ((column.name, over),), f"t.{name} IS NULL", self.group)
        self._change(fill, column.name)
        self.changes.append(f"IF NEW.{name} IS NULL THEN NEW.{name} := {new}; END IF")

    def _demand_given(self, column: Column, over: str) -> None:
        """The value of a fill is not itself null."""
        there = named(self.before.columns)
        lacking = f"t.{quoted(column.name)} IS NULL AND " if column.name in there else ""
        source = f"{quoted(self.name)} AS t WHERE {lacking}({over}) IS NULL"
        message = f"M004 {self.name}.{column.name}: for {{}} rows the value of --fill is null"
        self.step.demand(source, message)

    def _demand_value(self, column: Column, asked: str) -> None:
        """NOT NULL by a CHECK that is validated while everybody works on."""
        found, check = self.step.found, demand_of(self.name, asked)
        found.add(Phase.CHECKS, Ask(self.name, asked, self.group))
        found.add(Phase.ONLINE, Validate(check, self.group))
        if asked == column.name:
            found.add(Phase.FIRM, Firm(self.name, asked, self.group))
        else:
            # It is dropped, or NOT NULL under its own name, when the change is undone.
            found.add(Phase.DROP_COMPUTED, Firm(self.name, asked, self.group, passing=True))
        value = self.values.get(column.name)
        if column.name in named(self.before.columns) and value is not None:
            source = f"{quoted(self.step.renamed.table(self.name))} AS t WHERE {value} IS NULL"
            message = (
                f"M003 {self.name}.{column.name}: {{}} rows have no value: give them one, "
                "or make the migration again with --fill"
            )
            self.step.demand(source, message)

    def _change(self, fill: Fill, column: str) -> None:
        """Changes rows in batches, or at once where rows of the table never change."""
        if self.fillable:
            self.step.found.add(Phase.FILL, fill)
            return
        self.step.found.add(Phase.KEEPERS, AtOnce(fill, self.holding))
        message = f"{self.name}.{column} changes in all rows at once: rows here are never changed"
        self.step.found.find("M007", message, self.name, column)

    # ------------------------------------------------------------------------------- otherwise

    def _words(self) -> None:
        for word in self.step.renamed.words:
            if word.table != self.name:
                continue
            self.worded.add(word.column)
            pair = (word.was, word.word)
            fill = renamed_word(self.name, word.column, pair, word.many, self.group, both=word.both)
            self._change(fill, word.column)
            name, old, new = f"NEW.{quoted(word.column)}", literal(word.was), literal(word.word)
            if word.many:
                self.changes.append(f"{name} := array_replace({name}, {old}, {new})")
            else:
                self.changes.append(f"IF {name} = {old} THEN {name} := {new}; END IF")

    def _converted(self, old: Column, new: Column) -> None:
        """Demands values that can be converted, and says what they will be."""
        value = self.step.word(self.name, new.name, old.type.endswith("[]"))
        if old.type == new.type:
            self.values[new.name] = value
            return
        message = f"M003 {self.name}.{new.name}: {{}} values are no {new.type}"
        enums = {each.name: each.values for each in self.step.after.enums}
        words = enums.get(new.type.strip('"'))
        if words is not None:
            fits = f"({value})::text IN ({', '.join(map(literal, words))})"
        else:
            fits = convertible(f"({value})", old.type, new.type)
            there = converted(f"({value})", old.type, new.type)
            self.values[new.name] = f"CASE WHEN {fits} THEN {there} END"
        table = quoted(self.step.renamed.table(self.name))
        self.step.demand(f"{table} AS t WHERE NOT ({fits})", message)

    def _shadow(self, old: Column, new: Column) -> None:
        """The column's heir comes, is filled, and takes its place."""
        found, table, group = self.step.found, self.name, self.group
        self._missing_words(old, new)
        self._narrows(old, new)
        self._later(old, new)
        self._converted(old, new)
        beside = shadow(new)
        found.add(Phase.ADD_COLUMNS, AddShadow(table, new, group))
        self.copies.append(copied(old, new))
        name = quoted(old.name)
        found.add(
            Phase.FILL,
            Fill(
                table,
                (("version", "t.version"),),
                f"t.{name} IS NOT NULL AND t.{quoted(beside)} IS NULL",
                group,
            ),
        )
        if not new.nullable:
            self._demand_value(new, beside)


def any_of(names: Iterable[str], *sets: set[str]) -> bool:
    """Whether one of the names is in one of the sets."""
    return any(not each.isdisjoint(set(names)) for each in sets)
