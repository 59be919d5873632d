"""An adopted model as files of YAML, with the line of every declaration known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from charter.adopting.drafts import Adopted, Draft, Keys
from generator import names

_LONGEST = 440
"""Lines of a file, so that something can still be added by hand below 500."""
_SCHEMA = "# yaml-language-server: $schema=../charter.schema.json"
_HEAD = ("doc", "label", "table", "path", "delete")

Place = tuple[str, ...]
"""Where a declaration stands: entity, section, name or number; or `enums`, name."""


@dataclass(slots=True)
class Text:
    """A file as it grows; `places` are the declarations by their line, from 1."""

    aggregate: str
    lines: list[str] = field(default_factory=list)
    places: dict[int, Place] = field(default_factory=dict)

    def add(self, line: str, place: Place = ()) -> None:
        """Adds a line, which may declare something."""
        self.lines.append(line)
        if place:
            self.places[len(self.lines)] = place


def written(adopted: Adopted, name: str) -> list[Text]:
    """The aggregate files: one called `name`, or `name_1`, `name_2` where one were too long."""
    groups = list(_groups(adopted))
    texts = []
    for number, drafts in enumerate(groups, 1):
        word = name if len(groups) == 1 else f"{name}_{number}"
        text = Text(word)
        text.add(_SCHEMA)
        text.add(f"aggregate: {word}")
        text.add(f"title: {_scalar(names.title(word))}")
        _enums(text, adopted, number == 1)
        text.add("entities:")
        for draft in drafts:
            _entity(text, draft)
        texts.append(text)
    return texts


def _groups(adopted: Adopted) -> Iterator[list[Draft]]:
    """Entities file by file, in the order of their tables."""
    room = _LONGEST - 6 - sum(1 + len(each.pairs) for each in adopted.enums.values())
    group: list[Draft] = []
    for draft in adopted.drafts.values():
        probe = Text("")
        _entity(probe, draft)
        if group and len(probe.lines) > room:
            yield group
            group, room = [], _LONGEST - 6
        group.append(draft)
        room -= len(probe.lines)
    yield group


def _enums(text: Text, adopted: Adopted, first: bool) -> None:
    if not adopted.enums or not first:
        return
    text.add("enums:")
    for name, words in adopted.enums.items():
        text.add(f"  {name}: {_flow({'ordered': True, 'values': words.listed()})}", ("enums", name))


def _entity(text: Text, draft: Draft) -> None:
    text.add(f"  {draft.name}:", (draft.name,))
    for key in _HEAD:
        if key in draft.keys:
            text.add(f"    {key}: {_scalar(draft.keys[key])}", (draft.name, "keys", key))
    for section in ("fields", "relations"):
        members: dict[str, Keys] = getattr(draft, section)
        if members:
            text.add(f"    {section}:")
            for name, keys in members.items():
                text.add(f"      {name}: {_flow(_short(keys))}", (draft.name, section, name))
    for section in ("rules", "unique", "indexes"):
        listed: list[Keys] = getattr(draft, section)
        if listed:
            text.add(f"    {section}:")
            for number, keys in enumerate(listed):
                text.add(f"      - {_flow(keys)}", (draft.name, section, str(number)))


def _short(keys: Keys) -> Any:
    return keys["type"] if set(keys) == {"type"} else keys


def _flow(value: Any) -> str:
    return _scalar(value)


def _scalar(value: Any) -> str:
    """A value in one line of YAML, quoted where two versions of YAML read it differently."""
    text = yaml.safe_dump(
        value, default_flow_style=True, sort_keys=False, allow_unicode=True, width=10**9
    )
    return text.removesuffix("\n").removesuffix("\n...").strip()
