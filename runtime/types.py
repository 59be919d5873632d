"""The types of values in bodies and parameters, each with the JSON Schema that says it exactly.

What Python or pydantic would take beyond the wire format (a timestamp as a date, `1_000` as a
number, a braced UUID) is refused, so that the document and the server agree.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from math import isclose, isfinite
from typing import Annotated, Any
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
    TypeAdapter,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, core_schema

INT32 = 2**31
INT64 = 2**63


def absent() -> Any:
    """The default of a member that may be left out and may not be null.

    Unlike `= None` it keeps null out of the type: RFC 7396 tells the two apart.
    """
    return Field(default_factory=_nothing)


def _nothing() -> None:
    return None


def written(pattern: str, parsed: type, parse: Callable[[str], Any]) -> BeforeValidator:
    """Takes a text that is written so and parses it, or a value that is parsed already.

    Parsing here keeps strict mode for the rest of a body, and lax readings out of it.
    """
    expression = re.compile(pattern)

    def read(value: Any) -> Any:
        if isinstance(value, str) and expression.fullmatch(value):
            return parse(value)
        if isinstance(value, parsed) and not isinstance(value, str):
            return value
        raise ValueError("this is not how such a value is written")

    return BeforeValidator(read)


def _storable(value: str) -> str:
    if "\0" in value:
        raise ValueError("a text cannot hold the character U+0000")
    return value


def _in_utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise ValueError("this time is outside the years 1 to 9999 in UTC") from None


def _storable_json(value: Any) -> Any:
    if isinstance(value, str):
        _storable(value)
    elif isinstance(value, float) and not isfinite(value):
        raise ValueError("this number is too large")
    elif isinstance(value, list):
        for item in value:
            _storable_json(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            _storable(key)
            _storable_json(item)
    return value


# ------------------------------------------------------------------------------------- texts

Storable = AfterValidator(_storable)
"""PostgreSQL stores no U+0000. For texts with a pattern of their own."""

Text = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$")]
Email = Annotated[
    str,
    StringConstraints(
        pattern=(
            r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
            r"(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+$"
        )
    ),
]
"""As `<input type=email>` has it (HTML, section 4.10.5.1.5), with a dot in the domain."""
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s\x00]+$")]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
"""ISO 3166-1 alpha-2."""
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
"""ISO 4217."""

# ------------------------------------------------------------------------------------ numbers

Int32 = Annotated[int, Field(ge=-INT32, le=INT32 - 1)]
Int64 = Annotated[int, Field(ge=-INT64, le=INT64 - 1)]
Float = Annotated[float, Field(allow_inf_nan=False)]


_DECIMAL = r"-?[0-9]{1,100}(\.[0-9]{1,100})?"


@dataclass(frozen=True, slots=True)
class Digits:
    """A decimal of at most `total` digits, `places` of them after the point.

    Bodies carry it as text or as a number. A number that binary arithmetic left next to such a
    decimal (0.1 + 0.2) is that decimal.
    """

    total: int
    places: int
    ge: Decimal | None = None
    le: Decimal | None = None

    def __get_pydantic_core_schema__(
        self, source: type[Any], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """A decimal schema behind a check of how the value is written."""
        return core_schema.no_info_before_validator_function(
            self._read,
            core_schema.decimal_schema(
                max_digits=self.total,
                decimal_places=self.places,
                ge=self.ge,
                le=self.le,
                allow_inf_nan=False,
            ),
        )

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Text by pattern, or a number."""
        whole = max(self.total - self.places, 1)
        digits = f"[0-9]{{1,{whole}}}" + (rf"(\.[0-9]{{1,{self.places}}})?" if self.places else "")
        number: dict[str, Any] = {"type": "number", "multipleOf": float(10**-self.places)}
        limit = 10**whole
        number["minimum"] = float(self.ge) if self.ge is not None else 1 - limit
        number["maximum"] = float(self.le) if self.le is not None else limit - 1
        sign = "" if self.ge is not None and self.ge >= 0 else "-?"
        return {"anyOf": [number, {"type": "string", "pattern": f"^{sign}{digits}$"}]}

    def _read(self, value: Any) -> Any:
        if isinstance(value, str) and re.fullmatch(_DECIMAL, value):
            return Decimal(value)
        if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
            raise ValueError("this is not how a decimal is written")
        if not isinstance(value, float) or not isfinite(value):
            return Decimal(value)
        near = round(Decimal(repr(value)), self.places)
        return near if isclose(near, value, rel_tol=1e-15) else Decimal(repr(value))


DecimalText = Annotated[
    Decimal,
    written(_DECIMAL, Decimal, Decimal),
    WithJsonSchema({"type": "string", "pattern": f"^{_DECIMAL}$"}),
]
"""A decimal in an answer or a parameter: as text, so that no digit is lost."""

# -------------------------------------------------------------------------- times, the others

_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME = r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?"
_INSTANT = (
    rf"{_DAY}[Tt ][0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(\.[0-9]+)?([Zz]|[+-][0-9]{{2}}:[0-9]{{2}})"
)
_SPAN: TypeAdapter[timedelta] = TypeAdapter(timedelta)


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text.upper())


Day = Annotated[date, written(_DAY, date, date.fromisoformat)]
Instant = Annotated[AwareDatetime, written(_INSTANT, datetime, _instant), AfterValidator(_in_utc)]
"""RFC 3339 with an offset; kept in UTC."""
ClockTime = Annotated[
    time,
    written(_TIME, time, time.fromisoformat),
    WithJsonSchema({"type": "string", "pattern": f"^{_TIME}$"}),
]
Span = Annotated[timedelta, written(r"-?P[0-9A-Z.]+", timedelta, _SPAN.validate_python)]
"""ISO 8601, as in `P3DT4H`."""
Id = Annotated[UUID, written(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", UUID, UUID)]
Json = Annotated[Any, AfterValidator(_storable_json)]


# ---------------------------------------------------------------------------------- base classes


class RequestBody(BaseModel):
    """A body from a caller: unknown members are refused, never dropped.

    Built for the first body that comes, not at the start.
    """

    model_config = ConfigDict(extra="forbid", defer_build=True)


class ResponseBody(BaseModel):
    """A body to a caller, as the document shows it.

    PostgreSQL makes the JSON, so these are built only where somebody asks for their schema.
    """

    model_config = ConfigDict(defer_build=True)
