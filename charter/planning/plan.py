"""A change of the model, looked at from every side: database, API, access and files."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from charter.contract.change import Change as ApiChange
from charter.contract.operations import differences as api_differences
from charter.planning.database import DatabasePlan, database_plan
from charter.policy.access import AccessTable
from charter.policy.changes import Change as AccessChange
from charter.policy.derived import derive
from charter.policy.difference import differences as access_differences
from charter.vocabulary import vocabulary_from_model
from generator.load.files import load
from generator.load.nodes import Source
from generator.migrations.difference import difference
from generator.migrations.findings import Finding
from generator.migrations.history import History
from generator.migrations.merge import joined
from generator.migrations.suggest import Suggestion, suggestions
from generator.model import Model
from generator.pipeline import GenerateResult
from generator.problems import Problems
from generator.schema.build import build
from runtime.policy.rules import PolicyError, PolicyProblem
from runtime.policy.vocabulary import load_rules

DOCUMENT = "generated/openapi.json"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a change of the model would do.

    `findings` stop the migration until they are allowed; `readings` are losses that may be
    renames. `api` is empty where there is no document to compare with, `access` None where there
    is no earlier revision. `refused` are lines of the policy that no longer pass.
    """

    database: DatabasePlan
    findings: tuple[Finding, ...]
    readings: tuple[Suggestion, ...]
    api: tuple[ApiChange, ...]
    access: tuple[AccessChange, ...] | None
    refused: tuple[PolicyProblem, ...]
    files: tuple[str, ...]

    @property
    def stopped(self) -> bool:
        """Whether something has to be decided or put right before the change can be made."""
        return bool(self.findings or self.refused)

    @property
    def breaking(self) -> bool:
        """Whether the change breaks a client."""
        return any(change.breaking for change in self.api)

    @property
    def empty(self) -> bool:
        """Whether the change is none."""
        parts = (self.database.lines, self.database.remade, self.findings, self.api)
        return not any((*parts, self.access, self.refused, self.files))

    def document(self) -> dict[str, Any]:
        """The plan for programs."""
        return {
            "database": [line.document() for line in self.database.lines],
            "remade": self.database.remade,
            "findings": [
                {
                    "code": finding.code,
                    "message": finding.message,
                    "table": finding.table or None,
                    "column": finding.column or None,
                }
                for finding in self.findings
            ],
            "readings": [_reading(each) for each in self.readings],
            "api": [change.document() for change in self.api],
            "access": None
            if self.access is None
            else [change.document("HEAD") for change in self.access],
            "policy_problems": [
                {"file": each.file, "line": each.line, "message": each.message}
                for each in self.refused
            ],
            "files": list(self.files),
        }


def plan(folder: Path, model: Model, earlier: AccessTable | None) -> Plan:
    """What the model of `folder` would change; nothing is written.

    Held against the newest migration, the generated document, and the access of an `earlier`
    revision where there is one.

    Raises:
        MigrationError: the history of migrations cannot be continued.
    """
    before, after = joined(History(folder)), build(model)
    made = derive(folder, check=True).made
    found = difference(before, after)
    rules, refused = _rules(folder, model)
    access = None
    if earlier is not None and rules is not None:
        access = tuple(access_differences(earlier, rules))
    return Plan(
        database_plan(before, after),
        tuple(found.findings),
        tuple(suggestions(before, after, source_of(folder))),
        tuple(_api(made)),
        access,
        refused,
        made.changed,
    )


def source_of(folder: Path) -> Source | None:
    """The files of the model as they are written."""
    return load(folder, Problems())


def _rules(folder: Path, model: Model) -> tuple[AccessTable | None, tuple[PolicyProblem, ...]]:
    try:
        return AccessTable(model, load_rules(folder, vocabulary_from_model(model))), ()
    except PolicyError as error:
        return None, tuple(error.problems)


def _api(made: GenerateResult) -> Iterator[ApiChange]:
    change = next((each for each in made.changes if each.path == DOCUMENT), None)
    if change is None or change.before is None or change.after is None:
        return
    try:
        present = json.loads(change.before)
    except ValueError:
        return
    yield from api_differences(present, json.loads(change.after))


def _reading(each: Suggestion) -> dict[str, Any]:
    renamed, lost = each.readings
    return {
        "code": each.code,
        "kind": each.kind,
        "was": each.was,
        "now": each.now,
        "at": str(each.at) if each.at else None,
        "if_renamed": renamed,
        "if_lost": lost,
    }
