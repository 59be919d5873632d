"""Sealed trail: identity."""

from __future__ import annotations

from alembic import op

revision = "01483d27c960"
down_revision = "1c324b0991b9"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DROP TRIGGER tr_users_audit ON users")
    op.execute("DROP TRIGGER tr_users_touch ON users")
    op.execute(
        """
        CREATE TRIGGER tr_users_audit
            AFTER INSERT OR UPDATE OR DELETE ON users
            FOR EACH ROW EXECUTE FUNCTION charter_audit_user()
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_users_touch
            BEFORE INSERT OR UPDATE ON users
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{}', '{"last_login_at"}')
        """
    )
    op.execute("DROP TRIGGER tr_role_assignments_audit ON role_assignments")
    op.execute("DROP TRIGGER tr_role_assignments_touch ON role_assignments")
    op.execute(
        """
        CREATE TRIGGER tr_role_assignments_audit
            AFTER INSERT OR UPDATE OR DELETE ON role_assignments
            FOR EACH ROW EXECUTE FUNCTION charter_audit_role_assignment()
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_role_assignments_touch
            BEFORE INSERT OR UPDATE ON role_assignments
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{}', '{}')
        """
    )
    op.execute("DROP TRIGGER tr_refresh_tokens_audit ON refresh_tokens")
    op.execute("DROP TRIGGER tr_refresh_tokens_touch ON refresh_tokens")
    op.execute(
        """
        CREATE TRIGGER tr_refresh_tokens_audit
            AFTER INSERT OR UPDATE OR DELETE ON refresh_tokens
            FOR EACH ROW EXECUTE FUNCTION charter_audit_refresh_token()
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_refresh_tokens_touch
            BEFORE INSERT OR UPDATE ON refresh_tokens
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{}', '{}')
        """
    )
    op.execute("DROP TRIGGER tr_audit_events_once ON audit_events")
    op.execute("DROP TRIGGER tr_audit_events_whole ON audit_events")
    op.execute("DROP POLICY rls_audit_events_read ON audit_events")
    op.execute(
        """
        ALTER TABLE audit_events
            NO FORCE ROW LEVEL SECURITY,
            DISABLE ROW LEVEL SECURITY
        """
    )
    op.execute("ALTER TABLE audit_events RENAME TO audit_events_before")
    op.execute("ALTER INDEX pk_audit_events RENAME TO pk_audit_events_before")
    op.execute(
        "ALTER INDEX ix_audit_events_entity_type_entity_id_occurred_at RENAME TO ix_audit_events_entity_type_entity_id_occurred_at_before"
    )
    op.execute(
        "ALTER INDEX ix_audit_events_occurred_at RENAME TO ix_audit_events_occurred_at_before"
    )
    op.execute("ALTER INDEX ix_audit_events_request_id RENAME TO ix_audit_events_request_id_before")
    op.execute("ALTER INDEX ix_audit_events_actor_id RENAME TO ix_audit_events_actor_id_before")
    op.execute(
        """
        ALTER TABLE audit_events_before
            ADD COLUMN transaction_id xid8 NOT NULL DEFAULT pg_current_xact_id()
        """
    )
    op.execute(
        """
        ALTER TABLE audit_events_before
            ADD COLUMN marks jsonb
        """
    )
    # Written by hand: whom personal values of earlier events are about, so that they are sealed as
    # commitments too and can be erased.
    op.execute(
        """
        UPDATE audit_events_before AS e
        SET marks = jsonb_build_object('subjects', (
            SELECT jsonb_object_agg(known.field, coalesce(known.subject, e.entity_id))
            FROM (VALUES
                ('user', 'email', e.entity_id),
                ('user', 'full_name', e.entity_id),
                ('user', 'external_subject', e.entity_id),
                ('refresh_token', 'client_ip',
                    (SELECT t.user_id FROM refresh_tokens AS t WHERE t.id = e.entity_id)),
                ('refresh_token', 'user_agent',
                    (SELECT t.user_id FROM refresh_tokens AS t WHERE t.id = e.entity_id)),
                ('company_profile', 'dpo_name',
                    (SELECT p.dpo_user_id FROM company_profiles AS p WHERE p.id = e.entity_id)),
                ('company_profile', 'dpo_email',
                    (SELECT p.dpo_user_id FROM company_profiles AS p WHERE p.id = e.entity_id))
            ) AS known(entity, field, subject)
            WHERE known.entity = e.entity_type AND e.changes ? known.field
        ))
        WHERE (e.entity_type, true) IN (
            ('user', e.changes ?| '{email,full_name,external_subject}'),
            ('refresh_token', e.changes ?| '{client_ip,user_agent}'),
            ('company_profile', e.changes ?| '{dpo_name,dpo_email}')
        )
        """
    )
    op.execute(
        """
        CREATE TABLE audit_events (
            id uuid NOT NULL DEFAULT uuidv7(),
            occurred_at timestamp with time zone NOT NULL DEFAULT now(),
            actor_email text COLLATE "C",
            actor_roles text[] COLLATE "C",
            action text COLLATE "C" NOT NULL,
            entity_type text COLLATE "C",
            entity_id uuid,
            changes jsonb,
            reason text COLLATE "C",
            outcome text COLLATE "C" NOT NULL,
            rule text COLLATE "C",
            request_id text COLLATE "C",
            client_ip text COLLATE "C",
            source text COLLATE "C" NOT NULL,
            actor_id uuid,
            created_at timestamp with time zone NOT NULL DEFAULT now(),
            updated_at timestamp with time zone NOT NULL DEFAULT now(),
            created_by_id uuid,
            updated_by_id uuid,
            version integer NOT NULL DEFAULT 1,
            transaction_id xid8 NOT NULL DEFAULT pg_current_xact_id(),
            marks jsonb,
            CONSTRAINT pk_audit_events PRIMARY KEY (id)
        ) PARTITION BY RANGE (id)
        """
    )
    op.execute(
        "COMMENT ON TABLE audit_events IS 'One write, log-in or refusal, as it happened; rows are only ever added.'"
    )
    op.execute(
        "COMMENT ON COLUMN audit_events.transaction_id IS 'The transaction that wrote it; sealing goes by it.'"
    )
    op.execute(
        "COMMENT ON COLUMN audit_events.marks IS 'What stands for secrets, and whom personal values are about.'"
    )
    op.execute(
        """
        ALTER TABLE audit_events
            ENABLE ROW LEVEL SECURITY,
            NO FORCE ROW LEVEL SECURITY
        """
    )
    op.execute(
        "CREATE INDEX ix_audit_events_entity_id_occurred_at ON audit_events (entity_id, occurred_at)"
    )
    op.execute("CREATE INDEX ix_audit_events_occurred_at ON audit_events (occurred_at)")
    op.execute("CREATE INDEX ix_audit_events_request_id ON audit_events (request_id)")
    op.execute("CREATE INDEX ix_audit_events_actor_id ON audit_events (actor_id)")
    op.execute("CREATE INDEX ix_audit_events_transaction_id ON audit_events (transaction_id)")
    op.execute(
        """
        CREATE TRIGGER tr_audit_events_once
            BEFORE UPDATE OR DELETE ON audit_events
            FOR EACH STATEMENT EXECUTE FUNCTION charter_refuse('CH002', 'audit events are added, never changed or removed')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_audit_events_whole
            BEFORE TRUNCATE ON audit_events
            FOR EACH STATEMENT EXECUTE FUNCTION charter_refuse('CH002', 'audit events are added, never changed or removed')
        """
    )
    op.execute(
        """
        CREATE POLICY rls_audit_events_read ON audit_events FOR SELECT
            USING (
            CASE
                WHEN (SELECT charter_reach('audit_event.read')) = 'any' THEN true
                WHEN (SELECT charter_granted('audit_event.read', '{own}')) & (
                    CASE WHEN audit_events.actor_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN (SELECT charter_beyond('audit_event.read', '{own}'))
                    AND charter_reaches_audit_event('audit_event.read', audit_events.actor_id) THEN true
                ELSE audit_events.updated_at = now() AND audit_events.updated_by_id IS NOT DISTINCT FROM (SELECT charter_actor())
            END
            )
        """
    )
    op.execute(
        """
        DO $do$
        BEGIN
            IF EXISTS (SELECT FROM audit_events_before) THEN
                PERFORM charter_audit_hold('audit_events_before');
                EXECUTE format(
                    'ALTER TABLE audit_events ATTACH PARTITION audit_events_before FOR VALUES FROM (MINVALUE) TO (%L)',
                    charter_month_floor(date_trunc('month', now(), 'UTC') + interval '1 month')
                );
            ELSE
                DROP TABLE audit_events_before;
            END IF;
        END
        $do$
        """
    )
    op.execute("SELECT charter_audit_partitions(12)")


def downgrade() -> None:
    op.execute("DROP TRIGGER tr_audit_events_once ON audit_events")
    op.execute("DROP TRIGGER tr_audit_events_whole ON audit_events")
    op.execute("DROP POLICY rls_audit_events_read ON audit_events")
    op.execute(
        """
        ALTER TABLE audit_events
            NO FORCE ROW LEVEL SECURITY,
            DISABLE ROW LEVEL SECURITY
        """
    )
    op.execute("ALTER TABLE audit_events RENAME TO audit_events_before")
    op.execute("ALTER INDEX pk_audit_events RENAME TO pk_audit_events_before")
    op.execute(
        "ALTER INDEX ix_audit_events_entity_id_occurred_at RENAME TO ix_audit_events_entity_id_occurred_at_before"
    )
    op.execute(
        "ALTER INDEX ix_audit_events_occurred_at RENAME TO ix_audit_events_occurred_at_before"
    )
    op.execute("ALTER INDEX ix_audit_events_request_id RENAME TO ix_audit_events_request_id_before")
    op.execute("ALTER INDEX ix_audit_events_actor_id RENAME TO ix_audit_events_actor_id_before")
    op.execute(
        "ALTER INDEX ix_audit_events_transaction_id RENAME TO ix_audit_events_transaction_id_before"
    )
    op.execute(
        """
        CREATE TABLE audit_events (
            id uuid NOT NULL DEFAULT uuidv7(),
            occurred_at timestamp with time zone NOT NULL DEFAULT now(),
            actor_email text COLLATE "C",
            actor_roles text[] COLLATE "C",
            action text COLLATE "C" NOT NULL,
            entity_type text COLLATE "C",
            entity_id uuid,
            changes jsonb,
            reason text COLLATE "C",
            outcome text COLLATE "C" NOT NULL,
            rule text COLLATE "C",
            request_id text COLLATE "C",
            client_ip text COLLATE "C",
            source text COLLATE "C" NOT NULL,
            actor_id uuid,
            created_at timestamp with time zone NOT NULL DEFAULT now(),
            updated_at timestamp with time zone NOT NULL DEFAULT now(),
            created_by_id uuid,
            updated_by_id uuid,
            version integer NOT NULL DEFAULT 1,
            CONSTRAINT pk_audit_events PRIMARY KEY (id),
            CONSTRAINT ck_audit_events_actor_email_max CHECK (char_length(actor_email) <= 254),
            CONSTRAINT ck_audit_events_actor_roles_filled CHECK (array_position(actor_roles, NULL) IS NULL),
            CONSTRAINT ck_audit_events_actor_roles_max CHECK (charter_longest(actor_roles) <= 60),
            CONSTRAINT ck_audit_events_action_max CHECK (char_length(action) <= 80),
            CONSTRAINT ck_audit_events_entity_type_max CHECK (char_length(entity_type) <= 80),
            CONSTRAINT ck_audit_events_outcome_enum CHECK (outcome IN ('success', 'denied', 'failed')),
            CONSTRAINT ck_audit_events_rule_max CHECK (char_length(rule) <= 300),
            CONSTRAINT ck_audit_events_request_id_max CHECK (char_length(request_id) <= 128),
            CONSTRAINT ck_audit_events_client_ip_max CHECK (char_length(client_ip) <= 45),
            CONSTRAINT ck_audit_events_source_enum CHECK (source IN ('api', 'cli', 'job', 'sql'))
        )
        """
    )
    op.execute(
        "COMMENT ON TABLE audit_events IS 'One write, log-in or refusal, as it happened; rows are only ever added.'"
    )
    op.execute(
        """
        ALTER TABLE audit_events
            ENABLE ROW LEVEL SECURITY,
            NO FORCE ROW LEVEL SECURITY
        """
    )
    op.execute(
        """
        INSERT INTO audit_events (id, occurred_at, actor_email, actor_roles, action, entity_type, entity_id, changes, reason, outcome, rule, request_id, client_ip, source, actor_id, created_at, updated_at, created_by_id, updated_by_id, version)
            SELECT id, occurred_at, actor_email, actor_roles, action, entity_type, entity_id, changes, reason, outcome, rule, request_id, client_ip, source, actor_id, created_at, updated_at, created_by_id, updated_by_id, version FROM audit_events_before
        """
    )
    op.execute(
        "CREATE INDEX ix_audit_events_entity_type_entity_id_occurred_at ON audit_events (entity_type, entity_id, occurred_at)"
    )
    op.execute("CREATE INDEX ix_audit_events_occurred_at ON audit_events (occurred_at)")
    op.execute("CREATE INDEX ix_audit_events_request_id ON audit_events (request_id)")
    op.execute("CREATE INDEX ix_audit_events_actor_id ON audit_events (actor_id)")
    op.execute(
        """
        CREATE TRIGGER tr_audit_events_once
            BEFORE UPDATE OR DELETE ON audit_events
            FOR EACH STATEMENT EXECUTE FUNCTION charter_refuse('CH002', 'audit events are added, never changed or removed')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_audit_events_whole
            BEFORE TRUNCATE ON audit_events
            FOR EACH STATEMENT EXECUTE FUNCTION charter_refuse('CH002', 'audit events are added, never changed or removed')
        """
    )
    op.execute(
        """
        CREATE POLICY rls_audit_events_read ON audit_events FOR SELECT
            USING (
            CASE
                WHEN (SELECT charter_reach('audit_event.read')) = 'any' THEN true
                WHEN (SELECT charter_granted('audit_event.read', '{own}')) & (
                    CASE WHEN audit_events.actor_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN (SELECT charter_beyond('audit_event.read', '{own}'))
                    AND charter_reaches_audit_event('audit_event.read', audit_events.actor_id) THEN true
                ELSE audit_events.updated_at = now() AND audit_events.updated_by_id IS NOT DISTINCT FROM (SELECT charter_actor())
            END
            )
        """
    )
    op.execute("DROP TABLE audit_events_before")
    op.execute("DROP TRIGGER tr_refresh_tokens_touch ON refresh_tokens")
    op.execute("DROP TRIGGER tr_refresh_tokens_audit ON refresh_tokens")
    op.execute(
        """
        CREATE TRIGGER tr_refresh_tokens_touch
            BEFORE INSERT OR UPDATE ON refresh_tokens
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_refresh_tokens_audit
            AFTER INSERT OR UPDATE OR DELETE ON refresh_tokens
            FOR EACH ROW EXECUTE FUNCTION charter_audit('refresh_token', '{"token_hash"}', '{}')
        """
    )
    op.execute("DROP TRIGGER tr_role_assignments_touch ON role_assignments")
    op.execute("DROP TRIGGER tr_role_assignments_audit ON role_assignments")
    op.execute(
        """
        CREATE TRIGGER tr_role_assignments_touch
            BEFORE INSERT OR UPDATE ON role_assignments
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_role_assignments_audit
            AFTER INSERT OR UPDATE OR DELETE ON role_assignments
            FOR EACH ROW EXECUTE FUNCTION charter_audit('role_assignment', '{}', '{}')
        """
    )
    op.execute("DROP TRIGGER tr_users_touch ON users")
    op.execute("DROP TRIGGER tr_users_audit ON users")
    op.execute(
        """
        CREATE TRIGGER tr_users_touch
            BEFORE INSERT OR UPDATE ON users
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_users_audit
            AFTER INSERT OR UPDATE OR DELETE ON users
            FOR EACH ROW EXECUTE FUNCTION charter_audit('user', '{"password_hash"}', '{}')
        """
    )
