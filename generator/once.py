"""What follows from a model and is asked for again and again, worked out once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps


def once_a_model[**P, T](work_out: Callable[P, T]) -> Callable[P, T]:
    """Remembers what a function gave for the model that was asked about last.

    The model is the last argument; those before it, such as an entity, are told apart. What it
    gives is shared by all who ask, so nobody may change it.
    """
    last: list[object] = []
    known: dict[tuple[int, ...], tuple[object, T]] = {}

    @wraps(work_out)
    def found(*args: P.args, **kwargs: P.kwargs) -> T:
        *subjects, model = args
        if not last or last[0] is not model:
            last[:] = [model]
            known.clear()
        key = tuple(map(id, subjects))
        if key not in known:
            # The subjects stay, so that no other object gets the id of one of them.
            known[key] = subjects, work_out(*args, **kwargs)
        return known[key][1]

    return found
