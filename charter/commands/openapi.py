"""`charter openapi`: the document of the API."""

from __future__ import annotations

import typer

from charter.shell import HERE, Project, RefusedError

DOCUMENT = "generated/openapi.json"


def openapi(folder: Project = HERE) -> None:
    """Print the OpenAPI document, as the server answers it at /openapi.json."""
    path = folder / DOCUMENT
    try:
        typer.echo(path.read_bytes(), nl=False)
    except FileNotFoundError:
        raise RefusedError(f"{DOCUMENT} is missing: run charter generate first") from None
