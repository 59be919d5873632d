"""Findings as SARIF 2.1.0 (OASIS), which code review tools show beside the lines.

Every code is a rule with its story; a finding is a result with the place in its file.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version
from typing import Any

from charter.diagnostics.finding import Finding
from generator.codes import CODES

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_ROOT = "PROJECT"


def sarif(found: Iterable[Finding]) -> dict[str, Any]:
    """One run with all findings, and the rules that they are about."""
    results = list(found)
    codes = [code for code in CODES if any(finding.code == code for finding in results)]
    driver = {
        "name": "charter",
        "version": version("charter"),
        "rules": [_rule(code) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder of model.yaml."}}},
        "results": [_result(finding, codes) for finding in results],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: str) -> dict[str, Any]:
    told = CODES[code]
    text = f"{told.explanation}\n\nInstead of\n\n{told.bad}\nwrite\n\n{told.good}"
    return {
        "id": code,
        "shortDescription": {"text": told.title},
        "fullDescription": {"text": told.explanation},
        "help": {"text": text},
    }


def _result(finding: Finding, codes: list[str]) -> dict[str, Any]:
    place = {
        "artifactLocation": {"uri": finding.file, "uriBaseId": _ROOT},
        "region": {"startLine": finding.line, "startColumn": finding.column},
    }
    text = f"{finding.message}\n{finding.hint}" if finding.hint else finding.message
    return {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": finding.severity,
        "message": {"text": text},
        "locations": [{"physicalLocation": place}],
    }
