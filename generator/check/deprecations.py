"""What is no longer recommended goes after that, and not before: E020."""

from __future__ import annotations

from collections.abc import Iterator

from generator.load.nodes import Mapping, Node, Sequence
from generator.problems import Problems
from generator.resolve import read
from generator.resolve.spec import Spec


def check_deprecations(spec: Spec, problems: Problems) -> None:
    """Looks at every `deprecated` of the model."""
    for node in spec.source.aggregates.values():
        for said in _said(node):
            since, until = read.text(said, "since"), read.text(said, "until")
            if since and until and until <= since:
                message = f"until: {until} contradicts since: {since}"
                problems.add(read.place(said, "until"), "E020", message)


def _said(node: Node) -> Iterator[Mapping]:
    """A field may be called deprecated as well; it does not say since when."""
    if isinstance(node, Sequence):
        for item in node.items:
            yield from _said(item)
    elif isinstance(node, Mapping):
        for entry in node:
            if entry.key == "deprecated" and isinstance(entry.value, Mapping):
                yield entry.value
            yield from _said(entry.value)
