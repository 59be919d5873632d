"""The statements that Charter really sends, taken from PostgreSQL's log, as scripts of pgbench.

A request is sent while PostgreSQL logs every statement; what its connection ran, from the settings
of the context to the commit, becomes a script. A parameter that holds a value of the request is
drawn anew for each transaction; one that is chosen from a list has a script for each choice; all
others stay what they were, but what a server remembers of earlier answers (a snapshot, and what was
counted in it), which nobody would hand to pgbench.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg

from benchmarks.speed.workloads import Word, Workload, drawn
from runtime.embedded import APPLICATION

_ENTRY = re.compile(r"(\d+)\|(\w*)\|(\w+):  (.*)", re.DOTALL)
_EXECUTE = re.compile(r"execute [^:]*: (.*)", re.DOTALL)
_PARAMETER = re.compile(r"\$(\d+) = (?:'((?:[^']|'')*)'|NULL)")
_PLACE = re.compile(r"\$(\d+)")
_TAKEN = re.compile(r"(?<!:):[A-Za-z_]")
_BEGIN, _COMMIT = re.compile(r"begin\b", re.I), re.compile(r"commit\b", re.I)
_REMEMBERED = "::pg_snapshot"
_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Sent:
    """A statement with the values of its placeholders, as texts."""

    sql: str
    values: tuple[str | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Script:
    """What one transaction of pgbench does, and the variables it is given (`-D`)."""

    text: str
    variables: Mapping[str, str]


class Capture:
    """Watches the log of one server."""

    def __init__(self, log: Path, superuser_url: str) -> None:
        self._log = log
        self._url = superuser_url

    def scripts(
        self,
        workload: Workload,
        words: Mapping[str, Word],
        ask: Callable[[Mapping[str, str]], None],
        *,
        pipelined: bool = False,
    ) -> list[Script]:
        """The scripts of a workload: one, or one for each choice. `ask` sends a request."""
        asked = workload.charter
        chosen = [word for word in asked.words if words[word].choice]
        choices = words[chosen[0]].choice if chosen else ("",)
        found = []
        self._logging(on=True)
        try:
            for number, choice in enumerate(choices):
                values = drawn(asked, words) | ({chosen[0]: choice} if chosen else {})
                sent = self._sent(workload.table, values, ask)
                found.append(made_script(sent, values, words, f"c{number}", pipelined=pipelined))
        finally:
            self._logging(on=False)
        return found

    def _sent(
        self, table: str, values: Mapping[str, str], ask: Callable[[Mapping[str, str]], None]
    ) -> list[Sent]:
        """What one request sends. What else the server asks meanwhile makes it try again."""
        for _ in range(_ATTEMPTS):
            start = self._log.stat().st_size
            ask(values)
            time.sleep(0.1)
            with self._log.open() as log:
                log.seek(start)
                found = of_request(log.read(), table)
            if found:
                return found
        raise SystemExit(f"the statements about {table} are not found in {self._log}")

    def _logging(self, *, on: bool) -> None:
        """Every backend sees the change before its next statement."""
        with psycopg.connect(self._url, autocommit=True) as connection:
            if on:
                connection.execute("ALTER SYSTEM SET log_statement = 'all'")
                connection.execute("ALTER SYSTEM SET log_line_prefix = '%p|%u|'")
            else:
                connection.execute("ALTER SYSTEM RESET log_statement")
                connection.execute("ALTER SYSTEM RESET log_line_prefix")
            connection.execute("SELECT pg_reload_conf()")
        time.sleep(0.3)


def of_request(text: str, table: str) -> list[Sent]:
    """The statements of the one connection that asked for the table; none if it is not clear."""
    connections: dict[str, list[Sent]] = {}
    for entry in re.split(r"\n(?!\t)", text):
        parts = _ENTRY.fullmatch(entry)
        if parts is None or parts[2] != APPLICATION:
            continue
        statements = connections.setdefault(parts[1], [])
        said = parts[4].replace("\n\t", "\n")
        if parts[3] == "DETAIL" and statements:
            pairs = {int(n): None if v == "" and "NULL" in w else v for n, v, w in _pairs(said)}
            values = tuple(pairs[number] for number in sorted(pairs))
            statements[-1] = Sent(statements[-1].sql, values)
        elif said.startswith("statement: "):
            statements.append(Sent(said.removeprefix("statement: ")))
        elif executed := _EXECUTE.fullmatch(said):
            statements.append(Sent(executed[1]))
    about = re.compile(rf"\b{table}\b")
    found = [s for s in connections.values() if any(about.search(one.sql) for one in s)]
    return _transaction(found[0], about) if len(found) == 1 else []


def _pairs(detail: str) -> Iterable[tuple[str, str, str]]:
    for found in _PARAMETER.finditer(detail):
        yield found[1], (found[2] or "").replace("''", "'"), found[0]


def _transaction(statements: list[Sent], about: re.Pattern[str]) -> list[Sent]:
    """From the settings of the context to the last statement before the commit."""
    place = next(n for n, one in enumerate(statements) if about.search(one.sql))
    begins = [n for n in range(place) if _BEGIN.match(statements[n].sql)]
    commits = [n for n in range(place, len(statements)) if _COMMIT.match(statements[n].sql)]
    if begins and commits:
        return statements[begins[-1] + 1 : commits[0]]
    first = place
    while first and "set_config" in statements[first - 1].sql:
        first -= 1
    last = place + 1
    return statements[first:last]


def made_script(
    sent: list[Sent],
    values: Mapping[str, str],
    words: Mapping[str, Word],
    prefix: str,
    *,
    pipelined: bool,
) -> Script:
    """Statements as one transaction of pgbench; values of the request are drawn anew.

    `prefix` tells the variables of several scripts apart. `pipelined` sends all at once, which
    makes one transaction too. Raises SystemExit where pgbench would misread a statement.
    """
    variables: dict[str, str] = {}
    lines = [words[name].line for name in values if words[name].line]
    lines.append("\\startpipeline" if pipelined else "BEGIN;")
    for number, statement in enumerate(sent):
        if _TAKEN.search(statement.sql):
            raise SystemExit(f"pgbench would take a part for a variable: {statement.sql}")

        def place(found: re.Match[str], number: int = number, one: Sent = statement) -> str:
            value = one.values[int(found[1]) - 1]
            if value is None or one.sql.startswith(_REMEMBERED, found.end()):
                return "null"
            for name, given in values.items():
                if words[name].sql and given in value:
                    before, _, after = value.partition(given)
                    return f"({_literal(before)} || {words[name].sql} || {_literal(after)})"
            variable = f"{prefix}_{number}_{found[1]}"
            variables[variable] = value
            return f":{variable}"

        lines.append(_PLACE.sub(place, statement.sql).rstrip("; \n") + ";")
    lines.append("\\endpipeline" if pipelined else "COMMIT;")
    return Script("\n".join(lines) + "\n", variables)


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
