"""`charter serve` and `charter run`: the API, and the API with all it needs for development."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from charter.shell import HERE, Project, RefusedError, complain, say

if TYPE_CHECKING:
    from charter.databases import Access
    from runtime.resource import Registry

Host = Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Where to listen.")]
Port = Annotated[int, typer.Option("--port", min=1, max=65535, help="Where to listen.")]


def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    workers: Annotated[
        int | None,
        typer.Option("--workers", min=1, max=256, help="Processes.  [default: CHARTER_WORKERS]"),
    ] = None,
    folder: Project = HERE,
) -> None:
    """Serve the API."""
    from charter.databases import reached
    from charter.serving import launch, listening

    _demand_generated(folder)
    with listening(host, port) as bound, reached(folder, serving=True) as access:
        launch(folder, access, bound, workers or access.settings.workers)


def run(folder: Project = HERE, port: Port = 8000) -> None:
    """Migrate, seed and serve, for development; `make run` does this."""
    from charter.databases import reached
    from charter.opened import load_registry
    from charter.serving import launch, listening
    from charter.watching.development import Development
    from generator.migrations import runner

    _demand_generated(folder)
    with listening("127.0.0.1", port) as bound, reached(folder, serving=True) as access:
        if access.settings.production:
            raise RefusedError("charter run is for development: CHARTER_ENV is production.")
        complain(*_stale(folder))
        say(*Development(folder, access.demand_owner(), access.application).settle())
        runner.up(folder, access.demand_owner(), access.application)
        registry = load_registry(folder)
        _seed(folder, registry, access)
        say(*_greeting(folder, registry, port))
        launch(folder, access, bound, access.settings.workers)


def _seed(folder: Path, registry: Registry, access: Access) -> None:
    """Demo content that people have changed since may refuse its repetition: that is no fault."""
    from charter.demo import seed
    from runtime.problems import Problem

    try:
        seed(folder, registry, access)
    except Problem as problem:
        complain(f"The demo content is not complete: {problem.detail}")


def _demand_generated(folder: Path) -> None:
    if not (folder / "generated" / "app.py").is_file():
        raise RefusedError("generated/ is missing: run charter generate first")


def _greeting(folder: Path, registry: Registry, port: int) -> Iterator[str]:
    from charter.demo import PASSWORD_FILE, demo_email, demo_password, demo_roles

    yield f"{registry.title}: http://127.0.0.1:{port}{registry.prefix}"
    yield f"Documentation: http://127.0.0.1:{port}/docs"
    yield ""
    yield f"Demo accounts, all with the password {demo_password(folder)} (in {PASSWORD_FILE}):"
    yield from (f"  {demo_email(role)}" for role in demo_roles(registry))
    yield ""
    yield "Ctrl-C ends the server and its database."


def _stale(folder: Path) -> Iterator[str]:
    """A warning where generated/ does not follow from the model."""
    from charter.staleness import stale_files

    changed = stale_files(folder)
    if changed:
        yield f"{len(changed)} generated files are stale, {changed[0]} first: run charter generate"
