"""What follows from an entity and is asked for again and again, worked out once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from generator.model import Entity, Model


def once_a_model[T](work_out: Callable[[Entity, Model], T]) -> Callable[[Entity, Model], T]:
    """Remembers what a function gave for each entity of the model that was asked about last.

    What it gives is shared by all who ask, so nobody may change it.
    """
    last: list[Model] = []
    known: dict[str, T] = {}

    @wraps(work_out)
    def found(entity: Entity, model: Model) -> T:
        if not last or last[0] is not model:
            last[:] = [model]
            known.clear()
        if entity.name not in known:
            known[entity.name] = work_out(entity, model)
        return known[entity.name]

    return found
