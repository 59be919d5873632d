"""What lists ask of users that rows refer to. Generated from model/identity.yaml."""

from __future__ import annotations

from generated.identity.enums import UserKind
from runtime.parameters import Parameters, Several, TextParameter
from runtime.types import absent


class UserRelated(Parameters):
    """What is asked of the user that a row refers to."""

    email: TextParameter = absent()
    email__in: Several[TextParameter] = absent()
    email__contains: TextParameter = absent()
    full_name: TextParameter = absent()
    full_name__in: Several[TextParameter] = absent()
    full_name__contains: TextParameter = absent()
    kind: UserKind = absent()
    kind__ne: UserKind = absent()
    kind__in: Several[UserKind] = absent()
    department: TextParameter = absent()
    department__in: Several[TextParameter] = absent()
    department__contains: TextParameter = absent()
    job_title: TextParameter = absent()
    job_title__in: Several[TextParameter] = absent()
    job_title__contains: TextParameter = absent()
    locale: TextParameter = absent()
    locale__in: Several[TextParameter] = absent()
    locale__contains: TextParameter = absent()
    is_active: bool = absent()
    external_subject: TextParameter = absent()
    external_subject__in: Several[TextParameter] = absent()
    external_subject__contains: TextParameter = absent()
