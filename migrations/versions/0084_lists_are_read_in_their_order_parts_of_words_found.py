"""Lists are read in their order, parts of words found by an index: contract: task.

charter: 1
stage: contract
"""

from __future__ import annotations

from alembic import op

revision = "304254758097"
down_revision = "b13a65f326e4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER INDEX ix_tasks_assignee_id_due_on_7e7c4b9a RENAME TO ix_tasks_assignee_id_due_on_7e7c4b9a_was"
    )
    op.execute(
        "ALTER INDEX ix_tasks_assignee_id_due_on_7e7c4b9a_next RENAME TO ix_tasks_assignee_id_due_on_7e7c4b9a"
    )
    op.execute(
        "ALTER INDEX ix_tasks_status_priority_desc_due_on RENAME TO ix_tasks_status_priority_desc_due_on_was"
    )
    op.execute(
        "ALTER INDEX ix_tasks_status_priority_desc_due_on_next RENAME TO ix_tasks_status_priority_desc_due_on"
    )
    op.execute("ALTER INDEX ix_tasks_assignee_id RENAME TO ix_tasks_assignee_id_was")
    op.execute("ALTER INDEX ix_tasks_assignee_id_next RENAME TO ix_tasks_assignee_id")
    op.execute("ALTER INDEX ix_tasks_reporter_id RENAME TO ix_tasks_reporter_id_was")
    op.execute("ALTER INDEX ix_tasks_reporter_id_next RENAME TO ix_tasks_reporter_id")
    op.execute(
        "ALTER INDEX ix_tasks_subject_id_subject_type RENAME TO ix_tasks_subject_id_subject_type_was"
    )
    op.execute(
        "ALTER INDEX ix_tasks_subject_id_subject_type_next RENAME TO ix_tasks_subject_id_subject_type"
    )
    op.execute("ALTER INDEX ix_tasks_risk_id RENAME TO ix_tasks_risk_id_was")
    op.execute("ALTER INDEX ix_tasks_risk_id_next RENAME TO ix_tasks_risk_id")
    op.execute("ALTER INDEX ix_tasks_control_id RENAME TO ix_tasks_control_id_was")
    op.execute("ALTER INDEX ix_tasks_control_id_next RENAME TO ix_tasks_control_id")
    op.execute("ALTER INDEX ix_tasks_plan_id RENAME TO ix_tasks_plan_id_was")
    op.execute("ALTER INDEX ix_tasks_plan_id_next RENAME TO ix_tasks_plan_id")
    op.execute("ALTER INDEX ix_tasks_project_id RENAME TO ix_tasks_project_id_was")
    op.execute("ALTER INDEX ix_tasks_project_id_next RENAME TO ix_tasks_project_id")
    op.execute("ALTER INDEX ix_tasks_parent_id RENAME TO ix_tasks_parent_id_was")
    op.execute("ALTER INDEX ix_tasks_parent_id_next RENAME TO ix_tasks_parent_id")
    op.execute("ALTER INDEX ix_tasks_previous_id RENAME TO ix_tasks_previous_id_was")
    op.execute("ALTER INDEX ix_tasks_previous_id_next RENAME TO ix_tasks_previous_id")


def downgrade() -> None:
    op.execute("DROP INDEX ix_tasks_previous_id")
    op.execute("DROP INDEX IF EXISTS ix_tasks_previous_id_was")
    op.execute("CREATE INDEX ix_tasks_previous_id ON tasks (previous_id)")
    op.execute("DROP INDEX ix_tasks_parent_id")
    op.execute("DROP INDEX IF EXISTS ix_tasks_parent_id_was")
    op.execute("CREATE INDEX ix_tasks_parent_id ON tasks (parent_id)")
    op.execute("DROP INDEX ix_tasks_project_id")
    op.execute("DROP INDEX IF EXISTS ix_tasks_project_id_was")
    op.execute("CREATE INDEX ix_tasks_project_id ON tasks (project_id)")
    op.execute("DROP INDEX ix_tasks_plan_id")
    op.execute("DROP INDEX IF EXISTS ix_tasks_plan_id_was")
    op.execute("CREATE INDEX ix_tasks_plan_id ON tasks (plan_id)")
    op.execute("DROP INDEX ix_tasks_control_id")
    op.execute("DROP INDEX IF EXISTS ix_tasks_control_id_was")
    op.execute("CREATE INDEX ix_tasks_control_id ON tasks (control_id)")
    op.execute("DROP INDEX ix_tasks_risk_id")
    op.execute("DROP INDEX IF EXISTS ix_tasks_risk_id_was")
    op.execute("CREATE INDEX ix_tasks_risk_id ON tasks (risk_id)")
    op.execute("DROP INDEX ix_tasks_subject_id_subject_type")
    op.execute("DROP INDEX IF EXISTS ix_tasks_subject_id_subject_type_was")
    op.execute("CREATE INDEX ix_tasks_subject_id_subject_type ON tasks (subject_id, subject_type)")
    op.execute("DROP INDEX ix_tasks_reporter_id")
    op.execute("DROP INDEX IF EXISTS ix_tasks_reporter_id_was")
    op.execute("CREATE INDEX ix_tasks_reporter_id ON tasks (reporter_id)")
    op.execute("DROP INDEX ix_tasks_assignee_id")
    op.execute("DROP INDEX IF EXISTS ix_tasks_assignee_id_was")
    op.execute("CREATE INDEX ix_tasks_assignee_id ON tasks (assignee_id)")
    op.execute("DROP INDEX ix_tasks_status_priority_desc_due_on")
    op.execute("DROP INDEX IF EXISTS ix_tasks_status_priority_desc_due_on_was")
    op.execute(
        "CREATE INDEX ix_tasks_status_priority_desc_due_on ON tasks (status, priority DESC NULLS LAST, due_on)"
    )
    op.execute("DROP INDEX ix_tasks_assignee_id_due_on_7e7c4b9a")
    op.execute("DROP INDEX IF EXISTS ix_tasks_assignee_id_due_on_7e7c4b9a_was")
    op.execute(
        """
        CREATE INDEX ix_tasks_assignee_id_due_on_7e7c4b9a ON tasks (assignee_id, due_on)
            WHERE status not in ('done', 'cancelled')
        """
    )
