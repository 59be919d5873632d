"""Jinja, set so that a template that names something unknown fails."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from generator import names
from generator.emit.source import source


@cache
def environment(package: str = "generator") -> Environment:
    """The environment of all templates in the folder `templates` of a package."""
    made = Environment(
        loader=PackageLoader(package, "templates"),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - it makes Python and Markdown, no HTML
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["literal"] = repr
    made.filters["source"] = source
    made.filters["docstring"] = docstring
    made.filters["sentence"] = names.sentence
    made.filters["cell"] = cell
    return made


def render(template: str, view: dict[str, Any], package: str = "generator") -> str:
    """The text of a template; jinja2.UndefinedError where the view lacks something."""
    return environment(package).get_template(template).render(view)


def docstring(text: str) -> str:
    """A text that can stand between three quotes."""
    safe = text.replace("\\", "\\\\").replace('"""', "'''")
    return safe[:-1] + '\\"' if safe.endswith('"') else safe


def cell(text: str) -> str:
    """A text that can stand in a cell of a Markdown table."""
    return text.replace("|", "\\|").replace("\n", " ")
