"""A small project with one large table, and the changes that are made to it one after the other."""

# ruff: noqa: S608  # statements about tables that are named here

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

PLATFORM = Path(__file__).parents[2] / "tests" / "projects" / "railway"
ID = "00000000-0000-7000-8000-1{:011x}"
PROJECTS = 1000

_ROOT = """charter: 1
name: board
title: A board of many tasks
api: {prefix: /api/v1}
roles:
  public: {title: Anyone, doc: Not signed in.}
  admin: {title: Administrator, doc: Accounts and roles.}
  editor: {title: Editor, doc: Writes everything.}
aggregates: [account, board]
"""
_BOARD = """aggregate: board
title: Board
enums:
  Level: {ordered: true, values: [low, medium, high]}
entities:
  Project:
    doc: What tasks are for.
    label: name
    fields:
      name: {type: string, max: 80, required: true}
  Task:
    doc: What somebody has to do.
    label: title
    fields:
      title: {type: string, max: 80, required: true}
      weight: {type: int, min: 0, max: 1000, default: 1}
      rank: {type: int, min: 0, default: 0}
      points: int
      remark: text
      code: {type: string, max: 40}
      place: {type: string, max: 40}
      kind: {enum: [plain, gift], default: plain}
      level: {enum: Level, default: low}
    relations:
      project: {to: Project}
"""
_POLICY = """p, admin, *, *, any, allow
p, editor, task, *, any, allow
p, editor, project, *, any, allow
p, editor, user, read, any, allow
"""
_PROJECTS = f"""
    INSERT INTO projects (id, name)
    SELECT ('00000000-0000-7000-8000-2' || lpad(to_hex(n), 11, '0'))::uuid, 'Project ' || n
    FROM generate_series(1, {PROJECTS}) AS n
"""
_TASKS = f"""
    INSERT INTO tasks (id, title, weight, points, code, place, kind, level, project_id)
    SELECT ('00000000-0000-7000-8000-1' || lpad(to_hex(n), 11, '0'))::uuid, 'Task ' || n,
        n % 1000, n % 13, 'C-' || n, CASE WHEN n % 2 = 0 THEN 'Place ' || n % 100 END,
        (ARRAY['plain', 'gift'])[1 + n % 2], (ARRAY['low', 'medium', 'high'])[1 + n % 3]::level,
        ('00000000-0000-7000-8000-2' || lpad(to_hex(1 + n % {PROJECTS}), 11, '0'))::uuid
    FROM generate_series(1, {{rows}}) AS n
"""


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the model.

    `meant` is handed to `charter migrate new`. `renamed` are members that are written under
    another name by the application of after.
    """

    name: str
    edit: tuple[str, str]
    meant: tuple[str, ...] = ("--rolling",)
    renamed: Mapping[str, str] = field(default_factory=dict)


CHANGES = (
    Change(
        "a field is renamed, both names served",
        ("      weight: {type", "      load: {was: weight, type"),
        renamed={"weight": "load"},
    ),
    Change(
        "a field is required, empty rows filled",
        (
            "      place: {type: string, max: 40}",
            "      place: {type: string, max: 40, required: true}",
        ),
        ("--rolling", "--fill", 'Task.place="nowhere"'),
    ),
    Change(
        "int becomes bigint, by a column beside it",
        ("      points: int\n", "      points: bigint\n"),
        (),
    ),
    Change(
        "a field becomes unique",
        (
            "      code: {type: string, max: 40}",
            "      code: {type: string, max: 40, unique: true}",
        ),
        ("--rolling", "--allow", "M006"),
    ),
    Change(
        "a new index",
        (
            "      project: {to: Project}\n",
            "      project: {to: Project}\n    indexes:\n      - {fields: [kind, -points]}\n",
        ),
    ),
    Change(
        "a text takes less",
        ("      title: {type: string, max: 80", "      title: {type: string, max: 60"),
        ("--rolling", "--allow", "M003"),
    ),
    Change(
        "a word more of a plain enum",
        ("kind: {enum: [plain, gift]", "kind: {enum: [plain, loan, gift]"),
    ),
    Change(
        "a word more of an ordered enum",
        ("values: [low, medium, high]", "values: [low, medium, high, top]"),
    ),
    Change(
        "a new field with a default, and a new relation",
        (
            "    relations:\n      project: {to: Project}\n",
            "      size: {type: int, default: 3}\n    relations:\n"
            "      judge: {to: User}\n      project: {to: Project}\n",
        ),
    ),
    Change(
        "a field goes",
        ("      remark: text\n", ""),
        ("--rolling", "--allow", "M002"),
    ),
)


def write_project(folder: Path) -> None:
    """The project before any change."""
    (folder / "model").mkdir(parents=True)
    (folder / "policies").mkdir()
    shutil.copy(PLATFORM / "model" / "account.yaml", folder / "model")
    shutil.copy(PLATFORM / "policies" / "model.conf", folder / "policies")
    (folder / "model.yaml").write_text(_ROOT)
    (folder / "model" / "board.yaml").write_text(_BOARD)
    (folder / "policies" / "policy.csv").write_text(_POLICY)


def edit(folder: Path, change: Change) -> None:
    """Makes a change to the model's file.

    ValueError where what is to be replaced is not there.
    """
    file = folder / "model" / "board.yaml"
    text = file.read_text()
    old, new = change.edit
    if old not in text:
        raise ValueError(f"{change.name}: {old!r} is not in the model")
    file.write_text(text.replace(old, new))


def fill(url: str, rows: int) -> None:
    """Adds the rows, as a superuser; no trigger runs, so no event is left."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(_PROJECTS.encode())
        connection.execute(_TASKS.format(rows=rows).encode())
        connection.execute("RESET session_replication_role")
        connection.execute("VACUUM ANALYZE")


def body(number: int, renamed: Mapping[str, str]) -> dict[str, object]:
    """A task as an application writes it; what is new to it is left out."""
    written: dict[str, object] = {
        "title": f"Written {number}",
        "weight": number % 900,
        "points": number % 13,
        "place": f"Place {number % 50}",
        "kind": "gift" if number % 2 else "plain",
        "level": "high" if number % 3 else "low",
    }
    return {renamed.get(name, name): value for name, value in written.items()}
