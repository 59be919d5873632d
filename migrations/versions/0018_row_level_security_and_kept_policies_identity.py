"""Row-level security and kept policies: identity."""

from __future__ import annotations

from alembic import op

revision = "58b26be88829"
down_revision = "a4b399dff795"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        ALTER TABLE users
            ENABLE ROW LEVEL SECURITY,
            FORCE ROW LEVEL SECURITY
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_users_writes
            BEFORE UPDATE ON users
            FOR EACH ROW WHEN (coalesce(current_setting('charter.action', true), 'update') <> 'update') EXECUTE FUNCTION charter_writes('user', '{"deactivate": ["deactivated_at", "is_active"], "reactivate": ["deactivated_at", "is_active"], "transfer_ownership": [], "work": []}', '{"id","created_at","updated_at","created_by_id","updated_by_id","version"}')
        """
    )
    op.execute(
        """
        CREATE POLICY rls_users_read ON users FOR SELECT
            USING (
            CASE
                WHEN (SELECT charter_reach('user.read')) = 'any' THEN true
                WHEN (SELECT charter_granted('user.read', '{own}')) & (
                    CASE WHEN users.id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN cardinality((SELECT charter_limits('user.read', 'business_unit'))::uuid[]) > 0
                    AND (users.business_unit_id) = any((SELECT charter_limits('user.read', 'business_unit'))::uuid[]) THEN true
                WHEN (SELECT charter_beyond('user.read', '{own}'))
                    AND charter_reaches_user('user.read', users.business_unit_id, users.id) THEN true
                ELSE users.updated_at = now() AND users.updated_by_id IS NOT DISTINCT FROM (SELECT charter_actor())
            END
            )
        """
    )
    op.execute(
        """
        CREATE POLICY rls_users_create ON users FOR INSERT
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('user.create')) = 'any' THEN true
                WHEN (SELECT charter_granted('user.create', '{own}')) & (
                    CASE WHEN users.id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN cardinality((SELECT charter_limits('user.create', 'business_unit'))::uuid[]) > 0
                    AND (users.business_unit_id) = any((SELECT charter_limits('user.create', 'business_unit'))::uuid[]) THEN true
                WHEN (SELECT charter_beyond('user.create', '{own}'))
                    AND charter_reaches_user('user.create', users.business_unit_id, users.id) THEN true
                ELSE false
            END
            )
        """
    )
    op.execute(
        """
        CREATE POLICY rls_users_update ON users FOR UPDATE
            USING (
            CASE
                WHEN (SELECT charter_reach('user.update')) = 'any' THEN true
                WHEN (SELECT charter_granted('user.update', '{own}')) & (
                    CASE WHEN users.id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN cardinality((SELECT charter_limits('user.update', 'business_unit'))::uuid[]) > 0
                    AND (users.business_unit_id) = any((SELECT charter_limits('user.update', 'business_unit'))::uuid[]) THEN true
                WHEN (SELECT charter_beyond('user.update', '{own}'))
                    AND charter_reaches_user('user.update', users.business_unit_id, users.id) THEN true
                ELSE false
            END
            )
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('user.keep')) = 'any' THEN true
                WHEN (SELECT charter_granted('user.keep', '{own}')) & (
                    CASE WHEN users.id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN cardinality((SELECT charter_limits('user.keep', 'business_unit'))::uuid[]) > 0
                    AND (users.business_unit_id) = any((SELECT charter_limits('user.keep', 'business_unit'))::uuid[]) THEN true
                WHEN (SELECT charter_beyond('user.keep', '{own}'))
                    AND charter_reaches_user('user.keep', users.business_unit_id, users.id) THEN true
                ELSE false
            END
            )
        """
    )
    op.execute(
        """
        CREATE POLICY rls_users_owner ON users FOR ALL TO CURRENT_USER
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
        ALTER TABLE role_assignments
            ENABLE ROW LEVEL SECURITY,
            FORCE ROW LEVEL SECURITY
        """
    )
    op.execute(
        """
        CREATE POLICY rls_role_assignments_read ON role_assignments FOR SELECT
            USING (
            CASE
                WHEN (SELECT charter_reach('role_assignment.read')) = 'any' THEN true
                WHEN (SELECT charter_granted('role_assignment.read', '{own}')) & (
                    CASE WHEN role_assignments.user_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN (SELECT charter_beyond('role_assignment.read', '{own}'))
                    AND charter_reaches_role_assignment('role_assignment.read', role_assignments.user_id) THEN true
                ELSE role_assignments.updated_at = now() AND role_assignments.updated_by_id IS NOT DISTINCT FROM (SELECT charter_actor())
            END
            )
        """
    )
    op.execute(
        """
        CREATE POLICY rls_role_assignments_create ON role_assignments FOR INSERT
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('role_assignment.create')) = 'any' THEN true
                WHEN (SELECT charter_granted('role_assignment.create', '{own}')) & (
                    CASE WHEN role_assignments.user_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN (SELECT charter_beyond('role_assignment.create', '{own}'))
                    AND charter_reaches_role_assignment('role_assignment.create', role_assignments.user_id) THEN true
                ELSE false
            END
            )
        """
    )
    op.execute(
        """
        CREATE POLICY rls_role_assignments_update ON role_assignments FOR UPDATE
            USING (
            CASE
                WHEN (SELECT charter_reach('role_assignment.update')) = 'any' THEN true
                WHEN (SELECT charter_granted('role_assignment.update', '{own}')) & (
                    CASE WHEN role_assignments.user_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN (SELECT charter_beyond('role_assignment.update', '{own}'))
                    AND charter_reaches_role_assignment('role_assignment.update', role_assignments.user_id) THEN true
                ELSE false
            END
            )
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('role_assignment.keep')) = 'any' THEN true
                WHEN (SELECT charter_granted('role_assignment.keep', '{own}')) & (
                    CASE WHEN role_assignments.user_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN (SELECT charter_beyond('role_assignment.keep', '{own}'))
                    AND charter_reaches_role_assignment('role_assignment.keep', role_assignments.user_id) THEN true
                ELSE false
            END
            )
        """
    )
    op.execute(
        """
        CREATE POLICY rls_role_assignments_delete ON role_assignments FOR DELETE
            USING (
            CASE
                WHEN (SELECT charter_reach('role_assignment.delete')) = 'any' THEN true
                WHEN (SELECT charter_granted('role_assignment.delete', '{own}')) & (
                    CASE WHEN role_assignments.user_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN (SELECT charter_beyond('role_assignment.delete', '{own}'))
                    AND charter_reaches_role_assignment('role_assignment.delete', role_assignments.user_id) THEN true
                ELSE false
            END
            )
        """
    )
    op.execute(
        """
        CREATE POLICY rls_role_assignments_owner ON role_assignments FOR ALL TO CURRENT_USER
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
        ALTER TABLE refresh_tokens
            ENABLE ROW LEVEL SECURITY,
            NO FORCE ROW LEVEL SECURITY
        """
    )
    op.execute(
        """
        CREATE POLICY rls_refresh_tokens_read ON refresh_tokens FOR SELECT
            USING (
            CASE
                WHEN (SELECT charter_reach('refresh_token.read')) = 'any' THEN true
                WHEN (SELECT charter_granted('refresh_token.read', '{own}')) & (
                    CASE WHEN refresh_tokens.user_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN (SELECT charter_beyond('refresh_token.read', '{own}'))
                    AND charter_reaches_refresh_token('refresh_token.read', refresh_tokens.user_id) THEN true
                ELSE refresh_tokens.updated_at = now() AND refresh_tokens.updated_by_id IS NOT DISTINCT FROM (SELECT charter_actor())
            END
            )
        """
    )
    op.execute(
        """
        CREATE POLICY rls_refresh_tokens_create ON refresh_tokens FOR INSERT
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('refresh_token.create')) = 'any' THEN true
                WHEN (SELECT charter_granted('refresh_token.create', '{own}')) & (
                    CASE WHEN refresh_tokens.user_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN (SELECT charter_beyond('refresh_token.create', '{own}'))
                    AND charter_reaches_refresh_token('refresh_token.create', refresh_tokens.user_id) THEN true
                ELSE false
            END
            )
        """
    )
    op.execute(
        """
        CREATE POLICY rls_refresh_tokens_update ON refresh_tokens FOR UPDATE
            USING (
            CASE
                WHEN (SELECT charter_reach('refresh_token.update')) = 'any' THEN true
                WHEN (SELECT charter_granted('refresh_token.update', '{own}')) & (
                    CASE WHEN refresh_tokens.user_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN (SELECT charter_beyond('refresh_token.update', '{own}'))
                    AND charter_reaches_refresh_token('refresh_token.update', refresh_tokens.user_id) THEN true
                ELSE false
            END
            )
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('refresh_token.keep')) = 'any' THEN true
                WHEN (SELECT charter_granted('refresh_token.keep', '{own}')) & (
                    CASE WHEN refresh_tokens.user_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN (SELECT charter_beyond('refresh_token.keep', '{own}'))
                    AND charter_reaches_refresh_token('refresh_token.keep', refresh_tokens.user_id) THEN true
                ELSE false
            END
            )
        """
    )
    op.execute(
        """
        CREATE POLICY rls_refresh_tokens_delete ON refresh_tokens FOR DELETE
            USING (
            CASE
                WHEN (SELECT charter_reach('refresh_token.delete')) = 'any' THEN true
                WHEN (SELECT charter_granted('refresh_token.delete', '{own}')) & (
                    CASE WHEN refresh_tokens.user_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN (SELECT charter_beyond('refresh_token.delete', '{own}'))
                    AND charter_reaches_refresh_token('refresh_token.delete', refresh_tokens.user_id) THEN true
                ELSE false
            END
            )
        """
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


def downgrade() -> None:
    op.execute("DROP POLICY rls_audit_events_read ON audit_events")
    op.execute(
        """
        ALTER TABLE audit_events
            NO FORCE ROW LEVEL SECURITY,
            DISABLE ROW LEVEL SECURITY
        """
    )
    op.execute("DROP POLICY rls_refresh_tokens_delete ON refresh_tokens")
    op.execute("DROP POLICY rls_refresh_tokens_update ON refresh_tokens")
    op.execute("DROP POLICY rls_refresh_tokens_create ON refresh_tokens")
    op.execute("DROP POLICY rls_refresh_tokens_read ON refresh_tokens")
    op.execute(
        """
        ALTER TABLE refresh_tokens
            NO FORCE ROW LEVEL SECURITY,
            DISABLE ROW LEVEL SECURITY
        """
    )
    op.execute("DROP POLICY rls_role_assignments_owner ON role_assignments")
    op.execute("DROP POLICY rls_role_assignments_delete ON role_assignments")
    op.execute("DROP POLICY rls_role_assignments_update ON role_assignments")
    op.execute("DROP POLICY rls_role_assignments_create ON role_assignments")
    op.execute("DROP POLICY rls_role_assignments_read ON role_assignments")
    op.execute(
        """
        ALTER TABLE role_assignments
            NO FORCE ROW LEVEL SECURITY,
            DISABLE ROW LEVEL SECURITY
        """
    )
    op.execute("DROP POLICY rls_users_owner ON users")
    op.execute("DROP POLICY rls_users_update ON users")
    op.execute("DROP POLICY rls_users_create ON users")
    op.execute("DROP POLICY rls_users_read ON users")
    op.execute("DROP TRIGGER tr_users_writes ON users")
    op.execute(
        """
        ALTER TABLE users
            NO FORCE ROW LEVEL SECURITY,
            DISABLE ROW LEVEL SECURITY
        """
    )
