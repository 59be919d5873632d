from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.load.document import DEEPEST, read_document
from generator.load.nodes import Mapping, Scalar, Sequence
from generator.problems import At, Problems


def read(text: str) -> tuple[Mapping | None, list[str]]:
    problems = Problems()
    node = read_document("f.yaml", text, problems)
    return node, [str(problem) for problem in problems.sorted()]


def test_every_node_knows_its_line_and_column() -> None:
    node, problems = read('title: "Tüte"\nfields:\n  ref: {max: 20}\n  tags: [a, 2.50]\n')
    assert problems == []
    assert node is not None
    title, fields = node.entries
    assert (title.at, title.value.at) == (At("f.yaml", 1, 1), At("f.yaml", 1, 8))
    assert isinstance(fields.value, Mapping)
    ref, tags = fields.value.entries
    assert (ref.at, ref.key) == (At("f.yaml", 3, 3), "ref")
    assert isinstance(ref.value, Mapping)
    assert ref.value.entries[0].value == Scalar(At("f.yaml", 3, 14), "20", 20)
    assert isinstance(tags.value, Sequence)
    assert tags.value.items[1] == Scalar(At("f.yaml", 4, 13), "2.50", Decimal("2.50"))


def test_columns_count_characters_not_bytes() -> None:
    node, _ = read("{ä𝄞: x, b: y}")
    assert node is not None
    assert node.entries[1].at == At("f.yaml", 1, 9)


def test_a_quoted_scalar_is_text_whatever_it_looks_like() -> None:
    node, problems = read("a: 'no'\nb: \"12\"\nc: |\n  true\n'on': x\n")
    assert problems == []
    assert node is not None
    assert [entry.value.value for entry in node if isinstance(entry.value, Scalar)] == [
        "no", "12", "true", "x",
    ]  # fmt: skip
    assert isinstance(node.get("a"), Scalar)
    assert "on" in node


def test_the_first_of_two_equal_keys_is_kept() -> None:
    node, problems = read("a: 1\n'a': 2\n")
    assert problems == ['f.yaml:2:1: E002 duplicate key "a"; first said on line 1']
    assert node is not None
    assert node.get("a") == Scalar(At("f.yaml", 1, 4), "1", 1)


def test_what_is_disputed_is_reported_once_and_read_as_it_was_probably_meant() -> None:
    node, problems = read("required: yes\n")
    assert len(problems) == 1
    assert node is not None
    assert node.get("required") == Scalar(At("f.yaml", 1, 11), "yes", True)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("? [a]\n: b\n", "1:3: E006 a key must be a word"),
        ("? \n: b\n", "1:2: E006 a key must be a word"),
        ("", "1:1: E006 the file must hold a map"),
        ("# only a comment\n", "1:1: E006 the file must hold a map"),
        ("just text", "1:1: E006 the file must hold a map"),
        ('a: "\\0"\n', "1:4: E005 the text holds the character U+0000"),
        ('a: "\\ud800"\n', "1:7: E001 not YAML: found invalid Unicode character escape code"),
        ("a: *b\n", "1:4: E005 alias *b: anchors are not part of this language"),
    ],
)
def test_what_is_no_map_of_words_is_refused(text: str, message: str) -> None:
    node, problems = read(text)
    assert node is None
    assert problems[0].splitlines()[0] == f"f.yaml:{message}"


@pytest.mark.parametrize("depth", [DEEPEST + 1, 5_000])
def test_depth_is_bounded(depth: int) -> None:
    node, problems = read("a: " + "[" * depth + "]" * depth)
    assert node is None
    assert "nested deeper" in problems[0]


def test_a_parenthesis_in_quotes_is_not_taken_for_a_comma_too_many() -> None:
    node, problems = read('a: {b: x == "(", c: f(x)}\nd: [g(y), z]\n')
    assert problems == []
    assert node is not None


@given(st.text(alphabet=st.sampled_from("ab:-{}[],'\"#&*!|>%@\n ()?1.~ü\t"), max_size=60))
@settings(max_examples=400, deadline=None)
def test_no_text_makes_it_raise(text: str) -> None:
    node, problems = read(text)
    assert node is not None or problems
