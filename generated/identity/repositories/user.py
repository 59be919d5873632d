"""The repository of users. Generated from model/identity.yaml."""

from typing import Self

from generated.identity.models.user import User
from generated.identity.resources.user import USER
from runtime.policy.reach import Reach
from runtime.repository import Repository


class UserRepository(Repository[User]):
    """FastCRUD over users, under the actor's policy."""

    @classmethod
    def of(cls, reach: Reach, action: str = "update") -> Self:
        """The repository within the actor's reach; its `update` is that of `action`."""
        return cls.under(USER, reach, User, action)
