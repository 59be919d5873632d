"""Sealed trail: organisation."""

from __future__ import annotations

from alembic import op

revision = "58dfc778297c"
down_revision = "01483d27c960"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DROP TRIGGER tr_company_profiles_audit ON company_profiles")
    op.execute("DROP TRIGGER tr_company_profiles_touch ON company_profiles")
    op.execute(
        """
        CREATE TRIGGER tr_company_profiles_audit
            AFTER INSERT OR UPDATE OR DELETE ON company_profiles
            FOR EACH ROW EXECUTE FUNCTION charter_audit_company_profile()
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_company_profiles_touch
            BEFORE INSERT OR UPDATE ON company_profiles
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{"dpo_required","completeness"}', '{}')
        """
    )
    op.execute("DROP TRIGGER tr_business_units_audit ON business_units")
    op.execute("DROP TRIGGER tr_business_units_touch ON business_units")
    op.execute(
        """
        CREATE TRIGGER tr_business_units_audit
            AFTER INSERT OR UPDATE OR DELETE ON business_units
            FOR EACH ROW EXECUTE FUNCTION charter_audit_business_unit()
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_business_units_touch
            BEFORE INSERT OR UPDATE ON business_units
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{}', '{}')
        """
    )
    op.execute("DROP TRIGGER tr_projects_audit ON projects")
    op.execute("DROP TRIGGER tr_projects_touch ON projects")
    op.execute(
        """
        CREATE TRIGGER tr_projects_audit
            AFTER INSERT OR UPDATE OR DELETE ON projects
            FOR EACH ROW EXECUTE FUNCTION charter_audit_project()
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_projects_touch
            BEFORE INSERT OR UPDATE ON projects
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{}', '{}')
        """
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER tr_projects_touch ON projects")
    op.execute("DROP TRIGGER tr_projects_audit ON projects")
    op.execute(
        """
        CREATE TRIGGER tr_projects_touch
            BEFORE INSERT OR UPDATE ON projects
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_projects_audit
            AFTER INSERT OR UPDATE OR DELETE ON projects
            FOR EACH ROW EXECUTE FUNCTION charter_audit('project', '{}', '{}')
        """
    )
    op.execute("DROP TRIGGER tr_business_units_touch ON business_units")
    op.execute("DROP TRIGGER tr_business_units_audit ON business_units")
    op.execute(
        """
        CREATE TRIGGER tr_business_units_touch
            BEFORE INSERT OR UPDATE ON business_units
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_business_units_audit
            AFTER INSERT OR UPDATE OR DELETE ON business_units
            FOR EACH ROW EXECUTE FUNCTION charter_audit('business_unit', '{}', '{}')
        """
    )
    op.execute("DROP TRIGGER tr_company_profiles_touch ON company_profiles")
    op.execute("DROP TRIGGER tr_company_profiles_audit ON company_profiles")
    op.execute(
        """
        CREATE TRIGGER tr_company_profiles_touch
            BEFORE INSERT OR UPDATE ON company_profiles
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{"dpo_required","completeness"}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_company_profiles_audit
            AFTER INSERT OR UPDATE OR DELETE ON company_profiles
            FOR EACH ROW EXECUTE FUNCTION charter_audit('company_profile', '{}', '{"dpo_required","completeness"}')
        """
    )
