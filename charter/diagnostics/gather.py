"""Everything wrong with a project: with its model, then with its policy."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from charter.diagnostics.finding import Finding, of_model, of_policy

if TYPE_CHECKING:
    from generator.model import Model
    from generator.problems import Problems
    from runtime.policy.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Examined:
    """A project, looked at: the model, or None where it has errors, and everything found."""

    model: Model | None
    problems: Problems
    findings: list[Finding]

    @property
    def right(self) -> bool:
        """Whether nothing that was found is an error."""
        return not any(finding.error for finding in self.findings)


def findings(folder: Path) -> list[Finding]:
    """All problems of a project, in the order of its files."""
    return examined(folder).findings


def examined(folder: Path) -> Examined:
    """The model of a project, and all problems in the order of its files.

    The words of a policy come from the model: while that has errors, only what is wrong with the
    form of the policy's lines is found.
    """
    from generator.pipeline import check

    model, problems = check(folder)
    found = [of_model(problem) for problem in problems.sorted()]
    if model is None:
        return Examined(None, problems, found + malformed(folder))
    from charter.vocabulary import vocabulary_from_model

    refused = policy_problems(folder, vocabulary_from_model(model), stock=False)
    found += refused or key_warnings(folder, model)
    found += written_problems(folder, model)
    return Examined(model, problems, found)


def malformed(folder: Path) -> list[Finding]:
    """What is wrong with the lines of the policy files, whatever their words mean.

    A model without policies yet is looked at by itself.
    """
    if not (folder / "policies").is_dir():
        return []
    from runtime.policy.rules import PolicyError
    from runtime.policy.vocabulary import read_policy

    try:
        problems = read_policy(folder).problems
    except PolicyError as error:
        problems = error.problems
    return [of_policy(problem) for problem in problems]


def policy_problems(folder: Path, vocabulary: Vocabulary, *, stock: bool) -> list[Finding]:
    """Everything wrong with the policy; `stock` loads it in stock Casbin as well."""
    from runtime.policy.rules import PolicyError
    from runtime.policy.vocabulary import load_rules

    try:
        rules = load_rules(folder, vocabulary)
    except PolicyError as error:
        return [of_policy(problem) for problem in error.problems]
    if not stock:
        return []
    from runtime.policy.casbin import check_reference

    return [of_policy(problem) for problem in check_reference(folder, rules)]


def key_warnings(folder: Path, model: Model) -> list[Finding]:
    """The unique keys that tell of hidden rows, under a policy that has passed its check."""
    from charter.policy.access import AccessTable
    from charter.policy.disclosure import disclosures
    from charter.vocabulary import vocabulary_from_model
    from runtime.policy.vocabulary import load_rules

    table = AccessTable(model, load_rules(folder, vocabulary_from_model(model)))
    return [of_model(problem) for problem in disclosures(table)]


def written_problems(folder: Path, model: Model) -> list[Finding]:
    """What cannot be read of the policy's tests and invariants; whether they hold is not asked."""
    from charter.policy.review import review_problems

    return [of_policy(problem) for problem in review_problems(folder, model)]
