"""Rows as files have them: CSV and JSON lines, read and written one at a time."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from charter.shell import RefusedError
from runtime.resource import Field, Kind, Resource

SEPARATOR = ";"
"""Between the items of a list in a cell."""

_FLAGS = {"true": True, "false": False}


class RowFormat(StrEnum):
    """How rows lie in a file."""

    CSV = "csv"
    JSONL = "jsonl"


@dataclass(frozen=True, slots=True)
class Line:
    """A row and the line it begins on; `fault` instead where the line cannot be read."""

    number: int
    row: dict[str, Any]
    fault: str | None = None


def read_rows(path: Path, form: RowFormat, resource: Resource) -> Iterator[Line]:
    """The rows of a file, one at a time. Raises RefusedError for a file that cannot be read."""
    try:
        # A spreadsheet begins its CSV with a byte order mark.
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from (_read_csv if form is RowFormat.CSV else _read_jsonl)(file, resource)
    except OSError as error:
        raise RefusedError(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise RefusedError(f"{path} is not UTF-8.") from None


def _read_csv(file: io.TextIOBase, resource: Resource) -> Iterator[Line]:
    reader = csv.reader(file, strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        _check_header(header, resource)
        fields = [resource.field(name) for name in header]
        before = reader.line_num
        for cells in reader:
            number, before = before + 1, reader.line_num
            if not cells:
                continue
            if len(cells) != len(header):
                fault = f"{len(cells)} cells under {len(header)} columns"
                yield Line(number, {}, fault)
                continue
            pairs = zip(header, fields, cells, strict=True)
            row = {name: _from_cell(field, cell) for name, field, cell in pairs if cell != ""}
            yield Line(number, row)
    except csv.Error as error:
        raise RefusedError(f"line {reader.line_num}: this is no CSV: {error}.") from None


def _check_header(header: Sequence[str], resource: Resource) -> None:
    """A misspelt column is refused before the first row: every row would fail the same way."""
    if not header:
        raise RefusedError("line 1: the names of the fields are expected here.")
    doubled = sorted({name for name in header if header.count(name) > 1})
    unknown = [name for name in header if resource.field(name) is None]
    lines = [f'line 1: "{name}" stands twice.' for name in doubled]
    lines += [f'line 1: "{name}" is no field of {resource.name}.' for name in unknown]
    if lines:
        raise RefusedError(*lines)


def _read_jsonl(file: io.TextIOBase, _: Resource) -> Iterator[Line]:
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            yield Line(number, {}, "this is no JSON")
            continue
        if isinstance(row, dict):
            yield Line(number, row)
        else:
            yield Line(number, {}, "an object is expected on each line")


def _from_cell(field: Field | None, cell: str) -> Any:
    """The JSON value of a cell. What does not fit the type stays text, and is refused as such."""
    if field is None or not field.many:
        return _value(field, cell)
    if cell.lstrip().startswith("["):
        return _parsed(json.loads, cell)
    return [_value(field, part.strip()) for part in cell.split(SEPARATOR)]


def _value(field: Field | None, text: str) -> Any:
    kind = field.kind if field else Kind.TEXT
    if kind in (Kind.INT, Kind.BIGINT):
        return _parsed(int, text)
    if kind is Kind.FLOAT:
        return _parsed(float, text)
    if kind is Kind.BOOL:
        return _FLAGS.get(text.strip().lower(), text)
    if kind is Kind.JSON:
        return _parsed(json.loads, text)
    return text


def _parsed(parse: Callable[[str], Any], text: str) -> Any:
    try:
        return parse(text)
    except (ValueError, RecursionError):
        return text


def to_cell(value: object) -> str:
    """The cell of a JSON value, such that reading it gives the value again."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list) and value and all(_plain(item) for item in value):
        return SEPARATOR.join(map(str, value))
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _plain(item: object) -> bool:
    if isinstance(item, str):
        return bool(item) and SEPARATOR not in item and item == item.strip() and item[0] != "["
    return isinstance(item, int | float) and not isinstance(item, bool)


def csv_line(cells: Sequence[str]) -> str:
    """One record of CSV (RFC 4180), without its end."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="").writerow(cells)
    return buffer.getvalue()


def csv_record(row: Mapping[str, Any], names: Sequence[str]) -> str:
    """A row as one record of CSV."""
    return csv_line([to_cell(row.get(name)) for name in names])
