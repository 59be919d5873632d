"""Says in an answer that the request used something deprecated, and counts it.

`Deprecation` (RFC 9745) is the day since when, `Sunset` (RFC 8594) the day from which it may be
gone; of several the earliest. What a request used stands in its path, body and query string. An
answer that merely carries a deprecated member says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from typing import Any

from runtime.call import Answer, Call
from runtime.http.metrics import DEPRECATED_USES
from runtime.operations.binding import Binding
from runtime.operations.services import Services
from runtime.problems import Invalid
from runtime.query.parse import parse_aggregate, parse_list, parse_row
from runtime.query.uses import Use, uses_of_groups, uses_of_list, uses_of_row
from runtime.resource import Action, Deprecated, Resource

_READS = ("list", "get", "related", "aggregate")


@dataclass(frozen=True, slots=True)
class Used:
    """Something deprecated that a request used, and where."""

    entity: str
    member: str
    kind: str
    deprecated: Deprecated


class Notices:
    """Makes the notices of bindings; most projects have nothing deprecated and need none."""

    def __init__(self, services: Services) -> None:
        self._services = services
        resources = services.registry.resources
        words = {key.rpartition(".")[2] for each in resources for key in each.deprecated}
        self._words = re.compile("|".join(map(re.escape, sorted(words)))) if words else None

    def of(self, binding: Binding) -> Notice | None:
        """What tells of an operation; None where a request can use nothing deprecated."""
        resource, action = binding.resource, None
        if binding.kind == "action":
            action = resource.action(binding.name)
        body = dict(_of_body(binding, action))
        words = self._words if binding.kind in _READS else None
        if binding.kind == "history" and resource.deprecated:
            words = self._words
        if binding.deprecated is None and not body and words is None:
            return None
        return Notice(self._services, binding, body, words)


def _of_body(binding: Binding, action: Action | None) -> Iterator[tuple[str, Used]]:
    """What is deprecated of a body, or of the query string of an action, by JSON name."""
    resource = binding.resource
    if binding.kind in ("create", "update"):
        for name, each in resource.deprecated.items():
            yield name, Used(resource.name, name, "body", each)
    if action is not None:
        columns = {*action.needs, *action.takes}
        for name, each in resource.deprecated.items():
            if name.partition(".")[0] in columns:
                yield name, Used(resource.name, name, "body", each)
        for name, each in action.deprecated_input.items():
            yield name, Used(resource.name, f"{action.name}.{name}", "body", each)


class Notice:
    """Tells of one operation what of a request is deprecated."""

    def __init__(
        self,
        services: Services,
        binding: Binding,
        body: Mapping[str, Used],
        words: re.Pattern[str] | None,
    ) -> None:
        self._services = services
        self._binding = binding
        self._body = body
        self._words = words
        route = binding.deprecated
        self._route = Used(binding.resource.name, binding.name, "route", route) if route else None

    def on(self, answer: Answer, call: Call) -> Answer:
        """The answer with its headers.

        A refusal tells of the route alone, whatever else the request named: what is hidden from
        the caller stays so. Only requests that were carried out are counted.
        """
        found = {self._route} if self._route else set()
        if answer.status < 400:
            found.update(self._used(call))
            for each in found:
                DEPRECATED_USES.labels(each.entity, each.member, each.kind).inc()
        if not found:
            return answer
        return replace(
            answer, headers=(*answer.headers, *_headers(each.deprecated for each in found))
        )

    def _used(self, call: Call) -> Iterator[Used]:
        if self._body:
            yield from self._submitted(_members(call))
        if self._words is not None and _mentioned(self._words, call):
            for use in self._asked(call):
                deprecated = use.resource.deprecated.get(use.member)
                if deprecated is not None:
                    yield Used(use.resource.name, use.member, use.kind, deprecated)

    def _submitted(self, members: Mapping[str, Any]) -> Iterator[Used]:
        for name, value in members.items():
            if name in self._body:
                yield self._body[name]
            for each in value if isinstance(value, list | tuple) else (value,):
                word = f"{name}.{getattr(each, 'value', each)}" if isinstance(each, str) else ""
                if word in self._body:
                    yield self._body[word]

    def _asked(self, call: Call) -> Iterator[Use]:
        """Reads the query again, which was right a moment ago; another policy may rule by now."""
        try:
            yield from self._planned(call)
        except Invalid:
            return

    def _planned(self, call: Call) -> Iterator[Use]:
        resource, registry = self._binding.resource, self._services.registry
        reach = self._services.policy.reach(call.actor)
        query = [(name, text) for name, text in call.query if name != "cursor"]
        chosen = any(name == "fields" for name, _ in query)
        match self._binding.kind:
            case "history":
                yield from (
                    Use(resource, text, "history") for name, text in query if name == "field"
                )
            case "aggregate":
                yield from uses_of_groups(parse_aggregate(resource, registry, reach, query))
            case "get":
                yield from uses_of_row(parse_row(resource, registry, reach, query), chosen=chosen)
            case _:
                of = self._listed()
                plan = parse_list(of, registry, reach, query, cursors=self._services.cursors)
                yield from uses_of_list(plan, chosen=chosen)

    def _listed(self) -> Resource:
        """The resource whose rows are listed."""
        resource, name = self._binding.resource, self._binding.name
        if self._binding.kind != "related":
            return resource
        relation = next(each for each in resource.to_many if each.name == name)
        return self._services.registry[relation.target]


def _members(call: Call) -> Mapping[str, Any]:
    """What was submitted, by JSON name: in the body or, by GET, in the query string."""
    return dict(call.query) if call.method == "GET" else call.submitted


def _mentioned(words: re.Pattern[str], call: Call) -> bool:
    """Whether the query string may name something deprecated; a backslash may stand in a word."""
    return any(
        words.search(name) or words.search(text) or "\\" in text for name, text in call.query
    )


def _headers(found: Iterable[Deprecated]) -> Iterator[tuple[str, str]]:
    told = list(found)
    yield "Deprecation", f"@{_moment(min(each.since for each in told)).timestamp():.0f}"
    ends = [each.until for each in told if each.until is not None]
    if ends:
        yield "Sunset", format_datetime(_moment(min(ends)), usegmt=True)


def _moment(day: date) -> datetime:
    """The beginning of a day."""
    return datetime.combine(day, time(), UTC)
