"""Sealed trail: risk."""

from __future__ import annotations

from alembic import op

revision = "de5a9411c4ae"
down_revision = "66259126a01d"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DROP TRIGGER tr_risks_audit ON risks")
    op.execute("DROP TRIGGER tr_risks_touch ON risks")
    op.execute(
        """
        CREATE TRIGGER tr_risks_audit
            AFTER INSERT OR UPDATE OR DELETE ON risks
            FOR EACH ROW EXECUTE FUNCTION charter_audit_risk()
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_risks_touch
            BEFORE INSERT OR UPDATE ON risks
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{"inherent_score","residual_score","current_score"}', '{}')
        """
    )
    op.execute("DROP TRIGGER tr_risk_matrices_audit ON risk_matrices")
    op.execute("DROP TRIGGER tr_risk_matrices_touch ON risk_matrices")
    op.execute(
        """
        CREATE TRIGGER tr_risk_matrices_audit
            AFTER INSERT OR UPDATE OR DELETE ON risk_matrices
            FOR EACH ROW EXECUTE FUNCTION charter_audit_risk_matrix()
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_risk_matrices_touch
            BEFORE INSERT OR UPDATE ON risk_matrices
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{}', '{}')
        """
    )
    op.execute("DROP TRIGGER tr_risk_treatment_plans_audit ON risk_treatment_plans")
    op.execute("DROP TRIGGER tr_risk_treatment_plans_touch ON risk_treatment_plans")
    op.execute(
        """
        CREATE TRIGGER tr_risk_treatment_plans_audit
            AFTER INSERT OR UPDATE OR DELETE ON risk_treatment_plans
            FOR EACH ROW EXECUTE FUNCTION charter_audit_risk_treatment_plan()
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_risk_treatment_plans_touch
            BEFORE INSERT OR UPDATE ON risk_treatment_plans
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{"expected_score"}', '{}')
        """
    )
    op.execute("DROP TRIGGER tr_risk_acceptances_audit ON risk_acceptances")
    op.execute("DROP TRIGGER tr_risk_acceptances_touch ON risk_acceptances")
    op.execute(
        """
        CREATE TRIGGER tr_risk_acceptances_audit
            AFTER INSERT OR UPDATE OR DELETE ON risk_acceptances
            FOR EACH ROW EXECUTE FUNCTION charter_audit_risk_acceptance()
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_risk_acceptances_touch
            BEFORE INSERT OR UPDATE ON risk_acceptances
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{}', '{}')
        """
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER tr_risk_acceptances_touch ON risk_acceptances")
    op.execute("DROP TRIGGER tr_risk_acceptances_audit ON risk_acceptances")
    op.execute(
        """
        CREATE TRIGGER tr_risk_acceptances_touch
            BEFORE INSERT OR UPDATE ON risk_acceptances
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_risk_acceptances_audit
            AFTER INSERT OR UPDATE OR DELETE ON risk_acceptances
            FOR EACH ROW EXECUTE FUNCTION charter_audit('risk_acceptance', '{}', '{}')
        """
    )
    op.execute("DROP TRIGGER tr_risk_treatment_plans_touch ON risk_treatment_plans")
    op.execute("DROP TRIGGER tr_risk_treatment_plans_audit ON risk_treatment_plans")
    op.execute(
        """
        CREATE TRIGGER tr_risk_treatment_plans_touch
            BEFORE INSERT OR UPDATE ON risk_treatment_plans
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{"expected_score"}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_risk_treatment_plans_audit
            AFTER INSERT OR UPDATE OR DELETE ON risk_treatment_plans
            FOR EACH ROW EXECUTE FUNCTION charter_audit('risk_treatment_plan', '{}', '{"expected_score"}')
        """
    )
    op.execute("DROP TRIGGER tr_risk_matrices_touch ON risk_matrices")
    op.execute("DROP TRIGGER tr_risk_matrices_audit ON risk_matrices")
    op.execute(
        """
        CREATE TRIGGER tr_risk_matrices_touch
            BEFORE INSERT OR UPDATE ON risk_matrices
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_risk_matrices_audit
            AFTER INSERT OR UPDATE OR DELETE ON risk_matrices
            FOR EACH ROW EXECUTE FUNCTION charter_audit('risk_matrix', '{}', '{}')
        """
    )
    op.execute("DROP TRIGGER tr_risks_touch ON risks")
    op.execute("DROP TRIGGER tr_risks_audit ON risks")
    op.execute(
        """
        CREATE TRIGGER tr_risks_touch
            BEFORE INSERT OR UPDATE ON risks
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{"inherent_score","residual_score","current_score"}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_risks_audit
            AFTER INSERT OR UPDATE OR DELETE ON risks
            FOR EACH ROW EXECUTE FUNCTION charter_audit('risk', '{}', '{"inherent_score","residual_score","current_score"}')
        """
    )
