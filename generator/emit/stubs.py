"""Functions of domain/ that the model names and nobody has written yet, each once as a stub."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.emit.classes import merge_imports
from generator.emit.inputs import actions_of, has_input, input_name
from generator.emit.schemas import class_of, module_of
from generator.emit.templating import render
from generator.model import Action, Entity, Hook, Model

_CONTEXT = ("runtime.domain_api", "Context")
_PROBLEM = ("runtime.problems", "NotWritten")


@dataclass(frozen=True, slots=True)
class Stub:
    """A function to be written: its module, name, arguments, and what they need imported."""

    module: str
    name: str
    arguments: tuple[str, ...]
    returns: str
    doc: str
    imports: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Addition:
    """What a file of domain/ gets at its end; `before` is what it holds already."""

    path: str
    before: str
    text: str


def additions(model: Model, project: Path) -> list[Addition]:
    """A stub for every function that is missing, by file; what is there stays as it is."""
    missing: dict[str, list[Stub]] = {}
    for stub in named(model):
        known = {each.name for each in missing.get(stub.module, ())}
        if stub.name not in known | _functions(project / _path(stub.module)):
            missing.setdefault(stub.module, []).append(stub)
    found = [_addition(project, module, each) for module, each in missing.items()]
    packages = {str(Path(each.path).parent) for each in found} - {"."}
    return found + [
        Addition(f"{package}/__init__.py", "", '"""Business rules that the model names."""\n')
        for package in sorted(packages)
        if not (project / package / "__init__.py").exists()
    ]


@dataclass(frozen=True, slots=True)
class Use:
    """Where the model names a function: as what, with the types of what it is called with."""

    name: str
    module: str
    function: str
    types: tuple[str, ...]
    imports: tuple[tuple[str, str], ...]


def uses(entity: Entity) -> Iterator[Use]:
    """Every function that an entity names, as often as it does."""
    for action in actions_of(entity):
        if action.call:
            yield _use(entity, action.name, _of_action(entity, action, action.call))
    for hook in entity.hooks:
        yield _use(entity, hook.event, _of_hook(entity, hook))


def _use(entity: Entity, name: str, stub: Stub) -> Use:
    # Where there is no input, nothing is handed over.
    written = (argument.partition(": ")[2] for argument in stub.arguments)
    types = tuple("None" if each == "object" else each for each in written)
    needed = tuple(each for each in (*stub.imports, _CONTEXT) if each != ("typing", "Any"))
    return Use(f"{entity.module}_{name}", stub.module, stub.name, types, needed)


def named(model: Model) -> Iterator[Stub]:
    """Every function that the model names, as a stub of it would be."""
    for entity in model.entities.values():
        for action in actions_of(entity):
            if action.call:
                yield _of_action(entity, action, action.call)
        for hook in entity.hooks:
            yield _of_hook(entity, hook)
    for job in model.jobs:
        module, _, name = job.call.partition(":")
        yield Stub(module, name, ("context: Context",), "None", f"Runs as the job {job.name}.", ())


def _of_action(entity: Entity, action: Action, call: str) -> Stub:
    module, _, name = call.partition(":")
    arguments: list[str] = []
    imports: list[tuple[str, str]] = []
    if action.at_row:
        arguments.append(f"row: {class_of(entity)}")
        imports.append((module_of(entity, "models"), class_of(entity)))
    if has_input(action):
        arguments.append(f"data: {input_name(entity, action)}")
        imports.append((module_of(entity, "inputs"), input_name(entity, action)))
    else:
        arguments.append("data: object")
    returns = "None" if action.output.shape == "none" else "object"
    doc = action.doc or f"Runs as {action.name} of {entity.title.lower()}."
    return Stub(module, name, ("context: Context", *arguments), returns, doc, tuple(imports))


def _of_hook(entity: Entity, hook: Hook) -> Stub:
    module, _, name = hook.call.partition(":")
    model = class_of(entity)
    imports = [(module_of(entity, "models"), model)]
    if hook.event.startswith("before_"):
        arguments = ["values: dict[str, Any]", f"row: {model} | None"]
        imports.append(("typing", "Any"))
    else:
        arguments = [f"row: {model}"]
    doc = f"Runs {hook.event.replace('_', ' ')} of {entity.title.lower()}."
    return Stub(module, name, ("context: Context", *arguments), "None", doc, tuple(imports))


def _addition(project: Path, module: str, found: list[Stub]) -> Addition:
    file = project / _path(module)
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    imports = {each for stub in found for each in (*stub.imports, _CONTEXT, _PROBLEM)}
    missing = merge_imports([imports - _imported(before)])
    view = {"module": module, "new": not before, "imports": missing, "stubs": found}
    return Addition(_path(module), before, render("stubs.py.jinja", view))


def _imported(text: str) -> set[tuple[str, str]]:
    return {
        (node.module, alias.name)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }


def _functions(file: Path) -> set[str]:
    """The names that a module has; a module that is no Python has whatever is asked for."""
    if not file.exists():
        return set()
    try:
        tree = ast.parse(file.read_text(encoding="utf-8"))
    except SyntaxError:
        return set()
    found: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.ImportFrom | ast.Import):
            found |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.Assign):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return found


def _path(module: str) -> str:
    return module.replace(".", "/") + ".py"
