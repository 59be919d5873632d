"""A project of YAML, generated, migrated and importable beside this repository's own."""

from __future__ import annotations

import importlib
import re
import shutil
import sys
from pathlib import Path
from types import ModuleType

from generator.migrations import runner
from generator.pipeline import generate
from tests.support.database import Urls

_IMPORT = re.compile(r"^(\s*)(from|import) (generated|domain)\b", re.MULTILINE)
_NAME = re.compile(r"\bdomain\.(\w+)\.")
_TABLE = "(SQLModel, table=True)"
_BASE = """from sqlalchemy.orm import registry
from sqlmodel import SQLModel


class Base(SQLModel, registry=registry()):
    pass
"""


def build(source: Path, folder: Path, name: str, urls: Urls) -> ModuleType:
    """Generates the project into `folder`, migrates the database, and imports its `app`.

    Its packages are called `<name>_generated` and `<name>_domain`, so that several projects fit
    into one process.
    """
    shutil.copytree(source, folder, dirs_exist_ok=True)
    result = generate(folder)
    assert result.model is not None, [str(problem) for problem in result.problems.sorted()]
    runner.new(folder, result.model, "first")
    runner.up(folder, urls.owner, urls.application)
    for package in ("generated", "domain"):
        target = folder / f"{name}_{package}"
        shutil.copytree(folder / package, target)
        for file in target.rglob("*.py"):
            text = _IMPORT.sub(rf"\1\2 {name}_\3", file.read_text())
            if package == "generated":
                text = _NAME.sub(rf"{name}_domain.\1.", text)
                text = _with_base(text, name)
            file.write_text(text)
    (folder / f"{name}_generated" / "base.py").write_text(_BASE)
    sys.path.insert(0, str(folder))
    return importlib.import_module(f"{name}_generated.app")


def _with_base(text: str, name: str) -> str:
    """Tables of a registry of their own: another project of this process may have the same."""
    if _TABLE not in text:
        return text
    imported = f"from sqlmodel import Field, SQLModel\nfrom {name}_generated.base import Base\n"
    text = text.replace("from sqlmodel import Field, SQLModel\n", imported, 1)
    return text.replace(_TABLE, "(Base, table=True)")
