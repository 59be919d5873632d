"""Names of a database as names of the language: `FilmActors.filmID` as `FilmActor.film_id`."""

from __future__ import annotations

import re
from collections.abc import Collection

from generator import names, reserved

_LONGEST_ENTITY = 50
_LONGEST_MEMBER = 60
_SINGULARS = {names.plural_word(word): word for word in names.IRREGULAR}
_NO_PLURAL = re.compile(r"(ss|us|is|news|series|species|data)\Z")


def word(text: str) -> str:
    """A name in snake_case: small letters, digits and single underscores, a letter first."""
    plain = re.sub(r"[^A-Za-z0-9]+", "_", text).strip("_")
    made = re.sub(r"_+", "_", names.snake(plain)).strip("_")
    if not made:
        return "unnamed"
    return made if made[0].isalpha() else f"n{made}"


def singular(plural: str) -> str:
    """The singular of a snake_case name whose last word may be a plural."""
    *before, last = plural.split("_")
    return "_".join((*before, _singular_word(last)))


def _singular_word(text: str) -> str:
    if text in _SINGULARS:
        return _SINGULARS[text]
    if _NO_PLURAL.search(text):
        return text
    for ending, other in (("ies", "y"), ("es", ""), ("es", "is"), ("s", "")):
        stem = text.removesuffix(ending) + other
        if text.endswith(ending) and len(stem) > 1 and names.plural_word(stem) == text:
            return stem
    return text


def entity(table: str, taken: Collection[str]) -> str:
    """The name of the entity for a table, none of `taken`: `film_actors` gives `FilmActor`."""
    made = names.camel(singular(word(table)))[:_LONGEST_ENTITY]
    bad = made in reserved.CLASS_NAMES or made in reserved.PLATFORM_SCHEMAS
    bad = bad or made.endswith(reserved.SCHEMA_ENDINGS)
    return unused(f"{made}Record" if bad or made in taken else made, taken, "")


def member(column: str, taken: Collection[str]) -> str:
    """The name of a field or relation, none of `taken` and none that is reserved."""
    made = word(column)[:_LONGEST_MEMBER].rstrip("_")
    if made in reserved.EXPRESSION_WORDS | reserved.SQL_COLUMNS | reserved.COMMON_NAMES:
        made = f"{made}_value"
    return unused(made, taken)


def value(text: str, taken: Collection[str]) -> str:
    """A value of an enum: `PG-13` gives `pg_13`."""
    made = word(text)
    if made in reserved.EXPRESSION_WORDS:
        made = f"{made}_value"
    return unused(made, taken)


def unused(name: str, taken: Collection[str], link: str = "_") -> str:
    """The name itself, or with the first number from 2 that makes it free."""
    number, made = 1, name
    while made in taken:
        number += 1
        made = f"{name}{link}{number}"
    return made
