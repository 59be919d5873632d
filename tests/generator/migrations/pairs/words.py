"""Changes of the values of enums and states."""

from __future__ import annotations

from typing import Any

from tests.generator.migrations.pairs.pair import Pair
from tests.generator.migrations.pairs.sketch import Spec, reword


def renamed(pair: Pair) -> str | None:
    """A value is called otherwise; of an ordered enum no row changes for it."""
    return _other(pair, heir=False)


def inherited(pair: Pair) -> str | None:
    """A value goes, and another that was there takes its rows."""
    return _other(pair, heir=True)


def added(pair: Pair) -> str | None:
    """A new value, anywhere."""
    found = _list(pair)
    if found is None:
        return None
    place, values, _ = found
    values.insert(pair.random.randint(0, len(values)), "fresh")
    return f"{place} has a new value fresh"


def removed(pair: Pair) -> str | None:
    """A value goes without an heir; no row may hold it."""
    found = _list(pair)
    if found is None:
        return None
    place, values, holders = found
    free = [word for word in values if not any(spec.get("default") == word for *_, spec in holders)]
    word = pair.choose(free)
    if word is None or len(values) < 2:
        return None
    values.remove(word)
    pair.codes.add("M005")
    return f"{place} loses {word}"


def state_renamed(pair: Pair) -> str | None:
    """A state is called otherwise."""
    return _state(pair, heir=False)


def state_inherited(pair: Pair) -> str | None:
    """A state goes, and its rows are in another."""
    return _state(pair, heir=True)


# ------------------------------------------------------------------------------------- values


def _list(pair: Pair) -> tuple[str, list[Any], list[tuple[str, str, Spec]]] | None:
    """The values of an enum that was not changed yet, and the fields that hold them."""
    if pair.random.random() < 0.5:
        found = pair.field(lambda _, spec: isinstance(spec.get("enum"), list))
        if found is None:
            return None
        pair.mark(*found[:2])
        return f"{found[0]}.{found[1]}", found[2]["enum"], [found]
    name = pair.random.choice(("Grade", "Tint"))
    holders = [
        (entity, member, spec)
        for entity in pair.after.entities()
        for member, spec in pair.after.fields(entity).items()
        if spec.get("enum") == name
    ]
    if ("", name) in pair.busy or any(each[:2] in pair.busy for each in holders):
        return None
    pair.mark("", name)
    for entity, member, _ in holders:
        pair.mark(entity, member)
    return name, pair.after.enums()[name]["values"], holders


def _other(pair: Pair, *, heir: bool) -> str | None:
    found = _list(pair)
    if found is None:
        return None
    place, values, holders = found
    old = pair.random.choice(values)
    new = pair.random.choice([each for each in values if each != old]) if heir else "fresh"
    ordered = place == "Grade"
    if heir:
        values.remove(old)
    values[values.index(new if heir else old)] = {new: {"was": old}}
    for entity, member, spec in holders:
        if spec.get("default") == old:
            spec["default"] = new
        changed = set()
        for key, row in pair.of(entity):
            held = row[member]
            if held is not None and old in _words(held):
                row[member] = _with(held, old, new)
                changed.add(key)
        if heir:
            pair.kept_then(entity, member, changed)
        if heir or not ordered:
            pair.touched |= changed
    return f"{place}: {old} {'falls to' if heir else 'is called'} {new}"


def _words(held: str) -> list[str]:
    return held.strip("{}").split(",")


def _with(held: str, old: str, new: str) -> str:
    made = ",".join(new if word == old else word for word in _words(held))
    return f"{{{made}}}" if held.startswith("{") else made


# -------------------------------------------------------------------------------------- states


def _state(pair: Pair, *, heir: bool) -> str | None:
    options = [
        name
        for name, entity in pair.after.entities().items()
        if "states" in entity and (name, "status") not in pair.busy and (name, "") not in pair.busy
    ]
    name = pair.choose(options)
    if name is None:
        return None
    pair.mark(name, "status")
    entity = pair.after.entity(name)
    old, new = (
        ("sent", "done") if heir else (pair.random.choice(("draft", "sent", "done")), "begun")
    )
    if heir:
        entity["states"] = {
            "values": ["draft", {"done": {"was": "sent"}}],
            "initial": "draft",
            "transitions": {
                "finish": {"from": "draft", "to": "done"},
                "recall": {"from": "done", "to": "draft"},
            },
        }
    else:
        states = reword(entity["states"], old, new)
        states["values"][states["values"].index(new)] = {new: {"was": old}}
        entity["states"] = states
        if "frozen" in entity:
            entity["frozen"] = reword(entity["frozen"], old, new)
    changed = {key for key, row in pair.of(name) if row["status"] == old}
    for key, row in pair.of(name):
        if key in changed:
            row["status"] = new
    if heir:
        pair.kept_then(name, "status", changed)
    pair.touched |= changed
    return f"{name}: state {old} {'falls to' if heir else 'is called'} {new}"
