"""Row-level security and kept policies: organisation 1."""

from __future__ import annotations

from alembic import op

revision = "8c5052a7b60a"
down_revision = "58b26be88829"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        ALTER TABLE company_profiles
            ENABLE ROW LEVEL SECURITY,
            FORCE ROW LEVEL SECURITY
        """
    )
    op.execute(
        """
        CREATE POLICY rls_company_profiles_read ON company_profiles FOR SELECT
            USING (
            CASE
                WHEN (SELECT charter_reach('company_profile.read')) = 'any' THEN true
                WHEN (SELECT charter_granted('company_profile.read', '{own}')) & (
                    CASE WHEN company_profiles.compliance_contact_id = (SELECT charter_actor()) or company_profiles.dpo_user_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN (SELECT charter_beyond('company_profile.read', '{own}'))
                    AND charter_reaches_company_profile('company_profile.read', company_profiles.compliance_contact_id, company_profiles.dpo_user_id) THEN true
                ELSE company_profiles.updated_at = now() AND company_profiles.updated_by_id IS NOT DISTINCT FROM (SELECT charter_actor())
            END
            )
        """
    )
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
    op.execute(
        """
        CREATE POLICY rls_company_profiles_owner ON company_profiles FOR ALL TO CURRENT_USER
            USING (
        true
            )
            WITH CHECK (
        true
            )
        """
    )
    op.execute(
        """
        ALTER TABLE business_units
            ENABLE ROW LEVEL SECURITY,
            FORCE ROW LEVEL SECURITY
        """
    )
    op.execute(
        """
        CREATE POLICY rls_business_units_read ON business_units FOR SELECT
            USING (
            CASE
                WHEN (SELECT charter_reach('business_unit.read')) = 'any' THEN true
                WHEN (SELECT charter_granted('business_unit.read', '{own}')) & (
                    CASE WHEN business_units.head_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN cardinality((SELECT charter_limits('business_unit.read', 'business_unit'))::uuid[]) > 0
                    AND (business_units.id) = any((SELECT charter_limits('business_unit.read', 'business_unit'))::uuid[]) THEN true
                WHEN (SELECT charter_beyond('business_unit.read', '{own}'))
                    AND charter_reaches_business_unit('business_unit.read', business_units.head_id, business_units.id) THEN true
                ELSE business_units.updated_at = now() AND business_units.updated_by_id IS NOT DISTINCT FROM (SELECT charter_actor())
            END
            )
        """
    )
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
    op.execute(
        """
        CREATE POLICY rls_business_units_owner ON business_units FOR ALL TO CURRENT_USER
            USING (
        true
            )
            WITH CHECK (
        true
            )
        """
    )
    op.execute(
        """
        ALTER TABLE projects
            ENABLE ROW LEVEL SECURITY,
            FORCE ROW LEVEL SECURITY
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_projects_writes
            BEFORE UPDATE ON projects
            FOR EACH ROW WHEN (coalesce(current_setting('charter.action', true), 'update') <> 'update') EXECUTE FUNCTION charter_writes('project', '{"dashboard": [], "plan": ["status", "target_date"], "start": ["status"], "pause": ["status"], "resume": ["status"], "complete": ["closed_on", "status"], "cancel": ["closed_on", "status"]}', '{"id","created_at","updated_at","created_by_id","updated_by_id","version"}')
        """
    )
    op.execute(
        """
        CREATE POLICY rls_projects_read ON projects FOR SELECT
            USING (
            CASE
                WHEN (SELECT charter_reach('project.read')) = 'any' THEN true
                WHEN (SELECT charter_granted('project.read', '{own}')) & (
                    CASE WHEN projects.lead_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN cardinality((SELECT charter_limits('project.read', 'project'))::uuid[]) > 0
                    AND (projects.id) = any((SELECT charter_limits('project.read', 'project'))::uuid[]) THEN true
                WHEN (SELECT charter_beyond('project.read', '{own}'))
                    AND charter_reaches_project('project.read', projects.id, projects.lead_id) THEN true
                ELSE projects.updated_at = now() AND projects.updated_by_id IS NOT DISTINCT FROM (SELECT charter_actor())
            END
            )
        """
    )
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
    op.execute(
        """
        CREATE POLICY rls_projects_owner ON projects FOR ALL TO CURRENT_USER
            USING (
        true
            )
            WITH CHECK (
        true
            )
        """
    )
    op.execute(
        """
        ALTER TABLE projects_regulations
            ENABLE ROW LEVEL SECURITY,
            FORCE ROW LEVEL SECURITY
        """
    )
    op.execute(
        """
        CREATE POLICY rls_projects_regulations_read ON projects_regulations FOR SELECT
            USING (
            CASE WHEN (SELECT charter_reach('project.read')) = 'any' AND (SELECT charter_reach('regulation.read')) = 'any' THEN true
                ELSE EXISTS (SELECT FROM projects AS seen WHERE seen.id = projects_regulations.project_id) AND EXISTS (SELECT FROM regulations AS seen WHERE seen.id = projects_regulations.regulation_id) END
            )
        """
    )
    op.execute(
        """
        CREATE POLICY rls_projects_regulations_create ON projects_regulations FOR INSERT
            WITH CHECK (
            (CASE WHEN (SELECT charter_reach('project.read')) = 'any' AND (SELECT charter_reach('regulation.read')) = 'any' THEN true
                ELSE EXISTS (SELECT FROM projects AS seen WHERE seen.id = projects_regulations.project_id) AND EXISTS (SELECT FROM regulations AS seen WHERE seen.id = projects_regulations.regulation_id) END)
            AND EXISTS (SELECT FROM projects AS linked
                WHERE linked.id = projects_regulations.project_id AND (
                    CASE
                        WHEN (SELECT charter_reach('project.update')) = 'any' THEN true
                        WHEN (SELECT charter_granted('project.update', '{own}')) & (
                            CASE WHEN linked.lead_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                        ) <> 0 THEN true
                        WHEN cardinality((SELECT charter_limits('project.update', 'project'))::uuid[]) > 0
                            AND (linked.id) = any((SELECT charter_limits('project.update', 'project'))::uuid[]) THEN true
                        WHEN (SELECT charter_beyond('project.update', '{own}'))
                            AND charter_reaches_project('project.update', linked.id, linked.lead_id) THEN true
                        ELSE false
                    END
                ))
            )
        """
    )
    op.execute(
        """
        CREATE POLICY rls_projects_regulations_delete ON projects_regulations FOR DELETE
            USING (
            EXISTS (SELECT FROM projects AS linked
                WHERE linked.id = projects_regulations.project_id AND (
                    CASE
                        WHEN (SELECT charter_reach('project.update')) = 'any' THEN true
                        WHEN (SELECT charter_granted('project.update', '{own}')) & (
                            CASE WHEN linked.lead_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                        ) <> 0 THEN true
                        WHEN cardinality((SELECT charter_limits('project.update', 'project'))::uuid[]) > 0
                            AND (linked.id) = any((SELECT charter_limits('project.update', 'project'))::uuid[]) THEN true
                        WHEN (SELECT charter_beyond('project.update', '{own}'))
                            AND charter_reaches_project('project.update', linked.id, linked.lead_id) THEN true
                        ELSE false
                    END
                ))
            )
        """
    )
    op.execute(
        """
        CREATE POLICY rls_projects_regulations_owner ON projects_regulations FOR ALL TO CURRENT_USER
            USING (
        true
            )
            WITH CHECK (
        true
            )
        """
    )
    op.execute(
        """
        ALTER TABLE projects_controls
            ENABLE ROW LEVEL SECURITY,
            FORCE ROW LEVEL SECURITY
        """
    )
    op.execute(
        """
        CREATE POLICY rls_projects_controls_read ON projects_controls FOR SELECT
            USING (
            CASE WHEN (SELECT charter_reach('project.read')) = 'any' AND (SELECT charter_reach('control.read')) = 'any' THEN true
                ELSE EXISTS (SELECT FROM projects AS seen WHERE seen.id = projects_controls.project_id) AND EXISTS (SELECT FROM controls AS seen WHERE seen.id = projects_controls.control_id) END
            )
        """
    )
    op.execute(
        """
        CREATE POLICY rls_projects_controls_create ON projects_controls FOR INSERT
            WITH CHECK (
            (CASE WHEN (SELECT charter_reach('project.read')) = 'any' AND (SELECT charter_reach('control.read')) = 'any' THEN true
                ELSE EXISTS (SELECT FROM projects AS seen WHERE seen.id = projects_controls.project_id) AND EXISTS (SELECT FROM controls AS seen WHERE seen.id = projects_controls.control_id) END)
            AND EXISTS (SELECT FROM projects AS linked
                WHERE linked.id = projects_controls.project_id AND (
                    CASE
                        WHEN (SELECT charter_reach('project.update')) = 'any' THEN true
                        WHEN (SELECT charter_granted('project.update', '{own}')) & (
                            CASE WHEN linked.lead_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                        ) <> 0 THEN true
                        WHEN cardinality((SELECT charter_limits('project.update', 'project'))::uuid[]) > 0
                            AND (linked.id) = any((SELECT charter_limits('project.update', 'project'))::uuid[]) THEN true
                        WHEN (SELECT charter_beyond('project.update', '{own}'))
                            AND charter_reaches_project('project.update', linked.id, linked.lead_id) THEN true
                        ELSE false
                    END
                ))
            )
        """
    )


def downgrade() -> None:
    op.execute("DROP POLICY rls_projects_controls_create ON projects_controls")
    op.execute("DROP POLICY rls_projects_controls_read ON projects_controls")
    op.execute(
        """
        ALTER TABLE projects_controls
            NO FORCE ROW LEVEL SECURITY,
            DISABLE ROW LEVEL SECURITY
        """
    )
    op.execute("DROP POLICY rls_projects_regulations_owner ON projects_regulations")
    op.execute("DROP POLICY rls_projects_regulations_delete ON projects_regulations")
    op.execute("DROP POLICY rls_projects_regulations_create ON projects_regulations")
    op.execute("DROP POLICY rls_projects_regulations_read ON projects_regulations")
    op.execute(
        """
        ALTER TABLE projects_regulations
            NO FORCE ROW LEVEL SECURITY,
            DISABLE ROW LEVEL SECURITY
        """
    )
    op.execute("DROP POLICY rls_projects_owner ON projects")
    op.execute("DROP POLICY rls_projects_delete ON projects")
    op.execute("DROP POLICY rls_projects_update ON projects")
    op.execute("DROP POLICY rls_projects_create ON projects")
    op.execute("DROP POLICY rls_projects_read ON projects")
    op.execute("DROP TRIGGER tr_projects_writes ON projects")
    op.execute(
        """
        ALTER TABLE projects
            NO FORCE ROW LEVEL SECURITY,
            DISABLE ROW LEVEL SECURITY
        """
    )
    op.execute("DROP POLICY rls_business_units_owner ON business_units")
    op.execute("DROP POLICY rls_business_units_delete ON business_units")
    op.execute("DROP POLICY rls_business_units_update ON business_units")
    op.execute("DROP POLICY rls_business_units_create ON business_units")
    op.execute("DROP POLICY rls_business_units_read ON business_units")
    op.execute(
        """
        ALTER TABLE business_units
            NO FORCE ROW LEVEL SECURITY,
            DISABLE ROW LEVEL SECURITY
        """
    )
    op.execute("DROP POLICY rls_company_profiles_owner ON company_profiles")
    op.execute("DROP POLICY rls_company_profiles_delete ON company_profiles")
    op.execute("DROP POLICY rls_company_profiles_update ON company_profiles")
    op.execute("DROP POLICY rls_company_profiles_create ON company_profiles")
    op.execute("DROP POLICY rls_company_profiles_read ON company_profiles")
    op.execute(
        """
        ALTER TABLE company_profiles
            NO FORCE ROW LEVEL SECURITY,
            DISABLE ROW LEVEL SECURITY
        """
    )
