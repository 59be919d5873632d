"""Classes of generated schemas: members with annotation, default and JSON Schema."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from generator import names
from generator.emit.shapes import ANNOTATED, PYDANTIC_FIELD, TYPES, Import, Shape
from generator.model import Deprecated

ABSENT = "absent()"


@dataclass(frozen=True, slots=True)
class Member:
    """A line of a class body. `required` says that it has no default.

    A parameter of a query string may be `deprecated` as such, beside its schema.
    """

    name: str
    attribute: str
    annotation: str
    default: str
    schema: dict[str, Any]
    imports: frozenset[Import]
    deprecated: bool = False

    @property
    def required(self) -> bool:
        """Whether it must be there."""
        return not self.default


@dataclass(frozen=True, slots=True)
class Class:
    """A pydantic model. `closed` refuses unknown members; `decorator` stands before it."""

    name: str
    doc: str
    base: str
    members: tuple[Member, ...]
    closed: bool = True
    imports: frozenset[Import] = field(default_factory=frozenset)
    decorator: str = ""

    @property
    def needed(self) -> frozenset[Import]:
        """All imports."""
        return self.imports.union(*(member.imports for member in self.members))

    def schema(self) -> dict[str, Any]:
        """The JSON Schema, as pydantic makes it, without titles."""
        found: dict[str, Any] = {
            "type": "object",
            "description": self.doc,
            "properties": {member.name: member.schema for member in self.members},
        }
        required = [member.name for member in self.members if member.required]
        if required:
            found["required"] = required
        if self.closed:
            found["additionalProperties"] = False
        return found


def member(
    name: str,
    shape: Shape,
    *,
    default: str = "",
    shown_default: object = None,
    doc: str = "",
    deprecated: Deprecated | None = None,
    personal: bool = False,
    parameter: bool = False,
) -> Member:
    """A member; `shown_default` is what the document gives as default, if anything.

    A `parameter` is one of a query string that the runtime reads by itself.
    """
    if deprecated is not None and not parameter:
        doc = f"{doc} {deprecated.words}".lstrip()
    attribute = names.attribute(name)
    schema = dict(shape.schema)
    said: list[str] = []
    if attribute != name:
        said.append(f"alias={name!r}")
    if doc:
        said.append(f"description={doc!r}")
        schema["description"] = doc
    extra: dict[str, Any] = {}
    if deprecated is not None and parameter:
        # FastAPI looks for it there; nothing ever reads the attribute, which would warn.
        said.append("deprecated=True")
    elif deprecated is not None:
        extra["deprecated"] = True
    if personal:
        extra["x-personal"] = True
    if extra:
        said.append(f"json_schema_extra={extra!r}")
        schema |= extra
    if shown_default is not None:
        schema["default"] = shown_default
    imports = set(shape.imports)
    annotation = shape.annotation
    if said:
        annotation = _annotated(annotation, f"Field({', '.join(said)})")
        imports |= {ANNOTATED, PYDANTIC_FIELD}
    if default == ABSENT:
        imports.add((TYPES, "absent"))
    flagged = parameter and deprecated is not None
    return Member(name, attribute, annotation, default, schema, frozenset(imports), flagged)


def _annotated(annotation: str, note: str) -> str:
    """One more note on a type, beside those that it has."""
    if annotation.startswith("Annotated[") and annotation.endswith("]"):
        return f"{annotation[:-1]}, {note}]"
    return f"Annotated[{annotation}, {note}]"


def merge_imports(groups: Iterable[Iterable[Import]], own: str = "") -> list[tuple[str, list[str]]]:
    """Imports by module, sorted, without those from the module that is being written."""
    found: dict[str, set[str]] = {}
    for group in groups:
        for module, name in group:
            if module != own:
                found.setdefault(module, set()).add(name)
    return [(module, sorted(words)) for module, words in sorted(found.items())]
