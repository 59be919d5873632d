"""Writes a project of N entities, shaped like those of the reference domain; same N, same bytes.

An entity has twenty fields of most types, relations to its neighbours, a state machine, rules, a
scope, keys and indexes, and seven lines of policy. The platform's own four are counted among N.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from textwrap import indent

PLATFORM = Path(__file__).parents[2] / "tests" / "projects" / "railway"
OWN = 4
"""User, RoleAssignment, RefreshToken and AuditEvent."""
TOGETHER = 8
"""Entities of one aggregate, which is one file."""

KINDS = tuple(
    "amber birch cedar coral crimson dusty eastern elder fern flint frost garnet golden granite"
    " hazel heather indigo iron ivory jade juniper lilac linen lunar maple marble misty northern"
    " oaken olive onyx opal pearl pewter pine plain quartz rowan ruby russet saffron scarlet"
    " silver slate southern steel sunny teal velvet western willow winter".split()
)
THINGS = tuple(
    "anchor basket beacon bridge button candle carpet cellar corner ditch engine fender garden"
    " hammer island jacket kettle ladder lantern market".split()
)

_ROOT = """charter: 1
name: growth
title: A domain of {count} entities
api: {{prefix: /api/v1}}
roles:
  public: {{title: Anyone, doc: Not signed in.}}
  admin: {{title: Administrator, doc: Accounts and roles.}}
  editor: {{title: Editor, doc: Writes everything.}}
  contributor: {{title: Contributor, doc: Writes what carries their name.}}
  viewer: {{title: Viewer, doc: Reads the registers.}}
aggregates: [{aggregates}]
"""

_ENTITY = """{name}:
  doc: The {words} that somebody keeps.
  label: title
  fields:
    ref:          {{number: {prefix}-0001, search: A}}
    title:        {{type: string, max: 200, required: true, search: A}}
    description:  {{type: text, search: B}}
    category:     {{enum: [strategic, operational, financial, technology, people], required: true}}
    priority:     {{enum: Priority{number}, default: normal}}
    likelihood:   {{type: int, min: 1, max: 5, required: true}}
    impact:       {{type: int, min: 1, max: 5, required: true}}
    score:        {{type: int, computed: likelihood * impact}}
    budget:       {{type: decimal, digits: 12, places: 2, min: 0}}
    effort_hours: {{type: float, min: 0}}
    sensitive:    {{type: bool, default: false}}
    contact:      {{type: email, max: 254}}
    source_url:   {{type: url, max: 500}}
    labels:       {{type: string, max: 40, many: true}}
    details:      json
    started_at:   {{type: datetime, write: system}}
    due_on:       date
    closed_on:    {{type: date, write: system}}
    overdue:      {{type: bool, computed: due_on < today() and status != "closed"}}
    note:         text
  relations:
    owner:    {{to: User, required: true, default: actor}}
    parent:   {{to: {name}, inverse: parts}}
{relations}  scopes:
    own: owner == actor
  rules:
    - {{check: parent != row, code: OWN_PARENT, message: Nothing is part of itself., field: parent}}
    - {{check: closed_on is null or status == "closed", code: STILL_OPEN, message: It is open.}}
  unique:
    - {{fields: [owner, title]}}
  indexes:
    - {{fields: [status, -score]}}
    - {{fields: [due_on], where: status != "closed"}}
  frozen: status == "closed"
  states:
    values: [draft, submitted, active, closed]
    initial: draft
    transitions:
      submit: {{from: draft, to: submitted, needs: [due_on]}}
      start:  {{from: submitted, to: active, four_eyes: [owner], set: {{started_at: now()}}}}
      reject: {{from: submitted, to: draft, reason: required, takes: [note]}}
      close:  {{from: active, to: closed, reason: required, set: {{closed_on: today()}}}}
"""


def write_project(folder: Path, count: int, *, chained: bool = False) -> tuple[str, ...]:
    """Writes model and policies of that many entities; gives the paths of those added.

    Neighbours are those of an aggregate; `chained`, each entity leads to the one before it through
    the whole domain.

    ValueError where there are not enough names, or no entity beside the platform's own.
    """
    added = count - OWN
    if not 0 < added <= len(KINDS) * len(THINGS):
        raise ValueError(f"between {OWN + 1} and {OWN + len(KINDS) * len(THINGS)} entities")
    (folder / "model").mkdir(parents=True)
    (folder / "policies").mkdir()
    shutil.copy(PLATFORM / "model" / "account.yaml", folder / "model")
    shutil.copy(PLATFORM / "policies" / "model.conf", folder / "policies")
    aggregates = ["account"]
    for first in range(0, added, TOGETHER):
        aggregate = f"part_{first // TOGETHER + 1}"
        aggregates.append(aggregate)
        numbers = range(first, min(first + TOGETHER, added))
        (folder / "model" / f"{aggregate}.yaml").write_text(_aggregate(aggregate, numbers, chained))
    root = _ROOT.format(count=count, aggregates=", ".join(aggregates))
    (folder / "model.yaml").write_text(root)
    (folder / "policies" / "policy.csv").write_text("\n".join(_policy(added)) + "\n")
    return tuple(path_of(number) for number in range(added))


def words_of(number: int) -> tuple[str, str]:
    """The two words of an entity's name; no two entities have the same."""
    return KINDS[number % len(KINDS)], THINGS[number // len(KINDS)]


def resource_of(number: int) -> str:
    """Its name in a policy."""
    return "_".join(words_of(number))


def path_of(number: int) -> str:
    """Its first segment in a URL."""
    plural = {"ditch": "ditches"}
    kind, thing = words_of(number)
    return f"{kind}-{plural.get(thing, thing + 's')}"


def name_of(number: int) -> str:
    """Its name in the model."""
    return "".join(word.title() for word in words_of(number))


def _aggregate(aggregate: str, numbers: range, chained: bool) -> str:
    title = f"Part {aggregate.rpartition('_')[2]}"
    enum = numbers.start
    entities = "".join(_entity(number, enum, chained) for number in numbers)
    return (
        f"aggregate: {aggregate}\ntitle: {title}\n"
        f"enums:\n  Priority{enum}: {{ordered: true, values: [low, normal, high, urgent]}}\n"
        f"entities:\n{indent(entities, '  ')}"
    )


def _entity(number: int, enum: int, chained: bool) -> str:
    """An entity knows those before it: the last one, and one far away."""
    relations = ""
    if number and (chained or number != enum):
        relations = f"    previous: {{to: {name_of(number - 1)}, inverse: successors}}\n"
        relations += f"    origin:   {{to: {name_of(number // 2)}}}\n"
        relations += f"    related:  {{to: {name_of(number - 1)}, many: true, inverse: relating}}\n"
    return _ENTITY.format(
        name=name_of(number),
        words=" ".join(words_of(number)),
        prefix="".join(word[0] for word in words_of(number)).upper(),
        number=enum,
        relations=relations,
    )


def _policy(added: int) -> Iterator[str]:
    yield "p, admin, *, *, any, allow"
    for role in ("editor", "contributor", "viewer"):
        yield f"p, {role}, user, read, any, allow"
    for number in range(added):
        name = resource_of(number)
        yield f"p, editor, {name}, *, any, allow"
        yield f"p, viewer, {name}, read, any, allow"
        yield f"p, contributor, {name}, read, any, allow"
        for action in ("create", "update", "submit"):
            yield f"p, contributor, {name}, {action}, own, allow"
        yield f"p2, viewer, {name}, contact|budget, hidden"
