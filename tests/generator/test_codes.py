from __future__ import annotations

import re
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory

import pytest

from generator.codes import CODES, Code, problems_pages, story
from tests.generator.specs import all_problems, grammar_problems, migrate, write_spec

REPOSITORY = Path(__file__).parents[2]


def test_every_code_has_its_story_in_order() -> None:
    numbers = {"E": [*range(1, 45)], "P": [*range(1, 26)], "M": [*range(1, 9), *range(101, 106)]}
    told = [f"{letter}{number:03}" for letter, there in numbers.items() for number in there]
    assert list(CODES) == told
    assert len({code.title for code in CODES.values()}) == len(CODES)


PLATFORM = """\
aggregate: identity
entities:
  User: {fields: {full_name: {type: string, max: 200}}}
  Project: {fields: {name: text}}
  Task: {fields: {name: text}}
  BusinessUnit: {fields: {name: text}}
  RoleAssignment:
    fields: {role: {enum: Role, required: true}}
    relations:
      user: {to: User, required: true}
      scope: {to: [BusinessUnit]}
"""
# What is stable is compared with the migrations; who sees a part of the rows, a policy says.
ELSEWHERE = {"E041", "E042"}
OF_THE_MODEL = [code for name, code in CODES.items() if name.startswith("E")]


def _codes_of(example: str, folder: Path) -> set[str]:
    """The codes found in an example; what it leaves out of the platform does not count."""
    folder.mkdir()
    if example.startswith("charter:"):
        project = write_spec(folder, root=example)
        (project / "model" / "orders.yaml").write_text("aggregate: orders\n")
        return _codes(grammar_problems(project))
    root = "charter: 1\nname: x\nroles: {admin: {}}\naggregates: [platform, things]\n"
    project = write_spec(folder, things=example, root=root)
    own = re.findall(r"^  ([A-Z]\w+):", example, re.MULTILINE)
    lines = [line for line in PLATFORM.splitlines() if line.split(":")[0].strip() not in own]
    platform = "\n".join(lines).replace("identity", "platform")
    (project / "model" / "platform.yaml").write_text(platform)
    (project / "domain").mkdir()
    (project / "domain" / "risk.py").write_text("def score() -> None: ...\n")
    return _codes(all_problems(project))


def _codes(lines: list[str]) -> set[str]:
    errors = [line for line in lines if not re.search(r": E0(39|43) warning: ", line)]
    return {line.split(": ")[1].split(" ")[0] for line in errors}


@pytest.mark.parametrize("code", OF_THE_MODEL, ids=[code.code for code in OF_THE_MODEL])
def test_the_bad_example_has_the_problem_and_the_good_one_has_none(
    code: Code, tmp_path: Path
) -> None:
    if code.code in ELSEWHERE:
        for example in (code.bad, code.good):
            with TemporaryDirectory() as folder:
                assert grammar_problems(write_spec(Path(folder), things=example)) == []
        return
    assert code.code in _codes_of(code.bad, tmp_path / "bad")
    assert _codes_of(code.good, tmp_path / "good") <= {"E044"}


def test_what_is_stable_may_stay_and_may_not_change(tmp_path: Path) -> None:
    said = CODES["E041"]
    case = REPOSITORY / "tests" / "generator" / "cases" / "bad" / "E041_what_is_stable"
    root = "charter: 1\nname: x\nroles: {admin: {}}\naggregates: [identity, things]\n"
    project = write_spec(tmp_path, things=said.good, root=root)
    copy(case / "model" / "identity.yaml", project / "model")
    migrate(project)
    assert _codes(all_problems(project)) == set()
    (project / "model" / "things.yaml").write_text(f"aggregate: things\n{said.bad}")
    assert _codes(all_problems(project)) == {"E041"}


def test_a_story_holds_explanation_and_both_examples() -> None:
    told = story(" e012 ")
    assert told.startswith("E012 Two entities take the same place\n")
    assert "      AnalysisBatch: {path: analysis-batches}" in told


def test_an_unknown_code_is_refused_by_name() -> None:
    with pytest.raises(KeyError, match="E999"):
        story("E999")


def test_the_pages_in_docs_are_up_to_date() -> None:
    for path, text in problems_pages().items():
        assert (REPOSITORY / path).read_text() == text


def test_every_code_has_its_place_on_the_pages() -> None:
    pages = problems_pages()
    links = re.findall(r"\[([EPM]\d+)\]\((.*?)#([epm]\d+)\)", pages["docs/problems.md"])
    assert [code for code, _, _ in links] == list(CODES)
    for _, path, anchor in links:
        assert f'<a id="{anchor}"></a>' in pages[f"docs/{path}"]


def test_no_page_is_too_long_to_review() -> None:
    for text in problems_pages().values():
        assert len(text.splitlines()) <= 500
