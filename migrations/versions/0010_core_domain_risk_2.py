"""Core domain: risk 2."""

from __future__ import annotations

from alembic import op

revision = "2edf6e6849cf"
down_revision = "f5f4574c2cf6"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE risk_acceptances (
            id uuid NOT NULL DEFAULT uuidv7(),
            title text COLLATE "C" NOT NULL,
            justification text COLLATE "C" NOT NULL,
            conditions text COLLATE "C",
            valid_until date NOT NULL,
            score_snapshot jsonb,
            decided_at timestamp with time zone,
            decision_note text COLLATE "C",
            status text COLLATE "C" NOT NULL DEFAULT 'draft'::text,
            risk_id uuid NOT NULL,
            requester_id uuid NOT NULL,
            approver_id uuid NOT NULL,
            created_at timestamp with time zone NOT NULL DEFAULT now(),
            updated_at timestamp with time zone NOT NULL DEFAULT now(),
            created_by_id uuid,
            updated_by_id uuid,
            version integer NOT NULL DEFAULT 1,
            deleted_at timestamp with time zone,
            CONSTRAINT pk_risk_acceptances PRIMARY KEY (id),
            CONSTRAINT ck_risk_acceptances_title_max CHECK (char_length(title) <= 200),
            CONSTRAINT ck_risk_acceptances_status_enum CHECK (status IN ('draft', 'submitted', 'approved', 'rejected', 'revoked', 'expired')),
            CONSTRAINT ck_risk_acceptances_same_person CHECK (approver_id <> requester_id)
        )
        """
    )
    op.execute(
        "COMMENT ON TABLE risk_acceptances IS 'A time-limited decision to live with a risk.'"
    )
    op.execute(
        """
        CREATE UNIQUE INDEX uq_risk_acceptances_risk_id_b7e01bbf ON risk_acceptances (risk_id)
            WHERE (status = 'approved') AND deleted_at IS NULL
        """
    )
    op.execute(
        """
        CREATE INDEX ix_risk_acceptances_valid_until_b7e01bbf ON risk_acceptances (valid_until)
            WHERE status = 'approved'
        """
    )
    op.execute(
        "CREATE INDEX ix_risk_acceptances_approver_id_status ON risk_acceptances (approver_id, status)"
    )
    op.execute("CREATE INDEX ix_risk_acceptances_risk_id ON risk_acceptances (risk_id)")
    op.execute("CREATE INDEX ix_risk_acceptances_requester_id ON risk_acceptances (requester_id)")
    op.execute("CREATE INDEX ix_risk_acceptances_created_by_id ON risk_acceptances (created_by_id)")
    op.execute("CREATE INDEX ix_risk_acceptances_updated_by_id ON risk_acceptances (updated_by_id)")
    op.execute(
        """
        CREATE TRIGGER tr_risk_acceptances_whole
            BEFORE TRUNCATE ON risk_acceptances
            FOR EACH STATEMENT EXECUTE FUNCTION charter_refuse('CH004', 'TRUNCATE leaves no audit events; delete the rows instead')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_risk_acceptances_audit
            AFTER INSERT OR UPDATE OR DELETE ON risk_acceptances
            FOR EACH ROW EXECUTE FUNCTION charter_audit('risk_acceptance', '{}', '{}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_risk_acceptances_touch
            BEFORE INSERT OR UPDATE ON risk_acceptances
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_risk_acceptances_hold
            BEFORE UPDATE ON risk_acceptances
            FOR EACH ROW EXECUTE FUNCTION charter_hold('{"risk_id"}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_risk_acceptances_frozen
            BEFORE UPDATE OR DELETE ON risk_acceptances
            FOR EACH ROW EXECUTE FUNCTION charter_frozen_risk_acceptance()
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_risk_acceptances_tasks_subject
            AFTER DELETE ON risk_acceptances
            FOR EACH ROW EXECUTE FUNCTION charter_reference_delete('fk_tasks_subject_id', 'tasks', 'subject_type', 'subject_id', 'risk_acceptance', 'set_null')
        """
    )
    op.execute(
        """
        CREATE TABLE risk_acceptances_compensating_controls (
            risk_acceptance_id uuid NOT NULL,
            control_id uuid NOT NULL,
            created_at timestamp with time zone NOT NULL DEFAULT now(),
            created_by_id uuid DEFAULT nullif(current_setting('charter.actor', true), '')::uuid,
            CONSTRAINT pk_risk_acceptances_compensating_controls PRIMARY KEY (risk_acceptance_id, control_id)
        )
        """
    )
    op.execute(
        "COMMENT ON TABLE risk_acceptances_compensating_controls IS 'Risk acceptances and their compensating controls.'"
    )
    op.execute(
        "CREATE INDEX ix_risk_acceptances_compensating_controls_control_id ON risk_acceptances_compensating_controls (control_id)"
    )
    op.execute(
        """
        CREATE TRIGGER tr_risk_acceptances_compensating_controls_audit
            AFTER INSERT OR UPDATE OR DELETE ON risk_acceptances_compensating_controls
            FOR EACH ROW EXECUTE FUNCTION charter_audit_link('risk_acceptance', 'compensating_controls', 'risk_acceptance_id', 'control_id')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_risk_acceptances_compensating_controls_whole
            BEFORE TRUNCATE ON risk_acceptances_compensating_controls
            FOR EACH STATEMENT EXECUTE FUNCTION charter_refuse('CH004', 'TRUNCATE leaves no audit events; delete the rows instead')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_risk_acceptances_compensating_controls_frozen
            BEFORE INSERT OR DELETE ON risk_acceptances_compensating_controls
            FOR EACH ROW EXECUTE FUNCTION charter_frozen_link_risk_acceptance('risk_acceptance_id')
        """
    )


def downgrade() -> None:
    op.execute(
        "DROP TRIGGER tr_risk_acceptances_compensating_controls_frozen ON risk_acceptances_compensating_controls"
    )
    op.execute(
        "DROP TRIGGER tr_risk_acceptances_compensating_controls_whole ON risk_acceptances_compensating_controls"
    )
    op.execute(
        "DROP TRIGGER tr_risk_acceptances_compensating_controls_audit ON risk_acceptances_compensating_controls"
    )
    op.execute("DROP INDEX ix_risk_acceptances_compensating_controls_control_id")
    op.execute("DROP TABLE risk_acceptances_compensating_controls")
    op.execute("DROP TRIGGER tr_risk_acceptances_tasks_subject ON risk_acceptances")
    op.execute("DROP TRIGGER tr_risk_acceptances_frozen ON risk_acceptances")
    op.execute("DROP TRIGGER tr_risk_acceptances_hold ON risk_acceptances")
    op.execute("DROP TRIGGER tr_risk_acceptances_touch ON risk_acceptances")
    op.execute("DROP TRIGGER tr_risk_acceptances_audit ON risk_acceptances")
    op.execute("DROP TRIGGER tr_risk_acceptances_whole ON risk_acceptances")
    op.execute("DROP INDEX ix_risk_acceptances_updated_by_id")
    op.execute("DROP INDEX ix_risk_acceptances_created_by_id")
    op.execute("DROP INDEX ix_risk_acceptances_requester_id")
    op.execute("DROP INDEX ix_risk_acceptances_risk_id")
    op.execute("DROP INDEX ix_risk_acceptances_approver_id_status")
    op.execute("DROP INDEX ix_risk_acceptances_valid_until_b7e01bbf")
    op.execute("DROP INDEX uq_risk_acceptances_risk_id_b7e01bbf")
    op.execute("DROP TABLE risk_acceptances")
