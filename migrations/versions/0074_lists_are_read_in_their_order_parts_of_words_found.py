"""Lists are read in their order, parts of words found by an index: online: control.

charter: 1
"""

from __future__ import annotations

from alembic import op

revision = "f87f45c514e6"
down_revision = "4416b7caa19b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute("SET lock_timeout = '1h'")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_controls_status_domain_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_controls_status_domain_next ON controls (status, domain, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_controls_next_review_on_3c9e88e5_next")
        op.execute(
            """
            CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_controls_next_review_on_3c9e88e5_next ON controls (next_review_on, id)
                WHERE status <> 'retired'
            """
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_controls_owner_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_controls_owner_id_next ON controls (owner_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_controls_business_unit_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_controls_business_unit_id_next ON controls (business_unit_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_controls_replaced_by_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_controls_replaced_by_id_next ON controls (replaced_by_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_controls_trigrams")
        op.execute(
            """
            CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_controls_trigrams ON controls USING gin (
                casefold(ref COLLATE pg_unicode_fast) gin_trgm_ops,
                casefold(name COLLATE pg_unicode_fast) gin_trgm_ops,
                casefold(objective COLLATE pg_unicode_fast) gin_trgm_ops,
                casefold(description COLLATE pg_unicode_fast) gin_trgm_ops
            )
            """
        )
        op.execute(
            "DROP INDEX CONCURRENTLY IF EXISTS ix_control_mappings_requirement_id_status_next"
        )
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_control_mappings_requirement_id_status_next ON control_mappings (requirement_id, status, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_control_mappings_confirmed_by_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_control_mappings_confirmed_by_id_next ON control_mappings (confirmed_by_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_control_mappings_trigrams")
        op.execute(
            """
            CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_control_mappings_trigrams ON control_mappings USING gin (
                casefold(rationale COLLATE pg_unicode_fast) gin_trgm_ops
            )
            """
        )
        op.execute("RESET lock_timeout")


def downgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute("SET lock_timeout = '1h'")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_control_mappings_trigrams")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_control_mappings_confirmed_by_id_next")
        op.execute(
            "DROP INDEX CONCURRENTLY IF EXISTS ix_control_mappings_requirement_id_status_next"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_controls_trigrams")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_controls_replaced_by_id_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_controls_business_unit_id_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_controls_owner_id_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_controls_next_review_on_3c9e88e5_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_controls_status_domain_next")
        op.execute("RESET lock_timeout")
