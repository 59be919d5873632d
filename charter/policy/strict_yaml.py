"""The files that reviewers write, read strictly: every key and word must be known.

Reading is that of the model's own files: no anchors, no tags, nothing that two versions of YAML
read differently. What is wrong is collected with file and line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from generator.load.characters import decode
from generator.load.document import read_document
from generator.load.nodes import Entry, Mapping, Node, Scalar, Sequence
from generator.near import did_you_mean
from generator.problems import At, Problems
from runtime.policy.rules import PolicyProblem


class StrictReader:
    """One file being read. `problems` are collected; nothing is raised."""

    def __init__(self, file: str, problems: list[PolicyProblem]) -> None:
        self.file = file
        self.problems = problems

    def document(self, project: Path, key: str) -> Iterator[Mapping]:
        """The maps of the one list that the file holds under `key`."""
        root = self._root(project)
        if root is None or not self.keys(root, {key}, {key}):
            return
        listed = root.get(key)
        if not isinstance(listed, Sequence) or not listed.items:
            self.refuse(root.at, f'"{key}" is a list that is not empty')
            return
        for item in listed.items:
            if isinstance(item, Mapping):
                yield item
            else:
                self.refuse(item.at, "expected an entry of keys and values")

    def _root(self, project: Path) -> Mapping | None:
        found = Problems()
        try:
            data = (project / self.file).read_bytes()
        except OSError as error:
            reason = f"cannot be read: {error.strerror}"
            self.problems.append(PolicyProblem(self.file, 1, "P021", reason))
            return None
        text = decode(self.file, data, found)
        root = None if text is None else read_document(self.file, text, found)
        for problem in found.sorted():
            self.refuse(problem.at, f"{problem.code} {problem.message}", "P021", problem.hint)
        return None if found.errors else root

    def refuse(self, at: At, message: str, code: str = "P023", hint: str = "") -> None:
        """Notes a problem."""
        self.problems.append(PolicyProblem(self.file, at.line, code, message, at.column, hint))

    def keys(self, mapping: Mapping, known: Collection[str], needed: Collection[str] = ()) -> bool:
        """Whether the map has known keys only, and those it needs."""
        before = len(self.problems)
        for entry in mapping:
            if entry.key not in known:
                self.unknown(entry.at, entry.key, "key here", known)
        for key in needed:
            if key not in mapping:
                self.refuse(mapping.at, f'"{key}" is missing')
        return len(self.problems) == before

    def one_of(self, mapping: Mapping, keys: Collection[str]) -> Entry | None:
        """The one entry among these keys; a problem where there is none, or a second."""
        found = [entry for entry in mapping if entry.key in keys]
        if len(found) == 1:
            return found[0]
        said = ", ".join(keys)
        self.refuse(mapping.at, f"one of these is needed, and one alone: {said}")
        return None

    def text(self, mapping: Mapping, key: str) -> str:
        """The text under a key; empty, with a problem, where it is none."""
        node = mapping.get(key)
        if isinstance(node, Scalar) and isinstance(node.value, str) and node.text.strip():
            return node.text
        self.refuse(node.at if node else mapping.at, f'"{key}" is a text')
        return ""

    def words(self, node: Node | None, what: str, known: Collection[str]) -> list[str]:
        """One known word, or a list of them; without a node none."""
        if node is None:
            return []
        items = node.items if isinstance(node, Sequence) else (node,)
        if not items:
            self.refuse(node.at, "the list is empty")
        found: list[str] = []
        for item in items:
            if not isinstance(item, Scalar) or not isinstance(item.value, str):
                self.refuse(item.at, f"expected a word ({what})")
            elif item.text not in known:
                self.unknown(item.at, item.text, what, known)
            elif item.text in found:
                self.refuse(item.at, f'"{item.text}" stands twice', "P024")
            else:
                found.append(item.text)
        return found

    def unknown(self, at: At, word: str, what: str, known: Collection[str]) -> None:
        """Notes a word that nobody knows, with what was probably meant."""
        self.refuse(at, f'"{word}" is no {what}{did_you_mean(word, known)}', "P022")
