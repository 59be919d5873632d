"""An OSCAL catalogue as plain values (NIST OSCAL 1.x, catalog model).

Groups become chapters, controls and their enhancements requirements, as a tree; withdrawn ones
are skipped. Text is kept as written, with the parameters named in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from runtime.problems import Invalid, Violation

CODE_LIMIT, EDITION_LIMIT, NAME_LIMIT, ISSUER_LIMIT = 40, 40, 250, 150
REF_LIMIT, TITLE_LIMIT = 60, 300
DEPTH_LIMIT = 30

_INSERT = re.compile(r"\{\{\s*insert:\s*param,\s*([^\s}]+)\s*\}\}")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Item:
    """One requirement-to-be; `parent` is the ref of the item above, which stands before it."""

    ref: str
    title: str
    body: str | None
    level: str
    position: int
    is_assessable: bool
    parent: str | None

    def values(self) -> dict[str, Any]:
        """The columns that an import keeps in step with the catalogue."""
        return {
            "title": self.title,
            "body": self.body,
            "level": self.level,
            "position": self.position,
            "is_assessable": self.is_assessable,
        }


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What a catalogue says of itself, and its items, each parent before its children."""

    code: str
    edition: str
    name: str
    issuer: str | None
    description: str | None
    items: tuple[Item, ...]
    withdrawn: int


def read_catalogue(document: object) -> Catalogue:
    """Reads `{"catalog": {…}}`, or what stands inside.

    Raises Invalid, with a pointer into the catalogue, for anything that is none.
    """
    outer = _object(document, "")
    catalog = _object(outer.get("catalog", outer), "/catalog")
    metadata = _object(catalog.get("metadata"), "/metadata")
    title = _text(metadata.get("title"), "/metadata/title")
    edition = _text(metadata.get("version"), "/metadata/version")
    found = tuple(_walk(catalog))
    return Catalogue(
        code=code_of(title),
        edition=edition[:EDITION_LIMIT],
        name=title[:NAME_LIMIT],
        issuer=_issuer(metadata),
        description=_optional(metadata.get("remarks")),
        items=tuple(_items(found)),
        withdrawn=sum(one.withdrawn for one in found),
    )


def code_of(title: str) -> str:
    """A code made from a title: its words in capitals, and a mark where they had to be cut.

    Baselines of one publication share the first forty characters of their titles; the mark, eight
    digits of the title's hash, keeps them apart.
    """
    words = re.sub(r"[^A-Z0-9.]+", "-", title.upper()).strip("-") or "CATALOGUE"
    if len(words) <= CODE_LIMIT:
        return words
    mark = sha256(title.encode()).hexdigest()[:8]
    return f"{words[: CODE_LIMIT - 9].rstrip('-.')}-{mark}"


@dataclass(frozen=True, slots=True)
class _Node:
    """A group or control as found; `above` are its ancestors, the nearest last."""

    source: Mapping[str, Any]
    pointer: str
    above: tuple[_Node, ...]
    is_group: bool
    withdrawn: bool
    parameters: Mapping[str, Mapping[str, Any]]


def _walk(catalog: Mapping[str, Any]) -> Iterator[_Node]:
    """Every group and control in the order of the document."""
    waiting = _children(catalog, "", (), _parameters(catalog, "", {}))
    while waiting:
        node = waiting.pop()
        yield node
        waiting += _children(node.source, node.pointer, (*node.above, node), node.parameters)


def _children(
    source: Mapping[str, Any],
    pointer: str,
    above: tuple[_Node, ...],
    parameters: Mapping[str, Mapping[str, Any]],
) -> list[_Node]:
    """The next level, the last first, as a stack wants it."""
    if len(above) >= DEPTH_LIMIT:
        raise _invalid(pointer, "The catalogue is nested too deeply.")
    found = []
    for key in ("groups", "controls"):
        for index, child in enumerate(_list(source.get(key), f"{pointer}/{key}")):
            here = f"{pointer}/{key}/{index}"
            known = _object(child, here)
            found.append(
                _Node(
                    source=known,
                    pointer=here,
                    above=above,
                    is_group=key == "groups",
                    withdrawn=_property(known, "status").lower() == "withdrawn",
                    parameters=_parameters(known, here, parameters),
                )
            )
    return found[::-1]


def _items(nodes: Sequence[_Node]) -> Iterator[Item]:
    refs: set[str] = set()
    for position, node in enumerate(one for one in nodes if not one.withdrawn):
        ref = _ref(node)
        if ref in refs:
            raise _invalid(node.pointer, f"Two parts of the catalogue are called {ref}.")
        refs.add(ref)
        kept = [one for one in node.above if not one.withdrawn]
        yield Item(
            ref=ref,
            title=_text(node.source.get("title"), f"{node.pointer}/title")[:TITLE_LIMIT],
            body=_body(node),
            level=_level(node, kept),
            position=position,
            is_assessable=not node.is_group,
            parent=_ref(kept[-1]) if kept else None,
        )


def _level(node: _Node, above: Sequence[_Node]) -> str:
    if node.is_group:
        return "section" if above else "chapter"
    return "control" if not above or above[-1].is_group else "enhancement"


def _ref(node: _Node) -> str:
    """The label that people know (`AC-2(1)`), else the id in capitals."""
    label = _property(node.source, "label")
    identifier = _optional(node.source.get("id")) or label
    if not identifier:
        raise _invalid(f"{node.pointer}/id", "A group or control needs an id or a label.")
    return (label or identifier.upper())[:REF_LIMIT]


def _property(source: Mapping[str, Any], name: str) -> str:
    """The value of a property; one without class is preferred, as NIST has several labels."""
    named = [one for one in _objects(source.get("props")) if one.get("name") == name]
    named.sort(key=lambda one: one.get("class") is not None)
    return (_optional(named[0].get("value")) or "") if named else ""


def _body(node: _Node) -> str | None:
    """The statement and guidance of a control, a line an item."""
    parts = _list(node.source.get("parts"), f"{node.pointer}/parts")
    wanted = [
        part
        for part in parts
        if isinstance(part, Mapping) and part.get("name") in ("statement", "overview", "guidance")
    ]
    blocks = ("\n".join(_lines(part, node, 0)) for part in wanted)
    return "\n\n".join(block for block in blocks if block) or None


def _lines(part: Mapping[str, Any], node: _Node, depth: int) -> Iterator[str]:
    if depth > DEPTH_LIMIT:
        raise _invalid(node.pointer, "The text is nested too deeply.")
    prose = _fill(_optional(part.get("prose")) or "", node, 0)
    line = " ".join(word for word in (_property(part, "label"), prose) if word)
    if line:
        yield line
    for child in _list(part.get("parts"), f"{node.pointer}/parts"):
        if isinstance(child, Mapping):
            yield from _lines(child, node, depth + 1)


def _fill(prose: str, node: _Node, depth: int) -> str:
    """Puts a parameter's label or choices where the text says that one is inserted."""

    def words(match: re.Match[str]) -> str:
        parameter = node.parameters.get(match[1], {})
        select = parameter.get("select")
        if isinstance(select, Mapping) and depth < 3:  # choices may insert parameters themselves
            choices = [
                _fill(_optional(one) or "", node, depth + 1)
                for one in _list(select.get("choice"), f"{node.pointer}/params")
            ]
            return f"[Selection: {'; '.join(choices)}]"
        return f"[Assignment: {_optional(parameter.get('label')) or match[1]}]"

    return _INSERT.sub(words, prose)


def _parameters(
    source: Mapping[str, Any], pointer: str, outer: Mapping[str, Mapping[str, Any]]
) -> Mapping[str, Mapping[str, Any]]:
    """The parameters known here: those of the levels above, and those declared here."""
    own = [one for one in _list(source.get("params"), f"{pointer}/params") if _is_named(one)]
    return {**outer, **{one["id"]: one for one in own}} if own else outer


def _is_named(parameter: object) -> bool:
    return isinstance(parameter, Mapping) and isinstance(parameter.get("id"), str)


def _issuer(metadata: Mapping[str, Any]) -> str | None:
    names = (
        _optional(one.get("name"))
        for one in _objects(metadata.get("parties"))
        if one.get("type") == "organization"
    )
    first = next((name for name in names if name), None)
    return first[:ISSUER_LIMIT] if first else None


def _objects(value: object) -> list[Mapping[str, Any]]:
    """The objects of a list that matters little: anything else is passed over."""
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _object(value: object, pointer: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise _invalid(pointer, "An object is expected here.")
    return value


def _list(value: object, pointer: str) -> Sequence[Any]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise _invalid(pointer, "A list is expected here.")
    return value


def _text(value: object, pointer: str) -> str:
    text = _optional(value)
    if not text:
        raise _invalid(pointer, "A text is expected here.")
    return text


def _optional(value: object) -> str | None:
    """A text without what PostgreSQL cannot store (NUL, half a surrogate pair), or None."""
    return (_UNSTORABLE.sub("�", value).strip() or None) if isinstance(value, str) else None


def _invalid(pointer: str, message: str) -> Invalid:
    violation = Violation(f"/catalogue{pointer}", "NOT_A_CATALOGUE", message)
    return Invalid("This is no OSCAL catalogue.", errors=[violation])
