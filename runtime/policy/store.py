"""The policy in force: loaded at start, loaded again when the files change."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import structlog

from runtime.actor import Actor
from runtime.http.metrics import POLICY_REFUSED
from runtime.policy.compiled import ActorReach, CompiledPolicy
from runtime.policy.kept import NotKeptError
from runtime.policy.rules import PolicyError, RuleSet
from runtime.policy.vocabulary import Vocabulary, load_rules

log = structlog.get_logger("charter.policy")

WATCH_SECONDS = 1.5
"""Between two looks at the files. A change is loaded when it looks the same twice, so that a file
that is still being written is not taken for a whole one: in force within twice this time."""

type Stamps = tuple[tuple[int, int], ...]
type Keeper = Callable[[RuleSet], Awaitable[None]]
"""Keeps a rule set before it comes into force; raises NotKeptError."""
type Recorder = Callable[[list[str]], Awaitable[None]]
"""Records the problems for which a policy was refused."""


class PolicyStore:
    """Holds one compiled policy and replaces it whole; a bad file keeps the old one.

    `keep` is given each rule set before it comes into force, `record` why one did not.
    """

    def __init__(
        self,
        project: Path,
        vocabulary: Vocabulary,
        keep: Keeper | None = None,
        record: Recorder | None = None,
    ) -> None:
        self._project = project
        self._vocabulary = vocabulary
        self._keep = keep
        self._record = record
        self._seen: Stamps = self._stamps()
        self.current = CompiledPolicy(load_rules(project, vocabulary))

    def reach(self, actor: Actor) -> ActorReach:
        """The policy as it stands now, for one actor."""
        return ActorReach(self.current, actor)

    async def start(self) -> None:
        """Keeps the policy of the start; raises NotKeptError."""
        if self._keep is not None:
            await self._keep(self.current.rules)

    def reload(self) -> bool:
        """Loads the files again if they changed, keeping nothing.

        False for a bad policy: the one in force stays, every problem is logged as an error, and
        the metric charter_policy_refused is 1 until the files are right again.
        """
        problems, found = self._changed()
        if found is not None:
            self._enforce(found)
        return not problems

    async def refresh(self) -> bool:
        """The same, keeping the policy first.

        One that cannot be kept is refused like a bad one, and tried again at the next look.
        """
        problems, found = self._changed()
        if problems and self._record is not None:
            await self._record(problems)
        if found is None:
            return not problems
        try:
            if self._keep is not None:
                await self._keep(found)
        except NotKeptError as error:
            self._seen = ()
            _refuse([str(error)])
            return False
        self._enforce(found)
        return True

    def _changed(self) -> tuple[list[str], RuleSet | None]:
        """What is wrong with the files, and the rule set where it is another one now."""
        stamps = self._stamps()
        if stamps == self._seen:
            return [], None
        self._seen = stamps
        try:
            found = load_rules(self._project, self._vocabulary)
        except PolicyError as error:
            problems = [str(problem) for problem in error.problems]
            _refuse(problems)
            return problems, None
        if found.hash != self.current.rules.hash:
            return [], found
        POLICY_REFUSED.set(0)
        return [], None

    def _enforce(self, found: RuleSet) -> None:
        POLICY_REFUSED.set(0)
        self.current = CompiledPolicy(found)
        log.warning("policy_loaded", hash=found.hash, rules=len(found.rules))

    async def watch(self) -> None:
        """Looks for changes every WATCH_SECONDS until cancelled."""
        last = self._stamps()
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            stamps = self._stamps()
            if stamps == last:
                await self.refresh()
            last = stamps

    def _stamps(self) -> Stamps:
        found = []
        for name in ("policy.csv", "model.conf"):
            try:
                status = (self._project / "policies" / name).stat()
                found.append((status.st_mtime_ns, status.st_size))
            except OSError:
                found.append((0, 0))
        return tuple(found)


def _refuse(problems: list[str]) -> None:
    POLICY_REFUSED.set(1)
    log.error("policy_refused", problems=problems)
