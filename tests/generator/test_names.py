from __future__ import annotations

import keyword

import pytest
from sqlmodel import SQLModel

from generator import names, reserved


@pytest.mark.parametrize(
    ("camel", "snake"),
    [
        ("Risk", "risk"),
        ("ChangeRequest", "change_request"),
        ("AIAssessment", "ai_assessment"),
        ("ISMSScope", "isms_scope"),
        ("DPIA", "dpia"),
        ("DPIARisk", "dpia_risk"),
        ("SoAEntry", "so_a_entry"),
        ("OAuth2Client", "o_auth2_client"),
    ],
)
def test_an_acronym_is_one_word(camel: str, snake: str) -> None:
    assert names.snake(camel) == snake


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("policy", "policies"),
        ("isms_policy", "isms_policies"),
        ("survey", "surveys"),
        ("risk_matrix", "risk_matrices"),
        ("class", "classes"),
        ("data_breach", "data_breaches"),
        ("status", "statuses"),
        ("box", "boxes"),
        ("analysis", "analyses"),
        ("axis", "axes"),
        ("series", "series"),
        ("person", "people"),
        ("statement_of_applicability", "statements_of_applicability"),
        ("of", "ofs"),
        ("order", "orders"),
        ("user", "users"),
    ],
)
def test_plurals(one: str, many: str) -> None:
    assert names.plural(one) == many


@pytest.mark.parametrize(
    ("name", "title", "plural"),
    [
        ("RiskMatrix", "Risk matrix", "Risk matrices"),
        ("AISystem", "AI system", "AI systems"),
        ("DPIA", "DPIA", "DPIAs"),
        ("StatementOfApplicability", "Statement of applicability", "Statements of applicability"),
    ],
)
def test_titles_keep_acronyms(name: str, title: str, plural: str) -> None:
    assert names.title(name) == title
    assert names.plural_title(name) == plural


def test_a_field_is_said_in_words() -> None:
    assert names.title("due_on") == "Due on"
    assert names.title("title") == "Title"


def test_every_attribute_of_the_base_classes_is_avoided() -> None:
    inherited = {name for name in dir(SQLModel) if not name.startswith("_")}
    assert inherited <= reserved.MODEL_ATTRIBUTES
    for name in inherited | set(keyword.kwlist):
        assert names.attribute(name) not in inherited
        assert not keyword.iskeyword(names.attribute(name))


@pytest.mark.parametrize(
    ("name", "attribute"),
    [
        ("title", "title"),
        ("id", "id"),
        ("type", "type"),
        ("class", "class_"),
        ("metadata", "metadata_"),
        ("date", "date_"),
        ("model_name", "model_name"),
        ("model_dump", "field_model_dump_"),
        ("model_validate_x", "field_model_validate_x_"),
    ],
)
def test_attributes(name: str, attribute: str) -> None:
    assert names.attribute(name) == attribute


def test_modules_and_classes_step_aside() -> None:
    assert names.module("class") == "class_"
    assert names.module("models") == "models_"
    assert names.module("order") == "order"
    assert names.class_name("None") == "None_"
    assert names.class_name("Order") == "Order"


@pytest.mark.parametrize(
    ("value", "member"),
    [
        ("none", "NONE"),
        ("p1", "P1"),
        ("in_review", "IN_REVIEW"),
        ("10_49", "V_10_49"),
        ("class", "CLASS"),
        ("name", "NAME_"),
    ],
)
def test_enum_members(value: str, member: str) -> None:
    assert names.enum_member(value) == member
    assert member.isidentifier()


def test_members_stay_apart() -> None:
    assert names.enum_member("a", {"A"}) == "A_2"
    assert names.enum_member("a", {"A", "A_2"}) == "A_3"


def test_only_what_needs_quotes_gets_them() -> None:
    assert names.quoted("title") == "title"
    assert names.quoted("order") == '"order"'
    assert names.quoted("values") == '"values"'
    assert names.quoted("Title") == '"Title"'
    assert names.quoted('a"b') == '"a""b"'


def test_long_names_are_cut_and_stay_apart() -> None:
    columns = ("compensating_controls_of_the_former_owner", "valid_until")
    one = names.unique("risk_acceptances", columns)
    other = names.unique("risk_acceptances", (*columns, "title"))
    assert len(one.encode()) <= names.SQL_LIMIT
    assert one != other
    assert one == names.unique("risk_acceptances", columns)
    assert names.unique("risks", ("ref",)) == "uq_risks_ref"


def test_partial_keys_are_told_from_whole_ones() -> None:
    whole = names.unique("risks", ("ref",))
    assert names.unique("risks", ("ref",), 'status == "open"').startswith(f"{whole}_")


def test_a_link_of_an_entity_with_itself_has_two_columns() -> None:
    assert names.link_columns("risk", "control") == ("risk_id", "control_id")
    assert names.link_columns("control", "control") == ("control_id", "other_control_id")


@pytest.mark.parametrize(
    ("enum", "sql_type"),
    [("RiskLevel", "risk_level"), ("Interval", "interval_enum"), ("Points", "points_enum")],
)
def test_types_of_ordered_enums(enum: str, sql_type: str) -> None:
    assert names.sql_type(enum, {"points"}) == sql_type


def test_a_rule_keeps_its_constraint_wherever_it_stands() -> None:
    assert names.rule_constraint("risks", "OWN_PARENT", "parent != row") == "ck_risks_own_parent"
    unnamed = names.rule_constraint("risks", None, "a < b")
    assert unnamed == f"ck_risks_rule_{names.digest('a < b')}"
