"""What clients rely on: no change of the document takes away what the baseline promises.

After a change that is meant: cp generated/openapi.json tests/contracts/openapi.baseline.json
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from charter.contract.operations import differences

ROOT = Path(__file__).parents[2]
BASELINE = Path(__file__).parent / "openapi.baseline.json"


def document(path: Path) -> dict[str, Any]:
    return json.loads(path.read_bytes())  # type: ignore[no-any-return]


def test_nothing_that_clients_rely_on_is_gone() -> None:
    found = differences(document(BASELINE), document(ROOT / "generated" / "openapi.json"))
    broken = [change.sentence for change in found if change.breaking]
    assert not broken, "\n".join(broken[:50])


def test_the_baseline_is_current() -> None:
    """What is added is promised as well, from the commit that adds it."""
    current = (ROOT / "generated" / "openapi.json").read_bytes()
    assert BASELINE.read_bytes() == current, __doc__
