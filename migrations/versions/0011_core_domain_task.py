"""Core domain: task."""

from __future__ import annotations

from alembic import op

revision = "c179c3fd8ca8"
down_revision = "2edf6e6849cf"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE tasks (
            id uuid NOT NULL DEFAULT uuidv7(),
            ref text COLLATE "C" NOT NULL DEFAULT charter_number('sq_tasks_ref', 'T-{number}', 4),
            title text COLLATE "C" NOT NULL,
            description text COLLATE "C",
            priority task_priority NOT NULL DEFAULT 'p3'::task_priority,
            due_on date,
            started_at timestamp with time zone,
            completed_at timestamp with time zone,
            recurrence text COLLATE "C" NOT NULL DEFAULT 'none'::text,
            effort_hours double precision,
            requires_evidence boolean NOT NULL DEFAULT false,
            resolution_note text COLLATE "C",
            status text COLLATE "C" NOT NULL DEFAULT 'to_do'::text,
            assignee_id uuid,
            reporter_id uuid,
            subject_type text COLLATE "C",
            subject_id uuid,
            risk_id uuid,
            control_id uuid,
            plan_id uuid,
            project_id uuid,
            parent_id uuid,
            previous_id uuid,
            created_at timestamp with time zone NOT NULL DEFAULT now(),
            updated_at timestamp with time zone NOT NULL DEFAULT now(),
            created_by_id uuid,
            updated_by_id uuid,
            version integer NOT NULL DEFAULT 1,
            CONSTRAINT pk_tasks PRIMARY KEY (id),
            CONSTRAINT ck_tasks_ref_max CHECK (char_length(ref) <= 60),
            CONSTRAINT ck_tasks_title_max CHECK (char_length(title) <= 250),
            CONSTRAINT ck_tasks_recurrence_enum CHECK (recurrence IN ('none', 'weekly', 'monthly', 'quarterly', 'half_yearly', 'yearly')),
            CONSTRAINT ck_tasks_effort_hours_min CHECK (effort_hours >= 0),
            CONSTRAINT ck_tasks_status_enum CHECK (status IN ('to_do', 'in_progress', 'blocked', 'in_review', 'done', 'cancelled')),
            CONSTRAINT ck_tasks_subject_pair CHECK ((subject_type IS NULL) = (subject_id IS NULL)),
            CONSTRAINT ck_tasks_subject_type_enum CHECK (subject_type IN ('user', 'role_assignment', 'refresh_token', 'audit_event', 'company_profile', 'business_unit', 'project', 'regulation', 'requirement', 'control', 'control_mapping', 'evidence', 'risk', 'risk_matrix', 'risk_treatment_plan', 'risk_acceptance', 'task')),
            CONSTRAINT ck_tasks_own_parent CHECK (parent_id is distinct from id)
        )
        """
    )
    op.execute("COMMENT ON TABLE tasks IS 'An assigned piece of work, one-off or recurring.'")
    op.execute("CREATE UNIQUE INDEX uq_tasks_ref ON tasks (ref)")
    op.execute(
        """
        CREATE INDEX ix_tasks_assignee_id_due_on_7e7c4b9a ON tasks (assignee_id, due_on)
            WHERE status not in ('done', 'cancelled')
        """
    )
    op.execute(
        "CREATE INDEX ix_tasks_status_priority_desc_due_on ON tasks (status, priority DESC NULLS LAST, due_on)"
    )
    op.execute("CREATE INDEX ix_tasks_assignee_id ON tasks (assignee_id)")
    op.execute("CREATE INDEX ix_tasks_reporter_id ON tasks (reporter_id)")
    op.execute("CREATE INDEX ix_tasks_subject_id_subject_type ON tasks (subject_id, subject_type)")
    op.execute("CREATE INDEX ix_tasks_risk_id ON tasks (risk_id)")
    op.execute("CREATE INDEX ix_tasks_control_id ON tasks (control_id)")
    op.execute("CREATE INDEX ix_tasks_plan_id ON tasks (plan_id)")
    op.execute("CREATE INDEX ix_tasks_project_id ON tasks (project_id)")
    op.execute("CREATE INDEX ix_tasks_parent_id ON tasks (parent_id)")
    op.execute("CREATE INDEX ix_tasks_previous_id ON tasks (previous_id)")
    op.execute("CREATE INDEX ix_tasks_created_by_id ON tasks (created_by_id)")
    op.execute("CREATE INDEX ix_tasks_updated_by_id ON tasks (updated_by_id)")
    op.execute(
        """
        CREATE TRIGGER tr_tasks_whole
            BEFORE TRUNCATE ON tasks
            FOR EACH STATEMENT EXECUTE FUNCTION charter_refuse('CH004', 'TRUNCATE leaves no audit events; delete the rows instead')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_tasks_audit
            AFTER INSERT OR UPDATE OR DELETE ON tasks
            FOR EACH ROW EXECUTE FUNCTION charter_audit('task', '{}', '{}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_tasks_touch
            BEFORE INSERT OR UPDATE ON tasks
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_tasks_reference_subject
            AFTER INSERT OR UPDATE OF subject_type, subject_id ON tasks
            FOR EACH ROW EXECUTE FUNCTION charter_reference_check('fk_tasks_subject_id', 'subject_type', 'subject_id', '{"user","role_assignment","refresh_token","audit_event","company_profile","business_unit","project","regulation","requirement","control","control_mapping","evidence","risk","risk_matrix","risk_treatment_plan","risk_acceptance","task"}', '{"users","role_assignments","refresh_tokens","audit_events","company_profiles","business_units","projects","regulations","requirements","controls","control_mappings","evidence","risks","risk_matrices","risk_treatment_plans","risk_acceptances","tasks"}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_tasks_tasks_subject
            AFTER DELETE ON tasks
            FOR EACH ROW EXECUTE FUNCTION charter_reference_delete('fk_tasks_subject_id', 'tasks', 'subject_type', 'subject_id', 'task', 'set_null')
        """
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER tr_tasks_tasks_subject ON tasks")
    op.execute("DROP TRIGGER tr_tasks_reference_subject ON tasks")
    op.execute("DROP TRIGGER tr_tasks_touch ON tasks")
    op.execute("DROP TRIGGER tr_tasks_audit ON tasks")
    op.execute("DROP TRIGGER tr_tasks_whole ON tasks")
    op.execute("DROP INDEX ix_tasks_updated_by_id")
    op.execute("DROP INDEX ix_tasks_created_by_id")
    op.execute("DROP INDEX ix_tasks_previous_id")
    op.execute("DROP INDEX ix_tasks_parent_id")
    op.execute("DROP INDEX ix_tasks_project_id")
    op.execute("DROP INDEX ix_tasks_plan_id")
    op.execute("DROP INDEX ix_tasks_control_id")
    op.execute("DROP INDEX ix_tasks_risk_id")
    op.execute("DROP INDEX ix_tasks_subject_id_subject_type")
    op.execute("DROP INDEX ix_tasks_reporter_id")
    op.execute("DROP INDEX ix_tasks_assignee_id")
    op.execute("DROP INDEX ix_tasks_status_priority_desc_due_on")
    op.execute("DROP INDEX ix_tasks_assignee_id_due_on_7e7c4b9a")
    op.execute("DROP INDEX uq_tasks_ref")
    op.execute("DROP TABLE tasks")
