"""The embedded PostgreSQL 18: a real server under `<project>/.charter/`, started when needed.

Processes of one project share one server: each holds a shared lock on `.charter/postgres.users`
while it uses the server, and the last to leave stops it. The kernel drops the lock of a process
that is killed; the next start adopts the server that was left behind.

Layout of `.charter/`: `postgres/` (the data), `postgres.log`, `postgres.json` (port and passwords,
mode 0600), `superuser-url` (mode 0600, while the server runs), `postgres.lock`, `postgres.users`.
"""

from __future__ import annotations

import atexit
import fcntl
import json
import os
import secrets
import signal
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, NoReturn, Self
from urllib.parse import quote

import psycopg
from psycopg import sql

from runtime import postmaster
from runtime.postmaster import EmbeddedError

__all__ = [
    "APPLICATION",
    "DATABASE",
    "OWNER",
    "STATE_FOLDER",
    "SUPERUSER",
    "EmbeddedError",
    "EmbeddedServer",
    "grant",
]

STATE_FOLDER = ".charter"
DATABASE = "charter"
SUPERUSER = "postgres"
OWNER = "charter_owner"
"""Owns the database and its schema public; migrates, seeds and seals. No superuser."""
APPLICATION = "charter_app"
"""Owns nothing; serves requests."""

_GRANTS = (
    "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
    "GRANT CONNECT ON DATABASE {database} TO {application}",
    "ALTER SCHEMA public OWNER TO {owner}",
    "GRANT USAGE ON SCHEMA public TO {application}",
)
_ROLE = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"
_ENDING = (signal.SIGTERM, signal.SIGHUP)


@dataclass(slots=True)
class _Access:
    """What `.charter/postgres.json` keeps: how to reach the server."""

    port: int
    passwords: dict[str, str]


class EmbeddedServer:
    """A share in the project's embedded server, given back by `stop` or at the end of `with`.

    From the first share on, SIGTERM and SIGHUP raise SystemExit in the main thread, unless the
    program handles them itself, so that they stop the server too.
    """

    def __init__(self, project: Path, *, durable: bool = True) -> None:
        self.project = project.resolve()
        self._state = self.project / STATE_FOLDER
        self._data = self._state / "postgres"
        self._durable = durable
        self._access = _Access(0, {})
        self._share: int | None = None
        self._replaced: dict[signal.Signals, Any] = {}

    @classmethod
    def start(cls, project: Path, *, durable: bool = True) -> Self:
        """Take a share in the project's server, which is made and started if it does not run.

        Args:
            project: the folder that holds model.yaml; `.charter/` is made in it.
            durable: False gives up safety against a crash of the machine, for tests.

        Raises:
            EmbeddedError: the server cannot be made or started; the message says why.
        """
        server = cls(project, durable=durable)
        server._make_state_folder()
        server._handle_signals()
        try:
            with server._locked():
                server._take_share()
                server._bring_up()
        except BaseException:
            server.stop()
            raise
        return server

    @classmethod
    def running(cls, project: Path) -> Self | None:
        """Take a share in the project's server if it runs already; None if it does not.

        Raises:
            EmbeddedError: it runs, but `postgres.json` was changed or deleted meanwhile.
        """
        server = cls(project)
        if not server._data.is_dir():
            return None
        with server._locked():
            found = postmaster.settle(server._data)
            if found is None:
                return None
            server._access = server._read_access()
            if server._access.port != found.port:
                raise EmbeddedError(f"{server._state}/postgres.json does not fit the server")
            server._take_share()
        server._handle_signals()
        return server

    @property
    def superuser_url(self) -> str:
        """The superuser's connection URL, as kept in `.charter/superuser-url`."""
        return self.url(SUPERUSER)

    @property
    def owner_url(self) -> str:
        """The connection URL of the role that owns the tables, for migrations and sealing."""
        return self.url(OWNER)

    @property
    def application_url(self) -> str:
        """The connection URL of the role that serves requests and owns nothing."""
        return self.url(APPLICATION)

    def url(self, role: str, database: str = DATABASE) -> str:
        """The connection URL of one of the three roles to a database of this server.

        The superuser's is for other programs, some of which know no socket in the file system.
        """
        user, port = f"{role}:{self._access.passwords[role]}", self._access.port
        folder = None if role == SUPERUSER else postmaster.socket_folder(self._data, port)
        if folder is None:
            return f"postgresql://{user}@127.0.0.1:{port}/{database}"
        return f"postgresql://{user}@/{database}?host={quote(str(folder), safe='')}&port={port}"

    @property
    def alive(self) -> bool:
        """Whether the server's process runs at this moment."""
        found = postmaster.find(self._data)
        return found is not None and found.status == "ready"

    def stop(self) -> None:
        """Give the share back; the last to do so stops the server. Safe to call again."""
        self._ignore_signals()
        share, self._share = self._share, None
        if share is not None:
            with self._locked():
                if self._was_last(share):
                    postmaster.stop(self._data)
                    (self._state / "superuser-url").unlink(missing_ok=True)
            atexit.unregister(self.stop)
        self._restore_signals()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    # ------------------------------------------------------------------------------- starting

    def _bring_up(self) -> None:
        """Adopt the server that runs, or start one; then make roles and database if need be."""
        self._access = self._read_access()
        found = postmaster.settle(self._data)
        if found is not None and not self._admits(found.port):
            postmaster.stop(self._data)  # its passwords were deleted or changed while it ran
            found = None
        if found is None:
            self._make_data()
            log = self._state / "postgres.log"
            found = postmaster.launch(
                self._data, log, port=self._access.port, durable=self._durable
            )
        self._access.port = found.port
        self._write_access()
        self._make_roles_and_database()
        self._write_secret("superuser-url", self.superuser_url + "\n")

    def _make_data(self) -> None:
        """Make data folder and passwords, or only what is missing of the two."""
        known, exists = bool(self._access.passwords), self._data.is_dir()
        if not known:
            roles = (SUPERUSER, OWNER, APPLICATION)
            self._access.passwords = {role: secrets.token_urlsafe(24) for role in roles}
        if exists and not known:
            postmaster.set_superuser_password(self._data, self._access.passwords[SUPERUSER])
        self._write_access()
        if not exists:
            postmaster.initialise(self._data, self._access.passwords[SUPERUSER])

    def _admits(self, port: int) -> bool:
        """Whether the server that somebody else started knows the superuser's password."""
        if not self._access.passwords:
            return False
        self._access.port = port
        try:
            psycopg.connect(self.url(SUPERUSER, "postgres")).close()
        except psycopg.OperationalError:
            return False
        return True

    def _make_roles_and_database(self) -> None:
        with closing(psycopg.connect(self.url(SUPERUSER, "postgres"), autocommit=True)) as session:
            for role in (OWNER, APPLICATION):
                _ensure_role(session, role, self._access.passwords[role])
            # An idle transaction would hold back the sealing of audit events.
            timeout = sql.SQL("ALTER ROLE {} SET idle_in_transaction_session_timeout = '30s'")
            session.execute(timeout.format(sql.Identifier(APPLICATION)))
            known = session.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if known.fetchone() is None:
                create = sql.SQL("CREATE DATABASE {} OWNER {}")
                session.execute(create.format(sql.Identifier(DATABASE), sql.Identifier(OWNER)))
        grant(self, DATABASE)

    # -------------------------------------------------------------------------------- sharing

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Keep every other process from starting or stopping this server meanwhile."""
        handle = os.open(self._state / "postgres.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _take_share(self) -> None:
        self._share = os.open(self._state / "postgres.users", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self._share, fcntl.LOCK_SH)
        atexit.register(self.stop)

    @staticmethod
    def _was_last(share: int) -> bool:
        """Give a share back; whether it was the last one."""
        try:
            fcntl.flock(share, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        finally:
            # Unlocked by name: a forked child that holds the same handle must not keep the share.
            fcntl.flock(share, fcntl.LOCK_UN)
            os.close(share)
        return True

    # -------------------------------------------------------------------------------- signals

    def _handle_signals(self) -> None:
        if threading.current_thread() is not threading.main_thread():
            return
        for number in _ENDING:
            if signal.getsignal(number) is signal.SIG_DFL:
                self._replaced[number] = signal.signal(number, _end)

    def _ignore_signals(self) -> None:
        """Let nothing interrupt the end, if the handlers are ours and this thread may say so."""
        if threading.current_thread() is threading.main_thread():
            for number in self._replaced:
                signal.signal(number, signal.SIG_IGN)

    def _restore_signals(self) -> None:
        if threading.current_thread() is not threading.main_thread():
            return
        for number in list(self._replaced):
            signal.signal(number, self._replaced.pop(number))

    # ---------------------------------------------------------------------------------- files

    def _make_state_folder(self) -> None:
        # As root the server runs under another account, which must pass through, but not list.
        mode = 0o711 if os.geteuid() == 0 else 0o700
        ignore = self._state / ".gitignore"
        try:
            self._state.mkdir(mode=mode, exist_ok=True)
            if not ignore.exists():
                ignore.write_text("*\n")
        except OSError as error:
            raise EmbeddedError(f"{self._state} cannot be made: {error.strerror}") from error

    def _read_access(self) -> _Access:
        with suppress(FileNotFoundError, ValueError, KeyError, TypeError):
            kept = json.loads((self._state / "postgres.json").read_text())
            passwords = {role: kept["passwords"][role] for role in (SUPERUSER, OWNER, APPLICATION)}
            return _Access(int(kept["port"]), passwords)
        return _Access(0, {})

    def _write_access(self) -> None:
        self._write_secret("postgres.json", json.dumps(asdict(self._access)))

    def _write_secret(self, name: str, text: str) -> None:
        """Write a file that only its owner can read, whole or not at all."""
        fresh = self._state / f"{name}.new"
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
        fresh.replace(self._state / name)


def grant(server: EmbeddedServer, database: str) -> None:
    """Give a database's public schema to the owner, and to the application the way in alone."""
    names = {
        "database": sql.Identifier(database),
        "owner": sql.Identifier(OWNER),
        "application": sql.Identifier(APPLICATION),
    }
    with closing(psycopg.connect(server.url(SUPERUSER, database), autocommit=True)) as session:
        for statement in _GRANTS:
            session.execute(sql.SQL(statement).format(**names))


def _ensure_role(session: psycopg.Connection[Any], role: str, password: str) -> None:
    known = session.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    statement = f"{'CREATE' if known is None else 'ALTER'} ROLE {{}} {_ROLE} PASSWORD {{}}"
    session.execute(sql.SQL(statement).format(sql.Identifier(role), sql.Literal(password)))


def _end(number: int, _frame: FrameType | None) -> NoReturn:
    """End the program by an exception, so that what is open is closed on the way out.

    Make sends the signal of its own end to its children again: what follows the first is ignored.
    """
    for each in _ENDING:
        signal.signal(each, signal.SIG_IGN)
    raise SystemExit(128 + number)
