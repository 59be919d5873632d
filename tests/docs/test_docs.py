"""What the documents for people say is there: pages, commands, settings, models, problem codes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import click
import pytest
import typer

from charter.main import app
from generator.grammar import check_grammar
from generator.load.files import load
from generator.problems import Problems
from generator.resolve.checks import GUARD_FAILED, RULE_BROKEN
from generator.resolve.keys import DUPLICATE
from runtime.query.filter_language.tree import MALFORMED
from runtime.settings import NOT_SERVED, Settings, variable

ROOT = Path(__file__).parent.parent.parent
PAGES = sorted(
    [
        *(ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md")),
        ROOT / "CHANGELOG.md",
        ROOT / "policies" / "README.md",
        *(ROOT / "docs").rglob("*.md"),
    ]
)
HAND_WRITTEN = [page for page in PAGES if "reference" not in page.parts]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
COMMAND = re.compile(r"\bcharter ([a-z]+(?: [a-z]+)?)")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
CODE = re.compile(r"[A-Z][A-Z_]{3,}")


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


def prose(text: str) -> str:
    """The text without code, in which brackets and hashes mean other things."""
    return re.sub(r"`[^`\n]*`", "", FENCE.sub("", text))


def anchors(page: Path) -> set[str]:
    """The anchors of a page, as GitHub makes them of headings."""
    headings = re.findall(r"^#+ (.*)$", FENCE.sub("", page.read_text()), re.M)
    made = {re.sub(r"[^\w\- ]", "", text.lower()).strip().replace(" ", "-") for text in headings}
    return made | set(re.findall(r'<a (?:id|name)="([^"]+)"', page.read_text()))


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_lead_somewhere(page: Path) -> None:
    for link in LINK.findall(prose(page.read_text())):
        if link.startswith(("https://", "mailto:")):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{named(page)}: {link}"
        if anchor and target.suffix == ".md":
            assert anchor in anchors(target), f"{named(page)}: {link}"


def test_every_page_is_reached_from_the_map() -> None:
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md" or not page.exists():
            continue
        reached.add(page)
        links = LINK.findall(prose(page.read_text()))
        waiting += [
            (page.parent / link.partition("#")[0]).resolve()
            for link in links
            if not link.startswith(("https://", "mailto:", "#"))
        ]
    assert set(PAGES) <= reached


def commands() -> set[str]:
    """Every command, groups included, as it is typed after `charter`."""
    root = typer.main.get_command(app)
    assert isinstance(root, click.Group) or hasattr(root, "commands")
    found: set[str] = set()
    for name, command in root.commands.items():  # type: ignore[union-attr]
        found.add(name)
        found |= {f"{name} {inner}" for inner in getattr(command, "commands", ())}
    return found


def absent(text: str) -> str:
    """The text without the sections and lines that say what is not there."""
    return re.sub(r"^## Not there yet$.*?(?=^## |\Z)", "", text, flags=re.M | re.S)


@pytest.mark.parametrize("page", HAND_WRITTEN, ids=named)
def test_commands_are_there(page: Path) -> None:
    known = commands()
    groups = {name.split()[0] for name in known if " " in name}
    code = "\n".join(
        [
            *(body for _, body in FENCE.findall(page.read_text())),
            *re.findall(r"`([^`\n]+)`", FENCE.sub("", absent(page.read_text()))),
        ]
    )
    for typed in COMMAND.findall(code):
        first = typed.split()[0]
        assert first in known, f"{named(page)}: charter {typed}"
        if first in groups and " " in typed and first != "import":
            assert typed in known, f"{named(page)}: charter {typed}"


def settings_table() -> dict[str, tuple[str, str]]:
    text = (ROOT / "docs" / "operations.md").read_text()
    table = text.partition("<!-- settings -->")[2].partition("<!-- end -->")[0]
    rows = re.findall(r"^\| `(CHARTER_\w+)` \| (.*?) \| (.*) \|$", table, re.M)
    return {name: (default, meaning) for name, default, meaning in rows}


def test_the_settings_table_is_that_of_the_program() -> None:
    table = settings_table()
    assert set(table) == {variable(name) for name in Settings.model_fields}
    example = re.findall(r"^#?(CHARTER_\w+)=", (ROOT / ".env.example").read_text(), re.M)
    assert list(table) == example
    refused = {name for name, (_, meaning) in table.items() if "refused" in meaning}
    assert refused == {variable(name) for name in NOT_SERVED}


def test_the_defaults_of_the_settings_are_those_of_the_program(tmp_path: Path) -> None:
    settings = Settings.load(tmp_path, {})
    said = {name: default.strip("`") for name, (default, _) in settings_table().items()}
    for name in ("env", "workers", "pool_size", "log_level", "oidc_roles_claim"):
        assert said[variable(name)] == str(getattr(settings, name))
    for name in ("signing_key_file", "audit_signing_key_file"):
        assert tmp_path / said[variable(name)] == getattr(settings, name)


def models() -> Iterator[tuple[str, str]]:
    for page in HAND_WRITTEN:
        if page.name == "modelling.md":
            # Its blocks are steps, which test_modelling takes.
            continue
        for number, (language, body) in enumerate(FENCE.findall(page.read_text())):
            text = dedent(body)
            if language == "yaml" and text.startswith("# model"):
                yield f"{named(page)}:{number}", text


MODELS = dict(models())


@pytest.mark.parametrize("place", MODELS)
def test_models_keep_to_the_language(place: str, tmp_path: Path) -> None:
    """A block with `aggregate:` is a file; any other stands under `entities:`."""
    text = MODELS[place]
    if "\naggregate:" not in text:
        body = "".join(f"  {line}\n" for line in text.splitlines())
        text = f"aggregate: sample\ntitle: Sample\nentities:\n{body}"
    found = re.search(r"^aggregate: (\w+)$", text, re.M)
    assert found
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / f"{found[1]}.yaml").write_text(text)
    (tmp_path / "model.yaml").write_text(
        "charter: 1\nname: sample\ntitle: Sample\napi: {prefix: /api/v1}\n"
        "roles: {viewer: {title: Viewer, doc: Reads.}}\n"
        f"aggregates: [{found[1]}]\n"
    )
    problems = Problems()
    source = load(tmp_path, problems)
    if source is not None:
        check_grammar(source, problems)
    assert [str(problem) for problem in problems.sorted()] == []


def test_there_are_models_to_check() -> None:
    assert {place.partition(":")[0] for place in MODELS} >= {"README.md", "docs/getting-started.md"}


def codes_of(tree: ast.AST) -> Iterator[ast.expr]:
    """The expressions of a module that are problem codes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            yield from (keyword.value for keyword in node.keywords if keyword.arg == "code")
            if name in ("Violation", "Constraint", "Check", "add"):
                yield from node.args[1:2]
            if name in ("_Refused", "Refused"):
                yield from node.args[:1]
        if isinstance(node, ast.Assign):
            targets = {getattr(target, "id", "") for target in node.targets}
            if targets == {"CODES"} and isinstance(node.value, ast.Dict):
                yield from node.value.values


def answered_codes() -> set[str]:
    """Every code that the runtime itself can answer with, whatever the model."""
    from runtime import problems

    found = {
        kind.code
        for kind in vars(problems).values()
        if isinstance(kind, type) and issubclass(kind, problems.Problem)
    }
    for path in (ROOT / "runtime").rglob("*.py"):
        for expression in codes_of(ast.parse(path.read_text())):
            constants = [node for node in ast.walk(expression) if isinstance(node, ast.Constant)]
            texts = (node.value for node in constants if isinstance(node.value, str))
            found |= {text for text in texts if CODE.fullmatch(text)}
    return found | {GUARD_FAILED, RULE_BROKEN, DUPLICATE, MALFORMED} | set(CHECKS)


CHECKS = ("REQUIRED", "TOO_LONG", "TOO_SHORT", "TOO_SMALL", "TOO_LARGE", "PATTERN", "NOT_A_VALUE")
"""What the constraints of tables answer with; they come from the generator."""

INTERNAL_ONLY = {"NOT_DUE"}
"""Of timed transitions, which answer nobody."""


def test_every_problem_code_stands_in_the_table() -> None:
    text = (ROOT / "docs" / "api.md").read_text()
    listed = re.findall(r"^\| `([A-Z_]+)` \|", text, re.M)
    assert len(listed) == len(set(listed))
    assert set(listed) == answered_codes() - INTERNAL_ONLY


def test_the_statuses_of_problems_are_those_of_the_program() -> None:
    from runtime import problems

    text = (ROOT / "docs" / "api.md").read_text()
    said = dict(re.findall(r"^\| `([A-Z_]+)` \| (\d{3})?", text, re.M))
    for kind in vars(problems).values():
        if isinstance(kind, type) and issubclass(kind, problems.Problem):
            assert said[kind.code] == str(kind.status), kind.code
