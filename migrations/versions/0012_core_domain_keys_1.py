"""Core domain: keys 1."""

from __future__ import annotations

from alembic import op

revision = "500f14802313"
down_revision = "c179c3fd8ca8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        ALTER TABLE users
            ADD CONSTRAINT fk_users_business_unit_id FOREIGN KEY (business_unit_id) REFERENCES business_units (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE users
            ADD CONSTRAINT fk_users_manager_id FOREIGN KEY (manager_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE users
            ADD CONSTRAINT fk_users_created_by_id FOREIGN KEY (created_by_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE users
            ADD CONSTRAINT fk_users_updated_by_id FOREIGN KEY (updated_by_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE role_assignments
            ADD CONSTRAINT fk_role_assignments_user_id FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
        """
    )
    op.execute(
        """
        ALTER TABLE role_assignments
            ADD CONSTRAINT fk_role_assignments_granted_by_id FOREIGN KEY (granted_by_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE role_assignments
            ADD CONSTRAINT fk_role_assignments_created_by_id FOREIGN KEY (created_by_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE role_assignments
            ADD CONSTRAINT fk_role_assignments_updated_by_id FOREIGN KEY (updated_by_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE refresh_tokens
            ADD CONSTRAINT fk_refresh_tokens_user_id FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
        """
    )
    op.execute(
        """
        ALTER TABLE refresh_tokens
            ADD CONSTRAINT fk_refresh_tokens_replaced_by_id FOREIGN KEY (replaced_by_id) REFERENCES refresh_tokens (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE refresh_tokens
            ADD CONSTRAINT fk_refresh_tokens_created_by_id FOREIGN KEY (created_by_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE refresh_tokens
            ADD CONSTRAINT fk_refresh_tokens_updated_by_id FOREIGN KEY (updated_by_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE company_profiles
            ADD CONSTRAINT fk_company_profiles_compliance_contact_id FOREIGN KEY (compliance_contact_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE company_profiles
            ADD CONSTRAINT fk_company_profiles_dpo_user_id FOREIGN KEY (dpo_user_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE company_profiles
            ADD CONSTRAINT fk_company_profiles_created_by_id FOREIGN KEY (created_by_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE company_profiles
            ADD CONSTRAINT fk_company_profiles_updated_by_id FOREIGN KEY (updated_by_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE business_units
            ADD CONSTRAINT fk_business_units_parent_id FOREIGN KEY (parent_id) REFERENCES business_units (id)
        """
    )
    op.execute(
        """
        ALTER TABLE business_units
            ADD CONSTRAINT fk_business_units_head_id FOREIGN KEY (head_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE business_units
            ADD CONSTRAINT fk_business_units_company_profile_id FOREIGN KEY (company_profile_id) REFERENCES company_profiles (id) ON DELETE CASCADE
        """
    )
    op.execute(
        """
        ALTER TABLE business_units
            ADD CONSTRAINT fk_business_units_created_by_id FOREIGN KEY (created_by_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE business_units
            ADD CONSTRAINT fk_business_units_updated_by_id FOREIGN KEY (updated_by_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE projects
            ADD CONSTRAINT fk_projects_lead_id FOREIGN KEY (lead_id) REFERENCES users (id)
        """
    )
    op.execute(
        """
        ALTER TABLE projects
            ADD CONSTRAINT fk_projects_sponsor_id FOREIGN KEY (sponsor_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE projects
            ADD CONSTRAINT fk_projects_parent_id FOREIGN KEY (parent_id) REFERENCES projects (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE projects
            ADD CONSTRAINT fk_projects_created_by_id FOREIGN KEY (created_by_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE projects
            ADD CONSTRAINT fk_projects_updated_by_id FOREIGN KEY (updated_by_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE projects_regulations
            ADD CONSTRAINT fk_projects_regulations_project_id FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE
        """
    )
    op.execute(
        """
        ALTER TABLE projects_regulations
            ADD CONSTRAINT fk_projects_regulations_regulation_id FOREIGN KEY (regulation_id) REFERENCES regulations (id) ON DELETE CASCADE
        """
    )
    op.execute(
        """
        ALTER TABLE projects_controls
            ADD CONSTRAINT fk_projects_controls_project_id FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE
        """
    )
    op.execute(
        """
        ALTER TABLE projects_controls
            ADD CONSTRAINT fk_projects_controls_control_id FOREIGN KEY (control_id) REFERENCES controls (id) ON DELETE CASCADE
        """
    )
    op.execute(
        """
        ALTER TABLE projects_members
            ADD CONSTRAINT fk_projects_members_project_id FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE CASCADE
        """
    )
    op.execute(
        """
        ALTER TABLE projects_members
            ADD CONSTRAINT fk_projects_members_user_id FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
        """
    )
    op.execute(
        """
        ALTER TABLE regulations
            ADD CONSTRAINT fk_regulations_owner_id FOREIGN KEY (owner_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE regulations
            ADD CONSTRAINT fk_regulations_replaced_by_id FOREIGN KEY (replaced_by_id) REFERENCES regulations (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE regulations
            ADD CONSTRAINT fk_regulations_created_by_id FOREIGN KEY (created_by_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE regulations
            ADD CONSTRAINT fk_regulations_updated_by_id FOREIGN KEY (updated_by_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE requirements
            ADD CONSTRAINT fk_requirements_regulation_id FOREIGN KEY (regulation_id) REFERENCES regulations (id) ON DELETE CASCADE
        """
    )
    op.execute(
        """
        ALTER TABLE requirements
            ADD CONSTRAINT fk_requirements_parent_id FOREIGN KEY (parent_id) REFERENCES requirements (id) ON DELETE CASCADE
        """
    )
    op.execute(
        """
        ALTER TABLE requirements
            ADD CONSTRAINT fk_requirements_owner_id FOREIGN KEY (owner_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE requirements
            ADD CONSTRAINT fk_requirements_implemented_by_id FOREIGN KEY (implemented_by_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE requirements
            ADD CONSTRAINT fk_requirements_created_by_id FOREIGN KEY (created_by_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE requirements
            ADD CONSTRAINT fk_requirements_updated_by_id FOREIGN KEY (updated_by_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE controls
            ADD CONSTRAINT fk_controls_owner_id FOREIGN KEY (owner_id) REFERENCES users (id)
        """
    )
    op.execute(
        """
        ALTER TABLE controls
            ADD CONSTRAINT fk_controls_business_unit_id FOREIGN KEY (business_unit_id) REFERENCES business_units (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE controls
            ADD CONSTRAINT fk_controls_replaced_by_id FOREIGN KEY (replaced_by_id) REFERENCES controls (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE controls
            ADD CONSTRAINT fk_controls_created_by_id FOREIGN KEY (created_by_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE controls
            ADD CONSTRAINT fk_controls_updated_by_id FOREIGN KEY (updated_by_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE control_mappings
            ADD CONSTRAINT fk_control_mappings_control_id FOREIGN KEY (control_id) REFERENCES controls (id) ON DELETE CASCADE
        """
    )
    op.execute(
        """
        ALTER TABLE control_mappings
            ADD CONSTRAINT fk_control_mappings_requirement_id FOREIGN KEY (requirement_id) REFERENCES requirements (id) ON DELETE CASCADE
        """
    )
    op.execute(
        """
        ALTER TABLE control_mappings
            ADD CONSTRAINT fk_control_mappings_confirmed_by_id FOREIGN KEY (confirmed_by_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE control_mappings
            ADD CONSTRAINT fk_control_mappings_created_by_id FOREIGN KEY (created_by_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE control_mappings
            ADD CONSTRAINT fk_control_mappings_updated_by_id FOREIGN KEY (updated_by_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE evidence
            ADD CONSTRAINT fk_evidence_owner_id FOREIGN KEY (owner_id) REFERENCES users (id)
        """
    )
    op.execute(
        """
        ALTER TABLE evidence
            ADD CONSTRAINT fk_evidence_control_id FOREIGN KEY (control_id) REFERENCES controls (id)
        """
    )
    op.execute(
        """
        ALTER TABLE evidence
            ADD CONSTRAINT fk_evidence_task_id FOREIGN KEY (task_id) REFERENCES tasks (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE evidence
            ADD CONSTRAINT fk_evidence_submitted_by_id FOREIGN KEY (submitted_by_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE evidence
            ADD CONSTRAINT fk_evidence_reviewed_by_id FOREIGN KEY (reviewed_by_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE evidence
            ADD CONSTRAINT fk_evidence_created_by_id FOREIGN KEY (created_by_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE evidence
            ADD CONSTRAINT fk_evidence_updated_by_id FOREIGN KEY (updated_by_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE evidence_requirements
            ADD CONSTRAINT fk_evidence_requirements_evidence_id FOREIGN KEY (evidence_id) REFERENCES evidence (id) ON DELETE CASCADE
        """
    )
    op.execute(
        """
        ALTER TABLE evidence_requirements
            ADD CONSTRAINT fk_evidence_requirements_requirement_id FOREIGN KEY (requirement_id) REFERENCES requirements (id) ON DELETE CASCADE
        """
    )
    op.execute(
        """
        ALTER TABLE risks
            ADD CONSTRAINT fk_risks_owner_id FOREIGN KEY (owner_id) REFERENCES users (id)
        """
    )
    op.execute(
        """
        ALTER TABLE risks
            ADD CONSTRAINT fk_risks_matrix_id FOREIGN KEY (matrix_id) REFERENCES risk_matrices (id)
        """
    )
    op.execute(
        """
        ALTER TABLE risks
            ADD CONSTRAINT fk_risks_business_unit_id FOREIGN KEY (business_unit_id) REFERENCES business_units (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE risks
            ADD CONSTRAINT fk_risks_project_id FOREIGN KEY (project_id) REFERENCES projects (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE risks
            ADD CONSTRAINT fk_risks_parent_id FOREIGN KEY (parent_id) REFERENCES risks (id) ON DELETE SET NULL
        """
    )
    op.execute(
        """
        ALTER TABLE risks
            ADD CONSTRAINT fk_risks_monitored_by_id FOREIGN KEY (monitored_by_id) REFERENCES users (id) ON DELETE SET NULL
        """
    )


def downgrade() -> None:
    op.execute("ALTER TABLE risks DROP CONSTRAINT fk_risks_monitored_by_id")
    op.execute("ALTER TABLE risks DROP CONSTRAINT fk_risks_parent_id")
    op.execute("ALTER TABLE risks DROP CONSTRAINT fk_risks_project_id")
    op.execute("ALTER TABLE risks DROP CONSTRAINT fk_risks_business_unit_id")
    op.execute("ALTER TABLE risks DROP CONSTRAINT fk_risks_matrix_id")
    op.execute("ALTER TABLE risks DROP CONSTRAINT fk_risks_owner_id")
    op.execute(
        "ALTER TABLE evidence_requirements DROP CONSTRAINT fk_evidence_requirements_requirement_id"
    )
    op.execute(
        "ALTER TABLE evidence_requirements DROP CONSTRAINT fk_evidence_requirements_evidence_id"
    )
    op.execute("ALTER TABLE evidence DROP CONSTRAINT fk_evidence_updated_by_id")
    op.execute("ALTER TABLE evidence DROP CONSTRAINT fk_evidence_created_by_id")
    op.execute("ALTER TABLE evidence DROP CONSTRAINT fk_evidence_reviewed_by_id")
    op.execute("ALTER TABLE evidence DROP CONSTRAINT fk_evidence_submitted_by_id")
    op.execute("ALTER TABLE evidence DROP CONSTRAINT fk_evidence_task_id")
    op.execute("ALTER TABLE evidence DROP CONSTRAINT fk_evidence_control_id")
    op.execute("ALTER TABLE evidence DROP CONSTRAINT fk_evidence_owner_id")
    op.execute("ALTER TABLE control_mappings DROP CONSTRAINT fk_control_mappings_updated_by_id")
    op.execute("ALTER TABLE control_mappings DROP CONSTRAINT fk_control_mappings_created_by_id")
    op.execute("ALTER TABLE control_mappings DROP CONSTRAINT fk_control_mappings_confirmed_by_id")
    op.execute("ALTER TABLE control_mappings DROP CONSTRAINT fk_control_mappings_requirement_id")
    op.execute("ALTER TABLE control_mappings DROP CONSTRAINT fk_control_mappings_control_id")
    op.execute("ALTER TABLE controls DROP CONSTRAINT fk_controls_updated_by_id")
    op.execute("ALTER TABLE controls DROP CONSTRAINT fk_controls_created_by_id")
    op.execute("ALTER TABLE controls DROP CONSTRAINT fk_controls_replaced_by_id")
    op.execute("ALTER TABLE controls DROP CONSTRAINT fk_controls_business_unit_id")
    op.execute("ALTER TABLE controls DROP CONSTRAINT fk_controls_owner_id")
    op.execute("ALTER TABLE requirements DROP CONSTRAINT fk_requirements_updated_by_id")
    op.execute("ALTER TABLE requirements DROP CONSTRAINT fk_requirements_created_by_id")
    op.execute("ALTER TABLE requirements DROP CONSTRAINT fk_requirements_implemented_by_id")
    op.execute("ALTER TABLE requirements DROP CONSTRAINT fk_requirements_owner_id")
    op.execute("ALTER TABLE requirements DROP CONSTRAINT fk_requirements_parent_id")
    op.execute("ALTER TABLE requirements DROP CONSTRAINT fk_requirements_regulation_id")
    op.execute("ALTER TABLE regulations DROP CONSTRAINT fk_regulations_updated_by_id")
    op.execute("ALTER TABLE regulations DROP CONSTRAINT fk_regulations_created_by_id")
    op.execute("ALTER TABLE regulations DROP CONSTRAINT fk_regulations_replaced_by_id")
    op.execute("ALTER TABLE regulations DROP CONSTRAINT fk_regulations_owner_id")
    op.execute("ALTER TABLE projects_members DROP CONSTRAINT fk_projects_members_user_id")
    op.execute("ALTER TABLE projects_members DROP CONSTRAINT fk_projects_members_project_id")
    op.execute("ALTER TABLE projects_controls DROP CONSTRAINT fk_projects_controls_control_id")
    op.execute("ALTER TABLE projects_controls DROP CONSTRAINT fk_projects_controls_project_id")
    op.execute(
        "ALTER TABLE projects_regulations DROP CONSTRAINT fk_projects_regulations_regulation_id"
    )
    op.execute(
        "ALTER TABLE projects_regulations DROP CONSTRAINT fk_projects_regulations_project_id"
    )
    op.execute("ALTER TABLE projects DROP CONSTRAINT fk_projects_updated_by_id")
    op.execute("ALTER TABLE projects DROP CONSTRAINT fk_projects_created_by_id")
    op.execute("ALTER TABLE projects DROP CONSTRAINT fk_projects_parent_id")
    op.execute("ALTER TABLE projects DROP CONSTRAINT fk_projects_sponsor_id")
    op.execute("ALTER TABLE projects DROP CONSTRAINT fk_projects_lead_id")
    op.execute("ALTER TABLE business_units DROP CONSTRAINT fk_business_units_updated_by_id")
    op.execute("ALTER TABLE business_units DROP CONSTRAINT fk_business_units_created_by_id")
    op.execute("ALTER TABLE business_units DROP CONSTRAINT fk_business_units_company_profile_id")
    op.execute("ALTER TABLE business_units DROP CONSTRAINT fk_business_units_head_id")
    op.execute("ALTER TABLE business_units DROP CONSTRAINT fk_business_units_parent_id")
    op.execute("ALTER TABLE company_profiles DROP CONSTRAINT fk_company_profiles_updated_by_id")
    op.execute("ALTER TABLE company_profiles DROP CONSTRAINT fk_company_profiles_created_by_id")
    op.execute("ALTER TABLE company_profiles DROP CONSTRAINT fk_company_profiles_dpo_user_id")
    op.execute(
        "ALTER TABLE company_profiles DROP CONSTRAINT fk_company_profiles_compliance_contact_id"
    )
    op.execute("ALTER TABLE refresh_tokens DROP CONSTRAINT fk_refresh_tokens_updated_by_id")
    op.execute("ALTER TABLE refresh_tokens DROP CONSTRAINT fk_refresh_tokens_created_by_id")
    op.execute("ALTER TABLE refresh_tokens DROP CONSTRAINT fk_refresh_tokens_replaced_by_id")
    op.execute("ALTER TABLE refresh_tokens DROP CONSTRAINT fk_refresh_tokens_user_id")
    op.execute("ALTER TABLE role_assignments DROP CONSTRAINT fk_role_assignments_updated_by_id")
    op.execute("ALTER TABLE role_assignments DROP CONSTRAINT fk_role_assignments_created_by_id")
    op.execute("ALTER TABLE role_assignments DROP CONSTRAINT fk_role_assignments_granted_by_id")
    op.execute("ALTER TABLE role_assignments DROP CONSTRAINT fk_role_assignments_user_id")
    op.execute("ALTER TABLE users DROP CONSTRAINT fk_users_updated_by_id")
    op.execute("ALTER TABLE users DROP CONSTRAINT fk_users_created_by_id")
    op.execute("ALTER TABLE users DROP CONSTRAINT fk_users_manager_id")
    op.execute("ALTER TABLE users DROP CONSTRAINT fk_users_business_unit_id")
