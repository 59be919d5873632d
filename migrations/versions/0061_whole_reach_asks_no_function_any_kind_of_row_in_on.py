"""Whole reach asks no function; any kind of row in one order: contract: identity.

charter: 1
stage: contract
"""

from __future__ import annotations

from alembic import op

revision = "9df45b4350a9"
down_revision = "12dc1ecfcb21"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DROP POLICY rls_users_create ON users")
    op.execute(
        """
        CREATE POLICY rls_users_create ON users FOR INSERT
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('user.create')) = 'any' THEN true
                ELSE charter_reaches_user('user.create', users.business_unit_id, users.id)
            END
            )
        """
    )
    op.execute("DROP POLICY rls_users_update ON users")
    op.execute(
        """
        CREATE POLICY rls_users_update ON users FOR UPDATE
            USING (
            CASE
                WHEN (SELECT charter_reach('user.update')) = 'any' THEN true
                ELSE charter_reaches_user('user.update', users.business_unit_id, users.id)
            END
            )
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('user.keep')) = 'any' THEN true
                ELSE charter_reaches_user('user.keep', users.business_unit_id, users.id)
            END
            )
        """
    )
    op.execute("DROP POLICY rls_role_assignments_create ON role_assignments")
    op.execute(
        """
        CREATE POLICY rls_role_assignments_create ON role_assignments FOR INSERT
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('role_assignment.create')) = 'any' THEN true
                ELSE charter_reaches_role_assignment('role_assignment.create', role_assignments.user_id)
            END
            )
        """
    )
    op.execute("DROP POLICY rls_role_assignments_update ON role_assignments")
    op.execute(
        """
        CREATE POLICY rls_role_assignments_update ON role_assignments FOR UPDATE
            USING (
            CASE
                WHEN (SELECT charter_reach('role_assignment.update')) = 'any' THEN true
                ELSE charter_reaches_role_assignment('role_assignment.update', role_assignments.user_id)
            END
            )
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('role_assignment.keep')) = 'any' THEN true
                ELSE charter_reaches_role_assignment('role_assignment.keep', role_assignments.user_id)
            END
            )
        """
    )
    op.execute("DROP POLICY rls_role_assignments_delete ON role_assignments")
    op.execute(
        """
        CREATE POLICY rls_role_assignments_delete ON role_assignments FOR DELETE
            USING (
            CASE
                WHEN (SELECT charter_reach('role_assignment.delete')) = 'any' THEN true
                ELSE charter_reaches_role_assignment('role_assignment.delete', role_assignments.user_id)
            END
            )
        """
    )
    op.execute("DROP POLICY rls_refresh_tokens_create ON refresh_tokens")
    op.execute(
        """
        CREATE POLICY rls_refresh_tokens_create ON refresh_tokens FOR INSERT
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('refresh_token.create')) = 'any' THEN true
                ELSE charter_reaches_refresh_token('refresh_token.create', refresh_tokens.user_id)
            END
            )
        """
    )
    op.execute("DROP POLICY rls_refresh_tokens_update ON refresh_tokens")
    op.execute(
        """
        CREATE POLICY rls_refresh_tokens_update ON refresh_tokens FOR UPDATE
            USING (
            CASE
                WHEN (SELECT charter_reach('refresh_token.update')) = 'any' THEN true
                ELSE charter_reaches_refresh_token('refresh_token.update', refresh_tokens.user_id)
            END
            )
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('refresh_token.keep')) = 'any' THEN true
                ELSE charter_reaches_refresh_token('refresh_token.keep', refresh_tokens.user_id)
            END
            )
        """
    )
    op.execute("DROP POLICY rls_refresh_tokens_delete ON refresh_tokens")
    op.execute(
        """
        CREATE POLICY rls_refresh_tokens_delete ON refresh_tokens FOR DELETE
            USING (
            CASE
                WHEN (SELECT charter_reach('refresh_token.delete')) = 'any' THEN true
                ELSE charter_reaches_refresh_token('refresh_token.delete', refresh_tokens.user_id)
            END
            )
        """
    )


def downgrade() -> None:
    op.execute("DROP POLICY rls_refresh_tokens_delete ON refresh_tokens")
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
    op.execute("DROP POLICY rls_refresh_tokens_update ON refresh_tokens")
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
    op.execute("DROP POLICY rls_refresh_tokens_create ON refresh_tokens")
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
    op.execute("DROP POLICY rls_role_assignments_delete ON role_assignments")
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
    op.execute("DROP POLICY rls_role_assignments_update ON role_assignments")
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
    op.execute("DROP POLICY rls_role_assignments_create ON role_assignments")
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
    op.execute("DROP POLICY rls_users_update ON users")
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
    op.execute("DROP POLICY rls_users_create ON users")
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
