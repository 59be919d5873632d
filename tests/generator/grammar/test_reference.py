"""docs/language.md says all that the grammar says, and its examples are right."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from generator.grammar.language import TABLES
from generator.grammar.reference import Example, examples, pages
from generator.grammar.schema import json_schema
from generator.grammar.shapes import Table
from generator.pipeline import check

ROOT = Path(__file__).parents[3]
ACCOUNT = ROOT / "charter" / "data" / "project" / "model" / "identity.yaml"
MODEL = {
    "charter": 1,
    "name": "example",
    "title": "Example",
    "roles": {"public": {"title": "Anyone", "doc": "Nobody in particular."}},
    "aggregates": ["identity", "things"],
}
FUNCTIONS = "".join(
    f"async def {name}() -> None: ...\n"
    for name in ("number", "tell", "grade", "hand_over", "remind")
)


@pytest.mark.parametrize("path", pages())
def test_the_pages_are_what_the_grammar_says(path: str) -> None:
    file = ROOT / path
    if os.environ.get("CHARTER_ACCEPT"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(pages()[path])
    assert file.read_text() == pages()[path]


def test_every_key_is_told_with_its_meaning() -> None:
    said = "".join(pages().values())
    for table in TABLES.values():
        section = said.split(f'<a id="{table.name}"></a>')[1].split("<a id=")[0]
        for key in table.keys:
            assert len(key.meaning) > 10, f"{table.name}.{key.name}"
            row = rf"^\| (\*\*)?`{key.name}`(\*\*)? \| .+ \| {re.escape(key.meaning)}"
            assert re.search(row, section, re.M), f"{table.name}.{key.name}"


def test_editors_show_the_same_texts() -> None:
    schema = json_schema()["$defs"]
    for table in TABLES.values():
        assert schema[table.name]["description"] == table.doc
        for key in table.keys:
            shown = schema[table.name]["properties"][key.name]["description"]
            assert shown.startswith(key.meaning)


@pytest.mark.parametrize("name", examples())
def test_an_example_passes_the_check(tmp_path: Path, name: str) -> None:
    _write(tmp_path, examples()[name])
    model, problems = check(tmp_path)
    told = [str(problem) for problem in problems.sorted()]
    assert told == []
    assert model is not None


@pytest.mark.parametrize("name", examples())
def test_an_example_is_right_in_an_editor(tmp_path: Path, name: str) -> None:
    validator = Draft202012Validator(json_schema())
    for file in _write(tmp_path, examples()[name]):
        # JSON has no dates, which YAML reads as such.
        content = json.loads(json.dumps(yaml.safe_load(file.read_text()), default=str))
        assert [error.message for error in validator.iter_errors(content)] == []


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_an_example_shows_a_key_of_its_table(table: Table) -> None:
    keys = [key.name for key in table.keys]
    said = examples()[table.name].text
    assert any(re.search(rf"\b{key}:", said) for key in keys)


def _write(folder: Path, example: Example) -> list[Path]:
    """The example as part of a whole project; gives the files of its own."""
    read = yaml.safe_load(example.text)
    fields = {"title": {"type": "string", "max": 80}}
    entity: dict[str, Any] = {"doc": "Something.", "label": "title", "fields": fields}
    root: dict[str, Any] = dict(MODEL)
    things: dict[str, Any] = {"aggregate": "things", "title": "Things"}
    match example.within:
        case "root":
            root |= read
        case "file":
            things = read
        case "aggregate":
            things |= read
        case "entity":
            entity |= read | {"fields": fields | read.get("fields", {})}
    things.setdefault("entities", {"Thing": entity})
    root["aggregates"] = ["identity", things["aggregate"]]
    files = [folder / "model.yaml", folder / "model" / f"{things['aggregate']}.yaml"]
    files[1].parent.mkdir()
    for file, content in zip(files, (root, things), strict=True):
        file.write_text(yaml.safe_dump(content, sort_keys=False))
    shutil.copy(ACCOUNT, folder / "model")
    shutil.copytree(ACCOUNT.parents[1] / "domain", folder / "domain")
    for module in ("things", "tasks"):
        (folder / "domain" / f"{module}.py").write_text(FUNCTIONS)
    return files
