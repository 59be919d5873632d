"""Core domain: evidence."""

from __future__ import annotations

from alembic import op

revision = "7be38eef255f"
down_revision = "cb2e6783daf9"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE evidence (
            id uuid NOT NULL DEFAULT uuidv7(),
            ref text COLLATE "C" NOT NULL DEFAULT charter_number('sq_evidence_ref', 'E-{number}', 4),
            title text COLLATE "C" NOT NULL,
            description text COLLATE "C",
            kind text COLLATE "C" NOT NULL,
            source text COLLATE "C" NOT NULL DEFAULT 'manual'::text,
            confidentiality confidentiality NOT NULL DEFAULT 'internal'::confidentiality,
            external_url text COLLATE "C",
            period_start date,
            period_end date,
            collected_on date,
            valid_until date,
            rejection_reason text COLLATE "C",
            status text COLLATE "C" NOT NULL DEFAULT 'draft'::text,
            owner_id uuid NOT NULL,
            control_id uuid NOT NULL,
            task_id uuid,
            submitted_by_id uuid,
            reviewed_by_id uuid,
            created_at timestamp with time zone NOT NULL DEFAULT now(),
            updated_at timestamp with time zone NOT NULL DEFAULT now(),
            created_by_id uuid,
            updated_by_id uuid,
            version integer NOT NULL DEFAULT 1,
            CONSTRAINT pk_evidence PRIMARY KEY (id),
            CONSTRAINT ck_evidence_ref_max CHECK (char_length(ref) <= 60),
            CONSTRAINT ck_evidence_title_max CHECK (char_length(title) <= 250),
            CONSTRAINT ck_evidence_kind_enum CHECK (kind IN ('document', 'screenshot', 'log', 'configuration', 'report', 'certificate', 'attestation', 'link', 'ci_artifact')),
            CONSTRAINT ck_evidence_source_enum CHECK (source IN ('manual', 'api', 'ci', 'integration')),
            CONSTRAINT ck_evidence_external_url_max CHECK (char_length(external_url) <= 1000),
            CONSTRAINT ck_evidence_period_end_min CHECK (period_end >= period_start),
            CONSTRAINT ck_evidence_valid_until_min CHECK (valid_until >= period_end),
            CONSTRAINT ck_evidence_status_enum CHECK (status IN ('requested', 'draft', 'submitted', 'approved', 'rejected', 'expired'))
        )
        """
    )
    op.execute("COMMENT ON TABLE evidence IS 'Proof that a control operated in a stated period.'")
    op.execute("CREATE UNIQUE INDEX uq_evidence_ref ON evidence (ref)")
    op.execute(
        """
        CREATE INDEX ix_evidence_valid_until_b7e01bbf ON evidence (valid_until)
            WHERE status = 'approved'
        """
    )
    op.execute("CREATE INDEX ix_evidence_control_id_status ON evidence (control_id, status)")
    op.execute("CREATE INDEX ix_evidence_owner_id ON evidence (owner_id)")
    op.execute("CREATE INDEX ix_evidence_task_id ON evidence (task_id)")
    op.execute("CREATE INDEX ix_evidence_submitted_by_id ON evidence (submitted_by_id)")
    op.execute("CREATE INDEX ix_evidence_reviewed_by_id ON evidence (reviewed_by_id)")
    op.execute("CREATE INDEX ix_evidence_created_by_id ON evidence (created_by_id)")
    op.execute("CREATE INDEX ix_evidence_updated_by_id ON evidence (updated_by_id)")
    op.execute(
        """
        CREATE TRIGGER tr_evidence_whole
            BEFORE TRUNCATE ON evidence
            FOR EACH STATEMENT EXECUTE FUNCTION charter_refuse('CH004', 'TRUNCATE leaves no audit events; delete the rows instead')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_evidence_audit
            AFTER INSERT OR UPDATE OR DELETE ON evidence
            FOR EACH ROW EXECUTE FUNCTION charter_audit('evidence', '{}', '{}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_evidence_touch
            BEFORE INSERT OR UPDATE ON evidence
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_evidence_frozen
            BEFORE UPDATE OR DELETE ON evidence
            FOR EACH ROW EXECUTE FUNCTION charter_frozen_evidence()
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_evidence_tasks_subject
            AFTER DELETE ON evidence
            FOR EACH ROW EXECUTE FUNCTION charter_reference_delete('fk_tasks_subject_id', 'tasks', 'subject_type', 'subject_id', 'evidence', 'set_null')
        """
    )
    op.execute(
        """
        CREATE TABLE evidence_requirements (
            evidence_id uuid NOT NULL,
            requirement_id uuid NOT NULL,
            created_at timestamp with time zone NOT NULL DEFAULT now(),
            created_by_id uuid DEFAULT nullif(current_setting('charter.actor', true), '')::uuid,
            CONSTRAINT pk_evidence_requirements PRIMARY KEY (evidence_id, requirement_id)
        )
        """
    )
    op.execute("COMMENT ON TABLE evidence_requirements IS 'Evidence and their requirements.'")
    op.execute(
        "CREATE INDEX ix_evidence_requirements_requirement_id ON evidence_requirements (requirement_id)"
    )
    op.execute(
        """
        CREATE TRIGGER tr_evidence_requirements_audit
            AFTER INSERT OR UPDATE OR DELETE ON evidence_requirements
            FOR EACH ROW EXECUTE FUNCTION charter_audit_link('evidence', 'requirements', 'evidence_id', 'requirement_id')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_evidence_requirements_whole
            BEFORE TRUNCATE ON evidence_requirements
            FOR EACH STATEMENT EXECUTE FUNCTION charter_refuse('CH004', 'TRUNCATE leaves no audit events; delete the rows instead')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_evidence_requirements_frozen
            BEFORE INSERT OR DELETE ON evidence_requirements
            FOR EACH ROW EXECUTE FUNCTION charter_frozen_link_evidence('evidence_id')
        """
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER tr_evidence_requirements_frozen ON evidence_requirements")
    op.execute("DROP TRIGGER tr_evidence_requirements_whole ON evidence_requirements")
    op.execute("DROP TRIGGER tr_evidence_requirements_audit ON evidence_requirements")
    op.execute("DROP INDEX ix_evidence_requirements_requirement_id")
    op.execute("DROP TABLE evidence_requirements")
    op.execute("DROP TRIGGER tr_evidence_tasks_subject ON evidence")
    op.execute("DROP TRIGGER tr_evidence_frozen ON evidence")
    op.execute("DROP TRIGGER tr_evidence_touch ON evidence")
    op.execute("DROP TRIGGER tr_evidence_audit ON evidence")
    op.execute("DROP TRIGGER tr_evidence_whole ON evidence")
    op.execute("DROP INDEX ix_evidence_updated_by_id")
    op.execute("DROP INDEX ix_evidence_created_by_id")
    op.execute("DROP INDEX ix_evidence_reviewed_by_id")
    op.execute("DROP INDEX ix_evidence_submitted_by_id")
    op.execute("DROP INDEX ix_evidence_task_id")
    op.execute("DROP INDEX ix_evidence_owner_id")
    op.execute("DROP INDEX ix_evidence_control_id_status")
    op.execute("DROP INDEX ix_evidence_valid_until_b7e01bbf")
    op.execute("DROP INDEX uq_evidence_ref")
    op.execute("DROP TABLE evidence")
