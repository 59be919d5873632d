"""`charter seed`: demo accounts and content."""

from __future__ import annotations

from charter.shell import HERE, Project, say


def seed(folder: Project = HERE) -> None:
    """Add demo accounts, one a role, and demo content; again, it adds only what is missing."""
    from charter.databases import reached
    from charter.demo import PASSWORD_FILE
    from charter.demo import seed as fill
    from charter.opened import load_registry

    registry = load_registry(folder)
    with reached(folder) as access:
        done = fill(folder, registry, access)
    say(*(done or ["Nothing to add."]), f"The password of all demo accounts is in {PASSWORD_FILE}.")
