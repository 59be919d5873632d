"""Both names of a column for a while: what `charter migrate new --rolling` makes of a rename.

The column itself gets the new name at once, with all that hangs on it. A copy is made and filled
before, takes the earlier name in the same transaction, and is kept in step with the column until
the stage `contract`: whoever knows the earlier name reads and writes on. What cannot be served
under two names is a finding (M008).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator.migrations.columns import Columns
from generator.migrations.meanwhile import GRANTS, left_out, shadow, tells
from generator.migrations.online import Fill
from generator.migrations.operations import (
    Nothing,
    Operation,
    RebuildEnum,
    Rename,
    ReplaceFunction,
)
from generator.migrations.phases import Phase
from generator.migrations.step import EVENTS, Step, named
from generator.names import limited, quoted, trigger
from generator.schema import sql
from generator.schema.columns import literal
from generator.schema.values import Column

PASSING = "charter: another name until the stage contract"
"""The comment of a column that has an earlier name for a while; the trail does not tell it."""

_TOGETHER = """CREATE OR REPLACE FUNCTION {function}() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
AS $function$
BEGIN
{statements}
    RETURN NEW;
END
$function$"""
# A writer knows one of the names. A row that comes has nothing under a name that its writer
# does not know, or a default under the new one.
_IN_STEP = """    IF TG_OP = 'INSERT' AND NEW.{was} IS NOT NULL
        OR TG_OP = 'UPDATE' AND NEW.{was} IS DISTINCT FROM OLD.{was}
            AND NEW.{now} IS NOT DISTINCT FROM OLD.{now}
    THEN
        NEW.{now} := NEW.{was};
    ELSE
        NEW.{was} := NEW.{now};
    END IF;"""

Pair = tuple[Column, Column]
"""A column as it was called, and as it is called now."""


def bridges(step: Step) -> None:
    """Adds what keeps the earlier names of columns, and finds what cannot be kept."""
    spans: dict[str, list[Pair]] = {}
    for each in step.renamed.operations:
        if not isinstance(each, Rename) or each.kind not in _SEEN:
            continue
        pair = _bridged(step, each) if each.kind == "COLUMN" else None
        if pair is not None:
            spans.setdefault(each.owner, []).append(pair)
            continue
        owner = f"{each.owner}." if each.owner else ""
        step.found.find("M008", f"{owner}{each.before} is called {each.after} from now on")
    for word in step.renamed.words:
        said = f"{word.was} of {word.table}.{word.column} is {word.word} from now on"
        step.found.find("M008", said, word.table, word.column)
    for table, pairs in spans.items():
        _span(step, table, tuple(pairs))


_SEEN = ("TABLE", "COLUMN", "TYPE", "VALUE")


def rebuilt(step: Step) -> None:
    """Finds enums that are made anew: an application of before may write what is gone."""
    for _, _, each in step.found.steps:
        if isinstance(each, RebuildEnum):
            gone = [word for word in each.before.values if word not in each.after.values]
            if gone:
                said = f"{', '.join(gone)} of enum {each.after.enum} is gone from now on"
                step.found.find("M008", said)


def _bridged(step: Step, rename: Rename) -> Pair | None:
    """The column before and after, where both names can be served."""
    before = {table.name: table for table in step.origin.tables}.get(rename.owner)
    after = {table.name: table for table in step.after.tables}.get(rename.owner)
    if before is None or after is None or rename.before in named(after.columns):
        return None
    old, new = before.column(rename.before), after.column(rename.after)
    plain = old.generated is None and new.generated is None and old.type == new.type
    if not plain or old.words != new.words or not Columns(step, before, after).fillable:
        return None
    return old, new


def _span(step: Step, table: str, pairs: tuple[Pair, ...]) -> None:
    found, group = step.found, step.group(table)
    found.table = table
    copies = tuple(old for old, _ in pairs)
    found.add(Phase.COPIES, Copy(table, copies, group))
    _of_events(step, table, tuple(shadow(each) for each in copies))
    for each in copies:
        name, beside = f"t.{quoted(each.name)}", f"t.{quoted(shadow(each))}"
        where = f"{name} IS NOT NULL AND {beside} IS NULL"
        found.add(Phase.COPY, Fill(table, (("version", "t.version"),), where, group))
    secret = any(column.secret for column in step.after.table(table).columns)
    found.add(Phase.RENAME, Span(table, pairs, secret, group))
    found.add(Phase.LEAVE, Part(table, copies, group))
    step.spanned[table] = tuple((old.name, new.name) for old, new in pairs)


def _of_events(step: Step, table: str, copies: tuple[str, ...]) -> None:
    """Copies are not told of a row that is deleted meanwhile."""
    for old in step.origin.functions:
        if old.row == table and tells(old):
            meanwhile = left_out(old, copies)
            step.found.add(Phase.COPIES, ReplaceFunction(old, meanwhile, EVENTS))
            step.told[old.name] = meanwhile


@dataclass(frozen=True, slots=True)
class Copy:
    """Adds columns that are copies of others, empty, and what copies values into them."""

    table: str
    columns: tuple[Column, ...]
    group: str

    def statements(self) -> list[str]:
        """ADD COLUMN, and a trigger that fires last: no other takes the copy for a change."""
        plain = (
            replace(each, name=shadow(each), nullable=True, default=None, comment="")
            for each in self.columns
        )
        copied = (
            f"    NEW.{quoted(shadow(each))} := NEW.{quoted(each.name)};" for each in self.columns
        )
        return [
            *(sql.alter(self.table, f"ADD COLUMN {sql.column(each)}") for each in plain),
            *_fire(self.table, "zz_copy", "\n".join(copied)),
        ]

    def reverse(self) -> Operation:
        """Drops them, where they are still called so."""
        return Uncopy(self.table, self.columns, self.group)


@dataclass(frozen=True, slots=True)
class Uncopy:
    """Undoes `Copy`."""

    table: str
    columns: tuple[Column, ...]
    group: str

    def statements(self) -> list[str]:
        """DROP TRIGGER, DROP FUNCTION, DROP COLUMN IF EXISTS."""
        names = (quoted(shadow(each)) for each in self.columns)
        return [
            *_cease(self.table, "zz_copy"),
            *(sql.alter(self.table, f"DROP COLUMN IF EXISTS {name}") for name in names),
        ]

    def reverse(self) -> Operation:
        """Adds them."""
        return Copy(self.table, self.columns, self.group)


@dataclass(frozen=True, slots=True)
class Span:
    """Gives copies the earlier names, and keeps them and the columns in step.

    `by_column`: roles may have rights on the columns alone, which the copies take over.
    """

    table: str
    pairs: tuple[Pair, ...]
    by_column: bool
    group: str

    def statements(self) -> list[str]:
        """RENAME COLUMN, and a trigger that fires first: others see both names alike."""
        table = quoted(self.table)
        found = _cease(self.table, "zz_copy")
        steps = []
        for old, new in self.pairs:
            was, now, copy = quoted(old.name), quoted(new.name), quoted(shadow(old))
            found.append(f"ALTER TABLE {table} RENAME COLUMN {copy} TO {was}")
            found.append(sql.comment(self.table, old.name, PASSING))
            if self.by_column:
                held = {"table": self.table, "old": new.name, "new": old.name}
                found.append(GRANTS.format(**{key: literal(name) for key, name in held.items()}))
            steps.append(_IN_STEP.format(was=was, now=now))
        return [*found, *_fire(self.table, "aa_span", "\n".join(steps))]

    def reverse(self) -> Operation:
        """The earlier names are free again."""
        return Part(self.table, tuple(old for old, _ in self.pairs), self.group)


@dataclass(frozen=True, slots=True)
class Part:
    """Drops what has earlier names; the columns go on under the new ones."""

    table: str
    columns: tuple[Column, ...]
    group: str

    def statements(self) -> list[str]:
        """DROP TRIGGER, DROP FUNCTION, DROP COLUMN IF EXISTS."""
        names = (quoted(each.name) for each in self.columns)
        return [
            *_cease(self.table, "aa_span"),
            *(sql.alter(self.table, f"DROP COLUMN IF EXISTS {name}") for name in names),
        ]

    def reverse(self) -> Operation:
        """Nothing: the rename itself is undone."""
        return Nothing(self.group)


def _fire(table: str, what: str, statements: str) -> Iterator[str]:
    function, name = _names(table, what)
    yield _TOGETHER.format(function=quoted(function), statements=statements)
    yield f"REVOKE ALL ON FUNCTION {quoted(function)}() FROM PUBLIC"
    yield (
        f"CREATE TRIGGER {quoted(name)}\n    BEFORE INSERT OR UPDATE ON {quoted(table)}\n"
        f"    FOR EACH ROW EXECUTE FUNCTION {quoted(function)}()"
    )


def _cease(table: str, what: str) -> list[str]:
    function, name = _names(table, what)
    return [
        f"DROP TRIGGER IF EXISTS {quoted(name)} ON {quoted(table)}",
        f"DROP FUNCTION IF EXISTS {quoted(function)}()",
    ]


def _names(table: str, what: str) -> tuple[str, str]:
    return limited(f"charter_{what}_{table}"), trigger(table, what)
