"""What stands in a leaf of the audit log: the one place that knows, as fragments of SQL.

Sealing, verification and export all put these fragments over `e`, a row of audit_events, and
`l`, a row of charter_audit_leaves (or a row of nulls that is about to become one). Only functions
that PostgreSQL itself brings are used: nothing that is kept in the database can change what a
verifier computes.

A leaf is the text of a JSON object; its hash is SHA-256 of a zero byte and the text (RFC 6962,
section 2.1). Personal values stand in it as commitments, HMAC-SHA256 (RFC 2104) under the key of
the person whom they are about, so that the values and the key can be destroyed and the leaf stays
what it was. A session that runs these must have its time zone at UTC.
"""

from __future__ import annotations

from typing import LiteralString

NIL = "00000000-0000-0000-0000-000000000000"
"""The subject whose key is the platform's own: secrets, and what is about nobody known."""

LEAF: LiteralString = """json_build_object(
    'id', e.id,
    'occurred_at', e.occurred_at,
    'actor_id', e.actor_id,
    'actor_roles', e.actor_roles,
    'action', e.action,
    'entity_type', e.entity_type,
    'entity_id', e.entity_id,
    'changes', CASE WHEN l.changes IS NULL THEN e.changes ELSE e.changes || l.changes END,
    'marks', e.marks,
    'reason', e.reason,
    'outcome', e.outcome,
    'rule', e.rule,
    'request_id', e.request_id,
    'source', e.source,
    'transaction_id', e.transaction_id,
    'person', encode(l.person, 'hex')
)::text"""
"""The text of a leaf."""

HASH: LiteralString = f"sha256('\\x00'::bytea || convert_to({LEAF}, 'UTF8'))"
"""The hash of a leaf."""

PLAIN: LiteralString = (
    "e.created_at = e.occurred_at AND e.updated_at = e.occurred_at AND e.version = 1"
    " AND e.created_by_id IS NULL AND e.updated_by_id IS NULL"
)
"""What the columns that a leaf leaves out must be."""

SUBJECT: LiteralString = (
    "coalesce(e.actor_id, md5(lower(e.actor_email))::uuid, '00000000-0000-0000-0000-000000000000')"
)
"""Whom the event's own personal values are about: who acted, or the address that was tried."""

HAS_PERSON: LiteralString = "(e.actor_email IS NOT NULL OR e.client_ip IS NOT NULL)"

PERSON: LiteralString = (
    "sha256(s.outer_key || sha256(s.inner_key || convert_to("
    "json_build_array('person', e.actor_email, e.client_ip)::text, 'UTF8')))"
)
"""The commitment of an event's own personal values, under the key `s` of SUBJECT."""

VALUE: LiteralString = (
    "encode(sha256({key}.outer_key || sha256({key}.inner_key || convert_to("
    "json_build_array({entity}, {row}, {field}, {value})::text, 'UTF8'))), 'hex')"
)
"""The commitment of a field's value, to be formatted with SQL: the key's alias, the entity type,
the row's id, the field's name, the value as text (`jsonb #>> '{}'`, so that a stored row can be
committed the same way). The trigger that commits secrets says the same."""

CHANGES: LiteralString = """(
    SELECT jsonb_object_agg(p.field, jsonb_build_array(
        CASE WHEN e.changes -> p.field ->> 0 IS NOT NULL THEN {old} END,
        CASE WHEN e.changes -> p.field ->> 1 IS NOT NULL THEN {new} END
    ))
    FROM jsonb_each_text(e.marks -> 'subjects') AS p(field, subject)
    JOIN charter_audit_subjects AS k ON k.subject = p.subject::uuid
)""".format(  # noqa: S608 - fragments of this module alone
    old=VALUE.format(
        key="k",
        entity="e.entity_type",
        row="e.entity_id",
        field="p.field",
        value="e.changes -> p.field ->> 0",
    ),
    new=VALUE.format(
        key="k",
        entity="e.entity_type",
        row="e.entity_id",
        field="p.field",
        value="e.changes -> p.field ->> 1",
    ),
)
"""The commitments of an event's personal changes; null where it has none."""
