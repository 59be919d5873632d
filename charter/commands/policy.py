"""`charter policy`: the rules of access."""

from __future__ import annotations

from charter.commands.check import (
    CaretOption,
    ColorOption,
    Form,
    FormOption,
    policy_problems,
    report,
    written_problems,
)
from charter.commands.policy_diff import diff
from charter.commands.policy_explain import explain
from charter.commands.policy_matrix import matrix
from charter.commands.policy_test import try_policy
from charter.shell import HERE, Project, new_group

app = new_group("The rules of access under policies/.")
app.command("diff")(diff)
app.command("explain")(explain)
app.command("matrix")(matrix)
app.command("test")(try_policy)


@app.command("check")
def check(
    form: FormOption = Form.TEXT,
    caret: CaretOption = None,
    color: ColorOption = None,
    folder: Project = HERE,
) -> None:
    """Check the policy against the model, then with stock Casbin; exit 1 on any problem.

    Tests and invariants are read too; whether they hold is for `charter policy test`.
    """
    from charter.commands.migrate import resolved
    from charter.vocabulary import vocabulary_from_model

    model = resolved(folder)
    found = policy_problems(folder, vocabulary_from_model(model), stock=True)
    report([*found, *written_problems(folder, model)], form, folder, caret=caret, color=color)
