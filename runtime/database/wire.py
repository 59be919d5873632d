"""Values as PostgreSQL's text format has them: what a statement's parameters are sent as."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from psycopg.adapt import PyFormat, Transformer

_NUL = "a text holds a NUL character"


def encode(value: Any) -> bytes | None:
    """The bytes of a value; None for null.

    The statement says the type (`$1::uuid`), so the text alone has to be right. Types without an
    encoder here are left to psycopg's adapters; raises psycopg.ProgrammingError for what no
    adapter knows.
    """
    if value is None:
        return None
    encoder = _ENCODERS.get(type(value))
    return encoder(value) if encoder else _adapted(value)


def text(cell: bytes | None) -> str:
    """What a cell of an answer says; nothing for null."""
    return (cell or b"").decode()


def _text(value: str) -> bytes:
    # PostgreSQL would take the text as ending there, and psycopg refuses it alike.
    if "\x00" in value:
        raise ValueError(_NUL)
    return value.encode()


def _bool(value: bool) -> bytes:
    return b"t" if value else b"f"


def _number(value: object) -> bytes:
    return str(value).encode()


def _moment(value: date) -> bytes:
    return value.isoformat().encode()


def _bytes(value: bytes) -> bytes:
    return b"\\x" + value.hex().encode()


def _array(values: Sequence[Any]) -> bytes:
    try:
        joined = "\x00".join(values)
    except TypeError:  # not of texts alone
        return _elements(values)
    if joined.count("\x00") != max(len(values) - 1, 0):
        raise ValueError(_NUL)
    if '"' in joined or "\\" in joined:
        joined = joined.replace("\\", "\\\\").replace('"', '\\"')
    return ('{"' + joined.replace("\x00", '","') + '"}').encode() if values else b"{}"


def _elements(values: Sequence[Any]) -> bytes:
    return b"{" + b",".join([_element(value) for value in values]) + b"}"


def _element(value: Any) -> bytes:
    if value is None:
        return b"NULL"
    if isinstance(value, (list, tuple)):
        return _array(value)
    text = encode(value) or b""
    if type(value) in _BARE:
        return text
    return b'"' + text.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


_ENCODERS: dict[type, Callable[[Any], bytes]] = {
    str: _text,
    bool: _bool,
    int: _number,
    Decimal: _number,
    UUID: _number,
    datetime: _moment,
    date: _moment,
    bytes: _bytes,
    list: _array,
    tuple: _array,
}
_BARE = frozenset({bool, int, UUID})
"""Whose text needs no quotes within an array."""


def _adapted(value: Any) -> bytes | None:
    dumped = Transformer().get_dumper(value, PyFormat.TEXT).dump(value)
    return None if dumped is None else bytes(dumped)
