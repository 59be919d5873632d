"""Renames: what the model says was called otherwise, carried into the earlier schema.

After this step both schemas call the same things by the same names, but for constraints and
indexes, which the difference matches by what they say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from generator.migrations.carry import columns_in, columns_in_table, enum_in_table
from generator.migrations.operations import Operation, Rename
from generator.names import quoted
from generator.schema.values import (
    EMPTY,
    Check,
    Column,
    EnumType,
    ForeignKey,
    Index,
    Policy,
    Schema,
    Table,
    Trigger,
)

GROUP = "renames"
LOOKED_AT = re.compile(r'\blinked\.("(?:[^"]|"")+"|\w+)')
"""A column of the row that a link belongs to, in the policies of the table of links."""


@dataclass(frozen=True, slots=True)
class Word:
    """A value of an unordered enum that is called otherwise; `both`: its heir was there already."""

    table: str
    column: str
    was: str
    word: str
    many: bool
    both: bool


@dataclass(slots=True)
class Renamed:
    """What is called otherwise: the operations, words in rows, the earlier schema by new names."""

    operations: list[Operation] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    schema: Schema = EMPTY

    def table(self, name: str) -> str:
        """What a table was called before."""
        return next((each.before for each in self._of("TABLE") if each.after == name), name)

    def column(self, table: str, name: str) -> str:
        """What a column was called before, its table being called as it is now."""
        columns = (each for each in self._of("COLUMN") if each.owner == table)
        return next((each.before for each in columns if each.after == name), name)

    def of(self, table: str) -> Iterator[Rename]:
        """The columns of a table that are called otherwise, its own name being that of now."""
        yield from (each for each in self._of("COLUMN") if each.owner == table)

    @property
    def any(self) -> bool:
        """Whether functions that were written for the earlier names fail now."""
        return any(self._of("TABLE", "COLUMN", "TYPE", "VALUE", "SEQUENCE"))

    def _of(self, *kinds: str) -> Iterator[Rename]:
        for each in self.operations:
            if isinstance(each, Rename) and each.kind in kinds:
                yield each


def renames(before: Schema, after: Schema) -> Renamed:
    """What is called otherwise in `after`."""
    renamed = Renamed()
    found, words = renamed.operations, renamed.words
    before = _enums(before, after, found)
    before = _tables(before, after, found)
    columns = [_columns(table, _counterpart(table, after), found, words) for table in before.tables]
    tables = tuple(_looking(table, renamed) for table in columns)
    renamed.schema = _sequences(replace(before, tables=tables), after, found)
    return renamed


def _looking(table: Table, renamed: Renamed) -> Table:
    """A table of links: its policies look at columns of the row that the links belong to.

    PostgreSQL calls a column otherwise in every policy that reads it.
    """
    if not any(policy.visits for policy in table.policies):
        return table
    policies = []
    for policy in table.policies:
        owner = policy.visits[0] if policy.visits else ""
        columns = {each.before: each.after for each in renamed.of(owner)}
        using, check = (_looking_at(text, columns) for text in (policy.using, policy.check))
        policies.append(replace(policy, using=using, check=check))
    return replace(table, policies=tuple(policies))


def _looking_at(text: str | None, columns: Mapping[str, str]) -> str | None:
    def called(at: re.Match[str]) -> str:
        name = at[1].strip('"')
        return f"linked.{quoted(columns.get(name, name))}"

    return LOOKED_AT.sub(called, text) if text else text


def _counterpart(table: Table, after: Schema) -> Table | None:
    return next((other for other in after.tables if other.entity == table.entity), None)


# --------------------------------------------------------------------------------------- enums


def _enums(before: Schema, after: Schema, found: list[Operation]) -> Schema:
    for new in after.enums:
        old = _earlier_enum(before, new)
        if old is None:
            continue
        if old.name != new.name:
            found.append(Rename("TYPE", old.name, new.name, GROUP))
        words = {
            was: word for was, word in new.renamed if was in old.values and word not in old.values
        }
        found += [Rename("VALUE", was, word, GROUP, new.name) for was, word in words.items()]
        if old.name == new.name and not words:
            continue
        values = tuple(words.get(value, value) for value in old.values)
        enums = (
            EnumType(new.name, new.enum, values) if enum == old else enum for enum in before.enums
        )
        tables = (enum_in_table(table, old.name, new.name, words) for table in before.tables)
        before = replace(before, enums=tuple(enums), tables=tuple(tables))
    return before


def _earlier_enum(before: Schema, new: EnumType) -> EnumType | None:
    by_name = {enum.enum: enum for enum in before.enums}
    return by_name.get(new.enum) or by_name.get(new.was or "")


# -------------------------------------------------------------------------------------- tables


def _tables(before: Schema, after: Schema, found: list[Operation]) -> Schema:
    known = {table.entity: table for table in before.tables}
    tables = {table.name: table for table in before.tables}
    moved: dict[str, str] = {}
    for new in after.tables:
        old = known.get(new.entity) or known.get(new.was or "")
        if old is None:
            continue
        if old.name != new.name:
            found.append(Rename("TABLE", old.name, new.name, GROUP))
            moved[old.name] = new.name
        tables[old.name] = replace(tables[old.name], entity=new.entity)
    return replace(before, tables=tuple(_moved(table, moved) for table in tables.values()))


def _moved(table: Table, moved: dict[str, str]) -> Table:
    name = moved.get(table.name, table.name)
    return replace(
        table,
        name=name,
        foreign_keys=tuple(
            replace(key, table=name, target=moved.get(key.target, key.target))
            for key in table.foreign_keys
        ),
        checks=tuple(replace(check, table=name) for check in table.checks),
        indexes=tuple(replace(index, table=name) for index in table.indexes),
        triggers=tuple(replace(trigger, table=name) for trigger in table.triggers),
        policies=tuple(
            replace(
                policy,
                table=name,
                using=columns_in(policy.using, moved) if policy.using else None,
                check=columns_in(policy.check, moved) if policy.check else None,
                visits=tuple(moved.get(visited, visited) for visited in policy.visits),
            )
            for policy in table.policies
        ),
    )


# ------------------------------------------------------------------------------------- columns


def _columns(old: Table, new: Table | None, found: list[Operation], words: list[Word]) -> Table:
    if new is None:
        return old
    known = {column.member: column for column in old.columns}
    # A computed field may go on serving the name that its source had.
    taken = {column.member for column in new.columns if column.generated is None}
    left = {column.was for column in new.columns if column.member not in known} - taken
    renamed: dict[str, str] = {}
    changed: dict[str, Column] = {}
    for column in new.columns:
        earlier = None if column.member in left else known.get(column.member)
        if earlier is None and column.was in left:
            earlier = known.get(column.was or "")
        if earlier is None:
            continue
        if earlier.name != column.name:
            found.append(Rename("COLUMN", earlier.name, column.name, GROUP, new.name))
            renamed[earlier.name] = column.name
        same = replace(earlier, name=column.name, member=column.member)
        changed[earlier.name] = _words(same, column, new, words)
    columns = tuple(changed.get(column.name, column) for column in old.columns)
    return _named(columns_in_table(replace(old, columns=columns), renamed), new, found)


def _words(old: Column, new: Column, table: Table, words: list[Word]) -> Column:
    known = list(old.words)
    many = new.type.endswith("[]")
    for was, word in new.renamed:
        if was not in known or was in new.words:
            continue
        both = word in known
        words.append(Word(table.name, new.name, was, word, many, both))
        if both:
            known.remove(was)
        else:
            known[known.index(was)] = word
    return replace(old, words=tuple(known))


# ------------------------------------------------------------------- constraints and their like


def _named(old: Table, new: Table, found: list[Operation]) -> Table:
    """Renames whatever says the same under another name, instead of making it anew."""
    if old.primary_key_name != new.primary_key_name:
        names = (old.primary_key_name, new.primary_key_name)
        found.append(Rename("CONSTRAINT", *names, GROUP, new.name))
    return replace(
        old,
        primary_key_name=new.primary_key_name,
        foreign_keys=tuple(_matched(old.foreign_keys, new.foreign_keys, found)),
        checks=tuple(_matched(old.checks, new.checks, found)),
        indexes=tuple(_matched(old.indexes, new.indexes, found)),
        triggers=tuple(_matched(old.triggers, new.triggers, found)),
        policies=tuple(_matched(old.policies, new.policies, found)),
    )


def _matched[T: (ForeignKey, Check, Index, Trigger, Policy)](
    old: tuple[T, ...], new: tuple[T, ...], found: list[Operation]
) -> Iterator[T]:
    named = {item.name for item in new}
    free = {item.name: item for item in new if item.name not in {known.name for known in old}}
    for item in old:
        heir = next((other for other in free.values() if _alike(item, other)), None)
        if item.name in named or heir is None:
            yield item
            continue
        del free[heir.name]
        found.append(_renaming(item, heir.name))
        yield replace(item, name=heir.name)


def _alike[T: (ForeignKey, Check, Index, Trigger, Policy)](one: T, other: T) -> bool:
    return replace(one, name=other.name) == other


def _renaming(item: ForeignKey | Check | Index | Trigger | Policy, name: str) -> Operation:
    match item:
        case Index():
            return Rename("INDEX", item.name, name, GROUP)
        case Trigger():
            return Rename("TRIGGER", item.name, name, GROUP, item.table)
        case Policy():
            return Rename("POLICY", item.name, name, GROUP, item.table)
        case _:
            return Rename("CONSTRAINT", item.name, name, GROUP, item.table)


def _sequences(before: Schema, after: Schema, found: list[Operation]) -> Schema:
    """A counter goes on under the new name of its column."""
    renamed: dict[str, str] = {}
    sequences = {sequence.name for sequence in before.sequences}
    for new in after.tables:
        old = next((table for table in before.tables if table.name == new.name), None)
        defaults = {column.name: column.default for column in old.columns} if old else {}
        for column in new.columns:
            counter, earlier = _counter(column.default), _counter(defaults.get(column.name))
            if counter and earlier in sequences and counter != earlier:
                renamed[earlier] = counter
                found.append(Rename("SEQUENCE", earlier, counter, GROUP))
    return replace(
        before,
        sequences=tuple(
            replace(sequence, name=renamed.get(sequence.name, sequence.name))
            for sequence in before.sequences
        ),
    )


def _counter(default: str | None) -> str:
    """The sequence in `charter_number('sq_risks_ref', …)`; empty if the default is no number."""
    if default is None or not default.startswith("charter_number('"):
        return ""
    return default.split("'")[1]
