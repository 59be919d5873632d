"""`charter user`: accounts and roles from the shell, for the first administrator."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from charter.shell import (
    HERE,
    Format,
    FormatOption,
    Project,
    RefusedError,
    new_group,
    say,
    say_rows,
)

if TYPE_CHECKING:
    from charter.accounts import Accounts

app = new_group("Accounts and roles, as the owner of the tables or the application.")

MIN_LENGTH = 12
"""Characters of a password at least (NIST SP 800-63B asks for 8 with a second factor, else 15)."""

Email = Annotated[str, typer.Argument(metavar="EMAIL")]
PasswordStdin = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input.")
]


@contextmanager
def _accounts(folder: Path) -> Iterator[Accounts]:
    from charter.accounts import accounts
    from charter.databases import reached

    with reached(folder) as access, accounts(access.owner or access.demand_application()) as found:
        yield found


@app.command("add")
def add(
    email: Email,
    name: Annotated[str, typer.Option("--name", metavar="TEXT", help="The full name.")],
    role: Annotated[
        list[str] | None, typer.Option("--role", metavar="ROLE", help="May be said again.")
    ] = None,
    password_stdin: PasswordStdin = False,
    folder: Project = HERE,
) -> None:
    """Add an account, with its password and roles."""
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email):
        raise typer.BadParameter(f"{email} is no e-mail address", param_hint="EMAIL")
    roles = [_known_role(folder, each) for each in role or ()]
    password = _hashed(_ask(password_stdin))
    with _accounts(folder) as accounts:
        user = accounts.add(email, name, password)
        for each in roles:
            accounts.grant(user, each)
    say(f"{email} is added" + (f" as {', '.join(roles)}." if roles else ", without a role."))


@app.command("list")
def list_users(form: FormatOption = Format.TEXT, folder: Project = HERE) -> None:
    """List the accounts with the roles in force."""
    with _accounts(folder) as accounts:
        rows = accounts.listed()
    if form is Format.TEXT:
        rows = [{**row, "roles": ", ".join(row["roles"])} for row in rows]
    say_rows(rows, ("email", "full_name", "active", "roles"), form)


@app.command("password")
def password(email: Email, password_stdin: PasswordStdin = False, folder: Project = HERE) -> None:
    """Set a password; every session of the account ends."""
    hashed = _hashed(_ask(password_stdin))
    with _accounts(folder) as accounts:
        accounts.set_password(accounts.demand(email), hashed)
    say(f"The password of {email} is set.")


@app.command("grant")
def grant(
    email: Email,
    role: Annotated[str, typer.Argument(metavar="ROLE")],
    folder: Project = HERE,
) -> None:
    """Give an account a role, everywhere and for good."""
    known = _known_role(folder, role)
    with _accounts(folder) as accounts:
        new = accounts.grant(accounts.demand(email), known)
    say(f"{email} is {known} now." if new else f"{email} is {known} already.")


@app.command("revoke")
def revoke(
    email: Email,
    role: Annotated[str, typer.Argument(metavar="ROLE")],
    folder: Project = HERE,
) -> None:
    """Take a role from an account, limited assignments of it too."""
    known = _known_role(folder, role)
    with _accounts(folder) as accounts:
        gone = accounts.revoke(accounts.demand(email), known)
    if not gone:
        raise RefusedError(f"{email} is not {known}.")
    say(f"{email} is {known} no more.")


@app.command("deactivate")
def deactivate(email: Email, folder: Project = HERE) -> None:
    """End an account's access and its sessions; what it owns stays."""
    with _accounts(folder) as accounts:
        ended = accounts.deactivate(accounts.demand(email))
    if not ended:
        raise RefusedError(f"{email} is not active.")
    say(f"{email} is deactivated.")


def _known_role(folder: Path, role: str) -> str:
    """The role, if the model declares it and people may hold it; else wrong usage."""
    from charter.commands.migrate import resolved

    known = [each.name for each in resolved(folder).roles if each.name != "public"]
    if role not in known:
        raise typer.BadParameter(
            f"{role} is no role; there are {', '.join(known)}", param_hint="ROLE"
        )
    return role


def _ask(from_stdin: bool) -> str:
    """The new password: a line of standard input, or typed twice."""
    from runtime.identity.passwords import MAX_LENGTH

    if from_stdin:
        found = sys.stdin.readline().rstrip("\r\n")
    elif sys.stdin.isatty():
        found = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    else:
        raise typer.BadParameter("nobody is there to ask", param_hint="--password-stdin")
    if not MIN_LENGTH <= len(found) <= MAX_LENGTH:
        raise RefusedError(f"A password has {MIN_LENGTH} to {MAX_LENGTH} characters.")
    return found


def _hashed(password: str) -> str:
    from runtime.identity.passwords import hash_password

    return hash_password(password)
