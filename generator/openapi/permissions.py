"""The routes that tell what somebody may do, as `runtime.http.permissions` has them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generator.emit.shapes import component
from generator.openapi.responses import Json

SIMULATE = "simulate"
"""The segment below the path of the role assignments."""

GRANTS_MAX = 50
REVOKED_MAX = 500

PERMISSIONS_DOC = (
    "What the roles in force permit, from the policy alone: only resources and actions of which "
    "something may be done. The rows of an action are those of any of `allow`, less those of any "
    "of `deny`. The policy is tested on each row again, and the model's four eyes, states and "
    "frozen rows hold besides."
)
SIMULATE_DOC = (
    "Answers what the person could do before and after; nothing is written. It takes a rule to "
    "`create` any role assignment without limit (an exception for one's own does not matter), one "
    "to `read` all of them with all their fields, and one to `read` users."
)

_TEXT: Json = {"type": "string"}
_UUID: Json = {"type": "string", "format": "uuid"}
_BOOL: Json = {"type": "boolean"}
_NULL: Json = {"type": "null"}


def schemas(roles: Sequence[str], limits: Sequence[str]) -> Json:
    """The schemas of both routes: `roles` that a person can hold, `limits` they may be given."""
    return _answers() | _request(roles, limits)


def _request(roles: Sequence[str], limits: Sequence[str]) -> Json:
    limited = {"anyOf": [{"type": "string", "enum": list(limits)}, _NULL]} if limits else _NULL
    grants = {"type": "array", "items": component("RoleGrant"), "maxItems": GRANTS_MAX}
    revoked = {"type": "array", "items": _UUID, "maxItems": REVOKED_MAX}
    return {
        "RoleGrant": _object(
            "A role to grant, everywhere or, with both of the scope, within one row.",
            required=["role"],
            role={"type": "string", "enum": list(roles)},
            scope_type=limited | {"default": None},
            scope_id={"anyOf": [_UUID, _NULL], "default": None},
        )
        | {"additionalProperties": False},
        "RoleSimulationRequest": _object(
            "Whose roles to change, and how.",
            required=["user_id"],
            user_id=_UUID,
            grant=grants | {"default": [], "description": "Assignments to add."},
            revoke=revoked | {"default": [], "description": "Ids of assignments to end."},
        )
        | {"additionalProperties": False},
    }


def _answers() -> Json:
    rights = _list("PermittedRows")
    lines = {"type": "array", "items": _TEXT, "description": "The policy lines that say so."}
    whole = _BOOL | {"description": "Whether every row is reached."}
    scope = _TEXT | {"description": "`any`, or a scope of the resource."}
    limit = {"anyOf": [component("AssignmentLimit"), _NULL]}
    return {
        "Permissions": _object(
            "What the policy permits under some roles.",
            policy=_TEXT | {"description": "The hash of the policy set."},
            role_assignments=_list("HeldRole"),
            resources=_list("PermittedResource"),
        ),
        "PermittedResource": _object(
            "A resource of which something may be done.",
            resource=_TEXT | {"description": "The policy word."},
            actions=_list("PermittedAction"),
            hidden={"type": "array", "items": _TEXT, "description": "Fields that are not shown."},
            read_only={
                "type": "array",
                "items": _TEXT,
                "description": "Fields that are shown and cannot be written.",
            },
        ),
        "PermittedAction": _object(
            "An action and the rows it reaches: `allow` less `deny`.",
            action=_TEXT | {"description": "The policy word."},
            everything=whole,
            allow=rights,
            deny=rights,
        ),
        "PermittedRows": _object(
            "Rows of a scope, within a limit if there is one.", scope=scope, limit=limit
        ),
        "AssignmentLimit": _object(
            "The row that a role assignment is limited to.", scope_type=_TEXT, scope_id=_UUID
        ),
        "RoleSimulation": _object(
            "What a person could do before and after a change of roles.",
            user_id=_UUID,
            active=_BOOL | {"description": "An account that is not active may do nothing."},
            before=component("Permissions"),
            after=component("Permissions"),
            gained=_list("ChangedRight", "Actions that may reach more rows than before."),
            lost=_list("ChangedRight", "Actions that may reach fewer; one can stand in both."),
            masks_gained=_list("ChangedMask", "New masks on resources reached before and after."),
            masks_lost=_list("ChangedMask", "Masks that end, of resources reached in both."),
        ),
        "ChangedRight": _object(
            "An action and what the policy says of it before and after.",
            resource=_TEXT,
            action=_TEXT,
            before=component("DecidedRight"),
            after=component("DecidedRight"),
        ),
        "DecidedRight": _object(
            "Rows of an action with the lines that decide; without `allow` there is no right.",
            everything=whole,
            allow=_list("DecidedRows"),
            deny=_list("DecidedRows"),
        ),
        "DecidedRows": _object(
            "Rows of a scope, within a limit if there is one, and why.",
            scope=scope,
            limit=limit,
            lines=lines,
        ),
        "ChangedMask": _object(
            "A mask on a field.",
            resource=_TEXT,
            field=_TEXT,
            effect={"type": "string", "enum": ["hidden", "read_only"]},
        ),
    }


def _list(name: str, doc: str = "") -> Json:
    found: Json = {"type": "array", "items": component(name)}
    return found | {"description": doc} if doc else found


def _object(doc: str, required: list[str] | None = None, **properties: Any) -> Json:
    return {
        "type": "object",
        "description": doc,
        "properties": properties,
        "required": list(properties) if required is None else required,
    }
