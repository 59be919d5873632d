"""What a change of the model does to access is told beside what the policy does."""

from __future__ import annotations

from pathlib import Path

from tests.charter.policy.changing import (
    ACCOUNT,
    NOTHING,
    OFFICE,
    OWN_OF_ORDER,
    STOCK,
    at,
    commit,
    diff,
    documents,
    edit,
    git,
    lines,
    said,
    write,
)


def test_a_scope_is_told_in_words_with_the_rules_that_use_it(project: Path) -> None:
    wider = "scopes: {own: user == actor or created_by == actor}\n    frozen"
    edit(project, OFFICE, OWN_OF_ORDER, wider)
    used = [n for n, rule in enumerate(lines(project), 1) if rule.startswith("p, visitor, order")]
    sentence = (
        "  own of order now means: user is the actor or created by is the actor; it was: user is "
        f"the actor; {len(used)} rules use it {at(', '.join(map(str, used)))}"
    )
    assert said(project) == ["Granted:", sentence]
    (document,) = documents(project)
    assert (document["scopes"], document["resources"]) == (["own"], ["order"])
    commit(project)
    edit(project, OFFICE, wider, OWN_OF_ORDER)
    assert said(project)[0] == "Taken away:"
    edit(
        project,
        OFFICE,
        OWN_OF_ORDER,
        "scopes: {own: created_by == actor and user == actor}\n    frozen",
    )
    assert said(project)[0] == "Taken away:"
    edit(project, OFFICE, "created_by == actor and user == actor", "updated_by == actor")
    assert said(project)[0] == "Changed:"


def test_a_scope_is_looked_at_through_computed_fields(project: Path) -> None:
    edit(project, OFFICE, "limit:  {", "dear: {type: bool, computed: limit > 3}\n      limit:  {")
    edit(project, OFFICE, OWN_OF_ORDER, "scopes: {own: user == actor and dear}\n    frozen")
    commit(project)
    edit(project, OFFICE, "computed: limit > 3", "computed: limit > 1")
    title, shown, meant = said(project)
    assert title == "Changed:"
    assert shown == "  dear of order now shows: limit is more than 1; it was: limit is more than 3"
    assert meant.startswith("  own of order now means: user is the actor and dear, and what this")


def test_what_is_frozen_is_told(project: Path) -> None:
    edit(project, OFFICE, '    frozen: state == "paid"\n', "")
    sentence = 'rows of order are no longer frozen; they were, while state is "paid"'
    assert said(project) == ["Granted:", f"  {sentence}"]
    commit(project)
    edit(project, OFFICE, OWN_OF_ORDER[:28], OWN_OF_ORDER[:28] + "\n    frozen: limit > 3")
    assert said(project)[0] == "Taken away:"
    assert "rows of order are now frozen while limit is more than 3: nobody" in said(project)[1]


def test_four_eyes_are_told(project: Path) -> None:
    pay = "pay:    {from: open, to: paid, "
    edit(project, OFFICE, pay, f"{pay}four_eyes: [user], ")
    takers = "(who may take it: admin, clerk and visitor)"
    taken = f"four eyes: pay of order is now refused to the row's user {takers}"
    assert said(project) == ["Taken away:", f"  {taken}"]
    commit(project)
    edit(project, OFFICE, "four_eyes: [user]", "four_eyes: [created_by]")
    assert said(project) == [
        "Granted:",
        f"  four eyes: pay of order is no longer refused to the row's user {takers}",
        "",
        "Taken away:",
        f"  four eyes: pay of order is now refused to the row's created_by {takers}",
    ]


def test_other_limits_of_the_model_are_told_as_the_pages_say_them(project: Path) -> None:
    edit(project, OFFICE, '        guard: state != "cancelled"\n', "")
    edit(project, OFFICE, "delete: soft", "delete: hard")
    found = said(project)
    assert found[0] == "Changed:"
    assert any("rebook of order: no longer so: Guard: only if" in line for line in found)
    assert "  order: now so: Deleting removes the row for good" in found


def test_roles_entities_and_actions_come_and_go(project: Path) -> None:
    edit(project, "model.yaml", "aggregates:", "  guard: {title: Guard, doc: Rides.}\naggregates:")
    edit(
        project,
        OFFICE,
        "    actions:\n",
        "    actions:\n      stamp: {takes: [note], output: Order}\n",
    )
    found = said(project)
    assert "  clerk and admin may now stamp any order (policies/policy.csv:1, 2)" in found or (
        "  admin and clerk may now stamp any order (policies/policy.csv:1, 2)" in found
    )
    assert "  the role guard is new" in found
    assert "  stamp of order is new (who may take it: admin and clerk)" in found
    commit(project)
    git(project, "checkout", "-q", "HEAD~1", "--", ".")
    assert said(project) == [
        "Changed:",
        "  the role guard is gone, with all that it could do",
        "  stamp of order is gone: nobody can take it",
    ]


def test_an_entity_with_another_name_is_the_same_one(project: Path) -> None:
    edit(project, STOCK, "  Vehicle:\n", "  Wagon:\n    was: Vehicle\n")
    rules = [rule.replace(", vehicle,", ", wagon,") for rule in lines(project)]
    write(project, rules)
    assert said(project) == ["Changed:", "  vehicle is now called wagon"]


def test_a_field_with_another_name_keeps_its_mask(project: Path) -> None:
    edit(project, STOCK, "      metadata:  json", "      facts: {type: json, was: metadata}")
    rules = lines(project)
    write(project, [rule.replace(", metadata, hidden", ", facts, hidden") for rule in rules])
    assert diff(project).stdout == NOTHING
    write(project, [rule for rule in rules if ", metadata, hidden" not in rule])
    sentence = f"visitor now sees facts of vehicle {at(16, 'HEAD')}"
    assert said(project) == ["Granted:", f"  {sentence}"]


def test_what_requests_set_and_what_fields_show_is_told(project: Path) -> None:
    edit(project, OFFICE, "paid_at: {type: datetime, write: system}", "paid_at: datetime")
    edit(project, OFFICE, "takes: [return]", "takes: [return, note]")
    edit(project, STOCK, "computed: mass > 80", "computed: mass > 60")
    assert said(project) == [
        "Granted:",
        "  paid_at of order: no longer set by the server alone",
        "",
        "Changed:",
        "  heavy of vehicle now shows: mass is more than 60; it was: mass is more than 80",
        "  rebook of order now sets note",
    ]


def test_new_fields_are_told_with_who_sees_them(project: Path) -> None:
    edit(project, ACCOUNT, "      is_active:", "      salary: int\n      is_active:")
    assert said(project) == [
        "Changed:",
        "  salary of user is new: seen by admin, clerk and visitor",
    ]
