"""Operations that run outside a transaction, while everybody reads and writes.

Each can be repeated: what a failed try left is cleared away or taken as done.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from generator.migrations.operations import Create, Drop, Nothing, Operation
from generator.names import limited, quoted
from generator.schema import sql
from generator.schema.columns import literal
from generator.schema.values import Check, ForeignKey, Index

BATCH = 1000
"""Rows that are changed in one transaction."""
TRIES = 600
"""How often a batch in a row waits for rows that others hold, half a second each, at most."""
FILLED = "charter: rows of"
"""How the notice of a batch begins, before the table and the number of rows so far."""

_FILL = """DO $do$
DECLARE
    last uuid := '00000000-0000-0000-0000-000000000000';
    batch uuid[];
    tries integer := 0;
    changed bigint;
    rows bigint := 0;
BEGIN
    LOOP
        SELECT array_agg(b.id ORDER BY b.id) INTO batch FROM (
            SELECT t.id FROM {table} AS t
            WHERE t.id > last AND ({where})
            ORDER BY t.id LIMIT {size}
        ) AS b;
        EXIT WHEN batch IS NULL;
        BEGIN
            UPDATE {table} AS t SET {changes}
            WHERE t.id = ANY (batch) AND ({where});
            GET DIAGNOSTICS changed = ROW_COUNT;
            rows := rows + changed;
            last := batch[cardinality(batch)];
            tries := 0;
        EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
            IF tries >= {tries} THEN
                RAISE;
            END IF;
            tries := tries + 1;
        END;
        COMMIT;
        RAISE NOTICE '{notice} % %', {name}, rows;
    END LOOP;
END
$do$"""


class Online:
    """What runs outside a transaction; `patient` is what waits for locks and blocks nobody."""

    __slots__ = ()
    patient = True


@dataclass(frozen=True, slots=True)
class Fill(Online):
    """Changes the rows of a table in batches, by the primary key; each leaves its audit event.

    `where` and the values are SQL over the row `t`; a row that is changed no longer answers to
    `where`, so that a second try goes on where the first one ended. `back` undoes it.
    """

    table: str
    changes: tuple[tuple[str, str], ...]
    where: str
    group: str
    back: tuple[tuple[tuple[str, str], ...], str] | None = None
    patient = False

    def statements(self) -> list[str]:
        """A loop that commits after each batch."""
        changes = ", ".join(f"{quoted(name)} = {value}" for name, value in self.changes)
        text = _FILL.format(
            table=quoted(self.table),
            name=literal(self.table),
            changes=changes,
            where=self.where,
            size=BATCH,
            tries=TRIES,
            notice=FILLED,
        )
        return [text]

    def reverse(self) -> Operation:
        """Changes them back, where that can be said."""
        if self.back is None:
            return Nothing(self.group)
        changes, where = self.back
        return Fill(self.table, changes, where, self.group, (self.changes, self.where))


def renamed_word(
    table: str, column: str, words: tuple[str, str], many: bool, group: str, *, both: bool
) -> Fill:
    """Writes another word for a value of an enum; `both`: the other word was there already."""
    name, (old, new) = quoted(column), words

    def to(old: str, new: str) -> tuple[tuple[tuple[str, str], ...], str]:
        one, other = literal(old), literal(new)
        if many:
            return (
                (column, f"array_replace(t.{name}, {one}, {other})"),
            ), f"{one} = ANY (t.{name})"
        return ((column, other),), f"t.{name} = {one}"

    return Fill(table, *to(old, new), group, None if both else to(new, old))


@dataclass(frozen=True, slots=True)
class BuildIndex(Online):
    """Builds an index while the table is written; an index of that name that failed gives way."""

    index: Index
    group: str

    def statements(self) -> list[str]:
        """DROP of what a failed try left, CREATE INDEX CONCURRENTLY."""
        (create,) = sql.create(self.index)
        return [
            f"DROP INDEX CONCURRENTLY IF EXISTS {quoted(self.index.name)}",
            create.replace("INDEX ", "INDEX CONCURRENTLY IF NOT EXISTS ", 1),
        ]

    def reverse(self) -> Operation:
        """Removes it."""
        return RemoveIndex(self.index, self.group)


@dataclass(frozen=True, slots=True)
class RemoveIndex(Online):
    """Removes an index while the table is read and written."""

    index: Index
    group: str

    def statements(self) -> list[str]:
        """DROP INDEX CONCURRENTLY."""
        return [f"DROP INDEX CONCURRENTLY IF EXISTS {quoted(self.index.name)}"]

    def reverse(self) -> Operation:
        """Builds it again."""
        return BuildIndex(self.index, self.group)


@dataclass(frozen=True, slots=True)
class Validate(Online):
    """Looks at the rows that were there before a constraint; everybody works on meanwhile."""

    item: Check | ForeignKey
    group: str

    def statements(self) -> list[str]:
        """ALTER TABLE … VALIDATE CONSTRAINT, which does nothing where it is valid."""
        table, name = quoted(self.item.table), quoted(self.item.name)
        return [f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}"]

    def reverse(self) -> Operation:
        """Nothing: the constraint goes when what added it is undone."""
        return Nothing(self.group)


@dataclass(frozen=True, slots=True)
class AddUnvalidated:
    """Adds a constraint for rows that come or change from now on."""

    item: Check | ForeignKey
    group: str

    def statements(self) -> list[str]:
        """ALTER TABLE … ADD … NOT VALID."""
        (create,) = sql.create(self.item)
        return [f"{create} NOT VALID"]

    def reverse(self) -> Operation:
        """Removes it."""
        return Drop(self.item, self.group)


def aside(index: Index) -> str:
    """The name of an index that will take the place of one of the same name."""
    return limited(f"{index.name}_next")


def replaced(index: Index) -> str:
    """The name of an index whose place was taken, until it is removed."""
    return limited(f"{index.name}_was")


@dataclass(frozen=True, slots=True)
class Discard(Online):
    """Removes an index whose place was taken."""

    index: Index
    group: str

    def statements(self) -> list[str]:
        """DROP INDEX CONCURRENTLY."""
        return [f"DROP INDEX CONCURRENTLY IF EXISTS {quoted(replaced(self.index))}"]

    def reverse(self) -> Operation:
        """Nothing: it is made again when the swap is undone."""
        return Nothing(self.group)


@dataclass(frozen=True, slots=True)
class SwapIndex:
    """An index that was built beside another takes its place and name."""

    before: Index | None
    after: Index
    group: str

    def statements(self) -> list[str]:
        """Another name for the earlier one, where it is still there, and its name for the new."""
        swap = f"ALTER INDEX {quoted(aside(self.after))} RENAME TO {quoted(self.after.name)}"
        if self.before is None:
            return [swap]
        old = quoted(self.before.name)
        return [f"ALTER INDEX {old} RENAME TO {quoted(replaced(self.before))}", swap]

    def reverse(self) -> Operation:
        """The new one goes, the earlier one comes back."""
        return ReplaceIndex(self.after, self.before, self.group)


@dataclass(frozen=True, slots=True)
class ReplaceIndex:
    """Drops an index and makes another, within a transaction."""

    before: Index
    after: Index | None
    group: str

    def statements(self) -> list[str]:
        """DROP INDEX, CREATE INDEX."""
        old = f"DROP INDEX IF EXISTS {quoted(replaced(self.before))}"
        made = [] if self.after is None else [old, *sql.create(self.after)]
        return [*sql.drop(self.before), *made]

    def reverse(self) -> Operation:
        """The other way round."""
        if self.after is None:
            return Create(self.before, self.group)
        return replace(self, before=self.after, after=self.before)
