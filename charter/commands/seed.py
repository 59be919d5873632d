"""`charter seed`: demo accounts and content."""

from __future__ import annotations

from charter.shell import HERE, Project, say


def seed(folder: Project = HERE) -> None:
    """Add demo accounts, one a role, and demo content; again, it adds only what is missing."""
    from charter.commands.migrate import resolved
    from charter.databases import reached
    from charter.demo import PASSWORD_FILE
    from charter.demo import seed as fill

    model = resolved(folder)
    with reached(folder) as access:
        done = fill(folder, model, access)
    say(*(done or ["Nothing to add."]), f"The password of all demo accounts is in {PASSWORD_FILE}.")
