from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from generator.grammar.schema import json_schema, schema_text
from generator.load.document import read_document
from generator.load.nodes import Mapping, Node, Scalar, Sequence
from generator.problems import Problems

REPOSITORY = Path(__file__).parents[3]
GOOD = REPOSITORY / "tests" / "generator" / "cases" / "good" / "every_construct"
FILES = [
    *(REPOSITORY / "model.yaml", *sorted((REPOSITORY / "model").glob("*.yaml"))),
    *(GOOD / "model.yaml", *sorted((GOOD / "model").glob("*.yaml"))),
]


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema = json_schema()
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def plain(node: Node) -> Any:
    """The document as an editor sees it."""
    match node:
        case Mapping():
            return {entry.key: plain(entry.value) for entry in node}
        case Sequence():
            return [plain(item) for item in node.items]
        case Scalar(value=str() | bool() | int() | None):
            return node.value
    return float(node.text)


def document(text: str) -> Any:
    problems = Problems()
    node = read_document("f.yaml", text, problems)
    assert node is not None
    assert not problems.sorted()
    return plain(node)


@pytest.mark.parametrize("file", FILES, ids=[str(file.relative_to(REPOSITORY)) for file in FILES])
def test_the_files_of_a_good_model_are_valid(file: Path, validator: Draft202012Validator) -> None:
    assert [error.message for error in validator.iter_errors(document(file.read_text()))] == []


def field(text: str) -> str:
    return f"aggregate: x\nentities: {{Thing: {{fields: {{a: {text}}}}}}}"


def entity(text: str) -> str:
    return f"aggregate: x\nentities: {{Thing: {{{text}}}}}"


@pytest.mark.parametrize(
    "text",
    [
        "charter: 2\nname: x\naggregates: [a]",
        "charter: 1\naggregates: [a]",
        "charter: 1\nname: x\naggregates: []",
        "charter: 1\nname: x\naggregates: [A]",
        "charter: 1\nname: x\naggregates: [a]\njobs: {j: {every: 1 month, call: domain.a:f}}",
        "title: neither a root nor an aggregate",
        "aggregate: x\nentitees: {}",
        "aggregate: x\nentities: {thing: {}}",
        "aggregate: x\nenums: {Level: [low]}",
        field("strng"),
        field("{type: text, requred: true}"),
        field("{type: text, required: 'true'}"),
        field("{required: true}"),
        field("{type: string}"),
        field("{type: string, max: 3, enum: [a]}"),
        field("{type: int, pattern: x}"),
        field("{enum: [a], pattern: x}"),
        field("{type: text, many: true}"),
        field("{type: decimal, digits: 3}"),
        field("{enum: []}"),
        field("{enum: [Low]}"),
        entity("delete: sfot"),
        entity("fields: [a]"),
        entity("fields: {where: text}"),
        entity("relations: {owner: {}}"),
        entity("relations: {owner: {to: user}}"),
        entity(
            "states: {values: [a], initial: a, transitions: {go: {from: a, to: a, every: 1 day}}}"
        ),
        entity("actions: {run: {doc: Nothing.}}"),
        entity("actions: {run: {call: run}}"),
        entity("actions: {run: {call: domain.a:f, output: [Thing, Thing]}}"),
        entity("unique: [{fields: [a], nulls: same}]"),
        entity("rules: [{code: X}]"),
        entity("scopes: {own: null}"),
    ],
)
def test_a_bad_file_is_not_valid(text: str, validator: Draft202012Validator) -> None:
    assert not validator.is_valid(document(text))


def test_every_key_is_described() -> None:
    for table in json_schema()["$defs"].values():
        assert table["additionalProperties"] is False
        assert all(key["description"] for key in table["properties"].values())


def test_the_text_is_the_same_every_time() -> None:
    assert schema_text() == schema_text()
    assert json.loads(schema_text()) == json_schema()
