"""Whole reach asks no function; any kind of row in one order: contract: organisation.

charter: 1
stage: contract
"""

from __future__ import annotations

from alembic import op

revision = "36a56b493929"
down_revision = "9df45b4350a9"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DROP POLICY rls_company_profiles_create ON company_profiles")
    op.execute(
        """
        CREATE POLICY rls_company_profiles_create ON company_profiles FOR INSERT
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('company_profile.create')) = 'any' THEN true
                ELSE charter_reaches_company_profile('company_profile.create', company_profiles.compliance_contact_id, company_profiles.dpo_user_id)
            END
            )
        """
    )
    op.execute("DROP POLICY rls_company_profiles_update ON company_profiles")
    op.execute(
        """
        CREATE POLICY rls_company_profiles_update ON company_profiles FOR UPDATE
            USING (
            CASE
                WHEN (SELECT charter_reach('company_profile.update')) = 'any' THEN true
                ELSE charter_reaches_company_profile('company_profile.update', company_profiles.compliance_contact_id, company_profiles.dpo_user_id)
            END
            )
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('company_profile.keep')) = 'any' THEN true
                ELSE charter_reaches_company_profile('company_profile.keep', company_profiles.compliance_contact_id, company_profiles.dpo_user_id)
            END
            )
        """
    )
    op.execute("DROP POLICY rls_company_profiles_delete ON company_profiles")
    op.execute(
        """
        CREATE POLICY rls_company_profiles_delete ON company_profiles FOR DELETE
            USING (
            CASE
                WHEN (SELECT charter_reach('company_profile.delete')) = 'any' THEN true
                ELSE charter_reaches_company_profile('company_profile.delete', company_profiles.compliance_contact_id, company_profiles.dpo_user_id)
            END
            )
        """
    )
    op.execute("DROP POLICY rls_business_units_create ON business_units")
    op.execute(
        """
        CREATE POLICY rls_business_units_create ON business_units FOR INSERT
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('business_unit.create')) = 'any' THEN true
                ELSE charter_reaches_business_unit('business_unit.create', business_units.head_id, business_units.id)
            END
            )
        """
    )
    op.execute("DROP POLICY rls_business_units_update ON business_units")
    op.execute(
        """
        CREATE POLICY rls_business_units_update ON business_units FOR UPDATE
            USING (
            CASE
                WHEN (SELECT charter_reach('business_unit.update')) = 'any' THEN true
                ELSE charter_reaches_business_unit('business_unit.update', business_units.head_id, business_units.id)
            END
            )
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('business_unit.keep')) = 'any' THEN true
                ELSE charter_reaches_business_unit('business_unit.keep', business_units.head_id, business_units.id)
            END
            )
        """
    )
    op.execute("DROP POLICY rls_business_units_delete ON business_units")
    op.execute(
        """
        CREATE POLICY rls_business_units_delete ON business_units FOR DELETE
            USING (
            CASE
                WHEN (SELECT charter_reach('business_unit.delete')) = 'any' THEN true
                ELSE charter_reaches_business_unit('business_unit.delete', business_units.head_id, business_units.id)
            END
            )
        """
    )
    op.execute("DROP POLICY rls_projects_create ON projects")
    op.execute(
        """
        CREATE POLICY rls_projects_create ON projects FOR INSERT
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('project.create')) = 'any' THEN true
                ELSE charter_reaches_project('project.create', projects.id, projects.lead_id)
            END
            )
        """
    )
    op.execute("DROP POLICY rls_projects_update ON projects")
    op.execute(
        """
        CREATE POLICY rls_projects_update ON projects FOR UPDATE
            USING (
            CASE
                WHEN (SELECT charter_reach('project.update')) = 'any' THEN true
                ELSE charter_reaches_project('project.update', projects.id, projects.lead_id)
            END
            )
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('project.keep')) = 'any' THEN true
                ELSE charter_reaches_project('project.keep', projects.id, projects.lead_id)
            END
            )
        """
    )
    op.execute("DROP POLICY rls_projects_delete ON projects")
    op.execute(
        """
        CREATE POLICY rls_projects_delete ON projects FOR DELETE
            USING (
            CASE
                WHEN (SELECT charter_reach('project.delete')) = 'any' THEN true
                ELSE charter_reaches_project('project.delete', projects.id, projects.lead_id)
            END
            )
        """
    )


def downgrade() -> None:
    op.execute("DROP POLICY rls_projects_delete ON projects")
    op.execute(
        """
        CREATE POLICY rls_projects_delete ON projects FOR DELETE
            USING (
            CASE
                WHEN (SELECT charter_reach('project.delete')) = 'any' THEN true
                WHEN (SELECT charter_granted('project.delete', '{own}')) & (
                    CASE WHEN projects.lead_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN cardinality((SELECT charter_limits('project.delete', 'project'))::uuid[]) > 0
                    AND (projects.id) = any((SELECT charter_limits('project.delete', 'project'))::uuid[]) THEN true
                WHEN (SELECT charter_beyond('project.delete', '{own}'))
                    AND charter_reaches_project('project.delete', projects.id, projects.lead_id) THEN true
                ELSE false
            END
            )
        """
    )
    op.execute("DROP POLICY rls_projects_update ON projects")
    op.execute(
        """
        CREATE POLICY rls_projects_update ON projects FOR UPDATE
            USING (
            CASE
                WHEN (SELECT charter_reach('project.update')) = 'any' THEN true
                WHEN (SELECT charter_granted('project.update', '{own}')) & (
                    CASE WHEN projects.lead_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN cardinality((SELECT charter_limits('project.update', 'project'))::uuid[]) > 0
                    AND (projects.id) = any((SELECT charter_limits('project.update', 'project'))::uuid[]) THEN true
                WHEN (SELECT charter_beyond('project.update', '{own}'))
                    AND charter_reaches_project('project.update', projects.id, projects.lead_id) THEN true
                ELSE false
            END
            )
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('project.keep')) = 'any' THEN true
                WHEN (SELECT charter_granted('project.keep', '{own}')) & (
                    CASE WHEN projects.lead_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN cardinality((SELECT charter_limits('project.keep', 'project'))::uuid[]) > 0
                    AND (projects.id) = any((SELECT charter_limits('project.keep', 'project'))::uuid[]) THEN true
                WHEN (SELECT charter_beyond('project.keep', '{own}'))
                    AND charter_reaches_project('project.keep', projects.id, projects.lead_id) THEN true
                ELSE false
            END
            )
        """
    )
    op.execute("DROP POLICY rls_projects_create ON projects")
    op.execute(
        """
        CREATE POLICY rls_projects_create ON projects FOR INSERT
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('project.create')) = 'any' THEN true
                WHEN (SELECT charter_granted('project.create', '{own}')) & (
                    CASE WHEN projects.lead_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN cardinality((SELECT charter_limits('project.create', 'project'))::uuid[]) > 0
                    AND (projects.id) = any((SELECT charter_limits('project.create', 'project'))::uuid[]) THEN true
                WHEN (SELECT charter_beyond('project.create', '{own}'))
                    AND charter_reaches_project('project.create', projects.id, projects.lead_id) THEN true
                ELSE false
            END
            )
        """
    )
    op.execute("DROP POLICY rls_business_units_delete ON business_units")
    op.execute(
        """
        CREATE POLICY rls_business_units_delete ON business_units FOR DELETE
            USING (
            CASE
                WHEN (SELECT charter_reach('business_unit.delete')) = 'any' THEN true
                WHEN (SELECT charter_granted('business_unit.delete', '{own}')) & (
                    CASE WHEN business_units.head_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN cardinality((SELECT charter_limits('business_unit.delete', 'business_unit'))::uuid[]) > 0
                    AND (business_units.id) = any((SELECT charter_limits('business_unit.delete', 'business_unit'))::uuid[]) THEN true
                WHEN (SELECT charter_beyond('business_unit.delete', '{own}'))
                    AND charter_reaches_business_unit('business_unit.delete', business_units.head_id, business_units.id) THEN true
                ELSE false
            END
            )
        """
    )
    op.execute("DROP POLICY rls_business_units_update ON business_units")
    op.execute(
        """
        CREATE POLICY rls_business_units_update ON business_units FOR UPDATE
            USING (
            CASE
                WHEN (SELECT charter_reach('business_unit.update')) = 'any' THEN true
                WHEN (SELECT charter_granted('business_unit.update', '{own}')) & (
                    CASE WHEN business_units.head_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN cardinality((SELECT charter_limits('business_unit.update', 'business_unit'))::uuid[]) > 0
                    AND (business_units.id) = any((SELECT charter_limits('business_unit.update', 'business_unit'))::uuid[]) THEN true
                WHEN (SELECT charter_beyond('business_unit.update', '{own}'))
                    AND charter_reaches_business_unit('business_unit.update', business_units.head_id, business_units.id) THEN true
                ELSE false
            END
            )
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('business_unit.keep')) = 'any' THEN true
                WHEN (SELECT charter_granted('business_unit.keep', '{own}')) & (
                    CASE WHEN business_units.head_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN cardinality((SELECT charter_limits('business_unit.keep', 'business_unit'))::uuid[]) > 0
                    AND (business_units.id) = any((SELECT charter_limits('business_unit.keep', 'business_unit'))::uuid[]) THEN true
                WHEN (SELECT charter_beyond('business_unit.keep', '{own}'))
                    AND charter_reaches_business_unit('business_unit.keep', business_units.head_id, business_units.id) THEN true
                ELSE false
            END
            )
        """
    )
    op.execute("DROP POLICY rls_business_units_create ON business_units")
    op.execute(
        """
        CREATE POLICY rls_business_units_create ON business_units FOR INSERT
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('business_unit.create')) = 'any' THEN true
                WHEN (SELECT charter_granted('business_unit.create', '{own}')) & (
                    CASE WHEN business_units.head_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN cardinality((SELECT charter_limits('business_unit.create', 'business_unit'))::uuid[]) > 0
                    AND (business_units.id) = any((SELECT charter_limits('business_unit.create', 'business_unit'))::uuid[]) THEN true
                WHEN (SELECT charter_beyond('business_unit.create', '{own}'))
                    AND charter_reaches_business_unit('business_unit.create', business_units.head_id, business_units.id) THEN true
                ELSE false
            END
            )
        """
    )
    op.execute("DROP POLICY rls_company_profiles_delete ON company_profiles")
    op.execute(
        """
        CREATE POLICY rls_company_profiles_delete ON company_profiles FOR DELETE
            USING (
            CASE
                WHEN (SELECT charter_reach('company_profile.delete')) = 'any' THEN true
                WHEN (SELECT charter_granted('company_profile.delete', '{own}')) & (
                    CASE WHEN company_profiles.compliance_contact_id = (SELECT charter_actor()) or company_profiles.dpo_user_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN (SELECT charter_beyond('company_profile.delete', '{own}'))
                    AND charter_reaches_company_profile('company_profile.delete', company_profiles.compliance_contact_id, company_profiles.dpo_user_id) THEN true
                ELSE false
            END
            )
        """
    )
    op.execute("DROP POLICY rls_company_profiles_update ON company_profiles")
    op.execute(
        """
        CREATE POLICY rls_company_profiles_update ON company_profiles FOR UPDATE
            USING (
            CASE
                WHEN (SELECT charter_reach('company_profile.update')) = 'any' THEN true
                WHEN (SELECT charter_granted('company_profile.update', '{own}')) & (
                    CASE WHEN company_profiles.compliance_contact_id = (SELECT charter_actor()) or company_profiles.dpo_user_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN (SELECT charter_beyond('company_profile.update', '{own}'))
                    AND charter_reaches_company_profile('company_profile.update', company_profiles.compliance_contact_id, company_profiles.dpo_user_id) THEN true
                ELSE false
            END
            )
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('company_profile.keep')) = 'any' THEN true
                WHEN (SELECT charter_granted('company_profile.keep', '{own}')) & (
                    CASE WHEN company_profiles.compliance_contact_id = (SELECT charter_actor()) or company_profiles.dpo_user_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN (SELECT charter_beyond('company_profile.keep', '{own}'))
                    AND charter_reaches_company_profile('company_profile.keep', company_profiles.compliance_contact_id, company_profiles.dpo_user_id) THEN true
                ELSE false
            END
            )
        """
    )
    op.execute("DROP POLICY rls_company_profiles_create ON company_profiles")
    op.execute(
        """
        CREATE POLICY rls_company_profiles_create ON company_profiles FOR INSERT
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('company_profile.create')) = 'any' THEN true
                WHEN (SELECT charter_granted('company_profile.create', '{own}')) & (
                    CASE WHEN company_profiles.compliance_contact_id = (SELECT charter_actor()) or company_profiles.dpo_user_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN (SELECT charter_beyond('company_profile.create', '{own}'))
                    AND charter_reaches_company_profile('company_profile.create', company_profiles.compliance_contact_id, company_profiles.dpo_user_id) THEN true
                ELSE false
            END
            )
        """
    )
