"""Lists are read in their order, parts of words found by an index: closing.

charter: 1
stage: contract
"""

from __future__ import annotations

from alembic import op

revision = "6219d02dd74e"
down_revision = "304254758097"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute("SET lock_timeout = '1h'")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_users_full_name_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_users_business_unit_id_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_users_manager_id_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_role_assignments_role_valid_until_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_role_assignments_scope_id_scope_type_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_role_assignments_granted_by_id_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_refresh_tokens_family_id_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_refresh_tokens_expires_at_a863f907_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_refresh_tokens_user_id_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_refresh_tokens_replaced_by_id_was")
        op.execute(
            "DROP INDEX CONCURRENTLY IF EXISTS ix_company_profiles_compliance_contact_id_was"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_company_profiles_dpo_user_id_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_business_units_parent_id_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_business_units_head_id_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_business_units_company_profile_id_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_projects_status_target_date_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_projects_lead_id_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_projects_sponsor_id_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_projects_parent_id_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_regulations_status_topic_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_regulations_owner_id_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_regulations_replaced_by_id_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_requirements_regulation_id_position_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_requirements_due_on_6ad3b85a_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_requirements_parent_id_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_requirements_owner_id_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_requirements_implemented_by_id_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_controls_status_domain_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_controls_next_review_on_3c9e88e5_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_controls_owner_id_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_controls_business_unit_id_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_controls_replaced_by_id_was")
        op.execute(
            "DROP INDEX CONCURRENTLY IF EXISTS ix_control_mappings_requirement_id_status_was"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_control_mappings_confirmed_by_id_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_evidence_valid_until_b7e01bbf_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_evidence_control_id_status_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_evidence_owner_id_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_evidence_task_id_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_evidence_submitted_by_id_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_evidence_reviewed_by_id_was")
        op.execute(
            "DROP INDEX CONCURRENTLY IF EXISTS ix_risks_status_current_score_desc_d33424f3_was"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risks_next_review_on_d33424f3_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risks_category_inherent_level_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risks_owner_id_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risks_matrix_id_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risks_business_unit_id_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risks_project_id_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risks_parent_id_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risks_monitored_by_id_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risk_matrices_owner_id_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risk_matrices_approved_by_id_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risk_treatment_plans_owner_id_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risk_treatment_plans_risk_id_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risk_acceptances_valid_until_b7e01bbf_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risk_acceptances_approver_id_status_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risk_acceptances_risk_id_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risk_acceptances_requester_id_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_assignee_id_due_on_7e7c4b9a_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_status_priority_desc_due_on_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_assignee_id_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_reporter_id_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_subject_id_subject_type_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_risk_id_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_control_id_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_plan_id_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_project_id_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_parent_id_was")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_previous_id_was")
        op.execute("RESET lock_timeout")


def downgrade() -> None:
    pass
