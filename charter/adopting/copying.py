"""A script for psql that copies the rows of the adopted tables into those of the model.

It is written to be read and changed. The earlier tables lie in a schema of the same database, by
default `legacy`. A row's id is its uuid key where it had one; else it is made of the table's name
and the key, so that references find it without looking it up and a second run gives the same ids.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from charter.adopting.catalogue import ForeignKey, Table
from charter.adopting.drafts import Adopted, Draft, Link, own_uuid
from generator import names
from generator.model import Entity, Model, Relation
from generator.schema.build import build
from generator.schema.columns import literal
from generator.schema.values import Schema

_HEAD = """\
-- Copies the rows of the adopted tables, which lie in the schema "legacy", or in another one:
--   psql -v old=other_schema -f {file}
-- Run it once, as the owner of the tables, after `charter migrate up`. All of it or nothing.
\\set ON_ERROR_STOP on
\\if :{{?old}}
\\else
\\set old legacy
\\endif
BEGIN;
"""


@dataclass(slots=True)
class Copy:
    """The statements so far; `later` are references to rows that come after."""

    adopted: Adopted
    model: Model
    schema: Schema
    done: set[str] = field(default_factory=set)
    later: list[str] = field(default_factory=list)

    def insert(self, draft: Draft) -> str:
        """The statement that copies the rows of a table."""
        entity = self.model.entities[draft.name]
        types = {column.name: column.type for column in self.schema.table(entity.table).columns}
        columns = {"id": identity(draft.table, "o")}
        self.done.add(draft.name)
        for name, value in draft.values.items():
            if name in draft.fields:
                columns[name] = _cast(value, types[name])
        for name, key in draft.links.items():
            if name in draft.relations:
                self._reference(draft, entity, name, key, columns)
        if draft.deleted:
            columns["deleted_at"] = _moment(draft.table, draft.deleted)
        return _statement(entity.table, columns, draft.table.name)

    def _reference(
        self, draft: Draft, entity: Entity, name: str, key: ForeignKey, columns: dict[str, str]
    ) -> None:
        target = self.adopted.drafts[key.target]
        value = reference(target.table, key, "o")
        if target.name in self.done:
            columns[names.column(name)] = value
        else:
            self.later.append(_filled(draft, entity, names.column(name), value))

    def link(self, link: Link) -> str:
        """The statement that copies a table of links."""
        relation = self.relation(link)
        owner, other = (self.adopted.drafts[key.target] for key in (link.owner, link.other))
        columns = {
            str(relation.left_column): reference(owner.table, link.owner, "o"),
            str(relation.right_column): reference(other.table, link.other, "o"),
        }
        return _statement(str(relation.link_table), columns, link.table.name)

    def relation(self, link: Link) -> Relation:
        """The relation to many that a table of links became."""
        relations = self.model.entities[link.entity].relations
        return next(each for each in relations if each.name == link.name)

    def counted(self) -> str:
        """A query that shows the rows before and after, table by table."""
        drafts = self.adopted.drafts.values()
        pairs = [(draft.table.name, self.model.entities[draft.name].table) for draft in drafts]
        pairs += [
            (link.table.name, str(self.relation(link).link_table)) for link in self.adopted.links
        ]
        selects = [
            f"SELECT {literal(old)} AS adopted,\n"  # noqa: S608
            f'    (SELECT count(*) FROM :"old".{_double(old)}) AS before,\n'
            f"    (SELECT count(*) FROM public.{names.quoted(new)}) AS after"
            for old, new in pairs
        ]
        return "\nUNION ALL\n".join(selects) + "\nORDER BY 1;\n"


def script(adopted: Adopted, model: Model, file: str) -> str:
    """The whole script; `file` is what it is called."""
    copy = Copy(adopted, model, build(model))
    lines = [_HEAD.format(file=file)]
    lines += [copy.insert(draft) for draft in _ordered(adopted)]
    lines += [copy.link(link) for link in adopted.links]
    lines += copy.later
    return "\n".join([*lines, copy.counted() + "COMMIT;\n"])


def _ordered(adopted: Adopted) -> Iterator[Draft]:
    """Drafts, those that others point at before them, as far as they form no circle."""
    waiting = {draft.name: draft for draft in adopted.drafts.values()}
    while waiting:
        whole = [each for each in waiting.values() if not _missing(each, waiting, every=True)]
        some = [each for each in waiting.values() if not _missing(each, waiting, every=False)]
        draft = (whole or some or list(waiting.values()))[0]
        del waiting[draft.name]
        yield draft


def _missing(draft: Draft, waiting: Collection[str], *, every: bool) -> bool:
    """Whether a relation, or one that is required, leads to a row that is not copied yet."""
    kept = [draft.relations[name] for name in draft.links if name in draft.relations]
    return any(
        keys["to"] in waiting and keys["to"] != draft.name and (every or keys.get("required"))
        for keys in kept
    )


def _cast(value: str, type_: str) -> str:
    plain = value.startswith("o.") and "::" not in value and " " not in value
    return value if plain and type_ not in ("text",) else f"({value})::{type_}"


def _moment(table: Table, column: str) -> str:
    value = f"o.{names.quoted(column)}"
    zoned = table.column(column).type.endswith("with time zone")
    return value if zoned else f"{value}::timestamp AT TIME ZONE 'UTC'"


def identity(table: Table, row: str) -> str:
    """The id of a row of an adopted table, over that row."""
    if not table.primary_key:
        return "gen_random_uuid()"
    keys = [f"{row}.{names.quoted(column)}" for column in table.primary_key]
    return keys[0] if own_uuid(table) else _made(table.name, keys)


def reference(target: Table, key: ForeignKey, row: str) -> str:
    """The id of the row that a foreign key leads to; null where it is empty."""
    value = f"{row}.{names.quoted(key.columns[0])}"
    return value if own_uuid(target) else _made(target.name, [value])


def _made(table: str, keys: list[str]) -> str:
    said = " || ':' || ".join(f"{key}::text" for key in keys)
    return f"md5({literal(table + ':')} || {said})::uuid"


def _statement(table: str, columns: dict[str, str], old: str) -> str:
    listed = ",\n    ".join(names.quoted(column) for column in columns)
    values = ",\n    ".join(columns.values())
    return (
        f"INSERT INTO public.{names.quoted(table)} (\n    {listed}\n)\n"
        f'SELECT\n    {values}\nFROM :"old".{_double(old)} AS o;\n'
    )


def _filled(draft: Draft, entity: Entity, column: str, value: str) -> str:
    table, old = names.quoted(entity.table), f':"old".{_double(draft.table.name)}'
    return (
        f"UPDATE public.{table} AS t SET {names.quoted(column)} = {value}\n"  # noqa: S608
        f"FROM {old} AS o WHERE t.id = {identity(draft.table, 'o')} AND {value} IS NOT NULL;\n"
    )


def _double(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
