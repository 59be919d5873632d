"""The files of a spec: `model.yaml` and one `model/<name>.yaml` for each aggregate it lists."""

from __future__ import annotations

import re
from pathlib import Path

from generator.load.characters import decode
from generator.load.document import read_document
from generator.load.nodes import Mapping, Scalar, Sequence, Source
from generator.load.suggest import nearest
from generator.problems import At, Problems

ROOT = "model.yaml"
FOLDER = "model"
VERSION = 1
"""The version of the model language that this generator understands."""

_DECLARED = re.compile(r"\binverse: *(\w+)|([A-Za-z_]\w*) *:")
_FILE_WORD = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")


def load(project: Path, problems: Problems) -> Source | None:
    """Reads the spec in the folder `project`, reporting what cannot be read (E001 to E009).

    Returns None when nothing sensible can be said beyond that: `model.yaml` is missing or of
    another version. A file that cannot be read is reported and left out, and what it seems to
    declare counts as missing; where that is `model.yaml`, every file of the folder is an
    aggregate.
    """
    if not (project / ROOT).is_file():
        hint = "A project is a folder with a model.yaml; --project names it."
        problems.add(At(ROOT, 1, 1), "E009", f"{ROOT} does not exist", hint)
        return None
    missing: set[str] = set()
    root = _read(project, ROOT, problems, missing)
    if root is not None and not _understood(root, problems):
        return None
    present = _present(project)
    listed = _listed(root, problems) if root else {n: At(ROOT, 1, 1) for n in sorted(present)}
    aggregates: dict[str, Mapping] = {}
    for name, at in listed.items():
        if name not in present:
            meant = nearest(name, present - listed.keys())
            guess = f'; did you mean "{meant}"?' if meant else ""
            problems.add(at, "E009", f'aggregate "{name}" has no file {FOLDER}/{name}.yaml{guess}')
            missing |= _declared(project / FOLDER / f"{meant}.yaml") if meant else set()
        elif mapping := _read(project, f"{FOLDER}/{name}.yaml", problems, missing):
            _check_name(mapping, name, problems)
            aggregates[name] = mapping
    if root is None:
        return Source(Mapping(At(ROOT, 1, 1), ()), aggregates, frozenset(missing), rooted=False)
    _warn_of_strays(project, listed, problems)
    return Source(root, aggregates, frozenset(missing))


def _read(project: Path, file: str, problems: Problems, missing: set[str]) -> Mapping | None:
    """The map of a file, or None; then `missing` gets the names that the file may declare."""
    try:
        data = (project / file).read_bytes()
    except OSError as error:
        problems.add(At(file, 1, 1), "E009", f"{file} cannot be read: {error.strerror}")
        return None
    text = decode(file, data, problems)
    found = None if text is None else read_document(file, text, problems)
    if found is None:
        missing |= _declared(project / file)
    return found


def _declared(path: Path) -> set[str]:
    """The names that a file seems to declare: its keys, and what follows `inverse:`."""
    try:
        text = path.read_bytes().decode("utf-8", "replace")
    except OSError:
        return set()
    return {name for found in _DECLARED.finditer(text) for name in found.groups() if name}


def _understood(root: Mapping, problems: Problems) -> bool:
    """Whether the file is of our version; a missing or odd key is left to the grammar."""
    said = root.get("charter")
    if not isinstance(said, Scalar) or not isinstance(said.value, int) or said.value is True:
        return True
    if said.value == VERSION:
        return True
    message = f"this file is of version {said.value}; version {VERSION} is understood"
    problems.add(said.at, "E008", message)
    return False


def _listed(root: Mapping, problems: Problems) -> dict[str, At]:
    """The aggregates of `model.yaml` in order; what is no word is left to the grammar."""
    found: dict[str, At] = {}
    aggregates = root.get("aggregates")
    items = aggregates.items if isinstance(aggregates, Sequence) else ()
    for item in items:
        if not isinstance(item, Scalar) or not _FILE_WORD.fullmatch(item.text):
            continue
        if first := found.get(item.text):
            message = f'aggregate "{item.text}" is listed twice; first on line {first.line}'
            problems.add(item.at, "E002", message)
        else:
            found[item.text] = item.at
    return found


def _present(project: Path) -> set[str]:
    """The names of the files in the folder of the aggregates."""
    return {path.stem for path in (project / FOLDER).glob("*.yaml")}


def _check_name(mapping: Mapping, name: str, problems: Problems) -> None:
    said = mapping.get("aggregate")
    if isinstance(said, Scalar) and said.text != name:
        message = f'aggregate "{said.text}" stands in {FOLDER}/{name}.yaml'
        problems.add(said.at, "E009", message, f"Say aggregate: {name}, or rename the file.")


def _warn_of_strays(project: Path, listed: dict[str, At], problems: Problems) -> None:
    """Warns of files that look like aggregates and are not read."""
    for path in sorted((project / FOLDER).glob("*.y*ml")):
        file = f"{FOLDER}/{path.name}"
        if path.suffix == ".yml":
            problems.warn(At(file, 1, 1), "E009", f"{file} is not read: its ending must be .yaml")
        elif path.suffix == ".yaml" and path.stem not in listed:
            message = f"{file} is not read: {ROOT} does not list it under aggregates"
            problems.warn(At(file, 1, 1), "E009", message)
