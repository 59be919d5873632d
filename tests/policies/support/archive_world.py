"""The archive: a project whose scopes have every shape, its rows in a database and in memory."""

# ruff: noqa: S311  # random rows, not secrets

from __future__ import annotations

import importlib
import random
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql
from sqlalchemy import create_engine, select, text
from sqlalchemy.orm import Session

from runtime.embedded import APPLICATION
from runtime.policy.rows import HeldRows
from runtime.resource import Registry, Resource
from tests.runtime.support.project import build
from tests.support.database import Urls

ARCHIVE = Path(__file__).parent / "archive"
ASKED = ("folder", "document", "remark")
"""The resources that decisions are about; of each there are rows to be added as well."""

PEOPLE, PLACES, FOLDERS, DOCUMENTS, REMARKS = 6, 3, 10, 60, 50
_SHELVES = {"folder": 1, "document": 2, "remark": 3}
_NEW = 500
"""Where the numbers of rows begin that are not in the tables yet."""

Values = dict[str, Any]


@dataclass(frozen=True)
class Archive:
    """The project, and its rows by resource: those that are there, those to be added, and those
    that are there as they would be after a change.

    In the database these stand in `documents`, `new_documents` and `changed_documents`.
    """

    project: Path
    urls: Urls
    app: ModuleType
    registry: Registry
    rows: dict[str, list[Any]]
    new: dict[str, list[Any]]
    changed: dict[str, list[Any]]
    held: HeldRows
    links: list[dict[str, UUID]]
    """What links documents and their readers."""
    people: Sequence[UUID]
    projects: Sequence[UUID]
    units: Sequence[UUID]


def key(shelf: int, number: int) -> UUID:
    """An id that says what it is of."""
    return UUID(f"0198{shelf:04x}-0000-7000-8000-{number:012x}")


def make(folder: Path, urls: Urls, seed: int = 20) -> Archive:
    """Generates and migrates the project, and fills its tables."""
    app = build(ARCHIVE, folder, "archive", urls)
    registry: Registry = importlib.import_module("archive_generated.registry").REGISTRY
    with psycopg.connect(urls.superuser) as session:
        _silence(session, registry)
        people, projects, units = _fill(session, random.Random(seed))
    loaded = _load(urls, registry)
    added = {name: [row for row in loaded[name] if _is_new(row)] for name in ASKED}
    rows = {name: [row for row in each if not _is_new(row)] for name, each in loaded.items()}
    changed = {name: list(map(_changed, rows[name], added[name])) for name in ASKED}
    with psycopg.connect(urls.superuser) as session:
        for name in reversed(ASKED):
            _set_aside(session, registry[name])
        session.execute(sql.SQL(_LINKS).format(role=sql.Identifier(APPLICATION)))
        links = session.execute("select document_id, user_id from documents_readers").fetchall()
    pairs = [dict(zip(("document_id", "user_id"), link, strict=True)) for link in links]
    held = HeldRows(rows, {"documents_readers": pairs})
    return Archive(
        folder, urls, app, registry, rows, added, changed, held, pairs, people, projects, units
    )


def _changed(row: Any, other: Any) -> SimpleNamespace:
    """A row with all but its id taken from another."""
    values = {key: value for key, value in vars(other).items() if not key.startswith("_")}
    return SimpleNamespace(**values | {"id": row.id})


def _is_new(row: Any) -> bool:
    return bool(row.id.int & 0xFFFF >= _NEW)


# --------------------------------------------------------------------------------------- rows


def _silence(session: psycopg.Connection[Any], registry: Registry) -> None:
    """Switches the triggers of the tables off: the trail of a million refused writes is no use."""
    _switch(session, registry, "disable")


@contextmanager
def audited(archive: Archive) -> Iterator[None]:
    """The tables with their triggers: an application does not start without."""
    with psycopg.connect(archive.urls.superuser, autocommit=True) as session:
        _switch(session, archive.registry, "enable")
        try:
            yield
        finally:
            _switch(session, archive.registry, "disable")


def _switch(session: psycopg.Connection[Any], registry: Registry, how: str) -> None:
    tables = [resource.table for resource in registry.resources]
    for table in (*tables, "documents_readers"):
        statement = sql.SQL("alter table {} {} trigger user")
        session.execute(statement.format(sql.Identifier(table), sql.SQL(how)))


def _fill(
    session: psycopg.Connection[Any], choose: random.Random
) -> tuple[list[UUID], list[UUID], list[UUID]]:
    people = [key(9, number) for number in range(PEOPLE)]
    projects = [key(10, number) for number in range(PLACES)]
    units = [key(11, number) for number in range(PLACES)]

    def maybe(values: Sequence[Any], empty: float = 0.25) -> Any:
        return None if choose.random() < empty else choose.choice(values)

    for place, unit in enumerate(units):
        _insert(session, "units", id=unit, name=f"Unit {place}")
    for place, person in enumerate(people):
        email, name = f"p{place}@example.com", f"Person {place}"
        row = {"id": person, "email": email, "full_name": name, "unit_id": maybe(units, 0.3)}
        _insert(session, "users", **row)
    for unit in units:
        session.execute("update units set head_id = %s where id = %s", (maybe(people), unit))
    for place, project in enumerate(projects):
        _insert(session, "projects", id=project, name=f"Project {place}", lead_id=maybe(people))
    folders = [key(_SHELVES["folder"], number) for number in _numbers(FOLDERS)]
    for folder in folders:
        row = {"id": folder, "name": "Folder", "owner_id": maybe(people), "unit_id": maybe(units)}
        _insert(session, "folders", **row)
    documents = [key(_SHELVES["document"], number) for number in _numbers(DOCUMENTS)]
    old = documents[:DOCUMENTS]
    for document in documents:
        about = maybe([("user", people), ("project", projects), ("document", old)], 0.3)
        row = _document(choose, maybe, people, projects, folders[:FOLDERS])
        row |= {"about_type": about and about[0], "about_id": about and choose.choice(about[1])}
        _insert(session, "documents", id=document, **row)
    for document in old:
        for reader in choose.sample(people, choose.randint(0, 3)):
            _insert(session, "documents_readers", document_id=document, user_id=reader)
    for number in _numbers(REMARKS):
        row = _remark(choose, maybe, people, old)
        _insert(session, "remarks", id=key(_SHELVES["remark"], number), **row)
    return people, projects, units


def _numbers(count: int) -> list[int]:
    return [*range(count), *range(_NEW, _NEW + count)]


def _document(
    choose: random.Random, maybe: Any, people: list[UUID], projects: list[UUID], folders: list[UUID]
) -> Values:
    today = datetime.now(UTC).date()
    days = [-400, -40, -2, 2, 29, 31, 400]
    return {
        "title": "Document",
        "grade": maybe(["low", "middle", "high", "top"]),
        "kind": maybe(["memo", "note", "letter"]),
        "pages": maybe([0, 1, 10, 11, 200]),
        "cost": maybe([Decimal("0.00"), Decimal("49.99"), Decimal("50.00"), Decimal("900.10")]),
        "sealed": maybe([True, False]),
        "due_on": maybe([today + timedelta(days=each) for each in days]),
        "status": choose.choice(["draft", "approved", "rejected"]),
        "owner_id": choose.choice(people),
        "editor_id": maybe(people),
        "folder_id": maybe(folders),
        "project_id": maybe(projects),
    }


def _remark(choose: random.Random, maybe: Any, people: list[UUID], documents: list[UUID]) -> Values:
    today = datetime.now(UTC).date()
    return {
        "body": "Remark",
        "good": maybe([True, False]),
        "weight": maybe([-1, 0, 2, 5, 9]),
        "price": maybe([Decimal("0.50"), Decimal("1.00"), Decimal("2.25"), Decimal("7.90")]),
        "rank": maybe(["low", "middle", "high", "top"]),
        "said_on": maybe([today - timedelta(days=each) for each in (0, 1, 9)]),
        "author_id": maybe(people),
        "document_id": choose.choice(documents),
        "deleted_at": maybe([datetime.now(UTC)], 0.8),
    }


def _insert(session: psycopg.Connection[Any], table: str, **row: Any) -> None:
    """Without triggers the bookkeeping is nobody's work but ours."""
    if table != "documents_readers":
        long_ago = datetime(2026, 1, 1, tzinfo=UTC)
        row |= {"created_at": long_ago, "updated_at": long_ago, "version": 1}
    statement = sql.SQL("insert into {} ({}) values ({})").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, row)),
        sql.SQL(", ").join(sql.Placeholder() * len(row)),
    )
    session.execute(statement, list(row.values()))


# ---------------------------------------------------------------------- in memory, and set aside


def _load(urls: Urls, registry: Registry) -> dict[str, list[Any]]:
    """Every row as an object of its generated model, by resource, in the order of ids."""
    engine = create_engine(urls.superuser.replace("postgresql://", "postgresql+psycopg://", 1))
    with Session(engine) as session:
        session.execute(text("set time zone 'UTC'"))
        names = ("user", "project", "unit", *ASKED)
        models = {name: registry[name].model for name in names}
        found = {
            name: list(session.scalars(select(model).order_by(text("id"))))
            for name, model in models.items()
        }
        session.expunge_all()
    engine.dispose()
    return found


def _set_aside(session: psycopg.Connection[Any], resource: Resource) -> None:
    """Moves the rows to be added to a table of their own, and makes what tries to write them."""
    found = session.execute(
        "select column_name, is_generated from information_schema.columns"
        " where table_name = %s and column_name <> 'id' order by ordinal_position",
        [resource.table],
    ).fetchall()
    words = {
        "name": sql.SQL(resource.name),
        "table": sql.SQL(resource.table),
        "role": sql.Identifier(APPLICATION),
        "first": sql.Literal(_NEW),
        "all": _listed(name for name, _ in found),
        "written": _listed(name for name, generated in found if generated == "NEVER"),
    }
    session.execute(sql.SQL(_ASIDE).format(**words))


def _listed(names: Iterable[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))


_ASIDE = """
create table new_{table} as select * from {table}
    where ('x' || right(id::text, 4))::bit(16)::integer >= {first};
delete from {table} where id in (select id from new_{table});
create table changed_{table} as
    select old.id, {all} from (select id, row_number() over (order by id) from {table}) old
    join (select {all}, row_number() over (order by id) from new_{table}) new using (row_number);
grant select on new_{table}, changed_{table} to {role};

-- Each tries as the caller, and undoes at once what was let through.
create function try_add_{name}(wanted uuid) returns boolean language plpgsql as $function$
begin
    insert into {table} (id, {written}) select id, {written} from new_{table} where id = wanted;
    raise exception using errcode = 'CH001';
exception
    when insufficient_privilege then return false;
    when sqlstate 'CH001' then return true;
end
$function$;

create function try_change_{name}(wanted uuid) returns boolean language plpgsql as $function$
begin
    update {table} set ({written}) = (
        select {written} from changed_{table} changed where changed.id = wanted
    ) where {table}.id = wanted;
    if not found then
        return false;
    end if;
    raise exception using errcode = 'CH001';
exception
    when insufficient_privilege then return false;
    when sqlstate 'CH001' then return true;
end
$function$;
"""


_LINKS = """
create table new_documents_readers as
    select distinct on (document.id) document.id as document_id, person.id as user_id
    from documents document, users person
    where not exists (
        select from documents_readers known
        where known.document_id = document.id and known.user_id = person.id
    )
    order by document.id, md5(document.id::text || person.id::text);
grant select on new_documents_readers to {role};

create function try_link(document uuid, person uuid) returns boolean language plpgsql as $function$
begin
    insert into documents_readers (document_id, user_id) values (document, person);
    raise exception using errcode = 'CH001';
exception
    when insufficient_privilege then return false;
    when sqlstate 'CH001' then return true;
end
$function$;
"""


@contextmanager
def application(archive: Archive) -> Iterator[psycopg.Connection[Any]]:
    """A session as the role that serves, which row-level security binds."""
    with psycopg.connect(archive.urls.application, autocommit=True) as session:
        yield session
