"""Whole reach asks no function; any kind of row in one order: contract: task.

charter: 1
stage: contract
"""

from __future__ import annotations

from alembic import op

revision = "202872c94ac6"
down_revision = "2a62fce27287"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DROP TRIGGER tr_tasks_reference_subject ON tasks")
    op.execute(
        """
        CREATE TRIGGER tr_tasks_reference_subject
            AFTER INSERT OR UPDATE OF subject_type, subject_id ON tasks
            FOR EACH ROW EXECUTE FUNCTION charter_reference_check('fk_tasks_subject_id', 'subject_type', 'subject_id', '{"audit_event","business_unit","company_profile","control","control_mapping","evidence","project","refresh_token","regulation","requirement","risk","risk_acceptance","risk_matrix","risk_treatment_plan","role_assignment","task","user"}', '{"audit_events","business_units","company_profiles","controls","control_mappings","evidence","projects","refresh_tokens","regulations","requirements","risks","risk_acceptances","risk_matrices","risk_treatment_plans","role_assignments","tasks","users"}')
        """
    )
    op.execute("DROP POLICY rls_tasks_create ON tasks")
    op.execute(
        """
        CREATE POLICY rls_tasks_create ON tasks FOR INSERT
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('task.create')) = 'any' THEN true
                ELSE charter_reaches_task('task.create', tasks.assignee_id, tasks.project_id, tasks.reporter_id, tasks.requires_evidence)
            END
            )
        """
    )
    op.execute("DROP POLICY rls_tasks_update ON tasks")
    op.execute(
        """
        CREATE POLICY rls_tasks_update ON tasks FOR UPDATE
            USING (
            CASE
                WHEN (SELECT charter_reach('task.update')) = 'any' THEN true
                ELSE charter_reaches_task('task.update', tasks.assignee_id, tasks.project_id, tasks.reporter_id, tasks.requires_evidence)
            END
            )
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('task.keep')) = 'any' THEN true
                ELSE charter_reaches_task('task.keep', tasks.assignee_id, tasks.project_id, tasks.reporter_id, tasks.requires_evidence)
            END
            )
        """
    )
    op.execute("DROP POLICY rls_tasks_delete ON tasks")
    op.execute(
        """
        CREATE POLICY rls_tasks_delete ON tasks FOR DELETE
            USING (
            CASE
                WHEN (SELECT charter_reach('task.delete')) = 'any' THEN true
                ELSE charter_reaches_task('task.delete', tasks.assignee_id, tasks.project_id, tasks.reporter_id, tasks.requires_evidence)
            END
            )
        """
    )


def downgrade() -> None:
    op.execute("DROP POLICY rls_tasks_delete ON tasks")
    op.execute(
        """
        CREATE POLICY rls_tasks_delete ON tasks FOR DELETE
            USING (
            CASE
                WHEN (SELECT charter_reach('task.delete')) = 'any' THEN true
                WHEN (SELECT charter_granted('task.delete', '{own,assigned,assigned_plain,reported}')) & (
                    CASE WHEN tasks.assignee_id = (SELECT charter_actor()) or tasks.reporter_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                    | CASE WHEN tasks.assignee_id = (SELECT charter_actor()) THEN 2 ELSE 0 END
                    | CASE WHEN tasks.assignee_id = (SELECT charter_actor()) and not tasks.requires_evidence THEN 4 ELSE 0 END
                    | CASE WHEN tasks.reporter_id = (SELECT charter_actor()) THEN 8 ELSE 0 END
                ) <> 0 THEN true
                WHEN cardinality((SELECT charter_limits('task.delete', 'project'))::uuid[]) > 0
                    AND (tasks.project_id) = any((SELECT charter_limits('task.delete', 'project'))::uuid[]) THEN true
                WHEN cardinality((SELECT charter_limits('task.delete', 'business_unit'))::uuid[]) > 0
                    AND tasks.assignee_id in (select charter_keys_task_within_business_unit((SELECT charter_limits('task.delete', 'business_unit'))::uuid[])) THEN true
                WHEN (SELECT charter_beyond('task.delete', '{own,assigned,assigned_plain,reported}'))
                    AND charter_reaches_task('task.delete', tasks.assignee_id, tasks.project_id, tasks.reporter_id, tasks.requires_evidence) THEN true
                ELSE false
            END
            )
        """
    )
    op.execute("DROP POLICY rls_tasks_update ON tasks")
    op.execute(
        """
        CREATE POLICY rls_tasks_update ON tasks FOR UPDATE
            USING (
            CASE
                WHEN (SELECT charter_reach('task.update')) = 'any' THEN true
                WHEN (SELECT charter_granted('task.update', '{own,assigned,assigned_plain,reported}')) & (
                    CASE WHEN tasks.assignee_id = (SELECT charter_actor()) or tasks.reporter_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                    | CASE WHEN tasks.assignee_id = (SELECT charter_actor()) THEN 2 ELSE 0 END
                    | CASE WHEN tasks.assignee_id = (SELECT charter_actor()) and not tasks.requires_evidence THEN 4 ELSE 0 END
                    | CASE WHEN tasks.reporter_id = (SELECT charter_actor()) THEN 8 ELSE 0 END
                ) <> 0 THEN true
                WHEN cardinality((SELECT charter_limits('task.update', 'project'))::uuid[]) > 0
                    AND (tasks.project_id) = any((SELECT charter_limits('task.update', 'project'))::uuid[]) THEN true
                WHEN cardinality((SELECT charter_limits('task.update', 'business_unit'))::uuid[]) > 0
                    AND tasks.assignee_id in (select charter_keys_task_within_business_unit((SELECT charter_limits('task.update', 'business_unit'))::uuid[])) THEN true
                WHEN (SELECT charter_beyond('task.update', '{own,assigned,assigned_plain,reported}'))
                    AND charter_reaches_task('task.update', tasks.assignee_id, tasks.project_id, tasks.reporter_id, tasks.requires_evidence) THEN true
                ELSE false
            END
            )
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('task.keep')) = 'any' THEN true
                WHEN (SELECT charter_granted('task.keep', '{own,assigned,assigned_plain,reported}')) & (
                    CASE WHEN tasks.assignee_id = (SELECT charter_actor()) or tasks.reporter_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                    | CASE WHEN tasks.assignee_id = (SELECT charter_actor()) THEN 2 ELSE 0 END
                    | CASE WHEN tasks.assignee_id = (SELECT charter_actor()) and not tasks.requires_evidence THEN 4 ELSE 0 END
                    | CASE WHEN tasks.reporter_id = (SELECT charter_actor()) THEN 8 ELSE 0 END
                ) <> 0 THEN true
                WHEN cardinality((SELECT charter_limits('task.keep', 'project'))::uuid[]) > 0
                    AND (tasks.project_id) = any((SELECT charter_limits('task.keep', 'project'))::uuid[]) THEN true
                WHEN cardinality((SELECT charter_limits('task.keep', 'business_unit'))::uuid[]) > 0
                    AND tasks.assignee_id in (select charter_keys_task_within_business_unit((SELECT charter_limits('task.keep', 'business_unit'))::uuid[])) THEN true
                WHEN (SELECT charter_beyond('task.keep', '{own,assigned,assigned_plain,reported}'))
                    AND charter_reaches_task('task.keep', tasks.assignee_id, tasks.project_id, tasks.reporter_id, tasks.requires_evidence) THEN true
                ELSE false
            END
            )
        """
    )
    op.execute("DROP POLICY rls_tasks_create ON tasks")
    op.execute(
        """
        CREATE POLICY rls_tasks_create ON tasks FOR INSERT
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('task.create')) = 'any' THEN true
                WHEN (SELECT charter_granted('task.create', '{own,assigned,assigned_plain,reported}')) & (
                    CASE WHEN tasks.assignee_id = (SELECT charter_actor()) or tasks.reporter_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                    | CASE WHEN tasks.assignee_id = (SELECT charter_actor()) THEN 2 ELSE 0 END
                    | CASE WHEN tasks.assignee_id = (SELECT charter_actor()) and not tasks.requires_evidence THEN 4 ELSE 0 END
                    | CASE WHEN tasks.reporter_id = (SELECT charter_actor()) THEN 8 ELSE 0 END
                ) <> 0 THEN true
                WHEN cardinality((SELECT charter_limits('task.create', 'project'))::uuid[]) > 0
                    AND (tasks.project_id) = any((SELECT charter_limits('task.create', 'project'))::uuid[]) THEN true
                WHEN cardinality((SELECT charter_limits('task.create', 'business_unit'))::uuid[]) > 0
                    AND tasks.assignee_id in (select charter_keys_task_within_business_unit((SELECT charter_limits('task.create', 'business_unit'))::uuid[])) THEN true
                WHEN (SELECT charter_beyond('task.create', '{own,assigned,assigned_plain,reported}'))
                    AND charter_reaches_task('task.create', tasks.assignee_id, tasks.project_id, tasks.reporter_id, tasks.requires_evidence) THEN true
                ELSE false
            END
            )
        """
    )
    op.execute("DROP TRIGGER tr_tasks_reference_subject ON tasks")
    op.execute(
        """
        CREATE TRIGGER tr_tasks_reference_subject
            AFTER INSERT OR UPDATE OF subject_type, subject_id ON tasks
            FOR EACH ROW EXECUTE FUNCTION charter_reference_check('fk_tasks_subject_id', 'subject_type', 'subject_id', '{"user","role_assignment","refresh_token","audit_event","company_profile","business_unit","project","regulation","requirement","control","control_mapping","evidence","risk","risk_matrix","risk_treatment_plan","risk_acceptance","task"}', '{"users","role_assignments","refresh_tokens","audit_events","company_profiles","business_units","projects","regulations","requirements","controls","control_mappings","evidence","risks","risk_matrices","risk_treatment_plans","risk_acceptances","tasks"}')
        """
    )
