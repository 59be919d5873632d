"""Lists are read in their order, parts of words found by an index: online: regulation.

charter: 1
"""

from __future__ import annotations

from alembic import op

revision = "4416b7caa19b"
down_revision = "9ffd97e6e51e"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute("SET lock_timeout = '1h'")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_regulations_status_topic_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_regulations_status_topic_next ON regulations (status, topic, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_regulations_owner_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_regulations_owner_id_next ON regulations (owner_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_regulations_replaced_by_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_regulations_replaced_by_id_next ON regulations (replaced_by_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_regulations_trigrams")
        op.execute(
            """
            CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_regulations_trigrams ON regulations USING gin (
                casefold(code COLLATE pg_unicode_fast) gin_trgm_ops,
                casefold(name COLLATE pg_unicode_fast) gin_trgm_ops,
                casefold(description COLLATE pg_unicode_fast) gin_trgm_ops
            )
            """
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_requirements_regulation_id_position_next")
        op.execute(
            """
            CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_requirements_regulation_id_position_next ON requirements (regulation_id, "position", id)
            """
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_requirements_due_on_6ad3b85a_next")
        op.execute(
            """
            CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_requirements_due_on_6ad3b85a_next ON requirements (due_on, id)
                WHERE due_on is not null
            """
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_requirements_parent_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_requirements_parent_id_next ON requirements (parent_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_requirements_owner_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_requirements_owner_id_next ON requirements (owner_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_requirements_implemented_by_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_requirements_implemented_by_id_next ON requirements (implemented_by_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_requirements_trigrams")
        op.execute(
            """
            CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_requirements_trigrams ON requirements USING gin (
                casefold(ref COLLATE pg_unicode_fast) gin_trgm_ops,
                casefold(title COLLATE pg_unicode_fast) gin_trgm_ops,
                casefold(body COLLATE pg_unicode_fast) gin_trgm_ops
            )
            """
        )
        op.execute("RESET lock_timeout")


def downgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute("SET lock_timeout = '1h'")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_requirements_trigrams")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_requirements_implemented_by_id_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_requirements_owner_id_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_requirements_parent_id_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_requirements_due_on_6ad3b85a_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_requirements_regulation_id_position_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_regulations_trigrams")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_regulations_replaced_by_id_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_regulations_owner_id_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_regulations_status_topic_next")
        op.execute("RESET lock_timeout")
