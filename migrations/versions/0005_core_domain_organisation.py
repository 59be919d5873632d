"""Core domain: organisation."""

from __future__ import annotations

from alembic import op

revision = "a4bc4a6088f2"
down_revision = "c8e8231fedd3"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        r"""
        CREATE TABLE company_profiles (
            id uuid NOT NULL DEFAULT uuidv7(),
            legal_name text COLLATE "C" NOT NULL,
            legal_form text COLLATE "C",
            registration_number text COLLATE "C",
            vat_id text COLLATE "C",
            industry text COLLATE "C" NOT NULL,
            business_model text COLLATE "C" NOT NULL,
            employee_band headcount_band NOT NULL,
            annual_revenue_band revenue_band,
            country text COLLATE "C" NOT NULL,
            operating_countries text[] COLLATE "C",
            target_markets text[] COLLATE "C",
            website text COLLATE "C",
            processes_special_categories boolean NOT NULL DEFAULT false,
            uses_ai boolean NOT NULL DEFAULT false,
            is_critical_infrastructure boolean NOT NULL DEFAULT false,
            transfers_outside_eea boolean NOT NULL DEFAULT false,
            dpo_required boolean GENERATED ALWAYS AS (processes_special_categories or industry = 'public' or employee_band >= 'from_50_to_249'::headcount_band) STORED,
            dpo_name text COLLATE "C",
            dpo_email text COLLATE "C",
            supervisory_authority text COLLATE "C",
            completeness integer GENERATED ALWAYS AS (20 * ((case when registration_number is null then 0 else 1 end) + (case when vat_id is null then 0 else 1 end) + (case when annual_revenue_band is null then 0 else 1 end) + (case when supervisory_authority is null then 0 else 1 end) + (case when compliance_contact_id is null then 0 else 1 end))) STORED,
            compliance_contact_id uuid,
            dpo_user_id uuid,
            created_at timestamp with time zone NOT NULL DEFAULT now(),
            updated_at timestamp with time zone NOT NULL DEFAULT now(),
            created_by_id uuid,
            updated_by_id uuid,
            version integer NOT NULL DEFAULT 1,
            CONSTRAINT pk_company_profiles PRIMARY KEY (id),
            CONSTRAINT ck_company_profiles_legal_name_max CHECK (char_length(legal_name) <= 250),
            CONSTRAINT ck_company_profiles_legal_form_max CHECK (char_length(legal_form) <= 60),
            CONSTRAINT ck_company_profiles_registration_number_max CHECK (char_length(registration_number) <= 60),
            CONSTRAINT ck_company_profiles_vat_id_max CHECK (char_length(vat_id) <= 30),
            CONSTRAINT ck_company_profiles_industry_enum CHECK (industry IN ('software', 'finance', 'health', 'manufacturing', 'public', 'education', 'retail', 'energy', 'telecom', 'other')),
            CONSTRAINT ck_company_profiles_business_model_enum CHECK (business_model IN ('b2b', 'b2c', 'b2b2c', 'b2g')),
            CONSTRAINT ck_company_profiles_country_pattern CHECK (country ~ '\A(?:[A-Z]{2})\Z'),
            CONSTRAINT ck_company_profiles_operating_countries_filled CHECK (array_position(operating_countries, NULL) IS NULL),
            CONSTRAINT ck_company_profiles_operating_countries_items CHECK (cardinality(operating_countries) <= 250),
            CONSTRAINT ck_company_profiles_operating_countries_pattern CHECK (charter_all_match(operating_countries, '\A(?:[A-Z]{2})\Z')),
            CONSTRAINT ck_company_profiles_target_markets_filled CHECK (array_position(target_markets, NULL) IS NULL),
            CONSTRAINT ck_company_profiles_target_markets_items CHECK (cardinality(target_markets) <= 50),
            CONSTRAINT ck_company_profiles_target_markets_max CHECK (charter_longest(target_markets) <= 80),
            CONSTRAINT ck_company_profiles_website_max CHECK (char_length(website) <= 500),
            CONSTRAINT ck_company_profiles_dpo_name_max CHECK (char_length(dpo_name) <= 200),
            CONSTRAINT ck_company_profiles_dpo_email_max CHECK (char_length(dpo_email) <= 254),
            CONSTRAINT ck_company_profiles_supervisory_authority_max CHECK (char_length(supervisory_authority) <= 200)
        )
        """
    )
    op.execute(
        "COMMENT ON TABLE company_profiles IS 'The facts about the company that decide which rules apply to it.'"
    )
    op.execute(
        "COMMENT ON COLUMN company_profiles.dpo_required IS 'A hint from size, sector and kind of data; the answer is a legal question.'"
    )
    op.execute(
        "COMMENT ON COLUMN company_profiles.completeness IS 'Percent of the five facts that documents about the company need.'"
    )
    op.execute(
        "CREATE UNIQUE INDEX uq_company_profiles_legal_name_country ON company_profiles (legal_name, country)"
    )
    op.execute(
        "CREATE INDEX ix_company_profiles_compliance_contact_id ON company_profiles (compliance_contact_id)"
    )
    op.execute("CREATE INDEX ix_company_profiles_dpo_user_id ON company_profiles (dpo_user_id)")
    op.execute("CREATE INDEX ix_company_profiles_created_by_id ON company_profiles (created_by_id)")
    op.execute("CREATE INDEX ix_company_profiles_updated_by_id ON company_profiles (updated_by_id)")
    op.execute(
        """
        CREATE TRIGGER tr_company_profiles_whole
            BEFORE TRUNCATE ON company_profiles
            FOR EACH STATEMENT EXECUTE FUNCTION charter_refuse('CH004', 'TRUNCATE leaves no audit events; delete the rows instead')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_company_profiles_audit
            AFTER INSERT OR UPDATE OR DELETE ON company_profiles
            FOR EACH ROW EXECUTE FUNCTION charter_audit('company_profile', '{}', '{"dpo_required","completeness"}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_company_profiles_touch
            BEFORE INSERT OR UPDATE ON company_profiles
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{"dpo_required","completeness"}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_company_profiles_tasks_subject
            AFTER DELETE ON company_profiles
            FOR EACH ROW EXECUTE FUNCTION charter_reference_delete('fk_tasks_subject_id', 'tasks', 'subject_type', 'subject_id', 'company_profile', 'set_null')
        """
    )
    op.execute(
        r"""
        CREATE TABLE business_units (
            id uuid NOT NULL DEFAULT uuidv7(),
            code text COLLATE "C" NOT NULL,
            name text COLLATE "C" NOT NULL,
            kind text COLLATE "C" NOT NULL DEFAULT 'department'::text,
            country text COLLATE "C",
            is_active boolean NOT NULL DEFAULT true,
            parent_id uuid,
            head_id uuid,
            company_profile_id uuid NOT NULL,
            created_at timestamp with time zone NOT NULL DEFAULT now(),
            updated_at timestamp with time zone NOT NULL DEFAULT now(),
            created_by_id uuid,
            updated_by_id uuid,
            version integer NOT NULL DEFAULT 1,
            CONSTRAINT pk_business_units PRIMARY KEY (id),
            CONSTRAINT ck_business_units_code_max CHECK (char_length(code) <= 30),
            CONSTRAINT ck_business_units_name_max CHECK (char_length(name) <= 150),
            CONSTRAINT ck_business_units_kind_enum CHECK (kind IN ('department', 'subsidiary', 'location', 'team')),
            CONSTRAINT ck_business_units_country_pattern CHECK (country ~ '\A(?:[A-Z]{2})\Z')
        )
        """
    )
    op.execute(
        "COMMENT ON TABLE business_units IS 'A department, location or subsidiary, to which rows belong and roles can be limited.'"
    )
    op.execute("CREATE UNIQUE INDEX uq_business_units_code ON business_units (code)")
    op.execute("CREATE INDEX ix_business_units_parent_id ON business_units (parent_id)")
    op.execute("CREATE INDEX ix_business_units_head_id ON business_units (head_id)")
    op.execute(
        "CREATE INDEX ix_business_units_company_profile_id ON business_units (company_profile_id)"
    )
    op.execute("CREATE INDEX ix_business_units_created_by_id ON business_units (created_by_id)")
    op.execute("CREATE INDEX ix_business_units_updated_by_id ON business_units (updated_by_id)")
    op.execute(
        """
        CREATE TRIGGER tr_business_units_whole
            BEFORE TRUNCATE ON business_units
            FOR EACH STATEMENT EXECUTE FUNCTION charter_refuse('CH004', 'TRUNCATE leaves no audit events; delete the rows instead')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_business_units_audit
            AFTER INSERT OR UPDATE OR DELETE ON business_units
            FOR EACH ROW EXECUTE FUNCTION charter_audit('business_unit', '{}', '{}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_business_units_touch
            BEFORE INSERT OR UPDATE ON business_units
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_business_units_role_assignments_scope
            AFTER DELETE ON business_units
            FOR EACH ROW EXECUTE FUNCTION charter_reference_delete('fk_role_assignments_scope_id', 'role_assignments', 'scope_type', 'scope_id', 'business_unit', 'cascade')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_business_units_tasks_subject
            AFTER DELETE ON business_units
            FOR EACH ROW EXECUTE FUNCTION charter_reference_delete('fk_tasks_subject_id', 'tasks', 'subject_type', 'subject_id', 'business_unit', 'set_null')
        """
    )
    op.execute(
        r"""
        CREATE TABLE projects (
            id uuid NOT NULL DEFAULT uuidv7(),
            key text COLLATE "C" NOT NULL,
            name text COLLATE "C" NOT NULL,
            kind text COLLATE "C" NOT NULL DEFAULT 'implementation'::text,
            health text COLLATE "C" NOT NULL DEFAULT 'on_track'::text,
            priority task_priority NOT NULL DEFAULT 'p3'::task_priority,
            objective text COLLATE "C",
            start_date date,
            target_date date,
            closed_on date,
            budget numeric(12,2),
            currency text COLLATE "C" NOT NULL DEFAULT 'EUR'::text,
            status text COLLATE "C" NOT NULL DEFAULT 'draft'::text,
            lead_id uuid NOT NULL,
            sponsor_id uuid,
            parent_id uuid,
            created_at timestamp with time zone NOT NULL DEFAULT now(),
            updated_at timestamp with time zone NOT NULL DEFAULT now(),
            created_by_id uuid,
            updated_by_id uuid,
            version integer NOT NULL DEFAULT 1,
            CONSTRAINT pk_projects PRIMARY KEY (id),
            CONSTRAINT ck_projects_key_max CHECK (char_length(key) <= 20),
            CONSTRAINT ck_projects_key_pattern CHECK (key ~ '\A(?:[A-Z][A-Z0-9-]+)\Z'),
            CONSTRAINT ck_projects_name_max CHECK (char_length(name) <= 200),
            CONSTRAINT ck_projects_kind_enum CHECK (kind IN ('certification', 'implementation', 'product', 'remediation', 'assessment')),
            CONSTRAINT ck_projects_health_enum CHECK (health IN ('on_track', 'at_risk', 'off_track')),
            CONSTRAINT ck_projects_target_date_min CHECK (target_date >= start_date),
            CONSTRAINT ck_projects_budget_min CHECK (budget >= 0),
            CONSTRAINT ck_projects_currency_pattern CHECK (currency ~ '\A(?:[A-Z]{3})\Z'),
            CONSTRAINT ck_projects_status_enum CHECK (status IN ('draft', 'planned', 'active', 'on_hold', 'completed', 'cancelled')),
            CONSTRAINT ck_projects_own_parent CHECK (parent_id is distinct from id)
        )
        """
    )
    op.execute(
        "COMMENT ON TABLE projects IS 'An undertaking, such as a certification, that groups rows and has a team.'"
    )
    op.execute("CREATE UNIQUE INDEX uq_projects_key ON projects (key)")
    op.execute("CREATE INDEX ix_projects_status_target_date ON projects (status, target_date)")
    op.execute("CREATE INDEX ix_projects_lead_id ON projects (lead_id)")
    op.execute("CREATE INDEX ix_projects_sponsor_id ON projects (sponsor_id)")
    op.execute("CREATE INDEX ix_projects_parent_id ON projects (parent_id)")
    op.execute("CREATE INDEX ix_projects_created_by_id ON projects (created_by_id)")
    op.execute("CREATE INDEX ix_projects_updated_by_id ON projects (updated_by_id)")
    op.execute(
        """
        CREATE TRIGGER tr_projects_whole
            BEFORE TRUNCATE ON projects
            FOR EACH STATEMENT EXECUTE FUNCTION charter_refuse('CH004', 'TRUNCATE leaves no audit events; delete the rows instead')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_projects_audit
            AFTER INSERT OR UPDATE OR DELETE ON projects
            FOR EACH ROW EXECUTE FUNCTION charter_audit('project', '{}', '{}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_projects_touch
            BEFORE INSERT OR UPDATE ON projects
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_projects_frozen
            BEFORE UPDATE OR DELETE ON projects
            FOR EACH ROW EXECUTE FUNCTION charter_frozen_project()
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_projects_role_assignments_scope
            AFTER DELETE ON projects
            FOR EACH ROW EXECUTE FUNCTION charter_reference_delete('fk_role_assignments_scope_id', 'role_assignments', 'scope_type', 'scope_id', 'project', 'cascade')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_projects_tasks_subject
            AFTER DELETE ON projects
            FOR EACH ROW EXECUTE FUNCTION charter_reference_delete('fk_tasks_subject_id', 'tasks', 'subject_type', 'subject_id', 'project', 'set_null')
        """
    )
    op.execute(
        """
        CREATE TABLE projects_regulations (
            project_id uuid NOT NULL,
            regulation_id uuid NOT NULL,
            created_at timestamp with time zone NOT NULL DEFAULT now(),
            created_by_id uuid DEFAULT nullif(current_setting('charter.actor', true), '')::uuid,
            CONSTRAINT pk_projects_regulations PRIMARY KEY (project_id, regulation_id)
        )
        """
    )
    op.execute("COMMENT ON TABLE projects_regulations IS 'Projects and their regulations.'")
    op.execute(
        "CREATE INDEX ix_projects_regulations_regulation_id ON projects_regulations (regulation_id)"
    )
    op.execute(
        """
        CREATE TRIGGER tr_projects_regulations_audit
            AFTER INSERT OR UPDATE OR DELETE ON projects_regulations
            FOR EACH ROW EXECUTE FUNCTION charter_audit_link('project', 'regulations', 'project_id', 'regulation_id')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_projects_regulations_whole
            BEFORE TRUNCATE ON projects_regulations
            FOR EACH STATEMENT EXECUTE FUNCTION charter_refuse('CH004', 'TRUNCATE leaves no audit events; delete the rows instead')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_projects_regulations_frozen
            BEFORE INSERT OR DELETE ON projects_regulations
            FOR EACH ROW EXECUTE FUNCTION charter_frozen_link_project('project_id')
        """
    )
    op.execute(
        """
        CREATE TABLE projects_controls (
            project_id uuid NOT NULL,
            control_id uuid NOT NULL,
            created_at timestamp with time zone NOT NULL DEFAULT now(),
            created_by_id uuid DEFAULT nullif(current_setting('charter.actor', true), '')::uuid,
            CONSTRAINT pk_projects_controls PRIMARY KEY (project_id, control_id)
        )
        """
    )
    op.execute("COMMENT ON TABLE projects_controls IS 'Projects and their controls.'")
    op.execute("CREATE INDEX ix_projects_controls_control_id ON projects_controls (control_id)")
    op.execute(
        """
        CREATE TRIGGER tr_projects_controls_audit
            AFTER INSERT OR UPDATE OR DELETE ON projects_controls
            FOR EACH ROW EXECUTE FUNCTION charter_audit_link('project', 'controls', 'project_id', 'control_id')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_projects_controls_whole
            BEFORE TRUNCATE ON projects_controls
            FOR EACH STATEMENT EXECUTE FUNCTION charter_refuse('CH004', 'TRUNCATE leaves no audit events; delete the rows instead')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_projects_controls_frozen
            BEFORE INSERT OR DELETE ON projects_controls
            FOR EACH ROW EXECUTE FUNCTION charter_frozen_link_project('project_id')
        """
    )
    op.execute(
        """
        CREATE TABLE projects_members (
            project_id uuid NOT NULL,
            user_id uuid NOT NULL,
            created_at timestamp with time zone NOT NULL DEFAULT now(),
            created_by_id uuid DEFAULT nullif(current_setting('charter.actor', true), '')::uuid,
            CONSTRAINT pk_projects_members PRIMARY KEY (project_id, user_id)
        )
        """
    )
    op.execute("COMMENT ON TABLE projects_members IS 'Projects and their members.'")
    op.execute("CREATE INDEX ix_projects_members_user_id ON projects_members (user_id)")
    op.execute(
        """
        CREATE TRIGGER tr_projects_members_audit
            AFTER INSERT OR UPDATE OR DELETE ON projects_members
            FOR EACH ROW EXECUTE FUNCTION charter_audit_link('project', 'members', 'project_id', 'user_id')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_projects_members_whole
            BEFORE TRUNCATE ON projects_members
            FOR EACH STATEMENT EXECUTE FUNCTION charter_refuse('CH004', 'TRUNCATE leaves no audit events; delete the rows instead')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_projects_members_frozen
            BEFORE INSERT OR DELETE ON projects_members
            FOR EACH ROW EXECUTE FUNCTION charter_frozen_link_project('project_id')
        """
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER tr_projects_members_frozen ON projects_members")
    op.execute("DROP TRIGGER tr_projects_members_whole ON projects_members")
    op.execute("DROP TRIGGER tr_projects_members_audit ON projects_members")
    op.execute("DROP INDEX ix_projects_members_user_id")
    op.execute("DROP TABLE projects_members")
    op.execute("DROP TRIGGER tr_projects_controls_frozen ON projects_controls")
    op.execute("DROP TRIGGER tr_projects_controls_whole ON projects_controls")
    op.execute("DROP TRIGGER tr_projects_controls_audit ON projects_controls")
    op.execute("DROP INDEX ix_projects_controls_control_id")
    op.execute("DROP TABLE projects_controls")
    op.execute("DROP TRIGGER tr_projects_regulations_frozen ON projects_regulations")
    op.execute("DROP TRIGGER tr_projects_regulations_whole ON projects_regulations")
    op.execute("DROP TRIGGER tr_projects_regulations_audit ON projects_regulations")
    op.execute("DROP INDEX ix_projects_regulations_regulation_id")
    op.execute("DROP TABLE projects_regulations")
    op.execute("DROP TRIGGER tr_projects_tasks_subject ON projects")
    op.execute("DROP TRIGGER tr_projects_role_assignments_scope ON projects")
    op.execute("DROP TRIGGER tr_projects_frozen ON projects")
    op.execute("DROP TRIGGER tr_projects_touch ON projects")
    op.execute("DROP TRIGGER tr_projects_audit ON projects")
    op.execute("DROP TRIGGER tr_projects_whole ON projects")
    op.execute("DROP INDEX ix_projects_updated_by_id")
    op.execute("DROP INDEX ix_projects_created_by_id")
    op.execute("DROP INDEX ix_projects_parent_id")
    op.execute("DROP INDEX ix_projects_sponsor_id")
    op.execute("DROP INDEX ix_projects_lead_id")
    op.execute("DROP INDEX ix_projects_status_target_date")
    op.execute("DROP INDEX uq_projects_key")
    op.execute("DROP TABLE projects")
    op.execute("DROP TRIGGER tr_business_units_tasks_subject ON business_units")
    op.execute("DROP TRIGGER tr_business_units_role_assignments_scope ON business_units")
    op.execute("DROP TRIGGER tr_business_units_touch ON business_units")
    op.execute("DROP TRIGGER tr_business_units_audit ON business_units")
    op.execute("DROP TRIGGER tr_business_units_whole ON business_units")
    op.execute("DROP INDEX ix_business_units_updated_by_id")
    op.execute("DROP INDEX ix_business_units_created_by_id")
    op.execute("DROP INDEX ix_business_units_company_profile_id")
    op.execute("DROP INDEX ix_business_units_head_id")
    op.execute("DROP INDEX ix_business_units_parent_id")
    op.execute("DROP INDEX uq_business_units_code")
    op.execute("DROP TABLE business_units")
    op.execute("DROP TRIGGER tr_company_profiles_tasks_subject ON company_profiles")
    op.execute("DROP TRIGGER tr_company_profiles_touch ON company_profiles")
    op.execute("DROP TRIGGER tr_company_profiles_audit ON company_profiles")
    op.execute("DROP TRIGGER tr_company_profiles_whole ON company_profiles")
    op.execute("DROP INDEX ix_company_profiles_updated_by_id")
    op.execute("DROP INDEX ix_company_profiles_created_by_id")
    op.execute("DROP INDEX ix_company_profiles_dpo_user_id")
    op.execute("DROP INDEX ix_company_profiles_compliance_contact_id")
    op.execute("DROP INDEX uq_company_profiles_legal_name_country")
    op.execute("DROP TABLE company_profiles")
