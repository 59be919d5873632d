"""Full-text search: what `q` asks for, and the SQL that finds and ranks.

Words are compared as they are, without case: nothing knows the language of a text. A field that
the actor does not see is not searched either, so what is found tells nothing of it.
"""

from __future__ import annotations

import re

from runtime.policy.reach import Reach
from runtime.query.expression import expression, quoted
from runtime.query.plan import Search, SortKey
from runtime.query.sorting import Refused
from runtime.query.statement import Parameters, Source
from runtime.query.view import View
from runtime.resource import Field, Kind

SEARCH_MAX = 1_000
"""Characters of a search."""

SEARCHED_MAX = 20_000
"""Characters of a field that are searched: a vector of words has a bound, and writes keep it."""

_NO_MINUS = re.compile(r'-(?![\w"])')
"""A minus before nothing that could be left out; PostgreSQL counts them, and only up to 32."""

_RANK = Field("~rank", Kind.FLOAT, "", "float8", nullable=False)
_WORDS = "to_tsvector('simple'::regconfig, casefold({text} collate pg_unicode_fast))"
_QUERY = "websearch_to_tsquery('simple'::regconfig, casefold({text} collate pg_unicode_fast))"


def searchable(view: View) -> bool:
    """Whether the actor sees anything that `q` looks into; else there is no such parameter."""
    return any(name in view.fields for name, _ in view.resource.search)


def parse_search(text: str, view: View) -> Search | None:
    """The search that the text asks for, in the syntax of web search engines; None for blanks.

    Raises Refused for one that is too long.
    """
    if len(text) > SEARCH_MAX:
        raise Refused("INVALID_VALUE", f"Give at most {SEARCH_MAX} characters.")
    text = _NO_MINUS.sub(" ", text)
    if not text.strip():
        return None
    declared = view.resource.search
    fields = tuple((view.fields[name], weight) for name, weight in declared if name in view.fields)
    finder = view.resource.finder if len(fields) == len(declared) else ""
    return Search(text, fields, finder)


def by_rank(search: Search) -> SortKey:
    """The order of what was found, the best first."""
    return SortKey(_RANK, descending=True, rank=search)


def matches(search: Search, row: str, reach: Reach, parameters: Parameters) -> str:
    """The condition that the row of that alias is found.

    Where there is one, a function of the database finds them: under row-level security no
    statement may use an index of words, since their operators could tell of rows out of reach.
    """
    if search.finder:
        wanted = parameters.add(search.text, "text", Source("query:q"))
        return f"{row}.id in (select {quoted(search.finder)}({wanted}))"
    return f"{_vector(search, row, reach, parameters)} @@ {_query(search, parameters)}"


def rank(search: Search, row: str, reach: Reach, parameters: Parameters) -> str:
    """How well the row fits, as SQL of type float8: by the weights of the fields found in."""
    vector = _vector(search, row, reach, parameters)
    return f"ts_rank({vector}, {_query(search, parameters)})::float8"


def _query(search: Search, parameters: Parameters) -> str:
    return _QUERY.format(text=parameters.add(search.text, "text", Source("query:q")))


def _vector(search: Search, row: str, reach: Reach, parameters: Parameters) -> str:
    """The words of the fields with their weights."""
    parts = []
    for found, weight in search.fields:
        text = expression(found.sql, row, reach, parameters)
        words = _WORDS.format(text=f"left(coalesce({text}, ''), {SEARCHED_MAX})")
        parts.append(f"setweight({words}, '{weight}')")
    return f"({' || '.join(parts)})"
