"""For every invariant of the repository one change of a line that breaks it."""

from __future__ import annotations

BREAKS: dict[str, tuple[str, str, str, str | None]] = {
    "Whoever has not signed in may do nothing.": (
        "p, public, regulation, read, any, allow",
        "",
        "public may read regulation in any row",
        "p, public, regulation, read, any, allow",
    ),
    "Only admin writes role assignments.": (
        "p, compliance_manager, role_assignment, update, any, allow",
        "",
        "compliance_manager may update role_assignment in any row",
        "p, compliance_manager, role_assignment, update, any, allow",
    ),
    "Nobody gives themselves a role, changes one of their own or takes it away.": (
        "",
        "p, admin, role_assignment, create, own, deny",
        'admin may create role_assignment where "own" holds',
        "p, admin, role_assignment, create, any, allow",
    ),
    "Only admin opens, closes and hands over accounts.": (
        "p, dpo, user, deactivate, any, allow",
        "",
        "dpo may deactivate user in any row",
        "p, dpo, user, deactivate, any, allow",
    ),
    "Others than admin change no account but their own.": (
        "p, top_management, user, update, any, allow",
        "",
        "top_management may update user in any row",
        "p, top_management, user, update, any, allow",
    ),
    "Addresses and log-ins of others are for those who answer for personal data.": (
        "",
        "p2, viewer, user, email|external_subject|last_login_at, hidden",
        "risk_owner sees user.email in any row",
        "p, viewer, user, read, any, allow",
    ),
    "Only admin changes an address, the kind of an account, or whom somebody reports to.": (
        "",
        "p2, viewer, user, kind|department|job_title|business_unit_id|manager_id, read_only",
        'viewer may set user.kind by update where "own" holds',
        "p, viewer, user, update, own, allow",
    ),
    "Only admin and auditor read the trail.": (
        "p, dpo, audit_event, read, own, allow",
        "",
        'dpo may read audit_event where "own" holds',
        "p, dpo, audit_event, read, own, allow",
    ),
    "Admin and auditor read the whole trail, with every field.": (
        "p2, auditor, audit_event, client_ip, hidden",
        "",
        "auditor does not see audit_event.client_ip in every row: it is hidden",
        "p2, auditor, audit_event, client_ip, hidden",
    ),
    "The auditor reads everything.": (
        "p, auditor, risk, read, own, deny",
        "",
        'auditor may not read risk in every row: a line denies it for "own"',
        "p, auditor, risk, read, own, deny",
    ),
    "Nobody approves evidence that they own, or evidence for a control that they own.": (
        "",
        "p, auditor, evidence, approve, own_control, deny",
        'auditor may approve evidence where "own_control" holds',
        "p, auditor, evidence, approve, any, allow",
    ),
    "Nobody verifies a requirement that they answer for.": (
        "",
        "p, auditor, requirement, verify, own, deny",
        'auditor may verify requirement where "own" holds',
        "p, auditor, requirement, verify, any, allow",
    ),
    "No step that demands four eyes can be taken by whose row it is.": (
        "p, contributor, requirement, verify, own, allow",
        "",
        'contributor may verify requirement where "own" holds',
        "p, contributor, requirement, verify, own, allow",
    ),
    "An acceptance is approved or rejected by the one it was put to, and by nobody else.": (
        "p, top_management, risk_acceptance, reject, any, allow",
        "",
        "top_management may reject risk_acceptance in any row",
        "p, top_management, risk_acceptance, reject, any, allow",
    ),
    "Only top management and the compliance manager decide on acceptances.": (
        "p, risk_owner, risk_acceptance, revoke, own, allow",
        "",
        'risk_owner may revoke risk_acceptance where "own" holds',
        "p, risk_owner, risk_acceptance, revoke, own, allow",
    ),
    "Only top management approves the scales that risks are measured by.": (
        "p, compliance_manager, risk_matrix, *, any, allow",
        "",
        "compliance_manager may approve risk_matrix in any row",
        "p, compliance_manager, risk_matrix, *, any, allow",
    ),
    "Only the compliance manager and the auditor decide on evidence.": (
        "p, control_owner, evidence, reject, own_control, allow",
        "",
        'control_owner may reject evidence where "own_control" holds',
        "p, control_owner, evidence, reject, own_control, allow",
    ),
    "Admin approves no content.": (
        "g, admin, auditor",
        "",
        "admin may mark_ineffective control in any row",
        "p, auditor, control, mark_ineffective, any, allow",
    ),
    "A viewer writes nothing but their own account.": (
        "p, viewer, task, create, reported, allow",
        "",
        'viewer may create task where "reported" holds',
        "p, viewer, task, create, reported, allow",
    ),
    "A viewer reads no evidence that is not shared.": (
        "p, viewer, evidence, read, own_task, allow",
        "",
        'viewer may read evidence where "own_task" holds',
        "p, viewer, evidence, read, own_task, allow",
    ),
    "Contributors and owners take no step that needs a second pair of eyes, and delete nothing.": (
        "p, contributor, task, delete, own, allow",
        "",
        'risk_owner may delete task where "own" holds',
        "p, contributor, task, delete, own, allow",
    ),
    "The auditor edits no register.": (
        "p, auditor, *, update, any, allow",
        "",
        "auditor may update control in any row",
        "p, auditor, *, update, any, allow",
    ),
    "The auditor does not judge what they answer for themselves.": (
        "",
        "p, auditor, requirement, verify, own, deny",
        'auditor may verify requirement where "own" holds',
        "p, auditor, requirement, verify, any, allow",
    ),
    "Top management decides and edits nothing.": (
        "g, top_management, contributor",
        "",
        'top_management may update project where "own" holds',
        "p, contributor, project, update, own, allow",
    ),
    "The DPO changes the company profile, tasks and their own account, and nothing else.": (
        "p, dpo, task, cancel, any, allow",
        "",
        "dpo may cancel task in any row",
        "p, dpo, task, cancel, any, allow",
    ),
    "A respondent reaches their own account and the tasks handed to them, and nothing else.": (
        "p, respondent, task, read, own, allow",
        "",
        'respondent may read task where "own" holds',
        "p, respondent, task, read, own, allow",
    ),
    "A machine delivers evidence of its own and looks up controls, and nothing else.": (
        "p, service, evidence, create, any, allow",
        "",
        "service may create evidence in any row",
        "p, service, evidence, create, any, allow",
    ),
    "Only admin deletes, mappings aside.": (
        "p, compliance_manager, risk, delete, any, allow",
        "",
        "compliance_manager may delete risk, with the risk_treatment_plan rows that belong to it,"
        " in any row",
        "p, compliance_manager, risk, delete, any, allow",
    ),
    "Only the compliance manager says whose row it is; a machine's evidence is its own.": (
        "",
        "p2, risk_owner, risk, owner_id, read_only",
        'risk_owner may set risk.owner_id by update where "own" holds',
        "p, risk_owner, risk, update, own, allow",
    ),
    "Only the compliance manager publishes and supersedes regulations.": (
        "p, admin, regulation, publish, any, allow",
        "",
        "admin may publish regulation in any row",
        "p, admin, regulation, publish, any, allow",
    ),
    "Every step that the model knows can be taken by somebody.": (
        "",
        "p, top_management, risk_matrix, approve, any, allow",
        "nobody may approve risk_matrix: no line allows it",
        None,
    ),
}
"""Name → (line added, line removed, sentence of a counter-example, line that it blames)."""

BY_THE_MODEL = {
    "Nobody sees the hash of a password or of a token.",
    "Nobody approves an acceptance that they asked for, or one of their own risk.",
    "Nobody calls their own control effective or confirms a mapping of their own.",
}
"""No line of a policy can break these: the model's secrets and four eyes stand behind them."""
