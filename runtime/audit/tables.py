"""The tables that a replay compares, as the catalogue and the resources describe them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, LiteralString

import psycopg
from psycopg import sql

from runtime.resource import Registry, Resource, ToMany

TRAIL = "audit_events"
"""The table of the trail itself, whose rows have no events."""

# attmissingval is what a row shows that was there before the column; an array of one.
# Between the files of a migration there are copies that no event tells of, which are passing: those
# on their way, and those that have the earlier name of a column for a while.
_COLUMNS: LiteralString = """
    select c.relname, c.relkind in ('r', 'p'), a.attname, a.attnum, a.attgenerated <> '',
        format_type(a.atttypid, null) = 'jsonb',
        right(a.attname, 6) = '__next' or col_description(c.oid, a.attnum)
            is not distinct from 'charter: another name until the stage contract',
        case when a.atthasmissing then array_to_json(a.attmissingval)::text end
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relname = any(%s)
    order by c.relname, a.attnum
"""
# The second argument of the trigger that keeps the books names the quiet columns.
_QUIET: LiteralString = r"""
    select c.relname, split_part(encode(t.tgargs, 'escape'), '\000', 2)::text[]
    from pg_trigger t
    join pg_class c on c.oid = t.tgrelid
    join pg_proc p on p.oid = t.tgfoid
    where c.relnamespace = 'public'::regnamespace and p.pronamespace = c.relnamespace
        and p.proname = 'charter_touch' and t.tgnargs > 1
"""

# Where the owner too is subject to policies, one lets it see all; another could take that back.
_VEILED: LiteralString = """
    select c.relname from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relname = any(%s) and c.relrowsecurity
        and not (select r.rolsuper or r.rolbypassrls from pg_roles r where r.rolname = current_user)
        and (c.relforcerowsecurity or not pg_has_role(current_user, c.relowner, 'usage'))
        and (
            exists (select from pg_policy p where p.polrelid = c.oid and not p.polpermissive)
            or not exists (
                select from pg_policy p
                where p.polrelid = c.oid and p.polpermissive and p.polcmd in ('*', 'r')
                    and pg_get_expr(p.polqual, p.polrelid) = 'true'
                    and exists (
                        select from unnest(p.polroles) as r(role)
                        where r.role = 0 or pg_has_role(current_user, r.role, 'usage')
                    )
            )
        )
    order by c.relname
"""
_ARGUMENTS = 100

Layout = Mapping[str, list[Any]]
"""Columns by their number in the catalogue: name, type, and what old rows show, if it is told."""


@dataclass(frozen=True)
class Migration:
    """An event that tells the columns of a table before and after a migration."""

    event: str
    before: Layout
    after: Layout
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Words that were renamed, by column."""
    relations: Mapping[str, str] = field(default_factory=dict)
    """Relations with a link table that were renamed."""
    renamed: tuple[str, str] | None = None
    """The entity's name before and after."""

    @cached_property
    def fresh(self) -> frozenset[str]:
        """Names of columns that were none before."""
        return frozenset(_names(self.after)) - frozenset(_names(self.before))


@dataclass(frozen=True, slots=True)
class Link:
    """A link table, seen from the entity that declares it."""

    relation: str
    table: str
    near: str
    far: str


@dataclass(slots=True)
class Table:
    """What a replay has to know of an entity's table."""

    entity: str
    name: str
    columns: tuple[str, ...] = ()
    """Stored columns that are compared; the id, secret and generated ones are not among them."""
    secrets: tuple[str, ...] = ()
    documents: frozenset[str] = frozenset()
    """Columns of JSON, in which 1 and true, or 1.0 and 1.00, are not the same."""
    quiet: frozenset[str] = frozenset()
    missing: dict[str, Any] = field(default_factory=dict)
    """What rows show that were there before the column was added."""
    links: tuple[Link, ...] = ()
    migrations: list[Migration] = field(default_factory=list)


class MissingTableError(Exception):
    """A table of the model is not in the database, or is no table."""

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(table)


def read_tables(connection: psycopg.Connection[Any], registry: Registry) -> list[Table]:
    """The tables of a registry but for the trail's, in the order of entity names.

    Raises MissingTableError where one of them, or of their link tables, is not there.
    """
    resources = [each for each in registry.resources if each.table != TRAIL]
    links = {each.name: tuple(_links(each)) for each in resources}
    wanted = _wanted(registry)
    found: dict[str, list[Any]] = {name: [] for name in wanted}
    for name, whole, *column in connection.execute(_COLUMNS, [wanted]).fetchall():
        if whole:
            found[name].append(column)
    for name, columns in found.items():
        if not columns:
            raise MissingTableError(name)
    quiet = dict(connection.execute(_QUIET).fetchall())
    tables = [
        _table(each, found[each.table], links[each.name], frozenset(quiet.get(each.table, ())))
        for each in resources
    ]
    return sorted(tables, key=lambda table: table.entity)


def veiled(connection: psycopg.Connection[Any], registry: Registry, trail: list[str]) -> list[str]:
    """The tables of which row-level security may hide rows from whoever reads here."""
    rows = connection.execute(_VEILED, [[*trail, *_wanted(registry)]]).fetchall()
    return [name for (name,) in rows]


def _wanted(registry: Registry) -> list[str]:
    """All tables that are compared: of entities and of links."""
    resources = [each for each in registry.resources if each.table != TRAIL]
    links = (link.table for each in resources for link in _links(each))
    return [*(each.table for each in resources), *links]


def _links(resource: Resource) -> Iterator[Link]:
    for relation in resource.to_many:
        if relation.linkable:
            yield Link(relation.name, *_ends(relation))


def _ends(relation: ToMany) -> tuple[str, str, str]:
    if relation.link_table is None or relation.near_column is None or relation.far_column is None:
        raise ValueError(f"{relation.name} can be linked, and has no link table")
    return relation.link_table, relation.near_column, relation.far_column


def _table(
    resource: Resource, columns: list[Any], links: tuple[Link, ...], quiet: frozenset[str]
) -> Table:
    # What the model knows is compared, whatever is said of it in the database.
    known = {each.name for each in resource.fields}
    columns = [each for each in columns if each[0] in known or not each[4]]
    names = [name for name, *_ in columns]
    secrets = tuple(
        each.name for each in resource.fields if each.secret and each.stored and each.name in names
    )
    generated = tuple(name for name, _, computed, *_ in columns if computed)
    return Table(
        resource.name,
        resource.table,
        tuple(name for name in names if name not in ("id", *secrets, *generated)),
        secrets,
        frozenset(name for name, _, _, document, *_ in columns if document),
        quiet,
        {name: json.loads(text)[0] for name, *_, text in columns if text is not None},
        links,
    )


def migration_of(event: str, changes: Any) -> Migration:
    """What the event of a migration tells; nothing where it has another form."""
    told = _mapping(changes)
    before, after = map(_mapping, _pair(told.get("columns")) or ({}, {}))
    old, new = _pair(told.get("entity")) or ("", "")
    return Migration(
        event,
        before,
        after,
        {name: _mapping(words) for name, words in _mapping(told.get("values")).items()},
        {was: str(now) for was, now in _mapping(told.get("relations")).items()},
        (str(old), str(new)) if new else None,
    )


def _names(layout: Layout) -> Iterator[str]:
    return (str(each[0]) for each in layout.values() if each)


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _pair(value: Any) -> tuple[Any, Any] | None:
    return (value[0], value[1]) if isinstance(value, list) and len(value) == 2 else None


def rows_query(table: Table, commitment: LiteralString) -> sql.Composed:
    """All rows of a table in the order of ids: id, the columns as JSON, a commitment a secret.

    `commitment` is the fragment of leaf.py that commits a value.
    """
    values = [sql.SQL("t.{}").format(sql.Identifier(name)) for name in table.columns]
    # A function takes a hundred arguments.
    lists = [
        sql.SQL("jsonb_build_array({})").format(sql.SQL(", ").join(values[at : at + _ARGUMENTS]))
        for at in range(0, len(values), _ARGUMENTS)
    ]
    columns: list[sql.Composable] = [
        sql.SQL("t.id::text"),
        sql.SQL("({})::text").format(sql.SQL(" || ").join(lists)),
    ]
    for name in table.secrets:
        value = sql.SQL(commitment).format(
            key=sql.SQL("k"),
            entity=sql.Literal(table.entity),
            row=sql.SQL("t.id"),
            field=sql.Literal(name),
            value=sql.SQL("to_jsonb(t) ->> {}").format(sql.Literal(name)),
        )
        columns.append(
            sql.SQL("case when t.{} is not null then {} end").format(sql.Identifier(name), value)
        )
    query = sql.SQL("select {} from {} t").format(
        sql.SQL(", ").join(columns), sql.Identifier("public", table.name)
    )
    if table.secrets:
        query += sql.SQL(
            " left join public.charter_audit_subjects k"
            " on k.subject = '00000000-0000-0000-0000-000000000000'"
        )
    return query + sql.SQL(" order by t.id")


def links_query(link: Link) -> sql.Composed:
    """All rows of a link table in the order of its keys: both ids, since when, and by whom."""
    return sql.SQL(
        "select {near}::text, {far}::text, created_at::text, created_by_id::text"
        " from {table} order by {near}, {far}"
    ).format(
        near=sql.Identifier(link.near),
        far=sql.Identifier(link.far),
        table=sql.Identifier("public", link.table),
    )
