"""Writes over HTTP: each caller has rows of its own, and all of them some in common."""

# random writes, not secrets

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from tests.crashes.ledger import REASON, Effect, Ledger
from tests.crashes.place import Known
from tests.crashes.wire import Answer, LostError, NotSentError, Wire

KIND = "http"
MANAGER, ADMIN, VIEWER = "compliance-manager", "admin", "viewer"
MADE = {200, 201, 204}
REFRESH_SECONDS = 240.0
ABSENT = "00000000-0000-7000-8000-00000000dead"


@dataclass(slots=True)
class Sessions:
    """Access tokens, taken anew before they end."""

    port: int
    password: str
    known: dict[str, tuple[float, str]] = field(default_factory=dict)
    number: int = 0
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def token(self, who: str) -> str:
        """The token of a person; waits while there is no server."""
        async with self.turn:
            return await self._token(who)

    async def _token(self, who: str) -> str:
        now = asyncio.get_running_loop().time()
        taken, token = self.known.get(who, (0.0, ""))
        if token and now - taken < REFRESH_SECONDS:
            return token
        while True:
            self.number += 1
            headers = {"X-Request-ID": f"login-{self.number:08d}"}
            body = {"email": f"{who}@example.com", "password": self.password}
            try:
                answer = await Wire(self.port).ask("POST", "auth/login", headers, body)
            except (NotSentError, LostError):
                answer = Answer(503, "", None)
            if answer.status == 200:
                self.known[who] = (now, answer.body["access_token"])
                return self.known[who][1]
            await asyncio.sleep(0.2)


@dataclass(slots=True)
class Risk:
    """A risk as it was answered last."""

    id: str
    etag: str
    state: str = "identified"
    score: int = 0
    plans: list[str] = field(default_factory=list)
    links: set[str] = field(default_factory=set)
    gone: bool = False


@dataclass(slots=True)
class Caller:
    """One person at a time, one request after another."""

    number: int
    run_name: str
    ledger: Ledger
    sessions: Sessions
    known: Known
    common: list[str]
    random: random.Random
    wire: Wire = field(init=False)
    risks: list[Risk] = field(default_factory=list)
    controls: dict[str, list[str]] = field(default_factory=dict)
    tasks: list[str] = field(default_factory=list)
    sent: int = 0

    def __post_init__(self) -> None:
        self.wire = Wire(self.sessions.port)

    async def run(self) -> None:
        """Writes until there are enough."""
        steps, weights = zip(*self._steps(), strict=True)
        while self.ledger.wanted(KIND):
            await self.random.choices(steps, weights)[0]()

    def _steps(self) -> list[tuple[Callable[[], Awaitable[None]], int]]:
        return [
            (self.add_risk, 14),
            (self.change_risk, 26),
            (self.move_risk, 9),
            (self.score_risk, 7),
            (self.link, 9),
            (self.unlink, 6),
            (self.add_plan, 5),
            (self.remove_risk, 3),
            (self.restore_risk, 3),
            (self.add_task, 5),
            (self.change_task, 5),
            (self.remove_task, 2),
            (self.change_common, 5),
            (self.add_control, 4),
            (self.map_control, 4),
            (self.remove_control, 2),
            (self.be_refused, 3),
        ]

    # ------------------------------------------------------------------------------- asking

    async def ask(
        self,
        path: str,
        method: str,
        route: str,
        body: object = None,
        *,
        effects: Callable[[str, Any], list[Effect]],
        who: str = MANAGER,
        etag: str = "",
        rows: int | None = 1,
    ) -> Answer | None:
        """Sends one write and notes what became of it; None where that is not known.

        Args:
            path: the way it goes, for the report.
            method: of HTTP.
            route: below the prefix.
            body: JSON.
            effects: the events, of the request id and the body of the answer (None for an unknown
                outcome).
            who: asks.
            etag: for If-Match.
            rows: how many events it leaves.
        """
        self.sent += 1
        request = self.name()
        headers = {
            "Authorization": f"Bearer {await self.sessions.token(who)}",
            "X-Request-ID": request,
        }
        if etag:
            headers["If-Match"] = etag
        note = self.ledger.note
        try:
            answer = await self.wire.ask(method, route, headers, body)
        except NotSentError:
            await asyncio.sleep(0.1)
            return None
        except LostError:
            note(KIND, path, "unknown", request=request, rows=rows)
            return None
        if answer.status in MADE:
            found = effects(request, answer.body)
            note(KIND, path, "acknowledged", request=request, rows=rows, effects=found)
            return answer
        if answer.status >= 500:
            note(KIND, path, "unknown", request=request, rows=rows, status=answer.status)
            await asyncio.sleep(0.1)
            return None
        if answer.status == 401:
            self.sessions.known.pop(who, None)
        note(KIND, path, "refused", request=request, rows=rows, status=answer.status)
        return answer

    def name(self) -> str:
        """The request id of the request at hand, which is also the unique value that it writes."""
        return f"{self.run_name}-{self.number:03d}-{self.sent:08d}"

    def coming(self) -> str:
        """The name of the next request."""
        return f"{self.run_name}-{self.number:03d}-{self.sent + 1:08d}"

    def pick(self, state: str = "", *, gone: bool = False) -> Risk | None:
        """One of the risks at random."""
        fit = [r for r in self.risks if r.gone == gone and state in ("", r.state)]
        return self.random.choice(fit) if fit else None

    # -------------------------------------------------------------------------------- risks

    async def add_risk(self) -> None:
        body = {
            "title": self.coming(),
            "category": "operational",
            "inherent_likelihood": 2,
            "inherent_impact": 3,
            "matrix_id": self.known.matrix,
        }
        answer = await self.ask("POST", "POST", "risks", body, effects=created("risk", "title"))
        if answer and answer.status == 201:
            self.risks.append(Risk(answer.body["id"], answer.etag))
            del self.risks[:-60]

    async def change_risk(self) -> None:
        await self._risk("PATCH", "PATCH", "", {"threat": self.coming()}, "update", "threat")

    async def move_risk(self) -> None:
        risk = self.pick("identified")
        if risk and await self._risk(
            "transition", "POST", "/assess", {"reason": self.coming()}, "assess", REASON, risk
        ):
            risk.state = "assessed"

    async def score_risk(self) -> None:
        risk = self.pick()
        if risk is None:
            return
        risk.score += 1
        body = {
            "inherent_likelihood": 1 + risk.score % 5,
            "inherent_impact": 1 + risk.score // 5 % 5,
            "reason": self.coming(),
        }
        await self._risk("action", "POST", "/score", body, "score", REASON, risk)

    async def _risk(  # noqa: PLR0917 - what one request is made of
        self,
        path: str,
        method: str,
        tail: str,
        body: dict[str, Any],
        action: str,
        written: str,
        risk: Risk | None = None,
    ) -> bool:
        """Writes to one risk; where the answer is not known, the risk is left alone from then."""
        risk = risk or self.pick()
        if risk is None:
            return False
        answer = await self.ask(
            path,
            method,
            f"risks/{risk.id}{tail}",
            body,
            effects=lambda name, _: [Effect("risk", risk.id, action, written, name)],
            etag=risk.etag,
        )
        if answer is None or answer.status != 200:
            self._forget(risk)
            return False
        risk.etag = answer.etag
        return True

    def _forget(self, risk: Risk) -> None:
        self.risks.remove(risk)

    async def add_plan(self) -> None:
        risk = self.pick()
        if risk is None:
            return
        body = {
            "risk_id": risk.id,
            "title": self.coming(),
            "strategy": "mitigate",
            "target_date": "2030-01-01",
        }
        answer = await self.ask(
            "POST",
            "POST",
            "risk-treatment-plans",
            body,
            effects=created("risk_treatment_plan", "title"),
        )
        if answer and answer.status == 201:
            risk.plans.append(answer.body["id"])
        else:
            self._forget(risk)

    async def remove_risk(self) -> None:
        """Softly, with its plans."""
        await self._comes_or_goes("DELETE, soft, with cascade", "DELETE", "", self.pick())

    async def restore_risk(self) -> None:
        await self._comes_or_goes("restore", "POST", "/restore", self.pick(gone=True))

    async def _comes_or_goes(self, path: str, method: str, tail: str, risk: Risk | None) -> None:
        if risk is None:
            return
        action = "restore" if tail else "delete"
        effects = [Effect("risk", risk.id, action)]
        effects += [Effect("risk_treatment_plan", each, action) for each in risk.plans]
        answer = await self.ask(
            path,
            method,
            f"risks/{risk.id}{tail}",
            effects=lambda *_: effects,
            who=ADMIN,
            etag="*",
            rows=len(effects),
        )
        if answer is None or answer.status not in MADE:
            self._forget(risk)
            return
        risk.gone = not tail
        risk.etag = answer.etag or "*"

    # -------------------------------------------------------------------------------- links

    async def link(self) -> None:
        risk = self.pick()
        free = [key for key in self.controls if risk and key not in risk.links]
        if risk and free:
            await self._link(risk, self.random.choice(free), "PUT", "link")

    async def unlink(self) -> None:
        fit = [r for r in self.risks if r.links and not r.gone]
        if fit:
            risk = self.random.choice(fit)
            await self._link(risk, self.random.choice(sorted(risk.links)), "DELETE", "unlink")

    async def _link(self, risk: Risk, control: str, method: str, action: str) -> None:
        effect = Effect("risk", risk.id, action, "controls", control)
        answer = await self.ask(
            action,
            method,
            f"risks/{risk.id}/controls/{control}",
            effects=lambda *_: [effect],
        )
        if answer is None or answer.status != 204:
            self._forget(risk)
        elif action == "link":
            risk.links.add(control)
        else:
            risk.links.discard(control)

    # ---------------------------------------------------------------------- controls, cascade

    async def add_control(self) -> None:
        name = self.coming()
        body = {"ref": name[-28:], "name": name, "domain": "operations"}
        answer = await self.ask(
            "POST", "POST", "controls", body, effects=created("control", "name")
        )
        if answer and answer.status == 201:
            self.controls[answer.body["id"]] = []

    async def map_control(self) -> None:
        fit = [key for key, maps in self.controls.items() if len(maps) < 4]
        if not fit:
            return
        key = self.random.choice(fit)
        body = {
            "control_id": key,
            "requirement_id": self.known.requirements[len(self.controls[key])],
            "rationale": self.coming(),
        }
        answer = await self.ask(
            "POST",
            "POST",
            "control-mappings",
            body,
            effects=created("control_mapping", "rationale"),
        )
        if answer and answer.status == 201:
            self.controls[key].append(answer.body["id"])
        else:
            self._lose(key)

    async def remove_control(self) -> None:
        """With its mappings and its links to risks."""
        if len(self.controls) < 4:
            return
        key = self.random.choice(sorted(self.controls))
        linked = [risk for risk in self.risks if key in risk.links]
        effects = [Effect("control", key, "delete")]
        effects += [Effect("control_mapping", each, "delete") for each in self.controls[key]]
        effects += [Effect("risk", risk.id, "unlink") for risk in linked]
        self._lose(key)
        # Risks that were forgotten may be linked as well: the number of events is not known.
        await self.ask(
            "DELETE with cascade",
            "DELETE",
            f"controls/{key}",
            effects=lambda *_: effects,
            who=ADMIN,
            rows=None,
        )

    def _lose(self, key: str) -> None:
        self.controls.pop(key)
        for risk in [each for each in self.risks if key in each.links]:
            risk.links.discard(key)

    # -------------------------------------------------------------------------------- tasks

    async def add_task(self) -> None:
        parent = self.random.choice([None, *self.tasks[-3:]])
        body = {"title": self.coming(), "parent_id": parent}
        answer = await self.ask("POST", "POST", "tasks", body, effects=created("task", "title"))
        if answer and answer.status == 201:
            self.tasks.append(answer.body["id"])
            del self.tasks[:-40]

    async def change_task(self) -> None:
        if self.tasks:
            await self._change_task(self.random.choice(self.tasks))

    async def change_common(self) -> None:
        """A row that all callers change at once: whoever is overtaken tries again."""
        await self._change_task(self.random.choice(self.common))

    async def _change_task(self, key: str) -> None:
        answer = await self.ask(
            "PATCH",
            "PATCH",
            f"tasks/{key}",
            {"description": self.coming()},
            effects=lambda name, _: [Effect("task", key, "update", "description", name)],
        )
        if answer and answer.status == 404 and key in self.tasks:
            self.tasks.remove(key)  # went with the task that it was part of

    async def remove_task(self) -> None:
        """With its parts."""
        if len(self.tasks) < 5:
            return
        key = self.tasks.pop(self.random.randrange(len(self.tasks)))
        await self.ask(
            "DELETE with cascade",
            "DELETE",
            f"tasks/{key}",
            effects=lambda *_: [Effect("task", key, "delete")],
            who=ADMIN,
            rows=None,
        )

    # ------------------------------------------------------------------------------ refusals

    async def be_refused(self) -> None:
        """403, 404, 412 and 422: each leaves an event of its own kind and changes nothing."""
        chosen = self.random.randrange(4)
        risk = self.pick()
        body: dict[str, Any] = {"threat": self.coming()}
        route, who, etag = f"risks/{risk.id if risk else ABSENT}", MANAGER, '"999999"'
        if chosen == 0:
            who = VIEWER
        elif chosen == 1:
            route = f"risks/{ABSENT}"
        elif chosen == 2:
            body = {"inherent_impact": 77}
        await self.ask("refused", "PATCH", route, body, effects=_none, who=who, etag=etag)


def created(entity: str, named: str) -> Callable[[str, Any], list[Effect]]:
    """The event of a creation: the id is that of the answer, the value the name of the request."""
    return lambda name, body: [Effect(entity, body["id"], "create", named, name)]


def _none(*_: object) -> list[Effect]:
    return []
