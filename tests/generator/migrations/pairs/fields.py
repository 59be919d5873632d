"""Changes that add, drop and bound fields."""

from __future__ import annotations

from typing import Any

from tests.generator.migrations.pairs.kinds import kind, random_field
from tests.generator.migrations.pairs.oracle import required
from tests.generator.migrations.pairs.pair import Pair
from tests.generator.migrations.pairs.sketch import Spec

WHOLE = {"int": ("5", 5), "bigint": ("5", 5), "string": ("new", "new"), "bool": ("true", True)}
DEFAULTS: dict[str, tuple[str, Any]] = {**WHOLE, "text": ("new", "new"), "decimal": ("2.50", 2.5)}


def plain(_: str, spec: Spec) -> bool:
    """Whether values of the field are stored as they were given."""
    return "computed" not in spec and "number" not in spec


def added(pair: Pair) -> str:
    """A new field that may be empty."""
    name = pair.entity()
    member = _add(pair, name, random_field(pair.random), None)
    return f"{name}.{member} is new"


def added_with_default(pair: Pair) -> str:
    """A new field that rows have a value for at once."""
    name = pair.entity()
    of = pair.random.choice(tuple(DEFAULTS))
    text, literal = DEFAULTS[of]
    member = _add(pair, name, {**_bare(of), "default": literal}, text)
    return f"{name}.{member} is new and {literal}"


def added_required(pair: Pair) -> str | None:
    """A new required field: rows get what an expression says, or refuse it."""
    name = pair.entity()
    options = [
        (member, spec)
        for member, spec in pair.after.fields(name).items()
        if plain(member, spec) and kind(spec) in DEFAULTS and (name, member) not in pair.busy
    ]
    source = pair.choose(options)
    if source is None or pair.random.random() < 0.25:
        pair.codes.add("M004")
        member = _add(pair, name, {"type": "int", "required": True}, None)
        return f"{name}.{member} is new and required"
    other, spec = source
    text, literal = DEFAULTS[kind(spec)]
    said = f'"{literal}"' if isinstance(literal, str) else str(literal).lower()
    member = _add(pair, name, {**_bare(kind(spec)), "required": True}, None)
    pair.fills.append(f"{name}.{member}=coalesce({other}, {said})")
    for key, row in pair.of(name):
        row[member] = text if row[other] is None else row[other]
        pair.touched.add(key)
    pair.mark(name, other)
    if pair.rows:
        pair.lost.append(f"{name}.{member}")
    return f"{name}.{member} is new, required and filled from {other}"


def dropped(pair: Pair) -> str | None:
    """A field goes with its values."""
    found = pair.field(lambda member, spec: plain(member, spec) and "was" not in spec)
    if found is None or found[1] == "label" or pair.after.mentions(found[0], found[1]):
        return None
    name, member, spec = found
    pair.mark(name, member)
    pair.after.fields(name).pop(member)
    default = spec.get("default")
    pair.default_then(name, member, None if default is None else str(default))
    for _, row in pair.of(name):
        del row[member]
    pair.codes.add("M002")
    return f"{name}.{member} goes"


def required_now(pair: Pair) -> str | None:
    """A field that may not be empty any more; with a value for empty ones, or without."""
    found = pair.field(lambda member, spec: plain(member, spec) and not required(spec))
    if found is None or found[2].get("many"):
        return None
    name, member, spec = found
    pair.mark(name, member)
    spec["required"] = True
    if kind(spec) in DEFAULTS and pair.random.random() < 0.6:
        text, literal = DEFAULTS[kind(spec)]
        said = f'"{literal}"' if isinstance(literal, str) else str(literal).lower()
        pair.fills.append(f"{name}.{member}={said}")
        _fill(pair, name, member, text)
        return f"{name}.{member} is required, filled with {text}"
    pair.codes.add("M003")
    return f"{name}.{member} is required"


def default_now(pair: Pair) -> str | None:
    """A field with a default, which empty rows get."""
    found = pair.field(
        lambda member, spec: (
            plain(member, spec) and "default" not in spec and kind(spec) in DEFAULTS
        )
    )
    if found is None or found[1] == "label":
        return None
    name, member, spec = found
    pair.mark(name, member)
    text, spec["default"] = DEFAULTS[kind(spec)]
    _fill(pair, name, member, text)
    return f"{name}.{member} is {text} where nothing is said"


def looser(pair: Pair) -> str | None:
    """A field that may be empty from now on."""
    found = pair.field(lambda member, spec: plain(member, spec) and required(spec))
    if found is None or found[1] == "label":
        return None
    name, member, spec = found
    pair.mark(name, member)
    spec.pop("required", None)
    spec.pop("default", None)
    return f"{name}.{member} may be empty"


def narrower(pair: Pair) -> str | None:
    """A bound moves inward."""
    found = pair.field(lambda _, spec: plain("", spec) and isinstance(spec.get("max"), int))
    if found is None or found[1] == "label":
        return None
    name, member, spec = found
    pair.mark(name, member)
    low = 8 if isinstance(spec.get("default"), int) else 2
    spec["max"] = pair.random.choice((spec["max"] - 1, max(low, spec["max"] // 2)))
    pair.codes.add("M003")
    return f"{name}.{member} is at most {spec['max']}"


def wider(pair: Pair) -> str | None:
    """A bound moves outward, or goes."""
    found = pair.field(lambda _, spec: plain("", spec) and "max" in spec)
    if found is None:
        return None
    name, member, spec = found
    pair.mark(name, member)
    if kind(spec) == "int":
        spec.pop("max")
    else:
        spec["max"] += 5
    return f"{name}.{member} takes more"


def patterned(pair: Pair) -> str | None:
    """A pattern that texts have to match."""
    found = pair.field(lambda _, spec: kind(spec) == "string" and "pattern" not in spec)
    if found is None or found[1] == "label":
        return None
    name, member, spec = found
    pair.mark(name, member)
    spec["pattern"] = pair.random.choice(("[a-zé' ]*", "[^%]+", ".*"))
    return f"{name}.{member} matches {spec['pattern']}"


def numbered(pair: Pair) -> str:
    """A number for each row that is there, and for those that come."""
    name = pair.entity()
    member = pair.name(name)
    pair.after.fields(name)[member] = {"number": "N-0001"}
    pair.mark(name, member)
    pair.lost.append(f"{name}.{member}")
    for key, row in pair.of(name):
        row[member] = NUMBERED
        pair.touched.add(key)
    return f"{name}.{member} is a number"


NUMBERED = "a number of its own"
"""Stands for a value that nobody can know before."""


# ---------------------------------------------------------------------------------------- parts


def _bare(of: str) -> Spec:
    more: dict[str, Spec] = {"string": {"max": 60}, "decimal": {"digits": 14, "places": 2}}
    return {"type": of, **more.get(of, {})}


def _add(pair: Pair, name: str, spec: Spec, text: str | None) -> str:
    member = pair.name(name)
    pair.after.fields(name)[member] = spec
    pair.mark(name, member)
    for _, row in pair.of(name):
        row[member] = text
    return member


def _fill(pair: Pair, name: str, member: str, text: str) -> None:
    """Gives empty rows a value, which they keep when the change is undone."""
    changed = {key for key, row in pair.of(name) if row[member] is None}
    for key, row in pair.of(name):
        if key in changed:
            row[member] = text
    pair.kept_then(name, member, changed)
    pair.touched |= changed
