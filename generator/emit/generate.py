"""From the resolved model to the project's files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.emit.format import format_python
from generator.emit.outputs import OWNED, outputs
from generator.emit.stubs import additions
from generator.emit.write import Change, apply, compare
from generator.model import Model


@dataclass(frozen=True, slots=True)
class Further:
    """Files that follow from more than the model, made by somebody who knows the rest.

    In the folders `owned` everything is made: what is not among `files` is removed.
    """

    files: Mapping[str, str] = field(default_factory=dict)
    owned: tuple[str, ...] = ()


type Furthering = Callable[[Model], Further]


def nothing_further(_: Model) -> Further:
    """The files of the model alone."""
    return Further()


@dataclass(frozen=True, slots=True)
class Emission:
    """What was written, or would be."""

    changes: tuple[Change, ...]


def emit(
    model: Model, project: Path, *, write: bool = True, further: Furthering = nothing_further
) -> Emission:
    """Makes every file in memory, then writes what differs; `write` False changes nothing."""
    besides = further(model)
    added = additions(model, project)
    wanted = format_python(dict(outputs(model)) | {each.path: each.text for each in added})
    for each in added:
        if each.before:
            wanted[each.path] = f"{each.before.rstrip()}\n\n\n{wanted[each.path]}"
    changes = compare(project, {**wanted, **besides.files}, (*OWNED, *besides.owned))
    if write:
        apply(project, changes)
    return Emission(tuple(changes))
