"""`charter check` and `charter explain`: what is wrong with a project, and what that means."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from charter.shell import (
    HERE,
    Format,
    FormatOption,
    GroupProject,
    Project,
    RefusedError,
    complain,
    say,
    say_json,
)

if TYPE_CHECKING:
    from generator.model import Model
    from generator.problems import Problem
    from runtime.policy.rules import PolicyProblem
    from runtime.policy.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem of the model or the policy, ready to be written as text or JSON."""

    text: str
    document: dict[str, Any]
    error: bool


def findings(folder: Path) -> list[Finding]:
    """Everything wrong with the model, then everything wrong with the policy."""
    from generator.pipeline import check as check_model

    model, problems = check_model(folder)
    found = [_of_model(problem) for problem in problems.sorted()]
    if model is not None:
        from charter.vocabulary import vocabulary_from_model

        refused = policy_problems(folder, vocabulary_from_model(model), stock=False)
        found += refused or key_warnings(folder, model)
        found += written_problems(folder, model)
    return found


def policy_problems(folder: Path, vocabulary: Vocabulary, *, stock: bool) -> list[Finding]:
    """Everything wrong with the policy; `stock` loads it in stock Casbin as well."""
    from runtime.policy.rules import PolicyError
    from runtime.policy.vocabulary import load_rules

    try:
        rules = load_rules(folder, vocabulary)
    except PolicyError as error:
        return [_of_policy(problem) for problem in error.problems]
    if not stock:
        return []
    from runtime.policy.casbin import check_reference

    return [_of_policy(problem) for problem in check_reference(folder, rules)]


def key_warnings(folder: Path, model: Model) -> list[Finding]:
    """The unique keys that tell of hidden rows, under a policy that has passed its check."""
    from charter.policy.access import AccessTable
    from charter.policy.disclosure import disclosures
    from charter.vocabulary import vocabulary_from_model
    from runtime.policy.vocabulary import load_rules

    table = AccessTable(model, load_rules(folder, vocabulary_from_model(model)))
    return [_of_model(problem) for problem in disclosures(table)]


def written_problems(folder: Path, model: Model) -> list[Finding]:
    """What cannot be read of the policy's tests and invariants; whether they hold is not asked."""
    from charter.policy.review import review_problems

    return [_of_policy(problem) for problem in review_problems(folder, model)]


def _of_model(problem: Problem) -> Finding:
    document = {
        "file": problem.at.file,
        "line": problem.at.line,
        "column": problem.at.column,
        "code": problem.code,
        "severity": problem.severity,
        "message": problem.message,
        "hint": problem.hint or None,
    }
    return Finding(str(problem), document, problem.severity == "error")


def _of_policy(problem: PolicyProblem) -> Finding:
    document = {
        "file": problem.file,
        "line": problem.line,
        "column": 1,
        "code": None,
        "severity": "error",
        "message": problem.message,
        "hint": None,
    }
    return Finding(str(problem), document, True)


def report(found: list[Finding], form: Format) -> None:
    """Writes findings, and ends with exit code 1 where one is an error."""
    if form is Format.JSON:
        say_json([finding.document for finding in found])
    else:
        complain(*(finding.text for finding in found))
    if any(finding.error for finding in found):
        raise typer.Exit(1)


def check(form: FormatOption = Format.TEXT, folder: Project = HERE) -> None:
    """Read the model and the policies and print every problem; exit 1 when there is an error.

    A policy is looked at once the model is right: its words come from there.
    """
    report(findings(folder), form)


def explain(
    code: Annotated[str, typer.Argument(metavar="CODE", help="Such as E012.")],
    form: FormatOption = Format.TEXT,
    _folder: GroupProject = HERE,
) -> None:
    """Tell the long story of a problem code, with an example."""
    from dataclasses import asdict

    from generator.codes import CODES, story

    try:
        text = story(code)
    except KeyError as error:
        raise RefusedError(str(error.args[0])) from None
    if form is Format.JSON:
        say_json(asdict(CODES[code.strip().upper()]))
    else:
        say(text)
