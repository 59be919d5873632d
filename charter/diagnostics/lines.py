"""The line of a file that a finding is about, with a caret under the place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from charter.diagnostics.finding import Finding

_WIDEST = 100
"""Characters of a line that are shown; of a longer one the part around the caret."""
_LEFT = 60
_TOKEN = re.compile(r'"(?:\\"|[^"\n])*"|\'[^\'\n]*\'|[\w.:/-]*\w|\S')
_RED, _YELLOW, _BLUE, _BOLD, _PLAIN = "\x1b[31m", "\x1b[33m", "\x1b[34m", "\x1b[1m", "\x1b[0m"


def shown(found: Iterable[Finding], folder: Path, *, color: bool) -> Iterator[str]:
    """Each finding as text, the line with its caret between message and hint.

    The first line of each is the same as without carets: `file:line:column: code message`.
    """

    @cache
    def lines(file: str) -> list[str]:
        try:
            text = (folder / file).read_bytes().decode("utf-8", "replace")
        except OSError:
            return []
        return re.split(r"\r\n|\r|\n", text)

    for finding in found:
        head, _, hint = finding.text.partition("\n")
        part = [_colored(head, finding) if color else head]
        text = lines(finding.file)
        if 0 < finding.line <= len(text) and text[finding.line - 1].strip():
            part += excerpt(finding, text[finding.line - 1], color=color)
        if hint:
            part.append(hint)
        yield "\n".join(part)


def excerpt(finding: Finding, line: str, *, color: bool) -> list[str]:
    """The line behind its number, and under it a caret with a tilde for the rest of the word."""
    text, start = _window(line, finding.column - 1)
    start = min(start, len(text))
    word = _TOKEN.match(text, start)
    length = max(1, _width(word.group()) if word else 1)
    number = str(finding.line)
    mark = " " * _width(text[:start]) + "^" + "~" * (length - 1)
    margin = " " * len(number)
    if color:
        tone = _RED if finding.error else _YELLOW
        bar, mark = f"{_BLUE}|{_PLAIN}", f"{tone}{mark}{_PLAIN}"
        return [f"  {_BLUE}{number}{_PLAIN} {bar} {text}", f"  {margin} {bar} {mark}"]
    return [f"  {number} | {text}", f"  {margin} | {mark}"]


def _colored(head: str, finding: Finding) -> str:
    tone = _RED if finding.error else _YELLOW
    place = f"{finding.file}:{finding.line}:{finding.column}:"
    return f"{_BOLD}{place}{_PLAIN} {tone}{finding.code}{_PLAIN}{head[len(place) + 5 :]}"


def _window(line: str, start: int) -> tuple[str, int]:
    """The line, or of a long one the part around `start`, and where that is in it."""
    line = "".join(" " if unicodedata.category(c) in ("Cc", "Cf") else c for c in line)
    if len(line) <= _WIDEST:
        return line.rstrip(), start
    first = max(0, min(start - _LEFT, len(line) - _WIDEST))
    last = first + _WIDEST
    before, after = "…" if first else "", "…" if last < len(line) else ""
    return before + line[first:last].rstrip() + after, start - first + len(before)


def _width(text: str) -> int:
    """The columns that a text takes on a terminal."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    none = sum(bool(unicodedata.combining(character)) for character in text)
    return len(text) + wide - none
