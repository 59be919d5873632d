"""Core domain: identity."""

from __future__ import annotations

from alembic import op

revision = "c8e8231fedd3"
down_revision = "977f4ad8b5d6"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE users (
            id uuid NOT NULL DEFAULT uuidv7(),
            email text COLLATE "C" NOT NULL,
            full_name text COLLATE "C" NOT NULL,
            password_hash text COLLATE "C",
            kind text COLLATE "C" NOT NULL DEFAULT 'human'::text,
            department text COLLATE "C",
            job_title text COLLATE "C",
            locale text COLLATE "C" NOT NULL DEFAULT 'en'::text,
            is_active boolean NOT NULL DEFAULT true,
            external_subject text COLLATE "C",
            last_login_at timestamp with time zone,
            deactivated_at timestamp with time zone,
            business_unit_id uuid,
            manager_id uuid,
            created_at timestamp with time zone NOT NULL DEFAULT now(),
            updated_at timestamp with time zone NOT NULL DEFAULT now(),
            created_by_id uuid,
            updated_by_id uuid,
            version integer NOT NULL DEFAULT 1,
            CONSTRAINT pk_users PRIMARY KEY (id),
            CONSTRAINT ck_users_email_max CHECK (char_length(email) <= 254),
            CONSTRAINT ck_users_full_name_max CHECK (char_length(full_name) <= 200),
            CONSTRAINT ck_users_password_hash_max CHECK (char_length(password_hash) <= 255),
            CONSTRAINT ck_users_kind_enum CHECK (kind IN ('human', 'service')),
            CONSTRAINT ck_users_department_max CHECK (char_length(department) <= 120),
            CONSTRAINT ck_users_job_title_max CHECK (char_length(job_title) <= 120),
            CONSTRAINT ck_users_locale_max CHECK (char_length(locale) <= 10),
            CONSTRAINT ck_users_external_subject_max CHECK (char_length(external_subject) <= 255),
            CONSTRAINT ck_users_own_manager CHECK (manager_id is distinct from id)
        )
        """
    )
    op.execute(
        "COMMENT ON TABLE users IS 'A person or service account that signs in and can own rows.'"
    )
    op.execute("CREATE UNIQUE INDEX uq_users_email ON users (email)")
    op.execute("CREATE UNIQUE INDEX uq_users_external_subject ON users (external_subject)")
    op.execute("CREATE INDEX ix_users_full_name ON users (full_name)")
    op.execute("CREATE INDEX ix_users_business_unit_id ON users (business_unit_id)")
    op.execute("CREATE INDEX ix_users_manager_id ON users (manager_id)")
    op.execute("CREATE INDEX ix_users_created_by_id ON users (created_by_id)")
    op.execute("CREATE INDEX ix_users_updated_by_id ON users (updated_by_id)")
    op.execute(
        """
        CREATE TRIGGER tr_users_whole
            BEFORE TRUNCATE ON users
            FOR EACH STATEMENT EXECUTE FUNCTION charter_refuse('CH004', 'TRUNCATE leaves no audit events; delete the rows instead')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_users_audit
            AFTER INSERT OR UPDATE OR DELETE ON users
            FOR EACH ROW EXECUTE FUNCTION charter_audit('user', '{"password_hash"}', '{}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_users_touch
            BEFORE INSERT OR UPDATE ON users
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_users_keep
            BEFORE DELETE ON users
            FOR EACH ROW EXECUTE FUNCTION charter_refuse('CH004', 'rows here are never deleted')
        """
    )
    op.execute(
        """
        CREATE TABLE role_assignments (
            id uuid NOT NULL DEFAULT uuidv7(),
            role text COLLATE "C" NOT NULL,
            valid_from date,
            valid_until date,
            reason text COLLATE "C",
            user_id uuid NOT NULL,
            scope_type text COLLATE "C",
            scope_id uuid,
            granted_by_id uuid,
            created_at timestamp with time zone NOT NULL DEFAULT now(),
            updated_at timestamp with time zone NOT NULL DEFAULT now(),
            created_by_id uuid,
            updated_by_id uuid,
            version integer NOT NULL DEFAULT 1,
            CONSTRAINT pk_role_assignments PRIMARY KEY (id),
            CONSTRAINT ck_role_assignments_role_enum CHECK (role IN ('public', 'admin', 'compliance_manager', 'risk_owner', 'control_owner', 'auditor', 'dpo', 'vendor_manager', 'ai_officer', 'top_management', 'contributor', 'respondent', 'viewer', 'service')),
            CONSTRAINT ck_role_assignments_valid_until_min CHECK (valid_until >= valid_from),
            CONSTRAINT ck_role_assignments_reason_max CHECK (char_length(reason) <= 1000),
            CONSTRAINT ck_role_assignments_scope_pair CHECK ((scope_type IS NULL) = (scope_id IS NULL)),
            CONSTRAINT ck_role_assignments_scope_type_enum CHECK (scope_type IN ('project', 'business_unit')),
            CONSTRAINT ck_role_assignments_role_of_nobody CHECK (role <> 'public')
        )
        """
    )
    op.execute(
        "COMMENT ON TABLE role_assignments IS 'Grants one role to one user, everywhere or in one project or business unit.'"
    )
    op.execute(
        "CREATE UNIQUE INDEX uq_role_assignments_user_id_role_scope_type_scope_id ON role_assignments (user_id, role, scope_type, scope_id) NULLS NOT DISTINCT"
    )
    op.execute(
        "CREATE INDEX ix_role_assignments_role_valid_until ON role_assignments (role, valid_until)"
    )
    op.execute(
        "CREATE INDEX ix_role_assignments_scope_id_scope_type ON role_assignments (scope_id, scope_type)"
    )
    op.execute("CREATE INDEX ix_role_assignments_granted_by_id ON role_assignments (granted_by_id)")
    op.execute("CREATE INDEX ix_role_assignments_created_by_id ON role_assignments (created_by_id)")
    op.execute("CREATE INDEX ix_role_assignments_updated_by_id ON role_assignments (updated_by_id)")
    op.execute(
        """
        CREATE TRIGGER tr_role_assignments_whole
            BEFORE TRUNCATE ON role_assignments
            FOR EACH STATEMENT EXECUTE FUNCTION charter_refuse('CH004', 'TRUNCATE leaves no audit events; delete the rows instead')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_role_assignments_audit
            AFTER INSERT OR UPDATE OR DELETE ON role_assignments
            FOR EACH ROW EXECUTE FUNCTION charter_audit('role_assignment', '{}', '{}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_role_assignments_touch
            BEFORE INSERT OR UPDATE ON role_assignments
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_role_assignments_hold
            BEFORE UPDATE ON role_assignments
            FOR EACH ROW EXECUTE FUNCTION charter_hold('{"role","user_id","scope_type","scope_id"}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_role_assignments_reference_scope
            AFTER INSERT OR UPDATE OF scope_type, scope_id ON role_assignments
            FOR EACH ROW EXECUTE FUNCTION charter_reference_check('fk_role_assignments_scope_id', 'scope_type', 'scope_id', '{"project","business_unit"}', '{"projects","business_units"}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_role_assignments_tasks_subject
            AFTER DELETE ON role_assignments
            FOR EACH ROW EXECUTE FUNCTION charter_reference_delete('fk_tasks_subject_id', 'tasks', 'subject_type', 'subject_id', 'role_assignment', 'set_null')
        """
    )
    op.execute(
        """
        CREATE TABLE refresh_tokens (
            id uuid NOT NULL DEFAULT uuidv7(),
            token_hash text COLLATE "C" NOT NULL,
            family_id uuid NOT NULL,
            expires_at timestamp with time zone NOT NULL,
            rotated_at timestamp with time zone,
            revoked_at timestamp with time zone,
            revoke_reason text COLLATE "C",
            client_ip text COLLATE "C",
            user_agent text COLLATE "C",
            user_id uuid NOT NULL,
            replaced_by_id uuid,
            created_at timestamp with time zone NOT NULL DEFAULT now(),
            updated_at timestamp with time zone NOT NULL DEFAULT now(),
            created_by_id uuid,
            updated_by_id uuid,
            version integer NOT NULL DEFAULT 1,
            CONSTRAINT pk_refresh_tokens PRIMARY KEY (id),
            CONSTRAINT ck_refresh_tokens_token_hash_max CHECK (char_length(token_hash) <= 64),
            CONSTRAINT ck_refresh_tokens_revoke_reason_enum CHECK (revoke_reason IN ('logout', 'rotation_reuse', 'admin', 'password_change', 'expired')),
            CONSTRAINT ck_refresh_tokens_client_ip_max CHECK (char_length(client_ip) <= 45),
            CONSTRAINT ck_refresh_tokens_user_agent_max CHECK (char_length(user_agent) <= 300)
        )
        """
    )
    op.execute(
        "COMMENT ON TABLE refresh_tokens IS 'What the server knows of one refresh token; the token itself is never stored.'"
    )
    op.execute("CREATE UNIQUE INDEX uq_refresh_tokens_token_hash ON refresh_tokens (token_hash)")
    op.execute("CREATE INDEX ix_refresh_tokens_family_id ON refresh_tokens (family_id)")
    op.execute(
        """
        CREATE INDEX ix_refresh_tokens_expires_at_a863f907 ON refresh_tokens (expires_at)
            WHERE revoked_at is null
        """
    )
    op.execute("CREATE INDEX ix_refresh_tokens_user_id ON refresh_tokens (user_id)")
    op.execute("CREATE INDEX ix_refresh_tokens_replaced_by_id ON refresh_tokens (replaced_by_id)")
    op.execute("CREATE INDEX ix_refresh_tokens_created_by_id ON refresh_tokens (created_by_id)")
    op.execute("CREATE INDEX ix_refresh_tokens_updated_by_id ON refresh_tokens (updated_by_id)")
    op.execute(
        """
        CREATE TRIGGER tr_refresh_tokens_whole
            BEFORE TRUNCATE ON refresh_tokens
            FOR EACH STATEMENT EXECUTE FUNCTION charter_refuse('CH004', 'TRUNCATE leaves no audit events; delete the rows instead')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_refresh_tokens_audit
            AFTER INSERT OR UPDATE OR DELETE ON refresh_tokens
            FOR EACH ROW EXECUTE FUNCTION charter_audit('refresh_token', '{"token_hash"}', '{}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_refresh_tokens_touch
            BEFORE INSERT OR UPDATE ON refresh_tokens
            FOR EACH ROW EXECUTE FUNCTION charter_touch('{}')
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_refresh_tokens_tasks_subject
            AFTER DELETE ON refresh_tokens
            FOR EACH ROW EXECUTE FUNCTION charter_reference_delete('fk_tasks_subject_id', 'tasks', 'subject_type', 'subject_id', 'refresh_token', 'set_null')
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


def downgrade() -> None:
    op.execute("DROP TRIGGER tr_audit_events_whole ON audit_events")
    op.execute("DROP TRIGGER tr_audit_events_once ON audit_events")
    op.execute("DROP INDEX ix_audit_events_actor_id")
    op.execute("DROP INDEX ix_audit_events_request_id")
    op.execute("DROP INDEX ix_audit_events_occurred_at")
    op.execute("DROP INDEX ix_audit_events_entity_type_entity_id_occurred_at")
    op.execute("DROP TABLE audit_events")
    op.execute("DROP TRIGGER tr_refresh_tokens_tasks_subject ON refresh_tokens")
    op.execute("DROP TRIGGER tr_refresh_tokens_touch ON refresh_tokens")
    op.execute("DROP TRIGGER tr_refresh_tokens_audit ON refresh_tokens")
    op.execute("DROP TRIGGER tr_refresh_tokens_whole ON refresh_tokens")
    op.execute("DROP INDEX ix_refresh_tokens_updated_by_id")
    op.execute("DROP INDEX ix_refresh_tokens_created_by_id")
    op.execute("DROP INDEX ix_refresh_tokens_replaced_by_id")
    op.execute("DROP INDEX ix_refresh_tokens_user_id")
    op.execute("DROP INDEX ix_refresh_tokens_expires_at_a863f907")
    op.execute("DROP INDEX ix_refresh_tokens_family_id")
    op.execute("DROP INDEX uq_refresh_tokens_token_hash")
    op.execute("DROP TABLE refresh_tokens")
    op.execute("DROP TRIGGER tr_role_assignments_tasks_subject ON role_assignments")
    op.execute("DROP TRIGGER tr_role_assignments_reference_scope ON role_assignments")
    op.execute("DROP TRIGGER tr_role_assignments_hold ON role_assignments")
    op.execute("DROP TRIGGER tr_role_assignments_touch ON role_assignments")
    op.execute("DROP TRIGGER tr_role_assignments_audit ON role_assignments")
    op.execute("DROP TRIGGER tr_role_assignments_whole ON role_assignments")
    op.execute("DROP INDEX ix_role_assignments_updated_by_id")
    op.execute("DROP INDEX ix_role_assignments_created_by_id")
    op.execute("DROP INDEX ix_role_assignments_granted_by_id")
    op.execute("DROP INDEX ix_role_assignments_scope_id_scope_type")
    op.execute("DROP INDEX ix_role_assignments_role_valid_until")
    op.execute("DROP INDEX uq_role_assignments_user_id_role_scope_type_scope_id")
    op.execute("DROP TABLE role_assignments")
    op.execute("DROP TRIGGER tr_users_keep ON users")
    op.execute("DROP TRIGGER tr_users_touch ON users")
    op.execute("DROP TRIGGER tr_users_audit ON users")
    op.execute("DROP TRIGGER tr_users_whole ON users")
    op.execute("DROP INDEX ix_users_updated_by_id")
    op.execute("DROP INDEX ix_users_created_by_id")
    op.execute("DROP INDEX ix_users_manager_id")
    op.execute("DROP INDEX ix_users_business_unit_id")
    op.execute("DROP INDEX ix_users_full_name")
    op.execute("DROP INDEX uq_users_external_subject")
    op.execute("DROP INDEX uq_users_email")
    op.execute("DROP TABLE users")
