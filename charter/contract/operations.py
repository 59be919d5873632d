"""Two OpenAPI documents: what became of every operation, its parameters, bodies and answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from charter.contract.change import Change, Direction, Json, in_order
from charter.contract.schemas import Schemas, known_to_go

_WARNINGS = frozenset({"deprecation", "sunset"})
_METHODS = ("get", "put", "post", "patch", "delete", "head", "options")


def differences(old: Json, new: Json) -> list[Change]:
    """Every difference that a client can notice, those that break one first.

    Descriptions, summaries, tags and examples are for people and are left out.
    """
    return in_order(_Comparison(old, new).run())


class _Comparison:
    def __init__(self, old: Json, new: Json) -> None:
        self._old, self._new = old, new
        self._schemas = Schemas(old, new)
        self._found = self._schemas.found

    def run(self) -> list[Change]:
        before, after = dict(_operations(self._old)), dict(_operations(self._new))
        for place, operation in after.items():
            if place in before:
                self._operation(place, before[place], operation)
            else:
                self._note(False, "OPERATION_ADDED", place, "is new")
        for place, operation in before.items():
            if place not in after:
                said = f"is gone{known_to_go(operation)}"
                self._note(True, "OPERATION_REMOVED", place, said)
        return self._found

    def _note(self, breaking: bool, code: str, place: str, message: str) -> None:
        self._found.append(Change(breaking, code, place, message))

    def _operation(self, place: str, old: Json, new: Json) -> None:
        name, was = new.get("operationId"), old.get("operationId")
        if name != was:
            self._note(True, "OPERATION_RENAMED", place, f"operationId was {was}, is {name}")
        if new.get("deprecated") and not old.get("deprecated"):
            self._note(False, "DEPRECATED", place, "is deprecated now")
        self._security(place, old.get("security"), new.get("security"))
        self._parameters(place, old, new)
        self._body(place, old.get("requestBody"), new.get("requestBody"))
        self._answers(place, old.get("responses", {}), new.get("responses", {}))

    def _security(self, place: str, old: Any, new: Any) -> None:
        if new and not old:
            self._note(True, "SECURITY_ADDED", place, "a token is required now")
        elif old and not new:
            self._note(False, "SECURITY_REMOVED", place, "no token is required now")
        elif old != new:
            self._note(True, "SECURITY_CHANGED", place, "another token is required now")

    # ------------------------------------------------------------------------- parameters

    def _parameters(self, place: str, old: Json, new: Json) -> None:
        before = self._by_name(old, self._old)
        after = self._by_name(new, self._new)
        for key, parameter in after.items():
            where = f"{place} {key[0]} {key[1]}"
            required = bool(parameter.get("required"))
            known = before.get(key)
            if known is None:
                said = "is new, and required" if required else "is new"
                self._note(required, "PARAMETER_ADDED", where, said)
                continue
            if required and not known.get("required"):
                self._note(True, "PARAMETER_REQUIRED", where, "is required now")
            elif known.get("required") and not required:
                self._note(False, "PARAMETER_OPTIONAL", where, "may be left out now")
            if parameter.get("deprecated") and not known.get("deprecated"):
                self._note(False, "DEPRECATED", where, "is deprecated now")
            if (known.get("style"), known.get("explode")) != (
                parameter.get("style"),
                parameter.get("explode"),
            ):
                self._note(True, "PARAMETER_STYLE", where, "is written another way now")
            self._schemas.compare(
                known.get("schema", {}), parameter.get("schema", {}), Direction.REQUEST, where
            )
        for key in before:
            if key not in after:
                where = f"{place} {key[0]} {key[1]}"
                # A parameter that nobody knows is a 422 here; a header is read by nobody.
                said = f"is gone{known_to_go(before[key])}"
                self._note(key[0] != "header", "PARAMETER_REMOVED", where, said)

    def _by_name(self, operation: Json, document: Json) -> dict[tuple[str, str], Json]:
        resolved = (_resolved(each, document) for each in operation.get("parameters", ()))
        return {(each["in"], each["name"]): each for each in resolved}

    # ------------------------------------------------------------------------------ bodies

    def _body(self, place: str, old: Json | None, new: Json | None) -> None:
        where = f"{place} body"
        if old is None or new is None:
            if old is not None:
                self._note(True, "BODY_REMOVED", where, "is no longer taken")
            elif new is not None:
                required = bool(new.get("required"))
                self._note(required, "BODY_ADDED", where, "is new")
            return
        if new.get("required") and not old.get("required"):
            self._note(True, "BODY_REQUIRED", where, "is required now")
        elif old.get("required") and not new.get("required"):
            self._note(False, "BODY_OPTIONAL", where, "may be left out now")
        self._contents(where, old, new, Direction.REQUEST)

    def _answers(self, place: str, old: Json, new: Json) -> None:
        for status, answer in new.items():
            where = f"{place} {status}"
            if status not in old:
                # What failed before may fail in a new way; a new kind of success is a surprise.
                breaking = status.startswith(("2", "3"))
                self._note(breaking, "STATUS_ADDED", where, "is a new answer")
                continue
            before, after = _resolved(old[status], self._old), _resolved(answer, self._new)
            self._contents(where, before, after, Direction.RESPONSE)
            self._headers(where, before.get("headers", {}), after.get("headers", {}))
        for status in old:
            if status not in new:
                breaking = status.startswith("2")
                self._note(breaking, "STATUS_REMOVED", f"{place} {status}", "is no answer now")

    def _headers(self, place: str, old: Json, new: Json) -> None:
        before, after = _by_lower_name(old), _by_lower_name(new)
        for key, (name, header) in after.items():
            if key in before:
                earlier, later = before[key][1].get("schema", {}), header.get("schema", {})
                where = f"{place} header {name}"
                self._schemas.compare(earlier, later, Direction.RESPONSE, where)
        added = [name for key, (name, _) in after.items() if key not in before]
        if added:
            self._note(False, "HEADER_ADDED", place, f"may have {' and '.join(added)} now")
        for key, (name, _) in before.items():
            if key not in after:
                # Whoever waits for a warning is not hurt when there is nothing to warn of.
                breaking = key not in _WARNINGS
                self._note(breaking, "HEADER_REMOVED", place, f"has no {name} any more")

    def _contents(self, place: str, old: Json, new: Json, direction: Direction) -> None:
        before, after = old.get("content", {}), new.get("content", {})
        for media_type, content in after.items():
            if media_type in before:
                earlier, later = before[media_type].get("schema", {}), content.get("schema", {})
                self._schemas.compare(earlier, later, direction, place)
            else:
                self._note(False, "MEDIA_TYPE_ADDED", place, f"{media_type} is new")
        for media_type in before:
            if media_type not in after:
                self._note(True, "MEDIA_TYPE_REMOVED", place, f"{media_type} is gone")


def _by_lower_name(headers: Json) -> dict[str, tuple[str, Json]]:
    """Headers by the name that counts: its case does not."""
    return {name.lower(): (name, header) for name, header in headers.items()}


def _operations(document: Json) -> Iterator[tuple[str, Json]]:
    for path, item in document.get("paths", {}).items():
        for method in _METHODS:
            if method in item:
                yield f"{method.upper()} {path}", item[method]


def _resolved(part: Json, document: Json) -> Json:
    """A parameter or answer, looked up where it is a reference."""
    reference = part.get("$ref")
    if reference is None:
        return part
    found = document
    for name in str(reference).removeprefix("#/").split("/"):
        found = found.get(name.replace("~1", "/").replace("~0", "~"), {})
    return found
