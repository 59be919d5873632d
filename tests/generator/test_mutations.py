"""However a spec is mutilated, the check answers with problems and never with an exception."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.pipeline import check

REPOSITORY = Path(__file__).parents[2]
TARGETS = sorted((REPOSITORY / "model").glob("*.yaml"))
STRANGE = (
    "true 3 0 -1 text User Role any owner row actor null file x [a] {} [] {to:\u00a0User} now() "
    "any(owner) count(x) a==b today() domain.x:f version id row.actor in where"
).split()
_PART = re.compile(r"(?<=: )[\w\".()-]+|(?<=\[)\w+|\b[a-z_]+(?=:)")


def mutilate(data: st.DataObject, text: str) -> str:
    """The text with a line gone, a line doubled, or a word replaced by a strange one."""
    lines = text.splitlines()
    position = data.draw(st.integers(1, len(lines) - 1))
    line = lines[position]
    parts = list(_PART.finditer(line))
    match data.draw(st.sampled_from(["drop", "double", "replace", "replace", "replace"])):
        case "drop":
            del lines[position]
        case "double":
            lines.insert(position, line)
        case _ if parts:
            part = data.draw(st.sampled_from(parts))
            word = data.draw(st.sampled_from(STRANGE)).replace("\u00a0", " ")
            lines[position] = line[: part.start()] + word + line[part.end() :]
    return "\n".join(lines)


@given(st.data())
@settings(max_examples=60, deadline=None, derandomize=True)
def test_a_mutilated_model_is_answered_with_problems(data: st.DataObject) -> None:
    target = data.draw(st.sampled_from(TARGETS))
    with TemporaryDirectory() as folder:
        project = Path(folder)
        shutil.copy(REPOSITORY / "model.yaml", project)
        shutil.copytree(REPOSITORY / "model", project / "model")
        (project / "model" / target.name).write_text(mutilate(data, target.read_text()))
        model, problems = check(project)
    assert (model is None) == problems.errors
