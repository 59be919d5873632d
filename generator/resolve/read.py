"""Reading values out of a tree that the grammar has found well-shaped.

Where the grammar allows several shapes for one thing (a word or a list of words, a type alone
or a map), the functions here give one.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.load.nodes import Entry, Mapping, Node, Scalar, Sequence
from generator.problems import At


def scalar_text(node: Node | None) -> str | None:
    """The text of a scalar: what stands in the quotes, or the word as written. None if empty."""
    if not isinstance(node, Scalar) or node.value is None:
        return None
    return node.value if isinstance(node.value, str) else node.text


def text(node: Mapping, key: str) -> str | None:
    """The text under a key, or None where the key is absent."""
    return scalar_text(node.get(key))


def text_or(node: Mapping, key: str, default: str) -> str:
    """The text under a key, or the default where the key is absent."""
    found = text(node, key)
    return default if found is None else found


def flag(node: Mapping, key: str, default: bool = False) -> bool:
    """The truth value under a key."""
    value = node.get(key)
    return value.value if isinstance(value, Scalar) and isinstance(value.value, bool) else default


def whole(node: Mapping, key: str) -> int | None:
    """The whole number under a key, or None."""
    value = node.get(key)
    found = value.value if isinstance(value, Scalar) else None
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def child(node: Mapping, key: str) -> Mapping | None:
    """The map under a key, or None."""
    value = node.get(key)
    return value if isinstance(value, Mapping) else None


def entries(node: Mapping, key: str) -> tuple[Entry, ...]:
    """The entries of the map under a key; none where the key is absent."""
    found = child(node, key)
    return found.entries if found else ()


def items(node: Node | None) -> tuple[Node, ...]:
    """The items of a list; a single value counts as a list of one."""
    if node is None:
        return ()
    return node.items if isinstance(node, Sequence) else (node,)


def words(node: Node | None) -> Iterator[tuple[str, At]]:
    """The words of a list, or of a single word, each with its place."""
    for item in items(node):
        word = scalar_text(item)
        if word is not None:
            yield word, item.at


def word_list(node: Mapping, key: str) -> tuple[str, ...]:
    """The words under a key."""
    return tuple(word for word, _ in words(node.get(key)))


def named(node: Node) -> Iterator[tuple[str, Mapping | None, At]]:
    """Values of an enum or of a state list: a word, or `word: {…}`."""
    for item in items(node):
        if isinstance(item, Mapping):
            for entry in item:
                details = entry.value if isinstance(entry.value, Mapping) else None
                yield entry.key, details, entry.at
        else:
            word = scalar_text(item)
            if word is not None:
                yield word, None, item.at


def as_map(node: Node, key: str) -> Mapping:
    """A map, where a value stands for the map of that one key: `date` is `{type: date}`."""
    if isinstance(node, Mapping):
        return node
    return Mapping(node.at, (Entry(node.at, key, node),))


def place(node: Mapping, key: str) -> At:
    """Where the value of a key stands, or the map where the key is absent."""
    value = node.get(key)
    return value.at if value is not None else node.at


def plain(node: Node) -> object:
    """A literal as JSON would carry it: text, number (Decimal as text), truth value, list, map."""
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    if isinstance(node, Mapping):
        return {entry.key: plain(entry.value) for entry in node}
    return str(node.value) if isinstance(node.value, Decimal) else node.value
