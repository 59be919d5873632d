"""Row-level security and kept policies: task."""

from __future__ import annotations

from alembic import op

revision = "a1a015d93b96"
down_revision = "947f0094c6e9"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        ALTER TABLE tasks
            ENABLE ROW LEVEL SECURITY,
            FORCE ROW LEVEL SECURITY
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_tasks_writes
            BEFORE UPDATE ON tasks
            FOR EACH ROW WHEN (coalesce(current_setting('charter.action', true), 'update') <> 'update') EXECUTE FUNCTION charter_writes('task', '{"start": ["started_at", "status"], "block": ["status"], "unblock": ["status"], "submit": ["resolution_note", "status"], "send_back": ["status"], "complete": ["completed_at", "resolution_note", "status"], "cancel": ["status"], "reopen": ["completed_at", "status"]}', '{"id","created_at","updated_at","created_by_id","updated_by_id","version"}')
        """
    )
    op.execute(
        """
        CREATE POLICY rls_tasks_read ON tasks FOR SELECT
            USING (
            CASE
                WHEN (SELECT charter_reach('task.read')) = 'any' THEN true
                WHEN (SELECT charter_granted('task.read', '{own,assigned,assigned_plain,reported}')) & (
                    CASE WHEN tasks.assignee_id = (SELECT charter_actor()) or tasks.reporter_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                    | CASE WHEN tasks.assignee_id = (SELECT charter_actor()) THEN 2 ELSE 0 END
                    | CASE WHEN tasks.assignee_id = (SELECT charter_actor()) and not tasks.requires_evidence THEN 4 ELSE 0 END
                    | CASE WHEN tasks.reporter_id = (SELECT charter_actor()) THEN 8 ELSE 0 END
                ) <> 0 THEN true
                WHEN cardinality((SELECT charter_limits('task.read', 'project'))::uuid[]) > 0
                    AND (tasks.project_id) = any((SELECT charter_limits('task.read', 'project'))::uuid[]) THEN true
                WHEN cardinality((SELECT charter_limits('task.read', 'business_unit'))::uuid[]) > 0
                    AND tasks.assignee_id in (select charter_keys_task_within_business_unit((SELECT charter_limits('task.read', 'business_unit'))::uuid[])) THEN true
                WHEN (SELECT charter_beyond('task.read', '{own,assigned,assigned_plain,reported}'))
                    AND charter_reaches_task('task.read', tasks.assignee_id, tasks.project_id, tasks.reporter_id, tasks.requires_evidence) THEN true
                ELSE tasks.updated_at = now() AND tasks.updated_by_id IS NOT DISTINCT FROM (SELECT charter_actor())
            END
            )
        """
    )
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
    op.execute(
        """
        CREATE POLICY rls_tasks_owner ON tasks FOR ALL TO CURRENT_USER
            USING (
        true
            )
            WITH CHECK (
        true
            )
        """
    )


def downgrade() -> None:
    op.execute("DROP POLICY rls_tasks_owner ON tasks")
    op.execute("DROP POLICY rls_tasks_delete ON tasks")
    op.execute("DROP POLICY rls_tasks_update ON tasks")
    op.execute("DROP POLICY rls_tasks_create ON tasks")
    op.execute("DROP POLICY rls_tasks_read ON tasks")
    op.execute("DROP TRIGGER tr_tasks_writes ON tasks")
    op.execute(
        """
        ALTER TABLE tasks
            NO FORCE ROW LEVEL SECURITY,
            DISABLE ROW LEVEL SECURITY
        """
    )
