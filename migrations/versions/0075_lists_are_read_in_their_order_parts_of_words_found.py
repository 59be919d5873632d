"""Lists are read in their order, parts of words found by an index: online: evidence.

charter: 1
"""

from __future__ import annotations

from alembic import op

revision = "4074fae30b7a"
down_revision = "f87f45c514e6"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute("SET lock_timeout = '1h'")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_evidence_valid_until_b7e01bbf_next")
        op.execute(
            """
            CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_evidence_valid_until_b7e01bbf_next ON evidence (valid_until, id)
                WHERE status = 'approved'
            """
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_evidence_control_id_status_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_evidence_control_id_status_next ON evidence (control_id, status, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_evidence_owner_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_evidence_owner_id_next ON evidence (owner_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_evidence_task_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_evidence_task_id_next ON evidence (task_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_evidence_submitted_by_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_evidence_submitted_by_id_next ON evidence (submitted_by_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_evidence_reviewed_by_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_evidence_reviewed_by_id_next ON evidence (reviewed_by_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_evidence_trigrams")
        op.execute(
            """
            CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_evidence_trigrams ON evidence USING gin (
                casefold(ref COLLATE pg_unicode_fast) gin_trgm_ops,
                casefold(title COLLATE pg_unicode_fast) gin_trgm_ops,
                casefold(description COLLATE pg_unicode_fast) gin_trgm_ops
            )
            """
        )
        op.execute("RESET lock_timeout")


def downgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute("SET lock_timeout = '1h'")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_evidence_trigrams")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_evidence_reviewed_by_id_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_evidence_submitted_by_id_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_evidence_task_id_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_evidence_owner_id_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_evidence_control_id_status_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_evidence_valid_until_b7e01bbf_next")
        op.execute("RESET lock_timeout")
