"""Stock Casbin, the Python predicates, the SQL condition and row-level security, held together.

Policies, actors and questions are drawn at random; of each, every row of the resource is decided
four times, by parts that share no code below the files they read:

- stock pycasbin, given the names of the scopes that hold for the row;
- `runtime.policy.rows.decide_row`, over the generated predicates and rows in memory;
- the condition that statements carry, in a SELECT that row-level security does not bind;
- row-level security, in statements of the application's role that carry no condition at all.

`python -m tests.policies.agreement 1000000` decides a million, from a seed that it prints;
`--seed` repeats a run.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import psycopg

from runtime.embedded import EmbeddedServer
from runtime.policy.compiled import CompiledPolicy
from runtime.policy.rows import RowDecision
from tests.policies.support.archive_world import ARCHIVE, Archive, application, make
from tests.policies.support.deciders import Answers, Asked, Conditions, Security, Stock, in_memory
from tests.policies.support.drawing import Drawing
from tests.support.database import fresh_database

Which = Literal["rows", "new", "changed"]

ACTORS_A_POLICY, QUESTIONS_AN_ACTOR = 3, 4
_VACUUM_EVERY = 400
_SHOWN, _ENOUGH = 5, 1_000


@dataclass
class Tally:
    """What came of a run."""

    decisions: int = 0
    policies: int = 0
    outcomes: Counter[tuple[str, bool]] = field(default_factory=Counter)
    limited: Counter[bool] = field(default_factory=Counter)
    """Decisions with limited assignments, by outcome."""
    disagreements: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [f"{self.decisions:,} decisions under {self.policies:,} policies"]
        for action in sorted({action for action, _ in self.outcomes}):
            yes, no = self.outcomes[action, True], self.outcomes[action, False]
            lines.append(f"  {action:8} {yes:9,} allowed {no:9,} denied")
        lines.append(f"{len(self.disagreements):,} disagreements")
        return "\n".join([*lines, *self.disagreements[:_SHOWN]])


@dataclass(frozen=True, slots=True)
class Three:
    """What three of the four say of one decision; row-level security is asked for all at once."""

    row: Any
    casbin: bool
    python: RowDecision
    condition: bool
    line: str | None

    @property
    def names_its_line(self) -> bool:
        """Whether a decision that allows names the same line in Python and in SQL."""
        return not self.condition or self.line == self.python.line


class Agreement:
    """Asks all four, batch by batch: one policy, actor, resource and action, and all its rows."""

    def __init__(
        self, archive: Archive, seed: int, folder: Path, served: psycopg.Connection[Any]
    ) -> None:
        self.archive = archive
        self.drawing = Drawing(seed, archive.registry, folder, ARCHIVE / "policies" / "model.conf")
        self.folder = folder
        self.conditions = Conditions(archive)
        self.security = Security(archive, served)
        self.tally = Tally()
        self._batches = 0

    def run(self, decisions: int) -> Tally:
        """Decides at least so many times, unless the four part too often before."""
        while self.tally.decisions < decisions and len(self.tally.disagreements) < _ENOUGH:
            self._policy()
        return self.tally

    def _policy(self) -> None:
        rules, text = self.drawing.policy()
        policy, stock = CompiledPolicy(rules), Stock(self.folder)
        self.tally.policies += 1
        archive = self.archive
        for _ in range(ACTORS_A_POLICY):
            actor = self.drawing.actor(rules, archive.people, archive.projects, archive.units)
            for _ in range(QUESTIONS_AN_ACTOR):
                name, action = self.drawing.question(rules)
                self.ask(Asked(policy, stock, text, actor, archive.registry[name], action))
                self._tidy()
            self.link(Asked(policy, stock, text, actor, archive.registry["document"], "update"))

    def link(self, asked: Asked) -> None:
        """Links, made and undone: `update` and `read` of the document, `read` of the reader."""
        reader = replace(asked, resource=self.archive.registry["user"], action="read")
        ends = [
            {three.row.id: three for three in self._three(each, "rows")}
            for each in (asked, asked.instead("read"), reader)
        ]
        if not all(any(three.condition for three in each.values()) for each in ends):
            return
        for (document, person), let in self.security.lets_link(asked).items():
            keys = (document, document, person)
            parts = [each[key] for each, key in zip(ends, keys, strict=True)]
            self._count(asked.instead("link"), parts, let)

    def ask(self, asked: Asked) -> None:
        """One question of all rows; of a plain update sometimes where it may lead, too."""
        drawn = self.drawing.choose.random()
        if asked.action == "read":
            self._compare(asked, [self._three(asked, "rows")], self.security.lets(asked))
        elif asked.action == "create":
            self._compare(asked, [self._three(asked, "new")], self.security.lets(asked))
        elif asked.action == "update" and drawn < 0.4:
            both = [self._three(asked, "rows"), self._three(asked, "changed")]
            self._compare(asked, both, self.security.lets_change(asked))
        elif drawn < 0.8:
            self._compare(asked, [self._three(asked, "rows")], self.security.lets(asked))
        else:
            both = [self._three(asked, "rows"), self._three(asked.instead("read"), "rows")]
            self._compare(asked, both, self.security.lets(asked, narrow=True))

    def _three(self, asked: Asked, which: Which) -> list[Three]:
        """Casbin, the predicates and the condition, for rows that are there or are to be."""
        archive, resource = self.archive, asked.resource
        rows = getattr(archive, which)[resource.name]
        table = resource.table if which == "rows" else f"{which}_{resource.table}"
        found = in_memory(asked, rows, archive)
        conditions = self.conditions.hold(asked, table)
        casbin = {key: asked.stock.allows(python.question) for key, python in found.items()}
        return [Three(row, casbin[row.id], found[row.id], *conditions[row.id]) for row in rows]

    def _compare(self, asked: Asked, parts: list[list[Three]], security: Answers) -> None:
        """What takes several decisions (a change: before and after) is allowed where all are."""
        for place, three in enumerate(parts[0]):
            self._count(asked, [part[place] for part in parts], security[three.row.id])

    def _count(self, asked: Asked, parts: list[Three], security: bool) -> None:
        four = (
            all(each.casbin for each in parts),
            all(each.python.allowed for each in parts),
            all(each.condition for each in parts),
            security,
        )
        self.tally.decisions += 1
        self.tally.outcomes[asked.action, four[1]] += 1
        self.tally.limited[four[1]] += any(each.limit for each in asked.actor.assignments)
        if len(set(four)) > 1 or not all(each.names_its_line for each in parts):
            self.tally.disagreements.append(_told(asked, four, parts))

    def _tidy(self) -> None:
        self._batches += 1
        if self._batches % _VACUUM_EVERY == 0:
            self.conditions.tidy()


def _told(asked: Asked, four: tuple[bool, ...], decided: list[Three]) -> str:
    """A disagreement, with all that is needed to look into it."""
    names = ("casbin", "python", "condition", "row-level security")
    lines = [
        "",
        f"may {asked.actor} {asked.action} {asked.resource.name} {decided[0].row.id}?",
        *(f"  {name}: {said}" for name, said in zip(names, four, strict=True)),
    ]
    for each in decided:
        values = {key: value for key, value in vars(each.row).items() if not key.startswith("_")}
        lines += [
            f"  row: {values}",
            f"    asked of casbin: {each.python.question}",
            f"    line: {each.python.line} (python), {each.line} (condition)",
        ]
    lines.append("  policy:")
    lines += (f"    {number}: {line}" for number, line in enumerate(asked.text.splitlines(), 1))
    return "\n".join(lines)


@contextmanager
def agreement(seed: int, server: EmbeddedServer, folder: Path) -> Iterator[Agreement]:
    """The archive in a database of its own, ready to be asked."""
    archive = make(folder / "archive", fresh_database(server))
    with application(archive) as served:
        yield Agreement(archive, seed, folder / "drawn", served)


def main(arguments: list[str] | None = None) -> int:
    """The program; exit 1 for a disagreement."""
    said = argparse.ArgumentParser(prog="python -m tests.policies.agreement")
    said.add_argument("decisions", type=int, nargs="?", default=1_000_000)
    said.add_argument("--seed", type=int, default=None)
    given = said.parse_args(arguments)
    seed = given.seed if given.seed is not None else random.SystemRandom().randrange(10**9)
    print(f"seed {seed}", flush=True)
    started = time.monotonic()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="charter-agreement-")))
        server = stack.enter_context(EmbeddedServer.start(folder, durable=False))
        tally = stack.enter_context(agreement(seed, server, folder)).run(given.decisions)
    print(tally)
    print(f"{time.monotonic() - started:.0f} s")
    return 1 if tally.disagreements else 0


if __name__ == "__main__":
    sys.exit(main())
