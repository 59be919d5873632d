"""Changes of whole entities, and of what is worked out in them."""

from __future__ import annotations

from tests.generator.migrations.pairs.kinds import kind, random_field
from tests.generator.migrations.pairs.pair import Pair
from tests.generator.migrations.pairs.sketch import links, table
from tests.generator.migrations.pairs.start import ENTITIES


def added(pair: Pair) -> str:
    """An entity more."""
    taken = {*pair.after.entities(), *pair.before.entities()}
    name = pair.random.choice([each for each in ENTITIES if each not in taken])
    fields = {"label": {"type": "string", "max": 40, "required": True}}
    fields[pair.random.choice(("amount", "flavor"))] = random_field(pair.random)
    to = pair.random.choice(
        ["User", *(e for e in pair.after.entities() if (e, "") not in pair.busy)]
    )
    entity = {"doc": "New.", "label": "label", "fields": fields, "relations": {"niche": {"to": to}}}
    pair.after.files["depot"]["entities"][name] = entity
    pair.mark(name, "")
    pair.rows[table(name)] = {}
    return f"{name} is new"


def dropped(pair: Pair) -> str | None:
    """An entity goes with its rows."""
    sketch = pair.after
    led_to = {r["to"] for e in sketch.entities() for r in sketch.relations(e).values()}
    free = [
        name
        for name in sketch.entities()
        if name not in led_to
        and name not in pair.named
        and name in pair.before.entities()
        and not any(of == name for of, _ in pair.busy)
        and len(sketch.file_of(name)["entities"]) > 1
    ]
    name = pair.choose(free)
    if name is None:
        return None
    for member, relation in sketch.relations(name).items():
        if relation.get("many"):
            pair.rows.pop(links(name, member))
            pair.back[links(name, member)] = {}
    pair.rows.pop(table(name))
    pair.back[table(name)] = {}
    sketch.file_of(name)["entities"].pop(name)
    pair.mark(name, "")
    pair.codes.add("M001")
    return f"{name} goes"


def deleted_softly(pair: Pair) -> str | None:
    """Rows are marked from now on, and not removed."""
    options = [
        name
        for name, entity in pair.after.entities().items()
        if not {"delete", "write"} & entity.keys() and (name, "") not in pair.busy
    ]
    name = pair.choose(options)
    if name is None:
        return None
    pair.after.entity(name)["delete"] = "soft"
    for _, row in pair.of(name):
        row["deleted_at"] = None
    return f"{name} is deleted softly"


def computed(pair: Pair) -> str | None:
    """A value that is worked out from another, for rows that are there too."""
    found = pair.field(lambda _, spec: kind(spec) == "int" and not spec.get("required"))
    if found is None or "computed" in found[2] or found[2].get("many"):
        return None
    name, member, _ = found
    pair.mark(name, member)
    new = pair.name(name)
    pair.after.fields(name)[new] = {"type": "bigint", "computed": f"{member} + 2"}
    pair.mark(name, new)
    for _, row in pair.of(name):
        row[new] = None
    return f"{name}.{new} is {member} + 2"


def computed_otherwise(pair: Pair) -> str | None:
    """A value that is worked out in another way."""
    options = [
        (name, member, spec)
        for name in pair.after.entities()
        for member, spec in pair.after.fields(name).items()
        if "computed" in spec and (name, member) not in pair.busy and (name, "") not in pair.busy
    ]
    found = pair.choose(options)
    if found is None:
        return None
    name, member, spec = found
    pair.mark(name, member)
    spec["computed"] = f"{spec['computed'].split()[0]} + 5"
    return f"{name}.{member} is {spec['computed']}"
