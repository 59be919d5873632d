"""`charter policy`: the rules of access."""

from __future__ import annotations

from charter.shell import HERE, Format, FormatOption, Project, new_group

app = new_group("The rules of access under policies/.")


@app.command("check")
def check(form: FormatOption = Format.TEXT, folder: Project = HERE) -> None:
    """Check the policy against the model, then with stock Casbin; exit 1 on any problem."""
    from charter.commands.check import policy_problems, report
    from charter.commands.migrate import resolved
    from charter.vocabulary import vocabulary_from_model

    found = policy_problems(folder, vocabulary_from_model(resolved(folder)), stock=True)
    report(found, form)
