from __future__ import annotations

from pathlib import Path

import pytest

from generator.emit.format import format_python
from generator.emit.write import apply, compare


def put(project: Path, path: str, text: str) -> None:
    (project / path).parent.mkdir(parents=True, exist_ok=True)
    (project / path).write_text(text)


def test_only_what_differs_is_written(tmp_path: Path) -> None:
    put(tmp_path, "generated/same.py", "a = 1\n")
    put(tmp_path, "generated/other.py", "b = 1\n")
    wanted = {"generated/same.py": "a = 1\n", "generated/other.py": "b = 2\n", "docs/x.md": "x\n"}

    changes = compare(tmp_path, wanted, ("generated",))

    assert [change.path for change in changes] == ["generated/other.py", "docs/x.md"]
    apply(tmp_path, changes)
    assert compare(tmp_path, wanted, ("generated",)) == []


def test_strays_and_the_folders_they_leave_empty_go(tmp_path: Path) -> None:
    put(tmp_path, "generated/gone/models/risk.py", "")
    put(tmp_path, "generated/gone/models/__pycache__/risk.pyc", "")
    put(tmp_path, "generated/stays.py", "")
    put(tmp_path, "domain/mine.py", "")

    apply(tmp_path, compare(tmp_path, {"generated/stays.py": ""}, ("generated",)))

    left = sorted(file.relative_to(tmp_path).as_posix() for file in tmp_path.rglob("*.py"))
    assert left == ["domain/mine.py", "generated/stays.py"]
    assert not (tmp_path / "generated/gone").exists()


def test_the_diff_names_both_sides(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", "one\ntwo\n")
    (change,) = compare(tmp_path, {"a.txt": "one\nthree\n"}, ())
    assert change.diff() == "--- a/a.txt\n+++ b/a.txt\n@@ -1,2 +1,2 @@\n one\n-two\n+three\n"


def test_a_new_file_and_a_stray_are_shown_against_nothing(tmp_path: Path) -> None:
    put(tmp_path, "generated/old.py", "x\n")
    new, stray = compare(tmp_path, {"generated/new.py": "y\n"}, ("generated",))
    assert new.diff().startswith("--- /dev/null\n+++ b/generated/new.py\n")
    assert stray.diff().startswith("--- a/generated/old.py\n+++ /dev/null\n")


def test_python_is_formatted_and_the_rest_left_alone() -> None:
    made = format_python({"a.py": "import z\nimport a\nx = { 'k':1 }\n", "b.md": "x  =  1\n"})
    assert made == {"a.py": 'import a\nimport z\n\nx = {"k": 1}\n', "b.md": "x  =  1\n"}


def test_python_that_is_none_is_a_mistake_of_a_template() -> None:
    with pytest.raises(RuntimeError, match="ruff"):
        format_python({"a.py": "def ("})
