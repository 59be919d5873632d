"""Every kind of change, and how often each is made."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.generator.migrations.pairs import fields, keys, renames, retypes, tables, words
from tests.generator.migrations.pairs.oracle import Rows
from tests.generator.migrations.pairs.pair import Pair, begin
from tests.generator.migrations.pairs.sketch import Sketch

Kind = Callable[[Pair], str | None]
KINDS: dict[str, Kind] = {
    f"{module.__name__.rpartition('.')[2]}.{kind.__name__}": kind
    for module, kinds in (
        (renames, (renames.entity, renames.field, renames.relation, renames.file)),
        (
            fields,
            (
                fields.added,
                fields.added_with_default,
                fields.added_required,
                fields.dropped,
                fields.required_now,
                fields.default_now,
                fields.looser,
                fields.narrower,
                fields.wider,
                fields.patterned,
                fields.numbered,
            ),
        ),
        (retypes, (retypes.retyped,)),
        (
            words,
            (
                words.renamed,
                words.inherited,
                words.added,
                words.removed,
                words.state_renamed,
                words.state_inherited,
            ),
        ),
        (
            keys,
            (
                keys.to_one,
                keys.to_many,
                keys.dropped,
                keys.required,
                keys.on_delete,
                keys.unique,
                keys.unique_no_more,
                keys.indexed,
                keys.unindexed,
            ),
        ),
        (
            tables,
            (
                tables.added,
                tables.dropped,
                tables.deleted_softly,
                tables.computed,
                tables.computed_otherwise,
            ),
        ),
    )
    for kind in kinds
}
OFTEN_REFUSED = {
    "fields.narrower",
    "fields.patterned",
    "fields.required_now",
    "keys.required",
    "keys.unique",
    "words.removed",
    "fields.added_required",
}
"""Kinds that rows mostly stand in the way of: one in every third pair."""


def random_pair(seed: int, before: Sketch, rows: Rows) -> tuple[Pair, set[str]]:
    """A pair with one to four changes; gives it with the names of their kinds."""
    random = Random(seed)  # noqa: S311 - seeded
    pair = begin(random, before, rows)
    made: set[str] = set()
    often = sorted(OFTEN_REFUSED)
    first = [often[seed // 3 % len(often)]] if seed % 3 == 0 else []
    for name in first + _others(random):
        said = KINDS[name](pair)
        if said is not None:
            pair.steps.append(said)
            made.add(name)
        if len(made) > seed % 4 or pair.unfit:
            break
    pair.finish()
    return pair, made


def _others(random: Random) -> list[str]:
    names = [name for name in KINDS if name not in OFTEN_REFUSED]
    return random.sample(names, len(names))
