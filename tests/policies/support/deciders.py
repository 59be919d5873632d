"""The four that decide: each is asked for all rows at once, and answers for each.

They share no code below the policy's files and the rows: stock Casbin and the Python predicates
see objects in memory, the condition and row-level security see tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from runtime.actor import Actor
from runtime.policy.casbin import reference_enforcer
from runtime.policy.compiled import ActorReach, CompiledPolicy
from runtime.policy.reach import ALL
from runtime.policy.rows import Question, RowDecision, decide_row
from runtime.query.statement import Parameters, Statement
from runtime.resource import Resource
from tests.policies.support.archive_world import Archive

Answers = dict[UUID, bool]
"""By the id of a row: whether the actor may."""


@dataclass(frozen=True)
class Asked:
    """One question about many rows: may this actor, under this policy, do this to each?

    `text` is the policy's text, `stock` Casbin's reading of it.
    """

    policy: CompiledPolicy
    stock: Stock
    text: str
    actor: Actor
    resource: Resource
    action: str

    @property
    def reach(self) -> ActorReach:
        """The compiled policy for the actor."""
        return ActorReach(self.policy, self.actor)

    def instead(self, action: str) -> Asked:
        """The same of another action."""
        return replace(self, action=action)


class Stock:
    """Stock Casbin over the drawn files; a person of several roles is a name that holds them."""

    def __init__(self, folder: Path) -> None:
        self._enforcer = reference_enforcer(folder)
        self._named = {line[3] for line in self._enforcer.get_policy()}
        self._people: set[str] = set()
        self._known: dict[tuple[object, ...], bool] = {}

    def allows(self, question: Question) -> bool:
        """What `enforce()` says. A scope that no line names cannot matter to what is remembered."""
        matter = frozenset(question.scopes) & self._named
        key = (question.roles, question.resource, question.action, matter)
        if key not in self._known:
            self._known[key] = self._enforcer.enforce(
                self._person(question.roles),
                question.resource,
                question.action,
                list(question.scopes),
            )
        return self._known[key]

    def _person(self, roles: tuple[str, ...]) -> str:
        person = f"person of {'+'.join(roles)}"
        if person not in self._people:
            self._people.add(person)
            for role in roles:
                self._enforcer.add_role_for_user(person, role)
        return person


def in_memory(asked: Asked, rows: Iterable[Any], archive: Archive) -> dict[UUID, RowDecision]:
    """What the predicates say of rows in memory."""
    return {
        row.id: decide_row(
            asked.policy, asked.actor, asked.resource, asked.action, row, rows=archive.held
        )
        for row in rows
    }


class Conditions:
    """What the conditions of statements let through, where row-level security does not bind."""

    def __init__(self, archive: Archive) -> None:
        self.session = psycopg.connect(
            archive.urls.superuser, autocommit=True, cursor_factory=psycopg.RawCursor
        )

    def hold(self, asked: Asked, table: str) -> dict[UUID, tuple[bool, str | None]]:
        """For each row of the table whether the actor may, and the line that says so."""
        parameters = Parameters()
        condition = asked.reach.condition(asked.resource, asked.action, "r", parameters)
        line = asked.reach.line(asked.resource, asked.action, "r", parameters)
        statement = Statement(
            f"select r.id, ({condition}) is true, ({line})::text from {table} r", parameters.values
        )
        found = self.session.execute(statement.sql.encode(), statement.values)
        return {key: (allowed, named) for key, allowed, named in found}

    def tidy(self) -> None:
        """Removes what undone writes leave behind and every later statement would read over."""
        self.session.execute(b"vacuum documents, remarks, folders, documents_readers")


class Security:
    """What row-level security lets the application's role do, in statements without conditions.

    The settings are those that the server makes; whatever is done is undone.
    """

    def __init__(self, archive: Archive, session: psycopg.Connection[Any]) -> None:
        self.archive = archive
        self.session = session

    def lets(self, asked: Asked, *, narrow: bool = False) -> Answers:
        """For each row whether it is read, added, or written as it is.

        `narrow`: rows are seen as `read` says, else all are, so that the write alone is tested.
        """
        resource, action, table = asked.resource, asked.action, asked.resource.table
        label = resource.label
        with self.session.transaction(force_rollback=True):
            self._enter(asked, narrow)
            match action:
                case "create":
                    return self._tried("add", asked)
                case "read":
                    said = f"select id from {table}"
                case "delete" if not resource.soft:
                    said = f"delete from {table} returning id"
                case _:
                    said = f"update {table} set {label} = {label} returning id"
            reached = {key for (key,) in self.session.execute(said.encode())}
        return {row.id: row.id in reached for row in self.archive.rows[resource.name]}

    def lets_change(self, asked: Asked) -> Answers:
        """For each row whether it may become what it is in the table of changed rows."""
        with self.session.transaction(force_rollback=True):
            self._enter(asked, narrow=False)
            return self._tried("change", asked)

    def lets_link(self, asked: Asked) -> dict[tuple[UUID, UUID], bool]:
        """For each link of a document and a reader whether it is made, or taken away."""
        decide, registry = asked.reach.decide, self.archive.registry
        reach = {
            "document.read": decide(registry["document"], "read").reach,
            "document.update": decide(registry["document"], "update").reach,
            "user.read": decide(registry["user"], "read").reach,
        }
        with self.session.transaction(force_rollback=True):
            self._set(asked.actor, reach)
            made = self.session.execute(
                "select document_id, user_id, try_link(document_id, user_id)"
                " from new_documents_readers"
            ).fetchall()
            gone = self.session.execute(
                "delete from documents_readers returning document_id, user_id"
            ).fetchall()
        there = {(link["document_id"], link["user_id"]): False for link in self.archive.links}
        return there | dict.fromkeys(gone, True) | {(one, two): may for one, two, may in made}

    def _tried(self, verb: str, asked: Asked) -> Answers:
        table = asked.resource.table
        source = f"new_{table}" if verb == "add" else f"changed_{table}"
        said = f"select id, try_{verb}_{asked.resource.name}(id) from {source}"
        return dict(self.session.execute(said.encode()).fetchall())

    def _enter(self, asked: Asked, narrow: bool) -> None:
        """As the server does: the setting of the command carries the action in progress."""
        resource, action = asked.resource, asked.action
        seen = asked.reach.decide(resource, "read").reach if narrow else ALL
        granted = asked.reach.decide(resource, action).reach
        said = {"read": seen}
        match action:
            case "read":
                said["read"] = granted
            case "create":
                said["create"] = granted
            case "delete" if not resource.soft:
                said["delete"] = granted
            case _:
                said |= {"update": granted, "keep": granted if action == "update" else ALL}
        self._set(asked.actor, {f"{resource.name}.{word}": text for word, text in said.items()})

    def _set(self, actor: Actor, reach: Mapping[str, str]) -> None:
        settings = {"charter.actor": str(actor.id or "")}
        settings |= {f"charter.reach.{word}": text for word, text in reach.items()}
        calls = ", ".join(["set_config(%s, %s, true)"] * len(settings))
        values = [each for pair in settings.items() for each in pair]
        self.session.execute(f"select {calls}".encode(), values)
