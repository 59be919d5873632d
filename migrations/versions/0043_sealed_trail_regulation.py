"""Sealed trail: regulation."""

from __future__ import annotations

from alembic import op

revision = "f8cdb2bbe6b9"
down_revision = "58dfc778297c"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DROP TRIGGER tr_regulations_audit ON regulations")
    op.execute("DROP TRIGGER tr_regulations_touch ON regulations")
    op.execute(
        """
        CREATE TRIGGER tr_regulations_audit
            AFTER INSERT OR UPDATE OR DELETE ON regulations
            FOR EACH ROW EXECUTE FUNCTION charter_audit_regulation()
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_regulations_touch
            BEFORE INSERT OR UPDATE ON regulations
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{}', '{}')
        """
    )
    op.execute("DROP TRIGGER tr_requirements_audit ON requirements")
    op.execute("DROP TRIGGER tr_requirements_touch ON requirements")
    op.execute(
        """
        CREATE TRIGGER tr_requirements_audit
            AFTER INSERT OR UPDATE OR DELETE ON requirements
            FOR EACH ROW EXECUTE FUNCTION charter_audit_requirement()
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_requirements_touch
            BEFORE INSERT OR UPDATE ON requirements
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{}', '{}')
        """
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER tr_requirements_touch ON requirements")
    op.execute("DROP TRIGGER tr_requirements_audit ON requirements")
    op.execute(
        """
        CREATE TRIGGER tr_requirements_touch
            BEFORE INSERT OR UPDATE ON requirements
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_requirements_audit
            AFTER INSERT OR UPDATE OR DELETE ON requirements
            FOR EACH ROW EXECUTE FUNCTION charter_audit('requirement', '{}', '{}')
        """
    )
    op.execute("DROP TRIGGER tr_regulations_touch ON regulations")
    op.execute("DROP TRIGGER tr_regulations_audit ON regulations")
    op.execute(
        """
        CREATE TRIGGER tr_regulations_touch
            BEFORE INSERT OR UPDATE ON regulations
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_regulations_audit
            AFTER INSERT OR UPDATE OR DELETE ON regulations
            FOR EACH ROW EXECUTE FUNCTION charter_audit('regulation', '{}', '{}')
        """
    )
