"""Every line of the real policy, corrupted in dozens of ways: nothing slips in, nothing gets lost.

A corrupted line must be refused under its own number. It may stand only where it says what it said
before (spaces), or where it consists of words that the model has: that is another rule, and a
reviewer's to judge.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from charter.vocabulary import vocabulary_from_model
from generator.pipeline import check
from runtime.policy.rules import RuleSet, read_rules
from runtime.policy.vocabulary import Vocabulary, check_reachable, check_rules
from tests.runtime.policy.building import MODEL, REPOSITORY

LOOK_ALIKES = str.maketrans("aceop", "асеор")  # noqa: RUF001 - Cyrillic on the right
STRAYS = ("\u200b", "\u00a0", "\t", "\x00", "\r", "\ufeff", "'", '"', "#", "*", "!", "|", ".", "x")

Cells = list[str]


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    model, problems = check(REPOSITORY)
    assert model is not None, problems.sorted()
    return vocabulary_from_model(model)


def corrupted(line: str) -> Iterator[str]:
    """One edit each: of every cell, between cells, and of the line."""
    cells = line.split(", ")
    for place, cell in enumerate(cells):
        for other in corrupted_cell(cell):
            yield ", ".join([*cells[:place], other, *cells[place + 1 :]])
        yield ", ".join([*cells[:place], *cells[place + 1 :]])
        yield ", ".join([*cells[: place + 1], *cells[place:]])
        yield ", ".join([*cells[:place], "", *cells[place + 1 :]])
    for one, two in zip(range(len(cells)), range(1, len(cells)), strict=False):
        swapped = list(cells)
        swapped[one], swapped[two] = cells[two], cells[one]
        yield ", ".join(swapped)
        yield ", ".join(cells[:two]) + " " + ", ".join(cells[two:])
        yield ", ".join(cells[:two]) + "; " + ", ".join(cells[two:])
    yield from (line + end for end in (" # why", ",", ", allow", " ", "\r", ";", "\\"))
    yield from (start + line for start in (" ", "\ufeff", "-", ", ", "=", "\t"))
    yield line.replace(", ", ",")
    yield line.upper()


def corrupted_cell(cell: str) -> Iterator[str]:
    """A letter lost, doubled, swapped with the next, in the other case, or joined by a stray."""
    yield cell.capitalize()
    yield cell.upper()
    yield cell.translate(LOOK_ALIKES)
    yield cell.replace("_", "-")
    yield cell.replace("_", "")
    yield cell + "s"
    for place in {0, len(cell) // 2, len(cell) - 1}:
        yield cell[:place] + cell[place + 1 :]
        yield cell[:place] + cell[place] + cell[place:]
        yield cell[:place] + cell[place + 1 : place + 2] + cell[place] + cell[place + 2 :]
        yield cell[:place] + " " + cell[place:]
    for stray in STRAYS:
        yield stray + cell
        yield cell + stray


def may_stand(line: str, original: str, words: Vocabulary) -> bool:
    """Whether a line is legal, by the grammar of CONTRACT 5 written down a second time."""
    if set(line) - set(" abcdefghijklmnopqrstuvwxyz0123456789_,|*"):
        return False
    cells = [cell.strip(" ") for cell in line.split(",")]
    return cells == original.split(", ") or consists_of_words(cells, words)


def consists_of_words(cells: Cells, words: Vocabulary) -> bool:
    match cells:
        case ["p", role, "*", action, "any", "allow" | "deny"]:
            every = {word for each in words.resources.values() for word in each.actions}
            return role in words.roles and action in {"*", *every}
        case ["p", role, resource, action, scope, "allow" | "deny"]:
            known = words.resources.get(resource)
            return (
                role in words.roles
                and known is not None
                and action in {"*", *known.actions}
                and scope in known.scopes
                and (scope == "any" or action not in known.collection_actions)
            )
        case ["p2", role, resource, fields, "hidden" | "read_only"]:
            known = words.resources.get(resource)
            named = [name.strip(" ") for name in fields.split("|")]
            return (
                role in words.roles
                and known is not None
                and (named == ["*"] or set(named) <= known.fields)
                and len(set(named)) == len(named)
            )
        case ["g", role, inherited]:
            return role != inherited and {role, inherited} <= words.roles
    return False


def problems_of(line: str, number: int, folder: Path, words: Vocabulary) -> RuleSet:
    """What is found where the line stands alone, at its place, with one good rule below it."""
    file = folder / "policy.csv"
    good = "p, dpo, audit_event, read, any, allow\n"
    file.write_text("\n" * (number - 1) + line + "\n" + good, newline="")
    found = read_rules(file, MODEL)
    check_rules(found, words)
    check_reachable(found, words)
    return found


def test_every_corruption_of_every_line_is_refused_where_it_stands(
    tmp_path: Path, words: Vocabulary
) -> None:
    refused = stood = 0
    lines = (REPOSITORY / "policies" / "policy.csv").read_text().splitlines()
    for number, original in enumerate(lines, 1):
        if not original or original.startswith("#"):
            continue
        assert problems_of(original, number, tmp_path, words).problems == [], original
        for line in dict.fromkeys(corrupted(original)):
            if line == original or line.strip(" ").startswith("#"):
                continue
            problems = problems_of(line, number, tmp_path, words).problems
            if may_stand(line, original, words):
                stood += 1
                continue
            refused += 1
            assert problems, f"slipped in: {line!r}"
            assert {problem.line for problem in problems} == {number}, (line, problems)
    assert refused > 20_000
    assert stood < refused / 20
