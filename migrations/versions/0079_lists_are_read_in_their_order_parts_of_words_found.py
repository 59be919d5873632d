"""Lists are read in their order, parts of words found by an index: contract: organisation.

charter: 1
stage: contract
"""

from __future__ import annotations

from alembic import op

revision = "8c20774f69ed"
down_revision = "d678ca85d24c"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER INDEX ix_company_profiles_compliance_contact_id RENAME TO ix_company_profiles_compliance_contact_id_was"
    )
    op.execute(
        "ALTER INDEX ix_company_profiles_compliance_contact_id_next RENAME TO ix_company_profiles_compliance_contact_id"
    )
    op.execute(
        "ALTER INDEX ix_company_profiles_dpo_user_id RENAME TO ix_company_profiles_dpo_user_id_was"
    )
    op.execute(
        "ALTER INDEX ix_company_profiles_dpo_user_id_next RENAME TO ix_company_profiles_dpo_user_id"
    )
    op.execute("ALTER INDEX ix_business_units_parent_id RENAME TO ix_business_units_parent_id_was")
    op.execute("ALTER INDEX ix_business_units_parent_id_next RENAME TO ix_business_units_parent_id")
    op.execute("ALTER INDEX ix_business_units_head_id RENAME TO ix_business_units_head_id_was")
    op.execute("ALTER INDEX ix_business_units_head_id_next RENAME TO ix_business_units_head_id")
    op.execute(
        "ALTER INDEX ix_business_units_company_profile_id RENAME TO ix_business_units_company_profile_id_was"
    )
    op.execute(
        "ALTER INDEX ix_business_units_company_profile_id_next RENAME TO ix_business_units_company_profile_id"
    )
    op.execute(
        "ALTER INDEX ix_projects_status_target_date RENAME TO ix_projects_status_target_date_was"
    )
    op.execute(
        "ALTER INDEX ix_projects_status_target_date_next RENAME TO ix_projects_status_target_date"
    )
    op.execute("ALTER INDEX ix_projects_lead_id RENAME TO ix_projects_lead_id_was")
    op.execute("ALTER INDEX ix_projects_lead_id_next RENAME TO ix_projects_lead_id")
    op.execute("ALTER INDEX ix_projects_sponsor_id RENAME TO ix_projects_sponsor_id_was")
    op.execute("ALTER INDEX ix_projects_sponsor_id_next RENAME TO ix_projects_sponsor_id")
    op.execute("ALTER INDEX ix_projects_parent_id RENAME TO ix_projects_parent_id_was")
    op.execute("ALTER INDEX ix_projects_parent_id_next RENAME TO ix_projects_parent_id")


def downgrade() -> None:
    op.execute("DROP INDEX ix_projects_parent_id")
    op.execute("DROP INDEX IF EXISTS ix_projects_parent_id_was")
    op.execute("CREATE INDEX ix_projects_parent_id ON projects (parent_id)")
    op.execute("DROP INDEX ix_projects_sponsor_id")
    op.execute("DROP INDEX IF EXISTS ix_projects_sponsor_id_was")
    op.execute("CREATE INDEX ix_projects_sponsor_id ON projects (sponsor_id)")
    op.execute("DROP INDEX ix_projects_lead_id")
    op.execute("DROP INDEX IF EXISTS ix_projects_lead_id_was")
    op.execute("CREATE INDEX ix_projects_lead_id ON projects (lead_id)")
    op.execute("DROP INDEX ix_projects_status_target_date")
    op.execute("DROP INDEX IF EXISTS ix_projects_status_target_date_was")
    op.execute("CREATE INDEX ix_projects_status_target_date ON projects (status, target_date)")
    op.execute("DROP INDEX ix_business_units_company_profile_id")
    op.execute("DROP INDEX IF EXISTS ix_business_units_company_profile_id_was")
    op.execute(
        "CREATE INDEX ix_business_units_company_profile_id ON business_units (company_profile_id)"
    )
    op.execute("DROP INDEX ix_business_units_head_id")
    op.execute("DROP INDEX IF EXISTS ix_business_units_head_id_was")
    op.execute("CREATE INDEX ix_business_units_head_id ON business_units (head_id)")
    op.execute("DROP INDEX ix_business_units_parent_id")
    op.execute("DROP INDEX IF EXISTS ix_business_units_parent_id_was")
    op.execute("CREATE INDEX ix_business_units_parent_id ON business_units (parent_id)")
    op.execute("DROP INDEX ix_company_profiles_dpo_user_id")
    op.execute("DROP INDEX IF EXISTS ix_company_profiles_dpo_user_id_was")
    op.execute("CREATE INDEX ix_company_profiles_dpo_user_id ON company_profiles (dpo_user_id)")
    op.execute("DROP INDEX ix_company_profiles_compliance_contact_id")
    op.execute("DROP INDEX IF EXISTS ix_company_profiles_compliance_contact_id_was")
    op.execute(
        "CREATE INDEX ix_company_profiles_compliance_contact_id ON company_profiles (compliance_contact_id)"
    )
