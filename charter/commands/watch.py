"""`charter watch`: what is saved is checked, generated, migrated and served."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from charter.commands.serve import Port
from charter.shell import HERE, Project, RefusedError, say

if TYPE_CHECKING:
    from charter.databases import Access
    from charter.watching.loop import Watch

STEP_MS = 20
"""How long after a saved file more of them may come that belong to it: editors write several."""


def watch(
    port: Port = 8000,
    allow: Annotated[
        list[str] | None,
        typer.Option("--allow", metavar="CODE", help="A finding that is meant, such as M002."),
    ] = None,
    discard: Annotated[
        bool,
        typer.Option("--discard", help="Lose what only the development database has."),
    ] = False,
    folder: Project = HERE,
) -> None:
    """Serve a project while it is worked on: saved files are checked, generated, migrated, served.

    What is wrong is said and changes nothing: what was right before goes on being served.
    """
    from charter.databases import reached
    from charter.sealer import sealing
    from charter.serving import listening
    from charter.watching.development import Development
    from charter.watching.loop import Watch
    from charter.watching.server import Servers, warm_up

    signal.signal(signal.SIGTERM, _interrupted)
    warm_up()
    with listening("127.0.0.1", port) as bound, reached(folder, serving=True) as access:
        if access.settings.production:
            raise RefusedError("charter watch is for development: CHARTER_ENV is production.")
        development = Development(folder, access.demand_owner(), access.application)
        servers = Servers(folder, access, bound)
        color = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        watching = Watch(folder, development, servers, _say, tuple(allow or ()), color=color)
        try:
            watching.start(discard=discard)
            with sealing(folder, access):
                if servers.running is not None:
                    _seed(folder, access)
                say(f"http://127.0.0.1:{port}/docs; Ctrl-C ends it.")
                _loop(watching, folder)
        except KeyboardInterrupt:
            pass
        finally:
            servers.stop()


def _interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def _say(line: str) -> None:
    typer.echo(line)
    sys.stdout.flush()


def _seed(folder: Path, access: Access) -> None:
    """Demo accounts and content, by a process of its own: this one imports nothing generated."""
    command = [sys.executable, "-m", "charter.main", "seed", "--project", str(folder)]
    urls = {
        "CHARTER_DATABASE_URL": access.demand_application(),
        "CHARTER_MIGRATION_DATABASE_URL": access.demand_owner(),
    }
    done = subprocess.run(  # noqa: S603 - our own command
        command, env={**os.environ, **urls}, capture_output=True, text=True, check=False
    )
    say(*(done.stdout + done.stderr).splitlines())


def _loop(watching: Watch, folder: Path) -> None:
    from watchfiles import watch as changes

    from charter.watching.loop import WATCHED

    places = [folder / name for name in WATCHED if (folder / name).exists()]
    for changed in changes(*places, step=STEP_MS, debounce=400, raise_interrupt=True):
        watching.saved(Path(path) for _, path in changed)
