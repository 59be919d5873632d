"""Small whole specs for tests of resolving: the platform's entities, and what a test adds."""

from __future__ import annotations

from pathlib import Path

from generator.model import Entity, Model
from generator.pipeline import check
from generator.problems import Problems

ROOT = """\
charter: 1
name: example
title: Example
roles: {admin: {title: Administrator}, clerk: {}}
aggregates: [identity, things]
"""

IDENTITY = """\
aggregate: identity
entities:
  User:
    system: true
    delete: never
    fields:
      email: {type: email, max: 254, required: true, unique: true}
      full_name: {type: string, max: 200, required: true}
      password_hash: {type: string, max: 255, secret: true, write: system}
      is_active: {type: bool, default: true, write: system}
      last_login_at: {type: datetime, write: system}
  RoleAssignment:
    system: true
    fields:
      role: {enum: Role, required: true, write: once}
      valid_from: date
      valid_until: {type: date, min: valid_from}
    relations:
      user: {to: User, required: true, on_delete: cascade, write: once}
      scope: {to: [Unit, Project], on_delete: cascade, write: once}
  RefreshToken:
    system: true
    api: {routes: [list, get]}
    fields:
      token_hash: {type: string, max: 64, required: true, unique: true, secret: true}
      family_id: {type: uuid, required: true, write: system}
      expires_at: {type: datetime, required: true, write: system}
      rotated_at: {type: datetime, write: system}
      revoked_at: {type: datetime, write: system}
      revoke_reason: {type: string, max: 30, write: system}
      client_ip: {type: string, max: 45, write: system}
      user_agent: {type: string, max: 300, write: system}
    relations:
      user: {to: User, required: true, on_delete: cascade, write: system}
      replaced_by: {to: RefreshToken, write: system}
  AuditEvent:
    system: true
    write: once
    api: {routes: [list, get]}
    fields:
      occurred_at: {type: datetime, default: now(), write: system}
      actor_email: {type: string, max: 254, write: system}
      actor_roles: {type: string, max: 60, many: true, write: system}
      action: {type: string, max: 80, required: true, write: system}
      entity_type: {type: string, max: 80, write: system}
      entity_id: {type: uuid, write: system}
      changes: {type: json, write: system}
      reason: {type: text, write: system}
      outcome: {enum: [success, denied, failed], required: true, write: system}
      rule: {type: string, max: 300, write: system}
      request_id: {type: string, max: 128, write: system}
      client_ip: {type: string, max: 45, write: system}
      source: {enum: [api, cli, job, sql], required: true, write: system}
    relations:
      actor: {to: User, write: system}
  Unit:
    relations:
      parent: {to: Unit, inverse: units}
  Project:
    relations:
      unit: {to: Unit}
"""


def checked(folder: Path, things: str, root: str = ROOT) -> tuple[Model | None, Problems]:
    """What the pipeline makes of a spec whose aggregate `things` is the text given."""
    (folder / "model").mkdir(exist_ok=True)
    (folder / "model.yaml").write_text(root)
    (folder / "model" / "identity.yaml").write_text(IDENTITY)
    (folder / "model" / "things.yaml").write_text("aggregate: things\n" + things)
    return check(folder)


def resolved(folder: Path, things: str, root: str = ROOT) -> Model:
    """The model of such a spec, which must be free of errors."""
    model, problems = checked(folder, things, root)
    assert model is not None, "\n".join(str(problem) for problem in problems.sorted())
    return model


def thing(folder: Path, body: str, more: str = "") -> Entity:
    """The entity `Thing` with the given body (lines of YAML, not indented)."""
    indented = "".join(f"    {line}\n" for line in body.splitlines())
    return resolved(folder, f"{more}entities:\n  Thing:\n{indented}").entity("Thing")
