"""Reads over the pipeline: one statement made once for a shape of request.

What is not plain (reads that leave an event, the past, a figure of the planner's, values that
cannot be read) is left to the operation as a whole, which says exactly what is wrong.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from psycopg.errors import LockNotAvailable, QueryCanceled

from runtime.call import Answer, Call
from runtime.database.pipeline import Pipeline
from runtime.operations.gate import etag
from runtime.operations.services import Services
from runtime.policy.reach import Reach
from runtime.problems import NotFound
from runtime.query.compiled import ONE_PLAN, NotOneShapeError, Shapes, Template
from runtime.query.conditions import has_words
from runtime.query.filters import filter_name
from runtime.query.order import TEXT_KEY_MAX
from runtime.query.parse import parse_list, parse_row
from runtime.query.plan import (
    EXACT_MAX,
    Condition,
    ListPlan,
    Negation,
    Related,
    Test,
    Through,
    revalued,
    told,
)
from runtime.query.projection import Listed, Marks
from runtime.query.recall import SINCE, SOURCES, TOTAL, Counts, lasting
from runtime.query.select import Query, list_query, row_query
from runtime.query.statement import Parameters
from runtime.query.write import exists_statement
from runtime.resource import Resource

FIXED = frozenset("limit offset sort count fields include filter q".split())
"""Parameters whose text is part of the shape: the statement depends on it."""
_FIXED_SUFFIX = "__is_null"
_PLAIN = frozenset({"actor", "id", "nonce", *SOURCES})
_PATTERNS_MAX = 16
_TOO_LONG = (QueryCanceled, LockNotAvailable)
"""What a fast connection has no patience for; an ordinary one waits for it."""

type Texts = dict[str, list[str]]
type _Shape = tuple[object, ...]


@dataclass(slots=True)
class _Row:
    template: Template
    lists: list[Listed]


@dataclass(slots=True)
class _List:
    """A shape of list: its plan, and a statement for each pattern of cursor."""

    plan: ListPlan
    parent: Template | None
    recall: bool
    pages: dict[object, tuple[Template, list[Any]]] = field(default_factory=dict)


@dataclass(slots=True)
class _Page:
    """A statement ready to run, and the lists embedded in it."""

    template: Template
    lists: list[Any]
    marks: Marks | None = None


class SwiftReads:
    """Get, list and related of one resource. One instance an operation."""

    def __init__(self, services: Services, resource: Resource) -> None:
        self._services = services
        self._resource = resource
        self._rows: Shapes[_Row] = Shapes()
        self._lists: Shapes[_List] = Shapes()
        self._counts = Counts()
        self._words = frozenset(
            filter_name(field, "eq") for field in resource.fields if has_words(field)
        )

    @property
    def _pipeline(self) -> Pipeline | None:
        pipeline = self._services.pipeline
        return pipeline if pipeline is not None and pipeline.is_open else None

    # ------------------------------------------------------------------------------ one row

    async def get(self, call: Call, reach: Reach, key: UUID) -> Answer | None:
        """The answer, or None where the whole operation is needed.

        Raises NotFound where the caller sees no such row, Invalid for a wrong query.
        """
        try:
            return await self._get(call, reach, key)
        except _TOO_LONG:
            return None

    async def _get(self, call: Call, reach: Reach, key: UUID) -> Answer | None:
        pipeline = self._pipeline
        if pipeline is None or self._resource.audit_reads:
            return None
        shape = (reach.memory, call.query)
        found = self._rows.get(shape)
        if found is None:
            made = self._compile_row(call, reach, key)
            if made is None:
                return None
            found = self._rows.put(shape, made)
        given: dict[str, Any] = {"actor": reach.actor.id, "id": key}
        marks = _marks(found.lists, given)
        rows = await _run(pipeline, found.template, reach, given)
        if not rows:
            raise NotFound
        body, version = rows[0]
        assert body is not None, "a row has a body"
        assert version is not None, "a row has a version"
        if marks is not None:
            body = marks.resolve_bytes(body, self._services.cursors)
        return Answer(200, body, headers=(etag(int(version)),))

    def _compile_row(self, call: Call, reach: Reach, key: UUID) -> _Row | None:
        plan = parse_row(self._resource, self._services.registry, reach, call.query)
        if plan.as_of is not None:
            return None
        query = row_query(plan, reach, key)
        try:
            return _Row(_template(query, frozenset(), one_row=True), query.marks.lists)
        except NotOneShapeError:
            return None

    # --------------------------------------------------------------------------------- lists

    async def page(self, call: Call, reach: Reach, within: Related | None = None) -> Answer | None:
        """A page, or None where the whole operation is needed.

        Raises Invalid for a wrong query, and NotFound where the caller does not see the parent.
        """
        try:
            return await self._list(call, reach, within)
        except _TOO_LONG:
            return None

    async def _list(self, call: Call, reach: Reach, within: Related | None) -> Answer | None:
        pipeline = self._pipeline
        texts, shape = _split(call, self._words)
        if pipeline is None or "as_of" in texts:
            return None
        key = (reach.memory, within and (within.parent.name, within.relation.name), shape)
        found = self._lists.get(key)
        if found is None:
            found = self._lists.put(key, self._compile_list(call, reach, within))
        given: dict[str, Any] = {"actor": reach.actor.id}
        plan = _with_values(found.plan, texts, given, within)
        if plan is None:
            return None
        page = self._page(found, plan, reach, texts.get("cursor"), given)
        if page is None:
            return None
        if found.parent is not None and not await _run(pipeline, found.parent, reach, given):
            raise NotFound
        page.marks = _marks(page.lists, given)
        opened = pipeline.opened
        asked = self._recall(plan, reach, given, opened) if found.recall else None
        [(items, last, total, *since)] = await _run(pipeline, page.template, reach, given)
        if asked is not None and pipeline.opened != opened:
            return None  # it may have run on a server that had begun anew
        if since and since[0] and total is not None:
            self._counts.put(asked, since[0].decode(), int(total))
        if plan.count == "estimated" and total is not None and int(total) > EXACT_MAX:
            return None
        return Answer(200, self._body((items or b"[]", last, total or b"null"), page.marks, plan))

    def _recall(self, plan: ListPlan, reach: Reach, given: dict[str, Any], opened: int) -> Hashable:
        """What a count is remembered by; `given` gets the one that is.

        None outlasts the connections: a server that begins anew after a crash may give the numbers
        of transactions in the count's snapshot a second time.
        """
        asked = (opened, reach.memory, repr(sorted(repr(told(test)) for test in plan.conditions)))
        given[SINCE.name], given[TOTAL.name] = self._counts.get(asked)
        return asked

    def _page(
        self,
        found: _List,
        plan: ListPlan,
        reach: Reach,
        cursor: list[str] | None,
        given: dict[str, Any],
    ) -> _Page | None:
        """The statement of the page after a cursor, whose keys `given` gets."""
        pattern: object = None
        if cursor is not None:
            keys = self._services.cursors.open(cursor[0], plan.identity)
            if keys is None or len(keys) != len(plan.order):
                return None
            plan = replace(plan, after=keys)
            given.update({f"cursor:{place}": text for place, text in enumerate(keys)})
            pattern = tuple(text and len(text) >= TEXT_KEY_MAX for text in keys)
        made = found.pages.get(pattern) or self._compile_page(found, plan, reach, pattern)
        return _Page(*made) if made is not None else None

    def _body(
        self, row: tuple[bytes, bytes | None, bytes], marks: Marks | None, plan: ListPlan
    ) -> bytes:
        items, last, total = row
        cursors = self._services.cursors
        if marks is not None:
            items = marks.resolve_bytes(items, cursors)
        cursor = b"null"
        if last is not None:
            cursor = b'"%s"' % cursors.seal(json.loads(last), plan.identity).encode()
        return b'{"items":%s,"next_cursor":%s,"total":%s}' % (items, cursor, total)

    def _compile_list(self, call: Call, reach: Reach, within: Related | None) -> _List:
        cursors, registry = self._services.cursors, self._services.registry
        plan = parse_list(
            self._resource, registry, reach, call.query, cursors=cursors, within=within
        )
        parent = None
        if within is not None:
            statement = exists_statement(within.parent, reach, within.parent_id, Parameters())
            parent = Template(statement, _PLAIN.__contains__, _never, one_row=True)
        return _List(replace(plan, after=None), parent, lasting(plan, reach))

    def _compile_page(
        self, found: _List, plan: ListPlan, reach: Reach, pattern: object
    ) -> tuple[Template, list[Any]] | None:
        query = list_query(plan, reach, recall=found.recall)
        known = frozenset(f"query:{name}" for name in plan.readers)
        try:
            made = (_template(query, known), query.marks.lists)
        except NotOneShapeError:
            return None
        if found.parent is not None:
            # A link is seen by whoever may read both of its ends.
            words = {k: v for k, v in found.parent.settings.items() if k != ONE_PLAN[0]}
            made[0].settings = {**words, **made[0].settings}
        if len(found.pages) < _PATTERNS_MAX:
            found.pages[pattern] = made
        return made


def _never(_: str) -> bool:
    return False


def _template(query: Query, filters: frozenset[str], *, one_row: bool = False) -> Template:
    def known(name: str) -> bool:
        return name in _PLAIN or name.startswith("cursor:") or name in filters

    def fixed(name: str) -> bool:
        kind, _, rest = name.partition(":")
        return kind == "value" or (kind == "query" and _is_fixed(rest))

    return Template(query.statement, known, fixed, one_row=one_row)


def _is_fixed(name: str) -> bool:
    return name in FIXED or name.endswith(_FIXED_SUFFIX)


def _split(call: Call, words: frozenset[str]) -> tuple[Texts, _Shape]:
    """The texts of each parameter, and the shape: names, and texts that make the statement."""
    texts: Texts = {}
    for name, text in call.query:
        texts.setdefault(name, []).append(text)
    shape = tuple(
        (name, *found) if name in words or _is_fixed(name) else (name, len(found) > 1)
        for name, found in sorted(texts.items())
    )
    return texts, shape


def _with_values(
    plan: ListPlan, texts: Texts, given: dict[str, Any], within: Related | None
) -> ListPlan | None:
    """The plan with the values of this request, which `given` gets too; None for a bad one."""
    if within is not None:
        given["id"] = within.parent_id
        plan = replace(plan, within=within)
    values: dict[str, Any] = {}
    for name, read in plan.readers.items():
        if _is_fixed(name):
            continue
        try:
            values[name] = _value(read(texts[name]))
        except ValueError:
            return None
    if not values:
        return plan
    given.update({f"query:{name}": value for name, value in values.items()})
    return replace(plan, conditions=tuple(revalued(test, values) for test in plan.conditions))


def _value(test: Test) -> Any:
    """The value of the one condition that a parameter means."""
    while isinstance(test, (Through, Negation)):
        test = test.test
    if not isinstance(test, Condition):
        raise ValueError("a parameter is one condition")
    return test.value


def _marks(lists: list[Any], given: dict[str, Any]) -> Marks | None:
    if not lists:
        return None
    given["nonce"] = secrets.token_hex(16)
    return Marks(given["nonce"], lists)


async def _run(
    pipeline: Pipeline, template: Template, reach: Reach, given: Mapping[str, Any]
) -> list[tuple[bytes | None, ...]]:
    actor = reach.actor.id
    settings = {"charter.actor": str(actor) if actor else "", **template.settings}
    values = template.fill(given)
    return await pipeline.fetch(template.prepared, values, settings, repeatable=True)
