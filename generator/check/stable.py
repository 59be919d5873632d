"""What is promised to stay as it is: E041.

`stable: true` holds the tables of an entity, or of every entity of an aggregate, against the newest
snapshot of the migrations. A table that no migration has made yet may still become anything.
Columns and what hangs on them are matched by name: their order in the model says nothing, nor do
docs and titles.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import ValidationError

from generator.check.stable_places import Places
from generator.migrations.history import History, MigrationError
from generator.migrations.merge import joined
from generator.migrations.step import columns_of
from generator.model import Aggregate, Entity, Model
from generator.problems import At
from generator.resolve.context import Context
from generator.schema.build import build
from generator.schema.values import (
    EMPTY,
    Check,
    Column,
    EnumType,
    ForeignKey,
    Index,
    Part,
    Policy,
    Schema,
    Table,
    Trigger,
    parts,
)

_NOUNS = {
    Check: "constraint",
    ForeignKey: "foreign key",
    Index: "index",
    Trigger: "trigger",
    Policy: "policy",
}
_HINT = "Undo it, put the new data into another entity, or take the promise back: remove stable."


def check_stable(model: Model, context: Context, project: Path) -> None:
    """Reports every difference between what is stable and the newest migration."""
    promised = list(_promised(model))
    earlier = _newest(project)
    places = Places(context.spec)
    if isinstance(earlier, str):
        for entity in promised:
            message = f'"{entity.resource}" is stable and cannot be compared: {earlier}'
            context.problems.add(places.promise(entity.name), "E041", message)
        return
    after = build(model)
    for entity in promised:
        comparison = _Comparison(entity, places, earlier, after)
        for at, change in comparison.changes():
            message = f'"{entity.resource}" is stable: {change}'
            context.problems.add(at, "E041", message, _HINT)
    for aggregate in model.aggregates:
        for table in _gone(aggregate, earlier, after):
            message = f'"{aggregate.name}" is stable: table {table} may not go'
            context.problems.add(places.aggregate(aggregate.name), "E041", message, _HINT)


def _promised(model: Model) -> Iterator[Entity]:
    for aggregate in model.aggregates:
        for entity in aggregate.entities:
            if entity.stable or aggregate.stable:
                yield entity


def _newest(project: Path) -> Schema | str:
    """The schema after the newest migrations, or why it cannot be told."""
    if not (project / "migrations" / "versions").is_dir():
        return EMPTY
    try:
        return joined(History(project))
    except MigrationError as error:
        return str(error)
    except ValidationError:
        return "the newest snapshot of the migrations cannot be read"


def _gone(aggregate: Aggregate, earlier: Schema, after: Schema) -> Iterator[str]:
    """Tables of entities that an aggregate no longer has; those of links go with theirs."""
    if not aggregate.stable:
        return
    kept = {table.name for table in after.tables}
    kept |= {table.was for table in after.tables if table.was}
    entities = {entity.name for entity in aggregate.entities}
    entities |= {entity.was for entity in aggregate.entities if entity.was}
    for table in earlier.tables:
        owner = table.entity.partition(".")[0]
        if table.aggregate == aggregate.name and owner not in entities and table.name not in kept:
            yield table.name


@dataclass(slots=True)
class _Comparison:
    """The tables of one entity, as they are and as the model wants them."""

    entity: Entity
    places: Places
    earlier: Schema
    after: Schema
    found: list[tuple[At, str]] = field(default_factory=list)

    def changes(self) -> list[tuple[At, str]]:
        """What may not happen, each with its place in the model."""
        pairs = [(self._before(table), table) for table in self.after.tables if self._own(table)]
        if pairs[0][0] is None:
            return []
        for before, table in pairs:
            if before is None:
                self._note(self._place(table), f"table {table.name} may not be added")
            else:
                self._table(before, table)
        known = {before.name for before, _ in pairs if before is not None}
        for table in self.earlier.tables:
            if table.name not in known and self._owned_before(table):
                self._note(self._place(table), f"table {table.name} may not go")
        self._types()
        return self.found

    def _note(self, at: At, change: str) -> None:
        self.found.append((at, change))

    def _place(self, table: Table) -> At:
        return self.places.member(self.entity.name, table.entity.partition(".")[2])

    # ---------------------------------------------------------------------------- tables

    def _own(self, table: Table) -> bool:
        return table.entity.partition(".")[0] == self.entity.name

    def _owned_before(self, table: Table) -> bool:
        owner, dot, _ = table.entity.partition(".")
        return bool(dot) and owner in (self.entity.name, self.entity.was)

    def _before(self, table: Table) -> Table | None:
        """The table as it is: of that name, of that entity, or of what the entity was."""
        tables = self.earlier.tables
        for name in (table.name, table.was):
            for candidate in tables:
                if candidate.name == name:
                    return candidate
        for name in (table.entity, table.was):
            for candidate in tables:
                if candidate.entity == name:
                    return candidate
        return None

    def _table(self, before: Table, after: Table) -> None:
        name = before.name
        if name != after.name:
            self._note(self._place(after), f"table {name} may not be renamed to {after.name}")
            return
        first = len(self.found)
        moved = self._columns(before, after)
        for what, same in (
            ("the primary key", before.primary_key == after.primary_key),
            ("the rights of the application", set(before.privileges) == set(after.privileges)),
            ("row-level security", before.security == after.security),
            ("the partitions", before.months == after.months),
        ):
            if not same:
                self._note(self._place(after), f"{what} of table {name} may not change")
        self._parts(before, after, moved, derived=len(self.found) > first)

    # --------------------------------------------------------------------------- columns

    def _columns(self, before: Table, after: Table) -> set[str]:
        """Notes what differs, and gives the names of the columns that come or go."""
        old = {column.name: column for column in before.columns}
        members = {column.member: column for column in before.columns if column.member}
        for column in after.columns:
            place = f"column {after.name}.{column.name}"
            if column.name in old:
                self._column(place, old.pop(column.name), column)
                continue
            at = self._member(after, column)
            earlier = members.get(column.was or "")
            if earlier is not None and earlier.name in old:
                del old[earlier.name]
                said = f"column {after.name}.{earlier.name} may not be renamed to {column.name}"
                self._note(at, said)
            else:
                self._note(at, f"{place} may not be added")
        for name in old:
            at = self.places.promise(self.entity.name)
            self._note(at, f"column {after.name}.{name} may not go")
        return _names(before) ^ _names(after)

    def _column(self, place: str, before: Column, after: Column) -> None:
        name = self.entity.name
        if before.type != after.type:
            at = self.places.key(name, after.member, "type")
            self._note(at, f"{place} may not become {after.type}")
        elif before.nullable != after.nullable:
            at = self.places.key(name, after.member, "required")
            said = "nullable" if after.nullable else "required"
            self._note(at, f"{place} may not become {said}")
        for key, what, same in (
            ("default", "default", before.default == after.default),
            ("computed", "expression", before.generated == after.generated),
            ("secret", "secrecy", before.secret == after.secret),
        ):
            if not same:
                at = self.places.key(name, after.member, key)
                self._note(at, f"the {what} of {place} may not change")

    def _member(self, table: Table, column: Column) -> At:
        link = table.entity.partition(".")[2]
        return self.places.member(self.entity.name, link or column.member.partition(".")[0])

    # ----------------------------------------------------------------- what hangs on columns

    def _parts(self, before: Table, after: Table, moved: set[str], *, derived: bool) -> None:
        """Notes what differs; what only follows from a change that is noted is left out."""
        old = {part.name: part for part in parts(before)}
        new = {part.name: part for part in parts(after)}
        for name in dict.fromkeys((*new, *old)):
            part = new.get(name) or old[name]
            follows = isinstance(part, Trigger | Policy) and derived
            if (follows or moved & columns_of(part)) and not self._declared(part):
                continue
            if name not in old:
                change = "may not be added"
            elif name not in new:
                change = "may not go"
            elif _plain(old[name]) != _plain(part):
                change = "may not change"
            else:
                continue
            at = self.places.part(self.entity, part, gone=name not in new)
            self._note(at, f"{_NOUNS[type(part)]} {name} of {after.name} {change}")

    def _declared(self, part: Part) -> bool:
        return self.places.declared(self.entity, part)

    def _types(self) -> None:
        """Enum types of the database that columns of the entity have."""
        old = {enum.name: enum for enum in self.earlier.enums}
        used = {
            column.type.removesuffix("[]")
            for table in self.after.tables
            if self._own(table)
            for column in table.columns
        }
        for enum in self.after.enums:
            before = old.get(enum.name)
            if enum.name in used and before is not None and before.values != enum.values:
                said = _values(before, enum)
                self._note(self.places.enum(enum.enum), f"type {enum.name} {said}")


def _names(table: Table) -> set[str]:
    return {column.name for column in table.columns}


def _plain(part: Part) -> Part:
    """A part without what tells only the order of making it."""
    if isinstance(part, Trigger | ForeignKey):
        return part
    if isinstance(part, Policy):
        return replace(part, reads=(), visits=())
    return replace(part, reads=())


def _values(before: EnumType, after: EnumType) -> str:
    come = [value for value in after.values if value not in before.values]
    gone = [value for value in before.values if value not in after.values]
    if come and not gone:
        return f"may not get {', '.join(come)}"
    if gone and not come:
        return f"may not lose {', '.join(gone)}"
    return "may not have other values" if gone else "may not have its values in another order"
