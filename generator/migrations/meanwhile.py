"""What stands in a table while a migration is on its way, and is gone at its end.

A keeper is a trigger that gives rows, whoever writes them, what they will need: a value for a new
column, the new word of a list, the copy of a value in a column of another type. It fires last, so
that no other trigger takes its work for that of the writer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from generator.migrations.operations import AlterColumn, Nothing, Operation
from generator.migrations.types import converted
from generator.names import SQL_LIMIT, digest, limited, quoted, trigger
from generator.schema import sql
from generator.schema.columns import literal
from generator.schema.values import Check, Column, Function

# Whoever writes, a time becomes the same text.
_KEEPER = """CREATE OR REPLACE FUNCTION {function}() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
SET timezone = 'UTC'
SET intervalstyle = 'iso_8601'
SET datestyle = 'ISO'
AS $function$
BEGIN
{copies}{changes}    RETURN NEW;
END
$function$"""
# A statement that changes nothing makes no new version, and so may not change the row here.
_ONLY_CHANGED = """    IF TG_OP = 'UPDATE' AND NEW.version = OLD.version THEN
        RETURN NEW;
    END IF;
"""
GRANTS = """DO $do$
DECLARE
    given record;
BEGIN
    FOR given IN
        SELECT grantee, privilege_type FROM information_schema.column_privileges
        WHERE table_schema = 'public' AND table_name = {table} AND column_name = {old}
            AND grantee <> current_user AND privilege_type IN ('SELECT', 'INSERT', 'UPDATE')
    LOOP
        EXECUTE format(
            'GRANT %s (%I) ON %I TO %I', given.privilege_type, {new}, {table}, given.grantee
        );
    END LOOP;
END
$do$"""
"""Gives a column (`new`) the rights that roles have on another one (`old`) of its table."""


@dataclass(frozen=True, slots=True)
class Keeper:
    """Puts the keeper of a table in place.

    `copies` are statements over NEW that change columns nobody sees yet, `changes` others.
    """

    table: str
    copies: tuple[str, ...]
    changes: tuple[str, ...]
    group: str

    def statements(self) -> list[str]:
        """Its function and its trigger."""
        function, name = _names(self.table)
        copies = "".join(f"    {text};\n" for text in self.copies)
        changes = "".join(f"    {text};\n" for text in self.changes)
        body = _KEEPER.format(
            function=quoted(function),
            copies=copies,
            changes=_ONLY_CHANGED + changes if changes else "",
        )
        return [
            body,
            f"REVOKE ALL ON FUNCTION {quoted(function)}() FROM PUBLIC",
            f"CREATE TRIGGER {quoted(name)}\n"
            f"    BEFORE INSERT OR UPDATE ON {quoted(self.table)}\n"
            f"    FOR EACH ROW EXECUTE FUNCTION {quoted(function)}()",
        ]

    def reverse(self) -> Operation:
        """Takes it away."""
        return Dismiss(self.table, self.group)


@dataclass(frozen=True, slots=True)
class Dismiss:
    """Takes the keeper of a table away; when undoing it has nothing to do."""

    table: str
    group: str

    def statements(self) -> list[str]:
        """DROP TRIGGER, DROP FUNCTION."""
        function, name = _names(self.table)
        return [
            f"DROP TRIGGER IF EXISTS {quoted(name)} ON {quoted(self.table)}",
            f"DROP FUNCTION IF EXISTS {quoted(function)}()",
        ]

    def reverse(self) -> Operation:
        """Nothing."""
        return Nothing(self.group)


def _names(table: str) -> tuple[str, str]:
    return limited(f"charter_keeper_{table}"), trigger(table, "zz_keep")


# ------------------------------------------------------------------------------ required columns


def demand_of(table: str, column: str) -> Check:
    """The CHECK that stands for NOT NULL until all rows are known to have a value."""
    name = limited(f"ck_{table}_{column}_not_null")
    return Check(name, table, f"{quoted(column)} IS NOT NULL", (column,))


@dataclass(frozen=True, slots=True)
class Ask:
    """Asks rows that come or change from now on for a value."""

    table: str
    column: str
    group: str

    def statements(self) -> list[str]:
        """ALTER TABLE … ADD CHECK … NOT VALID."""
        (create,) = sql.create(demand_of(self.table, self.column))
        return [f"{create} NOT VALID"]

    def reverse(self) -> Operation:
        """No longer asks; at the end of a migration nothing is left of it."""
        return Unask(self.table, self.column, self.group)


@dataclass(frozen=True, slots=True)
class Unask:
    """Undoes `Ask`, where that is still to be done."""

    table: str
    column: str
    group: str

    def statements(self) -> list[str]:
        """ALTER TABLE … DROP CONSTRAINT IF EXISTS."""
        name = demand_of(self.table, self.column).name
        return [sql.alter(self.table, f"DROP CONSTRAINT IF EXISTS {quoted(name)}")]

    def reverse(self) -> Operation:
        """Asks again."""
        return Ask(self.table, self.column, self.group)


@dataclass(frozen=True, slots=True)
class Firm:
    """Makes a column NOT NULL that a validated CHECK has proved to have no nulls.

    `passing` is a column that takes the place of another, whose undoing sees to it.
    """

    table: str
    column: str
    group: str
    passing: bool = False

    def statements(self) -> list[str]:
        """SET NOT NULL, which finds the proof and looks at no row; the proof is of no use then."""
        name = demand_of(self.table, self.column).name
        return [
            sql.alter(self.table, f"ALTER COLUMN {quoted(self.column)} SET NOT NULL"),
            sql.alter(self.table, f"DROP CONSTRAINT {quoted(name)}"),
        ]

    def reverse(self) -> Operation:
        """DROP NOT NULL."""
        if self.passing:
            return Nothing(self.group)
        return Loosen(self.table, self.column, self.group)


@dataclass(frozen=True, slots=True)
class Loosen:
    """Lets a column have nulls again."""

    table: str
    column: str
    group: str

    def statements(self) -> list[str]:
        """ALTER TABLE … DROP NOT NULL."""
        return [sql.alter(self.table, f"ALTER COLUMN {quoted(self.column)} DROP NOT NULL")]

    def reverse(self) -> Operation:
        """NOT NULL again."""
        return Firm(self.table, self.column, self.group)


# --------------------------------------------------------------------------------- another type


SHADOW = "__next"
"""The end of the names of columns that are on their way."""


def shadow(column: Column) -> str:
    """The name of the column that will take another's place; no field may be called so."""
    name = column.name
    if len(name) + len(SHADOW) > SQL_LIMIT:
        name = f"{name[:40]}_{digest(name)}"
    return name + SHADOW


def copied(before: Column, after: Column) -> str:
    """The statement of a keeper that keeps a shadow column up to date."""
    value = converted(f"NEW.{quoted(before.name)}", before.type, after.type)
    return f"NEW.{quoted(shadow(after))} := {value}"


@dataclass(frozen=True, slots=True)
class AddShadow:
    """Adds the column that will take another's place, empty."""

    table: str
    column: Column
    group: str

    def statements(self) -> list[str]:
        """ALTER TABLE … ADD COLUMN."""
        plain = replace(
            self.column, name=shadow(self.column), nullable=True, default=None, comment=""
        )
        return [sql.alter(self.table, f"ADD COLUMN {sql.column(plain)}")]

    def reverse(self) -> Operation:
        """Drops it, where it did not take the place yet."""
        return DropShadow(self.table, self.column, self.group)


@dataclass(frozen=True, slots=True)
class DropShadow:
    """Drops a shadow column, where there is one."""

    table: str
    column: Column
    group: str

    def statements(self) -> list[str]:
        """ALTER TABLE … DROP COLUMN IF EXISTS."""
        return [sql.alter(self.table, f"DROP COLUMN IF EXISTS {quoted(shadow(self.column))}")]

    def reverse(self) -> Operation:
        """Adds it."""
        return AddShadow(self.table, self.column, self.group)


@dataclass(frozen=True, slots=True)
class TakePlace:
    """Shadow columns take the places of the others, all those of a table at once.

    No row is touched. The keeper goes in the same transaction: without it copies would be missing,
    and with it writers fail.
    """

    table: str
    pairs: tuple[tuple[Column, Column], ...]
    by_column: bool
    """Whether roles may have rights on the columns alone, which their heirs take over."""
    group: str

    def statements(self) -> list[str]:
        """Rights, DROP COLUMN, RENAME, and what the columns are like besides."""
        found = Dismiss(self.table, self.group).statements()
        for before, after in self.pairs:
            found += self._one(before, after)
        return found

    def _one(self, before: Column, after: Column) -> list[str]:
        old, new = before.name, shadow(after)
        grants = GRANTS.format(table=literal(self.table), old=literal(old), new=literal(new))
        found = [grants] if self.by_column else []
        found += [
            sql.alter(self.table, f"DROP COLUMN {quoted(old)}"),
            f"ALTER TABLE {quoted(self.table)} RENAME COLUMN {quoted(new)} TO {quoted(old)}",
        ]
        if after.default is not None:
            default = f"ALTER COLUMN {quoted(old)} SET DEFAULT {after.default}"
            found.append(sql.alter(self.table, default))
        if after.comment:
            found.append(sql.comment(self.table, old, after.comment))
        return found

    def reverse(self) -> Operation:
        """Changes the types back in one go, rewriting the table."""
        changes = tuple(
            AlterColumn(self.table, after, before, self.group) for before, after in self.pairs
        )
        return ChangeBack(changes, self)


@dataclass(frozen=True, slots=True)
class ChangeBack:
    """Undoes `TakePlace`."""

    changes: tuple[AlterColumn, ...]
    undone: TakePlace

    @property
    def group(self) -> str:
        """The group of the change."""
        return self.undone.group

    def statements(self) -> list[str]:
        """ALTER TABLE … ALTER COLUMN … TYPE."""
        return [text for change in self.changes for text in change.statements()]

    def reverse(self) -> Operation:
        """Takes the places."""
        return self.undone


_LEFT_OUT = "to_jsonb(OLD) - '{"


def tells(function: Function) -> bool:
    """Whether a function tells the events of a table, and so all that a deleted row held."""
    return _LEFT_OUT in function.definition


_STATES = (
    re.compile(
        r"SELECT (CASE WHEN k\.row_id IS NULL .*? END)(?=\n\s*FROM known AS k\n)", re.DOTALL
    ),
    re.compile(r"RETURN QUERY SELECT (charter_state.*?)(?=\n\s*FROM jsonb_populate_record)"),
)


_BOTH = "(SELECT told.state || jsonb_build_object({values}) FROM (SELECT {state} AS state) AS told)"


def under_both_names(function: Function, spans: tuple[tuple[str, str], ...]) -> Function:
    """A function of what rows were, which says columns by the names of before too.

    `spans` are the names before and after. What rows held is known by the names of now alone.
    """
    if not spans:
        return function
    values = ", ".join(f"{literal(was)}, told.state -> {literal(now)}" for was, now in spans)
    text = function.definition
    for state in _STATES:
        if (found := state.search(text)) is not None:
            both = _BOTH.format(values=values, state=found[1])
            text = f"{text[: found.start(1)]}{both}{text[found.end(1) :]}"
    return replace(function, definition=text)


def left_out(function: Function, columns: tuple[str, ...]) -> Function:
    """A function of events that does not tell these columns of a deleted row."""
    if not columns:
        return function
    more = ",".join(f'"{column}"' for column in columns)
    text = function.definition.replace(_LEFT_OUT, f"{_LEFT_OUT}{more},", 1)
    return replace(function, definition=text)
