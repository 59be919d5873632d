"""Core domain: control."""

from __future__ import annotations

from alembic import op

revision = "cb2e6783daf9"
down_revision = "c523fb6bc7a0"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE controls (
            id uuid NOT NULL DEFAULT uuidv7(),
            ref text COLLATE "C" NOT NULL,
            name text COLLATE "C" NOT NULL,
            objective text COLLATE "C",
            description text COLLATE "C",
            domain text COLLATE "C" NOT NULL,
            kind text COLLATE "C" NOT NULL DEFAULT 'preventive'::text,
            nature text COLLATE "C" NOT NULL DEFAULT 'process'::text,
            maturity maturity NOT NULL DEFAULT 'none'::maturity,
            automation text COLLATE "C" NOT NULL DEFAULT 'manual'::text,
            frequency text COLLATE "C" NOT NULL DEFAULT 'yearly'::text,
            effort text COLLATE "C",
            priority task_priority NOT NULL DEFAULT 'p3'::task_priority,
            annual_cost numeric(12,2),
            target_date date,
            next_review_on date,
            code_reference text COLLATE "C",
            status text COLLATE "C" NOT NULL DEFAULT 'planned'::text,
            owner_id uuid NOT NULL,
            business_unit_id uuid,
            replaced_by_id uuid,
            created_at timestamp with time zone NOT NULL DEFAULT now(),
            updated_at timestamp with time zone NOT NULL DEFAULT now(),
            created_by_id uuid,
            updated_by_id uuid,
            version integer NOT NULL DEFAULT 1,
            CONSTRAINT pk_controls PRIMARY KEY (id),
            CONSTRAINT ck_controls_ref_max CHECK (char_length(ref) <= 30),
            CONSTRAINT ck_controls_name_max CHECK (char_length(name) <= 200),
            CONSTRAINT ck_controls_domain_enum CHECK (domain IN ('governance', 'privacy', 'identity_access', 'cryptography', 'development', 'operations', 'ai', 'supplier', 'continuity', 'physical', 'people', 'audit_logging')),
            CONSTRAINT ck_controls_kind_enum CHECK (kind IN ('preventive', 'detective', 'corrective', 'compensating', 'deterrent', 'recovery')),
            CONSTRAINT ck_controls_nature_enum CHECK (nature IN ('policy', 'process', 'technical', 'physical')),
            CONSTRAINT ck_controls_automation_enum CHECK (automation IN ('manual', 'semi_automated', 'automated')),
            CONSTRAINT ck_controls_frequency_enum CHECK (frequency IN ('continuous', 'daily', 'weekly', 'monthly', 'quarterly', 'half_yearly', 'yearly', 'on_event')),
            CONSTRAINT ck_controls_effort_enum CHECK (effort IN ('xs', 's', 'm', 'l', 'xl')),
            CONSTRAINT ck_controls_annual_cost_min CHECK (annual_cost >= 0),
            CONSTRAINT ck_controls_code_reference_max CHECK (char_length(code_reference) <= 500),
            CONSTRAINT ck_controls_status_enum CHECK (status IN ('planned', 'in_progress', 'implemented', 'effective', 'ineffective', 'retired')),
            CONSTRAINT ck_controls_own_successor CHECK (replaced_by_id is distinct from id)
        )
        """
    )
    op.execute("COMMENT ON TABLE controls IS 'A safeguard that the organisation operates.'")
    op.execute("CREATE UNIQUE INDEX uq_controls_ref ON controls (ref)")
    op.execute("CREATE INDEX ix_controls_status_domain ON controls (status, domain)")
    op.execute(
        """
        CREATE INDEX ix_controls_next_review_on_3c9e88e5 ON controls (next_review_on)
            WHERE status <> 'retired'
        """
    )
    op.execute("CREATE INDEX ix_controls_owner_id ON controls (owner_id)")
    op.execute("CREATE INDEX ix_controls_business_unit_id ON controls (business_unit_id)")
    op.execute("CREATE INDEX ix_controls_replaced_by_id ON controls (replaced_by_id)")
    op.execute("CREATE INDEX ix_controls_created_by_id ON controls (created_by_id)")
    op.execute("CREATE INDEX ix_controls_updated_by_id ON controls (updated_by_id)")
    op.execute(
        """
        CREATE TRIGGER tr_controls_whole
            BEFORE TRUNCATE ON controls
            FOR EACH STATEMENT EXECUTE FUNCTION charter_refuse('CH004', 'TRUNCATE leaves no audit events; delete the rows instead')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_controls_audit
            AFTER INSERT OR UPDATE OR DELETE ON controls
            FOR EACH ROW EXECUTE FUNCTION charter_audit('control', '{}', '{}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_controls_touch
            BEFORE INSERT OR UPDATE ON controls
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_controls_frozen
            BEFORE UPDATE OR DELETE ON controls
            FOR EACH ROW EXECUTE FUNCTION charter_frozen_control()
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_controls_tasks_subject
            AFTER DELETE ON controls
            FOR EACH ROW EXECUTE FUNCTION charter_reference_delete('fk_tasks_subject_id', 'tasks', 'subject_type', 'subject_id', 'control', 'set_null')
        """
    )
    op.execute(
        """
        CREATE TABLE control_mappings (
            id uuid NOT NULL DEFAULT uuidv7(),
            coverage text COLLATE "C" NOT NULL DEFAULT 'partial'::text,
            coverage_percent integer,
            rationale text COLLATE "C",
            status text COLLATE "C" NOT NULL DEFAULT 'proposed'::text,
            control_id uuid NOT NULL,
            requirement_id uuid NOT NULL,
            confirmed_by_id uuid,
            created_at timestamp with time zone NOT NULL DEFAULT now(),
            updated_at timestamp with time zone NOT NULL DEFAULT now(),
            created_by_id uuid,
            updated_by_id uuid,
            version integer NOT NULL DEFAULT 1,
            CONSTRAINT pk_control_mappings PRIMARY KEY (id),
            CONSTRAINT ck_control_mappings_coverage_enum CHECK (coverage IN ('full', 'partial', 'supporting')),
            CONSTRAINT ck_control_mappings_coverage_percent_min CHECK (coverage_percent >= 0),
            CONSTRAINT ck_control_mappings_coverage_percent_max CHECK (coverage_percent <= 100),
            CONSTRAINT ck_control_mappings_status_enum CHECK (status IN ('proposed', 'confirmed', 'rejected'))
        )
        """
    )
    op.execute(
        "COMMENT ON TABLE control_mappings IS 'Says how far a control satisfies a requirement.'"
    )
    op.execute(
        "CREATE UNIQUE INDEX uq_control_mappings_control_id_requirement_id ON control_mappings (control_id, requirement_id)"
    )
    op.execute(
        "CREATE INDEX ix_control_mappings_requirement_id_status ON control_mappings (requirement_id, status)"
    )
    op.execute(
        "CREATE INDEX ix_control_mappings_confirmed_by_id ON control_mappings (confirmed_by_id)"
    )
    op.execute("CREATE INDEX ix_control_mappings_created_by_id ON control_mappings (created_by_id)")
    op.execute("CREATE INDEX ix_control_mappings_updated_by_id ON control_mappings (updated_by_id)")
    op.execute(
        """
        CREATE TRIGGER tr_control_mappings_whole
            BEFORE TRUNCATE ON control_mappings
            FOR EACH STATEMENT EXECUTE FUNCTION charter_refuse('CH004', 'TRUNCATE leaves no audit events; delete the rows instead')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_control_mappings_audit
            AFTER INSERT OR UPDATE OR DELETE ON control_mappings
            FOR EACH ROW EXECUTE FUNCTION charter_audit('control_mapping', '{}', '{}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_control_mappings_touch
            BEFORE INSERT OR UPDATE ON control_mappings
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_control_mappings_hold
            BEFORE UPDATE ON control_mappings
            FOR EACH ROW EXECUTE FUNCTION charter_hold('{"control_id","requirement_id"}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_control_mappings_frozen
            BEFORE UPDATE OR DELETE ON control_mappings
            FOR EACH ROW EXECUTE FUNCTION charter_frozen_control_mapping()
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_control_mappings_tasks_subject
            AFTER DELETE ON control_mappings
            FOR EACH ROW EXECUTE FUNCTION charter_reference_delete('fk_tasks_subject_id', 'tasks', 'subject_type', 'subject_id', 'control_mapping', 'set_null')
        """
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER tr_control_mappings_tasks_subject ON control_mappings")
    op.execute("DROP TRIGGER tr_control_mappings_frozen ON control_mappings")
    op.execute("DROP TRIGGER tr_control_mappings_hold ON control_mappings")
    op.execute("DROP TRIGGER tr_control_mappings_touch ON control_mappings")
    op.execute("DROP TRIGGER tr_control_mappings_audit ON control_mappings")
    op.execute("DROP TRIGGER tr_control_mappings_whole ON control_mappings")
    op.execute("DROP INDEX ix_control_mappings_updated_by_id")
    op.execute("DROP INDEX ix_control_mappings_created_by_id")
    op.execute("DROP INDEX ix_control_mappings_confirmed_by_id")
    op.execute("DROP INDEX ix_control_mappings_requirement_id_status")
    op.execute("DROP INDEX uq_control_mappings_control_id_requirement_id")
    op.execute("DROP TABLE control_mappings")
    op.execute("DROP TRIGGER tr_controls_tasks_subject ON controls")
    op.execute("DROP TRIGGER tr_controls_frozen ON controls")
    op.execute("DROP TRIGGER tr_controls_touch ON controls")
    op.execute("DROP TRIGGER tr_controls_audit ON controls")
    op.execute("DROP TRIGGER tr_controls_whole ON controls")
    op.execute("DROP INDEX ix_controls_updated_by_id")
    op.execute("DROP INDEX ix_controls_created_by_id")
    op.execute("DROP INDEX ix_controls_replaced_by_id")
    op.execute("DROP INDEX ix_controls_business_unit_id")
    op.execute("DROP INDEX ix_controls_owner_id")
    op.execute("DROP INDEX ix_controls_next_review_on_3c9e88e5")
    op.execute("DROP INDEX ix_controls_status_domain")
    op.execute("DROP INDEX uq_controls_ref")
    op.execute("DROP TABLE controls")
