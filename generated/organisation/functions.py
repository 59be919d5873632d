"""What the model expects of functions of domain/. Generated from model/organisation.yaml.

Nothing imports this: a type checker reads it, and tells of a function that does not fit.
"""

from collections.abc import Awaitable, Callable
from typing import Any

import domain.organisation
from generated.organisation.models.business_unit import BusinessUnit
from generated.organisation.models.project import Project
from runtime.domain_api import Context

business_unit_tree: Callable[[Context, None], Awaitable[object]] = domain.organisation.tree
business_unit_before_save: Callable[
    [Context, dict[str, Any], BusinessUnit | None], Awaitable[object]
] = domain.organisation.keep_tree
project_dashboard: Callable[[Context, Project, None], Awaitable[object]] = (
    domain.organisation.dashboard
)
