"""Servers one after another on one socket: the next has to answer before the last one ends."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from charter.databases import Access
from charter.serving import GRACE_SECONDS
from charter.watching.processes import CONTEXT

START_SECONDS = 60.0


@dataclass(slots=True)
class Servers:
    """The server that answers now, and the way to another one."""

    folder: Path
    access: Access
    bound: socket.socket
    running: ForkServerProcess | None = field(default=None, init=False)

    def replace(self) -> str | None:
        """Starts a server of the files as they are, and ends the one before.

        Returns None, or what is wrong with the new one; then the one before goes on.
        """
        url = self.access.served().database_url
        assert url is not None, "served() puts it there"
        heard, told = CONTEXT.Pipe(duplex=False)
        started = CONTEXT.Process(
            target=serve,
            args=(str(self.folder), url.get_secret_value(), self.bound, told),
            daemon=True,
        )
        started.start()
        told.close()
        wrong = _said(heard)
        if wrong is not None:
            _end(started)
            return wrong
        if self.running is not None:
            _end(self.running)
        self.running = started
        return None

    def stop(self) -> None:
        """Ends the server."""
        if self.running is not None:
            _end(self.running)
            self.running = None


def _said(heard: Connection) -> str | None:
    if not heard.poll(START_SECONDS):
        return f"The server did not start within {START_SECONDS:.0f} seconds."
    try:
        wrong = str(heard.recv())
    except EOFError:
        wrong = "The server ended while it started."
    return wrong or None


def _end(process: ForkServerProcess) -> None:
    process.terminate()
    process.join(GRACE_SECONDS + 1)
    if process.is_alive():
        process.kill()
        process.join()


def serve(folder: str, url: str, bound: socket.socket, told: Connection) -> None:
    """What a server process runs; it tells an empty text when it answers, or what is wrong."""
    import uvicorn

    from charter.worker import create

    class Telling(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if not self.should_exit:
                told.send("")

    os.environ["CHARTER_PROJECT"] = folder
    os.environ["CHARTER_DATABASE_URL"] = url
    os.chdir(folder)
    try:
        application = create()
    except BaseException as error:
        told.send(_text(error, Path(folder)))
        return
    config = uvicorn.Config(
        application,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="on",
        access_log=False,
        log_level="warning",
        log_config=None,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    server = Telling(config)
    server.run(sockets=[bound])
    if not server.started:
        told.send(_why(Path(folder)))


def _why(folder: Path) -> str:
    """What keeps the application from opening: its parts are opened once more, to hear it."""
    from charter.opened import load_registry, run_parts
    from runtime.settings import Settings

    async def nothing(_: object) -> None:
        """Opening is the whole test."""

    try:
        run_parts(Settings.load(folder, serving=True), load_registry(folder), nothing)
    except Exception as error:
        return _text(error, folder)
    return "The server ended while it started."


def _text(error: BaseException, folder: Path) -> str:
    """The error in a line, with the line of the project's own file that raised it."""
    place = ""
    trace = error.__traceback__
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if file.is_relative_to(folder):
            place = f"{file.relative_to(folder)}:{trace.tb_lineno}: "
        trace = trace.tb_next
    if isinstance(error, SyntaxError) and error.filename:
        place = f"{Path(error.filename).name}:{error.lineno}: "
    return f"{place}{type(error).__name__}: {error}"
