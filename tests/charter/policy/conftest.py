"""Fixtures of the tools over policies."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.charter.policy.changing import committed


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project below the top of its repository, committed."""
    return committed(tmp_path / "repository")
