"""Constructs that are understood but not compiled yet, where no other module meets them: E043."""

from __future__ import annotations

from generator.problems import Problems
from generator.resolve import read
from generator.resolve.spec import Spec


def check_later(spec: Spec, problems: Problems) -> None:
    """Refuses `batch_max`."""
    for entity in spec.entities.values():
        api = read.child(entity.node, "api")
        if api is not None and "batch_max" in api:
            message = '"batch_max" is understood but not compiled yet'
            problems.add(read.place(api, "batch_max"), "E043", message)
