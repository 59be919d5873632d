"""An expression as it was written, before it is known what its names mean."""

from __future__ import annotations

from dataclasses import dataclass

MALFORMED = "MALFORMED_FILTER"


class Malformed(ValueError):
    """The expression cannot be followed; the message has the character, counted from 1."""

    def __init__(self, message: str, at: int, code: str = MALFORMED, hint: str = "") -> None:
        super().__init__(f"{message.rstrip('.')} at character {at + 1}.{hint}")
        self.code = code


@dataclass(frozen=True, slots=True)
class Word:
    """A name or a value, as the texts between its wildcards: one where it has none.

    `at` is the place of its first character, from 0.
    """

    parts: tuple[str, ...]
    at: int
    quoted: bool = False

    @property
    def text(self) -> str:
        """What it says, a wildcard as a star."""
        return "*".join(self.parts)

    @property
    def wild(self) -> bool:
        """Whether it has a wildcard."""
        return len(self.parts) > 1

    @property
    def anything(self) -> bool:
        """Whether it is a star alone, without quotes."""
        return self.parts == ("", "") and not self.quoted


@dataclass(frozen=True, slots=True)
class Restriction:
    """A path of names, a comparator, and a word or an expression of words to compare with.

    Without a comparator the path is a text to be searched for, or a value in such an expression.
    """

    path: tuple[Word, ...]
    at: int
    comparator: str | None = None
    argument: Word | Node | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Nodes that all hold (`every`), or of which one does; a sequence is one that all hold."""

    every: bool
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """A node that does not hold."""

    node: Node


type Node = Restriction | Group | Not


def joined(path: tuple[Word, ...]) -> Word:
    """A path as one word: `12.50`, `anna@example.com`."""
    parts = path[0].parts
    for word in path[1:]:
        parts = (*parts[:-1], f"{parts[-1]}.{word.parts[0]}", *word.parts[1:])
    return Word(parts, path[0].at, path[0].quoted)
