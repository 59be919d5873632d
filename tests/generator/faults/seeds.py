"""Faults seeded into real models: what is changed, and where it has to be reported.

Every fault is one edit of one file. The same seed gives the same faults.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

from tests.generator.faults.fault import Fault, inserted, replaced
from tests.generator.faults.handmade import handmade
from tests.generator.faults.places import Place, places

Lines = list[str]


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
    draw = random.Random(seed)  # noqa: S311 - the same faults for the same seed
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
                yield "doubled", inserted("doubled", place.at.file, place.at.line, line)
            if place.word in {"to", "type", "initial", "from"} and "{" in line:
                yield from _missing(place, line)
        elif place.role == "type":
            yield "type", _typo("type", place, known, draw)
        elif place.role in {"name", "value"}:
            yield place.role, _typo(place.role, place, known, draw)
        elif place.role == "expression":
            yield from _broken(place, draw)
        elif place.role in REFERENCES and re.fullmatch(r"[A-Za-z_.:-]{2,}", place.word):
            told = place.role != "default" or "enum" in line  # any text is a default of a text
            if told and place.word not in {"any", "true", "false", "null", "now", "row"}:
                yield "reference", _typo("reference", place, known, draw)
        elif place.role in {"required", "unique", "max", "digits", "many"}:
            other = draw.choice(["maybe", "[1]", "{a: b}", "''"])
            yield "wrong", replaced("wrong", place.at, place.word, other)


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
        first = new[:1].isalpha() or new[:1] == word[0]
        if new != word and not known.issuperset(parts) and first:
            break
    return replaced(kind, place.at, word, new, _suggested(word, new))


def _suggested(word: str, new: str) -> str:
    """What has to be suggested: the word, or of a path its part that was hit."""
    old, other = re.split("[.:]", word), re.split("[.:]", new)
    changed = [one for one, two in zip(old, other, strict=True) if one != two]
    return changed[0]


def _missing(place: Place, line: str) -> Iterator[tuple[str, Fault]]:
    """One of the keys in braces gone."""
    rest = line[place.at.column - 1 :]
    match = re.match(rf"{place.word}: (\[[^\]]*\]|[\w.]+)(, )?", rest)
    if match is None or not match[2]:
        return
    yield "missing", replaced("missing", place.at, match[0], "")


def _broken(place: Place, draw: random.Random) -> Iterator[tuple[str, Fault]]:
    """An expression with a slip in its syntax."""
    slips = [("==", "="), (" and ", " && "), (" or ", " || "), ("not in", "not"), ('"', "'")]
    slips += [(")", ""), (" == ", " == == "), (" != ", " <> ")]
    fitting = [(old, new) for old, new in slips if old in place.word]
    if fitting and not place.word.startswith(("'", '"')):
        old, new = draw.choice(fitting)
        yield "syntax", replaced("syntax", place.at, place.word, place.word.replace(old, new, 1))
