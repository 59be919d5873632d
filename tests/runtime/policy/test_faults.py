"""Whatever Casbin would swallow is refused, with its file and line."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from uuid import UUID

import pytest

from runtime.actor import Actor, Assignment
from runtime.policy.compiled import CompiledPolicy
from runtime.policy.dead import needs_actor
from runtime.policy.rules import PolicyError
from runtime.policy.vocabulary import load_rules
from tests.runtime.policy.building import MODEL, VOCABULARY, project, resource

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
        ("p,reader,book,read,any,allow", "says the same as line 1"),
        ("  p , reader , book , read , any , allow  ", "says the same as line 1"),
        ("p, reader, book, read, any, DENY", 'an effect is allow or deny, not "DENY"'),
        ("p, reader, book, read, any, deny,", "a cell is empty"),
        ("p, reader; book, read, any, deny", "a rule is: p, role, resource, action, scope"),
        ("p, reader, book, read|update, any, deny", '"read|update" is no action of book'),
        ("p, reader, book, Read, any, deny", '"Read" is no action of book; did you mean "read"?'),
        ("p, r.sub, book, read, any, allow", '"r.sub" is no role'),
        ("p, reader, b*, read, any, allow", '"b*" is no resource'),
        ("p, .*, book, read, any, allow", '".*" is no role'),
        ("p, *, book, read, any, allow", '"*" is no role'),
        ("p, reader, book, read, *, allow", '"*" is no scope of book'),
        ("p, reader, 'book', read, any, deny", "quotes have no place in a policy line"),
        ("p, reader, book, (read, update), any, deny", "a rule is: p, role, resource, action"),
        ("p, reader, [book], read, any, deny", '"[book]" is no resource'),
        ("p\t, reader, book, read, any, deny", "U+0009 (a control character) at column 2"),
        ("p, reader, book, read, any, deny\r", "a carriage return (save the file with"),
        ("# fine\rp, boss, *, *, any, allow", "a carriage return (save the file with"),
        ("# fine\u2028p, boss, *, *, any, allow", "U+2028 (line separator) at column 7"),
        ("# read\u202eer", "U+202E (right-to-left override) at column 7"),
        ("p, reader\x00, book, read, any, deny", "U+0000 (a control character) at column 10"),
        ("p, rea\u200bder, book, read, any, deny", "U+200B (zero width space) at column 7"),
        ("p, r\u0435ader, book, read, any, deny", "U+0435 (cyrillic small letter ie) at column 5"),
        ("p, \uff52eader, book, read, any, deny", "U+FF52 (fullwidth latin small letter r)"),
        ("p,\u00a0reader, book, read, any, deny", "U+00A0 (no-break space) at column 3"),
        ("p\uff0c reader, book, read, any, deny", "U+FF0C (fullwidth comma) at column 2"),
        ("\ufeffp, reader, book, read, any, deny", "a byte order mark at column 1"),
        ("g, 0198a8c4-0000-7000-8000-000000000001, boss", '"0198a8c4-0000-7000-8000-000000000001"'),
        ("g, writer, reader, boss", "an inheritance is: g, role, role it inherits"),
        ("g2, writer, reader", 'a line begins with p, p2 or g, not "g2"'),
        ("p2, reader, book, price|price, hidden", "a mask names each field once"),
        ("p2, reader, book, *|price, hidden", "a mask names each field once, or * alone"),
        ("p2, reader, book, price|, hidden", '"" is no field of book'),
        ("p2, reader, book, price, Hidden", 'a mask is hidden or read_only, not "Hidden"'),
        ("p2, reader, book, id, read_only", "nobody can set id: read_only takes nothing away"),
    ],
)
def test_a_faulty_line_is_named(tmp_path: Path, line: str, message: str) -> None:
    problems = refused(tmp_path, f"{GOOD}\n{line}\n")
    assert len(problems) == 1
    assert problems[0].startswith("policies/policy.csv:3:")
    assert message in problems[0]


@pytest.mark.parametrize(
    ("before", "line", "message"),
    [
        (
            "p, writer, book, update, any, deny\n",
            "p, writer, book, update, own, allow",
            "line 2 denies it to everybody who has it: this rule can never match",
        ),
        (
            "p, writer, book, update, own, deny\n",
            "p, writer, book, update, own, allow",
            "line 2 denies it to everybody who has it",
        ),
        ("p, writer, *, *, any, deny\n", "p, writer, book, update, any, allow", "line 2 denies it"),
        ("p, writer, *, update, any, deny\n", "p, writer, *, update, any, allow", "line 2 denies"),
        (
            "g, boss, writer\np, writer, book, *, any, deny\n",
            "p, boss, book, update, lent, allow",
            "line 3 denies it to everybody who has it",
        ),
        ("", "p, public, book, read, own, allow", "own compares the row with a caller who has not"),
        ("", "p, public, book, read, own, deny", "this rule can never match"),
        (
            "p2, writer, book, price, hidden\n",
            "p2, writer, book, title|price, read_only",
            "price is hidden by line 2: read_only adds nothing",
        ),
        (
            "g, boss, writer\np2, writer, book, *, hidden\n",
            "p2, boss, book, price, read_only",
            "price is hidden by line 3: read_only adds nothing",
        ),
        (
            "p2, writer, book, title|price, hidden\n",
            "p2, writer, book, owner_id|price, hidden",
            "says the same as line 2",
        ),
    ],
)
def test_a_line_that_can_never_match_is_named(
    tmp_path: Path, before: str, line: str, message: str
) -> None:
    text = f"{GOOD}{before}{line}\n"
    problems = refused(tmp_path, text)
    assert len(problems) == 1
    assert problems[0].startswith(f"policies/policy.csv:{text.count(chr(10))}:")
    assert message in problems[0]


@pytest.mark.parametrize(
    "lines",
    [
        # An heir may lose what it inherits; whoever holds the other role keeps it.
        "g, boss, writer\np, writer, book, update, any, allow\np, boss, book, update, any, deny\n",
        # Some rows are left.
        "p, writer, book, update, any, allow\np, writer, book, update, own, deny\n",
        "p, writer, book, *, any, allow\np, writer, book, update, any, deny\n",
        "p, writer, *, read, any, allow\np, writer, book, read, any, deny\n",
        # Nobody is allowed it today; the line says that nobody shall be.
        "p, writer, book, delete, any, deny\n",
        # What a wider line repeats.
        "p, writer, book, read, any, allow\np, writer, book, read, own, allow\n",
        # Another role of the same person may read.
        "p2, boss, book, price, hidden\n",
        "p2, boss, book, *, read_only\n",
        # Whoever has an account may inherit what everybody may.
        "g, writer, public\np, public, book, read, own, allow\n",
        "p, public, book, read, lent, allow\n",
    ],
)
def test_a_line_that_decides_something_for_somebody_is_kept(tmp_path: Path, lines: str) -> None:
    load_rules(project(tmp_path, GOOD + lines), VOCABULARY)


@pytest.mark.parametrize(
    ("condition", "needs"),
    [
        ("{row}.owner_id = {actor}", True),
        ('{row}."user" = {actor}', True),
        ("{row}.a_id = {actor} or {row}.b_id = {actor}", True),
        ("{row}.a_id = {actor} and not {row}.closed", True),
        ("({row}.open or {row}.a_id = {actor}) and {row}.b_id = {actor}", False),
        ("{row}.open or {row}.a_id = {actor}", False),
        ("not {row}.a_id = {actor}", False),
        ("not ({row}.a_id = {actor})", False),
        ("{row}.a_id = {actor} is not true", False),
        ("({row}.a_id = {actor}) is distinct from true", False),
        ("{row}.open", False),
        ("look({row}.id, {actor})", False),
    ],
)
def test_a_scope_needs_somebody_only_where_that_is_certain(condition: str, needs: bool) -> None:
    assert needs_actor(condition) is needs


def test_nobody_gains_a_role_by_a_name_that_is_like_it(tmp_path: Path) -> None:
    """Casbin takes any subject for a role; here roles come from assignments alone."""
    found = load_rules(project(tmp_path, "p, boss, *, *, any, allow\n"), VOCABULARY)
    someone = Actor(UUID(int=1), "boss", (Assignment("reader"),))
    assert CompiledPolicy(found).decide(someone, resource("book"), "read").denied


def test_a_comment_may_be_in_any_script(tmp_path: Path) -> None:
    load_rules(
        project(tmp_path, f"# Wer liest, schreibt nicht: für Prüfer. 讀\n{GOOD}"), VOCABULARY
    )


def test_all_faults_are_reported_at_once_in_their_order(tmp_path: Path) -> None:
    problems = refused(tmp_path, "x, y\np, nobody, nothing, read, any, allow\n")
    assert [problem.split(": ")[0] for problem in problems] == [
        "policies/policy.csv:1:1",
        "policies/policy.csv:2:4",
        "policies/policy.csv:2:12",
    ]


@pytest.mark.parametrize("text", ["", "# nothing\n", "g, writer, reader\n"])
def test_a_policy_without_rules_is_refused(tmp_path: Path, text: str) -> None:
    assert refused(tmp_path, text) == [
        "policies/policy.csv:1:1: P001 the file holds no rule: nobody could do anything"
    ]


def test_a_cycle_of_roles_is_refused_where_it_closes(tmp_path: Path) -> None:
    text = f"{GOOD}g, reader, writer\ng, writer, boss\ng, boss, reader\n"
    assert refused(tmp_path, text) == ["policies/policy.csv:4:10: P013 boss would inherit itself"]


def test_masks_and_inheritances_stand_once(tmp_path: Path) -> None:
    mask, link = "p2, reader, book, price, hidden\n", "g, writer, reader\n"
    assert refused(tmp_path, GOOD + mask * 2 + link * 2) == [
        "policies/policy.csv:3:1: P015 says the same as line 2",
        "policies/policy.csv:5:1: P015 says the same as line 4",
    ]


def test_a_chain_that_casbin_would_not_follow_is_refused(tmp_path: Path) -> None:
    roles = [f"r{number}" for number in range(11)]
    words = replace(VOCABULARY, roles=frozenset(roles))
    chain = [f"g, {one}, {next_}\n" for one, next_ in pairwise(roles)]
    rule = "p, r10, shelf, read, any, allow\n"
    load_rules(project(tmp_path, rule + "".join(chain[1:])), words)
    with pytest.raises(
        PolicyError, match=r"policy.csv:11:1: P014 a chain of roles has at most 9 links"
    ):
        load_rules(project(tmp_path, rule + "".join(chain)), words)


def test_missing_files_and_foreign_bytes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match=r"policies/policy.csv:1:1: P001 cannot be read"):
        load_rules(tmp_path, VOCABULARY)
    folder = project(tmp_path, GOOD)
    (folder / "policies" / "policy.csv").write_bytes(b"p, \xff\n")
    with pytest.raises(PolicyError, match="not UTF-8"):
        load_rules(folder, VOCABULARY)
    (folder / "policies" / "policy.csv").write_text(GOOD)
    (folder / "policies" / "model.conf").write_bytes(b"\xff")
    with pytest.raises(PolicyError, match=r"model.conf:1:1: P001 the file is not UTF-8"):
        load_rules(folder, VOCABULARY)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (" && !some", " && some", "e must be: e = some(where (p.eft == allow))"),
        ("!some(where (p.eft == deny))", "true", "e must be: "),
        (" && (p.action", "&&(p.action", "m must be: m = g(r.sub, p.role)"),
        (" && (p.action", "  && (p.action", "m must be: m = g(r.sub, p.role)"),
        ("g(r.sub, p.role)", "r.sub == p.role", "m must be: "),
        ("g(r.sub, p.role)", "r.sub == r.obj.owner", "m must be: "),
        ("p.action == r.act", "regexMatch(r.act, p.action)", "m must be: "),
        ("p.action == r.act", "keyMatch(r.act, p.action)", "m must be: "),
        ("p.action == r.act", "unheard_of(r.act, p.action)", "m must be: "),
        ('p.resource == "*"', 'p.resource == "!"', "m must be: "),
        ('p.resource == "*"', "p.resource == '*'", "m must be: "),
        ("p.scope in r.scopes", "p.scope in  r.scopes", "m must be: "),
        ("p.scope in r.scopes)", "p.scope in r.scopes) || true", "m must be: "),
        ("p.scope in r.scopes)", "p.scope in r.scopes) \\", "m must be: "),
        ("m = g(", "m=g(", '"m=g(r.sub'),
        ("[matchers]", "[ matchers ]", 'the section " matchers "'),
        ("[matchers]", "[matchers]\nm2 = true", '"m2" of [matchers] has no place here'),
        ("[matchers]", "[extra]\n[matchers]", 'the section "extra"'),
        ("[matchers]", "# \u200b\n[matchers]", "U+200B (zero width space)"),
        ("[matchers]", "# all is well\rm = true\n[matchers]", "a carriage return"),
        ("p.role)", "p.r\u043ele)", "U+043E (cyrillic small letter o)"),
        ("sub, obj, act, scopes", "sub, obj, act", "r must be: "),
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
