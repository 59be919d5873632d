"""Lists are read in their order, parts of words found by an index: online: identity.

charter: 1
"""

from __future__ import annotations

from alembic import op

revision = "4fb757e1a967"
down_revision = "81df8211d6d5"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute("SET lock_timeout = '1h'")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_users_full_name_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_users_full_name_next ON users (full_name, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_users_business_unit_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_users_business_unit_id_next ON users (business_unit_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_users_manager_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_users_manager_id_next ON users (manager_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_users_trigrams")
        op.execute(
            """
            CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_users_trigrams ON users USING gin (
                casefold(full_name COLLATE pg_unicode_fast) gin_trgm_ops,
                casefold(department COLLATE pg_unicode_fast) gin_trgm_ops,
                casefold(job_title COLLATE pg_unicode_fast) gin_trgm_ops
            )
            """
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_role_assignments_role_valid_until_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_role_assignments_role_valid_until_next ON role_assignments (role, valid_until, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_role_assignments_scope_id_scope_type_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_role_assignments_scope_id_scope_type_next ON role_assignments (scope_id, scope_type, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_role_assignments_granted_by_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_role_assignments_granted_by_id_next ON role_assignments (granted_by_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_refresh_tokens_family_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_refresh_tokens_family_id_next ON refresh_tokens (family_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_refresh_tokens_expires_at_a863f907_next")
        op.execute(
            """
            CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_refresh_tokens_expires_at_a863f907_next ON refresh_tokens (expires_at, id)
                WHERE revoked_at is null
            """
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_refresh_tokens_user_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_refresh_tokens_user_id_next ON refresh_tokens (user_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_refresh_tokens_replaced_by_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_refresh_tokens_replaced_by_id_next ON refresh_tokens (replaced_by_id, id)"
        )
        op.execute("RESET lock_timeout")


def downgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute("SET lock_timeout = '1h'")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_refresh_tokens_replaced_by_id_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_refresh_tokens_user_id_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_refresh_tokens_expires_at_a863f907_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_refresh_tokens_family_id_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_role_assignments_granted_by_id_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_role_assignments_scope_id_scope_type_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_role_assignments_role_valid_until_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_users_trigrams")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_users_manager_id_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_users_business_unit_id_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_users_full_name_next")
        op.execute("RESET lock_timeout")
