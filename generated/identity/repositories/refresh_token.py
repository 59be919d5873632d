"""The repository of refresh tokens. Generated from model/identity.yaml."""

from typing import Self

from generated.identity.models.refresh_token import RefreshToken
from generated.identity.resources.refresh_token import REFRESH_TOKEN
from runtime.policy.reach import Reach
from runtime.repository import Repository


class RefreshTokenRepository(Repository[RefreshToken]):
    """FastCRUD over refresh tokens, under the actor's policy."""

    @classmethod
    def of(cls, reach: Reach, action: str = "update") -> Self:
        """The repository within the actor's reach; its `update` is that of `action`."""
        return cls.under(REFRESH_TOKEN, reach, RefreshToken, action)
