"""ARCHITECTURE.md names every part of the tree, and no part that is not there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "ARCHITECTURE.md").read_text()
PACKAGES = ("generator", "runtime")
UNNAMED = {"__init__.py", "__pycache__", "vendor"}


def parts(package: str) -> set[str]:
    """Modules and packages directly below a package."""
    return {
        entry.name
        for entry in (ROOT / package).iterdir()
        if entry.name not in UNNAMED and (entry.is_dir() or entry.suffix == ".py")
    }


def section(package: str) -> str:
    found = re.search(rf"^## {package}/.*?(?=^## )", TEXT, re.M | re.S)
    assert found, f"no section for {package}/"
    return found[0]


def test_every_part_stands_in_the_map() -> None:
    for package in PACKAGES:
        named = section(package)
        missing = {
            part for part in parts(package) if f"`{part}" not in named and f"`{part}/" not in named
        }
        assert not missing, f"{package}/: {missing} not in ARCHITECTURE.md"


def test_the_map_names_nothing_that_is_not_there() -> None:
    for package in PACKAGES:
        rows = re.findall(r"^\| (`[^|]+`) \|", section(package), re.M)
        named = {name for row in rows for name in re.findall(r"`([^`]+)`", row)}
        known = parts(package)
        gone = {name for name in named if name.rstrip("/") not in known}
        assert not gone, f"{package}/: {gone} are named and not there"


def test_no_file_is_too_long() -> None:
    exempt = re.compile(
        r"(^|/)(vendor|data|\.venv|\.git|\.charter)/|\.lock$|openapi(\.baseline)?\.json$"
        r"|policies/policy\.csv$|/snapshots?/|__pycache__|\.(mypy|ruff|pytest)_cache/"
    )
    endings = {".py", ".yaml", ".yml", ".md", ".jinja", ".sql", ".toml", ".conf", ".js", ".json"}
    long = [
        f"{path.relative_to(ROOT)}: {count}"
        for path in ROOT.rglob("*")
        if path.suffix in endings
        and path.is_file()
        and not exempt.search(str(path.relative_to(ROOT)))
        and (count := path.read_bytes().count(b"\n")) > 500
    ]
    assert not long, "\n".join(long)
