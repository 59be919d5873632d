"""What changed in the database, row by row, held against the events that were left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import psycopg
from psycopg.rows import dict_row

from generated.registry import REGISTRY
from runtime.audit.health import TRAIL
from runtime.resource import Resource, ToMany
from tests.support.database import Urls

type Key = tuple[str, str, str]
"""The action, the entity and the row of an event."""

QUIET = {"last_login_at"}
"""Columns whose change makes no new version; it leaves an event all the same."""


@dataclass(frozen=True)
class Ledger:
    """The rows of all tables, and the number of events, at one moment."""

    urls: Urls
    rows: dict[str, dict[str, dict[str, Any]]]
    links: dict[tuple[str, str], set[tuple[str, str]]]
    last: str

    @classmethod
    def of(cls, urls: Urls) -> Ledger:
        """The database as it is now."""
        with psycopg.connect(urls.superuser) as connection:
            rows = {each.name: _rows(connection, each) for each in _resources()}
            links = {
                (resource.name, relation.name): _links(connection, relation)
                for resource, relation in _relations()
            }
            [[last]] = connection.execute(
                f"select coalesce(max(id::text), '') from {TRAIL}".encode()
            ).fetchall()
        return cls(urls, rows, links, last)

    @cached_property
    def events(self) -> list[dict[str, Any]]:
        """The events since then, oldest first."""
        with psycopg.connect(self.urls.superuser, row_factory=dict_row) as connection:
            return connection.execute(
                f"select * from {TRAIL} where id::text > %s order by id".encode(), [self.last]
            ).fetchall()

    def missing(self, later: Ledger) -> dict[str, Any]:
        """What changed and is not told exactly once, and what is told and did not change."""
        expected = Counter[tuple[str, str]](self._changed(later))
        expected.update(self._linked(later))
        told = Counter(
            (each["entity_type"], str(each["entity_id"]))
            for each in self.events
            if each["outcome"] == "success" and each["changes"] not in (None, {})
        )
        return {"untold": dict(expected - told), "phantoms": dict(told - expected)}

    def _changed(self, later: Ledger) -> Iterator[tuple[str, str]]:
        """An entry for each change of a row: every version of it, its creation and its end."""
        for name, before in self.rows.items():
            after = later.rows[name]
            for key in before.keys() | after.keys():
                old, new = before.get(key), after.get(key)
                if old is None or new is None:
                    versions = (new or {"version": 1})["version"]
                elif old == new:
                    versions = 0
                else:
                    versions = new["version"] - old["version"]
                    versions += any(old.get(column) != new.get(column) for column in QUIET)
                for _ in range(versions):
                    yield name, key

    def _linked(self, later: Ledger) -> Iterator[tuple[str, str]]:
        for (name, relation), before in self.links.items():
            for near, _ in before ^ later.links[name, relation]:
                yield name, near


def _resources() -> Iterator[Resource]:
    for resource in REGISTRY.resources:
        if resource.table != TRAIL:
            yield resource


def _relations() -> Iterator[tuple[Resource, ToMany]]:
    for resource in REGISTRY.resources:
        for relation in resource.to_many:
            if relation.linkable:
                yield resource, relation


def _rows(connection: psycopg.Connection[Any], resource: Resource) -> dict[str, dict[str, Any]]:
    found = connection.execute(f'select to_jsonb(t) from "{resource.table}" t'.encode())
    return {row["id"]: row for [row] in found}


def _links(connection: psycopg.Connection[Any], relation: ToMany) -> set[tuple[str, str]]:
    found = connection.execute(
        f'select "{relation.near_column}"::text, "{relation.far_column}"::text'
        f' from "{relation.link_table}"'.encode()
    )
    return {(near, far) for near, far in found}
