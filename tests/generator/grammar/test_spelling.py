"""What may be a name: CamelCase for entities, snake_case for what they hold, at most 50 long."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.generator.specs import grammar_problems, write_spec


def codes(folder: Path, entity: str, field: str) -> set[str]:
    things = f"entities:\n  {json.dumps(entity)}: {{fields: {{{json.dumps(field)}: text}}}}\n"
    return {line.split()[1] for line in grammar_problems(write_spec(folder, things=things))}


@pytest.mark.parametrize("name", ["Risk", "AIRisk", "A1", "R" * 50])
def test_camel(tmp_path: Path, name: str) -> None:
    assert not codes(tmp_path, name, "title")


@pytest.mark.parametrize("name", ["risk", "Risk_Item", "Größe", "R" * 51, ""])
def test_not_camel(tmp_path: Path, name: str) -> None:
    assert codes(tmp_path, name, "title") == {"E010"}


@pytest.mark.parametrize("name", ["a", "a_b", "a1", "a" * 50])
def test_snake(tmp_path: Path, name: str) -> None:
    assert not codes(tmp_path, "Risk", name)


@pytest.mark.parametrize("name", ["a__b", "_a", "a_", "A", "1a", "größe", "a" * 51, ""])
def test_not_snake(tmp_path: Path, name: str) -> None:
    assert codes(tmp_path, "Risk", name) == {"E010"}
