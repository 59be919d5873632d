"""Which operation a route stands for, as a value that generated routes carry."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from runtime.call import Answer, Call
from runtime.resource import Resource

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
