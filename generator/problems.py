"""What can be wrong with a spec, as values that are collected and then all reported."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

_WORDS = re.compile(r"[A-Za-z_]\w*")


@dataclass(frozen=True, slots=True, order=True)
class At:
    """A place in a file: `file` relative to the project folder, `line` and `column` from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding about the spec.

    `code` is stable and never reused (`E012`); `message` is one sentence with the names that
    matter; `hint`, where it helps, says what to write instead.
    """

    at: At
    code: str
    message: str
    hint: str = ""
    severity: Literal["error", "warning"] = "error"

    @property
    def words(self) -> frozenset[str]:
        """What the message is about: its words, what is only guessed left out.

        Of something unknown these are the words from there on.
        """
        said = self.message.split("did you mean")[0]
        return frozenset(_WORDS.findall(said[max(0, said.find("unknown")) :]))

    def __str__(self) -> str:
        kind = "warning: " if self.severity == "warning" else ""
        line = f"{self.at}: {self.code} {kind}{self.message}"
        return f"{line}\n    {self.hint}" if self.hint else line


class Problems:
    """Collects problems in the order found; `sorted()` gives them by file and line."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def add(self, at: At, code: str, message: str, hint: str = "") -> None:
        """Adds an error."""
        self._found.append(Problem(at, code, message, hint))

    def warn(self, at: At, code: str, message: str, hint: str = "") -> None:
        """Adds a warning: reported, but nothing stops."""
        self._found.append(Problem(at, code, message, hint, "warning"))

    def take(self, problem: Problem) -> None:
        """Adds a problem that was found elsewhere."""
        self._found.append(problem)

    @property
    def errors(self) -> bool:
        """Whether anything found forbids going on."""
        return any(problem.severity == "error" for problem in self._found)

    def sorted(self) -> tuple[Problem, ...]:
        """All that was found, each once, by file, line and column."""
        unique = dict.fromkeys(self._found)
        return tuple(sorted(unique, key=lambda problem: (problem.at, problem.code)))
