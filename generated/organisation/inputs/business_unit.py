"""What the actions of business units take and answer. Generated from model/organisation.yaml."""

from __future__ import annotations

from typing import Any

from runtime.types import ResponseBody


class BusinessUnitTreeOutput(ResponseBody):
    """What tree answers."""

    units: Any | None
