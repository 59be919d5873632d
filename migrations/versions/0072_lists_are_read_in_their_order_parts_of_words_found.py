"""Lists are read in their order, parts of words found by an index: online: organisation.

charter: 1
"""

from __future__ import annotations

from alembic import op

revision = "9ffd97e6e51e"
down_revision = "4fb757e1a967"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute("SET lock_timeout = '1h'")
        op.execute(
            "DROP INDEX CONCURRENTLY IF EXISTS ix_company_profiles_compliance_contact_id_next"
        )
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_company_profiles_compliance_contact_id_next ON company_profiles (compliance_contact_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_company_profiles_dpo_user_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_company_profiles_dpo_user_id_next ON company_profiles (dpo_user_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_company_profiles_trigrams")
        op.execute(
            """
            CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_company_profiles_trigrams ON company_profiles USING gin (
                casefold(legal_name COLLATE pg_unicode_fast) gin_trgm_ops
            )
            """
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_business_units_parent_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_business_units_parent_id_next ON business_units (parent_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_business_units_head_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_business_units_head_id_next ON business_units (head_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_business_units_company_profile_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_business_units_company_profile_id_next ON business_units (company_profile_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_business_units_trigrams")
        op.execute(
            """
            CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_business_units_trigrams ON business_units USING gin (
                casefold(code COLLATE pg_unicode_fast) gin_trgm_ops,
                casefold(name COLLATE pg_unicode_fast) gin_trgm_ops
            )
            """
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_projects_status_target_date_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_projects_status_target_date_next ON projects (status, target_date, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_projects_lead_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_projects_lead_id_next ON projects (lead_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_projects_sponsor_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_projects_sponsor_id_next ON projects (sponsor_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_projects_parent_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_projects_parent_id_next ON projects (parent_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_projects_trigrams")
        op.execute(
            """
            CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_projects_trigrams ON projects USING gin (
                casefold(key COLLATE pg_unicode_fast) gin_trgm_ops,
                casefold(name COLLATE pg_unicode_fast) gin_trgm_ops,
                casefold(objective COLLATE pg_unicode_fast) gin_trgm_ops
            )
            """
        )
        op.execute("RESET lock_timeout")


def downgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute("SET lock_timeout = '1h'")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_projects_trigrams")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_projects_parent_id_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_projects_sponsor_id_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_projects_lead_id_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_projects_status_target_date_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_business_units_trigrams")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_business_units_company_profile_id_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_business_units_head_id_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_business_units_parent_id_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_company_profiles_trigrams")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_company_profiles_dpo_user_id_next")
        op.execute(
            "DROP INDEX CONCURRENTLY IF EXISTS ix_company_profiles_compliance_contact_id_next"
        )
        op.execute("RESET lock_timeout")
