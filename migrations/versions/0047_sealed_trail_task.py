"""Sealed trail: task."""

from __future__ import annotations

from alembic import op

revision = "86b8dd4e6935"
down_revision = "de5a9411c4ae"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DROP TRIGGER tr_tasks_audit ON tasks")
    op.execute("DROP TRIGGER tr_tasks_touch ON tasks")
    op.execute(
        """
        CREATE TRIGGER tr_tasks_audit
            AFTER INSERT OR UPDATE OR DELETE ON tasks
            FOR EACH ROW EXECUTE FUNCTION charter_audit_task()
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_tasks_touch
            BEFORE INSERT OR UPDATE ON tasks
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{}', '{}')
        """
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER tr_tasks_touch ON tasks")
    op.execute("DROP TRIGGER tr_tasks_audit ON tasks")
    op.execute(
        """
        CREATE TRIGGER tr_tasks_touch
            BEFORE INSERT OR UPDATE ON tasks
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_tasks_audit
            AFTER INSERT OR UPDATE OR DELETE ON tasks
            FOR EACH ROW EXECUTE FUNCTION charter_audit('task', '{}', '{}')
        """
    )
