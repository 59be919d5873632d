"""Lists are read in their order, parts of words found by an index: contract: identity.

charter: 1
stage: contract
"""

from __future__ import annotations

from alembic import op

revision = "d678ca85d24c"
down_revision = "f99727aa343f"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER INDEX ix_users_full_name RENAME TO ix_users_full_name_was")
    op.execute("ALTER INDEX ix_users_full_name_next RENAME TO ix_users_full_name")
    op.execute("ALTER INDEX ix_users_business_unit_id RENAME TO ix_users_business_unit_id_was")
    op.execute("ALTER INDEX ix_users_business_unit_id_next RENAME TO ix_users_business_unit_id")
    op.execute("ALTER INDEX ix_users_manager_id RENAME TO ix_users_manager_id_was")
    op.execute("ALTER INDEX ix_users_manager_id_next RENAME TO ix_users_manager_id")
    op.execute(
        "ALTER INDEX ix_role_assignments_role_valid_until RENAME TO ix_role_assignments_role_valid_until_was"
    )
    op.execute(
        "ALTER INDEX ix_role_assignments_role_valid_until_next RENAME TO ix_role_assignments_role_valid_until"
    )
    op.execute(
        "ALTER INDEX ix_role_assignments_scope_id_scope_type RENAME TO ix_role_assignments_scope_id_scope_type_was"
    )
    op.execute(
        "ALTER INDEX ix_role_assignments_scope_id_scope_type_next RENAME TO ix_role_assignments_scope_id_scope_type"
    )
    op.execute(
        "ALTER INDEX ix_role_assignments_granted_by_id RENAME TO ix_role_assignments_granted_by_id_was"
    )
    op.execute(
        "ALTER INDEX ix_role_assignments_granted_by_id_next RENAME TO ix_role_assignments_granted_by_id"
    )
    op.execute("ALTER INDEX ix_refresh_tokens_family_id RENAME TO ix_refresh_tokens_family_id_was")
    op.execute("ALTER INDEX ix_refresh_tokens_family_id_next RENAME TO ix_refresh_tokens_family_id")
    op.execute(
        "ALTER INDEX ix_refresh_tokens_expires_at_a863f907 RENAME TO ix_refresh_tokens_expires_at_a863f907_was"
    )
    op.execute(
        "ALTER INDEX ix_refresh_tokens_expires_at_a863f907_next RENAME TO ix_refresh_tokens_expires_at_a863f907"
    )
    op.execute("ALTER INDEX ix_refresh_tokens_user_id RENAME TO ix_refresh_tokens_user_id_was")
    op.execute("ALTER INDEX ix_refresh_tokens_user_id_next RENAME TO ix_refresh_tokens_user_id")
    op.execute(
        "ALTER INDEX ix_refresh_tokens_replaced_by_id RENAME TO ix_refresh_tokens_replaced_by_id_was"
    )
    op.execute(
        "ALTER INDEX ix_refresh_tokens_replaced_by_id_next RENAME TO ix_refresh_tokens_replaced_by_id"
    )


def downgrade() -> None:
    op.execute("DROP INDEX ix_refresh_tokens_replaced_by_id")
    op.execute("DROP INDEX IF EXISTS ix_refresh_tokens_replaced_by_id_was")
    op.execute("CREATE INDEX ix_refresh_tokens_replaced_by_id ON refresh_tokens (replaced_by_id)")
    op.execute("DROP INDEX ix_refresh_tokens_user_id")
    op.execute("DROP INDEX IF EXISTS ix_refresh_tokens_user_id_was")
    op.execute("CREATE INDEX ix_refresh_tokens_user_id ON refresh_tokens (user_id)")
    op.execute("DROP INDEX ix_refresh_tokens_expires_at_a863f907")
    op.execute("DROP INDEX IF EXISTS ix_refresh_tokens_expires_at_a863f907_was")
    op.execute(
        """
        CREATE INDEX ix_refresh_tokens_expires_at_a863f907 ON refresh_tokens (expires_at)
            WHERE revoked_at is null
        """
    )
    op.execute("DROP INDEX ix_refresh_tokens_family_id")
    op.execute("DROP INDEX IF EXISTS ix_refresh_tokens_family_id_was")
    op.execute("CREATE INDEX ix_refresh_tokens_family_id ON refresh_tokens (family_id)")
    op.execute("DROP INDEX ix_role_assignments_granted_by_id")
    op.execute("DROP INDEX IF EXISTS ix_role_assignments_granted_by_id_was")
    op.execute("CREATE INDEX ix_role_assignments_granted_by_id ON role_assignments (granted_by_id)")
    op.execute("DROP INDEX ix_role_assignments_scope_id_scope_type")
    op.execute("DROP INDEX IF EXISTS ix_role_assignments_scope_id_scope_type_was")
    op.execute(
        "CREATE INDEX ix_role_assignments_scope_id_scope_type ON role_assignments (scope_id, scope_type)"
    )
    op.execute("DROP INDEX ix_role_assignments_role_valid_until")
    op.execute("DROP INDEX IF EXISTS ix_role_assignments_role_valid_until_was")
    op.execute(
        "CREATE INDEX ix_role_assignments_role_valid_until ON role_assignments (role, valid_until)"
    )
    op.execute("DROP INDEX ix_users_manager_id")
    op.execute("DROP INDEX IF EXISTS ix_users_manager_id_was")
    op.execute("CREATE INDEX ix_users_manager_id ON users (manager_id)")
    op.execute("DROP INDEX ix_users_business_unit_id")
    op.execute("DROP INDEX IF EXISTS ix_users_business_unit_id_was")
    op.execute("CREATE INDEX ix_users_business_unit_id ON users (business_unit_id)")
    op.execute("DROP INDEX ix_users_full_name")
    op.execute("DROP INDEX IF EXISTS ix_users_full_name_was")
    op.execute("CREATE INDEX ix_users_full_name ON users (full_name)")
