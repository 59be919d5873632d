"""`charter audit`: sealing the trail, and what a third party needs to check it.

Each command of the group that is a work of its own stands in a module beside, which adds itself
in `_REST`.
"""

from __future__ import annotations

import signal
import sys
import threading
from typing import Annotated

import typer

from charter.shell import HERE, Format, FormatOption, Project, RefusedError, new_group, say

app = new_group("Seal, verify, export and erase: the audit trail, as the owner of the tables.")


@app.command("seal")
def seal(
    once: Annotated[
        bool, typer.Option("--once", help="Seal what can be sealed now, and end.")
    ] = False,
    with_stdin: Annotated[bool, typer.Option("--with-stdin", hidden=True)] = False,
    folder: Project = HERE,
) -> None:
    """Seal the trail, until it is stopped; charter serve does so where it knows the owner."""
    from charter.databases import reached
    from runtime.audit.heads import head_file
    from runtime.audit.keys import SigningKeyError, load_key
    from runtime.audit.sealing import DamagedLogError, Sealer, connect, seal_all, unsealed
    from runtime.logs import configure_logs

    with reached(folder) as access:
        owner, settings = access.demand_owner(), access.settings
        try:
            key = load_key(settings.audit_signing_key_file, create=not settings.production)
        except SigningKeyError as error:
            raise RefusedError(str(error)) from None
        stop = threading.Event()
        sealer = Sealer(owner, key, head_file(settings.audit_signing_key_file), stop)
        if once:
            with connect(owner) as connection:
                try:
                    head = seal_all(connection, key)
                except DamagedLogError as error:
                    raise RefusedError(f"{error}: charter audit verify says more") from None
                left = unsealed(connection)
                if head is not None:
                    sealer.keep(connection, head)
            say(f"{head.size if head else 0} events are sealed, {left} are not yet.")
            return
        configure_logs(settings.log_level, production=settings.production)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: stop.set())
        if with_stdin:
            threading.Thread(target=_until_end, args=(stop,), daemon=True).start()
        sealer.run()


def _until_end(stop: threading.Event) -> None:
    """Stops where the one who started this process has ended, however."""
    sys.stdin.buffer.read()
    stop.set()


@app.command("checkpoint")
def checkpoint(form: FormatOption = Format.JSON, folder: Project = HERE) -> None:
    """Print the newest signed head, to be kept where nobody of here can change it."""
    import json

    from charter.databases import reached
    from runtime.audit.sealing import connect, last_head

    with reached(folder) as access, connect(access.demand_owner()) as connection:
        head = last_head(connection)
    if head is None:
        raise RefusedError("Nothing is sealed yet: charter audit seal does it.")
    values = head.checkpoint()
    if form is Format.JSON:
        say(json.dumps(values))
    else:
        say(*(f"{name:10} {value}" for name, value in values.items()))


def _add_the_rest() -> None:
    """The commands that have a module of their own, in the order of the help."""
    from importlib import import_module

    for name in _REST:
        import_module(f"charter.commands.{name}").add(app)


_REST: tuple[str, ...] = ("audit_verify", "audit_export", "audit_erase", "audit_retire")
_add_the_rest()
