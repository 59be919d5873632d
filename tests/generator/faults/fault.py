"""A fault: one edit of one file of a spec, and what has to be said of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from generator.problems import At


@dataclass(frozen=True, slots=True)
class Fault:
    """One edit. `lines` are those (from 1, after the edit) at which it may be reported, `meant`
    the word that has to be suggested, if any."""

    kind: str
    file: str
    lines: frozenset[int]
    edit: Callable[[str], str]
    meant: str = ""
    said: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{min(self.lines)}"
        return f"{self.kind} {where} {self.said}" + (f" for {self.meant}" if self.meant else "")


def replaced(kind: str, at: At, old: str, new: str, meant: str = "") -> Fault:
    """A fault that puts `new` where `old` stands."""

    def edit(text: str) -> str:
        lines = text.splitlines()
        line = lines[at.line - 1]
        end = at.column - 1 + len(old)
        lines[at.line - 1] = line[: at.column - 1] + new + line[end:]
        return "\n".join(lines) + "\n"

    return Fault(kind, at.file, frozenset({at.line}), edit, meant, f"{old!r} -> {new!r}")


def inserted(kind: str, file: str, number: int, new: str, meant: str = "") -> Fault:
    """A fault that puts a line behind line `number`."""

    def edit(text: str) -> str:
        lines = text.splitlines()
        lines[number:number] = new.split("\n")
        return "\n".join(lines) + "\n"

    return Fault(kind, file, frozenset({number + 1}), edit, meant, f"+ {new.strip()!r}")
