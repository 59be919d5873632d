"""A problem of the model or of the policy, whichever part found it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from generator.problems import Problem
    from runtime.policy.rules import PolicyProblem

ERROR = "error"
WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem: `file` relative to the project, `line` and `column` from 1.

    `code` is stable (E of the model, P of the policy files); `hint`, or None, says what to write
    instead.
    """

    file: str
    line: int
    column: int
    code: str
    severity: str
    message: str
    hint: str | None = None

    @property
    def error(self) -> bool:
        """Whether it stops the project from being generated or served."""
        return self.severity == ERROR

    @property
    def text(self) -> str:
        """`file:line:column: code message`, with the hint on a line of its own."""
        kind = "" if self.error else "warning: "
        line = f"{self.file}:{self.line}:{self.column}: {self.code} {kind}{self.message}"
        return f"{line}\n    {self.hint}" if self.hint else line

    @property
    def document(self) -> dict[str, Any]:
        """The finding as JSON carries it."""
        return asdict(self)


def of_model(problem: Problem) -> Finding:
    """A problem of the model as a finding."""
    at = problem.at
    return Finding(
        at.file,
        at.line,
        at.column,
        problem.code,
        problem.severity,
        problem.message,
        problem.hint or None,
    )


def of_policy(problem: PolicyProblem) -> Finding:
    """A problem of the policy files as a finding."""
    return Finding(
        problem.file,
        problem.line,
        problem.column,
        problem.code,
        ERROR,
        problem.message,
        problem.hint or None,
    )
