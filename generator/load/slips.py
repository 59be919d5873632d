"""Slips that libyaml sees only lines later: where they were made, and what they are.

A quote that is not closed swallows lines up to the next quote, and a line without a colon becomes
part of the value before it; libyaml complains about what comes then.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

QUOTE_HINT = "A value that begins with a quote must end with it."

_OPENED = re.compile(r"^\s*(?:- +)?[^\s'\":#\[{]+: +(?=(?P<quote>[\"']))")
_ENTRY = re.compile(r"^\s*(?:-|#|[^\s'\"#]+:(?: |$)|['\"])")


@dataclass(frozen=True, slots=True)
class Slip:
    """What was written wrong; `line` and `column` from 0."""

    line: int
    column: int
    words: str
    hint: str


def slip(lines: Sequence[str], seen: int, words: str) -> Slip | None:
    """The slip behind a complaint of libyaml about line `seen` (from 0), or None.

    Args:
        lines: of the file.
        seen: the line at which libyaml gave up.
        words: what it said.
    """
    if "expected key" in words:
        return _unclosed(lines[:seen])
    if "mapping values are not allowed" in words:
        return _without_colon(lines[: seen + 1])
    return None


def _unclosed(lines: Sequence[str]) -> Slip | None:
    """The first value that begins with a quote and does not end with it on its line."""
    for number, line in enumerate(lines):
        found = _OPENED.match(line)
        if found is None:
            continue
        rest = line[found.end() :].replace("\\\\", "").replace('\\"', "").replace("''", "")
        if rest.count(found["quote"]) % 2:
            return Slip(number, found.end(), f"{found['quote']} is not closed", QUOTE_HINT)
    return None


def _without_colon(lines: Sequence[str]) -> Slip | None:
    """The line before the last, where it should have been a key and its value."""
    told = [(number, line) for number, line in enumerate(lines) if line.strip()][-3:]
    if len(told) < 3:
        return None
    (_, before), (number, line), (_, last) = told
    if _indent(line) != _indent(last) or _ENTRY.match(line):
        return None
    if _indent(before) < _indent(line) and not before.rstrip().endswith(":"):
        return None  # it goes on with the text of the line before
    hint = "A key stands before a colon and a blank."
    return Slip(number, _indent(line), 'expected "key: value"', hint)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
