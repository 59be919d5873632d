"""Rows for the matrix: for every person, each way in which a row can be theirs, in every state.

Rows are put in by the superuser with triggers off, so that no rule of the platform narrows what
there is. Which scopes hold for whom is asked of the database, by the model's own SQL.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

import psycopg
from psycopg.types.json import Jsonb

from generated.registry import REGISTRY
from runtime.query.expression import quoted
from runtime.resource import Resource, ToOne
from tests.api.conftest import ROLES
from tests.api.support import BANDS, FIVE, word
from tests.api.support_policy import Caller, verdict
from tests.support.database import Urls

TODAY = datetime.now(UTC).date()
LONG_AGO = TODAY - timedelta(days=400)
SOON = TODAY + timedelta(days=90)

LIMITED = {
    "manager-of-unit": ("compliance_manager", "business_unit"),
    "manager-of-project": ("compliance_manager", "project"),
    "admin-of-unit": ("admin", "business_unit"),
    "auditor-of-unit": ("auditor", "business_unit"),
    "owner-of-unit": ("control_owner", "business_unit"),
}
"""People whose one role is limited."""

FRESH = {
    ("risk_acceptance", "risk_id"),
    ("control_mapping", "control_id"),
    ("control_mapping", "requirement_id"),
    ("risk_treatment_plan", "risk_id"),
}
"""Relations under a unique key: each row has a parent of its own."""

APART = {"risk_acceptance": ("requester_id", "approver_id")}
"""Two people that no row may have in one: the first goes to somebody else."""

ALSO: dict[str, tuple[dict[str, Any], ...]] = {
    "evidence": ({"confidentiality": "internal"},),
    "task": ({"requires_evidence": True},),
    "user": ({"is_active": False},),
}
"""What besides relations and states scopes and guards look at."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it is, and what the model's own SQL says of it for each caller."""

    resource: str
    id: str
    version: int
    state: str | None
    deleted: bool
    frozen: bool
    within: Mapping[str, str | None]
    held: Mapping[str, frozenset[str]]
    eyes: Mapping[str, frozenset[str]]
    """The actions that four eyes forbid the caller."""
    ready: frozenset[str]
    """The actions whose guards hold for the row as it is."""


def permitted(caller: Caller, row: Row, action: str) -> bool:
    """Whether the file lets the caller do that to the row."""
    found = verdict(caller, REGISTRY[row.resource], action)
    held = row.held[caller.name]
    granted = any(claim.holds(held, row.within) for claim in found.allows)
    return granted and not any(claim.holds(held, row.within) for claim in found.denies)


def visible(caller: Caller, row: Row) -> bool:
    """Whether the row exists for the caller."""
    return not row.deleted and permitted(caller, row, "read")


def lies_within(caller: Caller, row: Row) -> bool:
    """Whether the row lies where all the caller's roles reach."""
    limits = [limit for _, limit in caller.assignments if limit is not None]
    return all(row.within.get(limit[0]) == limit[1] for limit in limits)


@dataclass
class Stock:
    """A database with rows for everybody."""

    urls: Urls
    ids: dict[str, UUID]
    callers: list[Caller] = field(default_factory=list)

    @cached_property
    def rows(self) -> dict[str, list[Row]]:
        """Every row by resource; read once, so for databases in which nothing changes."""
        return {resource.name: self.look(resource) for resource in REGISTRY.resources}

    def look(self, resource: Resource) -> list[Row]:
        """The rows of a resource as they are now."""
        with psycopg.connect(self.urls.superuser) as connection:
            held: dict[str, dict[str, tuple[frozenset[str], frozenset[str]]]] = {}
            for caller in self.callers:
                for key, scopes, eyes in connection.execute(_truth(resource, caller).encode()):
                    both = frozenset(scopes), frozenset(eyes)
                    held.setdefault(key, {})[caller.name] = both
            return [
                Row(
                    resource.name,
                    key,
                    version,
                    state,
                    deleted,
                    frozen,
                    dict(zip(resource.within, within, strict=True)),
                    {name: pair[0] for name, pair in held.get(key, {}).items()},
                    {name: pair[1] for name, pair in held.get(key, {}).items()},
                    frozenset(ready),
                )
                for key, version, state, deleted, frozen, within, ready in connection.execute(
                    _facts(resource).encode()
                )
            ]

    def judged(self, caller: Caller, resource: Resource, body: Mapping[str, Any]) -> Row:
        """The row that a body would make for the caller, as scopes and limits see it."""
        given = {"created_by_id": caller.id, **body}
        for assign in resource.defaults:
            if assign.sql == "{actor}":
                given.setdefault(assign.column, caller.id)
        table = f'jsonb_populate_record(null::"{resource.table}", %s)'
        with psycopg.connect(self.urls.superuser) as connection:
            within = connection.execute(_within(resource, table).encode(), [Jsonb(given)])
            [limits] = within.fetchone() or ((),)
            statement = _truth(resource, caller, table).encode()
            [_, held, _] = connection.execute(statement, [Jsonb(given)]).fetchone() or ("", (), ())
        places = dict(zip(resource.within, limits, strict=True))
        scopes = {caller.name: frozenset[str](held)}
        return Row(resource.name, "", 1, None, False, False, places, scopes, {}, frozenset())

    def caller(self, name: str) -> Caller:
        """The caller of that name."""
        return next(each for each in self.callers if each.name == name)


def build(urls: Urls, ids: Mapping[str, UUID]) -> Stock:
    """Puts the rows into the database; gives what there is."""
    stock = Stock(urls, dict(ids))
    with psycopg.connect(urls.superuser) as connection:
        connection.execute("set session_replication_role = replica")
        _Builder(connection, stock).build()
    return stock


def _truth(resource: Resource, caller: Caller, table: str = "") -> str:
    """For each row its id, the scopes that hold, and the actions that four eyes forbid."""
    actor = f"'{caller.id}'::uuid" if caller.id else "null::uuid"
    scopes = {name: f"({sql})" for name, sql in resource.scopes.items()}
    eyes = {
        each.name: " or ".join(f"({sql}) = {{actor}}" for sql in each.four_eyes)
        for each in resource.actions
        if each.four_eyes
    }
    return (
        f"select r.id::text, {_names(scopes, actor)}, {_names(eyes, actor)}"
        f" from {table or quoted(resource.table)} r"
    )


def _within(resource: Resource, table: str) -> str:
    limits = ", ".join(f"({_fill(sql)})::text" for sql in resource.within.values())
    return f"select array[{limits}]::text[] from {table} r"


def _names(tests: Mapping[str, str], actor: str) -> str:
    cases = (
        f"case when {sql.format(row='r', actor=actor)} then '{name}' end"
        for name, sql in tests.items()
    )
    return f"array_remove(array[{', '.join(cases)}]::text[], null)"


def _facts(resource: Resource) -> str:
    state = f'r."{resource.state_field}"::text' if resource.state_field else "null::text"
    deleted = "r.deleted_at is not null" if resource.soft else "false"
    frozen = f"coalesce({_fill(resource.frozen)}, false)" if resource.frozen else "false"
    within = ", ".join(f"({_fill(sql)})::text" for sql in resource.within.values())
    guards = {
        each.name: " and ".join(["true", *(f"({guard.sql})" for guard in each.guard)])
        for each in resource.actions
    }
    return (
        f"select r.id::text, r.version, {state}, {deleted}, {frozen}, array[{within}]::text[],"
        f' {_names(guards, "null::uuid")} from "{resource.table}" r'
    )


def _fill(sql: str) -> str:
    return sql.format(row="r", actor="null::uuid")


def named_columns(resource: Resource) -> tuple[ToOne, ...]:
    """The relations that scopes and four eyes look at."""
    eyes = [sql for each in resource.actions for sql in each.four_eyes]
    text = " ".join([*resource.scopes.values(), *eyes])
    found = set(re.findall(r"\{row\}\.(\w+)", text))
    return tuple(each for each in resource.to_one if each.column in found)


class _Builder:
    """Adds rows; `who` is the person whose they are, None for a bystander's, which lie away."""

    def __init__(self, connection: psycopg.Connection[Any], stock: Stock) -> None:
        self._connection = connection
        self._stock = stock
        self._hubs: dict[tuple[str, str | None], str] = {}

    def build(self) -> None:
        self._places()
        self._people()
        people = [caller.id for caller in self._stock.callers if caller.id]
        for resource in REGISTRY.resources:
            for who in (None, *people):
                for values in self._variants(resource, who):
                    self._add(resource.name, who, **values)

    def _places(self) -> None:
        self.bystander, self.second = self._insert("user"), self._insert("user")
        self.company = self._insert("company_profile", legal_name=word("company"))
        place = {"company_profile_id": self.company}
        self.home = self._insert("business_unit", code=word("home"), **place)
        self.away = self._insert("business_unit", code=word("away"), **place)
        self.project = self._insert("project", key=_key(), lead_id=self.bystander)
        self.matrix = self._insert("risk_matrix", owner_id=self.bystander)
        self.law, self.gone = (
            self._insert("regulation", owner_id=self.bystander, status=state)
            for state in ("draft", "retired")
        )

    def _people(self) -> None:
        stock, limits = self._stock, {"business_unit": self.home, "project": self.project}
        stock.callers.append(Caller("", None, (("public", None),)))
        for role in ROLES:
            name = role.replace("_", "-")
            stock.callers.append(Caller(name, str(stock.ids[name]), ((role, None),)))
        stock.callers.append(Caller("nobody", str(stock.ids["nobody"])))
        for name, (role, kind) in LIMITED.items():
            limit = (kind, limits[kind])
            stock.callers.append(Caller(name, self._person(name), ((role, limit),)))
            self._grant(name, role, scope_type=kind, scope_id=limit[1])
        mixed = (("viewer", None), ("control_owner", ("business_unit", self.home)))
        stock.callers.append(Caller("mixed", self._person("mixed"), mixed))
        self._grant("mixed", "viewer")
        self._grant("mixed", "control_owner", scope_type="business_unit", scope_id=self.home)
        stock.callers.append(Caller("former", self._person("former")))
        self._grant("former", "compliance_manager", valid_until=LONG_AGO)
        everybody = [caller.id for caller in stock.callers if caller.id]
        self._connection.execute(
            "update users set business_unit_id = %s where id = any(%s::uuid[])",
            (self.home, everybody),
        )

    def _person(self, name: str) -> str:
        key = self._insert("user", email=f"{name}@example.com", full_name=name)
        self._stock.ids[name] = UUID(key)
        return key

    def _grant(self, name: str, role: str, **values: Any) -> None:
        given = {"scope_type": None, "scope_id": None, "valid_until": None, **values}
        self._insert("role_assignment", user_id=self._stock.ids[name], role=role, **given)

    def _variants(self, resource: Resource, who: str | None) -> Iterator[dict[str, Any]]:
        """Each relation alone theirs, then all together; in each state; and what else counts."""
        columns = named_columns(resource)
        alone = [frozenset({each.column}) for each in columns]
        apart = APART.get(resource.name, ("",))[0]
        together = frozenset(each.column for each in columns if each.column != apart)
        sets = dict.fromkeys([*alone, together] if who else [frozenset()])
        states = resource.field(resource.state_field or "")
        for theirs in sets:
            for state in states.values if states else (None,):
                placed = {resource.state_field: state} if resource.state_field else {}
                for values in ({}, *ALSO.get(resource.name, ())):
                    yield {**self._relations(resource, theirs, who), **placed, **values}
        whole = self._relations(resource, together if who else frozenset(), who)
        if resource.soft:
            yield {**whole, "deleted_at": datetime.now(UTC)}
        if resource.name == "requirement":
            yield {**whole, "regulation_id": self.gone}

    def _relations(
        self, resource: Resource, theirs: Iterable[str], who: str | None
    ) -> dict[str, str]:
        return {
            each.column: self._end(resource, each, who if each.column in theirs else None)
            for each in named_columns(resource)
        }

    def _end(self, resource: Resource, relation: ToOne, who: str | None) -> str:
        """A row at the other end that is theirs."""
        target = relation.targets[0]
        if target == "user":
            apart = relation.column in APART.get(resource.name, ())[:1]
            return who or (self.second if apart else self.bystander)
        if (resource.name, relation.column) in FRESH:
            return self._theirs(target, who, "assessed" if target == "risk" else None)
        return self._hub(target, who)

    def _hub(self, name: str, who: str | None) -> str:
        """A row of theirs that many others may lead to."""
        if (name, who) not in self._hubs:
            self._hubs[name, who] = self._theirs(name, who)
        return self._hubs[name, who]

    def _theirs(self, name: str, who: str | None, state: str | None = None) -> str:
        resource = REGISTRY[name]
        every = [each.column for each in named_columns(resource)]
        placed = {resource.state_field: state} if state and resource.state_field else {}
        return self._add(name, who, **self._relations(resource, every, who), **placed)

    def _add(self, name: str, who: str | None, **values: Any) -> str:
        """A row that lies at home if it is somebody's, else away."""
        place: dict[str, Any] = {}
        if name in ("control", "risk", "user"):
            place["business_unit_id"] = self.home if who else self.away
        if name in ("risk", "task", "project") and who:
            place["parent_id" if name == "project" else "project_id"] = self.project
        if name in ("risk_treatment_plan", "risk_acceptance") and "risk_id" not in values:
            values["risk_id"] = self._theirs("risk", None)
        if name == "control_mapping":
            values["requirement_id"] = self._theirs("requirement", None)
        key = self._insert(name, **{**place, **values})
        self._support(name, key, values.get("status"))
        return key

    def _support(self, name: str, key: str, state: str | None) -> None:
        """What guards look for around a row."""
        if name == "control" and state in ("in_progress", "implemented", "ineffective"):
            self._insert("evidence", owner_id=self.bystander, control_id=key, status="approved")
        elif name == "requirement" and state == "in_progress":
            mapped = self._hub("control", None)
            self._insert("control_mapping", control_id=mapped, requirement_id=key)
        elif name == "risk" and state == "assessed":
            mapped = self._hub("control", None)
            self._connection.execute(
                "insert into risk_controls (risk_id, control_id) values (%s, %s)", (key, mapped)
            )

    def _insert(self, name: str, **values: Any) -> str:
        found = {**self._required(name), **values}
        columns = ", ".join(f'"{column}"' for column in found)
        [key] = self._connection.execute(
            f'insert into "{REGISTRY[name].table}" ({columns})'
            f" values ({', '.join(['%s'] * len(found))}) returning id::text".encode(),
            list(found.values()),
        ).fetchone() or ("",)
        return str(key)

    def _required(self, name: str) -> dict[str, Any]:
        parents: dict[str, dict[str, Any]] = {
            "business_unit": {"company_profile_id": getattr(self, "company", None)},
            "requirement": {"regulation_id": getattr(self, "law", None)},
            "risk": {"matrix_id": getattr(self, "matrix", None)},
            "role_assignment": {
                "valid_until": LONG_AGO,
                "scope_type": "project",
                "scope_id": getattr(self, "project", None),
            },
        }
        return {**required(name), **parents.get(name, {})}


def required(name: str) -> dict[str, Any]:
    """What a row of the resource cannot be without, relations aside. A new entity says it here."""
    some: dict[str, dict[str, Any]] = {
        "user": {"email": f"{uuid4().hex}@example.com", "full_name": word("person")},
        "role_assignment": {"role": "respondent"},
        "refresh_token": {
            "token_hash": uuid4().hex * 2,
            "family_id": uuid4(),
            "expires_at": datetime.now(UTC),
            "client_ip": "192.0.2.1",
        },
        "audit_event": {"action": "update", "outcome": "success", "source": "sql"},
        "company_profile": {
            "legal_name": word("company"),
            "industry": "software",
            "business_model": "b2b",
            "employee_band": "under_10",
            "country": "DE",
        },
        "business_unit": {"code": word("u"), "name": word("unit")},
        "project": {"key": _key(), "name": word("project"), "target_date": SOON},
        "regulation": {
            "code": word("law"),
            "edition": "1",
            "name": word("law"),
            "kind": "standard",
            "topic": "security",
            "jurisdiction": "EU",
        },
        "requirement": {"ref": word("r"), "title": word("requirement")},
        "control": {"ref": word("c"), "name": word("control"), "domain": "operations"},
        "control_mapping": {},
        "evidence": {
            "title": word("evidence"),
            "kind": "log",
            "confidentiality": "secret",
            "external_url": "https://example.com/log",
        },
        "risk": {
            "treatment": "mitigate",
            "title": word("risk"),
            "category": "technology",
            "inherent_likelihood": 2,
            "inherent_impact": 2,
        },
        "risk_matrix": {
            "name": word("matrix"),
            "likelihood_labels": Jsonb(FIVE),
            "impact_labels": Jsonb(FIVE),
            "level_bands": Jsonb(BANDS),
        },
        "risk_treatment_plan": {
            "title": word("plan"),
            "strategy": "mitigate",
            "target_date": SOON,
        },
        "risk_acceptance": {
            "title": word("acceptance"),
            "justification": "x",
            "valid_until": SOON,
        },
        "task": {"title": word("task")},
    }
    return some[name]


def _key() -> str:
    return f"K{uuid4().hex[:10]}".upper()
