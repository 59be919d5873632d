"""Which operation a route stands for, as a value that generated routes carry."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from runtime.call import Answer, Call
from runtime.resource import Deprecated, Resource

Operation = Callable[[Call], Awaitable[Answer]]
"""The one implementation of a route: a request in, an answer out, problems raised."""

OperationKind = Literal[
    "list",
    "get",
    "history",
    "aggregate",
    "create",
    "update",
    "delete",
    "restore",
    "action",
    "related",
    "link",
    "unlink",
]


@dataclass(frozen=True, slots=True)
class Binding:
    """The operation of a route; `name` is the action, transition or relation, if any."""

    resource: Resource
    kind: OperationKind
    name: str = ""

    @property
    def deprecated(self) -> Deprecated | None:
        """Why the route as a whole is no longer recommended: of an action, or of a relation."""
        if self.kind == "action":
            action = self.resource.action(self.name)
            return action.deprecated if action else None
        return self.resource.deprecated.get(self.name)
