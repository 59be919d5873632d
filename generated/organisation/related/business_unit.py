"""What lists ask of business units that rows refer to. Generated from model/organisation.yaml."""

from __future__ import annotations

from generated.organisation.enums import BusinessUnitKind
from runtime.parameters import Parameters, Several, TextParameter
from runtime.types import absent


class BusinessUnitRelated(Parameters):
    """What is asked of the business unit that a row refers to."""

    code: TextParameter = absent()
    code__in: Several[TextParameter] = absent()
    code__contains: TextParameter = absent()
    name: TextParameter = absent()
    name__in: Several[TextParameter] = absent()
    name__contains: TextParameter = absent()
    kind: BusinessUnitKind = absent()
    kind__ne: BusinessUnitKind = absent()
    kind__in: Several[BusinessUnitKind] = absent()
    is_active: bool = absent()
