"""Query parameters that all collections share; generated classes add those of their entity.

They declare what `runtime.query.parse` reads: a test compares the two, name by name.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from copy import copy
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, create_model

from runtime.types import Instant, absent

TEXT_MAX = 10_000
"""Characters of a value to filter by."""

VALUES_MAX = 500
"""Values that `in` and `not_in` take."""

T = TypeVar("T")
TextParameter = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$", max_length=TEXT_MAX)]
SearchParameter = Annotated[
    str,
    StringConstraints(pattern=r"^[^\x00]*$", max_length=1_000),
    Field(description="Words to be found, the best fit first; as in web search engines."),
]
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
    choice = f"-?({'|'.join(names)})".replace(".", "[.]")
    return Field(pattern=f"^{choice}(,{choice}){{0,9}}$")


def groups_of(*names: str, times: Sequence[str]) -> Any:
    """Up to five of the names, each once; after one of the `times` what it is cut down to."""
    choice = f"({'|'.join(names)}|({'|'.join(times)}):(day|week|month|quarter|year))"
    return Field(pattern=f"^{choice}(,{choice}){{0,4}}$")


def measures_of(*names: str) -> Any:
    """Up to twenty of the names, each once."""
    choice = f"({'|'.join(names)})"
    return Field(pattern=f"^{choice}(,{choice}){{0,19}}$")


def relations_of(*names: str) -> Any:
    """Paths over relations with commas between them, each beginning with one of the names.

    After a relation to many, parentheses hold a limit and an order: `controls(limit=5,sort=-name)`.
    """
    step = f"({'|'.join(names)}){_OPTIONS}([.]{_NAME}{_OPTIONS}){{0,3}}"
    return Field(pattern=f"^{step}(,{step})*$")


_NAME = "[a-z][a-z0-9_]*"
_OPTION = f"(limit=([1-9]|[1-4][0-9]|50)|sort=-?{_NAME}([.]{_NAME})?)"
_OPTIONS = f"([(]{_OPTION}(,{_OPTION})*[)])?"


def over[T: BaseModel](
    relations: Mapping[str, type[BaseModel]], deprecated: Collection[str] = ()
) -> Callable[[type[T]], type[T]]:
    """Adds to a class what is asked of the rows that relations lead to: `owner.email`.

    The parameters of each relation are those of the class beside its name, with the relation's
    name and a dot in front. Written out in every class that refers to it, they would be many.
    Those over a deprecated relation are deprecated.
    """

    def with_related(base: type[T]) -> type[T]:
        fields: dict[str, Any] = {}
        for relation, related in relations.items():
            for attribute, known in related.model_fields.items():
                field = copy(known)
                field.alias = field.validation_alias = field.serialization_alias = (
                    f"{relation}.{known.alias or attribute}"
                )
                field.deprecated = known.deprecated or relation in deprecated or None
                fields[f"{relation}__{attribute}"] = (known.annotation, field)
        return create_model(
            base.__name__, __base__=base, __module__=base.__module__, __doc__=base.__doc__, **fields
        )

    return with_related


def paths(relations: Mapping[str, type[BaseModel]]) -> tuple[str, ...]:
    """The fields that such classes ask for, with the relation's name and a dot in front."""
    names = (
        f"{relation}.{(field.alias or attribute).partition('__')[0]}"
        for relation, related in relations.items()
        for attribute, field in related.model_fields.items()
    )
    return tuple(dict.fromkeys(names))


class Parameters(BaseModel):
    """A query string; unknown parameters are refused.

    The runtime reads queries itself, so these are built only where somebody asks for their schema.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class PageParameters(Parameters):
    """Paging and count."""

    limit: Annotated[int, Field(ge=1, le=200, description="Rows a page at most.")] = 20
    cursor: Annotated[TextParameter, Field(description="The `next_cursor` of the page before.")] = (
        absent()
    )
    count: Annotated[
        Literal["none", "exact", "estimated"],
        Field(description="Whether `total` is worked out, and how."),
    ] = "none"


class FilterParameters(Parameters):
    """An expression, which all that filters rows takes."""

    filter: Annotated[
        TextParameter, Field(description="A condition on the rows in the syntax of AIP-160.")
    ] = absent()


class ListParameters(PageParameters, FilterParameters):
    """What every list takes besides: rows skipped, and an expression."""

    offset: Annotated[
        int, Field(ge=0, le=10_000, description="Rows that are skipped; not beside a cursor.")
    ] = 0


class PastParameters(Parameters):
    """What a list and a row take that have a past."""

    as_of: Annotated[
        Instant,
        Field(description="Shows what stood at that time, which is not to come; no `include`."),
    ] = absent()


class WriteParameters(Parameters):
    """What every write takes."""

    dry_run: Annotated[bool, Field(description="Check everything, keep nothing.")] = False
