"""What a change of the policy gives and takes away, by its effects, the most dangerous first."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest

from tests.charter.policy.changing import (
    NOTHING,
    OFFICE,
    OWN_OF_ORDER,
    add,
    at,
    commit,
    diff,
    documents,
    drop,
    edit,
    lines,
    said,
    write,
)
from tests.charter.policy.reading import actions, entities, expected, roles

# ------------------------------------------------------------------------------- no change


def test_order_comments_and_spaces_change_nothing(project: Path) -> None:
    assert diff(project).stdout == NOTHING
    write(project, ["# Another order.", "", *(f"  {rule}" for rule in reversed(lines(project)))])
    assert diff(project).stdout == NOTHING
    assert diff(project, "--format", "json").stdout == "[]\n"


def test_a_rule_that_adds_nothing_is_no_change(project: Path) -> None:
    add(project, "p, clerk, order, pay, own, allow", "p, clerk, class, read, any, allow")
    assert diff(project).stdout == NOTHING


def test_a_scope_that_says_the_same_otherwise_is_no_change(project: Path) -> None:
    edit(project, OFFICE, OWN_OF_ORDER, "scopes: {own: (actor == user)}\n    frozen")
    assert diff(project).stdout == NOTHING


# --------------------------------------------------------------------------------- grants


def test_a_new_rule_grants_with_its_line(project: Path) -> None:
    line = add(project, "p, visitor, vehicle, delete, any, allow")
    assert said(project) == ["Granted:", f"  visitor may now delete any vehicle {at(line)}"]
    assert documents(project) == [
        {
            "kind": "grant",
            "roles": ["visitor"],
            "resources": ["vehicle"],
            "actions": ["delete"],
            "scopes": ["any"],
            "fields": [],
            "lines": [line],
            "lines_before": [],
            "text": f"visitor may now delete any vehicle {at(line)}",
        }
    ]


def test_a_wider_and_a_narrower_scope_say_what_it_was(project: Path) -> None:
    line = add(project, "p, visitor, order, cancel, any, allow")
    wider = f"visitor may now cancel any order, not only own {at(line)}"
    assert said(project) == ["Granted:", f"  {wider}"]
    commit(project)
    write(project, lines(project)[:-1])
    narrower = f"visitor may no longer cancel any order, only own {at(line, 'HEAD')}"
    assert said(project) == ["Taken away:", f"  {narrower}"]


def test_grants_are_sorted_by_danger_and_takings_follow(project: Path) -> None:
    drop(project, "p, clerk, series, *, any, allow")
    add(
        project,
        "p, visitor, role_assignment, read, any, allow",
        "p, visitor, refresh_token, read, own, allow",
        "p, visitor, order, rebook, own, allow",
        "p, visitor, user, update, own, allow",
        "p, visitor, class, update, any, allow",
        "p, public, class, delete, any, allow",
        "p, clerk, user, update, own, allow",
    )
    drop(project, "p2, visitor, vehicle, metadata, hidden")
    found = documents(project)
    assert [(each["kind"], each["roles"][0], *each["actions"]) for each in found] == [
        ("grant", "public", "delete"),
        ("grant", "visitor", "update"),
        ("grant", "clerk", "update"),
        ("grant", "visitor", "rebook"),
        ("grant", "visitor", "read"),
        ("grant", "visitor", "read"),
        ("grant", "visitor"),
        ("take", "clerk", "create", "update", "delete"),
        ("take", "clerk", "read"),
    ]
    assert found[2]["roles"] == ["clerk", "visitor"], "both got it, each by a line of its own"
    assert [each["scopes"] for each in found[4:6]] == [["any"], ["own"]]


def test_what_is_alike_becomes_one_sentence(project: Path) -> None:
    first = add(
        project,
        "p, visitor, class, create, any, allow",
        "p, visitor, class, update, any, allow",
        "p, visitor, series, create, any, allow",
        "p, visitor, series, update, any, allow",
    )
    numbers = ", ".join(str(first + place) for place in range(4))
    sentence = f"visitor may now create and update any series and class {at(numbers)}"
    assert [each.strip() for each in said(project)[1:]] == [sentence]


def test_a_long_list_of_lines_is_cut_and_whole_in_json(project: Path) -> None:
    resources = ("class", "series", "role_assignment")
    rules = [
        f"p, visitor, {name}, {action}, any, allow"
        for name in resources
        for action in ("create", "update", "delete")
    ]
    first = add(project, *rules)
    assert said(project)[1].endswith("and 3 more)")
    assert documents(project)[0]["lines"] == [*range(first, first + len(rules))]


# -------------------------------------------------------------------------------- denials


def test_a_deny_takes_and_its_end_grants(project: Path) -> None:
    line = add(project, "p, clerk, order, delete, own, deny")
    forbidden = "clerk is now forbidden to delete own order, whatever other roles of the same"
    assert said(project) == ["Taken away:", f"  {forbidden} person allow {at(line)}"]
    commit(project)
    write(project, lines(project)[:-1])
    (sentence,) = said(project)[1:]
    assert sentence.startswith("  clerk may now delete own order too, which was forbidden (")
    assert sentence.endswith(f"; policies/policy.csv:{line} at HEAD)")


def test_the_end_of_a_full_deny_grants_what_stood_behind_it(project: Path) -> None:
    line = add(project, "p, visitor, order, *, any, deny", "g, clerk, visitor")
    rules = [rule for rule in lines(project) if not rule.startswith("p, visitor, order, ")]
    write(project, [*rules, "p, visitor, order, *, any, deny"])
    line = len(rules) + 1
    commit(project)
    write(project, rules)
    (granted, *others) = documents(project)
    assert (granted["roles"], granted["scopes"]) == (["clerk"], ["any"])
    assert granted["text"].startswith("clerk may now create, update and delete any order (")
    assert (granted["lines"], granted["lines_before"]) == ([2], [line])
    freed = [each["text"] for each in others if each["roles"] == ["visitor"]]
    assert freed
    assert all("visitor is no longer forbidden to " in text for text in freed)


def test_a_deny_of_what_nobody_may_is_a_change_all_the_same(project: Path) -> None:
    line = add(project, "p, visitor, class, delete, any, deny")
    (sentence,) = said(project)[1:]
    assert sentence.startswith("  visitor is now forbidden to delete any class, whatever other")
    assert sentence.endswith(at(line))


# ---------------------------------------------------------------------------- inheritance


def test_a_g_line_shows_what_it_really_gives(project: Path) -> None:
    drop(project, "p, clerk, order, *, any, allow")
    commit(project)
    line = add(project, "g, clerk, visitor")
    granted = [
        f"clerk may now create and update own order {at(f'12, 13, {line}')}",
        f"clerk may now pay and cancel own order {at(f'14, 15, {line}')}",
        f"clerk may now read own order {at(f'11, {line}')}",
    ]
    taken = [
        f"clerk no longer sees metadata of vehicle {at(f'16, {line}')}",
        f"clerk may no longer set metadata of vehicle {at(f'16, {line}')}",
    ]
    found = said(project)
    assert found == [
        *("Granted:", *(f"  {sentence}" for sentence in granted), ""),
        *("Taken away:", *(f"  {sentence}" for sentence in taken)),
    ], "a clerk could read everything else of a visitor already"
    commit(project)
    write(project, lines(project)[:-1])
    back = [each["text"] for each in documents(project)]
    assert back == [
        f"clerk now sees metadata of vehicle {at(f'16, {line}', 'HEAD')}",
        f"clerk may now set metadata of vehicle {at(f'16, {line}', 'HEAD')}",
        f"clerk may no longer create or update own order {at(f'12, 13, {line}', 'HEAD')}",
        f"clerk may no longer pay or cancel own order {at(f'14, 15, {line}', 'HEAD')}",
        f"clerk may no longer read own order {at(f'11, {line}', 'HEAD')}",
    ]


def test_who_inherits_a_change_stands_in_the_same_sentence(project: Path) -> None:
    add(project, "g, clerk, visitor")
    commit(project)
    line = add(project, "p, visitor, role_assignment, delete, any, allow")
    sentence = "visitor (and by inheritance clerk) may now delete any role_assignment"
    assert said(project) == ["Granted:", f"  {sentence} {at(line)}"]


def test_a_g_line_moved_to_another_way_gives_nothing(project: Path) -> None:
    rules = lines(project)
    write(project, [*rules, "g, admin, clerk", "g, clerk, visitor"])
    commit(project)
    write(project, [*rules, "g, clerk, visitor", "g, admin, clerk", "g, admin, visitor"])
    assert diff(project).stdout == NOTHING


# ---------------------------------------------------------------------------------- masks


def test_fields_are_hidden_and_shown(project: Path) -> None:
    line = add(project, "p2, visitor, vehicle, mass|length, hidden")
    assert said(project) == [
        "Taken away:",
        f"  visitor no longer sees length or mass of vehicle {at(line)}",
    ]
    commit(project)
    write(project, [*lines(project)[:-1], "p2, visitor, vehicle, length, hidden"])
    assert said(project) == ["Granted:", f"  visitor now sees mass of vehicle {at(line, 'HEAD')}"]


def test_fields_become_writable_and_read_only(project: Path) -> None:
    line = add(project, "p2, visitor, order, note, read_only")
    taken = f"visitor may no longer set note of order {at(line)}"
    assert said(project) == ["Taken away:", f"  {taken}"]
    commit(project)
    write(project, lines(project)[:-1])
    granted = f"visitor may now set note of order {at(line, 'HEAD')}"
    assert said(project) == ["Granted:", f"  {granted}"]


def test_a_mask_on_rows_out_of_reach_counts_for_other_roles(project: Path) -> None:
    line = add(project, "p2, public, user, email, hidden")
    (sentence,) = said(project)[1:]
    assert sentence == (
        "  public now hides email of user from whoever has the role, whatever other roles show "
        + at(line)
    )


def test_granted_rows_are_told_with_what_stays_hidden(project: Path) -> None:
    drop(project, "p, visitor, vehicle, read, any, allow")
    commit(project)
    line = add(project, "p, visitor, vehicle, read, any, allow")
    assert said(project) == [
        "Granted:",
        f"  visitor may now read any vehicle, but not its metadata {at(line)}",
    ]


# ------------------------------------------------------------------------ against the files


@pytest.mark.parametrize("seed", range(12))
def test_exactly_what_changed_is_told(project: Path, seed: int) -> None:
    """Against a reading of the files that shares no code with ours."""
    chance = random.Random(seed)  # noqa: S311
    space = [
        (role, resource, action)
        for resource, entity in entities(project).items()
        for action in sorted(actions(entity))
        for role in roles(project)
    ]
    base = lines(project)
    write(project, some_rules(chance, base, space))
    commit(project)
    before = {who: expected(project, who) for who in space}
    write(project, some_rules(chance, base, space))
    after = {who: expected(project, who) for who in space}
    done = diff(project, "--format", "json")
    assert done.exit_code == 0, done.stderr
    told = {
        (role, resource, action)
        for each in json.loads(done.stdout)
        for role in each["roles"]
        for resource in each["resources"]
        for action in each["actions"]
    }
    assert told == {who for who in space if before[who] != after[who]}


def some_rules(
    chance: random.Random, base: list[str], space: list[tuple[str, str, str]]
) -> list[str]:
    """Some of the rules and some new ones, none of them dead, and perhaps an inheritance."""
    kept = [rule for rule in base if re.match(r"p, ", rule) and chance.random() < 0.8]
    drawn = chance.sample([who for who in space if who[0] in ("clerk", "public")], 6)
    rules = [f"p, {', '.join(who)}, any, allow" for who in drawn]
    links = ["g, clerk, visitor"] * (chance.random() < 0.5)
    links += ["g, admin, clerk"] * (chance.random() < 0.5)
    said = {who for rule in kept for who in [tuple(rule.split(", ")[1:4])]}
    denied = [
        f"p, visitor, {resource}, {action}, any, deny"
        for role, resource, action in chance.sample(space, 8)
        if role == "visitor" and ("visitor", resource, action) not in said
    ]
    return list(dict.fromkeys([*kept, *rules, *links, *denied]))
