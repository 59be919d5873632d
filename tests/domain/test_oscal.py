from typing import Any

import pytest

from domain.oscal import code_of, read_catalogue
from runtime.problems import Invalid

CATALOGUE: dict[str, Any] = {
    "catalog": {
        "metadata": {
            "title": "Test catalogue",
            "version": "1.0",
            "parties": [{"type": "person", "name": "Ann"}, {"type": "organization", "name": "Org"}],
        },
        "params": [{"id": "everywhere", "label": "a common thing"}],
        "groups": [
            {
                "id": "ac",
                "title": "Access",
                "controls": [
                    {
                        "id": "ac-1",
                        "title": "Accounts",
                        "params": [
                            {"id": "p1", "label": "frequency"},
                            {
                                "id": "p2",
                                "select": {"choice": ["at once", "{{ insert: param, p1 }}"]},
                            },
                        ],
                        "props": [
                            {"name": "label", "value": "AC-01", "class": "zero-padded"},
                            {"name": "label", "value": "AC-1"},
                        ],
                        "parts": [
                            {
                                "name": "statement",
                                "prose": "Review {{ insert: param, p2 }}:",
                                "parts": [
                                    {
                                        "name": "item",
                                        "props": [{"name": "label", "value": "a."}],
                                        "prose": "with {{ insert: param, everywhere }}.",
                                    }
                                ],
                            },
                            {"name": "assessment-method", "prose": "not wanted"},
                        ],
                        "controls": [
                            {"id": "ac-1.1", "title": "More"},
                            {
                                "id": "ac-1.2",
                                "title": "Gone",
                                "props": [{"name": "status", "value": "withdrawn"}],
                                "controls": [{"id": "ac-1.2.1", "title": "Stays"}],
                            },
                        ],
                    }
                ],
                "groups": [{"id": "sub", "title": "Below"}],
            }
        ],
    }
}


def test_groups_controls_and_enhancements_form_a_tree() -> None:
    items = read_catalogue(CATALOGUE).items
    assert [(one.ref, one.level, one.parent, one.is_assessable) for one in items] == [
        ("AC", "chapter", None, False),
        ("SUB", "section", "AC", False),
        ("AC-1", "control", "AC", True),
        ("AC-1.1", "enhancement", "AC-1", True),
        ("AC-1.2.1", "enhancement", "AC-1", True),
    ]
    assert [one.position for one in items] == [0, 1, 2, 3, 4]


def test_a_withdrawn_control_is_counted_and_skipped() -> None:
    assert read_catalogue(CATALOGUE).withdrawn == 1


def test_the_text_names_its_parameters() -> None:
    control = read_catalogue(CATALOGUE).items[2]
    assert control.body == (
        "Review [Selection: at once; [Assignment: frequency]]:\n"
        "a. with [Assignment: a common thing]."
    )


def test_what_the_catalogue_says_of_itself() -> None:
    found = read_catalogue(CATALOGUE["catalog"])
    assert (found.code, found.edition, found.name) == ("TEST-CATALOGUE", "1.0", "Test catalogue")
    assert found.issuer == "Org"


def test_long_titles_that_begin_alike_get_codes_of_their_own() -> None:
    title = "NIST Special Publication 800-53 Revision 5.1.1 {} IMPACT BASELINE"
    codes = {code_of(title.format(word)) for word in ("LOW", "MODERATE", "HIGH")}
    assert len(codes) == 3
    assert all(len(code) <= 40 for code in codes)


def test_text_that_the_database_cannot_hold_is_replaced() -> None:
    document = {"metadata": {"title": "A\x00B\ud800", "version": "1"}}
    assert read_catalogue(document).name == "A�B�"


METADATA = {"title": "T", "version": "1"}


@pytest.mark.parametrize(
    ("document", "pointer"),
    [
        (1, ""),
        ({"catalog": []}, "/catalog"),
        ({}, "/metadata"),
        ({"metadata": {"version": "1"}}, "/metadata/title"),
        ({"metadata": {"title": "T", "version": 1}}, "/metadata/version"),
        ({"metadata": METADATA, "groups": {}}, "/groups"),
        ({"metadata": METADATA, "groups": [1]}, "/groups/0"),
        ({"metadata": METADATA, "controls": [{"title": "T"}]}, "/controls/0/id"),
        ({"metadata": METADATA, "controls": [{"id": "a"}]}, "/controls/0/title"),
        (
            {"metadata": METADATA, "controls": [{"id": "a", "title": "T"}] * 2},
            "/controls/1",
        ),
    ],
)
def test_what_is_no_catalogue_is_refused_where_it_is_wrong(document: object, pointer: str) -> None:
    with pytest.raises(Invalid) as refusal:
        read_catalogue(document)
    assert [found.pointer for found in refusal.value.errors] == [f"/catalogue{pointer}"]


def test_endless_nesting_is_refused() -> None:
    control: dict[str, Any] = {"id": "x", "title": "T"}
    for number in range(40):
        control = {"id": f"x{number}", "title": "T", "controls": [control]}
    with pytest.raises(Invalid):
        read_catalogue({"metadata": METADATA, "controls": [control]})
