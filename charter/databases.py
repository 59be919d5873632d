"""Which database a command works on, and as which role: the settings, or the embedded server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from charter.shell import RefusedError

if TYPE_CHECKING:
    from runtime.settings import Settings


@dataclass(frozen=True, slots=True)
class Access:
    """The connection URLs of a project: of the application's role, and of the owner's."""

    settings: Settings
    application: str | None
    owner: str | None

    def demand_owner(self) -> str:
        """The owner's URL; RefusedError where it is not known."""
        if self.owner is None:
            raise RefusedError(
                "CHARTER_MIGRATION_DATABASE_URL is not set: this is done as the owner of the tables"
            )
        return self.owner

    def demand_application(self) -> str:
        """The application's URL; RefusedError where it is not known."""
        if self.application is None:
            raise RefusedError("CHARTER_DATABASE_URL is not set: this is done as the application")
        return self.application

    def served(self) -> Settings:
        """The settings with the application's URL in them, as a server wants them."""
        from pydantic import SecretStr

        url = SecretStr(self.demand_application())
        return self.settings.model_copy(update={"database_url": url})


@contextmanager
def reached(project: Path, *, serving: bool = False) -> Iterator[Access]:
    """The databases of a project; the embedded server runs until the end of the block.

    Raises SettingsError, or EmbeddedError where that server cannot be started.
    """
    from runtime.settings import Settings

    settings = Settings.load(project, serving=serving)
    application = settings.database_url
    owner = settings.migration_database_url
    if application or owner:
        yield Access(
            settings,
            application.get_secret_value() if application else None,
            owner.get_secret_value() if owner else None,
        )
        return
    from runtime.embedded import EmbeddedServer

    with EmbeddedServer.start(project) as server:
        yield Access(settings, server.application_url, server.owner_url)
