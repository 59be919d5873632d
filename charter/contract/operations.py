"""Two OpenAPI documents: what became of every operation, its parameters, bodies and answers."""

from __future__ import annotations

from collections.abc import Iterator

from charter.contract.change import Change, Direction, Json, in_order
from charter.contract.schemas import Schemas

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
        for place in before:
            if place not in after:
                self._note(True, "OPERATION_REMOVED", place, "is gone")
        return self._found

    def _note(self, breaking: bool, code: str, place: str, message: str) -> None:
        self._found.append(Change(breaking, code, place, message))

    def _operation(self, place: str, old: Json, new: Json) -> None:
        name, was = new.get("operationId"), old.get("operationId")
        if name != was:
            self._note(True, "OPERATION_RENAMED", place, f"operationId was {was}, is {name}")
        if new.get("deprecated") and not old.get("deprecated"):
            self._note(False, "DEPRECATED", place, "is deprecated now")
        if new.get("security") and not old.get("security"):
            self._note(True, "SECURITY_ADDED", place, "a token is required now")
        self._parameters(place, old, new)
        self._body(place, old.get("requestBody"), new.get("requestBody"))
        self._answers(place, old.get("responses", {}), new.get("responses", {}))

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
                self._note(key[0] != "header", "PARAMETER_REMOVED", where, "is gone")

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
            for header in before.get("headers", {}):
                if header not in after.get("headers", {}):
                    self._note(True, "HEADER_REMOVED", where, f"has no {header} any more")
        for status in old:
            if status not in new:
                breaking = status.startswith("2")
                self._note(breaking, "STATUS_REMOVED", f"{place} {status}", "is no answer now")

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
