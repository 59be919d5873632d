"""The reference of the language as pages: every table and key, derived from what checks a model."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

import yaml

from generator.grammar.language import TABLES, behaviour, entities
from generator.grammar.language import files as file_tables
from generator.grammar.language import words as language_words
from generator.grammar.language.words import TYPES
from generator.grammar.shapes import Table, Word
from generator.grammar.tables import markdown

INDEX = "docs/language.md"
_INTRODUCTION = """\
# The language, key by key

These pages are made of the tables that `charter check` reads, so they say all that there is. How
to think in the language is told in [The model language](model-language.md) and
[Behaviour](model-behaviour.md), and step by step in [Modelling](modelling.md). Editors show the
same texts, by `charter.schema.json`.

A key that is not listed where it stands is an error. Required keys are in bold.
"""
_PARTS = {
    "files": ("Files", file_tables.TABLES),
    "entities": ("Entities, fields and relations", entities.TABLES),
    "behaviour": ("What may happen", behaviour.TABLES),
}
"""The pages by file name: title, and the tables in their order."""
_WITHIN = {
    "root": "Part of `model.yaml`.",
    "file": "A file in `model/`.",
    "aggregate": "Part of a file in `model/`.",
    "entity": "Part of an entity.",
}


@dataclass(frozen=True, slots=True)
class Example:
    """YAML of one kind of map, and what it is part of: `root`, `file`, `aggregate`, `entity`."""

    within: str
    text: str


def examples() -> dict[str, Example]:
    """An example by the name of its table."""
    text = files("generator").joinpath("data", "language.yaml").read_text(encoding="utf-8")
    read = yaml.load(text, Loader=yaml.CSafeLoader)
    return {name: Example(found["within"], found["text"]) for name, found in read.items()}


def pages() -> dict[str, str]:
    """The pages as Markdown by path: an index, and beneath it one for each part."""
    known = examples()
    found = {INDEX: f"{_INTRODUCTION}{_contents()}{_types()}{_names()}{_index()}"}
    for name, (title, tables) in _PARTS.items():
        sections = "".join(_section(table, known[table.name]) for table in tables)
        found[f"docs/language/{name}.md"] = f"# {title}\n\n[All keys](../language.md)\n{sections}"
    return found


def _title(table: Table) -> str:
    return table.noun.removeprefix("an ").removeprefix("a ").removeprefix("the ").capitalize()


def _place(table: Table) -> str:
    """Where a table is told of, from the index."""
    part = next(name for name, (_, tables) in _PARTS.items() if table in tables)
    return f"language/{part}.md#{table.name}"


def _contents() -> str:
    lines = []
    for name, (title, tables) in _PARTS.items():
        listed = " · ".join(f"[{_title(table)}]({_place(table)})" for table in tables)
        lines.append(f"\n**[{title}](language/{name}.md)**: {listed}\n")
    return "".join(lines)


def _section(table: Table, example: Example) -> str:
    return (
        f'\n<a id="{table.name}"></a>\n\n## {_title(table)}\n\n{table.doc}\n\n{markdown(table)}\n'
        f"{_WITHIN[example.within]}\n\n```yaml\n{example.text}```\n"
    )


def _types() -> str:
    rows = []
    for name in TYPES:
        keys = [
            key.name for key in TABLES["field"].keys if key.types is not None and name in key.types
        ]
        rows.append(f"| `{name}` | {', '.join(f'`{key}`' for key in keys)} |\n")
    head = "| type | keys that not every type has |\n|---|---|\n"
    return f"\n## Types\n\nOf a field or an input.\n\n{head}{''.join(rows)}"


def _names() -> str:
    words = {each.noun: each for each in vars(language_words).values() if isinstance(each, Word)}
    head = "| what | how it is written |\n|---|---|\n"
    rows = (f"| {word.noun} | {word.rule} |\n" for word in words.values())
    return f"\n## Names\n\n{head}{''.join(rows)}"


def _index() -> str:
    places: dict[str, list[Table]] = {}
    for table in TABLES.values():
        for key in table.keys:
            places.setdefault(key.name, []).append(table)
    lines = []
    for name, tables in sorted(places.items()):
        links = (f"[{_title(table).lower()}]({_place(table)})" for table in tables)
        lines.append(f"- `{name}`: {', '.join(links)}")
    return "\n## All keys\n\n" + "\n".join(lines) + "\n"
