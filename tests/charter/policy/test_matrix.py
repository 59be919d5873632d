"""The pages of access say what policy.csv says, and are found stale when they do not."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner, Result

from charter.main import app
from tests.charter.conftest import REPOSITORY
from tests.charter.policy.reading import (
    OWN,
    actions,
    entities,
    expected,
    held,
    lines_of,
    policy,
    roles,
    sections,
    shown,
    tables,
)

RAILWAY = REPOSITORY / "tests" / "projects" / "railway"


def charter(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments, catch_exceptions=False)


@pytest.fixture(scope="module")
def railway(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("matrix") / "railway"
    shutil.copytree(RAILWAY, folder)
    made = charter("generate", "--project", str(folder))
    assert made.exit_code == 0, made.stderr
    assert "wrote policies/MATRIX.md" in made.stdout
    return folder


@pytest.fixture
def project(railway: Path, tmp_path: Path) -> Path:
    """A copy that may be spoilt."""
    return Path(shutil.copytree(railway, tmp_path / "railway"))


@pytest.fixture(params=["repository", "railway"])
def folder(request: pytest.FixtureRequest, railway: Path) -> Path:
    return REPOSITORY if request.param == "repository" else railway


def add_rules(folder: Path, *lines: str) -> None:
    with (folder / "policies" / "policy.csv").open("a") as file:
        file.writelines(f"{line}\n" for line in lines)


def generated(folder: Path) -> None:
    made = charter("generate", "--project", str(folder))
    assert (made.exit_code, made.stderr) == (0, "")


# ---------------------------------------------------------------------------------- cells


def test_every_cell_is_what_the_policy_says(folder: Path) -> None:
    cells = shown(folder)
    space = {
        (role, resource, action)
        for resource, entity in entities(folder).items()
        for action in actions(entity)
        for role in roles(folder)
    }
    assert set(cells) == space
    wrong = {
        who: (said, expected(folder, who))
        for who, said in cells.items()
        if said != expected(folder, who)
    }
    assert wrong == {}
    assert any(allowed for allowed, _ in cells.values())


def test_denials_are_shown_even_where_nothing_is_allowed(project: Path) -> None:
    add_rules(
        project,
        "p, clerk, order, pay, own, deny",
        "p, visitor, order, rebook, own, deny",
        "p, clerk, order, update, any, deny",
    )
    generated(project)
    cells = {row[0]: row[1:] for row in tables(sections(project)["order"])["action"]}
    columns = cells["action"]
    assert cells["`pay`"][columns.index("clerk")] == "any except own"
    assert cells["`rebook`"][columns.index("visitor")] == "denied own"
    assert cells["`update`"][columns.index("clerk")] == "denied"
    for who, said in shown(project).items():
        assert said == expected(project, who), who


def test_roles_and_actions_stand_in_the_order_of_the_model(folder: Path) -> None:
    for resource, text in sections(folder).items():
        found = tables(text)["action"]
        assert found[0] == ["action", *roles(folder)]
        entity = entities(folder)[resource]
        steps = entity.get("states", {}).get("transitions", {})
        order = [*OWN, *entity.get("actions", {}), *steps]
        named = [row[0].strip("`") for row in found[1:]]
        assert named == [word for word in order if word in named]


def test_a_cell_changes_its_own_line_alone(project: Path) -> None:
    page = project / "policies" / "matrix" / "office.md"
    before = page.read_text().splitlines()
    add_rules(project, "p, visitor, order, rebook, own, allow")
    generated(project)
    after = page.read_text().splitlines()
    changed = [line for old, line in zip(before, after, strict=True) if old != line]
    assert len(changed) == 1
    assert changed[0].startswith("| `rebook`")


# ---------------------------------------------------------------- what stands beside them


def test_masks_are_those_of_the_role_and_of_all_it_inherits() -> None:
    for resource, text in sections(REPOSITORY).items():
        wanted = {}
        for role in roles(REPOSITORY):
            fields: dict[str, set[str]] = {"hidden": set(), "read_only": set()}
            for _, cells in policy(REPOSITORY):
                if cells[0] == "p2" and cells[1] in held(REPOSITORY, role) and cells[2] == resource:
                    fields[cells[4]] |= set(cells[3].split("|"))
            if fields["hidden"] | fields["read_only"]:
                wanted[role] = (fields["hidden"], fields["read_only"] - fields["hidden"])
        said = {
            role: tuple(set(re.findall(r"`(\w+)`", cell)) for cell in cells)
            for role, *cells in tables(text).get("role", [[]])[1:]
        }
        assert said == wanted, resource


def test_scopes_are_told_in_words() -> None:
    for resource, text in sections(REPOSITORY).items():
        named = {row[0].strip("`"): row[1] for row in tables(text).get("scope", [[]])[1:]}
        used = {cells[4] for _, cells in policy(REPOSITORY) if cells[:3:2] == ["p", resource]}
        assert used - {"any"} <= set(named), resource
        unused = {name for name, said in named.items() if said.endswith("(no rule names it)")}
        assert unused == set(named) - used, resource
    assert tables(sections(REPOSITORY)["risk_acceptance"])["scope"][1:] == [
        ["`own`", "requester is the actor"],
        ["`to_decide`", "approver is the actor"],
        ["`own_risk`", "risk's owner is the actor"],
    ]


def steps(resource: str) -> dict[str, str]:
    return {row[0].strip("`"): row[2] for row in tables(sections(REPOSITORY)[resource])["step"][1:]}


def test_limits_that_no_rule_lifts_stand_with_every_action_that_has_them() -> None:
    """Four eyes, guards, reasons and steps of the system, as the YAML has them."""
    for resource, entity in entities(REPOSITORY).items():
        transitions = entity.get("states", {}).get("transitions", {})
        declared = {**entity.get("actions", {}), **transitions}
        if not declared:
            assert "step" not in tables(sections(REPOSITORY)[resource])
            continue
        said = steps(resource)
        assert set(said) == set(declared)
        for name, action in declared.items():
            system = action.get("by") == "system"
            assert ("no role can take it" in said[name]) is system, (resource, name)
            assert ("**Guard**" in said[name]) is ("guard" in action), (resource, name)
            assert ("A reason" in said[name]) is (action.get("reason") == "required")
            eyes = ", ".join(f"`{path}`" for path in action.get("four_eyes", ()))
            four = re.findall(
                r"\*\*Four eyes\*\*: refused \(403\) to the row's ([^.]*(?:\.\w+`)?)", said[name]
            )
            assert four == ([eyes] if eyes else []), (resource, name)
    assert "409 `STILL_USED`" in steps("risk_matrix")["retire"]
    assert "when valid until is before today" in steps("risk_acceptance")["expire"]


def test_frozen_rows_are_told() -> None:
    for resource, entity in entities(REPOSITORY).items():
        text = sections(REPOSITORY)[resource]
        assert ("- **Frozen** while " in text) is ("frozen" in entity), resource
    assert (
        '**Frozen** while status is "closed": `update`, `delete` and links are refused (409)'
        in (sections(REPOSITORY)["risk"])
    )


def cascade(resource: str) -> set[tuple[str, str]]:
    found = re.search(
        r"^- \*\*Cascade\*\*: `delete` here alone (.*)$", sections(REPOSITORY)[resource], re.M
    )
    return set(re.findall(r"`(\w+)` \(its `(\w+)`\)", found[1])) if found else set()


def test_cascades_name_all_that_goes_along() -> None:
    """Children of children too; and nothing where nobody can delete."""
    assert cascade("risk") == {("risk_treatment_plan", "risk"), ("risk_acceptance", "risk")}
    assert "also hides the rows" in sections(REPOSITORY)["risk"]
    assert cascade("regulation") == {
        ("requirement", "regulation"),
        ("requirement", "parent"),
        ("control_mapping", "requirement"),
    }
    assert ("role_assignment", "scope") in cascade("project")
    assert "also deletes the rows" in sections(REPOSITORY)["project"]
    assert cascade("user") == set()
    assert cascade("evidence") == set()


def test_what_the_model_withholds_from_everybody_is_told() -> None:
    found = sections(REPOSITORY)
    for resource, entity in entities(REPOSITORY).items():
        secret = [n for n, f in entity["fields"].items() if isinstance(f, dict) and f.get("secret")]
        line = re.search(r"^- \*\*Secret\*\*: (.*?)\. No role", found[resource], re.M)
        assert ([line[1]] if line else []) == [f"`{name}`" for name in secret], resource
    assert "- Nobody can delete a row." in found["user"]
    assert "- **Written once**: rows are only ever added" in found["audit_event"]
    assert "There is no operation for `create`, `update`, `delete`" in found["refresh_token"]
    assert "who may `delete` it may restore it" in found["risk"]
    assert (
        "Written at creation and never again: `role`, `user_id`, `scope_id`."
        in (found["role_assignment"])
    )
    assert "A role limited to one project reaches none of these rows." in found["user"]


# ---------------------------------------------------------------------------------- index


def index(folder: Path) -> str:
    return (folder / "policies" / "MATRIX.md").read_text()


def table(folder: Path, heading: str) -> list[list[str]]:
    """The table of resources under a heading of the index."""
    return tables(index(folder).split(f"## {heading}\n")[1].split("\n## ")[0])["resource"]


def test_the_index_links_every_page_and_names_every_role(folder: Path) -> None:
    text = index(folder)
    links = re.findall(r"\((matrix/\w+\.md)\)", text)
    pages = sorted((folder / "policies" / "matrix").iterdir())
    assert sorted(links) == [f"matrix/{page.name}" for page in pages]
    assert "\n## How to read a page\n" in text
    assert all("(../MATRIX.md#how-to-read-a-page)" in page.read_text() for page in pages)
    declared = yaml.safe_load((folder / "model.yaml").read_text())["roles"]
    said = {row[0].strip("`"): row[1:] for row in tables(text)["role"][1:]}
    assert list(said) == list(declared)
    for name, role in declared.items():
        inherited = {declared[each]["title"] for each in held(folder, name) - {name}}
        assert said[name][:2] == [role["title"], role["doc"]]
        assert set(filter(None, said[name][2].split(", "))) == inherited


def test_the_overview_sums_up_the_pages(folder: Path) -> None:
    cells = shown(folder)
    (_, *named), *rows = table(folder, "Overview")
    for resource, *said in rows:
        for role, letters in zip(named, said, strict=True):
            mine = {
                action: said
                for (who, what, action), said in cells.items()
                if (who, what) == (role, resource.strip("`"))
            }
            assert ("r" in letters.lower()) is bool(mine["read"][0]), (role, resource)
            assert ("R" in letters) is (mine["read"] == ({"any"}, set())), (role, resource)
            asked = entities(folder)[resource.strip("`")].get("actions", {})
            changing = [
                reach
                for action, reach in mine.items()
                if action != "read" and asked.get(action, {}).get("method") != "GET"
            ]
            assert ("w" in letters.lower()) is any(reach[0] for reach in changing)
            assert ("W" in letters) is any(reach == ({"any"}, set()) for reach in changing)


def test_what_the_public_and_what_nobody_may_do_is_said(railway: Path, project: Path) -> None:
    assert "may do nothing with any of these" in index(REPOSITORY)
    assert table(railway, "Without a token")[1:] == [["`class`", "`read`", "any"]]
    assert "Every action that exists is given to some role." in index(railway)
    path = project / "policies" / "policy.csv"
    path.write_text(path.read_text().replace("p, admin, *, *, any", "p, admin, *, read, any"))
    generated(project)
    nobody = table(project, "What no role may do")[1:]
    assert ["`role_assignment`", "`create`, `update`, `delete`"] in nobody


# ------------------------------------------------------------------------------ staleness


def test_a_changed_policy_makes_the_pages_stale(project: Path) -> None:
    check = ("generate", "--check", "--project", str(project))
    assert charter(*check).exit_code == 0
    add_rules(project, "p, visitor, order, rebook, own, allow")
    stale = charter(*check)
    assert stale.exit_code == 1
    assert "+++ b/policies/matrix/office.md" in stale.stdout
    assert "1 files are stale" in stale.stderr
    generated(project)
    assert charter(*check).exit_code == 0


def test_a_comment_in_the_policy_changes_no_page(project: Path) -> None:
    path = project / "policies" / "policy.csv"
    path.write_text(f"# who may ride\n\n{path.read_text()}")
    assert charter("generate", "--check", "--project", str(project)).exit_code == 0


def test_the_look_for_stale_files_sees_the_pages_too(project: Path) -> None:
    from charter.staleness import STAMP, stale_files

    assert stale_files(project) == ()
    assert (project / STAMP).is_file()
    add_rules(project, "p, visitor, order, rebook, own, allow")
    assert stale_files(project) == ("policies/matrix/office.md",)
    generated(project)
    assert stale_files(project) == ()
    (project / "policies" / "MATRIX.md").unlink()
    assert stale_files(project) == ("policies/MATRIX.md",)


def test_a_stray_page_is_removed(project: Path) -> None:
    stray = project / "policies" / "matrix" / "gone.md"
    stray.write_text("# Gone\n")
    stale = charter("generate", "--check", "--project", str(project))
    assert (stale.exit_code, stray.exists()) == (1, True)
    generated(project)
    assert not stray.exists()
    assert (project / "policies" / "policy.csv").is_file()


def test_a_broken_policy_keeps_the_pages_and_nothing_else(project: Path) -> None:
    from charter.staleness import STAMP, stale_files

    add_rules(project, "p, visitor, ordr, read, own, allow")
    last = len((project / "policies" / "policy.csv").read_text().splitlines())
    (project / "generated" / "app.py").write_text("changed = True\n")
    pages = {path: path.read_bytes() for path in (project / "policies").rglob("*.md")}
    problem = f'policies/policy.csv:{last}:13: P008 "ordr" is no resource; did you mean "order"?'
    made = charter("generate", "--project", str(project))
    assert made.exit_code == 0
    assert made.stdout == "wrote generated/app.py\n"
    assert made.stderr.splitlines() == [
        problem,
        "policies/MATRIX.md and policies/matrix/ wait until the policy is put right",
    ]
    assert {path: path.read_bytes() for path in pages} == pages
    checked = charter("generate", "--check", "--project", str(project))
    assert checked.exit_code == 1
    assert problem in checked.stderr
    assert stale_files(project) == ()
    assert not (project / STAMP).exists(), "what cannot be made is not known to be fresh"


def test_a_project_without_policies_has_no_pages(project: Path) -> None:
    shutil.rmtree(project / "policies")
    generated(project)
    assert not (project / "policies").exists()
    assert charter("generate", "--check", "--project", str(project)).exit_code == 0


def test_the_pages_of_the_repository_are_current() -> None:
    from charter.policy.derived import derive

    derived = derive(REPOSITORY, check=True)
    assert derived.policy == ()
    assert [path for path in derived.made.changed if path.startswith("policies/")] == []


# -------------------------------------------------------------------------------- command


def matrix(folder: Path, *options: str) -> Result:
    return charter("policy", "matrix", "--project", str(folder), *options)


def test_the_command_gives_every_cell_with_its_lines(folder: Path) -> None:
    found = matrix(folder, "--format", "json")
    assert found.exit_code == 0
    cells = {(c["role"], c["resource"], c["action"]): c for c in json.loads(found.stdout)}
    assert set(cells) == set(shown(folder))
    for who, cell in cells.items():
        assert (set(cell["scopes"]), set(cell["except"])) == expected(folder, who), who
        assert cell["lines"] == [number for number, _, _ in lines_of(folder, who)], who


def test_the_command_keeps_to_a_role_and_a_resource() -> None:
    only = matrix(REPOSITORY, "--role", "auditor", "--resource", "evidence", "--format", "json")
    cells = json.loads(only.stdout)
    assert {(cell["role"], cell["resource"]) for cell in cells} == {("auditor", "evidence")}
    assert {cell["action"] for cell in cells} == actions(entities(REPOSITORY)["evidence"])
    text = matrix(REPOSITORY, "--role", "respondent")
    assert text.exit_code == 0
    access, masks = text.stdout.split("\n\n")
    rows = [line.split() for line in access.splitlines()]
    assert rows[0] == ["role", "resource", "action", "rows", "lines"]
    assert [row[1:4] for row in rows[1:]] == [
        ["user", "read", "own"],
        ["task", "read", "assigned"],
        ["task", "start", "assigned"],
        ["task", "submit", "assigned"],
    ]
    assert "respondent  user      manager_id        hidden" in masks


@pytest.mark.parametrize(
    ("option", "word", "hint"),
    [("--role", "auditer", '"auditor"'), ("--resource", "risks", '"risk"')],
)
def test_an_unknown_word_is_wrong_usage(option: str, word: str, hint: str) -> None:
    refused = matrix(REPOSITORY, option, word)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert f"did you mean {hint}?" in refused.stderr


def test_the_command_refuses_a_broken_policy(project: Path) -> None:
    add_rules(project, "p, visitor, order, read, own, Allow")
    refused = matrix(project)
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert 'an effect is allow or deny, not "Allow"' in refused.stderr
