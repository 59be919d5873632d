"""Sealed trail: control."""

from __future__ import annotations

from alembic import op

revision = "282eb9a31710"
down_revision = "f8cdb2bbe6b9"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DROP TRIGGER tr_controls_audit ON controls")
    op.execute("DROP TRIGGER tr_controls_touch ON controls")
    op.execute(
        """
        CREATE TRIGGER tr_controls_audit
            AFTER INSERT OR UPDATE OR DELETE ON controls
            FOR EACH ROW EXECUTE FUNCTION charter_audit_control()
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_controls_touch
            BEFORE INSERT OR UPDATE ON controls
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{}', '{}')
        """
    )
    op.execute("DROP TRIGGER tr_control_mappings_audit ON control_mappings")
    op.execute("DROP TRIGGER tr_control_mappings_touch ON control_mappings")
    op.execute(
        """
        CREATE TRIGGER tr_control_mappings_audit
            AFTER INSERT OR UPDATE OR DELETE ON control_mappings
            FOR EACH ROW EXECUTE FUNCTION charter_audit_control_mapping()
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_control_mappings_touch
            BEFORE INSERT OR UPDATE ON control_mappings
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{}', '{}')
        """
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER tr_control_mappings_touch ON control_mappings")
    op.execute("DROP TRIGGER tr_control_mappings_audit ON control_mappings")
    op.execute(
        """
        CREATE TRIGGER tr_control_mappings_touch
            BEFORE INSERT OR UPDATE ON control_mappings
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_control_mappings_audit
            AFTER INSERT OR UPDATE OR DELETE ON control_mappings
            FOR EACH ROW EXECUTE FUNCTION charter_audit('control_mapping', '{}', '{}')
        """
    )
    op.execute("DROP TRIGGER tr_controls_touch ON controls")
    op.execute("DROP TRIGGER tr_controls_audit ON controls")
    op.execute(
        """
        CREATE TRIGGER tr_controls_touch
            BEFORE INSERT OR UPDATE ON controls
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_controls_audit
            AFTER INSERT OR UPDATE OR DELETE ON controls
            FOR EACH ROW EXECUTE FUNCTION charter_audit('control', '{}', '{}')
        """
    )
