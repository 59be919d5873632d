"""A model as plain dictionaries, in the shape of its YAML files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from generator.model import Model
from generator.names import link_columns, plural, snake
from generator.pipeline import check
from tests.generator.schema.workshop import ACCOUNT, ROOT

Spec = dict[str, Any]
FILES = ("shop", "depot")


@dataclass(slots=True)
class Sketch:
    """The aggregates of a model, each with its enums and entities as YAML says them."""

    files: dict[str, Spec]

    def copy(self) -> Sketch:
        """One of its own, to be changed."""
        return Sketch(deepcopy(self.files))

    # ---------------------------------------------------------------------------- reading

    def entities(self) -> dict[str, Spec]:
        """The entities that a change may touch, by name."""
        return {
            name: entity for file in FILES for name, entity in self.files[file]["entities"].items()
        }

    def entity(self, name: str) -> Spec:
        """One entity."""
        return self.entities()[name]

    def fields(self, name: str) -> dict[str, Spec]:
        """The fields of an entity."""
        found: dict[str, Spec] = self.entity(name)["fields"]
        return found

    def relations(self, name: str) -> dict[str, Spec]:
        """The relations of an entity."""
        found: dict[str, Spec] = self.entity(name).get("relations", {})
        return found

    def enums(self) -> dict[str, Spec]:
        """The shared enums, by name."""
        return {name: enum for file in FILES for name, enum in self.files[file]["enums"].items()}

    def words(self, field: Spec) -> list[str]:
        """The values of an enum, said in the field or shared."""
        said = field["enum"]
        values = self.enums()[said]["values"] if isinstance(said, str) else said
        return [next(iter(value)) if isinstance(value, dict) else value for value in values]

    def file_of(self, name: str) -> Spec:
        """The aggregate that holds an entity or a shared enum."""
        for file in FILES:
            spec = self.files[file]
            if name in spec["entities"] or name in spec["enums"]:
                return spec
        raise KeyError(name)

    def inverses(self, name: str) -> set[str]:
        """How relations of others are called from an entity."""
        return {
            relation["inverse"]
            for other in self.entities()
            for relation in self.relations(other).values()
            if relation["to"] == name and "inverse" in relation
        }

    def members(self, name: str) -> set[str]:
        """Every name that an entity has taken."""
        state = {"status"} if "states" in self.entity(name) else set()
        keys = {f"{each}_id" for each in self.relations(name)}
        own = {*self.fields(name), *self.relations(name)}
        return own | self.inverses(name) | state | keys

    def mentions(self, name: str, member: str) -> bool:
        """Whether anything of the entity but the member itself names it."""
        word = re.compile(rf"\b{member}\b")
        return any(word.search(text) for text in _texts(self.entity(name), skip=member))

    # ---------------------------------------------------------------------------- writing

    def write(self, folder: Path) -> Model:
        """Writes the files of the model; gives it resolved.

        Raises:
            AssertionError: the sketch is no valid model.
        """
        (folder / "model").mkdir(parents=True, exist_ok=True)
        files = ", ".join(("account", *FILES))
        (folder / "model.yaml").write_text(ROOT.replace("account, shop", files))
        account = ACCOUNT.replace("to: [Order, Stamp]", "to: [User, RefreshToken]")
        (folder / "model" / "account.yaml").write_text(account)
        for file in FILES:
            head = {"aggregate": file, "title": file.capitalize()}
            spec = {key: value for key, value in self.files[file].items() if value}
            (folder / "model" / f"{file}.yaml").write_text(
                yaml.safe_dump(head | spec, sort_keys=False, allow_unicode=True)
            )
        model, problems = check(folder)
        assert model is not None, "\n".join(str(problem) for problem in problems.sorted())
        return model


def table(entity: str) -> str:
    """The table of an entity."""
    return plural(snake(entity))


def links(entity: str, relation: str) -> str:
    """The table of a relation with `many: true`."""
    return f"{table(entity)}_{relation}"


def ends(entity: str, relation: Spec) -> tuple[str, str]:
    """The columns of such a table."""
    return link_columns(snake(entity), snake(relation["to"]))


def reword(value: Any, was: str, now: str) -> Any:
    """A part of a model with one name in place of another, in its keys and its texts."""
    word = re.compile(rf"\b{was}\b")
    if isinstance(value, str):
        return word.sub(now, value)
    if isinstance(value, list):
        return [reword(each, was, now) for each in value]
    if isinstance(value, dict):
        return {
            (now if key == was else key): (each if key == "was" else reword(each, was, now))
            for key, each in value.items()
        }
    return value


def _texts(value: Any, skip: str) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each, skip)
    elif isinstance(value, dict):
        for key, each in value.items():
            if key not in (skip, "doc"):
                yield from _texts(each, skip)
