"""The header of a migration file: what its author says is meant, as lines of its docstring.

    Drop the old score.

    charter: 1
    allow: M002

`charter: 1` says by which rules the file was made. `allow` names the findings that are meant;
`charter migrate up` derives them anew and refuses what no header of the change allows.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

RULES = 1
"""The number of today's rules; files without a number were made before there were any."""

CONTRACT = "contract"
"""The stage that takes away what the application of before still needs."""

_LINE = re.compile(r"^(charter|allow|stage):[ \t]*(.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Header:
    """What a migration file says of itself; `rules` is 0 where it says nothing."""

    rules: int = 0
    allow: frozenset[str] = frozenset()
    stage: str = ""


def lines(allow: Collection[str] = (), stage: str = "") -> str:
    """The lines for the docstring of a new file."""
    said = [f"charter: {RULES}"]
    if stage:
        said.append(f"stage: {stage}")
    if allow:
        said.append(f"allow: {' '.join(sorted(allow))}")
    return "\n".join(said)


def read(file: Path) -> Header:
    """The header of a migration file; an empty one where it cannot be read as Python."""
    try:
        text = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    except (OSError, SyntaxError, ValueError):
        return Header()
    said = {match[1]: match[2].strip() for match in _LINE.finditer(text)}
    rules = said.get("charter", "0")
    return Header(
        int(rules) if rules.isdecimal() else 0,
        frozenset(re.split(r"[\s,]+", said.get("allow", ""))) - {""},
        said.get("stage", ""),
    )
