from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.load import load
from generator.problems import Problems
from tests.generator.specs import ROOT, grammar_problems, write_spec


def test_aggregates_come_in_the_order_of_the_root(tmp_path: Path) -> None:
    write_spec(tmp_path, root="charter: 1\naggregates: [zebra, apple]\n")
    for name in ("apple", "zebra"):
        (tmp_path / "model" / f"{name}.yaml").write_text(f"aggregate: {name}\n")
    problems = Problems()
    source = load(tmp_path, problems)
    assert source is not None
    assert list(source.aggregates) == ["zebra", "apple"]
    assert not problems.sorted()


def test_a_folder_without_a_model_is_told_so(tmp_path: Path) -> None:
    [message] = grammar_problems(tmp_path)
    assert message.startswith("model.yaml:1:1: E009 model.yaml does not exist\n")
    assert "--project names it" in message


def test_a_file_that_is_a_folder_is_no_crash(tmp_path: Path) -> None:
    write_spec(tmp_path)
    (tmp_path / "model" / "things.yaml").mkdir()
    [message] = grammar_problems(tmp_path)
    assert message.startswith("model/things.yaml:1:1: E009 model/things.yaml cannot be read: ")


def test_a_file_that_is_not_read_is_a_warning_only(tmp_path: Path) -> None:
    write_spec(tmp_path, things="entities: {}\n")
    (tmp_path / "model" / "more.yaml").write_text("aggregate: more\n")
    (tmp_path / "model" / "other.yml").write_text("aggregate: other\n")
    problems = Problems()
    load(tmp_path, problems)
    assert not problems.errors
    assert [str(problem).split(": ", 1)[1] for problem in problems.sorted()] == [
        "E009 warning: model/more.yaml is not read: model.yaml does not list it under aggregates",
        "E009 warning: model/other.yml is not read: its ending must be .yaml",
    ]


def test_a_name_cannot_lead_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "outside.yaml").write_text("aggregate: outside\n")
    project = tmp_path / "project"
    project.mkdir()
    write_spec(project, root="charter: 1\nname: x\naggregates: [../../outside]\n")
    problems = Problems()
    source = load(project, problems)
    assert source is not None
    assert source.aggregates == {}
    assert "E010" in grammar_problems(project)[0]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\xef\xbb\xbfcharter: 1\n", "1:1: E005 the file begins with a byte order mark"),
        ("charter: 1\n".encode("utf-16"), "1:1: E005 the file begins with a byte order mark"),
        (b"charter: 1\ntitle: caf\xe9\n", "2:11: E005 byte 0xe9 is not UTF-8"),
        (b"charter: 1\r\n\ttitle: x\n", "2:1: E005 a tab; tabs are not part of this language"),
        (
            "title: a\u2028b\n".encode(),
            "1:9: E005 the character U+2028 is not part of this language",
        ),
        (b"title: a\x00b\n", "1:9: E005 the character U+0000 is not part of this language"),
        (b"title: a\xc2\x85b\n", "1:9: E005 the character U+0085 is not part of this language"),
    ],
)
def test_only_plain_utf_8_is_read(tmp_path: Path, data: bytes, message: str) -> None:
    write_spec(tmp_path, root=data)
    assert grammar_problems(tmp_path)[0].splitlines()[0] == f"model.yaml:{message}"


@given(st.binary(max_size=200))
@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_bytes_make_it_raise(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "model").mkdir(exist_ok=True)
    (tmp_path / "model.yaml").write_text(ROOT)
    (tmp_path / "model" / "things.yaml").write_bytes(data)
    assert grammar_problems(tmp_path)
