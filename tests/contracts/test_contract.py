"""What clients rely on: no change of the document takes away what the baseline promises.

After a change that is meant: cp generated/openapi.json tests/contracts/openapi.baseline.json
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
BASELINE = Path(__file__).parent / "openapi.baseline.json"


@cache
def document(path: Path) -> dict[str, Any]:
    return json.loads(path.read_bytes())  # type: ignore[no-any-return]


def breaks(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    """Everything in `after` that a client of `before` would stumble over."""
    for path, methods in before["paths"].items():
        for method, operation in methods.items():
            name = f"{method.upper()} {path}"
            now = after["paths"].get(path, {}).get(method)
            if now is None:
                yield f"{name} is gone"
                continue
            yield from (
                f"{name}: {what}" for what in operation_breaks(operation, now, before, after)
            )
    for name, schema in before["components"]["schemas"].items():
        now = after["components"]["schemas"].get(name)
        if now is None:
            yield f"schema {name} is gone"
            continue
        yield from (f"schema {name}: {what}" for what in schema_breaks(schema, now))


def operation_breaks(
    old: dict[str, Any], new: dict[str, Any], before: dict[str, Any], after: dict[str, Any]
) -> Iterator[str]:
    known = {(p["in"], p["name"]): p for p in resolved(new.get("parameters", ()), after)}
    old_keys = set()
    for parameter in resolved(old.get("parameters", ()), before):
        key = (parameter["in"], parameter["name"])
        old_keys.add(key)
        if key not in known:
            yield f"parameter {key[1]} is gone"
        elif known[key].get("required") and not parameter.get("required"):
            yield f"parameter {key[1]} is required now"
    for key, parameter in known.items():
        if parameter.get("required") and key not in old_keys:
            yield f"parameter {key[1]} is new and required"
    for status in old["responses"]:
        if status.startswith("2") and status not in new["responses"]:
            yield f"answer {status} is gone"
    for status in new["responses"]:
        if status not in old["responses"]:
            yield f"answer {status} is new"


def resolved(parameters: Any, whole: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for parameter in parameters:
        reference = parameter.get("$ref", "")
        name = reference.removeprefix("#/components/parameters/")
        yield whole["components"]["parameters"][name] if reference else parameter


def schema_breaks(old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    if "enum" in old and set(old["enum"]) - set(new.get("enum", ())):
        yield "a value is gone"
    for name in old.get("properties", {}):
        if name not in new.get("properties", {}):
            yield f"{name} is gone"
    for name in set(new.get("required", ())) - set(old.get("required", ())):
        yield f"{name} is required now"


def test_nothing_that_clients_rely_on_is_gone() -> None:
    found = list(breaks(document(BASELINE), document(ROOT / "generated" / "openapi.json")))
    assert not found, "\n".join(found[:50])


def test_the_baseline_is_current() -> None:
    """What is added is promised as well, from the commit that adds it."""
    current = (ROOT / "generated" / "openapi.json").read_bytes()
    assert BASELINE.read_bytes() == current, __doc__


def test_breaks_are_found() -> None:
    before = document(BASELINE)
    after = copy.deepcopy(before)
    del after["paths"]["/api/v1/risks/{id}"]["delete"]
    after["paths"]["/api/v1/risks"]["get"]["parameters"].pop()
    del after["components"]["schemas"]["RiskRead"]["properties"]["title"]
    after["components"]["schemas"]["RiskCreate"]["required"].append("threat")
    found = "\n".join(breaks(before, after))
    assert "DELETE /api/v1/risks/{id} is gone" in found
    assert "GET /api/v1/risks: parameter" in found
    assert "schema RiskRead: title is gone" in found
    assert "schema RiskCreate: threat is required now" in found
