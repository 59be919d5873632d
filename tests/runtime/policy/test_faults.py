"""Whatever Casbin would swallow is refused, with its file and line."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from runtime.policy.rules import PolicyError
from runtime.policy.vocabulary import load_rules
from tests.runtime.policy.building import MODEL, VOCABULARY, project

GOOD = "p, reader, book, read, any, allow\n"


def refused(folder: Path, policy: str, model: str | None = None) -> list[str]:
    with pytest.raises(PolicyError) as caught:
        load_rules(project(folder, policy, model), VOCABULARY)
    return [str(problem) for problem in caught.value.problems]


def test_a_good_policy_is_read(tmp_path: Path) -> None:
    text = f"# who reads\n\n{GOOD}g, writer, reader\np2, reader, book, price|owner_id, hidden\n"
    found = load_rules(project(tmp_path, text), VOCABULARY)
    assert [(rule.line, rule.role, rule.allow) for rule in found.rules] == [(3, "reader", True)]
    assert found.field_rules[0].fields == ("price", "owner_id")
    assert found.name(3) == f"policies/policy.csv:3@{found.hash}"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("p, raeder, book, read, any, allow", '"raeder" is no role; did you mean "reader"?'),
        ("p, reader, boks, read, any, allow", '"boks" is no resource; did you mean "book"?'),
        ("p, reader, book, raed, any, allow", '"raed" is no action of book; did you mean "read"?'),
        ("p, reader, shelf, delete, any, allow", '"delete" is no action of shelf'),
        ("p, reader, book, read, owm, allow", '"owm" is no scope of book; did you mean "own"?'),
        ("p, reader, shelf, read, own, allow", '"own" is no scope of shelf'),
        ("p, reader, book, read, any, Deny", 'an effect is allow or deny, not "Deny"'),
        ("p, reader, book, read, any, alow", 'an effect is allow or deny, not "alow"'),
        ("P, reader, book, read, any, allow", 'a line begins with p, p2 or g, not "P"'),
        ("p3, reader, book, read, any, allow", 'a line begins with p, p2 or g, not "p3"'),
        ("p, reader, book, read, allow", "a rule is: p, role, resource, action, scope"),
        ("p, reader, book, read, any, allow, x", "a rule is: p, role, resource, action, scope"),
        ("p, reader, book, , any, allow", "a cell is empty"),
        ("p, reader, book, read, any, deny # why", "a comment stands on a line of its own"),
        ('p, reader, "book", read, any, allow', "quotes have no place in a policy line"),
        ("p, reader, *, read, own, allow", "a rule over all resources has the scope any"),
        ("p, reader, *, fly, any, allow", '"fly" is no action'),
        ("p, reader, book, top, own, allow", "this rule can never match"),
        ("p2, reader, book, prise, hidden", 'no field of book; did you mean "price"?'),
        ("p2, reader, book, price, secret", 'a mask is hidden or read_only, not "secret"'),
        ("p2, reader, *, price, hidden", '"*" is no resource'),
        ("p2, reader, book, hidden", "a mask is: p2, role, resource"),
        ("p2, nobody, book, price, hidden", '"nobody" is no role'),
        ("g, writer, raeder", '"raeder" is no role; did you mean "reader"?'),
        ("g, writer", "an inheritance is: g, role, role it inherits"),
        ("g, writer, writer", "writer would inherit itself"),
        ("p, reader, book, read, any, allow", "says the same as line 1"),
    ],
)
def test_a_faulty_line_is_named(tmp_path: Path, line: str, message: str) -> None:
    problems = refused(tmp_path, f"{GOOD}\n{line}\n")
    assert len(problems) == 1
    assert problems[0].startswith("policies/policy.csv:3: ")
    assert message in problems[0]


def test_all_faults_are_reported_at_once_in_their_order(tmp_path: Path) -> None:
    problems = refused(tmp_path, "x, y\np, nobody, nothing, read, any, allow\n")
    assert [problem.split(": ")[0] for problem in problems] == [
        "policies/policy.csv:1",
        "policies/policy.csv:2",
        "policies/policy.csv:2",
    ]


@pytest.mark.parametrize("text", ["", "# nothing\n", "g, writer, reader\n"])
def test_a_policy_without_rules_is_refused(tmp_path: Path, text: str) -> None:
    assert refused(tmp_path, text) == [
        "policies/policy.csv:1: the file holds no rule: nobody could do anything"
    ]


def test_a_cycle_of_roles_is_refused_where_it_closes(tmp_path: Path) -> None:
    text = f"{GOOD}g, reader, writer\ng, writer, boss\ng, boss, reader\n"
    assert refused(tmp_path, text) == ["policies/policy.csv:4: boss would inherit itself"]


def test_masks_and_inheritances_stand_once(tmp_path: Path) -> None:
    mask, link = "p2, reader, book, price, hidden\n", "g, writer, reader\n"
    assert refused(tmp_path, GOOD + mask * 2 + link * 2) == [
        "policies/policy.csv:3: says the same as line 2",
        "policies/policy.csv:5: says the same as line 4",
    ]


def test_a_chain_that_casbin_would_not_follow_is_refused(tmp_path: Path) -> None:
    roles = [f"r{number}" for number in range(11)]
    words = replace(VOCABULARY, roles=frozenset(roles))
    chain = [f"g, {one}, {next_}\n" for one, next_ in pairwise(roles)]
    rule = "p, r10, shelf, read, any, allow\n"
    load_rules(project(tmp_path, rule + "".join(chain[1:])), words)
    with pytest.raises(PolicyError, match=r"policy.csv:11: a chain of roles has at most 9 links"):
        load_rules(project(tmp_path, rule + "".join(chain)), words)


def test_missing_files_and_foreign_bytes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match=r"policies/policy.csv:1: cannot be read"):
        load_rules(tmp_path, VOCABULARY)
    folder = project(tmp_path, GOOD)
    (folder / "policies" / "policy.csv").write_bytes(b"p, \xff\n")
    with pytest.raises(PolicyError, match="not UTF-8"):
        load_rules(folder, VOCABULARY)
    (folder / "policies" / "policy.csv").write_text(GOOD)
    (folder / "policies" / "model.conf").write_bytes(b"\xff")
    with pytest.raises(PolicyError, match=r"model.conf:1: the file is not UTF-8"):
        load_rules(folder, VOCABULARY)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (" && !some", " && some", "e must be: e = some(where (p.eft == allow))"),
        ("!some(where (p.eft == deny))", "true", "e must be: "),
        (" && (p.action", "&&(p.action", "m must be: m = g(r.sub, p.role)"),
        ("g(r.sub, p.role)", "keyMatch2(r.sub, p.role)", "m must be: "),
        ("p = role, resource, action, scope, eft", "p = role, resource, action, eft", "p must be:"),
        ("[matchers]", "[matcher]", 'the section "matcher" (did you mean "matchers"?) has no'),
        ("g = _, _", "g = _, _\ng2 = _, _", '"g2" of [role_definition] has no place here'),
        ("g = _, _", "g = _, _\ng = _, _", "g stands twice"),
        ("g = _, _", "", "[role_definition] lacks: g = _, _"),
    ],
)
def test_another_casbin_model_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = MODEL.read_text()
    assert old in text
    problems = refused(tmp_path, GOOD, text.replace(old, new, 1))
    assert problems[0].startswith("policies/model.conf:")
    assert any(message in problem for problem in problems)
