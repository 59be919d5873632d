"""A library of books: tables with every kind of field and relation, and their resources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import psycopg

from generator.schema.functions import render
from generator.schema.seeking import folded
from runtime.actor import Actor
from runtime.embedded import APPLICATION
from runtime.policy.reach import Decision, Grant, Mask
from runtime.query.statement import Parameters
from runtime.resource import Field, Kind, Registry, Resource, ToMany, ToOne

ACTOR = Actor(UUID("00000000-0000-7000-8000-00000000a000"), "reader@example.com", ())

SOUGHT = ("title", "blurb")
SEEKER = render(
    "charter_seek",
    name="charter_seek_book",
    table="books",
    word="'book.read'",
    pattern=folded("$2"),
    fields=[(f"'{name}'", folded(f't."{name}"')) for name in SOUGHT],
    most=1_000,
    sample=300,
    many=12,
)
"""The generated function over this table; what more than twelve books contain is in many."""
TABLES = f"""
create type level as enum ('low', 'medium', 'high');
create table authors (
  id uuid primary key default uuidv7(), version int not null default 1,
  name text collate "C" not null, deleted_at timestamptz
);
create table books (
  id uuid primary key default uuidv7(), created_at timestamptz not null default now(),
  version int not null default 1,
  title text collate "C" not null, blurb text collate "C", pages int, copies bigint,
  rating float8, price numeric(8, 2), in_print bool, published_on date, printed_at timestamptz,
  opens time, reading interval, contact text collate "C", link text collate "C", code uuid,
  extra json, country text collate "C", state text collate "C" not null default 'draft',
  level level, keywords text[], "limit" int, x int, password_hash text,
  author_id uuid, reader_id uuid
);
create index on books (author_id);
create table copies (
  id uuid primary key default uuidv7(), version int not null default 1,
  book_id uuid not null, shelf text collate "C"
);
create index on copies (book_id);
create table tags (
  id uuid primary key default uuidv7(), version int not null default 1,
  word text collate "C" not null
);
create table books_tags (
  book_id uuid not null, tag_id uuid not null, primary key (book_id, tag_id)
);
create table notes (
  id uuid primary key default uuidv7(), version int not null default 1,
  body text collate "C", subject_type text collate "C", subject_id uuid
);
grant select, insert on authors, copies, tags, books_tags, notes to {APPLICATION};
grant select (id, created_at, version, title, blurb, pages, copies, rating, price, in_print,
  published_on, printed_at, opens, reading, contact, link, code, extra, country, state, level,
  keywords, "limit", x, author_id, reader_id) on books to {APPLICATION};
grant insert on books to {APPLICATION};
create extension pg_trgm;
create function charter_reach(text) returns text language sql stable return 'any';
{SEEKER};
"""


def plain(name: str, kind: Kind, sql_type: str, **rest: Any) -> Field:
    """A stored field named as its column."""
    return Field(name, kind, f'{{row}}."{name}"', sql_type, **rest)


ID = plain("id", Kind.UUID, "uuid", nullable=False)
VERSION = plain("version", Kind.INT, "int", nullable=False)


def make(name: str, path: str, *fields: Field, **rest: Any) -> Resource:
    """A resource with the schemas that queries never look at."""
    return Resource(
        name=name,
        path=path,
        table=path,
        title=name.title(),
        label="id",
        fields=(ID, VERSION, *fields),
        **rest,
    )


BOOK = make(
    "book",
    "books",
    plain("created_at", Kind.DATETIME, "timestamptz", nullable=False),
    plain("title", Kind.STRING, "varchar(5)", nullable=False),
    plain("blurb", Kind.TEXT, "text"),
    plain("pages", Kind.INT, "int"),
    plain("copies", Kind.BIGINT, "bigint"),
    plain("rating", Kind.FLOAT, "float8"),
    plain("price", Kind.DECIMAL, "numeric(8, 2)", json="{row}.price::text"),
    plain("in_print", Kind.BOOL, "bool"),
    plain("published_on", Kind.DATE, "date"),
    plain("printed_at", Kind.DATETIME, "timestamptz"),
    plain("opens", Kind.TIME, "time"),
    plain("reading", Kind.DURATION, "interval"),
    plain("contact", Kind.EMAIL, "text"),
    plain("link", Kind.URL, "text"),
    plain("code", Kind.UUID, "uuid"),
    plain("extra", Kind.JSON, "json"),
    plain("country", Kind.COUNTRY, "text"),
    plain("state", Kind.ENUM, "text", values=("draft", "out", "gone"), nullable=False),
    plain("level", Kind.ENUM, "level", values=("low", "medium", "high")),
    plain("keywords", Kind.STRING, "text", many=True),
    plain("limit", Kind.INT, "int"),
    plain("x", Kind.INT, "int"),
    plain("password_hash", Kind.STRING, "text", secret=True),
    plain("author_id", Kind.UUID, "uuid", relation="author"),
    plain("reader_id", Kind.UUID, "uuid", relation="reader"),
    Field("thickness", Kind.INT, "{row}.pages / 2", "int", stored=False, computed=True),
    Field(
        "mine",
        Kind.BOOL,
        "coalesce({row}.reader_id = {actor}, false)",
        "bool",
        stored=False,
        computed=True,
        nullable=False,
    ),
    to_one=(ToOne("author", "author_id", ("author",)),),
    to_many=(
        ToMany("copies_held", "copies-held", "copy", column="book_id"),
        ToMany(
            "tags",
            "tags",
            "tag",
            link_table="books_tags",
            near_column="book_id",
            far_column="tag_id",
            linkable=True,
        ),
        ToMany("notes", "notes", "note", column="subject_id", type_column="subject_type"),
    ),
)
AUTHOR = make(
    "author",
    "authors",
    plain("name", Kind.STRING, "text", nullable=False),
    plain("deleted_at", Kind.DATETIME, "timestamptz"),
    soft=True,
    to_many=(
        ToMany("books", "books", "book", column="author_id"),
        ToMany("notes", "notes", "note", column="subject_id", type_column="subject_type"),
    ),
)
COPY = make(
    "copy",
    "copies",
    plain("book_id", Kind.UUID, "uuid", nullable=False, relation="book"),
    plain("shelf", Kind.STRING, "text"),
    to_one=(ToOne("book", "book_id", ("book",)),),
)
TAG = make(
    "tag",
    "tags",
    plain("word", Kind.STRING, "text", nullable=False),
    to_many=(
        ToMany(
            "books",
            "books",
            "book",
            link_table="books_tags",
            near_column="tag_id",
            far_column="book_id",
        ),
    ),
)
NOTE = make(
    "note",
    "notes",
    plain("body", Kind.STRING, "text"),
    plain("subject_type", Kind.ENUM, "text", values=("book", "author")),
    plain("subject_id", Kind.UUID, "uuid"),
    to_one=(ToOne("subject", "subject_id", ("book", "author"), type_column="subject_type"),),
)
BOOK = replace(BOOK, seeker="charter_seek_book", sought=SOUGHT)
SEARCHED = replace(BOOK, search=(("title", "A"), ("blurb", "D")))
"""The book, with fields to be searched and no index for them."""
REGISTRY = Registry((BOOK, AUTHOR, COPY, TAG, NOTE), "Library", "/api/v1")


@dataclass
class FakeReach:
    """A policy of three tables: what is denied, what limits the rows, what is hidden."""

    actor: Actor = ACTOR
    denied: frozenset[str] = frozenset()
    conditions: Mapping[str, str] = field(default_factory=dict)
    hidden: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def decide(self, resource: Resource, action: str) -> Decision:
        if resource.name in self.denied:
            return Decision()
        scope = "some" if resource.name in self.conditions else "any"
        return Decision((Grant(scope, None, "policy.csv:1"),))

    def whole(self, name: str) -> bool:
        return name not in self.denied and name not in self.conditions

    def mask(self, resource: Resource) -> Mask:
        return Mask(hidden=self.hidden.get(resource.name, frozenset()))

    def condition(self, resource: Resource, action: str, row: str, parameters: Parameters) -> str:
        if resource.name in self.denied:
            return "false"
        template = self.conditions.get(resource.name, "true")
        actor = parameters.add(self.actor.id, "uuid") if "{actor}" in template else ""
        return template.format(row=row, actor=actor)

    def line(self, resource: Resource, action: str, row: str, parameters: Parameters) -> str:
        return "null::text"


def insert(owner_url: str, table: str, rows: list[dict[str, Any]]) -> None:
    """Adds rows as the owner of the tables."""
    with psycopg.connect(owner_url) as connection:
        for row in rows:
            names = ", ".join(f'"{name}"' for name in row)
            places = ", ".join(["%s"] * len(row))
            connection.execute(
                f"insert into {table} ({names}) values ({places})".encode(), list(row.values())
            )
