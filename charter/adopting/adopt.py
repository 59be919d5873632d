"""Adoption: a database read, said in the language, checked, and put into a project."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from charter.adopting.catalogue import Database
from charter.adopting.copying import script
from charter.adopting.drafts import Adopted
from charter.adopting.notes import CODES, Note
from charter.adopting.translate import translated
from charter.adopting.write import Place, Text, written
from generator.load.files import load
from generator.model import Model
from generator.pipeline import check
from generator.problems import Problem, Problems
from generator.resolve import read

_ROUNDS = 60
"""So many declarations may be refused; each round of checking takes all that it shows."""


class AdoptError(Exception):
    """The database cannot be said in a project as it stands; the text says why."""


@dataclass(frozen=True, slots=True)
class Adoption:
    """What is to be written: file contents by path, and what was noted on the way."""

    files: dict[str, str]
    adopted: Adopted
    model: Model

    @property
    def resources(self) -> list[str]:
        """The policy's words for the new entities."""
        return [self.model.entities[draft.name].resource for draft in self.adopted.drafts.values()]

    @property
    def notes(self) -> list[Note]:
        """The notes, by code and place."""
        return sorted(self.adopted.notes, key=lambda note: (note.code, note.place))


def adoption(project: Path, database: Database, name: str) -> Adoption:
    """Says the tables of a database as aggregates of a project; writes nothing.

    What `charter check` refuses is left out, declaration by declaration, with a note.

    Args:
        project: a folder with a model that passes its check.
        database: the tables.
        name: what the aggregate is called; a large one is several.

    Raises:
        AdoptError: the project's model is not right, a file is there already, or nothing of a
            table can be said.
    """
    adopted = translated(database, *_taken(project))
    if not adopted.drafts:
        raise AdoptError("there is no table to adopt")
    with TemporaryDirectory(prefix="charter-") as folder:
        trial = Path(folder) / "project"
        _copy(project, trial)
        for _ in range(_ROUNDS):
            texts = written(adopted, name)
            files = _files(project, texts)
            for path, text in files.items():
                (trial / path).parent.mkdir(exist_ok=True)
                (trial / path).write_text(text)
            model, problems = check(trial)
            if model is not None:
                break
            _leave_out(adopted, texts, problems)
        else:
            raise AdoptError("the check goes on refusing declarations; please report the schema")
    sql = f"adopted/{name}.sql"
    files[sql] = script(adopted, model, sql)
    found = Adoption(files, adopted, model)
    files[f"adopted/{name}.md"] = report(found, database)
    return found


def _copy(project: Path, trial: Path) -> None:
    trial.mkdir()
    shutil.copy(project / "model.yaml", trial)
    for part in ("model", "domain"):
        if (project / part).is_dir():
            shutil.copytree(project / part, trial / part)


def _taken(project: Path) -> tuple[set[str], set[str]]:
    """Names of entities, enums and mixins of the project, and of its tables."""
    model, problems = check(project)
    if model is None:
        first = next(iter(problems.sorted()))
        raise AdoptError(f"the project's own model is not right yet: {first}")
    source = load(project, Problems())
    assert source is not None
    found = set(model.entities)
    for node in source.aggregates.values():
        found |= {entry.key for entry in read.entries(node, "enums")}
        found |= {entry.key for entry in read.entries(node, "mixins")}
    return found, {entity.table for entity in model.entities.values()}


def _files(project: Path, texts: list[Text]) -> dict[str, str]:
    for text in texts:
        if (project / "model" / f"{text.aggregate}.yaml").exists():
            raise AdoptError(f"model/{text.aggregate}.yaml is there already: say --aggregate NAME")
    found = {f"model/{text.aggregate}.yaml": "\n".join(text.lines) + "\n" for text in texts}
    root = (project / "model.yaml").read_text()
    found["model.yaml"] = _listed(root, [text.aggregate for text in texts])
    return found


def _listed(root: str, aggregates: list[str]) -> str:
    """model.yaml with more aggregates in its list, however that is written."""
    flow = re.search(r"^aggregates: *\[([^\]]*)\]", root, re.MULTILINE)
    if flow is not None:
        words = ", ".join([*([flow[1].strip()] if flow[1].strip() else []), *aggregates])
        return root[: flow.start()] + f"aggregates: [{words}]" + root[flow.end() :]
    block = re.search(
        r"^aggregates:[^\n]*\n(?:(?: *#[^\n]*|( *- +)[^\n]*|)\n)+", root, re.MULTILINE
    )
    if block is None or block[1] is None:
        raise AdoptError("model.yaml has no list of aggregates to add to")
    kept = block[0].rstrip("\n") + "\n"
    more = "".join(f"{block[1]}{word}\n" for word in aggregates)
    return root[: block.start()] + kept + more + root[block.start() + len(kept) :]


def _leave_out(adopted: Adopted, texts: list[Text], problems: Problems) -> None:
    """Takes out what the check refuses: a declaration for each line with a problem."""
    by_file = {f"model/{text.aggregate}.yaml": text for text in texts}
    gone: set[Place] = set()
    for problem in problems.sorted():
        if problem.severity != "error":
            continue
        text = by_file.get(problem.at.file)
        place = text.places.get(problem.at.line) if text is not None else None
        if place is None or len(place) == 1:
            raise AdoptError(f"what was made of the database is refused: {problem}")
        if place not in gone:
            gone.add(place)
            _note(adopted, place, problem)
    for entity, section, which in sorted(
        (place for place in gone if len(place) == 3), key=lambda place: place[2], reverse=True
    ):
        _remove(adopted, entity, section, which)
    for place in gone:
        if place[0] == "enums":
            del adopted.enums[place[1]]


def _note(adopted: Adopted, place: Place, problem: Problem) -> None:
    adopted.note("A016", ".".join(place), f"{problem.code} {problem.message}")


def _remove(adopted: Adopted, entity: str, section: str, which: str) -> None:
    draft = adopted.draft(entity)
    part = getattr(draft, section)
    if isinstance(part, list):
        part.pop(int(which))
        return
    part.pop(which)
    for column in [column for column, member in draft.members.items() if member == which]:
        del draft.members[column]
    adopted.links[:] = [
        link for link in adopted.links if (link.entity, link.name) != (entity, which)
    ]


def report(adoption: Adoption, database: Database) -> str:
    """The report in Markdown: what became of each table, and every note by its code."""
    lines = [f"# What was adopted from {database.name}", ""]
    lines += ["| table | entity | fields | relations |", "|---|---|---|---|"]
    for table, draft in adoption.adopted.drafts.items():
        lines.append(f"| {table} | {draft.name} | {len(draft.fields)} | {len(draft.relations)} |")
    lines += [
        f"| {link.table.name} | {link.entity}.{link.name} | | |" for link in adoption.adopted.links
    ]
    code = ""
    for note in adoption.notes:
        if note.code != code:
            code = note.code
            lines += ["", f"## {code}: {CODES[code]}", ""]
        lines.append(f"- `{note.place}`: {note.message}")
    return "\n".join(lines) + "\n"
