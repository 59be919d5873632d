"""Changes of what kind of thing a field is."""

from __future__ import annotations

from tests.generator.migrations.pairs.fields import plain
from tests.generator.migrations.pairs.kinds import Misfit, kind, turned, turns
from tests.generator.migrations.pairs.pair import Pair
from tests.generator.migrations.pairs.sketch import Spec

KEPT = ("required", "was")
"""What a field goes on saying when it turns into another kind."""


def retyped(pair: Pair) -> str | None:
    """A field turns into another kind, and its values with it."""
    found = pair.field(lambda member, spec: plain(member, spec) and "default" not in spec)
    if found is None or found[1] == "label" or pair.after.mentions(found[0], found[1]):
        return None
    name, member, before = found
    bare = turns(pair.random, before)
    if bare is None or (bare.get("many") and before.get("required")):
        return None
    after = bare | {key: before[key] for key in KEPT if key in before}
    pair.mark(name, member)
    pair.after.fields(name)[member] = after
    pair.maybe.add("M003")
    words = pair.after.words(after) if "enum" in after else []
    earlier = pair.before.words(before) if "enum" in before else []
    for key, row in pair.of(name):
        held = row[member]
        if held is None:
            continue
        try:
            row[member] = turned(held, before, after, words)
        except Misfit:
            pair.unfit.append(f"{name}.{member}: {held!r} is no {kind(after)}")
            return f"{name}.{member} turns into {kind(after)}, which its values are not"
        _back(pair, name, key, (member, row[member] or ""), (after, before, earlier))
    return f"{name}.{member} turns from {kind(before)} into {kind(after)}"


def _back(
    pair: Pair, name: str, key: str, now: tuple[str, str], kinds: tuple[Spec, Spec, list[str]]
) -> None:
    """Undoing turns the value back; it may come back in another form."""
    member, text = now
    after, before, words = kinds
    for other, row, was in pair.earlier(name, member):
        if other == key:
            row[was] = _turned_back(text, after, before, words, row[was])


def _turned_back(
    text: str, after: Spec, before: Spec, words: list[str], held: str | None
) -> str | None:
    try:
        return turned(text, after, before, words)
    except Misfit:
        return held
