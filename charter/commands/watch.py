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
    from charter.watching.files import changes
    from charter.watching.loop import Watch
    from charter.watching.maker import Maker
    from charter.watching.processes import warm_up
    from charter.watching.server import Servers

    signal.signal(signal.SIGTERM, _interrupted)
    warm_up()
    with listening("127.0.0.1", port) as bound, reached(folder, serving=True) as access:
        if access.settings.production:
            raise RefusedError("charter watch is for development: CHARTER_ENV is production.")
        development = Development(folder, access.demand_owner(), access.application)
        maker, servers = Maker(folder), Servers(folder, access, bound)
        color = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        allowed = tuple(allow or ())
        watching = Watch(folder, development, maker, servers, _say, allowed, color=color)
        saved = changes(folder)
        try:
            # What is saved from here on is seen, also while everything is started.
            next(saved)
            watching.start(discard=discard)
            with sealing(folder, access):
                if servers.running is not None:
                    _seed(folder, access)
                say(f"http://127.0.0.1:{port}/docs; Ctrl-C ends it.")
                for names in saved:
                    watching.saved(names)
        except KeyboardInterrupt:
            pass
        finally:
            servers.stop()
            maker.stop()


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
