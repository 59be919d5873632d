"""Tables, types and paths: E011, E012."""

from __future__ import annotations

from generator import names
from generator.problems import At, Problems
from generator.reserved import PLATFORM_SCHEMAS, SCHEMA_ENDINGS, SQL_RESERVED
from generator.resolve import read
from generator.resolve.context import Context
from generator.resolve.spec import EntitySpec

PLATFORM_PATHS = frozenset({"auth", "me", "changes"})
"""First segments below the prefix that the platform itself answers."""

PLATFORM_TABLES = frozenset({"alembic_version"})
"""Tables of schema public that are no entity's."""

_Seen = dict[str, str]


def check_tables(context: Context) -> None:
    """Reports tables, paths and policy words that two entities share, and reserved ones."""
    problems = context.problems
    tables: _Seen = {}
    paths: _Seen = {}
    resources: _Seen = {}
    for entity in context.spec.entities.values():
        _reserved(entity.table, read.place(entity.node, "table"), problems)
        table, path = _said(entity, "table"), _said(entity, "path")
        _once(tables, entity.table, entity.name, at=table, kind="table", problems=problems)
        _once(paths, entity.path, entity.name, at=path, kind="path", problems=problems)
        _once(
            resources,
            entity.resource,
            entity.name,
            at=entity.at,
            kind="policy word",
            problems=problems,
        )
        if entity.path in PLATFORM_PATHS:
            message = f"path /{entity.path} of {entity.name} is the platform's own; give it a path"
            problems.add(path, "E012", message)
        _schemas(entity, context)
    for entity in context.spec.entities.values():
        _links(entity, tables, problems)
    _types(context, tables)
    for enum in context.spec.enums.values():
        if enum.name in PLATFORM_SCHEMAS:
            message = f"enum {enum.name} and a schema of the platform both take the name"
            problems.add(enum.at, "E012", f"{message} {enum.name}; rename the enum")


def _said(entity: EntitySpec, key: str) -> At:
    """Where a name is said that else follows from the entity's own."""
    return read.place(entity.node, key) if key in entity.node else entity.at


def _reserved(table: str, at: At, problems: Problems) -> None:
    if table in SQL_RESERVED:
        message = f'table "{table}" is a reserved word of SQL; say table: or let the plural stand'
        problems.add(at, "E011", message)
    elif table in PLATFORM_TABLES or table.startswith(("pg_", "charter_")):
        problems.add(at, "E011", f'table "{table}" is kept for PostgreSQL and the platform')


def _once(seen: _Seen, word: str, name: str, *, at: At, kind: str, problems: Problems) -> None:
    first = seen.setdefault(word, name)
    if first == name:
        return
    shown = f"/{word}" if kind == "path" else word
    cure = {"path": "; give one a path", "table": "; give one a table"}.get(kind, "; rename one")
    problems.add(at, "E012", f"{first} and {name} both take the {kind} {shown}{cure}")


def _schemas(entity: EntitySpec, context: Context) -> None:
    """Entities and enums that are called as a schema of this entity would be."""
    spec = context.spec
    for ending in SCHEMA_ENDINGS:
        name = entity.name + ending
        if name in PLATFORM_SCHEMAS:
            message = f"a schema of {entity.name} and one of the platform both take the name {name}"
            context.problems.add(entity.at, "E012", f"{message}; rename {entity.name}")
        other = spec.entities.get(name) or spec.enums.get(name)
        if other is not None:
            message = f"{other.name} and a schema of {entity.name} both take the name {other.name}"
            context.problems.add(other.at, "E012", f"{message}; rename one")


def _links(entity: EntitySpec, tables: _Seen, problems: Problems) -> None:
    for member in entity.relations.values():
        if read.flag(member.map, "many"):
            default = names.link_table(entity.table, member.name)
            table = read.text_or(member.map, "table", default)
            _reserved(table, member.at, problems)
            label = f"{entity.name}.{member.name}"
            _once(tables, table, label, at=member.at, kind="table", problems=problems)


def _types(context: Context, tables: _Seen) -> None:
    """An ordered enum's type lives among the tables: each table is a type too."""
    for name, enum in context.enums.shared.items():
        if enum.ordered:
            at = context.spec.enums[name].at
            _once(
                tables, enum.sql_type, f"enum {name}", at=at, kind="type", problems=context.problems
            )
