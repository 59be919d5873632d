"""`charter policy diff`: what a change gives and takes away, against a revision of git."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

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
    from collections.abc import Iterable

    from charter.policy.access import AccessTable
    from charter.policy.changes import Change
    from generator.model import Model
    from runtime.policy.rules import RuleSet

SHOWN = 3
"""Problems of the earlier files that are written out; they are of the past."""


def diff(
    revision: Annotated[
        str, typer.Argument(metavar="REV", help="A commit, branch or tag to compare with.")
    ],
    form: FormatOption = Format.TEXT,
    folder: Project = HERE,
) -> None:
    """Say what the change since REV grants and takes away, the most dangerous first.

    Compared are the effects of policies/ and of the model, there and in the working tree. Exits
    with 0 whatever was found; with 1 where there is nothing to compare with.
    """
    from charter.commands.policy_matrix import table_of
    from charter.policy.difference import differences

    new = table_of(folder)
    found = differences(_earlier(folder, revision, new.model), new)
    if form is Format.JSON:
        say_json([change.document(revision) for change in found])
    elif found:
        _print(found, revision)
    else:
        say("No change in what anybody may do.")


def _earlier(folder: Path, revision: str, present: Model) -> AccessTable:
    """The access table of REV; over the present model where the earlier one has errors."""
    from charter.policy.access import AccessTable
    from charter.policy.earlier import EarlierError, extract
    from generator.pipeline import check

    with TemporaryDirectory(prefix="charter-") as name:
        earlier = Path(name)
        try:
            extract(folder, revision, earlier)
        except EarlierError as error:
            raise RefusedError(str(error)) from None
        model, problems = check(earlier)
        if model is None:
            complain(
                f"The model of {revision} cannot be resolved by this version, so its policy is "
                "compared over the present model: what the model changes is not said.",
                *_some(map(str, problems.sorted())),
            )
            model = present
        return AccessTable(model, _rules(earlier, revision, model))


def _rules(earlier: Path, revision: str, model: Model) -> RuleSet:
    """The rules of REV; where some do not pass today's check, those that can be read."""
    from charter.vocabulary import vocabulary_from_model
    from runtime.policy.rules import PolicyError, read_rules
    from runtime.policy.vocabulary import load_rules

    try:
        return load_rules(earlier, vocabulary_from_model(model))
    except PolicyError as error:
        complain(
            f"The policy of {revision} does not pass the check; it is compared as far as it can "
            "be read.",
            *_some(map(str, error.problems)),
        )
    try:
        return read_rules(earlier / "policies" / "policy.csv", earlier / "policies" / "model.conf")
    except OSError as error:
        raise RefusedError(f"{revision}: {error.strerror}: {Path(error.filename).name}") from None


def _some(problems: Iterable[str]) -> list[str]:
    said = [f"  {problem}" for problem in problems]
    more = [f"  and {len(said) - SHOWN} more"] if len(said) > SHOWN else []
    return said[:SHOWN] + more


def _print(found: list[Change], revision: str) -> None:
    from charter.policy.changes import Kind

    titles = {Kind.GRANT: "Granted", Kind.CHANGE: "Changed", Kind.TAKE: "Taken away"}
    written = False
    for kind, title in titles.items():
        changes = [change for change in found if change.kind is kind]
        if changes:
            say(*[""] * written, f"{title}:", *(f"  {each.sentence(revision)}" for each in changes))
            written = True
