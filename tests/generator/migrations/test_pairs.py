"""Two hundred random pairs of models, each tried on a filled database: forwards and back.

Rows after the migration, and after it was undone, are those of an oracle in plain Python; a
migration that rows stand in the way of is refused before it has changed anything.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from runtime.embedded import EmbeddedServer
from tests.generator.migrations.pairs.changes import KINDS, OFTEN_REFUSED, random_pair
from tests.generator.migrations.pairs.trial import begun, tried

FIRSTS, EACH = 10, 20
_OUTCOMES: Counter[tuple[str, str]] = Counter()


@pytest.mark.parametrize("first", range(FIRSTS))
def test_pairs_of_models(first: int, server: EmbeddedServer, tmp_path: Path) -> None:
    base = begun(first, tmp_path / "first", server)
    outcomes: Counter[str] = Counter()
    for number in range(EACH):
        seed = 1000 * first + number
        pair, kinds = random_pair(seed, base.sketch, base.rows)
        try:
            outcome = tried(pair, base, tmp_path / "pair", server)
        except Exception as error:
            told = "\n  ".join([f"pair {seed} ({', '.join(sorted(kinds))})", *pair.steps])
            raise AssertionError(f"{told}\n{type(error).__name__}: {error}") from error
        outcomes[outcome] += 1
        _OUTCOMES.update((kind, outcome) for kind in kinds)
    assert outcomes["passed"] > EACH / 2, outcomes


def test_every_kind_of_change_was_made() -> None:
    if sum(_OUTCOMES.values()) < FIRSTS * EACH:
        pytest.skip("not all pairs were tried here")
    made = {kind for kind, outcome in _OUTCOMES if outcome == "passed"}
    assert KINDS.keys() - made == set()
    refused = {kind for kind, outcome in _OUTCOMES if outcome == "refused"}
    assert refused >= OFTEN_REFUSED
