"""Column types that PostgreSQL knows and SQLAlchemy does not bring: words of an enum."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import Dialect, Text
from sqlalchemy.dialects.postgresql import ENUM
from sqlalchemy.types import TypeDecorator


class Words(TypeDecorator[StrEnum]):
    """An unordered enum: text in the table, where a CHECK lists the words."""

    impl = Text
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__(collation="C")
        self.words = words

    def process_bind_param(self, value: StrEnum | str | None, dialect: Dialect) -> str | None:
        """The word; ValueError for one that is not of the enum."""
        return None if value is None else self.words(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        """The member of the word."""
        return None if value is None else self.words(value)


def ordered_words(words: type[StrEnum], name: str) -> ENUM:
    """An ordered enum: a type of the database, which migrations make."""
    return ENUM(
        words, name=name, create_type=False, values_callable=lambda w: [each.value for each in w]
    )
