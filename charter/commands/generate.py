"""`charter generate`: the files that follow from the model and the policy."""

from __future__ import annotations

from typing import Annotated

import typer

from charter.shell import HERE, Project, complain, say


def generate(
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 with a diff if stale.")
    ] = False,
    folder: Project = HERE,
) -> None:
    """Write generated/, and what is derived under policies/ and docs/."""
    from charter.policy.derived import derive

    derived = derive(folder, check=check)
    result = derived.made
    complain(*(str(problem) for problem in result.problems.sorted()))
    if result.model is None:
        raise typer.Exit(1)
    if derived.policy:
        complain(*map(str, derived.policy))
        complain("policies/MATRIX.md and policies/matrix/ wait until the policy is put right")
    if check and result.changed:
        typer.echo(result.diff, nl=not result.diff.endswith("\n"))
        complain(f"{len(result.changed)} files are stale: run charter generate")
        raise typer.Exit(1)
    if check and derived.policy:
        raise typer.Exit(1)
    say(*(f"wrote {path}" for path in result.changed) if result.changed else ("Up to date.",))
