"""What a policy of 10,000 rules costs: `python benchmarks/policy.py [--rules N]`.

Start-up, decisions cold and warm, memory, and the same questions to stock Casbin in the same run.
The bounds are those the project promises; the exit code is 1 where one is missed.
"""

# ruff: noqa: S311  # random rules, not secrets

from __future__ import annotations

import argparse
import gc
import random
import shutil
import statistics
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

PROJECT = Path(__file__).parents[1]
sys.path.insert(0, str(PROJECT))

from runtime.actor import Actor, Assignment  # noqa: E402
from runtime.policy.casbin import check_reference, reference_enforcer  # noqa: E402
from runtime.policy.compiled import ActorReach, CompiledPolicy  # noqa: E402
from runtime.policy.vocabulary import ResourceWords, Vocabulary, load_rules  # noqa: E402

ACTIONS = ("create", "read", "update", "delete", "submit", "approve", "reject", "close")
SCOPES = ("any", "own", "assigned", "shared")
ROLES = 100
RESOURCES = 100


def main() -> int:
    """Measures, prints, and tells by the exit code whether every bound holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rules", type=int, default=10_000)
    count = parser.parse_args().rules
    with tempfile.TemporaryDirectory() as folder:
        held = [bound for bound in _measured(Path(folder), count)]
    return 0 if all(held) else 1


def _measured(folder: Path, count: int) -> Iterator[bool]:
    words = vocabulary()
    write_policy(folder, count)
    print(f"{count} rules, {ROLES} roles, {RESOURCES} resources, {len(ACTIONS)} actions")
    times = [seconds(lambda: CompiledPolicy(load_rules(folder, words)))[0] for _ in range(5)]
    yield told("start-up (read, check, compile)", statistics.median(times), 1)
    rules = load_rules(folder, words)
    tracemalloc.start()
    policy = CompiledPolicy(rules)
    list(decisions(policy, questions(2_000)))
    size = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    policy = CompiledPolicy(rules)
    cold = sorted(decisions(policy, questions(5_000)))
    yield told("cold decision, median", statistics.median(cold), None)
    yield told("cold decision, 99th percentile", cold[len(cold) * 99 // 100], 0.002)
    yield told("warm decision, by a request's reach", warm(policy, by_reach), 1e-6)
    yield told("warm decision, reach made anew each time", warm(policy, anew), 1e-6)
    print(f"{'memory of the index and 2,000 decisions':45}{size:10.1f} MB")
    stock = statistics.median(stock_decisions(folder))
    told("stock Casbin, median of the same questions", stock, None)
    print(f"{'stock Casbin / cold / warm':45}{stock / statistics.median(cold):10.0f} times,")
    print(f"{'':45}{stock / warm(policy, by_reach):10.0f} times")
    took, problems = seconds(lambda: check_reference(folder, rules))
    yield told("charter policy check's look at stock Casbin", took, 60) and problems == []


def told(what: str, took: float, bound: float | None) -> bool:
    """Prints a time and its bound; whether it holds."""
    unit, factor = ("s", 1) if took >= 1 else ("ms", 1e3) if took >= 1e-3 else ("µs", 1e6)
    within = bound is None or took < bound
    note = "" if bound is None else f"   bound {bound * factor:g} {unit}"
    print(f"{what:45}{took * factor:10.3f} {unit}{note}{'' if within else '   MISSED'}")
    return within


def seconds(work: Callable[[], Any]) -> tuple[float, Any]:
    """How long it took, and what it gave."""
    gc.collect()
    start = time.perf_counter()
    given = work()
    return time.perf_counter() - start, given


# ---------------------------------------------------------------------------------- the policy


def vocabulary() -> Vocabulary:
    """A hundred roles and a hundred resources of one shape."""
    words = ResourceWords(
        actions=frozenset(ACTIONS),
        collection_actions=frozenset(),
        scopes=frozenset(SCOPES),
        fields=frozenset({"id", "title", "owner_id"}),
    )
    return Vocabulary(
        frozenset(map(role, range(ROLES))), dict.fromkeys(map(name, range(100)), words)
    )


def role(number: int) -> str:
    """The name of a role."""
    return f"role_{number}"


def name(number: int) -> str:
    """The name of a resource."""
    return f"resource_{number}"


def write_policy(folder: Path, count: int) -> None:
    """That many different rules, one in fifty a deny, over roles in chains of five."""
    drawn = random.Random(41)
    lines: dict[tuple[str, ...], None] = {}
    while len(lines) < count:
        cells = (role(drawn.randrange(ROLES)), name(drawn.randrange(RESOURCES)))
        deny = drawn.random() < 0.02
        scope = "assigned" if deny else drawn.choice(("any", "own", "shared"))
        lines[*cells, drawn.choice(ACTIONS), scope, "deny" if deny else "allow"] = None
    links = [f"g, {role(n)}, {role(n + 1)}" for n in range(ROLES - 1) if n % 5 != 4]
    (folder / "policies").mkdir()
    text = "\n".join([*links, *("p, " + ", ".join(cells) for cells in lines), ""])
    (folder / "policies" / "policy.csv").write_text(text)
    shutil.copy(PROJECT / "policies" / "model.conf", folder / "policies" / "model.conf")


# ------------------------------------------------------------------------------- the questions


def resource(number: int) -> Any:
    """As much of a resource as a decision needs."""
    return SimpleNamespace(name=name(number), within={}, fields=())


def questions(count: int) -> list[tuple[Actor, Any, str]]:
    """People with three roles each, asking for anything."""
    drawn = random.Random(43)
    return [
        (
            Actor(
                UUID(int=n), None, tuple(Assignment(role(drawn.randrange(ROLES))) for _ in "abc")
            ),
            resource(drawn.randrange(RESOURCES)),
            drawn.choice(ACTIONS),
        )
        for n in range(count)
    ]


def decisions(policy: CompiledPolicy, asked: list[tuple[Actor, Any, str]]) -> Iterator[float]:
    """The time of each, asked for the first time."""
    for actor, thing, action in asked:
        start = time.perf_counter()
        policy.decide(actor, thing, action)
        yield time.perf_counter() - start


def warm(policy: CompiledPolicy, decide: Callable[..., float]) -> float:
    """The mean time of a decision that was made before; the best of five rounds."""
    actor, thing, action = questions(1)[0]
    decide(policy, actor, thing, action, 10)
    return min(decide(policy, actor, thing, action, 200_000) for _ in range(5))


def by_reach(policy: CompiledPolicy, actor: Actor, thing: Any, action: str, times: int) -> float:
    """As within a request: the reach is made once."""
    decide = ActorReach(policy, actor).decide
    start = time.perf_counter()
    for _ in range(times):
        decide(thing, action)
    return (time.perf_counter() - start) / times


def anew(policy: CompiledPolicy, actor: Actor, thing: Any, action: str, times: int) -> float:
    """As the first decision of a request."""
    start = time.perf_counter()
    for _ in range(times):
        ActorReach(policy, actor).decide(thing, action)
    return (time.perf_counter() - start) / times


def stock_decisions(folder: Path) -> list[float]:
    """Ten of the questions, one role each, as stock Casbin answers them."""
    stock = reference_enforcer(folder)
    return [
        seconds(lambda: stock.enforce(actor.roles[0], thing.name, action, ["own"]))[0]  # noqa: B023
        for actor, thing, action in questions(10)
    ]


if __name__ == "__main__":
    sys.exit(main())
