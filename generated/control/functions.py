"""What the model expects of functions of domain/. Generated from model/control.yaml.

Nothing imports this: a type checker reads it, and tells of a function that does not fit.
"""

from collections.abc import Awaitable, Callable

import domain.control
from generated.control.inputs.control import ControlScheduleReviewInput
from generated.control.models.control import Control
from runtime.domain_api import Context

control_schedule_review: Callable[
    [Context, Control, ControlScheduleReviewInput], Awaitable[object]
] = domain.control.schedule_review
control_coverage: Callable[[Context, Control, None], Awaitable[object]] = domain.control.coverage
control_heatmap: Callable[[Context, None], Awaitable[object]] = domain.control.heatmap
control_stale: Callable[[Context, None], Awaitable[object]] = domain.control.stale
