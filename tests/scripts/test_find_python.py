import subprocess
import sys
from pathlib import Path

FIND_PYTHON = Path(__file__).parents[2] / "scripts" / "find-python"


def find_python(tmp_path: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run the script where the programs found are only those put into `bin` and the shell's."""
    tools = tmp_path / "tools"
    tools.mkdir()
    for tool in ("sh", "grep", "dirname"):
        (tools / tool).symlink_to(f"/bin/{tool}" if tool == "sh" else f"/usr/bin/{tool}")
    environ = {"HOME": str(tmp_path), "PATH": f"{tmp_path / 'bin'}:{tools}"} | environ
    return subprocess.run(
        ["/bin/sh", str(FIND_PYTHON)], env=environ, capture_output=True, text=True, check=False
    )


def program(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def test_without_a_new_enough_python_it_says_so_in_one_line(tmp_path: Path) -> None:
    program(tmp_path / "bin" / "python3", "exit 1")  # too old, or without venv
    found = find_python(tmp_path)
    assert found.returncode == 1
    assert found.stdout == ""
    assert found.stderr.startswith("Python 3.12 or newer is needed and was not found")
    assert found.stderr.count("\n") == 1


def test_it_finds_one_of_pyenv_that_no_shim_selects(tmp_path: Path) -> None:
    program(tmp_path / "bin" / "python3.13", "exit 127")  # a shim of a version not selected
    version = tmp_path / ".pyenv" / "versions" / "3.13.0" / "bin" / "python3.13"
    program(version, f'exec "{sys.executable}" "$@"')
    found = find_python(tmp_path)
    assert (found.returncode, found.stdout.strip()) == (0, sys.executable)


def test_a_chosen_python_is_taken(tmp_path: Path) -> None:
    found = find_python(tmp_path, PYTHON=sys.executable)
    assert (found.returncode, found.stdout.strip()) == (0, sys.executable)


def test_a_chosen_python_that_is_none_is_refused_by_name(tmp_path: Path) -> None:
    found = find_python(tmp_path, PYTHON="/bin/false")
    assert (found.returncode, found.stdout) == (1, "")
    assert found.stderr == "PYTHON=/bin/false is no Python 3.12 or newer with venv.\n"
