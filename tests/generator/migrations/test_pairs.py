"""Two hundred random pairs of models, each tried on a filled database: forwards and back.

Rows after the migration, and after it was undone, are those of an oracle in plain Python; a
migration that rows stand in the way of is refused before it has changed anything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from runtime.embedded import EmbeddedServer
from tests.generator.migrations.pairs.changes import KINDS, OFTEN_REFUSED, random_pair
from tests.generator.migrations.pairs.trial import Begun, begun, tried

FIRSTS, EACH = 10, 20
SEEDS = [1000 * first + number for first in range(FIRSTS) for number in range(EACH)]
_OUTCOMES: Counter[tuple[str, str]] = Counter()
_SEEN: set[int] = set()


@pytest.fixture(scope="module")
def first_of(
    server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[int], Begun]:
    """The filled database of some pairs, made once for them."""
    return cache(lambda number: begun(number, tmp_path_factory.mktemp(f"first{number}"), server))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_pair_of_models(
    seed: int, first_of: Callable[[int], Begun], server: EmbeddedServer, tmp_path: Path
) -> None:
    first = first_of(seed // 1000)
    pair, kinds = random_pair(seed, first.sketch, first.rows)
    try:
        outcome = tried(pair, first, tmp_path / "pair", server)
    except Exception as error:
        told = "\n  ".join([", ".join(sorted(kinds)), *pair.steps])
        raise AssertionError(f"{told}\n{type(error).__name__}: {error}") from error
    _OUTCOMES.update((kind, outcome) for kind in (*kinds, "any"))
    _SEEN.add(seed)


def test_every_kind_of_change_was_made() -> None:
    if len(_SEEN) < len(SEEDS):
        pytest.skip("not all pairs were tried here")
    made = {kind for kind, outcome in _OUTCOMES if outcome == "passed"}
    assert KINDS.keys() - made == set()
    refused = {kind for kind, outcome in _OUTCOMES if outcome == "refused"}
    assert refused >= OFTEN_REFUSED
    assert _OUTCOMES["any", "passed"] >= 0.7 * len(SEEDS), _OUTCOMES
