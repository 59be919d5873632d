"""Constructs that are understood but not compiled yet, where no other module meets them: E043."""

from __future__ import annotations

from generator.load.nodes import Mapping
from generator.problems import Problems
from generator.resolve import read
from generator.resolve.spec import Spec


def check_later(spec: Spec, problems: Problems) -> None:
    """Refuses `stable` (nothing compares a table with its history yet) and `batch_max`."""
    for node in spec.source.aggregates.values():
        _stable(node, problems)
    for entity in spec.entities.values():
        _stable(entity.node, problems)
        api = read.child(entity.node, "api")
        if api is not None and "batch_max" in api:
            message = '"batch_max" is understood but not compiled yet'
            problems.add(read.place(api, "batch_max"), "E043", message)


def _stable(node: Mapping, problems: Problems) -> None:
    if read.flag(node, "stable"):
        message = '"stable" is understood but not compiled yet'
        problems.add(read.place(node, "stable"), "E043", message)
