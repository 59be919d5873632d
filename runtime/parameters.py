"""Query parameters that all collections share; generated classes add those of their entity.

They declare what `runtime.query.parse` reads: a test compares the two, name by name.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from runtime.types import Instant, absent

TEXT_MAX = 10_000
"""Characters of a value to filter by."""

VALUES_MAX = 500
"""Values that `in` and `not_in` take."""

T = TypeVar("T")
TextParameter = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$", max_length=TEXT_MAX)]
Several = Annotated[list[T], Field(max_length=VALUES_MAX)]
"""Values with commas between them, or the parameter repeated."""


def names_of(*names: str) -> Any:
    """One or more of the names, with commas between them."""
    choice = f"({'|'.join(names)})"
    return Field(pattern=f"^{choice}(,{choice})*$")


def name_of(*names: str) -> Any:
    """One of the names."""
    return Field(pattern=f"^({'|'.join(names)})$")


def order_by(*names: str) -> Any:
    """Up to ten of the names, each once, with a minus before those that go down."""
    choice = f"-?({'|'.join(names)})"
    return Field(pattern=f"^{choice}(,{choice}){{0,9}}$")


class Parameters(BaseModel):
    """A query string; unknown parameters are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ListParameters(Parameters):
    """Paging, order and count."""

    limit: Annotated[int, Field(ge=1, le=200, description="Rows a page at most.")] = 20
    cursor: Annotated[TextParameter, Field(description="The `next_cursor` of the page before.")] = (
        absent()
    )
    count: Annotated[
        Literal["none", "exact", "estimated"],
        Field(description="Whether `total` is worked out, and how."),
    ] = "none"


class PastParameters(Parameters):
    """What a list and a row take that have a past."""

    as_of: Annotated[
        Instant,
        Field(description="Shows what stood at that time, which is not to come; no `include`."),
    ] = absent()


class WriteParameters(Parameters):
    """What every write takes."""

    dry_run: Annotated[bool, Field(description="Check everything, keep nothing.")] = False
