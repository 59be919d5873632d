"""All files that a project derives: those of the model, and the pages of access beside the policy.

`charter generate` and the look for stale files both go through here, so that they agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from charter.policy.access import AccessTable
from charter.policy.matrix import FOLDER, matrix_pages
from charter.vocabulary import vocabulary_from_model
from generator.emit.generate import Further
from generator.model import Model
from generator.pipeline import GenerateResult, generate
from generator.problems import Problems
from runtime.policy.rules import PolicyError, PolicyProblem
from runtime.policy.vocabulary import load_rules


@dataclass(frozen=True, slots=True)
class Derived:
    """What was made of the model, and what in the policy kept the pages of access from being made.

    With such a problem the pages stay as they are, and the rest is made all the same: a policy can
    only be brought in line with a model that is generated.
    """

    made: GenerateResult
    policy: tuple[PolicyProblem, ...] = ()


def derive(
    folder: Path, *, check: bool = False, checked: tuple[Model | None, Problems] | None = None
) -> Derived:
    """Makes every derived file of a project; `check` writes nothing.

    `checked` is what the check of the model gave, where that was done already.
    """
    problems: list[PolicyProblem] = []

    def pages(model: Model) -> Further:
        try:
            return _pages(folder, model)
        except PolicyError as error:
            problems.extend(error.problems)
            return Further()

    made = generate(folder, check=check, further=pages, checked=checked)
    return Derived(made, tuple(problems))


def _pages(folder: Path, model: Model) -> Further:
    if not (folder / "policies").is_dir():
        return Further()
    rules = load_rules(folder, vocabulary_from_model(model))
    return Further(matrix_pages(AccessTable(model, rules)), (FOLDER,))
