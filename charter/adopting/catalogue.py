"""What a database holds, read from PostgreSQL's catalogue in one read-only transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.rows import dict_row

Columns = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `type` is as PostgreSQL spells it, of a domain the type below it.

    `element` is the type of an array's elements, `words` the values of an enum type called
    `enum`, `domain` the domain's name, `checks` its conditions over VALUE. `filled` says that
    PostgreSQL numbers the rows: serial or identity.
    """

    name: str
    type: str
    required: bool
    default: str | None
    generated: bool
    filled: bool
    element: str | None
    enum: str | None
    words: Columns
    domain: str | None
    checks: Columns
    comment: str | None


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A foreign key; `on_delete` is what SQL says after ON DELETE, in small letters."""

    name: str
    columns: Columns
    target: str
    target_columns: Columns
    on_delete: str


@dataclass(frozen=True, slots=True)
class Key:
    """A unique key or an index.

    `plain` says that it is a B-tree over columns, `rows` the condition of its rows, if any;
    `definition` is PostgreSQL's own.
    """

    name: str
    columns: Columns
    unique: bool
    plain: bool
    rows: str
    definition: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table with everything that hangs on it; `checks` are (name, condition) pairs."""

    name: str
    comment: str | None
    columns: tuple[Column, ...]
    primary_key: Columns
    keys: tuple[Key, ...]
    foreign_keys: tuple[ForeignKey, ...]
    checks: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...]
    """What no model says: (kind, name) of triggers, exclusions, rules, inheritance."""

    def column(self, name: str) -> Column:
        """The column of that name."""
        return next(column for column in self.columns if column.name == name)


@dataclass(frozen=True, slots=True)
class Database:
    """The tables of a schema; `aside` are (kind, name) of what is no table."""

    name: str
    tables: tuple[Table, ...]
    aside: tuple[tuple[str, str], ...]


_TABLES = """
select c.oid, c.relname as name, obj_description(c.oid) as comment
from pg_class c where c.relnamespace = %(schema)s::regnamespace
  and c.relkind in ('r', 'p') and not c.relispartition order by c.relname
"""
_ASIDE = """
select case c.relkind when 'v' then 'view' when 'm' then 'materialized view'
    when 'f' then 'foreign table' end as kind, c.relname as name
from pg_class c
where c.relnamespace = %(schema)s::regnamespace and c.relkind in ('v', 'm', 'f')
union all
select case p.prokind when 'p' then 'procedure' when 'a' then 'aggregate function'
    else 'function' end, p.proname
from pg_proc p
where p.pronamespace = %(schema)s::regnamespace and not exists (
    select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
order by 1, 2
"""
_COLUMNS = """
with recursive domains as (
    select oid, oid as base, -1 as modifier, false as required from pg_type where typtype = 'd'
    union all
    select d.oid, t.typbasetype, t.typtypmod, d.required or t.typnotnull
    from domains d join pg_type t on t.oid = d.base and t.typtype = 'd'
), bases as (
    select d.* from domains d join pg_type t on t.oid = d.base and t.typtype <> 'd'
)
select a.attrelid as owner, a.attname as name,
    coalesce(format_type(b.base, b.modifier), format_type(a.atttypid, a.atttypmod)) as type,
    a.attnotnull or coalesce(b.required, false) as required,
    pg_get_expr(d.adbin, d.adrelid) as default,
    a.attgenerated <> '' as generated,
    a.attidentity <> '' or coalesce(pg_get_expr(d.adbin, d.adrelid), '') like 'nextval(%%'
        as filled,
    case when e.oid is not null then format_type(e.oid, a.atttypmod) end as element,
    coalesce(n.typname, en.typname) as enum,
    coalesce((select array_agg(v.enumlabel::text order by v.enumsortorder) from pg_enum v
        where v.enumtypid = coalesce(n.oid, en.oid)), '{}') as words,
    case when b.oid is not null then t.typname end as domain,
    coalesce((select array_agg(pg_get_constraintdef(c.oid)) from pg_constraint c
        where c.contypid = a.atttypid and c.contype = 'c'), '{}') as checks,
    col_description(a.attrelid, a.attnum) as comment
from pg_attribute a
join pg_type t on t.oid = a.atttypid
left join bases b on b.oid = a.atttypid
left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
left join pg_type n on n.oid = coalesce(b.base, a.atttypid) and n.typtype = 'e'
left join pg_type e on e.oid = t.typelem and t.typcategory = 'A'
left join pg_type en on en.oid = e.oid and en.typtype = 'e'
where a.attrelid = any(%(tables)s) and a.attnum > 0 and not a.attisdropped
order by a.attrelid, a.attnum
"""
_CONSTRAINTS = """
select c.conrelid as owner, c.conname as name, c.contype as type, f.relname as target,
    f.relnamespace = %(schema)s::regnamespace as near,
    coalesce((select array_agg(a.attname::text order by k.place)
        from unnest(c.conkey) with ordinality as k(attnum, place)
        join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.attnum), '{}') as columns,
    coalesce((select array_agg(a.attname::text order by k.place)
        from unnest(c.confkey) with ordinality as k(attnum, place)
        join pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.attnum), '{}') as targets,
    c.confdeltype as rule, pg_get_constraintdef(c.oid) as definition
from pg_constraint c left join pg_class f on f.oid = c.confrelid
where c.conrelid = any(%(tables)s) order by c.conrelid, c.conname
"""
_INDEXES = """
select i.indrelid as owner, c.relname as name, i.indisunique as unique,
    i.indexprs is null and m.amname = 'btree' as plain,
    coalesce(pg_get_expr(i.indpred, i.indrelid), '') as rows,
    coalesce((select array_agg(a.attname::text order by k.place)
        from unnest(i.indkey[0:i.indnkeyatts - 1]) with ordinality as k(attnum, place)
        join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum), '{}') as columns,
    pg_get_indexdef(i.indexrelid) as definition
from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am m on m.oid = c.relam
where i.indrelid = any(%(tables)s) and not exists (
    select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
order by i.indrelid, c.relname
"""
_OTHERS = """
select t.tgrelid as owner, 'trigger' as kind, t.tgname as name
from pg_trigger t where t.tgrelid = any(%(tables)s) and not t.tgisinternal
union all
select r.ev_class, 'rule', r.rulename from pg_rewrite r where r.ev_class = any(%(tables)s)
union all
select h.inhrelid, 'inheritance', h.inhparent::regclass::text
from pg_inherits h where h.inhrelid = any(%(tables)s)
union all
select p.polrelid, 'policy', p.polname from pg_policy p where p.polrelid = any(%(tables)s)
order by 1, 2, 3
"""
_ON_DELETE = {
    "a": "no action",
    "r": "restrict",
    "c": "cascade",
    "n": "set null",
    "d": "set default",
}


def read(url: str, schema: str) -> Database:
    """Everything of a schema of the database at `url`.

    Raises:
        psycopg.Error: it cannot be reached, or has no such schema.
    """
    with psycopg.connect(url, row_factory=dict_row) as connection:
        connection.read_only = True

        def rows(query: str, **values: Any) -> list[dict[str, Any]]:
            return connection.execute(query.encode(), {"schema": schema, **values}).fetchall()

        tables = rows(_TABLES)
        of = {"tables": [table["oid"] for table in tables]}
        parts = {
            name: _by_owner(rows(query, **of))
            for name, query in (
                ("columns", _COLUMNS),
                ("constraints", _CONSTRAINTS),
                ("indexes", _INDEXES),
                ("others", _OTHERS),
            )
        }
        found = tuple(
            _table(table, {name: part.get(table["oid"], []) for name, part in parts.items()})
            for table in tables
        )
        aside = tuple((row["kind"], row["name"]) for row in rows(_ASIDE))
        return Database(connection.info.dbname, found, aside)


def _by_owner(rows: list[dict[str, Any]]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row.pop("owner"), []).append(row)
    return found


def _table(table: dict[str, Any], parts: dict[str, list[dict[str, Any]]]) -> Table:
    constraints = parts["constraints"]
    uniques = [
        Key(row["name"], tuple(row["columns"]), True, True, "", row["definition"])
        for row in constraints
        if row["type"] == "u"
    ]
    indexes = [Key(**{**row, "columns": tuple(row["columns"])}) for row in parts["indexes"]]
    others = [(row["kind"], row["name"]) for row in parts["others"]]
    others += [("exclusion", row["name"]) for row in constraints if row["type"] == "x"]
    others += [
        ("foreign key to another schema", row["name"])
        for row in constraints
        if row["type"] == "f" and not row["near"]
    ]
    return Table(
        table["name"],
        table["comment"],
        tuple(_column(row) for row in parts["columns"]),
        next((tuple(row["columns"]) for row in constraints if row["type"] == "p"), ()),
        (*uniques, *indexes),
        tuple(
            ForeignKey(
                row["name"],
                tuple(row["columns"]),
                row["target"],
                tuple(row["targets"]),
                _ON_DELETE[row["rule"]],
            )
            for row in constraints
            if row["type"] == "f" and row["near"]
        ),
        tuple((row["name"], row["definition"]) for row in constraints if row["type"] == "c"),
        tuple(others),
    )


def _column(row: dict[str, Any]) -> Column:
    return Column(**{**row, "words": tuple(row["words"]), "checks": tuple(row["checks"])})
