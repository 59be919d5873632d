from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.grammar.language import TABLES
from generator.grammar.tables import markdown, refresh
from tests.generator.specs import grammar_problems, write_spec

DOCS = Path(__file__).parents[3] / "docs"
PAGES = [DOCS / "model-language.md", DOCS / "model-behaviour.md"]


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_the_reference_shows_the_tables_of_the_grammar(page: Path) -> None:
    assert refresh(page.read_text()) == page.read_text()


def test_the_reference_shows_every_table_once() -> None:
    marks = [mark for page in PAGES for mark in re.findall(r"<!-- keys of (\w+)", page.read_text())]
    assert sorted(marks) == sorted(TABLES)


def test_the_small_model_of_the_reference_is_correct(tmp_path: Path) -> None:
    page = PAGES[0].read_text()
    [example] = re.findall(r"# model/training.yaml\naggregate: .*?\n(.*?)```", page, re.DOTALL)
    assert grammar_problems(write_spec(tmp_path, things=example)) == []


def test_a_required_key_is_bold_and_says_so() -> None:
    rows = markdown(TABLES["job"]).splitlines()
    assert rows[3] == "| **`call`** | function | The function. | required |"


def test_a_mark_of_no_table_is_an_error() -> None:
    with pytest.raises(KeyError, match="nothing"):
        refresh("<!-- keys of nothing -->\n<!-- end -->")
