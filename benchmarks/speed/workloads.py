"""What is asked, of whom: the same work as each of the applications takes it.

A template holds `<words>` that differ between requests; `WORDS` says how they are drawn, in Lua
for wrk and in SQL for pgbench.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from benchmarks.speed.data import CONTROL_ID, CONTROLS, OPEN_STATES, RISK_ID, RISKS, USER_ID

_WORD = re.compile(r"<(\w+)>")


@dataclass(frozen=True, slots=True)
class Asked:
    """One kind of request; `body` is JSON."""

    method: str
    path: str
    body: str = ""

    def filled(self, values: Mapping[str, str]) -> Asked:
        """The request with its words put in."""

        def put(text: str) -> str:
            return _WORD.sub(lambda found: values[found[1]], text)

        return Asked(self.method, put(self.path), put(self.body))

    @property
    def words(self) -> tuple[str, ...]:
        """The words that it holds, each once."""
        return tuple(dict.fromkeys(_WORD.findall(self.path + self.body)))


@dataclass(frozen=True, slots=True)
class Workload:
    """A row of the table.

    `of_pgbench` and `of_handwritten` are the least ratios; None where nothing is promised.
    `table` is the one that the work is about.
    """

    name: str
    title: str
    table: str
    charter: Asked
    handwritten: Asked | None = None
    fastcrud: Asked | None = None
    of_pgbench: float | None = None
    of_handwritten: float | None = None

    @property
    def writes(self) -> bool:
        """Whether it leaves events."""
        return self.charter.method != "GET"


@dataclass(frozen=True, slots=True)
class Word:
    """How a value is drawn: as Lua for wrk, as a line and an expression for pgbench.

    One that is a `choice` has its values listed; pgbench gets a script for each of them.
    """

    lua: str = ""
    line: str = ""
    sql: str = ""
    choice: tuple[str, ...] = field(default=())


def _key(pattern: str, lua_number: str, sql_number: str, name: str) -> Word:
    prefix = pattern.partition("{")[0]
    return Word(
        f'string.format("{prefix}%011x", {lua_number})',
        f"\\set {name} {sql_number}",
        f"('{prefix}' || lpad(to_hex(:{name}::int), 11, '0'))",
    )


WORDS: dict[str, Word] = {
    "risk": _key(RISK_ID, f"math.random(1, {RISKS})", f"random(1, {RISKS})", "risk"),
    "open_risk": _key(
        RISK_ID, f"7 * math.random(1, {RISKS // 7})", f"7 * random(1, {RISKS // 7})", "open_risk"
    ),
    "control": _key(CONTROL_ID, f"math.random(1, {CONTROLS})", f"random(1, {CONTROLS})", "control"),
    "serial": Word(
        'string.format("%d%09d", math.random(1, 1e9), math.random(1, 1e9) - 1)',
        "\\set serial random(1, 1000000000000000000)",
        "(:serial::bigint)::text",
    ),
    "status": Word(choice=OPEN_STATES),
}


def drawn(asked: Asked, words: Mapping[str, Word]) -> dict[str, str]:
    """Values for a request, at random, for looking at a few answers."""
    made = {
        "risk": RISK_ID.format(random.randint(1, RISKS)),  # noqa: S311
        "open_risk": RISK_ID.format(7 * random.randint(1, RISKS // 7)),  # noqa: S311
        "control": CONTROL_ID.format(random.randint(1, CONTROLS)),  # noqa: S311
        "serial": str(random.randint(10**17, 10**18)),  # noqa: S311
    }
    return {
        word: random.choice(words[word].choice) if words[word].choice else made[word]  # noqa: S311
        for word in asked.words
    }


def lua(asked: Asked, words: Mapping[str, Word]) -> str:
    """The `request` function of wrk."""
    choices = [
        f"local {name}s = {{{', '.join(map(_quoted, words[name].choice))}}}\n"
        for name in asked.words
        if words[name].choice
    ]
    body = _concatenation(asked.body, words) if asked.body else "nil"
    return (
        "".join(choices)
        + f'request = function()\n  return wrk.format("{asked.method}",'
        + f" {_concatenation(asked.path, words)}, nil, {body})\nend\n"
    )


def _concatenation(template: str, words: Mapping[str, Word]) -> str:
    parts = _WORD.split(template)
    said = [
        (_quoted(part) if number % 2 == 0 else _drawn_in_lua(part, words[part]))
        for number, part in enumerate(parts)
        if part
    ]
    return " .. ".join(said)


def _drawn_in_lua(name: str, word: Word) -> str:
    return f"{name}s[math.random(1, {len(word.choice)})]" if word.choice else word.lua


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


_ROW = Asked("GET", "/api/v1/risks/<risk>")
_PAGE = "/api/v1/risks?status=<status>&sort=-current_score"
_STOCK = Asked("GET", f"{_PAGE},id&page=1&itemsPerPage=20")
_CHANGE = Asked("PATCH", "/api/v1/controls/<control>", '{"name": "Changed <serial>"}')
_NEW = (
    '{"ref": "N-<serial>", "name": "A new control", "objective": "What it is for.",'
    ' "domain": "people", "kind": "detective", "next_review_on": "2031-01-01"'
)
_CREATE = Asked("POST", "/api/v1/controls", _NEW + "}")
_OWNED = Asked("POST", "/api/v1/controls", f'{_NEW}, "owner_id": "{USER_ID.format(1)}"}}')

WORKLOADS = (
    Workload(
        "one_row",
        "one row",
        "risks",
        _ROW,
        _ROW,
        _ROW,
        of_pgbench=0.60,
        of_handwritten=10,
    ),
    Workload(
        "page_20",
        "page of 20, filtered, sorted",
        "risks",
        Asked("GET", f"{_PAGE}&limit=20"),
        Asked("GET", f"{_PAGE}&limit=20"),
        _STOCK,
        of_pgbench=0.65,
        of_handwritten=5,
    ),
    Workload(
        "page_20_counted",
        "the same, counted",
        "risks",
        Asked("GET", f"{_PAGE}&limit=20&count=exact"),
        Asked("GET", f"{_PAGE}&limit=20&count=true"),
        _STOCK,
        of_pgbench=0.95,
        of_handwritten=5,
    ),
    Workload(
        "page_100",
        "page of 100",
        "risks",
        Asked("GET", f"{_PAGE}&limit=100"),
        Asked("GET", f"{_PAGE}&limit=100"),
        Asked("GET", f"{_PAGE},id&page=1&itemsPerPage=100"),
        of_pgbench=0.95,
        of_handwritten=5,
    ),
    Workload(
        "with_children",
        "20 with children",
        "risks",
        Asked("GET", f"{_PAGE}&limit=20&include=controls"),
        Asked("GET", _PAGE.replace("risks?", "risks/with-controls?") + "&limit=20"),
        of_pgbench=0.90,
        of_handwritten=5,
    ),
    Workload(
        "update",
        "update (and its event)",
        "controls",
        _CHANGE,
        _CHANGE,
        _CHANGE,
        of_pgbench=0.55,
        of_handwritten=5,
    ),
    Workload(
        "create",
        "create (and its event)",
        "controls",
        _CREATE,
        _CREATE,
        _OWNED,
        of_pgbench=0.65,
        of_handwritten=5,
    ),
    Workload(
        "deep_page",
        "page of 20 after 50,000 rows",
        "risks",
        Asked("GET", "/api/v1/risks?limit=20&cursor=<cursor>"),
        Asked("GET", "/api/v1/risks?limit=20&offset=<offset>"),
        Asked("GET", "/api/v1/risks?limit=20&offset=<offset>"),
    ),
    Workload(
        "update_hooked",
        "update with a function of the domain",
        "risks",
        Asked("PATCH", "/api/v1/risks/<open_risk>", '{"title": "Changed <serial>"}'),
    ),
    Workload(
        "create_hooked",
        "create with a function of the domain",
        "risks",
        Asked(
            "POST",
            "/api/v1/risks",
            '{"title": "A new risk <serial>", "category": "operational",'
            ' "inherent_likelihood": 2, "inherent_impact": 3, "matrix_id": "<matrix>"}',
        ),
    ),
)
PROMISED = tuple(workload.name for workload in WORKLOADS[:7])
"""Those of the table of targets."""
