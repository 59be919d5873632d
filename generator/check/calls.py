"""Functions of domain/ that the spec names: E039."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path

from generator.load.nodes import Mapping, Node
from generator.problems import At, Problems
from generator.resolve import read
from generator.resolve.spec import Spec

FOLDER = "domain"
CUTOFF = 0.8
"""Likeness from which an unknown name is taken for a slip, not for a function still to come."""


def check_calls(spec: Spec, project: Path, problems: Problems) -> None:
    """Reports each named function that is not there.

    One that resembles a function (or module) that is there is an error; any other is a warning,
    as the generator writes its stub.
    """
    modules = _modules(project)
    functions: dict[str, frozenset[str]] = {}
    for call, at in _calls(spec):
        module, _, name = call.partition(":")
        if module not in modules:
            near = _near(module, modules)
            _unknown(call, f"{near}:{name}" if near else None, at, problems)
            continue
        if module not in functions:
            functions[module] = _functions(modules[module])
        if name not in functions[module]:
            _unknown(call, _near(name, functions[module]), at, problems)


def _unknown(call: str, guess: str | None, at: At, problems: Problems) -> None:
    if guess:
        problems.add(at, "E039", f'call "{call}" does not exist: did you mean "{guess}"?')
    else:
        hint = "charter generate writes its stub."
        problems.warn(at, "E039", f'call "{call}" does not exist yet', hint)


def _near(word: str, known: Iterable[str]) -> str | None:
    found = get_close_matches(word, sorted(known), n=1, cutoff=CUTOFF)
    return found[0] if found else None


def _calls(spec: Spec) -> Iterator[tuple[str, At]]:
    for entry in read.entries(spec.source.root, "jobs"):
        yield from _call_of(entry.value)
    for entity in spec.entities.values():
        for hook in entity.hooks.values():
            call = read.scalar_text(hook.node)
            if call is not None:
                yield call, hook.node.at
        transitions = read.entries(entity.states, "transitions") if entity.states else ()
        for entry in (*transitions, *read.entries(entity.node, "actions")):
            yield from _call_of(entry.value)


def _call_of(node: Node) -> Iterator[tuple[str, At]]:
    if isinstance(node, Mapping):
        yield from read.words(node.get("call"))


def _modules(project: Path) -> dict[str, Path]:
    """The modules of the folder by dotted name."""
    found: dict[str, Path] = {}
    for path in sorted((project / FOLDER).rglob("*.py")):
        parts = path.relative_to(project).with_suffix("").parts
        dotted = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[dotted] = path
    return found


def _functions(path: Path) -> frozenset[str]:
    """What a module defines, imports or assigns at its top; nothing if it is no Python."""
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
    except (SyntaxError, ValueError, OSError):
        return frozenset()
    return frozenset(name for node in tree.body for name in _defined(node))


def _defined(node: ast.stmt) -> Iterator[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            yield name
        case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
            yield from (alias.asname or alias.name for alias in aliases)
        case ast.Assign(targets=targets):
            yield from (target.id for target in targets if isinstance(target, ast.Name))
