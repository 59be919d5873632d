"""From tables to entities: which there are, how they hang together, what columns become."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from charter.adopting import naming
from charter.adopting.catalogue import Column, Database, ForeignKey, Table
from charter.adopting.drafts import Adopted, Draft, Link
from charter.adopting.fields import add_fields, bookkeeping
from charter.adopting.keys import add_checks, add_keys
from generator import names, reserved

_TOOLS = frozenset(
    """
    __efmigrationshistory alembic_version ar_internal_metadata databasechangelog
    databasechangeloglock django_migrations flyway_schema_history knex_migrations
    knex_migrations_lock schema_migrations spatial_ref_sys
    """.split()
)
_ON_DELETE = {
    "no action": "restrict",
    "restrict": "restrict",
    "cascade": "cascade",
    "set null": "set_null",
    "set default": "restrict",
}


def translated(
    database: Database, taken: Collection[str], tables_taken: Collection[str] = ()
) -> Adopted:
    """The model of a database.

    No entity and no enum has a name of `taken`, and no table one of `tables_taken`.
    """
    adopted = Adopted(set(taken), set(tables_taken))
    for table in database.tables:
        if _is_tools(table):
            adopted.note("A001", table.name, "a table that a tool keeps for itself")
    tables = tuple(table for table in database.tables if not _is_tools(table))
    database = replace(database, tables=tables)
    for kind, name in database.aside:
        adopted.note("A001", name, f"a {kind}")
    linked = {table.name for table in database.tables if _is_link(table, database)}
    for table in database.tables:
        if table.name not in linked:
            adopted.drafts[table.name] = _draft(table, adopted)
    for draft in adopted.drafts.values():
        _add_relations(draft, adopted)
    for table in database.tables:
        if table.name in linked:
            _add_link(table, adopted)
    adopted.taken |= {draft.name for draft in adopted.drafts.values()}
    for draft in adopted.drafts.values():
        add_fields(draft, adopted)
        add_checks(draft, adopted)
        add_keys(draft, adopted)
        for kind, name in draft.table.others:
            adopted.note("A011", f"{draft.table.name}.{name}", f"{kind} {name}")
    for draft in adopted.drafts.values():
        _add_inverses(draft, adopted)
    return adopted


def _is_tools(table: Table) -> bool:
    return table.name.lower() in _TOOLS or table.name.startswith("charter_")


def _draft(table: Table, adopted: Adopted) -> Draft:
    there = {draft.name for draft in adopted.drafts.values()}
    name = naming.entity(table.name, there | adopted.taken)
    draft = Draft(name, table)
    if table.comment:
        draft.keys["doc"] = " ".join(table.comment.split())
    usual = names.plural(names.snake(name))
    kept = naming.word(table.name) == table.name and table.name not in (
        reserved.SQL_RESERVED | adopted.tables_taken
    )
    if table.name != usual and kept:
        draft.keys["table"] = table.name
        draft.keys["path"] = names.kebab(usual)
    elif not kept:
        adopted.note("A007", table.name, f"its table is called {usual} now")
    draft.inverses |= {"history"}
    return draft


def _is_link(table: Table, database: Database) -> bool:
    """Whether it holds pairs of rows and nothing of its own."""
    pair = table.foreign_keys
    if len(pair) != 2 or any(not _whole(key, database) for key in pair):
        return False
    if any(table.name == key.target for each in database.tables for key in each.foreign_keys):
        return False
    columns = [key.columns[0] for key in pair]
    if set(table.primary_key) != set(columns) or table.checks:
        return False
    return all(column.name in columns or _kept_by_hand(column) for column in table.columns)


def _kept_by_hand(column: Column) -> bool:
    """Whether a column of a table of links tells only when and by whom rows were linked."""
    when = column.type.startswith("timestamp") and column.default is not None
    return when or column.name in ("created_at", "created_by_id")


def _whole(key: ForeignKey, database: Database) -> bool:
    """Whether it leads to a table by all of its primary key, by one column."""
    target = next(table for table in database.tables if table.name == key.target)
    return len(key.columns) == 1 and key.target_columns == target.primary_key


def _add_relations(draft: Draft, adopted: Adopted) -> None:
    for key in draft.table.foreign_keys:
        column = draft.table.column(key.columns[0])
        if len(key.columns) == 1 and bookkeeping(column, draft.table) is not None:
            continue
        place = f"{draft.table.name}.{', '.join(key.columns)}"
        target = adopted.drafts.get(key.target)
        whole = target is not None and key.target_columns == target.table.primary_key
        if target is None or len(key.columns) != 1 or not whole:
            columns = ", ".join(key.target_columns)
            adopted.note("A004", place, f"it leads to {key.target} by {columns}")
        elif key.columns[0] not in draft.members:
            _add_relation(draft, key, target, adopted)


def _add_relation(draft: Draft, key: ForeignKey, target: Draft, adopted: Adopted) -> None:
    column = draft.table.column(key.columns[0])
    name = _relation_name(key.columns[0], target, draft.taken())
    keys: dict[str, object] = {"to": target.name}
    if column.required:
        keys["required"] = True
    on_delete = _ON_DELETE[key.on_delete]
    if on_delete == "set_null" and column.required:
        on_delete = "restrict"
    if on_delete != ("restrict" if column.required else "set_null"):
        keys["on_delete"] = on_delete
    if key.on_delete == "set default":
        place = f"{draft.table.name}.{column.name}"
        adopted.note("A006", place, "on delete set default is on_delete: restrict")
    if column.comment:
        keys["doc"] = " ".join(column.comment.split())
    draft.relations[name] = keys
    draft.members[column.name] = name
    draft.links[name] = key


def _relation_name(column: str, target: Draft, taken: Collection[str]) -> str:
    made = naming.word(column)
    for ending in ("_id", "_fk", "_uuid", "_key"):
        if made.endswith(ending) and made != ending:
            made = made.removesuffix(ending)
            break
    if made in ("id", "unnamed"):
        made = names.snake(target.name)
    return naming.member(made, taken)


def _add_link(table: Table, adopted: Adopted) -> None:
    first, second = table.foreign_keys
    if naming.word(table.name).startswith(naming.singular(naming.word(second.target))):
        first, second = second, first
    owner, other = adopted.drafts[first.target], adopted.drafts[second.target]
    name = naming.member(_many(table, second, owner, other), owner.taken())
    keys: dict[str, object] = {"to": other.name, "many": True}
    if table.name != names.link_table(_table_name(owner), name) and (
        naming.word(table.name) == table.name
    ):
        keys["table"] = table.name
    owner.relations[name] = keys
    adopted.links.append(Link(table, first, second, owner.name, name))
    adopted.note("A014", table.name, f"relation {name} of {owner.name} to {other.name}")


def _many(table: Table, key: ForeignKey, owner: Draft, other: Draft) -> str:
    """What the table's name says of the other side, else the plural of the other entity."""
    said = naming.word(table.name).removeprefix(f"{naming.word(owner.table.name)}_")
    if said != naming.word(table.name) and naming.singular(said) != names.snake(other.name):
        return said
    if owner is other:
        return names.plural(_relation_name(key.columns[0], other, ()))
    return names.plural(names.snake(other.name))


def _table_name(draft: Draft) -> str:
    return str(draft.keys.get("table", names.plural(names.snake(draft.name))))


def _add_inverses(draft: Draft, adopted: Adopted) -> None:
    """The other side of each relation, where its plain name is free and means one relation."""
    for name, keys in draft.relations.items():
        target = adopted.draft(str(keys["to"]))
        seen = names.plural(names.snake(draft.name))
        rivals = [other for other in draft.relations.values() if other["to"] == keys["to"]]
        if len(rivals) > 1:
            seen = f"{seen}_as_{name}"
        if target is draft and not keys.get("many"):
            seen = f"{seen}_below" if len(rivals) == 1 else seen
        if seen not in target.taken():
            keys["inverse"] = seen
            target.inverses.add(seen)
