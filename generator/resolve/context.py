"""What resolving one declaration needs to know of all the others."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.expressions.shape import Base, Shapes, Type
from generator.expressions.tree import Expression, Use
from generator.load.nodes import Node, Scalar
from generator.problems import At, Problems
from generator.resolve import read
from generator.resolve.enums import Enums
from generator.resolve.spec import Spec

BOOL = Type(Base.BOOL)

_TEXTS = re.compile(r'"(?:\\"|[^"])*"')
_NAMES = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(slots=True)
class Context:
    """The spec, its enums and shapes, and where problems go."""

    spec: Spec
    enums: Enums
    shapes: Shapes
    problems: Problems

    def expression(
        self, node: Node | None, entity: str, use: Use, expect: Type | None = BOOL
    ) -> Expression | None:
        """The typed expression of a scalar; None if there is none, or it is wrong and reported."""
        text = read.scalar_text(node)
        if text is None or not isinstance(node, Scalar):
            return None
        return self.typed(text, node, entity, use, expect)

    def typed(
        self, text: str, at: At | Scalar, entity: str, use: Use, expect: Type | None = None
    ) -> Expression | None:
        """The typed expression of a text; None if it is wrong and reported.

        One that names a relation to an unknown entity is left alone: that is reported there.
        """
        from generator.expressions.check import check

        if not self.spec.missing.isdisjoint(_NAMES.findall(_TEXTS.sub("", text))):
            return None
        return check(text, at, entity, use, self.shapes, self.problems, expect)
