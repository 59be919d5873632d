"""Demo accounts and demo content: for development, again and again without doubles."""

from __future__ import annotations

import importlib
import importlib.util
import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from charter.databases import Access
from charter.opened import actor_of, run_parts
from charter.shell import RefusedError

if TYPE_CHECKING:
    from runtime.client import Client
    from runtime.http.app import Parts
    from runtime.resource import Registry

PASSWORD_FILE = Path(".charter") / "demo-password"
DOMAIN = "example.com"
NOT_SEEDED = frozenset({"public"})
SERVICE = "service"


def demo_email(role: str) -> str:
    """The address of the demo account that holds a role."""
    return f"{role.replace('_', '-')}@{DOMAIN}"


def demo_roles(registry: Registry) -> list[str]:
    """The roles that have a demo account."""
    return [role for role in registry.roles if role not in NOT_SEEDED]


def demo_password(folder: Path) -> str:
    """The one password of all demo accounts, made at the first call."""
    path = folder / PASSWORD_FILE
    path.parent.mkdir(mode=0o700, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        kept = path.read_text().strip()
        if kept:
            return kept
        handle = os.open(path, os.O_WRONLY | os.O_TRUNC)
    with os.fdopen(handle, "w") as file:
        password = secrets.token_urlsafe(15)
        file.write(password + "\n")
    return password


def seed(folder: Path, registry: Registry, access: Access) -> list[str]:
    """Adds the accounts that are missing, then the content; says what was done.

    Raises RefusedError in production.
    """
    if access.settings.production:
        raise RefusedError("Demo accounts are for development: CHARTER_ENV is production.")
    done = _seed_accounts(folder, registry, access.demand_owner())
    if _has_content(folder):
        done += run_parts(access.served(), registry, _seed_content)
    return done


def _seed_accounts(folder: Path, registry: Registry, owner_url: str) -> list[str]:
    """One account a role. Where the password is new, that of the accounts there is set anew."""
    from charter.accounts import accounts
    from runtime.identity.passwords import hash_password

    fresh = not (folder / PASSWORD_FILE).exists()
    password = demo_password(folder)
    done = []
    with accounts(owner_url) as known:
        people = {role: known.find(demo_email(role)) for role in demo_roles(registry)}
        missing = [role for role, user in people.items() if user is None]
        hashed = hash_password(password) if missing or fresh else ""
        titles = _titles(folder) if missing else {}
        for role, user in people.items():
            email = demo_email(role)
            if user is None:
                added = known.add(email, titles[role], hashed, _kind(registry, role))
                known.grant(added, role)
                done.append(f"added {email}")
                continue
            if fresh:
                known.set_password(user, hashed)
                done.append(f"set the password of {email}")
            known.grant(user, role)
    return done


def _titles(folder: Path) -> dict[str, str]:
    """What the model calls each role."""
    from charter.commands.migrate import resolved

    return {role.name: role.title for role in resolved(folder).roles}


def _kind(registry: Registry, role: str) -> str:
    """The kind of a service account, where the model tells kinds of users apart."""
    field = registry["user"].field("kind")
    return SERVICE if role == SERVICE and field and SERVICE in field.values else ""


def _has_content(folder: Path) -> bool:
    return (folder / "domain" / "seed.py").is_file()


async def _seed_content(parts: Parts) -> list[str]:
    from runtime.client import Client

    known: dict[str, Client] = {}

    async def acting(role: str) -> Client:
        if role not in known:
            known[role] = Client(parts.services, await actor_of(parts, demo_email(role)))
        return known[role]

    told: Sequence[str] = await importlib.import_module("domain.seed").seed(acting)
    return list(told)
