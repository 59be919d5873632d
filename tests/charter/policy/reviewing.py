"""The core domain with a policy that differs from the real one, and what is claimed of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from itertools import combinations
from pathlib import Path

import casbin

from charter.policy.access import AccessTable
from charter.policy.review import Review, Verdict, judge, read_review
from charter.policy.space import Space, spell
from charter.vocabulary import vocabulary_from_model
from generator.model import Model
from generator.pipeline import check
from runtime.policy.rules import read_rules
from runtime.policy.vocabulary import load_rules

REPOSITORY = Path(__file__).parents[3]
POLICIES = REPOSITORY / "policies"


@cache
def core() -> Model:
    """The model of the repository."""
    model, problems = check(REPOSITORY)
    assert model is not None, problems.sorted()
    return model


def real_lines() -> list[str]:
    """The lines of the real policy."""
    return (POLICIES / "policy.csv").read_text().splitlines()


def space_of(
    folder: Path, lines: list[str], model: Model | None = None, *, checked: bool = True
) -> Space:
    """The space of the core domain under these lines; unchecked ones may hold dead rules."""
    (folder / "policies").mkdir(exist_ok=True)
    (folder / "policies" / "policy.csv").write_text("\n".join(lines) + "\n")
    shutil.copy(POLICIES / "model.conf", folder / "policies")
    model = model or core()
    if not checked:
        rules = read_rules(folder / "policies" / "policy.csv", folder / "policies" / "model.conf")
        return Space(AccessTable(model, rules))
    return Space(AccessTable(model, load_rules(folder, vocabulary_from_model(model))))


def written(folder: Path, space: Space, invariants: str = "", **tests: str) -> Review:
    """The review of these files; each of `tests` is a file of its own."""
    policies = folder / "policies"
    if invariants:
        (policies / "invariants.yaml").write_text(invariants)
    (policies / "tests").mkdir(exist_ok=True)
    for name, text in tests.items():
        (policies / "tests" / f"{name}.yaml").write_text(text)
    return read_review(folder, space)


def judged(folder: Path, lines: list[str], invariants: str = "", **tests: str) -> Verdict:
    """What comes of these files under these lines; they must be readable."""
    space = space_of(folder, lines)
    review = written(folder, space, invariants, **tests)
    assert review.problems == []
    return judge(review, space)


def said(verdict: Verdict) -> list[tuple[str, str | None]]:
    """Every counter-example: its sentence, and the line of the policy to blame."""
    return [
        (example.sentence, spell(example.line) if example.line else None)
        for proof in verdict.proofs
        for example in proof.counter_examples
    ]


def failed(verdict: Verdict) -> list[tuple[int, str, str | None]]:
    """Every failed test: its line, what it says, and the line of the policy to blame."""
    return [
        (each.expectation.line, each.sentence, spell(each.line) if each.line else None)
        for each in verdict.failures
    ]


def stock_by_resource(
    folder: Path, lines: list[str], resources: Iterator[str]
) -> Callable[[str, str, str, tuple[str, ...]], bool]:
    """Stock Casbin over the lines that can match a resource: the same answers, sooner."""
    parts = [line.split(", ") for line in lines if line and not line.startswith(("#", "p2"))]
    enforcers: dict[str, casbin.Enforcer] = {}
    for name in resources:
        kept = [cells for cells in parts if cells[0] == "g" or cells[2] in ("*", name)]
        file = folder / f"{name}.csv"
        file.write_text("\n".join(", ".join(cells) for cells in kept))
        enforcers[name] = casbin.Enforcer(str(POLICIES / "model.conf"), str(file))

    def allowed(role: str, resource: str, action: str, scopes: tuple[str, ...]) -> bool:
        answer: bool = enforcers[resource].enforce(role, resource, action, list(scopes))
        return answer

    return allowed


def rows(space: Space, resource: str) -> Iterator[tuple[str, ...]]:
    """Every set of scopes that could hold for a row, by what follows from each."""
    logic = space.logic(resource)
    for size in range(len(logic.names) + 1):
        for held in combinations(logic.names, size):
            if logic.holding(held) == set(held):
                yield held
