"""The policy in force: loaded at start, loaded again when the files change."""

from __future__ import annotations

import asyncio
from pathlib import Path

import structlog

from runtime.actor import Actor
from runtime.http.metrics import POLICY_REFUSED
from runtime.policy.compiled import ActorReach, CompiledPolicy
from runtime.policy.rules import PolicyError
from runtime.policy.vocabulary import Vocabulary, load_rules

log = structlog.get_logger("charter.policy")

WATCH_SECONDS = 1.5
"""Between two looks at the files. A change is loaded when it looks the same twice, so that a file
that is still being written is not taken for a whole one: in force within twice this time."""


class PolicyStore:
    """Holds one compiled policy and replaces it whole; a bad file keeps the old one."""

    def __init__(self, project: Path, vocabulary: Vocabulary) -> None:
        self._project = project
        self._vocabulary = vocabulary
        self._seen = self._stamps()
        self.current = CompiledPolicy(load_rules(project, vocabulary))

    def reach(self, actor: Actor) -> ActorReach:
        """The policy as it stands now, for one actor."""
        return ActorReach(self.current, actor)

    def reload(self) -> bool:
        """Loads the files again if they changed.

        False for a bad policy: the one in force stays, every problem is logged as an error, and
        the metric charter_policy_refused is 1 until the files are right again.
        """
        stamps = self._stamps()
        if stamps == self._seen:
            return True
        self._seen = stamps
        try:
            found = load_rules(self._project, self._vocabulary)
        except PolicyError as error:
            POLICY_REFUSED.set(1)
            log.error("policy_refused", problems=[str(problem) for problem in error.problems])
            return False
        POLICY_REFUSED.set(0)
        if found.hash != self.current.rules.hash:
            self.current = CompiledPolicy(found)
            log.warning("policy_loaded", hash=found.hash, rules=len(found.rules))
        return True

    async def watch(self) -> None:
        """Looks for changes every WATCH_SECONDS until cancelled."""
        last = self._stamps()
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            stamps = self._stamps()
            if stamps == last:
                self.reload()
            last = stamps

    def _stamps(self) -> tuple[tuple[int, int], ...]:
        found = []
        for name in ("policy.csv", "model.conf"):
            try:
                status = (self._project / "policies" / name).stat()
                found.append((status.st_mtime_ns, status.st_size))
            except OSError:
                found.append((0, 0))
        return tuple(found)
