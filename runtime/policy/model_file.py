"""policies/model.conf, held against the one model that the compiled policy stands for.

Casbin would evaluate any matcher; the compiled policy knows this one. A file that says something
else, or the same in a way that Casbin misreads (`&&` without spaces), is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from runtime.policy.rules import PolicyProblem, odd_character

MODEL_FILE = "policies/model.conf"

EXPECTED: dict[str, dict[str, str]] = {
    "request_definition": {"r": "sub, obj, act, scopes"},
    "policy_definition": {
        "p": "role, resource, action, scope, eft",
        "p2": "role, resource, fields, effect",
    },
    "role_definition": {"g": "_, _"},
    "policy_effect": {"e": "some(where (p.eft == allow)) && !some(where (p.eft == deny))"},
    "matchers": {
        "m": (
            'g(r.sub, p.role) && (p.resource == "*" || p.resource == r.obj)'
            ' && (p.action == "*" || p.action == r.act)'
            ' && (p.scope == "any" || p.scope in r.scopes)'
        )
    },
}
"""Each section's definitions. A line is `key = value` to the letter: what stands in a matcher is
code, and Casbin rewrites it before it runs it."""


def check_model_file(path: Path) -> list[PolicyProblem]:
    """Everything in the file that is not as it must be. Raises OSError for a missing file."""
    found: set[tuple[str, str]] = set()
    problems = []
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return [_refused(1, "the file is not UTF-8", "P001")]
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        odd = odd_character(line)
        if odd is not None:
            problems.append(_refused(number, f"{odd} has no place in a policy file", "P002"))
    for number, section, key, value in _definitions(lines):
        if (section, key) in found:
            problems.append(_refused(number, f"{key} stands twice"))
        found.add((section, key))
        wanted = EXPECTED.get(section, {}).get(key)
        if wanted is None:
            problems.append(_refused(number, f"{_called(section, key)} has no place here"))
        elif value != wanted:
            problems.append(_refused(number, f"{key} must be: {key} = {wanted}"))
    for section, definitions in EXPECTED.items():
        for key, wanted in definitions.items():
            if (section, key) not in found:
                problems.append(_refused(1, f"[{section}] lacks: {key} = {wanted}"))
    return sorted(problems, key=lambda problem: problem.line)


def _definitions(lines: list[str]) -> Iterator[tuple[int, str, str, str]]:
    """(line, section, key, value); a line without ` = ` is a key with an empty value."""
    section = ""
    for number, line in enumerate(lines, 1):
        bare = line.strip(" ")
        if not bare or bare.startswith("#"):
            continue
        if bare.startswith("[") and bare.endswith("]"):
            section = bare[1:-1]
            if section not in EXPECTED:
                yield number, section, "", ""
            continue
        key, _, value = bare.partition(" = ")
        yield number, section, key, value


def _called(section: str, key: str) -> str:
    if section and section not in EXPECTED:
        near = get_close_matches(section, EXPECTED, 1)
        return f'the section "{section}"' + (f' (did you mean "{near[0]}"?)' if near else "")
    return f'"{key}" of [{section}]'


def _refused(line: int, message: str, code: str = "P019") -> PolicyProblem:
    return PolicyProblem(MODEL_FILE, line, code, message)
