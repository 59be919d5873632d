"""Core domain: risk 1."""

from __future__ import annotations

from alembic import op

revision = "f5f4574c2cf6"
down_revision = "7be38eef255f"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE risks (
            id uuid NOT NULL DEFAULT uuidv7(),
            ref text COLLATE "C" NOT NULL DEFAULT charter_number('sq_risks_ref', 'R-{number}', 4),
            title text COLLATE "C" NOT NULL,
            description text COLLATE "C",
            category text COLLATE "C" NOT NULL,
            source text COLLATE "C" NOT NULL DEFAULT 'assessment'::text,
            threat text COLLATE "C",
            vulnerability text COLLATE "C",
            inherent_likelihood integer NOT NULL,
            inherent_impact integer NOT NULL,
            inherent_score integer GENERATED ALWAYS AS (inherent_likelihood * inherent_impact) STORED,
            inherent_level risk_level,
            residual_likelihood integer,
            residual_impact integer,
            residual_score integer GENERATED ALWAYS AS (residual_likelihood * residual_impact) STORED,
            residual_level risk_level,
            current_score integer GENERATED ALWAYS AS (coalesce(residual_likelihood * residual_impact, inherent_likelihood * inherent_impact)) STORED,
            treatment text COLLATE "C" NOT NULL DEFAULT 'undecided'::text,
            above_appetite boolean NOT NULL DEFAULT false,
            affects_confidentiality boolean NOT NULL DEFAULT false,
            affects_integrity boolean NOT NULL DEFAULT false,
            affects_availability boolean NOT NULL DEFAULT false,
            involves_personal_data boolean NOT NULL DEFAULT false,
            review_interval_days integer NOT NULL DEFAULT 365,
            next_review_on date,
            closed_on date,
            status text COLLATE "C" NOT NULL DEFAULT 'identified'::text,
            owner_id uuid NOT NULL,
            matrix_id uuid NOT NULL,
            business_unit_id uuid,
            project_id uuid,
            parent_id uuid,
            monitored_by_id uuid,
            created_at timestamp with time zone NOT NULL DEFAULT now(),
            updated_at timestamp with time zone NOT NULL DEFAULT now(),
            created_by_id uuid,
            updated_by_id uuid,
            version integer NOT NULL DEFAULT 1,
            deleted_at timestamp with time zone,
            CONSTRAINT pk_risks PRIMARY KEY (id),
            CONSTRAINT ck_risks_ref_max CHECK (char_length(ref) <= 60),
            CONSTRAINT ck_risks_title_max CHECK (char_length(title) <= 200),
            CONSTRAINT ck_risks_category_enum CHECK (category IN ('strategic', 'operational', 'compliance', 'financial', 'technology', 'privacy', 'ai', 'supplier', 'people', 'reputation')),
            CONSTRAINT ck_risks_source_enum CHECK (source IN ('assessment', 'incident', 'audit', 'vendor', 'dpia', 'ai_assessment', 'other')),
            CONSTRAINT ck_risks_inherent_likelihood_min CHECK (inherent_likelihood >= 1),
            CONSTRAINT ck_risks_inherent_likelihood_max CHECK (inherent_likelihood <= 5),
            CONSTRAINT ck_risks_inherent_impact_min CHECK (inherent_impact >= 1),
            CONSTRAINT ck_risks_inherent_impact_max CHECK (inherent_impact <= 5),
            CONSTRAINT ck_risks_residual_likelihood_min CHECK (residual_likelihood >= 1),
            CONSTRAINT ck_risks_residual_likelihood_max CHECK (residual_likelihood <= 5),
            CONSTRAINT ck_risks_residual_impact_min CHECK (residual_impact >= 1),
            CONSTRAINT ck_risks_residual_impact_max CHECK (residual_impact <= 5),
            CONSTRAINT ck_risks_treatment_enum CHECK (treatment IN ('undecided', 'mitigate', 'accept', 'transfer', 'avoid')),
            CONSTRAINT ck_risks_review_interval_days_min CHECK (review_interval_days >= 1),
            CONSTRAINT ck_risks_review_interval_days_max CHECK (review_interval_days <= 3650),
            CONSTRAINT ck_risks_status_enum CHECK (status IN ('identified', 'assessed', 'in_treatment', 'treated', 'accepted', 'monitored', 'closed')),
            CONSTRAINT ck_risks_residual_above_inherent CHECK (residual_score is null or (residual_score <= inherent_score) is true),
            CONSTRAINT ck_risks_own_parent CHECK (parent_id is distinct from id)
        )
        """
    )
    op.execute(
        "COMMENT ON TABLE risks IS 'An uncertain event with its inherent and residual scores.'"
    )
    op.execute(
        "COMMENT ON COLUMN risks.current_score IS 'The residual score, or the inherent one while there is none.'"
    )
    op.execute(
        """
        CREATE UNIQUE INDEX uq_risks_ref ON risks (ref)
            WHERE deleted_at IS NULL
        """
    )
    op.execute(
        """
        CREATE INDEX ix_risks_status_current_score_desc_d33424f3 ON risks (status, current_score DESC NULLS LAST)
            WHERE status <> 'closed'
        """
    )
    op.execute(
        """
        CREATE INDEX ix_risks_next_review_on_d33424f3 ON risks (next_review_on)
            WHERE status <> 'closed'
        """
    )
    op.execute("CREATE INDEX ix_risks_category_inherent_level ON risks (category, inherent_level)")
    op.execute("CREATE INDEX ix_risks_owner_id ON risks (owner_id)")
    op.execute("CREATE INDEX ix_risks_matrix_id ON risks (matrix_id)")
    op.execute("CREATE INDEX ix_risks_business_unit_id ON risks (business_unit_id)")
    op.execute("CREATE INDEX ix_risks_project_id ON risks (project_id)")
    op.execute("CREATE INDEX ix_risks_parent_id ON risks (parent_id)")
    op.execute("CREATE INDEX ix_risks_monitored_by_id ON risks (monitored_by_id)")
    op.execute("CREATE INDEX ix_risks_created_by_id ON risks (created_by_id)")
    op.execute("CREATE INDEX ix_risks_updated_by_id ON risks (updated_by_id)")
    op.execute(
        """
        CREATE TRIGGER tr_risks_whole
            BEFORE TRUNCATE ON risks
            FOR EACH STATEMENT EXECUTE FUNCTION charter_refuse('CH004', 'TRUNCATE leaves no audit events; delete the rows instead')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_risks_audit
            AFTER INSERT OR UPDATE OR DELETE ON risks
            FOR EACH ROW EXECUTE FUNCTION charter_audit('risk', '{}', '{"inherent_score","residual_score","current_score"}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_risks_touch
            BEFORE INSERT OR UPDATE ON risks
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{"inherent_score","residual_score","current_score"}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_risks_frozen
            BEFORE UPDATE OR DELETE ON risks
            FOR EACH ROW EXECUTE FUNCTION charter_frozen_risk()
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_risks_tasks_subject
            AFTER DELETE ON risks
            FOR EACH ROW EXECUTE FUNCTION charter_reference_delete('fk_tasks_subject_id', 'tasks', 'subject_type', 'subject_id', 'risk', 'set_null')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_risks_soft_cascade
            AFTER UPDATE OF deleted_at ON risks
            FOR EACH ROW EXECUTE FUNCTION charter_soft_cascade('risk_treatment_plans', 'risk_id', 'risk_acceptances', 'risk_id')
        """
    )
    op.execute(
        """
        CREATE TABLE risk_controls (
            risk_id uuid NOT NULL,
            control_id uuid NOT NULL,
            created_at timestamp with time zone NOT NULL DEFAULT now(),
            created_by_id uuid DEFAULT nullif(current_setting('charter.actor', true), '')::uuid,
            CONSTRAINT pk_risk_controls PRIMARY KEY (risk_id, control_id)
        )
        """
    )
    op.execute("COMMENT ON TABLE risk_controls IS 'Risks and their controls.'")
    op.execute("CREATE INDEX ix_risk_controls_control_id ON risk_controls (control_id)")
    op.execute(
        """
        CREATE TRIGGER tr_risk_controls_audit
            AFTER INSERT OR UPDATE OR DELETE ON risk_controls
            FOR EACH ROW EXECUTE FUNCTION charter_audit_link('risk', 'controls', 'risk_id', 'control_id')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_risk_controls_whole
            BEFORE TRUNCATE ON risk_controls
            FOR EACH STATEMENT EXECUTE FUNCTION charter_refuse('CH004', 'TRUNCATE leaves no audit events; delete the rows instead')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_risk_controls_frozen
            BEFORE INSERT OR DELETE ON risk_controls
            FOR EACH ROW EXECUTE FUNCTION charter_frozen_link_risk('risk_id')
        """
    )
    op.execute(
        """
        CREATE TABLE risk_matrices (
            id uuid NOT NULL DEFAULT uuidv7(),
            name text COLLATE "C" NOT NULL,
            size integer NOT NULL DEFAULT 5,
            likelihood_labels jsonb NOT NULL,
            impact_labels jsonb NOT NULL,
            level_bands jsonb NOT NULL,
            appetite_by_category jsonb,
            approved_on date,
            status text COLLATE "C" NOT NULL DEFAULT 'draft'::text,
            owner_id uuid NOT NULL,
            approved_by_id uuid,
            created_at timestamp with time zone NOT NULL DEFAULT now(),
            updated_at timestamp with time zone NOT NULL DEFAULT now(),
            created_by_id uuid,
            updated_by_id uuid,
            version integer NOT NULL DEFAULT 1,
            CONSTRAINT pk_risk_matrices PRIMARY KEY (id),
            CONSTRAINT ck_risk_matrices_name_max CHECK (char_length(name) <= 120),
            CONSTRAINT ck_risk_matrices_size_min CHECK (size >= 3),
            CONSTRAINT ck_risk_matrices_size_max CHECK (size <= 6),
            CONSTRAINT ck_risk_matrices_status_enum CHECK (status IN ('draft', 'active', 'retired'))
        )
        """
    )
    op.execute(
        "COMMENT ON TABLE risk_matrices IS 'Labels of the scale, bands of the levels and the appetite for each category of risk.'"
    )
    op.execute(
        "COMMENT ON COLUMN risk_matrices.likelihood_labels IS 'One label for each step, the lowest first.'"
    )
    op.execute(
        "COMMENT ON COLUMN risk_matrices.impact_labels IS 'One label for each step, the lowest first.'"
    )
    op.execute(
        """
        COMMENT ON COLUMN risk_matrices.level_bands IS 'The highest score of each level, as in {"low": 5, "medium": 11}.'
        """
    )
    op.execute(
        "COMMENT ON COLUMN risk_matrices.appetite_by_category IS 'The highest score that is still accepted, for each category that has one.'"
    )
    op.execute("CREATE UNIQUE INDEX uq_risk_matrices_name ON risk_matrices (name)")
    op.execute("CREATE INDEX ix_risk_matrices_owner_id ON risk_matrices (owner_id)")
    op.execute("CREATE INDEX ix_risk_matrices_approved_by_id ON risk_matrices (approved_by_id)")
    op.execute("CREATE INDEX ix_risk_matrices_created_by_id ON risk_matrices (created_by_id)")
    op.execute("CREATE INDEX ix_risk_matrices_updated_by_id ON risk_matrices (updated_by_id)")
    op.execute(
        """
        CREATE TRIGGER tr_risk_matrices_whole
            BEFORE TRUNCATE ON risk_matrices
            FOR EACH STATEMENT EXECUTE FUNCTION charter_refuse('CH004', 'TRUNCATE leaves no audit events; delete the rows instead')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_risk_matrices_audit
            AFTER INSERT OR UPDATE OR DELETE ON risk_matrices
            FOR EACH ROW EXECUTE FUNCTION charter_audit('risk_matrix', '{}', '{}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_risk_matrices_touch
            BEFORE INSERT OR UPDATE ON risk_matrices
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_risk_matrices_frozen
            BEFORE UPDATE OR DELETE ON risk_matrices
            FOR EACH ROW EXECUTE FUNCTION charter_frozen_risk_matrix()
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_risk_matrices_tasks_subject
            AFTER DELETE ON risk_matrices
            FOR EACH ROW EXECUTE FUNCTION charter_reference_delete('fk_tasks_subject_id', 'tasks', 'subject_type', 'subject_id', 'risk_matrix', 'set_null')
        """
    )
    op.execute(
        """
        CREATE TABLE risk_treatment_plans (
            id uuid NOT NULL DEFAULT uuidv7(),
            title text COLLATE "C" NOT NULL,
            strategy text COLLATE "C" NOT NULL,
            priority risk_level NOT NULL DEFAULT 'medium'::risk_level,
            start_date date,
            target_date date NOT NULL,
            completed_on date,
            budget numeric(12,2),
            progress integer NOT NULL DEFAULT 0,
            expected_likelihood integer,
            expected_impact integer,
            expected_score integer GENERATED ALWAYS AS (expected_likelihood * expected_impact) STORED,
            description text COLLATE "C",
            status text COLLATE "C" NOT NULL DEFAULT 'planned'::text,
            owner_id uuid NOT NULL,
            risk_id uuid NOT NULL,
            created_at timestamp with time zone NOT NULL DEFAULT now(),
            updated_at timestamp with time zone NOT NULL DEFAULT now(),
            created_by_id uuid,
            updated_by_id uuid,
            version integer NOT NULL DEFAULT 1,
            deleted_at timestamp with time zone,
            CONSTRAINT pk_risk_treatment_plans PRIMARY KEY (id),
            CONSTRAINT ck_risk_treatment_plans_title_max CHECK (char_length(title) <= 200),
            CONSTRAINT ck_risk_treatment_plans_strategy_enum CHECK (strategy IN ('mitigate', 'transfer', 'avoid')),
            CONSTRAINT ck_risk_treatment_plans_target_date_min CHECK (target_date >= start_date),
            CONSTRAINT ck_risk_treatment_plans_budget_min CHECK (budget >= 0),
            CONSTRAINT ck_risk_treatment_plans_progress_min CHECK (progress >= 0),
            CONSTRAINT ck_risk_treatment_plans_progress_max CHECK (progress <= 100),
            CONSTRAINT ck_risk_treatment_plans_expected_likelihood_min CHECK (expected_likelihood >= 1),
            CONSTRAINT ck_risk_treatment_plans_expected_likelihood_max CHECK (expected_likelihood <= 5),
            CONSTRAINT ck_risk_treatment_plans_expected_impact_min CHECK (expected_impact >= 1),
            CONSTRAINT ck_risk_treatment_plans_expected_impact_max CHECK (expected_impact <= 5),
            CONSTRAINT ck_risk_treatment_plans_status_enum CHECK (status IN ('planned', 'in_progress', 'on_hold', 'completed', 'cancelled'))
        )
        """
    )
    op.execute(
        "COMMENT ON TABLE risk_treatment_plans IS 'The measures, budget and target that bring a risk down.'"
    )
    op.execute(
        """
        CREATE UNIQUE INDEX uq_risk_treatment_plans_risk_id_title ON risk_treatment_plans (risk_id, title)
            WHERE deleted_at IS NULL
        """
    )
    op.execute("CREATE INDEX ix_risk_treatment_plans_owner_id ON risk_treatment_plans (owner_id)")
    op.execute("CREATE INDEX ix_risk_treatment_plans_risk_id ON risk_treatment_plans (risk_id)")
    op.execute(
        "CREATE INDEX ix_risk_treatment_plans_created_by_id ON risk_treatment_plans (created_by_id)"
    )
    op.execute(
        "CREATE INDEX ix_risk_treatment_plans_updated_by_id ON risk_treatment_plans (updated_by_id)"
    )
    op.execute(
        """
        CREATE TRIGGER tr_risk_treatment_plans_whole
            BEFORE TRUNCATE ON risk_treatment_plans
            FOR EACH STATEMENT EXECUTE FUNCTION charter_refuse('CH004', 'TRUNCATE leaves no audit events; delete the rows instead')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_risk_treatment_plans_audit
            AFTER INSERT OR UPDATE OR DELETE ON risk_treatment_plans
            FOR EACH ROW EXECUTE FUNCTION charter_audit('risk_treatment_plan', '{}', '{"expected_score"}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_risk_treatment_plans_touch
            BEFORE INSERT OR UPDATE ON risk_treatment_plans
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{"expected_score"}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_risk_treatment_plans_hold
            BEFORE UPDATE ON risk_treatment_plans
            FOR EACH ROW EXECUTE FUNCTION charter_hold('{"risk_id"}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_risk_treatment_plans_frozen
            BEFORE UPDATE OR DELETE ON risk_treatment_plans
            FOR EACH ROW EXECUTE FUNCTION charter_frozen_risk_treatment_plan()
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_risk_treatment_plans_tasks_subject
            AFTER DELETE ON risk_treatment_plans
            FOR EACH ROW EXECUTE FUNCTION charter_reference_delete('fk_tasks_subject_id', 'tasks', 'subject_type', 'subject_id', 'risk_treatment_plan', 'set_null')
        """
    )
    op.execute(
        """
        CREATE TABLE risk_treatment_plans_controls (
            risk_treatment_plan_id uuid NOT NULL,
            control_id uuid NOT NULL,
            created_at timestamp with time zone NOT NULL DEFAULT now(),
            created_by_id uuid DEFAULT nullif(current_setting('charter.actor', true), '')::uuid,
            CONSTRAINT pk_risk_treatment_plans_controls PRIMARY KEY (risk_treatment_plan_id, control_id)
        )
        """
    )
    op.execute(
        "COMMENT ON TABLE risk_treatment_plans_controls IS 'Risk treatment plans and their controls.'"
    )
    op.execute(
        "CREATE INDEX ix_risk_treatment_plans_controls_control_id ON risk_treatment_plans_controls (control_id)"
    )
    op.execute(
        """
        CREATE TRIGGER tr_risk_treatment_plans_controls_audit
            AFTER INSERT OR UPDATE OR DELETE ON risk_treatment_plans_controls
            FOR EACH ROW EXECUTE FUNCTION charter_audit_link('risk_treatment_plan', 'controls', 'risk_treatment_plan_id', 'control_id')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_risk_treatment_plans_controls_whole
            BEFORE TRUNCATE ON risk_treatment_plans_controls
            FOR EACH STATEMENT EXECUTE FUNCTION charter_refuse('CH004', 'TRUNCATE leaves no audit events; delete the rows instead')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_risk_treatment_plans_controls_frozen
            BEFORE INSERT OR DELETE ON risk_treatment_plans_controls
            FOR EACH ROW EXECUTE FUNCTION charter_frozen_link_risk_treatment_plan('risk_treatment_plan_id')
        """
    )


def downgrade() -> None:
    op.execute(
        "DROP TRIGGER tr_risk_treatment_plans_controls_frozen ON risk_treatment_plans_controls"
    )
    op.execute(
        "DROP TRIGGER tr_risk_treatment_plans_controls_whole ON risk_treatment_plans_controls"
    )
    op.execute(
        "DROP TRIGGER tr_risk_treatment_plans_controls_audit ON risk_treatment_plans_controls"
    )
    op.execute("DROP INDEX ix_risk_treatment_plans_controls_control_id")
    op.execute("DROP TABLE risk_treatment_plans_controls")
    op.execute("DROP TRIGGER tr_risk_treatment_plans_tasks_subject ON risk_treatment_plans")
    op.execute("DROP TRIGGER tr_risk_treatment_plans_frozen ON risk_treatment_plans")
    op.execute("DROP TRIGGER tr_risk_treatment_plans_hold ON risk_treatment_plans")
    op.execute("DROP TRIGGER tr_risk_treatment_plans_touch ON risk_treatment_plans")
    op.execute("DROP TRIGGER tr_risk_treatment_plans_audit ON risk_treatment_plans")
    op.execute("DROP TRIGGER tr_risk_treatment_plans_whole ON risk_treatment_plans")
    op.execute("DROP INDEX ix_risk_treatment_plans_updated_by_id")
    op.execute("DROP INDEX ix_risk_treatment_plans_created_by_id")
    op.execute("DROP INDEX ix_risk_treatment_plans_risk_id")
    op.execute("DROP INDEX ix_risk_treatment_plans_owner_id")
    op.execute("DROP INDEX uq_risk_treatment_plans_risk_id_title")
    op.execute("DROP TABLE risk_treatment_plans")
    op.execute("DROP TRIGGER tr_risk_matrices_tasks_subject ON risk_matrices")
    op.execute("DROP TRIGGER tr_risk_matrices_frozen ON risk_matrices")
    op.execute("DROP TRIGGER tr_risk_matrices_touch ON risk_matrices")
    op.execute("DROP TRIGGER tr_risk_matrices_audit ON risk_matrices")
    op.execute("DROP TRIGGER tr_risk_matrices_whole ON risk_matrices")
    op.execute("DROP INDEX ix_risk_matrices_updated_by_id")
    op.execute("DROP INDEX ix_risk_matrices_created_by_id")
    op.execute("DROP INDEX ix_risk_matrices_approved_by_id")
    op.execute("DROP INDEX ix_risk_matrices_owner_id")
    op.execute("DROP INDEX uq_risk_matrices_name")
    op.execute("DROP TABLE risk_matrices")
    op.execute("DROP TRIGGER tr_risk_controls_frozen ON risk_controls")
    op.execute("DROP TRIGGER tr_risk_controls_whole ON risk_controls")
    op.execute("DROP TRIGGER tr_risk_controls_audit ON risk_controls")
    op.execute("DROP INDEX ix_risk_controls_control_id")
    op.execute("DROP TABLE risk_controls")
    op.execute("DROP TRIGGER tr_risks_soft_cascade ON risks")
    op.execute("DROP TRIGGER tr_risks_tasks_subject ON risks")
    op.execute("DROP TRIGGER tr_risks_frozen ON risks")
    op.execute("DROP TRIGGER tr_risks_touch ON risks")
    op.execute("DROP TRIGGER tr_risks_audit ON risks")
    op.execute("DROP TRIGGER tr_risks_whole ON risks")
    op.execute("DROP INDEX ix_risks_updated_by_id")
    op.execute("DROP INDEX ix_risks_created_by_id")
    op.execute("DROP INDEX ix_risks_monitored_by_id")
    op.execute("DROP INDEX ix_risks_parent_id")
    op.execute("DROP INDEX ix_risks_project_id")
    op.execute("DROP INDEX ix_risks_business_unit_id")
    op.execute("DROP INDEX ix_risks_matrix_id")
    op.execute("DROP INDEX ix_risks_owner_id")
    op.execute("DROP INDEX ix_risks_category_inherent_level")
    op.execute("DROP INDEX ix_risks_next_review_on_d33424f3")
    op.execute("DROP INDEX ix_risks_status_current_score_desc_d33424f3")
    op.execute("DROP INDEX uq_risks_ref")
    op.execute("DROP TABLE risks")
