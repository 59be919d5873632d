"""The maker of grown projects writes what the generator takes, the same for the same size."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.growth.maker import KINDS, OWN, THINGS, write_project
from generator.pipeline import check


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("chained", [False, True])
def test_a_project_is_valid_and_has_that_many_entities(tmp_path: Path, chained: bool) -> None:
    paths = write_project(tmp_path / "grown", 21, chained=chained)
    model, problems = check(tmp_path / "grown")
    assert not problems.errors
    assert model is not None
    assert len(model.entities) == 21
    assert {entity.path for entity in model.entities.values()} >= set(paths)


def test_the_same_size_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_project(tmp_path / name, 30)
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_a_thousand_entities_can_be_named(tmp_path: Path) -> None:
    paths = write_project(tmp_path / "grown", 1000)
    assert len(set(paths)) == 1000 - OWN


@pytest.mark.parametrize("count", [OWN, OWN + 1 + len(KINDS) * len(THINGS)])
def test_other_sizes_are_refused(tmp_path: Path, count: int) -> None:
    with pytest.raises(ValueError, match="entities"):
        write_project(tmp_path / "grown", count)
