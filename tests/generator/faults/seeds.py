"""Faults seeded into real models: what is changed, and where it has to be reported.

Every fault is one edit of one file. The same seed gives the same faults.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.generator.faults.handmade import handmade
from tests.generator.faults.places import Place, places

Lines = list[str]


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


REFERENCES = frozenset(
    "to enum use label from initial needs takes writes fields four_eyes routes delete on_delete "
    "write at by default field call reason within set aggregates".split()
)
QUOTAS = {
    "key": 75,
    "type": 30,
    "reference": 65,
    "name": 55,
    "value": 15,
    "syntax": 20,
    "missing": 14,
    "doubled": 10,
    "wrong": 16,
}


def seeded(project: Path, seed: int, share: float = 1.0) -> list[Fault]:
    """The faults of a project: `share` of each quota, and all that are made by hand."""
    draw = random.Random(seed)
    texts = {
        path.relative_to(project).as_posix(): path.read_text()
        for path in (project / "model.yaml", *sorted((project / "model").glob("*.yaml")))
    }
    known = {word for text in texts.values() for word in re.findall(r"\w+", text)}
    pools: dict[str, list[Fault]] = {kind: [] for kind in QUOTAS}
    for file, text in texts.items():
        lines = text.splitlines()
        found = places(file, text)
        for place in found:
            for kind, fault in _faults(place, lines, known, draw):
                pools[kind].append(fault)
    chosen = [*handmade(texts)]
    for kind, pool in pools.items():
        count = min(len(pool), round(QUOTAS[kind] * share))
        chosen += draw.sample(pool, count)
    return chosen


def _faults(
    place: Place, lines: Lines, known: set[str], draw: random.Random
) -> Iterator[tuple[str, Fault]]:
    line = lines[place.at.line - 1]
    if line[place.at.column - 1 :].startswith(place.word) and "\n" not in place.word:
        if place.role == "key":
            yield "key", _typo("key", place, known, draw)
            if re.fullmatch(r" +[a-z_]+: [\w.]+", line) and len(place.path) > 2:
                yield "doubled", _doubled(place, line)
            if place.word in {"to", "type", "initial", "from"} and "{" in line:
                yield from _missing(place, line)
        elif place.role == "type":
            yield "type", _typo("type", place, known, draw)
        elif place.role in {"name", "value"}:
            yield place.role, _typo(place.role, place, known, draw)
        elif place.role == "expression":
            yield from _broken(place, draw)
        elif place.role in REFERENCES and re.fullmatch(r"[A-Za-z_.:-]{2,}", place.word):
            if place.word not in {"any", "true", "false", "null", "now", "row"}:
                yield "reference", _typo("reference", place, known, draw)
        elif place.role in {"required", "unique", "max", "digits", "many"}:
            yield "wrong", _replaced("wrong", place, draw.choice(["maybe", "[1]", "{a: b}", "''"]))


def _replaced(kind: str, place: Place, new: str, meant: str = "") -> Fault:
    at, old = place.at, place.word

    def edit(text: str) -> str:
        lines = text.splitlines()
        line = lines[at.line - 1]
        end = at.column - 1 + len(old)
        lines[at.line - 1] = line[: at.column - 1] + new + line[end:]
        return "\n".join(lines) + "\n"

    return Fault(kind, at.file, frozenset({at.line}), edit, meant, f"{old!r} -> {new!r}")


def _typo(kind: str, place: Place, known: set[str], draw: random.Random) -> Fault:
    word = place.word
    letters = [n for n, letter in enumerate(word) if letter.isalpha()]
    while True:
        spot = draw.choice(letters[1:] or letters)
        match draw.choice(["drop", "double", "swap", "other"]):
            case "drop":
                new = word[:spot] + word[spot + 1 :]
            case "double":
                new = word[:spot] + word[spot] + word[spot:]
            case "swap":
                new = word[: spot - 1] + word[spot] + word[spot - 1] + word[spot + 1 :]
            case _:
                new = word[:spot] + draw.choice("aeinorst") + word[spot + 1 :]
        parts = re.findall(r"\w+", new)
        if new != word and not known.issuperset(parts) and new[0].isalpha():
            break
    return _replaced(kind, place, new, _suggested(word, new))


def _suggested(word: str, new: str) -> str:
    """What has to be suggested: the word, or of a path its part that was hit."""
    if ":" in word:
        return word
    old, other = word.split("."), new.split(".")
    changed = [one for one, two in zip(old, other, strict=True) if one != two]
    return changed[0]


def _doubled(place: Place, line: str) -> Fault:
    number = place.at.line

    def edit(text: str) -> str:
        lines = text.splitlines()
        lines.insert(number, line)
        return "\n".join(lines) + "\n"

    return Fault("doubled", place.at.file, frozenset({number + 1}), edit, said=line.strip())


def _missing(place: Place, line: str) -> Iterator[tuple[str, Fault]]:
    """One of the keys in braces gone."""
    rest = line[place.at.column - 1 :]
    match = re.match(rf"{place.word}: (\[[^\]]*\]|[\w.]+)(, )?", rest)
    if match is None or not match[2]:
        return
    yield "missing", _replaced("missing", Place("", place.path, place.at, match[0]), "")


def _broken(place: Place, draw: random.Random) -> Iterator[tuple[str, Fault]]:
    """An expression with a slip in its syntax."""
    slips = [("==", "="), (" and ", " && "), (" or ", " || "), ("not in", "not"), ('"', "'")]
    slips += [(")", ""), (" == ", " == == "), (" != ", " <> ")]
    fitting = [(old, new) for old, new in slips if old in place.word]
    if fitting and not place.word.startswith(("'", '"')):
        old, new = draw.choice(fitting)
        yield "syntax", _replaced("syntax", place, place.word.replace(old, new, 1))
