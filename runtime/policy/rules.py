"""The lines of policy.csv as values, read strictly.

Casbin itself reads almost anything: a misspelt effect or a short line is silently no rule, and a
trailing comment becomes part of the last cell. Here every such line is a problem.

A line is blank, or a comment (`#` first), or cells in printable ASCII with commas between; spaces
around a cell, and at either end of a line, mean nothing, here as in Casbin.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

POLICY_FILE = "policies/policy.csv"


@dataclass(frozen=True, slots=True)
class Rule:
    """`p, role, resource, action, scope, effect`."""

    line: int
    role: str
    resource: str
    action: str
    scope: str
    allow: bool


@dataclass(frozen=True, slots=True)
class FieldRule:
    """`p2, role, resource, field|field, hidden or read_only`; `*` stands for all fields."""

    line: int
    role: str
    resource: str
    fields: tuple[str, ...]
    hidden: bool


@dataclass(frozen=True, slots=True)
class Inheritance:
    """`g, role, role it inherits`."""

    line: int
    role: str
    inherited: str


@dataclass(frozen=True, slots=True)
class PolicyProblem:
    """Something wrong with a policy file.

    `code` is stable and never reused (`P007`); `hint`, where it helps, says what to write instead.
    """

    file: str
    line: int
    code: str
    message: str
    column: int = 1
    hint: str = ""

    def __str__(self) -> str:
        line = f"{self.file}:{self.line}:{self.column}: {self.code} {self.message}"
        return f"{line}\n    {self.hint}" if self.hint else line


class PolicyError(Exception):
    """The policy cannot be used; `problems` says why, each with file and line."""

    def __init__(self, problems: list[PolicyProblem]) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


@dataclass(slots=True)
class RuleSet:
    """All lines of a policy file, with the hash that names this set.

    `model` and `text` are the two files as they were read, model.conf and policy.csv.
    """

    hash: str
    rules: list[Rule] = field(default_factory=list)
    field_rules: list[FieldRule] = field(default_factory=list)
    inheritance: list[Inheritance] = field(default_factory=list)
    problems: list[PolicyProblem] = field(default_factory=list)
    model: str = field(default="", repr=False)
    text: str = field(default="", repr=False)

    def name(self, line: int) -> str:
        """How a line of this set is named in the trail."""
        return f"{POLICY_FILE}:{line}@{self.hash}"

    def refuse(self, line: int, code: str, message: str, cell: int = 0, word: str = "") -> None:
        """Notes a problem of a line: of a cell, counted from 0, or of a word in that cell."""
        column = self.column(line, cell, word)
        self.problems.append(PolicyProblem(POLICY_FILE, line, code, message, column))

    def column(self, line: int, cell: int = 0, word: str = "") -> int:
        """Where a cell of a line begins, or a word of a cell; 1 where there is no such line."""
        lines = self.text.split("\n")
        text = lines[line - 1] if line <= len(lines) else ""
        cells = text.split(",")
        if cell >= len(cells):
            return 1
        start = sum(len(before) + 1 for before in cells[:cell])
        found = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", cells[cell]) if word else None
        blanks = len(cells[cell]) - len(cells[cell].lstrip(" "))
        return start + (found.start() if found else blanks) + 1


def read_rules(path: Path, model: Path) -> RuleSet:
    """Reads policy.csv; the hash covers model.conf too. Raises OSError for a missing file."""
    data = path.read_bytes()
    form = model.read_bytes()
    found = RuleSet(hashlib.sha256(form + b"\0" + data).hexdigest()[:12])
    found.model = form.decode("utf-8", "replace")
    try:
        found.text = text = data.decode("utf-8")
    except UnicodeDecodeError:
        found.refuse(1, "P001", "the file is not UTF-8")
        return found
    for number, cells in _lines(text, found):
        _read_line(found, number, cells)
    if not found.rules and not found.problems:
        found.refuse(1, "P001", "the file holds no rule: nobody could do anything")
    return found


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean "admin"?`, to be put behind a message, or an empty string."""
    near = get_close_matches(word, sorted(known), 1)
    return f'; did you mean "{near[0]}"?' if near else ""


def odd_character(line: str) -> str | None:
    """The first character of a line that has no place in a policy file, as words; None if none.

    A comment may be in any script, but not hold what an editor does not show or an other reader
    takes for the end of the line (Unicode categories Cc, Cf, Zl, Zp). Everything else is printable
    ASCII: a letter that only looks like another would make another word.
    """
    comment = line.lstrip(" ").startswith("#")
    if line.isascii() and line.isprintable():
        return None
    for place, character in enumerate(line, 1):
        unseen = unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp")
        if unseen or not (comment or character.isascii()):
            return f"{_named(character)} at column {place}"
    return None


def _named(character: str) -> str:
    if character == "\ufeff":
        return "a byte order mark"
    if character == "\r":
        return "a carriage return (save the file with \\n line ends)"
    name = unicodedata.name(character, "a control character")
    return f"U+{ord(character):04X} ({name.lower()})"


def _lines(text: str, found: RuleSet) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(text.split("\n"), 1):
        odd = odd_character(line)
        stripped = line.strip(" ")
        if odd is not None:
            found.refuse(number, "P002", f"{odd} has no place in a policy file")
        elif not stripped or stripped.startswith("#"):
            continue
        elif "#" in stripped:
            message = "a comment stands on a line of its own: here it joins a cell"
            found.refuse(number, "P003", message, line.count(",", 0, line.index("#")), "#")
        elif '"' in stripped or "'" in stripped:
            found.refuse(number, "P002", "quotes have no place in a policy line")
        else:
            yield number, [cell.strip(" ") for cell in stripped.split(",")]


def _read_line(found: RuleSet, number: int, cells: list[str]) -> None:
    readers = {"p": _read_p, "p2": _read_p2, "g": _read_g}
    reader = readers.get(cells[0])
    if reader is None:
        found.refuse(number, "P004", f'a line begins with p, p2 or g, not "{cells[0]}"')
    elif "" in cells:
        found.refuse(number, "P005", "a cell is empty", cells.index(""))
    else:
        reader(found, number, cells[1:])


def _read_p(found: RuleSet, number: int, cells: list[str]) -> None:
    if len(cells) != 5:
        message = "a rule is: p, role, resource, action, scope, allow or deny"
        found.refuse(number, "P005", message)
        return
    role, resource, action, scope, effect = cells
    if effect not in ("allow", "deny"):
        near = did_you_mean(effect, ("allow", "deny"))
        found.refuse(number, "P006", f'an effect is allow or deny, not "{effect}"{near}', 5)
        return
    found.rules.append(Rule(number, role, resource, action, scope, effect == "allow"))


def _read_p2(found: RuleSet, number: int, cells: list[str]) -> None:
    if len(cells) != 4:
        message = "a mask is: p2, role, resource, field|field, hidden or read_only"
        found.refuse(number, "P005", message)
        return
    role, resource, fields, effect = cells
    if effect not in ("hidden", "read_only"):
        near = did_you_mean(effect, ("hidden", "read_only"))
        found.refuse(number, "P006", f'a mask is hidden or read_only, not "{effect}"{near}', 4)
        return
    names = tuple(name.strip(" ") for name in fields.split("|"))
    if len(set(names)) < len(names) or ("*" in names and len(names) > 1):
        message = "a mask names each field once, or * alone for all of them"
        found.refuse(number, "P012", message, 3)
        return
    found.field_rules.append(FieldRule(number, role, resource, names, effect == "hidden"))


def _read_g(found: RuleSet, number: int, cells: list[str]) -> None:
    if len(cells) != 2:
        found.refuse(number, "P005", "an inheritance is: g, role, role it inherits")
        return
    found.inheritance.append(Inheritance(number, cells[0], cells[1]))
