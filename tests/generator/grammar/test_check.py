from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.grammar import check_grammar
from generator.grammar.language import TABLES
from generator.grammar.shapes import Either, ListOf, MapOf, Record, Shape, Split, Table
from generator.load import load
from generator.load.document import read_document
from generator.load.nodes import Mapping, Node, Sequence, Source
from generator.problems import Problems
from tests.generator.specs import grammar_problems

GOOD = Path(__file__).parents[1] / "cases" / "good" / "every_construct"
BOOKS = (GOOD / "model" / "books.yaml").read_text()


def check(things: str) -> list[str]:
    problems = Problems()
    root = read_document("model.yaml", "charter: 1\nname: x\naggregates: [things]\n", problems)
    node = read_document("f.yaml", f"aggregate: things\n{things}", problems)
    assert root is not None
    if node:
        check_grammar(Source(root, {"things": node}), problems)
    return [str(problem) for problem in problems.sorted()]


def test_a_spec_of_every_construct_passes() -> None:
    assert grammar_problems(GOOD) == []


def test_that_spec_leaves_out_no_key_of_the_language() -> None:
    source = load(GOOD, Problems())
    assert source is not None
    used: set[tuple[str, str]] = set()
    _collect(source.root, Record("root"), used)
    for node in source.aggregates.values():
        _collect(node, Record("aggregate"), used)
    assert used == {(table.name, key.name) for table in TABLES.values() for key in table.keys}


def _collect(node: Node, shape: Shape, used: set[tuple[str, str]]) -> None:
    """Walks a well-shaped tree, noting every key of every table that it uses."""
    match shape, node:
        case Either(), Mapping() if shape.mapping:
            _collect(node, shape.mapping, used)
        case Either(), Sequence() if shape.sequence:
            _collect(node, shape.sequence, used)
        case Split(), Mapping():
            _collect(node, shape.having if shape.key in node else shape.lacking, used)
        case ListOf(), Sequence():
            for item in node.items:
                _collect(item, shape.item, used)
        case MapOf(), Mapping():
            for entry in node:
                _collect(entry.value, shape.value, used)
        case Record(), Mapping():
            for entry in node:
                key = TABLES[shape.table].key(entry.key)
                assert key is not None
                used.add((shape.table, entry.key))
                _collect(entry.value, key.shape, used)


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_the_keys_of_the_language_are_safe_words_with_a_meaning(table: Table) -> None:
    for key in table.keys:
        assert key.name not in {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}
        assert key.meaning.endswith(".")
        assert len(key.meaning) > 10


def test_a_place_that_yaml_itself_disputes_is_reported_once() -> None:
    problems = check("entities: {Thing: {fields: {a: {type: int, min: 0777, required: yes}}}}")
    assert [line.split(": ")[1][:4] for line in problems] == ["E004", "E004"]


def test_a_misspelt_key_is_not_missed_as_well() -> None:
    problems = check("entities: {Thing: {relations: {owner: {too: User}}}}")
    assert problems == ['f.yaml:2:40: E003 unknown key "too" of a relation: did you mean "to"?']


@pytest.mark.parametrize(
    "field",
    [
        "{type: int, max: 3.5}", "{type: int, max: '3'}", "{type: string, max: -1}",
        "{type: string, max: other}", "{type: datetime, min: 2026-11-01}",
        "{type: time, min: '25:00'}", "{type: duration, max: 3}", "{type: file, max: 25 MiB}",
        "{type: decimal, digits: 5, places: 2, max: Price}", "{type: date, max: tomorrow!}",
    ],
)  # fmt: skip
def test_a_bound_has_the_kind_of_its_type(field: str) -> None:
    [problem] = check(f"entities: {{Thing: {{fields: {{a: {field}}}}}}}")
    assert ": E006 " in problem


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_a_mutilated_spec_never_makes_it_raise(data: st.DataObject) -> None:
    lines = BOOKS.splitlines()
    for _ in range(data.draw(st.integers(1, 4))):
        position = data.draw(st.integers(0, len(lines) - 1))
        column = data.draw(st.integers(0, len(lines[position])))
        inserted = data.draw(st.sampled_from(("", *"{[]}: x',-")))
        cut = data.draw(st.integers(0, 3))
        line = lines[position]
        lines[position] = line[:column] + inserted + line[column + cut :]
    problems = Problems()
    node = read_document("f.yaml", "\n".join(lines), problems)
    if node:
        check_grammar(Source(node, {"things": node}), problems)
        assert problems.errors  # as a root it is none
    else:
        assert problems.errors
