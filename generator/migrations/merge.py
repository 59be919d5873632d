"""Joining the migrations of two branches: a three-way merge of their snapshots."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from generator.migrations.history import History, MigrationError
from generator.schema.values import EMPTY, Schema, Table


def joined(history: History, heads: tuple[str, ...] | None = None) -> Schema:
    """The schema after all these revisions, or the newest ones.

    With one it is its snapshot. With several, what each changed since they parted is put
    together, which is right because their operations touch different things.

    Raises:
        MigrationError: two branches changed the same thing in different ways.
    """
    if heads is None:
        heads = history.heads()
        if len(heads) < 2:
            return history.newest()
    if len(heads) < 2:
        return history.schema_at(heads[0]) if heads else EMPTY
    schema = history.schema_at(heads[0])
    merged = {heads[0]}
    for head in heads[1:]:
        base = history.schema_at(_fork(history, merged, head))
        schema = merge(base, schema, history.schema_at(head))
        merged.add(head)
    return schema


def merge(base: Schema, ours: Schema, theirs: Schema) -> Schema:
    """The three-way merge of two schemas that grew from `base`.

    Raises:
        MigrationError: both changed the same thing, differently.
    """
    return Schema(
        _merged(base.enums, ours.enums, theirs.enums, lambda item: item.name),
        _merged(base.sequences, ours.sequences, theirs.sequences, lambda item: item.name),
        _merged(
            base.functions, ours.functions, theirs.functions, lambda item: item.name, remade=True
        ),
        _tables(base.tables, ours.tables, theirs.tables),
        tuple(dict.fromkeys((*ours.extensions, *theirs.extensions))),
    )


def _fork(history: History, merged: set[str], head: str) -> str | None:
    """The newest revision that both sides come from."""
    scripts = history.scripts()
    behind: set[str] = set()
    for one in merged:
        behind |= {script.revision for script in scripts.iterate_revisions(one, "base")}
    for script in scripts.iterate_revisions(head, "base"):
        if script.revision in behind:
            return script.revision
    return None


def _tables(
    base: tuple[Table, ...], ours: tuple[Table, ...], theirs: tuple[Table, ...]
) -> tuple[Table, ...]:
    """Tables changed on both sides are merged part by part, the others whole."""
    origin = {table.name: table for table in base}
    right = {table.name: table for table in theirs}
    both = {
        table.name: _table(origin[table.name], table, right[table.name])
        for table in ours
        if table.name in origin and table.name in right
    }

    def settled(tables: tuple[Table, ...]) -> list[Table]:
        return [both.get(table.name, table) for table in tables]

    return _merged(base, settled(ours), settled(theirs), lambda table: table.name)


def _table(base: Table, ours: Table, theirs: Table) -> Table:
    def name(item: object) -> str:
        return str(getattr(item, "name", item))

    return replace(
        ours,
        columns=_merged(base.columns, ours.columns, theirs.columns, name),
        foreign_keys=_merged(base.foreign_keys, ours.foreign_keys, theirs.foreign_keys, name),
        checks=_merged(base.checks, ours.checks, theirs.checks, name, remade=True),
        indexes=_merged(base.indexes, ours.indexes, theirs.indexes, name, remade=True),
        triggers=_merged(base.triggers, ours.triggers, theirs.triggers, name, remade=True),
        policies=_merged(base.policies, ours.policies, theirs.policies, name, remade=True),
        comment=theirs.comment if ours.comment == base.comment else ours.comment,
    )


def _merged[T](
    base: Iterable[T],
    ours: Iterable[T],
    theirs: Iterable[T],
    name: Callable[[T], str],
    *,
    remade: bool = False,
) -> tuple[T, ...]:
    """What each side made of `base`, put together by name.

    `remade` is for what the next migration makes anew by name whenever it differs: where both
    sides changed it, the model differs from the base for sure, so the base stands for it.
    """
    origin = {name(item): item for item in base}
    left = {name(item): item for item in ours}
    right = {name(item): item for item in theirs}
    found = []
    for key in dict.fromkeys((*left, *right)):
        one, other, before = left.get(key), right.get(key), origin.get(key)
        kept = other if one == before else one
        if one != other and before not in (one, other):
            kept = before if remade else None
            if kept is None:
                raise MigrationError(
                    f"two branches changed {key}, each in its own way: undo one of the "
                    "migrations and make it again on top of the other"
                )
        if kept is not None:
            found.append(kept)
    return tuple(found)
