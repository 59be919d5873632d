"""What reviewers wrote beside the policy, read, tried and proven: for `check` and for `test`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from charter.policy.access import AccessTable
from charter.policy.expectations import Expectation, read_expectations
from charter.policy.invariants import Invariant, read_invariants
from charter.policy.proofs import Proof, prove
from charter.policy.space import Space
from charter.policy.trials import Failure, try_all
from generator.model import Model
from runtime.policy.rules import PolicyProblem, RuleSet


@dataclass(frozen=True, slots=True)
class Review:
    """The tests and invariants of a project; with problems, what could be read of them."""

    expectations: list[Expectation]
    invariants: list[Invariant]
    problems: list[PolicyProblem]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of them."""

    failures: list[Failure]
    proofs: list[Proof]

    @property
    def holds(self) -> bool:
        """Whether every test and every invariant holds."""
        return not self.failures and all(proof.holds for proof in self.proofs)


def read_review(project: Path, space: Space) -> Review:
    """Reads `policies/invariants.yaml` and `policies/tests/`."""
    expectations, wrong_tests = read_expectations(project, space)
    invariants, wrong_invariants = read_invariants(project, space)
    return Review(expectations, invariants, [*wrong_tests, *wrong_invariants])


def review_problems(project: Path, model: Model) -> list[PolicyProblem]:
    """What is wrong with these files alone; the rules of the policy are not looked at."""
    return read_review(project, Space(AccessTable(model, RuleSet("")))).problems


def judge(review: Review, space: Space) -> Verdict:
    """Tries every test and decides every invariant; the review must have no problems."""
    return Verdict(
        list(try_all(review.expectations, space)),
        prove(review.invariants, space),
    )
