"""The registry of problem codes: what each means, told at length with an example.

A code is stable: it is never reused for another problem. The stories are data under
`generator/data/`: E of the model, P of the policy files, M of migrations. This module reads,
tells and publishes them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files

import yaml

from generator.load.suggest import did_you_mean

_FILES = ("problems.yaml", "policies.yaml", "migrations.yaml")
_INTRODUCTION = """\
# Problems

Every problem that `charter check` reports has a code: E of the model, P of the policy files. What
a migration would do that somebody has to mean has one too: M. `charter explain E012` tells in the
terminal what the pages linked here tell. A code is stable and never reused.
"""
_GROUPS = (
    ("files", "Files and spelling", "E001", "E010"),
    ("declarations", "Names, fields and relations", "E011", "E022"),
    ("actions", "States, transitions and actions", "E023", "E030"),
    ("expressions", "Expressions, and the model as a whole", "E031", "E099"),
    ("policies", "Policy files", "P001", "P020"),
    ("reviews", "Tests and invariants of a policy", "P021", "P099"),
    ("migrations", "Migrations", "M001", "M199"),
)
"""The pages of the docs: file name, title, first and last code."""


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of problem: `bad` is the shortest example that has it, `good` the same one mended."""

    code: str
    title: str
    explanation: str
    bad: str
    good: str


def _read() -> dict[str, Code]:
    found: dict[str, Code] = {}
    for name in _FILES:
        text = files("generator").joinpath("data", name).read_text(encoding="utf-8")
        for code, story in yaml.load(text, Loader=yaml.CSafeLoader).items():
            words = (story["title"], story["story"].strip(), story["bad"], story["good"])
            found[code] = Code(code, *words)
    return found


CODES: dict[str, Code] = _read()
"""Every code, in order."""


def known(code: str) -> Code:
    """The code of that name; case does not count, nor do missing zeros: `e12` is E012.

    Raises:
        KeyError: there is no such code; the message names the nearest.
    """
    said = code.strip().upper()
    if short := re.fullmatch(r"([A-Z])(\d{1,3})", said):
        said = f"{short[1]}{int(short[2]):03}"
    if said not in CODES:
        raise KeyError(f'no problem has the code "{code}"{did_you_mean(said, CODES)}')
    return CODES[said]


def story(code: str) -> str:
    """The long story of a code as plain text, for the terminal; case does not count.

    Raises:
        KeyError: there is no such code; the message names the nearest.
    """
    found = known(code)
    return (
        f"{found.code} {found.title}\n\n{found.explanation}\n\n"
        f"Instead of\n\n{_indented(found.bad)}\nwrite\n\n{_indented(found.good)}"
    )


def problems_pages() -> dict[str, str]:
    """The stories as pages of Markdown by path: an index and, under it, a page for each group."""
    pages = {"docs/problems.md": _INTRODUCTION + "".join(_index(*group) for group in _GROUPS)}
    for file, title, first, last in _GROUPS:
        sections = "".join(_section(code) for code in _between(first, last))
        pages[f"docs/problems/{file}.md"] = (
            f"# {title}\n\n[All problems](../problems.md)\n{sections}"
        )
    return pages


def _between(first: str, last: str) -> list[Code]:
    return [code for name, code in CODES.items() if first <= name <= last]


def _index(file: str, title: str, first: str, last: str) -> str:
    links = (
        f"- [{code.code}](problems/{file}.md#{code.code.lower()}) {code.title}\n"
        for code in _between(first, last)
    )
    return f"\n## {title}\n\n{''.join(links)}"


def _section(code: Code) -> str:
    language = "yaml" if code.code.startswith("E") else "text"
    return (
        f'\n<a id="{code.code.lower()}"></a>\n\n## {code.code} {code.title}\n\n'
        f"{code.explanation}\n\nInstead of\n\n```{language}\n{code.bad}```\n\n"
        f"write\n\n```{language}\n{code.good}```\n"
    )


def _indented(text: str) -> str:
    return "".join(f"    {line}\n" for line in text.splitlines())
