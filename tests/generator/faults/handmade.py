"""Faults that are no typo: surprises of YAML, circles, contradictions, what PostgreSQL refuses.

All but those of model.yaml are put into the reference model's Task, Risk and User.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.generator.faults.fault import Fault, inserted

TASK, RISK, ROOT = "model/task.yaml", "model/risk.yaml", "model.yaml"
_IN_FIELDS = (
    # circles, and names that are taken
    "loop: {type: int, computed: loop + 1}",
    "version: int",
    "created_at: datetime",
    "assignee_id: uuid",
    "subject_type: text",
    "parts: text",
    "ctid: int",
    "where: text",
    "two__parts: text",
    "Upper: text",
    "status: text",
    f"{'long' * 20}: text",
    # literals and bounds
    "odd: {enum: TaskPriority, default: p9}",
    "odd: {enum: [one, one]}",
    "odd: {enum: []}",
    "odd: {enum: [one two]}",
    "odd: {enum: [one, no]}",
    "odd: {type: bool, default: maybe}",
    "odd: {type: date, default: 2026-02-30}",
    "odd: {type: date, default: now()}",
    "odd: {type: int, default: 99999999999}",
    "odd: {type: int, max: 99999999999}",
    "odd: {type: int, min: 5, max: 3}",
    "odd: {type: int, min: 5, default: 3}",
    "odd: {type: string, max: 3, default: abcdef}",
    "odd: {type: string, max: 99999999999}",
    "odd: {type: string, max: 0}",
    "odd: {type: string, min: 9, max: 3}",
    "odd: {type: text, max: -1}",
    "odd: {type: decimal, digits: 3, places: 5}",
    "odd: {type: decimal, digits: 2000, places: 2}",
    "odd: {type: decimal, digits: 3, places: 1, default: 1000.5}",
    "odd: {type: decimal, digits: 3, places: 1, default: 1.555}",
    "odd: {type: date, min: nowhere}",
    "odd: {type: date, min: title}",
    "odd: {type: vector, size: 3}",
    "odd: {number: ABC}",
    "odd: {type: country, default: Xx}",
    "odd: {type: uuid, default: 12}",
    "odd: {type: email, default: nobody}",
    "odd: {type: time, default: 25h}",
    "odd: {type: int, many: true, unique: true}",
    # patterns
    "odd: {type: string, max: 9, pattern: '(['}",
    "odd: {type: string, max: 9, pattern: '(?=x)x'}",
    "odd: {type: string, max: 9, pattern: 'a\\b'}",
    "odd: {type: string, max: 9, pattern: 'a{3,2}'}",
    "odd: {type: string, max: 9, pattern: 'a**'}",
    "odd: {type: string, max: 9, pattern: 'a{300}'}",
    # expressions
    "odd: {type: int, computed: title + 1}",
    "odd: {type: bool, computed: due_on > title}",
    "odd: {type: int, computed: 1 +}",
    "odd: {type: int, computed: (1 + 2}",
    "odd: {type: int, computed: effort_hours}",
    "odd: {type: int, computed: count(successors.parts)}",
    "odd: {type: text, computed: parent.parent.parent.parent.title}",
    "odd: {type: bool, computed: assignee == actor}",
    "odd: {type: bool, computed: has_role(assignee)}",
    "odd: {type: bool, computed: lenght(title) > 3}",
    f"odd: {{type: int, computed: {' + '.join(['1'] * 70)}}}",
    # YAML
    "odd: {type: int",
    "odd: [type, int]",
    "odd: &anchor text",
    "odd: *alias",
    "odd: !tag text",
    "odd: 'text",
    'odd: "text',
    "odd: a: b",
    "odd: @text",
    "odd text",
    "odd:text",
    "\todd: text",
    "<<: {odd: text}",
    "yes: text",
    "12: text",
    "odd: {type: string, max: 0o17}",
    "odd: {type: string, max: 1_000}",
    "odd: {type: string, max: '200'}",
    "odd: {type: string, max: 20, required: Yes}",
    "odd: {type: string, max: 20 required: true}",
    "odd: {type: string; max: 20}",
    "odd:",
    "odd: ~",
    "odd\u00a0: text",
)
_IN_RELATIONS = (
    "twin: {to: Task, required: true}",
    "odd: {to: User, inverse: tasks}",
    "odd: {to: User, required: true, on_delete: set_null}",
    "odd: {to: [User, Usr]}",
    "odd: {to: User, default: actor.email}",
    "odd: {to: User, many: true, required: true}",
    "odd: {to: any, many: true}",
    "title: {to: User}",
    "history: {to: Task, many: true}",
)
_IN_TRANSITIONS = (
    "create: {from: to_do, to: done}",
    "history: {from: to_do, to: done}",
    "odd: {from: to_do, to: dun}",
    "odd: {from: to_do}",
    "odd: {from: to_do, to: done, needs: [overdue]}",
    "odd: {from: to_do, to: done, by: system, four_eyes: [assignee]}",
    "odd: {from: to_do, to: done, four_eyes: [title]}",
    "odd: {from: to_do, to: done, set: {title: 1}}",
    "odd: {from: to_do, to: done, set: {priority: p8}}",
    "odd: {from: to_do, to: done, when: due_on < today()}",
    "odd: {from: to_do, to: done, by: system, when: due_on < today(), every: 1 fortnight}",
)
_IN_ENTITY = (
    "table: user",
    "table: risks",
    "path: auth",
    "path: risks",
    "path: Some Path",
    "delete: sometimes",
    "frozen: due_on < today()",
    "write: onec",
    "unique: [{fields: [overdue]}]",
    "actions: {submit: {set: {title: null}}}",
    "actions: {top: {method: GET, set: {due_on: today()}}}",
    "hooks: {before_create: domain.task}",
    "hooks: {during_create: domain.task:next_occurrence}",
    "api: {routes: [lst]}",
    "was: Risk",
)
_IN_ROOT = (
    "charter: 2",
    "name: again",
    "jobs: {sweep: {every: 1 fortnight, call: domain.task:next_occurrence}}",
    "jobs: {sweep: {every: 1 hour}}",
    "api: {prefix: api}",
    "rolse: {someone: {}}",
)


def handmade(texts: dict[str, str]) -> Iterator[Fault]:
    """The faults above, in a project that has these files."""
    if TASK not in texts:
        return
    task = texts[TASK]
    for anchor, lines, indent in (
        (r"    fields:$", _IN_FIELDS, 6),
        (r"    relations:$", _IN_RELATIONS, 6),
        (r"      transitions:$", _IN_TRANSITIONS, 8),
        (r"  Task:$", _IN_ENTITY, 4),
    ):
        number = _line(task, anchor)
        for line in lines:
            yield inserted("handmade", TASK, number, " " * indent + line)
    for line in _IN_ROOT:
        yield inserted("handmade", ROOT, _line(texts[ROOT], "charter:"), line)


def _line(text: str, pattern: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), 1) if re.match(pattern, line))
