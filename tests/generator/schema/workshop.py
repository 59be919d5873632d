"""A small project for tests of the database: the platform's tables, and what a test adds."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from generator.model import Model
from generator.pipeline import check

ROOT = """\
charter: 1
name: workshop
title: Workshop
roles:
  public: {title: Anyone, doc: Nobody in particular.}
  clerk: {title: Clerk, doc: Works here.}
aggregates: [account, shop]
"""

ACCOUNT = """\
aggregate: account
title: Accounts
entities:
  User:
    doc: Somebody who signs in.
    system: true
    label: full_name
    fields:
      email: {type: email, max: 254, required: true, unique: true, personal: row}
      full_name: {type: string, max: 200, required: true, personal: row}
      password_hash: {type: string, max: 255, secret: true, write: system}
      is_active: {type: bool, default: true, write: system}
      last_login_at: {type: datetime, write: system}
  RoleAssignment:
    doc: A role of a user.
    system: true
    label: role
    fields:
      role: {enum: Role, required: true}
      valid_from: date
      valid_until: date
    relations:
      user: {to: User, required: true, on_delete: cascade}
      scope: {to: [Order, Stamp], on_delete: cascade}
  RefreshToken:
    doc: A refresh token.
    system: true
    label: family_id
    api: {routes: [list, get]}
    fields:
      token_hash:
        type: string
        max: 64
        required: true
        unique: true
        secret: true
        write: system
      family_id: {type: uuid, required: true, write: system}
      expires_at: {type: datetime, required: true, write: system}
      rotated_at: {type: datetime, write: system}
      revoked_at: {type: datetime, write: system}
      revoke_reason: {type: string, max: 40, write: system}
      client_ip: {type: string, max: 45, write: system}
      user_agent: {type: string, max: 300, write: system}
    relations:
      user: {to: User, required: true, on_delete: cascade, write: system}
      replaced_by: {to: RefreshToken, write: system}
  AuditEvent:
    doc: One write, as it happened.
    system: true
    label: action
    write: once
    api: {routes: [list, get]}
    fields:
      occurred_at: {type: datetime, required: true, default: now(), write: system}
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
"""

SHOP = """\
enums:
  Grade: {ordered: true, values: [low, medium, high]}
entities:
  Order:
    doc: What somebody wants, "soon".
    label: title
    fields:
      ref: {number: 'O-{year}-001'}
      title: {type: string, min: 2, max: 40, required: true, search: A}
      sku: {type: string, max: 12, pattern: '[A-Z]+(?:-[0-9]+)?', write: once}
      quantity: {type: int, min: 1, max: 9, default: 1}
      price: {type: decimal, digits: 8, places: 2, min: 0, default: 0.50}
      total: {type: decimal, digits: 12, places: 2, computed: quantity * price}
      grade: {enum: Grade, default: medium}
      urgent: {type: bool, computed: grade >= "high"}
      kind: {enum: [plain, gift], default: plain}
      wish: {type: text, required_when: kind == "gift", search: B}
      tags: {type: string, max: 5, many: true, max_items: 3}
      wait: {type: duration, default: 2 days}
      starts_on: date
      ends_on: {type: date, min: starts_on}
      extra: {type: json, default: {a: 1}}
    relations:
      owner: {to: User}
      helpers: {to: User, many: true, inverse: orders}
      parent: {to: Order, on_delete: cascade, inverse: parts}
    unique:
      - {fields: [title, owner], nulls: equal}
    indexes:
      - {fields: [grade, -total], where: kind == "plain"}
    rules:
      - check: parent != row
        code: OWN_PARENT
        message: An order is no part of itself.
        field: parent
    frozen: status == "closed"
    states:
      values: [open, closed]
      initial: open
      transitions:
        close: {from: open, to: closed}
        reopen: {from: closed, to: open}
  Folder:
    doc: Holds papers.
    label: title
    delete: soft
    fields:
      title: {type: string, max: 40, required: true, unique: true}
  Paper:
    doc: Lies in a folder.
    label: title
    delete: soft
    fields:
      title: {type: string, max: 40, required: true}
    relations:
      folder: {to: Folder, required: true, on_delete: cascade}
  Note:
    doc: Says something about any row.
    label: body
    fields:
      body: {type: text, required: true}
    relations:
      subject: {to: any, on_delete: set_null}
  Stamp:
    doc: Is kept.
    label: body
    delete: never
    fields:
      body: {type: text, required: true}
  Receipt:
    doc: Is added and never changed.
    label: body
    write: once
    fields:
      body: {type: text, required: true}
"""


def resolved(folder: Path, shop: str = SHOP, *, account: str = ACCOUNT) -> Model:
    """The model of the project in `folder`, its second aggregate being `shop`."""
    (folder / "model").mkdir(parents=True, exist_ok=True)
    (folder / "model.yaml").write_text(ROOT)
    (folder / "model" / "account.yaml").write_text(account)
    head = "aggregate: shop\ntitle: Shop\n"
    (folder / "model" / "shop.yaml").write_text(head + dedent(shop))
    model, problems = check(folder)
    assert model is not None, "\n".join(str(problem) for problem in problems.sorted())
    return model
