"""The first model of a pair, sketched from a seed."""

from __future__ import annotations

from random import Random

from tests.generator.migrations.pairs.kinds import kind, random_field
from tests.generator.migrations.pairs.sketch import Sketch, Spec

ENTITIES = ("Crate", "Lamp", "Wheel", "Boat", "Drum", "Kite", "Shelf", "Tent", "Bench", "Clock")
MEMBERS = (
    "amount badge chapter depth effort flavor gauge height intake jolt kernel group margin niche "
    "order parcel quota rating select torque check volume weight yield zone user"
).split()
WHOLE = ("int", "bigint", "decimal")


def start(random: Random) -> Sketch:
    """Four entities in two files, with most of what the language knows."""
    names = random.sample(ENTITIES, 4)
    sketch = Sketch(
        {
            "shop": {
                "enums": {
                    "Grade": {"ordered": True, "values": ["low", "medium", "high", "top"]},
                    "Tint": {"values": ["red", "green", "blue"]},
                },
                "entities": {},
            },
            "depot": {"enums": {}, "entities": {}},
        }
    )
    for number, name in enumerate(names):
        file = "depot" if number == 2 else "shop"
        sketch.files[file]["entities"][name] = _entity(random, names[:number], number)
    return sketch


def _entity(random: Random, earlier: list[str], number: int) -> Spec:
    free = random.sample(MEMBERS, len(MEMBERS))
    label = {"type": "string", "max": 40, "required": True}
    fields: dict[str, Spec] = {"label": label}
    for _ in range(7):
        fields[free.pop()] = _field(random)
    fields[free.pop()] = {"enum": "Grade"} | _perhaps(random, {"default": "medium"})
    fields[free.pop()] = {"enum": "Tint"}
    if random.random() < 0.5:
        fields[free.pop()] = {"enum": "Tint", "many": True, "max_items": 3}
    entity: Spec = {"doc": "One of many.", "label": "label", "fields": fields, "relations": {}}
    _computed(random, fields, free)
    _relations(random, entity["relations"], free, earlier)
    _keys(random, entity)
    if number % 2 == 0:
        _states(random, entity)
    # The last one is of a kind whose rows are not changed freely.
    odd = {"write": "once"} if random.random() < 0.5 else {"delete": "never"}
    entity |= odd if number == 3 else _perhaps(random, {"delete": "soft"})
    return {key: each for key, each in entity.items() if each}


def _perhaps(random: Random, spec: Spec) -> Spec:
    return spec if random.random() < 0.4 else {}


def _field(random: Random) -> Spec:
    field = random_field(random)
    plain = not field.get("many")
    if kind(field) == "int" and random.random() < 0.3:
        return {**field, "default": 7}
    if kind(field) == "enum" and random.random() < 0.4:
        return {**field, "default": "gift"}
    return field | (_perhaps(random, {"required": True}) if plain else {})


def _computed(random: Random, fields: dict[str, Spec], free: list[str]) -> None:
    numbers = [name for name, field in fields.items() if kind(field) == "int"]
    if numbers and random.random() < 0.7:
        # Of a wide type, so that no value overflows it.
        formula = f"{random.choice(numbers)} {random.choice(('+ 1', '- 3'))}"
        fields[free.pop()] = {"type": "int", "computed": formula}


def _relations(
    random: Random, relations: dict[str, Spec], free: list[str], earlier: list[str]
) -> None:
    if earlier:
        to = random.choice(earlier)
        relations[free.pop()] = random.choice(
            ({"to": to, "required": True}, {"to": to}, {"to": to, "on_delete": "restrict"})
        )
        relations[free.pop()] = {"to": random.choice(earlier), "many": True}
    relations[free.pop()] = {"to": "User"}


def _keys(random: Random, entity: Spec) -> None:
    fields: dict[str, Spec] = entity["fields"]
    simple = [
        name
        for name, field in fields.items()
        if name != "label" and "computed" not in field and kind(field) in ("int", "string", "date")
    ]
    if simple:
        column = random.choice(simple)
        entity["indexes"] = [{"fields": [column, "-label"]}]
        if random.random() < 0.5:
            entity["unique"] = [{"fields": ["label", column]}]
    numbers = [name for name in simple if kind(fields[name]) == "int"]
    if numbers and random.random() < 0.5:
        name = random.choice(numbers)
        entity["rules"] = [f"{name} is null or {name} < 200"]


def _states(random: Random, entity: Spec) -> None:
    entity["states"] = {
        "values": ["draft", "sent", "done"],
        "initial": "draft",
        "transitions": {
            "send": {"from": "draft", "to": "sent"},
            "finish": {"from": "sent", "to": "done"},
            "recall": {"from": ["sent", "done"], "to": "draft"},
        },
    }
    if random.random() < 0.5:
        entity["frozen"] = 'status == "done"'
