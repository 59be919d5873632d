"""State machines: E002 for states said twice, E025, E026, E027."""

from __future__ import annotations

from generator.load.nodes import Entry, Mapping
from generator.near import did_you_mean
from generator.problems import At, Problems
from generator.resolve import read
from generator.resolve.spec import Spec


def check_states(spec: Spec, problems: Problems) -> None:
    """Reports states that are unknown or out of reach, and enum values said twice."""
    for enum in spec.enums.values():
        if isinstance(enum.node, Mapping):
            _values(enum.node, "values", problems)
    for entity in spec.entities.values():
        for member in entity.fields.values():
            _values(member.map, "enum", problems)
        if entity.states is not None:
            _machine(entity.states, problems)


def _values(node: Mapping, key: str, problems: Problems) -> dict[str, At]:
    """The values of a list with their places; E002 for one that comes twice."""
    found: dict[str, At] = {}
    listed = node.get(key)
    for word, _, at in read.named(listed) if listed is not None else ():
        if word in found:
            message = f'"{word}" stands in the list twice; first on line {found[word].line}'
            problems.add(at, "E002", message)
        found.setdefault(word, at)
    return found


def _machine(node: Mapping, problems: Problems) -> None:
    values = _values(node, "values", problems)
    ways: dict[str, set[str]] = {}
    initial = tuple(read.words(node.get("initial")))
    known = [_known(word, at, values, problems) for word, at in initial]
    for entry in read.entries(node, "transitions"):
        if isinstance(entry.value, Mapping):
            known.append(_transition(entry, entry.value, values, ways, problems))
    if all(known):
        _reach(values, ways, [word for word, _ in initial], problems)


def _transition(
    entry: Entry,
    node: Mapping,
    values: dict[str, At],
    ways: dict[str, set[str]],
    problems: Problems,
) -> bool:
    """Adds the ways of a transition; tells whether all its states are known."""
    ends = (*read.words(node.get("from")), *read.words(node.get("to")))
    known = [_known(word, at, values, problems) for word, at in ends]
    for start in read.word_list(node, "from"):
        ways.setdefault(start, set()).update(read.word_list(node, "to"))
    if read.text(node, "by") == "system" and "four_eyes" in node:
        message = f'"{entry.key}" of by: system cannot have four_eyes: nobody acts'
        problems.add(read.place(node, "four_eyes"), "E027", message)
    return all(known)


def _known(word: str, at: At, values: dict[str, At], problems: Problems) -> bool:
    if word in values:
        return True
    hint = did_you_mean(word, values)
    problems.add(at, "E025", f'state "{word}" is not in values{hint}')
    return False


def _reach(
    values: dict[str, At],
    ways: dict[str, set[str]],
    initial: list[str],
    problems: Problems,
) -> None:
    reached: set[str] = set()
    open_ends = list(initial)
    while open_ends:
        state = open_ends.pop()
        if state not in reached:
            reached.add(state)
            open_ends.extend(ways.get(state, ()))
    for state, at in values.items():
        if state not in reached:
            message = f'state "{state}" cannot be reached from an initial state'
            problems.add(at, "E026", message)
