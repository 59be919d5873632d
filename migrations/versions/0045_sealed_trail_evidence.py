"""Sealed trail: evidence."""

from __future__ import annotations

from alembic import op

revision = "66259126a01d"
down_revision = "282eb9a31710"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DROP TRIGGER tr_evidence_audit ON evidence")
    op.execute("DROP TRIGGER tr_evidence_touch ON evidence")
    op.execute(
        """
        CREATE TRIGGER tr_evidence_audit
            AFTER INSERT OR UPDATE OR DELETE ON evidence
            FOR EACH ROW EXECUTE FUNCTION charter_audit_evidence()
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_evidence_touch
            BEFORE INSERT OR UPDATE ON evidence
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{}', '{}')
        """
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER tr_evidence_touch ON evidence")
    op.execute("DROP TRIGGER tr_evidence_audit ON evidence")
    op.execute(
        """
        CREATE TRIGGER tr_evidence_touch
            BEFORE INSERT OR UPDATE ON evidence
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_evidence_audit
            AFTER INSERT OR UPDATE OR DELETE ON evidence
            FOR EACH ROW EXECUTE FUNCTION charter_audit('evidence', '{}', '{}')
        """
    )
