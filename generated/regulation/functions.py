"""What the model expects of functions of domain/. Generated from model/regulation.yaml.

Nothing imports this: a type checker reads it, and tells of a function that does not fit.
"""

from collections.abc import Awaitable, Callable

import domain.regulation
from generated.regulation.inputs.regulation import RegulationImportCatalogueInput
from generated.regulation.models.regulation import Regulation
from runtime.domain_api import Context

regulation_import_catalogue: Callable[
    [Context, RegulationImportCatalogueInput], Awaitable[object]
] = domain.regulation.import_oscal
regulation_coverage: Callable[[Context, Regulation, None], Awaitable[object]] = (
    domain.regulation.coverage
)
regulation_gap: Callable[[Context, Regulation, None], Awaitable[object]] = domain.regulation.gap
