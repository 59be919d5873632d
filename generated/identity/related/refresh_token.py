"""What lists ask of refresh tokens that rows refer to. Generated from model/identity.yaml."""

from __future__ import annotations

from generated.identity.enums import RefreshTokenRevokeReason
from runtime.parameters import Parameters, Several, TextParameter
from runtime.types import absent


class RefreshTokenRelated(Parameters):
    """What is asked of the refresh token that a row refers to."""

    revoke_reason: RefreshTokenRevokeReason = absent()
    revoke_reason__ne: RefreshTokenRevokeReason = absent()
    revoke_reason__in: Several[RefreshTokenRevokeReason] = absent()
    client_ip: TextParameter = absent()
    client_ip__in: Several[TextParameter] = absent()
    client_ip__contains: TextParameter = absent()
    user_agent: TextParameter = absent()
    user_agent__in: Several[TextParameter] = absent()
    user_agent__contains: TextParameter = absent()
