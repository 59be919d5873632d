"""Schemathesis over the whole document, against a server on a database of its own."""

from __future__ import annotations

import json
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID, uuid4

import httpx
import psycopg
import pytest
import schemathesis
from psycopg import sql
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, events, from_schema

from generated.registry import REGISTRY
from runtime.resource import Action, Resource
from tests.api.conftest import ROOT, Core
from tests.e2e.support import CHARTER, environment, free_port
from tests.runtime.support.world import tokens_of
from tests.support.database import Urls

DOCUMENT = ROOT / "generated" / "openapi.json"
ACTING = "admin"
"""Who asks, in that role and in these, which together reach most of what there is."""
ROLES = ("compliance_manager", "auditor")
SEED = 20260101
EXAMPLES = 4
"""Of the fuzzing phase, an operation."""
WIDE = 12
"""Lists take hundreds of filters; the coverage phase would send each value of every one, in some
requests all of them at once, which is beyond the length of a request line."""

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "ignored_auth",
    "unsupported_method",
)
SUCCEEDED_FLOOR = 0.8
"""Share of the operations that answered 2xx at least once."""


@dataclass
class Rows:
    """Real rows for what Schemathesis makes up, put into the state that an operation wants."""

    urls: Urls
    acting: UUID
    people: list[UUID]
    random: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311

    def __post_init__(self) -> None:
        """Opens the connections and reads which column leads to which table."""
        self._reader = psycopg.connect(self.urls.superuser, autocommit=True)
        self._owner = psycopg.connect(self.urls.owner)
        self._keys: dict[tuple[str, str], str] = {}
        for resource in REGISTRY.resources:
            for key in resource.to_one:
                for target in key.targets[:1]:
                    self._keys[resource.name, key.column] = target
            for action in resource.actions:
                for name, target in action.references:
                    self._keys[resource.name, name] = target

    def close(self) -> None:
        """Closes the connections."""
        self._reader.close()
        self._owner.close()

    def some(self, resource: Resource, *, deleted: bool = False) -> str | None:
        """The id of a row of that resource, not the acting person's."""
        condition = ""
        if resource.soft:
            condition = f" and (deleted_at is null) is not {str(deleted).lower()}"
        statement = f"select id from {resource.table} where id <> %s{condition} order by id"
        found = self._reader.execute(statement.encode(), [self.acting]).fetchall()
        return str(self.random.choice(found)[0]) if found else None

    def target(self, resource: Resource, column: str) -> Resource | None:
        """The resource that a member of a body leads to."""
        name = self._keys.get((resource.name, column))
        return resource_named(name) if name else None

    def prepare(self, resource: Resource, action: Action | None, row: str) -> None:
        """Gives the row the state and the people that the operation asks for, some of the time."""
        values: dict[str, Any] = {}
        if action and action.from_states and resource.state_field:
            values[resource.state_field] = self.random.choice(action.from_states)
        for key in resource.to_one:
            stored = resource.field(key.column)
            if key.targets == ("user",) and stored and resource.name != "user":
                values[key.column] = self.random.choice([self.acting, *self.people[:1]])
        if not values or resource.name in ("role_assignment", "refresh_token", "audit_event"):
            return
        assignments = sql.SQL(", ").join(
            sql.SQL("{} = %s").format(sql.Identifier(name)) for name in values
        )
        statement = sql.SQL("update {} set {} where id = %s").format(
            sql.Identifier(resource.table), assignments
        )
        with suppress(psycopg.Error), self._owner.transaction():
            self._owner.execute("select set_config('charter.action', 'migrate', true)")
            self._owner.execute(statement, [*values.values(), row])


def resource_named(name: str) -> Resource | None:
    """The resource of that policy word."""
    return next((each for each in REGISTRY.resources if each.name == name), None)


def place(path: str) -> tuple[Resource | None, str]:
    """The resource that a path of the document begins with, and what comes behind the row."""
    parts = path.removeprefix(f"{REGISTRY.prefix}/").split("/")
    resource = next((each for each in REGISTRY.resources if each.path == parts[0]), None)
    return resource, parts[-1] if len(parts) > 1 else ""


def is_id(value: object) -> bool:
    """Whether it is a well-formed id, and not one that is malformed on purpose."""
    with suppress(ValueError):
        return isinstance(value, str) and len(value) == 36 and bool(UUID(value))
    return False


def fill(rows: Rows, case: Any) -> None:
    """Puts real ids where well-formed ones stand, so that what is valid stays valid."""
    resource, last = place(case.operation.path)
    if resource is None:
        return
    action = next((each for each in resource.actions if each.path == last), None)
    given = case.path_parameters or {}
    if is_id(given.get("id")):
        row = rows.some(resource, deleted=last == "restore")
        if row:
            given["id"] = row
        if row and case.method != "GET":
            rows.prepare(resource, action, row)
    if is_id(given.get("other_id")):
        relation = case.operation.path.split("/")[-2]
        ends = (each for each in resource.to_many if each.path == relation)
        other = next((resource_named(each.target) for each in ends), None)
        given["other_id"] = (other and rows.some(other)) or given["other_id"]
    if isinstance(case.body, dict):
        for name, value in case.body.items():
            target = rows.target(resource, name) if is_id(value) else None
            if target:
                case.body[name] = rows.some(target) or value


def tidy(case: Any) -> None:
    """Drops what only the server can make (cursors), and lets any version of a row do."""
    if isinstance(case.query, dict):
        case.query.pop("cursor", None)
    if case.headers and "if-match" in case.headers:
        case.headers["if-match"] = "*"


@pytest.fixture(scope="module")
def rows(core: Core, core_urls: Urls) -> Iterator[Rows]:
    """The acting person gets the further roles first."""
    with psycopg.connect(core_urls.owner) as connection:
        for role in ROLES:
            connection.execute(
                "insert into role_assignments (user_id, role) values (%s, %s)",
                (core.ids[ACTING], role),
            )
    people = [core.ids["risk-owner"], core.ids["control-owner"]]
    found = Rows(core_urls, core.ids[ACTING], people)
    yield found
    found.close()


@pytest.fixture(scope="module")
def address(core: Core, core_urls: Urls, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the application answers: `charter serve` in a process of its own."""
    port = free_port()
    folder: Path = tmp_path_factory.mktemp("served")
    command = [str(CHARTER), "serve", "--port", str(port)]
    settings = {
        "CHARTER_SIGNING_KEY_FILE": str(core.key_file),
        "CHARTER_AUDIT_SIGNING_KEY_FILE": str(folder / "audit.pem"),
        "CHARTER_LOG_LEVEL": "error",
    }
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "--project", str(ROOT)],
            env=environment(core_urls) | settings,
            stdout=log,
            stderr=log,
        )
    url = f"http://127.0.0.1:{port}"
    try:
        await_ready(url, process, folder / "log")
        yield url
    finally:
        process.terminate()
        process.wait(30)


def await_ready(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Until the server is ready."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text()
        with suppress(httpx.TransportError):
            if httpx.get(f"{url}/readyz").status_code == 200:
                return
        time.sleep(0.1)
    raise AssertionError(log.read_text())


def without_coverage(document: dict[str, Any]) -> list[str]:
    """The operations whose query is too wide for the coverage phase; fuzzing asks them as well."""
    return [
        operation["operationId"]
        for item in document["paths"].values()
        for operation in item.values()
        if len(operation.get("parameters", ())) > WIDE
    ]


def configuration(token: str, document: dict[str, Any]) -> SchemathesisConfig:
    """What the run checks, and how far it goes."""
    return SchemathesisConfig.from_dict(
        {
            "seed": SEED,
            "continue-on-failure": True,
            "headers": {"Authorization": f"Bearer {token}"},
            "suppress-health-check": ["all"],
            "workers": 1,
            "generation": {"max-examples": EXAMPLES, "deterministic": True, "no-shrink": True},
            "checks": {"enabled": False} | {name: {"enabled": True} for name in CHECKS},
            "phases": {
                "examples": {"enabled": True},
                "coverage": {"enabled": True},
                "fuzzing": {"enabled": True},
                "stateful": {"enabled": False},
            },
            "operations": [
                {
                    "include-operation-id": without_coverage(document),
                    "phases": {"coverage": {"enabled": False}},
                }
            ],
        }
    )


@dataclass
class Findings:
    """What a run has seen."""

    statuses: dict[str, Counter[int]] = field(default_factory=dict)
    failures: dict[tuple[str, str, str], str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def take(self, event: events.EngineEvent) -> None:
        """Adds what an event of the run tells."""
        if isinstance(event, events.NonFatalError):
            self.errors.append(f"{event.label}: {event.info.format()}")
        elif isinstance(event, events.FatalError):
            self.errors.append(repr(event.exception))
        elif isinstance(event, events.ScenarioFinished):
            self._scenario(event.recorder)

    def _scenario(self, recorder: Any) -> None:
        for case_id, node in recorder.cases.items():
            done = recorder.interactions.get(case_id)
            if done is not None and done.response is not None:
                label = f"{node.value.method} {node.value.operation.path}"
                self.statuses.setdefault(label, Counter())[done.response.status_code] += 1
        for case_id, checks in recorder.checks.items():
            for check in checks:
                if check.status is Status.FAILURE and check.failure_info:
                    failure = check.failure_info.failure
                    label = recorder.label
                    told = f"{failure.message}\n{check.failure_info.code_sample}"
                    answer = recorder.interactions[case_id].response
                    if answer is not None:
                        told += f"\n-> {answer.status_code} {answer.text[:600]}"
                    self.failures.setdefault((check.name, failure.title, label), told)


@pytest.mark.slow
def test_server_keeps_its_document(core: Core, rows: Rows, address: str) -> None:
    """One run: nothing answers 5xx or otherwise than documented, and most operations succeed.

    Left out: the stateful phase, as the document declares no links; the coverage phase of the
    operations of `without_coverage`; generated cursors, which the server alone can make.
    """
    document = json.loads(DOCUMENT.read_text())
    token = tokens_of(core.key_file, REGISTRY).issue(core.ids[ACTING], uuid4())
    schema = schemathesis.openapi.from_dict(document, config=configuration(token, document))
    schema.config.update(base_url=address)

    @schemathesis.hook
    def before_call(context: Any, case: Any, kwargs: dict[str, Any]) -> None:
        tidy(case)
        fill(rows, case)

    findings = Findings()
    try:
        for event in from_schema(schema).execute():
            findings.take(event)
    finally:
        schemathesis.hooks.unregister(before_call)
    total = {
        f"{method.upper()} {path}" for path, item in document["paths"].items() for method in item
    }
    reached = {label for label, seen in findings.statuses.items() if any(s < 300 for s in seen)}
    assert not findings.errors, "\n".join(findings.errors)
    assert not findings.failures, "\n\n".join(
        f"{' | '.join(key)}\n{told}" for key, told in findings.failures.items()
    )
    missed = {label: dict(findings.statuses.get(label, {})) for label in sorted(total - reached)}
    assert len(missed) <= (1 - SUCCEEDED_FLOOR) * len(total), missed
