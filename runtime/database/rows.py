"""Rows of the pipeline as objects of a model, as SQLAlchemy's session would give them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from psycopg.adapt import Transformer
from psycopg.pq import Format
from sqlalchemy import Dialect, Table, inspect
from sqlalchemy.orm import Mapper, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import SQLModel

from runtime.database.lane import Prepared
from runtime.database.pipeline import Pipeline
from runtime.database.transaction import PLATFORM
from runtime.database.wire import text

_TYPES = Prepared(
    "select attname, atttypid::int8 from pg_attribute"
    " where attrelid = to_regclass($1::text) and attnum > 0 and not attisdropped"
)

type Read = Callable[[bytes], Any]


class RowReader[M: SQLModel]:
    """Reads rows of one model by their key, whoever may read them: a statement of the platform.

    What it gives belongs to no session. Its values are those that a session would have read, made
    by the same adapters of psycopg and types of SQLAlchemy.
    """

    def __init__(self, model: type[M], dialect: Dialect) -> None:
        self._model = model
        self._dialect = dialect
        mapper: Mapper[M] = inspect(model)
        assert isinstance(mapper.local_table, Table), "a model is a table"
        self._table = mapper.local_table
        self._names = {
            attribute.columns[0].name: attribute.key for attribute in mapper.column_attrs
        }
        listed = ", ".join(f'"{name}"' for name in self._names)
        table = self._table.name
        self._prepared = Prepared(f'select {listed} from "{table}" where id = $1::uuid')  # noqa: S608 - names
        self._readers: list[tuple[str, Read]] = []

    async def get(self, pipeline: Pipeline, key: UUID) -> M | None:
        """The row of that id as the database has it now, or None."""
        settings = {PLATFORM: "on"}
        if not self._readers:
            types = await pipeline.fetch(_TYPES, [f'"{self._table.name}"'], repeatable=True)
            self._readers = self._made({text(name): int(text(oid)) for name, oid in types})
        rows = await pipeline.fetch(self._prepared, [key], settings, repeatable=True)
        return self._row(rows[0]) if rows else None

    def _row(self, cells: tuple[bytes | None, ...]) -> M:
        row = self._model()
        for (name, read), cell in zip(self._readers, cells, strict=True):
            set_committed_value(row, name, None if cell is None else read(cell))
        make_transient_to_detached(row)
        return row

    def _made(self, types: Mapping[str, int]) -> list[tuple[str, Read]]:
        adapters = Transformer()
        found = []
        for column, name in self._names.items():
            load = adapters.get_loader(types[column], Format.TEXT).load
            kind = self._table.columns[column].type.dialect_impl(self._dialect)
            found.append((name, _then(load, kind.result_processor(self._dialect, types[column]))))
        return found


def _then(load: Callable[[bytes], Any], process: Callable[[Any], Any] | None) -> Read:
    return load if process is None else lambda cell: process(load(cell))
