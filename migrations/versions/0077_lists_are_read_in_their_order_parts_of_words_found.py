"""Lists are read in their order, parts of words found by an index: online: task.

charter: 1
"""

from __future__ import annotations

from alembic import op

revision = "f99727aa343f"
down_revision = "ff335d886768"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute("SET lock_timeout = '1h'")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_assignee_id_due_on_7e7c4b9a_next")
        op.execute(
            """
            CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_tasks_assignee_id_due_on_7e7c4b9a_next ON tasks (assignee_id, due_on, id)
                WHERE status not in ('done', 'cancelled')
            """
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_status_priority_desc_due_on_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_tasks_status_priority_desc_due_on_next ON tasks (status, priority DESC, due_on, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_assignee_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_tasks_assignee_id_next ON tasks (assignee_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_reporter_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_tasks_reporter_id_next ON tasks (reporter_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_subject_id_subject_type_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_tasks_subject_id_subject_type_next ON tasks (subject_id, subject_type, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_risk_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_tasks_risk_id_next ON tasks (risk_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_control_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_tasks_control_id_next ON tasks (control_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_plan_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_tasks_plan_id_next ON tasks (plan_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_project_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_tasks_project_id_next ON tasks (project_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_parent_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_tasks_parent_id_next ON tasks (parent_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_previous_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_tasks_previous_id_next ON tasks (previous_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_trigrams")
        op.execute(
            """
            CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_tasks_trigrams ON tasks USING gin (
                casefold(ref COLLATE pg_unicode_fast) gin_trgm_ops,
                casefold(title COLLATE pg_unicode_fast) gin_trgm_ops,
                casefold(description COLLATE pg_unicode_fast) gin_trgm_ops
            )
            """
        )
        op.execute("RESET lock_timeout")


def downgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute("SET lock_timeout = '1h'")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_trigrams")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_previous_id_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_parent_id_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_project_id_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_plan_id_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_control_id_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_risk_id_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_subject_id_subject_type_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_reporter_id_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_assignee_id_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_status_priority_desc_due_on_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_tasks_assignee_id_due_on_7e7c4b9a_next")
        op.execute("RESET lock_timeout")
