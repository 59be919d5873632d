"""`charter policy test`: expected decisions tried, and what must never be possible proven."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from charter.shell import (
    HERE,
    Format,
    FormatOption,
    Project,
    RefusedError,
    complain,
    say,
    say_json,
)

if TYPE_CHECKING:
    from charter.policy.proofs import CounterExample, Proof
    from charter.policy.review import Review, Verdict
    from charter.policy.trials import Failure
    from runtime.policy.rules import FieldRule, Inheritance, Rule

    type Line = Rule | FieldRule | Inheritance

SHOWN = 8
"""Counter-examples of one invariant written as text; JSON holds them all."""


def try_policy(
    proofs: Annotated[
        bool, typer.Option("--proofs", help="Say of each invariant what proves it.")
    ] = False,
    form: FormatOption = Format.TEXT,
    folder: Project = HERE,
) -> None:
    """Try policies/tests/ and prove policies/invariants.yaml; exit 1 where one does not hold.

    Invariants are decided for every role, resource, action, scope and field; each failure names a
    counter-example and the line of the policy to blame.
    """
    from charter.commands.migrate import resolved
    from charter.policy.access import AccessTable
    from charter.policy.review import judge, read_review
    from charter.policy.space import Space
    from charter.vocabulary import vocabulary_from_model
    from runtime.policy.vocabulary import load_rules

    model = resolved(folder)
    space = Space(AccessTable(model, load_rules(folder, vocabulary_from_model(model))))
    review = read_review(folder, space)
    if review.problems:
        raise RefusedError(*(str(problem) for problem in review.problems))
    verdict = judge(review, space)
    if form is Format.JSON:
        say_json(_document(review, verdict))
    else:
        _say(review, verdict, proofs=proofs)
    if not verdict.holds:
        raise typer.Exit(1)


def _say(review: Review, verdict: Verdict, *, proofs: bool) -> None:
    for failure in verdict.failures:
        complain(*_test_lines(failure))
    for proof in verdict.proofs:
        if not proof.holds:
            complain(*_invariant_lines(proof))
        elif proofs:
            say(*_proof_lines(proof))
    if verdict.holds:
        say(_summary(review, verdict))
        return
    broken = sum(not proof.holds for proof in verdict.proofs)
    failed = len({(each.expectation.file, each.expectation.line) for each in verdict.failures})
    complain(
        f"{failed} of {_counted(len(review.expectations), 'test')} and {broken} of "
        f"{_counted(len(review.invariants), 'invariant')} do not hold."
    )


def _summary(review: Review, verdict: Verdict) -> str:
    combinations = sum(proof.combinations for proof in verdict.proofs)
    return (
        f"{_counted(len(review.expectations), 'test')} and "
        f"{_counted(len(review.invariants), 'invariant')} hold; the invariants are proven over "
        f"{combinations:,} combinations of role, resource, action, scope and field."
    )


def _counted(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"


# ------------------------------------------------------------------------------------- failures


def _test_lines(failure: Failure) -> Iterator[str]:
    expectation = failure.expectation
    name = f"{expectation.name.rstrip('.')}: " if expectation.name else ""
    yield f"{expectation.file}:{expectation.line}: {name}{failure.sentence}"
    for line in _to_blame(failure):
        yield f"    {line}"


def _invariant_lines(proof: Proof) -> Iterator[str]:
    from charter.policy.invariants import INVARIANTS_FILE

    invariant = proof.invariant
    yield f"{INVARIANTS_FILE}:{invariant.line}: does not hold: {invariant.name}"
    for example in proof.counter_examples[:SHOWN]:
        yield f"    {example.sentence}"
        for line in _to_blame(example):
            yield f"        {line}"
    more = len(proof.counter_examples) - SHOWN
    if more > 0:
        yield f"    and {_counted(more, 'more counter-example')}; --format json lists them all"


def _to_blame(found: Failure | CounterExample) -> Iterator[str]:
    """The line that decided, and the lines through which the role has it."""
    from charter.policy.space import spell

    for line in (found.line, *found.through):
        if line is not None:
            yield f"{_place(line)}: {spell(line)}"


def _place(line: Line) -> str:
    from runtime.policy.rules import POLICY_FILE

    return f"{POLICY_FILE}:{line.line}"


def _proof_lines(proof: Proof) -> Iterator[str]:
    from charter.policy.invariants import INVARIANTS_FILE

    count = _counted(proof.combinations, "combination")
    yield f"{INVARIANTS_FILE}:{proof.invariant.line}: proven over {count}: {proof.invariant.name}"
    for reason, points in proof.reasons.most_common():
        yield f"    {points:>6,}  {reason}"


# ----------------------------------------------------------------------------------------- JSON


def _document(review: Review, verdict: Verdict) -> dict[str, Any]:
    return {
        "holds": verdict.holds,
        "tests": len(review.expectations),
        "invariants": len(review.invariants),
        "combinations": sum(proof.combinations for proof in verdict.proofs),
        "failures": [_failure(failure) for failure in verdict.failures],
        "proofs": [_proof(proof) for proof in verdict.proofs],
    }


def _failure(failure: Failure) -> dict[str, Any]:
    expectation = failure.expectation
    return {
        "file": expectation.file,
        "line": expectation.line,
        "name": expectation.name or None,
        "person": failure.person,
        "message": failure.sentence,
        "rule": _rule(failure.line),
        "through": [_rule(line) for line in failure.through],
    }


def _proof(proof: Proof) -> dict[str, Any]:
    from charter.policy.invariants import INVARIANTS_FILE

    return {
        "file": INVARIANTS_FILE,
        "line": proof.invariant.line,
        "name": proof.invariant.name,
        "holds": proof.holds,
        "combinations": proof.combinations,
        "proven_by": dict(proof.reasons),
        "counter_examples": [_example(example) for example in proof.counter_examples],
    }


def _example(example: CounterExample) -> dict[str, Any]:
    return {
        "role": example.role or None,
        "resource": example.resource,
        "action": example.action,
        "scope": example.scope,
        "field": example.field,
        "message": example.sentence,
        "rule": _rule(example.line),
        "through": [_rule(line) for line in example.through],
    }


def _rule(line: Line | None) -> dict[str, Any] | None:
    from charter.policy.space import spell

    return None if line is None else {"at": _place(line), "text": spell(line)}
