"""Invariants: each form finds what breaks it, and a proof is what stock Casbin says of all rows."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from charter.policy.invariants import INVARIANTS_FILE
from charter.policy.review import judge, read_review
from charter.policy.space import Space
from tests.charter.policy.breaks import BREAKS, BY_THE_MODEL
from tests.charter.policy.reviewing import (
    POLICIES,
    REPOSITORY,
    core,
    judged,
    real_lines,
    rows,
    said,
    space_of,
    stock_by_resource,
    written,
)


def changed(add: str = "", remove: str = "", lines: list[str] | None = None) -> list[str]:
    """The real policy with a line more or a line less."""
    found = list(real_lines() if lines is None else lines)
    if remove:
        found.remove(remove)
    return [*found, add] if add else found


@pytest.fixture(scope="module")
def real() -> Space:
    from charter.policy.access import AccessTable
    from charter.vocabulary import vocabulary_from_model
    from runtime.policy.vocabulary import load_rules

    return Space(AccessTable(core(), load_rules(REPOSITORY, vocabulary_from_model(core()))))


def test_every_invariant_of_the_repository_is_proven(real: Space) -> None:
    review = read_review(REPOSITORY, real)
    assert review.problems == []
    verdict = judge(review, real)
    assert verdict.holds, said(verdict)
    assert {proof.invariant.name for proof in verdict.proofs} == set(BREAKS) | BY_THE_MODEL
    assert sum(proof.combinations for proof in verdict.proofs) > 1_500


@pytest.mark.parametrize("name", BREAKS)
def test_one_line_that_breaks_an_invariant_is_found_and_named(name: str, tmp_path: Path) -> None:
    add, remove, sentence, blamed = BREAKS[name]
    verdict = judged(tmp_path, changed(add, remove), (POLICIES / "invariants.yaml").read_text())
    proof = next(proof for proof in verdict.proofs if proof.invariant.name == name)
    found = said(replace(verdict, proofs=[proof]))
    assert (sentence, blamed) in found
    lines = (POLICIES / "invariants.yaml").read_text().splitlines()
    assert lines[proof.invariant.line - 1].endswith(name)


@pytest.mark.parametrize("name", sorted(BY_THE_MODEL))
def test_what_the_model_guarantees_holds_under_a_policy_that_allows_everything(
    name: str, tmp_path: Path
) -> None:
    lines = [f"p, {role.name}, *, *, any, allow" for role in core().roles]
    verdict = judged(tmp_path, lines, (POLICIES / "invariants.yaml").read_text())
    proof = next(proof for proof in verdict.proofs if proof.invariant.name == name)
    assert proof.holds, said(verdict)
    assert all("the model" in reason for reason in proof.reasons)


def test_a_secret_is_no_longer_proven_once_the_model_lets_it_out(tmp_path: Path) -> None:
    model = core()
    user = model.entity("User")
    fields = tuple(replace(field, secret=False) for field in user.fields)
    open_model = replace(model, entities={**model.entities, "User": replace(user, fields=fields)})
    space = space_of(tmp_path, real_lines(), open_model)
    text = "invariants:\n  - {name: No hash., never: {sees: user.password_hash}}\n"
    verdict = judge(written(tmp_path, space, text), space)
    assert (
        "viewer sees user.password_hash in any row",
        "p, viewer, user, read, any, allow",
    ) in said(verdict)


# ------------------------------------------------------------------- against stock Casbin


def test_a_proof_says_what_stock_casbin_says_of_every_row(real: Space, tmp_path: Path) -> None:
    """`reach` is open exactly where some row is allowed by Casbin and left by the model."""
    stock = stock_by_resource(tmp_path, real_lines(), iter(real.entities))
    asked = _compare(real, stock, list(real.entities))
    assert asked > 3_000


@pytest.mark.parametrize("seed", range(8))
def test_the_same_holds_of_policies_made_at_random(seed: int, tmp_path: Path) -> None:
    pick = random.Random(seed)  # noqa: S311 - a repeatable choice
    resources = ["evidence", "task", "risk_acceptance", "control_mapping"]
    lines = _random_policy(pick, resources)
    space = space_of(tmp_path, lines, checked=False)
    _compare(space, stock_by_resource(tmp_path, lines, iter(resources)), resources)


def _random_policy(pick: random.Random, resources: list[str]) -> list[str]:
    model = core()
    entities = {entity.resource: entity for entity in model.entities.values()}
    lines = ["g, risk_owner, viewer", "g, auditor, viewer"]
    for _ in range(120):
        entity = entities[pick.choice(resources)]
        transitions = entity.states.transitions if entity.states else ()
        action = pick.choice([a.name for a in transitions if not a.system] + ["update", "*"])
        scope = pick.choice(["any", *(scope.name for scope in entity.scopes)])
        role = pick.choice(["viewer", "risk_owner", "auditor", "admin"])
        effect = pick.choice(["allow", "allow", "deny"])
        lines.append(f"p, {role}, {entity.resource}, {action}, {scope}, {effect}")
    return list(dict.fromkeys(lines))


def _compare(space: Space, stock: object, resources: list[str]) -> int:
    asked = 0
    for resource in resources:
        sets = list(rows(space, resource))
        for action in space.actions(resource):
            for role in space.roles:
                allowed = {
                    held
                    for held in sets
                    if stock(role, resource, action, held)  # type: ignore[operator]
                    and not space.eyes(resource, action, held)
                }
                asked += len(sets)
                for scope in (None, *space.logic(resource).names):
                    expected = any(scope is None or scope in held for held in allowed)
                    found = space.reach((role,), resource, action, scope)
                    assert found.open is expected, (role, resource, action, scope, found)
    return asked


# --------------------------------------------------------------------------------- the forms


def test_four_eyes_prove_what_no_line_says_and_the_proof_says_so(tmp_path: Path) -> None:
    lines = ["p, admin, evidence, approve, any, allow"]
    text = """
invariants:
  - name: Nobody approves evidence that they own.
    never: {may: approve, resource: evidence, scope: own}
  - name: Nobody approves evidence for their own control.
    never: {may: approve, resource: evidence, scope: own_control}
"""
    verdict = judged(tmp_path, lines, text)
    own, control = verdict.proofs
    assert own.holds
    assert own.reasons == {"no line allows it": 13, "the model's four eyes on owner": 1}
    assert said(replace(verdict, proofs=[control])) == [
        ('admin may approve evidence where "own_control" holds', lines[0])
    ]


def test_a_deny_of_a_scope_that_follows_closes_the_narrower_one(tmp_path: Path) -> None:
    lines = ["p, admin, task, cancel, any, allow", "p, admin, task, cancel, own, deny"]
    text = """
invariants:
  - name: Not one's own.
    never: {may: cancel, resource: task, scope: assigned_plain}
"""
    verdict = judged(tmp_path, lines, text)
    assert verdict.holds
    assert verdict.proofs[0].reasons["a deny line"] == 1


def test_an_exception_covers_its_scope_and_no_other(tmp_path: Path) -> None:
    text = """
invariants:
  - name: Tasks are cancelled by whom they concern.
    never: {may: cancel, resource: task}
    except: {scope: own}
"""
    narrow = judged(tmp_path, ["p, viewer, task, cancel, reported, allow"], text)
    assert narrow.holds, "reported implies own"
    wide = judged(tmp_path, ["p, viewer, task, cancel, any, allow"], text)
    assert said(wide) == [
        ("viewer may cancel task in any row", "p, viewer, task, cancel, any, allow")
    ]


def test_what_goes_along_with_a_deleted_parent_counts_as_deleted(tmp_path: Path) -> None:
    lines = ["p, viewer, risk, delete, own, allow"]
    text = """
invariants:
  - name: Nobody deletes acceptances.
    never: {may: delete, resource: risk_acceptance}
"""
    assert said(judged(tmp_path, lines, text)) == [
        (
            "viewer may delete risk, with the risk_acceptance rows that belong to it,"
            ' where "own" holds',
            lines[0],
        )
    ]
    excepted = text + "    except: {may: delete, resource: risk, scope: own}\n"
    assert judged(tmp_path, lines, excepted).holds


def test_the_trail_shows_a_field_to_whoever_has_no_mask_on_it(tmp_path: Path) -> None:
    lines = [
        "p, auditor, audit_event, read, any, allow",
        "p, admin, *, read, any, allow",
        "p2, admin, user, email, hidden",
        "p, dpo, user, read, any, allow",
        "p2, dpo, user, *, hidden",
    ]
    text = "invariants:\n  - {name: No address., never: {sees: user.email}}\n"
    assert said(judged(tmp_path, lines, text)) == [
        ("auditor sees user.email through audit_event.changes in any row", lines[0])
    ]
    masked = [*lines, "p2, auditor, user, email, hidden"]
    assert judged(tmp_path, masked, text).holds


def test_a_computed_field_shows_what_it_is_computed_from(tmp_path: Path) -> None:
    lines = ["p, viewer, evidence, read, any, allow", "p2, viewer, evidence, valid_until, hidden"]
    text = "invariants:\n  - {name: No date., never: {sees: evidence.valid_until}}\n"
    assert said(judged(tmp_path, lines, text)) == [
        ("viewer sees evidence.valid_until through evidence.days_left in any row", lines[0])
    ]


def test_a_step_that_takes_a_field_changes_it_whatever_the_masks(tmp_path: Path) -> None:
    lines = [
        "p, viewer, evidence, update, any, allow",
        "p, viewer, evidence, submit, own, allow",
        "p2, viewer, evidence, valid_until, read_only",
    ]
    text = "invariants:\n  - {name: No date., never: {changes: evidence.valid_until}}\n"
    assert said(judged(tmp_path, lines, text)) == [
        ('viewer may set evidence.valid_until by submit where "own" holds', lines[1])
    ]


def test_always_says_what_is_missing(tmp_path: Path) -> None:
    lines = ["p, auditor, risk, read, own, allow", "p, auditor, evidence, approve, any, allow"]
    text = """
invariants:
  - name: All risks.
    always: {role: auditor, may: read, resource: risk}
  - name: Own risks.
    always: {role: auditor, may: read, resource: risk, scope: own}
  - name: All tasks.
    always: {role: auditor, may: read, resource: task}
  - name: All evidence.
    always: {role: auditor, may: approve, resource: evidence}
"""
    assert said(judged(tmp_path, lines, text)) == [
        (
            'auditor may not read risk in every row: a line allows it only where "own" holds',
            lines[0],
        ),
        ("auditor may not read task in every row: no line allows it", None),
        (
            "auditor may not approve evidence in every row: the model refuses it to the row's own "
            "owner, submitted_by (four eyes)",
            None,
        ),
    ]


def test_somebody_is_not_satisfied_by_a_line_that_four_eyes_close(tmp_path: Path) -> None:
    text = """
invariants:
  - name: Scales can be approved.
    somebody: {may: approve, resource: risk_matrix}
"""
    closed = judged(tmp_path, ["p, admin, risk_matrix, approve, own, allow"], text)
    assert said(closed) == [
        (
            "nobody may approve risk_matrix: no line allows it, the model's four eyes on owner",
            None,
        )
    ]
    assert judged(tmp_path, ["p, admin, risk_matrix, approve, any, allow"], text).holds


# ------------------------------------------------------------------------------ strict reading


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ("never: {role: viewr, may: read}", '"viewr" is no role: did you mean "viewer"?'),
        ("nevr: {may: read}", '"nevr" is no key here: did you mean "never"?'),
        ("never: {roles: viewer, may: read}", '"roles" is no key here: did you mean "role"?'),
        ("never: {may: aprove, resource: evidence}", 'did you mean "approve"?'),
        ("never: {may: score, resource: task}", '"score" is no action of task'),
        ("never: {may: read, resource: tasks}", 'did you mean "task"?'),
        ("never: {may: read, resource: risk, scope: owner}", '"owner" is no scope here'),
        ("never: {sees: user.e_mail}", 'did you mean "user.email"?'),
        ("never: {sees: email}", '"email" is no field (as in user.email)'),
        ("never: {may: read, sees: user.email}", "one of these is needed, and one alone"),
        ("never: {role: viewer}", "one of these is needed, and one alone: may, sees, changes"),
        ("never: nothing", "never is followed by keys"),
        ("only: {may: read}", '"role" is missing'),
        ("never: {may: [], resource: risk}", "the list is empty"),
        ("never: {may: [read, read]}", '"read" stands twice'),
        ("never: {may: true}", "expected a word (action)"),
        ("never: {may: write, resource: audit_event}", "this speaks of nothing"),
        ("never: {may: four_eyes, resource: task}", "this speaks of nothing"),
        ("never: {may: approve, resource: [evidence, task]}", "task has no such action"),
        ("never: {may: expiring, resource: evidence, scope: own}", "no row is there"),
        ("never: {sees: user.email, scope: own}", '"scope" does not go with sees'),
        ("never: {may: read}\n    except: {may: update}", "does not claim it in the first place"),
        ("never: {may: read}\n    except: {}", "an exception is keys"),
        ("always: {may: read}\n    except: {scope: own}", "only never and only have exceptions"),
        ("never: {may: read}\n    name: again", "duplicate key"),
        ("never: &all {may: read}", "anchors are not part of this language"),
    ],
)
def test_what_cannot_be_understood_is_told_with_its_line(
    entry: str, complaint: str, tmp_path: Path
) -> None:
    space = space_of(tmp_path, real_lines())
    text = f"# first\ninvariants:\n  - name: Something.\n    {entry}\n"
    review = written(tmp_path, space, text)
    assert review.invariants == []
    messages = [str(problem) for problem in review.problems]
    assert any(complaint in message for message in messages), messages
    assert all(message.startswith(f"{INVARIANTS_FILE}:") for message in messages)
    assert {problem.line for problem in review.problems} <= {3, 4, 5}


def test_an_only_that_leaves_nobody_out_and_a_double_name_are_problems(tmp_path: Path) -> None:
    space = space_of(tmp_path, real_lines())
    everyone = ", ".join(space.roles)
    text = f"""invariants:
  - name: Twice.
    only: {{role: [{everyone}], may: read}}
  - name: Twice.
    never: {{role: public, may: read}}
"""
    assert [str(problem) for problem in written(tmp_path, space, text).problems] == [
        "policies/invariants.yaml:3:12: P025 this speaks of nothing: there is no other role",
        "policies/invariants.yaml:4:5: P024 the same name stands on line 2",
    ]


def test_an_empty_file_is_told_and_a_missing_one_holds_nothing(tmp_path: Path) -> None:
    space = space_of(tmp_path, real_lines())
    assert written(tmp_path, space).problems == []
    assert written(tmp_path, space, "invariants: []\n").problems[0].line == 1
