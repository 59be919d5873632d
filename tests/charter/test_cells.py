"""Rows in files: what a cell becomes, and back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.cells import RowFormat, csv_record, read_rows, to_cell
from charter.shell import RefusedError
from generated.registry import REGISTRY

COMPANY = REGISTRY["company_profile"]


def read(folder: Path, text: str, form: RowFormat = RowFormat.CSV) -> list[tuple[int, Any]]:
    path = folder / "rows"
    path.write_text(text)
    return [(line.number, line.fault or line.row) for line in read_rows(path, form, COMPANY)]


def test_cells_become_the_values_that_json_has(tmp_path: Path) -> None:
    text = (
        "legal_name,uses_ai,operating_countries,target_markets,vat_id\n"
        'A,true,DE;FR,"[""a;b"", ""c""]",\n'
        "B,FALSE,DE,,00123\n"
    )
    assert read(tmp_path, text) == [
        (
            2,
            {
                "legal_name": "A",
                "uses_ai": True,
                "operating_countries": ["DE", "FR"],
                "target_markets": ["a;b", "c"],
            },
        ),
        (
            3,
            {
                "legal_name": "B",
                "uses_ai": False,
                "operating_countries": ["DE"],
                "vat_id": "00123",
            },
        ),
    ]


def test_numbers_are_numbers_and_what_is_none_stays_text(tmp_path: Path) -> None:
    risk = REGISTRY["risk"]
    path = tmp_path / "risks.csv"
    path.write_text("title,inherent_likelihood,inherent_impact\nA,3,four\n")
    (line,) = read_rows(path, RowFormat.CSV, risk)
    assert line.row == {"title": "A", "inherent_likelihood": 3, "inherent_impact": "four"}


def test_lines_are_those_of_the_file(tmp_path: Path) -> None:
    text = '\ufefflegal_name,vat_id\n"two\nlines",1\n\nshort\nlast,2\n'
    assert read(tmp_path, text) == [
        (2, {"legal_name": "two\nlines", "vat_id": "1"}),
        (5, "1 cells under 2 columns"),
        (6, {"legal_name": "last", "vat_id": "2"}),
    ]


def test_json_lines_report_what_is_none(tmp_path: Path) -> None:
    text = '{"vat_id": null}\n\n[1]\n{"a"\n'
    assert read(tmp_path, text, RowFormat.JSONL) == [
        (1, {"vat_id": None}),
        (3, "an object is expected on each line"),
        (4, "this is no JSON"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the names of the fields are expected"),
        ("legal_nam\nA\n", '"legal_nam" is no field of company_profile'),
        ("vat_id,vat_id\n1,2\n", '"vat_id" stands twice'),
        ('vat_id\n"open\n', "this is no CSV"),
    ],
)
def test_a_file_that_cannot_be_rows_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(RefusedError, match=message):
        read(tmp_path, text)


def test_foreign_bytes_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "rows"
    path.write_bytes(b"vat_id\n\xff\n")
    with pytest.raises(RefusedError, match="not UTF-8"):
        list(read_rows(path, RowFormat.CSV, COMPANY))


TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), min_size=1, max_size=20
)


@given(name=TEXT, markets=st.lists(TEXT, max_size=4), flag=st.booleans())
def test_what_is_written_is_read_again(name: str, markets: list[str], flag: bool) -> None:
    import tempfile

    row = {"legal_name": name, "target_markets": markets, "uses_ai": flag, "vat_id": None}
    names = list(row)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows"
        path.write_text(
            ",".join(names) + "\n" + csv_record(row, names) + "\n", encoding="utf-8", newline=""
        )
        (line,) = read_rows(path, RowFormat.CSV, COMPANY)
    assert line.row == {key: value for key, value in row.items() if value is not None}


def test_objects_are_cells_of_json() -> None:
    assert json.loads(to_cell({"low": 4})) == {"low": 4}
    assert to_cell([]) == "[]"
    assert to_cell(["a;b"]) == '["a;b"]'
