"""A pair of models on the way: what was said so far, and what it does to the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from random import Random

from tests.generator.migrations.pairs.oracle import Row, Rows, misfits
from tests.generator.migrations.pairs.sketch import Sketch, Spec, table
from tests.generator.migrations.pairs.start import MEMBERS


@dataclass(slots=True)
class Pair:
    """Two models, the rows as they have to be after each, and what has to be said in between."""

    random: Random
    before: Sketch
    after: Sketch
    rows: Rows
    """The rows as the migration has to leave them."""
    back: Rows
    """The rows as undoing has to leave them."""
    steps: list[str] = field(default_factory=list)
    codes: set[str] = field(default_factory=set)
    """The findings that somebody has to mean, M007 aside."""
    maybe: set[str] = field(default_factory=set)
    """Findings that there may be besides."""
    fills: list[str] = field(default_factory=list)
    unfit: list[str] = field(default_factory=list)
    """Values that cannot be converted; the migration is refused."""
    lost: list[str] = field(default_factory=list)
    """What undoing loses, which somebody has to mean."""
    touched: set[str] = field(default_factory=set)
    """The rows that change in the eyes of their readers, and so leave an event."""
    busy: set[tuple[str, str]] = field(default_factory=set)
    """Members that were changed; each is changed once, and may be renamed besides."""
    named: dict[str, str] = field(default_factory=dict)
    """What renamed entities were called."""
    columns: dict[tuple[str, str], str] = field(default_factory=dict)
    """What renamed columns were called, by entity."""

    # ---------------------------------------------------------------------------- choosing

    def choose[T](self, options: list[T]) -> T | None:
        """One of them; None where there is none."""
        return self.random.choice(options) if options else None

    def entity(self, *, changeable: bool = False) -> str:
        """An entity that was there before."""
        names = [
            name
            for name, entity in self.after.entities().items()
            if (name, "") not in self.busy and not (changeable and "write" in entity)
        ]
        return self.random.choice(names)

    def field(self, test: Callable[[str, Spec], bool]) -> tuple[str, str, Spec] | None:
        """A field that was not changed yet, by entity and name."""
        options = [
            (name, member, spec)
            for name in self.after.entities()
            for member, spec in self.after.fields(name).items()
            if (name, member) not in self.busy
            and (name, "") not in self.busy
            and test(member, spec)
        ]
        return self.choose(options)

    def relation(self, test: Callable[[Spec], bool]) -> tuple[str, str, Spec] | None:
        """A relation that was not changed yet, by entity and name."""
        options = [
            (name, member, spec)
            for name in self.after.entities()
            for member, spec in self.after.relations(name).items()
            if (name, member) not in self.busy and (name, "") not in self.busy and test(spec)
        ]
        return self.choose(options)

    def name(self, entity: str) -> str:
        """A name that no member of the entity has, now or before."""
        taken = self.after.members(entity) | self.before.members(self.named.get(entity, entity))
        taken |= {member for name, member in self.busy if name == entity}
        return self.random.choice([each for each in MEMBERS if each not in taken])

    def mark(self, entity: str, member: str) -> None:
        """Remembers that a member was changed."""
        self.busy.add((entity, member))

    # --------------------------------------------------------------------------------- rows

    def of(self, entity: str) -> Iterator[tuple[str, Row]]:
        """The rows of an entity as they will be."""
        yield from self.rows.get(table(entity), {}).items()

    def earlier(self, entity: str, column: str) -> Iterator[tuple[str, Row, str]]:
        """The rows of an entity as undoing leaves them, and what the column is called there."""
        old = self.named.get(entity, entity)
        was = self.columns.get((entity, column), column)
        for key, row in self.back.get(table(old), {}).items():
            yield key, row, was

    def default_then(self, entity: str, column: str, value: str | None) -> None:
        """Undoing makes a column that is gone anew, all with one value."""
        for _, row, was in self.earlier(entity, column):
            row[was] = value

    def kept_then(self, entity: str, column: str, keys: set[str]) -> None:
        """Undoing leaves these rows with the value that the migration gave them."""
        now = dict(self.of(entity))
        for key, row, was in self.earlier(entity, column):
            if key in keys:
                row[was] = now[key][column]

    def finish(self) -> None:
        """Works out what is computed, when everything else is said."""
        if self.unfit:
            return
        _compute(self.after, self.rows)
        _compute(self.before, self.back)

    @property
    def refused(self) -> list[str]:
        """Why the database has to refuse the migration; nothing where it has to pass."""
        return self.unfit or misfits(self.after, self.rows)

    @property
    def stuck(self) -> list[str]:
        """Why undoing has to be refused."""
        return misfits(self.before, self.back)


def begin(random: Random, before: Sketch, rows: Rows) -> Pair:
    """A pair of two models that are the same yet."""
    return Pair(random, before, before.copy(), deepcopy(rows), deepcopy(rows))


def _compute(sketch: Sketch, rows: Rows) -> None:
    for name in sketch.entities():
        for member, spec in sketch.fields(name).items():
            if "computed" in spec:
                for row in rows[table(name)].values():
                    row[member] = computed(spec["computed"], row)


def computed(formula: str, row: Row) -> str | None:
    """The value of a formula such as `depth + 1`."""
    name, operator, number = formula.split()
    held = row[name]
    if held is None:
        return None
    return str(int(held) + int(number) * (1 if operator == "+" else -1))
