"""The settings: environment variables with the prefix `CHARTER_`, and the project's `.env`.

The real environment wins over `.env`. A name that is no setting, or a value that is none, is a
problem: a misspelt setting must never pass for one that is not set.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from io import StringIO
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from dotenv.parser import parse_stream
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
)
from pydantic_core import ErrorDetails

PREFIX = "CHARTER_"
KEYS_FOLDER = Path(".charter") / "keys"
_ENCRYPTED = ("require", "verify-ca", "verify-full")
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.\-\[\]:]+")


class SettingsError(Exception):
    """The settings are wrong; `problems` has a sentence for each, without any secret value."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


def _listed(value: object) -> object:
    """Split a list written with commas."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return value


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def _postgres_url(value: SecretStr) -> SecretStr:
    text = value.get_secret_value()
    if not text.startswith(("postgresql://", "postgres://")):
        raise ValueError("must begin with postgresql://")
    try:
        conninfo_to_dict(text)
    except ProgrammingError as error:
        raise ValueError("is no connection URL that PostgreSQL understands") from error
    return value


def _origin(value: str) -> str:
    if value != "*" and not _ORIGIN.fullmatch(value):
        raise ValueError("must be origins such as https://app.example.com, or * alone")
    return value


def _issuer(value: str) -> str:
    address = urlsplit(value)
    local = address.hostname in ("localhost", "127.0.0.1", "::1")
    if address.scheme != "https" and not (address.scheme == "http" and local):
        raise ValueError("must begin with https://; http:// is for this machine alone")
    return value


def _network(value: object) -> object:
    try:
        return ip_network(str(value))
    except ValueError as error:
        raise ValueError("must be addresses or networks such as 10.0.0.0/8") from error


def _with_scheme(*schemes: str) -> AfterValidator:
    """Accept only URLs of these schemes."""

    def check(value: SecretStr) -> SecretStr:
        try:
            scheme = urlsplit(value.get_secret_value()).scheme
        except ValueError as error:
            raise ValueError("is no URL") from error
        if scheme not in schemes:
            raise ValueError(f"must begin with {' or '.join(f'{one}://' for one in schemes)}")
        return value

    return AfterValidator(check)


DatabaseUrl = Annotated[SecretStr, AfterValidator(_postgres_url)]
Origin = Annotated[str, AfterValidator(_origin)]
Network = Annotated[IPv4Network | IPv6Network, BeforeValidator(_network)]
Comma = BeforeValidator(_listed)
CacheUrl = Annotated[SecretStr, _with_scheme("valkey", "valkeys", "redis", "rediss")]
StorageUrl = Annotated[SecretStr, _with_scheme("file", "s3")]
MailUrl = Annotated[SecretStr, _with_scheme("smtp", "smtps")]


class Settings(BaseModel):
    """Every setting by the name of its variable, without the prefix, in lower case."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    project: Path
    """The folder that holds model.yaml; set by `--project`."""
    env: Annotated[Literal["development", "production"], BeforeValidator(_lower)] = "development"

    database_url: DatabaseUrl | None = None
    """As the application's role, which owns nothing. None: the embedded server."""
    migration_database_url: DatabaseUrl | None = None
    """As the owner's role, for migrate, seed, partitions and sealing only."""
    database_replica_urls: Annotated[tuple[DatabaseUrl, ...], Comma] = ()

    signing_key_file: Path
    """Signs access tokens."""
    audit_signing_key_file: Path
    """Signs the heads of the audit log."""

    oidc_issuer: Annotated[str, AfterValidator(_issuer)] | None = None
    oidc_audience: str | None = None
    oidc_client_id: str | None = None
    oidc_client_secret: SecretStr | None = None
    oidc_roles_claim: str = "roles"

    trusted_proxies: Annotated[tuple[Network, ...], Comma] = ()
    """From whom X-Forwarded-For is believed; addresses or networks."""
    cors_origins: Annotated[tuple[Origin, ...], Comma] = ()
    workers: Annotated[int, Field(ge=1, le=256)] = 1
    pool_size: Annotated[int, Field(ge=1, le=1000)] = 10
    """Database connections of each worker."""
    log_level: Annotated[
        Literal["debug", "info", "warning", "error", "critical"], BeforeValidator(_lower)
    ] = "info"

    valkey_url: CacheUrl | None = None
    storage_url: StorageUrl | None = None
    smtp_url: MailUrl | None = None

    @classmethod
    def load(
        cls, project: Path, environ: Mapping[str, str] | None = None, *, serving: bool = True
    ) -> Self:
        """Read and check the settings of a project.

        Args:
            project: the folder that holds model.yaml and, perhaps, `.env`.
            environ: the environment; by default the real one.
            serving: False for commands that answer no requests: they need no signing keys.

        Raises:
            SettingsError: with every problem found, not only the first.
        """
        environ = os.environ if environ is None else environ
        problems: list[str] = []
        given = {**_env_file(project / ".env", problems), **environ}
        problems += _unknown_names(given)
        values: dict[str, Any] = {
            name: given[variable(name)]
            for name in cls.model_fields
            if given.get(variable(name), "").strip()
        }
        values["project"] = project
        for name in ("signing_key_file", "audit_signing_key_file"):
            default = KEYS_FOLDER / f"{name.removesuffix('_key_file')}.pem"
            values[name] = project / values.get(name, default)
        try:
            settings = cls.model_validate(values)
        except ValidationError as error:
            sentences = dict.fromkeys(_sentence(each) for each in error.errors())
            raise SettingsError([*problems, *sentences]) from None
        problems += settings._contradictions()
        problems += settings._not_served() if serving else ()
        if settings.env == "production":
            problems += settings._production_problems(given, serving=serving)
        if problems:
            raise SettingsError(problems)
        return settings

    @property
    def production(self) -> bool:
        """Whether this is `CHARTER_ENV=production`: nothing is made up, nobody is a demo."""
        return self.env == "production"

    def _contradictions(self) -> Iterator[str]:
        if "*" in self.cors_origins and len(self.cors_origins) > 1:
            yield "CHARTER_CORS_ORIGINS: * stands for every origin; say it alone"
        if self.oidc_issuer and not self.oidc_audience:
            yield "CHARTER_OIDC_AUDIENCE is needed with CHARTER_OIDC_ISSUER: for whom tokens are"
        if self.oidc_client_secret and not self.oidc_client_id:
            yield "CHARTER_OIDC_CLIENT_ID is needed with CHARTER_OIDC_CLIENT_SECRET"

    def _not_served(self) -> Iterator[str]:
        """Settings that promise what this version does not do: refused, never ignored."""
        for name in NOT_SERVED:
            if name in self.model_fields_set:
                yield f"{variable(name)} is understood, but not served by this version; unset it"

    def _production_problems(self, given: Mapping[str, str], *, serving: bool) -> Iterator[str]:
        needed = ["database_url", "signing_key_file", "audit_signing_key_file"] if serving else []
        for name in needed:
            if not given.get(variable(name), "").strip():
                yield f"{variable(name)} is demanded in production"
            elif name.endswith("_file") and not os.access(getattr(self, name), os.R_OK):
                yield f"{variable(name)}: the file {getattr(self, name)} cannot be read"
        if not serving and not (self.database_url or self.migration_database_url):
            yield "CHARTER_MIGRATION_DATABASE_URL or CHARTER_DATABASE_URL is demanded in production"
        urls = {
            "database_url": [self.database_url],
            "migration_database_url": [self.migration_database_url],
            "database_replica_urls": self.database_replica_urls,
        }
        for name, each in urls.items():
            if any(url and _crosses_network_in_clear(url, given) for url in each):
                yield (
                    f"{variable(name)}: a connection over the network needs sslmode=require, "
                    "verify-ca or verify-full in production"
                )


NOT_SERVED = (
    "database_replica_urls",
    "oidc_issuer",
    "oidc_audience",
    "oidc_client_id",
    "oidc_client_secret",
    "oidc_roles_claim",
    "valkey_url",
    "storage_url",
    "smtp_url",
)


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return PREFIX + name.upper()


def _env_file(path: Path, problems: list[str]) -> dict[str, str]:
    """The settings of a `.env` file, values taken literally; lines that are none are problems."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        problems.append(f"{path.name} cannot be read: {error}")
        return {}
    found: dict[str, str] = {}
    for binding in parse_stream(StringIO(text)):
        if binding.error or (binding.key and binding.value is None):
            problems.append(f"{path.name}:{binding.original.line}: this is no NAME=value")
        elif binding.key and binding.key.startswith(PREFIX):
            found[binding.key] = binding.value or ""
    return found


def _unknown_names(given: Mapping[str, str]) -> Iterator[str]:
    known = [variable(name) for name in Settings.model_fields]
    for name in sorted(given):
        if name.startswith(PREFIX) and name not in known:
            near = get_close_matches(name, known, n=1, cutoff=0.75)
            hint = f"did you mean {near[0]}?" if near else "see .env.example for those there are"
            yield f"{name} is no setting: {hint}"


def _sentence(error: ErrorDetails) -> str:
    """A problem in words, without the value, which may be a secret."""
    message = error["msg"].removeprefix("Value error, ")
    return f"{variable(str(error['loc'][0]))}: {message[0].lower()}{message[1:]}"


def _crosses_network_in_clear(url: SecretStr, environ: Mapping[str, str]) -> bool:
    """Whether libpq would open this connection to another machine without demanding TLS."""
    parts = conninfo_to_dict(url.get_secret_value())
    mode = parts.get("sslmode") or environ.get("PGSSLMODE", "prefer")
    if mode in _ENCRYPTED:
        return False
    hosts = parts.get("hostaddr") or parts.get("host") or environ.get("PGHOST", "")
    return "service" in parts or not all(_is_local(host) for host in str(hosts).split(","))


def _is_local(host: str) -> bool:
    """Whether a host of a connection URL is this machine; a path or nothing is a socket."""
    if host in ("", "localhost") or host.startswith(("/", "@")):
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
