"""Changes of relations, of keys that are unique, and of indexes."""

from __future__ import annotations

from typing import Any

from tests.generator.migrations.pairs.fields import plain
from tests.generator.migrations.pairs.kinds import kind
from tests.generator.migrations.pairs.pair import Pair
from tests.generator.migrations.pairs.sketch import links


def to_one(pair: Pair) -> str:
    """A new relation that may be empty."""
    name = pair.entity()
    # Not to users: of several such relations the model has to say which one limits roles.
    entities = [each for each in pair.after.entities() if (each, "") not in pair.busy]
    to = pair.random.choice(entities)
    member = pair.name(name)
    pair.after.entity(name).setdefault("relations", {})[member] = {"to": to}
    pair.mark(name, member)
    for _, row in pair.of(name):
        row[f"{member}_id"] = None
    return f"{name}.{member} leads to {to}"


def to_many(pair: Pair) -> str:
    """A new relation between any number of both."""
    name = pair.entity()
    member = pair.name(name)
    pair.after.entity(name).setdefault("relations", {})[member] = {"to": "User", "many": True}
    pair.mark(name, member)
    pair.rows[links(name, member)] = {}
    return f"{name}.{member} leads to many users"


def dropped(pair: Pair) -> str | None:
    """A relation goes: with its column, or its table of links."""
    found = pair.relation(lambda spec: "was" not in spec)
    if found is None or pair.after.mentions(found[0], found[1]):
        return None
    name, member, spec = found
    old = pair.named.get(name, name)
    if spec.get("required"):
        # Undoing could not give every row one.
        return None
    pair.mark(name, member)
    pair.after.relations(name).pop(member)
    if spec.get("many"):
        pair.rows.pop(links(name, member))
        pair.back[links(old, member)] = {}
        pair.codes.add("M001")
        return f"{name}.{member} goes, with its links"
    pair.default_then(name, f"{member}_id", None)
    for _, row in pair.of(name):
        del row[f"{member}_id"]
    pair.codes.add("M002")
    return f"{name}.{member} goes"


def required(pair: Pair) -> str | None:
    """A relation that may not be empty any more."""
    found = pair.relation(lambda spec: not spec.get("many") and not spec.get("required"))
    if found is None:
        return None
    name, member, spec = found
    pair.mark(name, member)
    spec["required"] = True
    pair.codes.add("M003")
    return f"{name}.{member} is required"


def on_delete(pair: Pair) -> str | None:
    """What becomes of a row whose other end goes."""
    found = pair.relation(
        lambda spec: not spec.get("many") and not spec.get("required") and spec["to"] == "User"
    )
    if found is None:
        return None
    name, member, spec = found
    pair.mark(name, member)
    spec["on_delete"] = "restrict" if spec.get("on_delete") != "restrict" else "set_null"
    return f"{name}.{member}: {spec['on_delete']}"


def unique(pair: Pair) -> str | None:
    """No two rows have the same value any more."""
    found = pair.field(
        lambda member, spec: (
            plain(member, spec)
            and kind(spec) in ("int", "string", "date", "uuid", "bigint")
            and not spec.get("unique")
        )
    )
    if found is None:
        return None
    name, member, spec = found
    pair.mark(name, member)
    spec["unique"] = True
    pair.codes.add("M006")
    return f"{name}.{member} is unique"


def unique_no_more(pair: Pair) -> str | None:
    """A key of several fields goes."""
    options = [name for name, entity in pair.after.entities().items() if entity.get("unique")]
    name = pair.choose(options)
    if name is None or (name, "") in pair.busy:
        return None
    pair.after.entity(name).pop("unique")
    return f"{name} has no unique key any more"


def indexed(pair: Pair) -> str:
    """An index more."""
    name = pair.entity()
    entity: dict[str, Any] = pair.after.entity(name)
    known = [index["fields"] for index in entity.get("indexes", [])]
    fields = pair.random.choice((["label"], ["-label"], ["-created_at"]))
    if fields not in known:
        entity.setdefault("indexes", []).append({"fields": fields})
    return f"{name} has an index of {fields[0]}"


def unindexed(pair: Pair) -> str | None:
    """An index less."""
    options = [name for name, entity in pair.after.entities().items() if entity.get("indexes")]
    name = pair.choose(options)
    if name is None or (name, "") in pair.busy:
        return None
    pair.after.entity(name).pop("indexes")
    return f"{name} has no index any more"
