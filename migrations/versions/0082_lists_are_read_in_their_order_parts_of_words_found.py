"""Lists are read in their order, parts of words found by an index: contract: evidence.

charter: 1
stage: contract
"""

from __future__ import annotations

from alembic import op

revision = "5dc13505706c"
down_revision = "044a0d33fcb9"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER INDEX ix_evidence_valid_until_b7e01bbf RENAME TO ix_evidence_valid_until_b7e01bbf_was"
    )
    op.execute(
        "ALTER INDEX ix_evidence_valid_until_b7e01bbf_next RENAME TO ix_evidence_valid_until_b7e01bbf"
    )
    op.execute(
        "ALTER INDEX ix_evidence_control_id_status RENAME TO ix_evidence_control_id_status_was"
    )
    op.execute(
        "ALTER INDEX ix_evidence_control_id_status_next RENAME TO ix_evidence_control_id_status"
    )
    op.execute("ALTER INDEX ix_evidence_owner_id RENAME TO ix_evidence_owner_id_was")
    op.execute("ALTER INDEX ix_evidence_owner_id_next RENAME TO ix_evidence_owner_id")
    op.execute("ALTER INDEX ix_evidence_task_id RENAME TO ix_evidence_task_id_was")
    op.execute("ALTER INDEX ix_evidence_task_id_next RENAME TO ix_evidence_task_id")
    op.execute("ALTER INDEX ix_evidence_submitted_by_id RENAME TO ix_evidence_submitted_by_id_was")
    op.execute("ALTER INDEX ix_evidence_submitted_by_id_next RENAME TO ix_evidence_submitted_by_id")
    op.execute("ALTER INDEX ix_evidence_reviewed_by_id RENAME TO ix_evidence_reviewed_by_id_was")
    op.execute("ALTER INDEX ix_evidence_reviewed_by_id_next RENAME TO ix_evidence_reviewed_by_id")


def downgrade() -> None:
    op.execute("DROP INDEX ix_evidence_reviewed_by_id")
    op.execute("DROP INDEX IF EXISTS ix_evidence_reviewed_by_id_was")
    op.execute("CREATE INDEX ix_evidence_reviewed_by_id ON evidence (reviewed_by_id)")
    op.execute("DROP INDEX ix_evidence_submitted_by_id")
    op.execute("DROP INDEX IF EXISTS ix_evidence_submitted_by_id_was")
    op.execute("CREATE INDEX ix_evidence_submitted_by_id ON evidence (submitted_by_id)")
    op.execute("DROP INDEX ix_evidence_task_id")
    op.execute("DROP INDEX IF EXISTS ix_evidence_task_id_was")
    op.execute("CREATE INDEX ix_evidence_task_id ON evidence (task_id)")
    op.execute("DROP INDEX ix_evidence_owner_id")
    op.execute("DROP INDEX IF EXISTS ix_evidence_owner_id_was")
    op.execute("CREATE INDEX ix_evidence_owner_id ON evidence (owner_id)")
    op.execute("DROP INDEX ix_evidence_control_id_status")
    op.execute("DROP INDEX IF EXISTS ix_evidence_control_id_status_was")
    op.execute("CREATE INDEX ix_evidence_control_id_status ON evidence (control_id, status)")
    op.execute("DROP INDEX ix_evidence_valid_until_b7e01bbf")
    op.execute("DROP INDEX IF EXISTS ix_evidence_valid_until_b7e01bbf_was")
    op.execute(
        """
        CREATE INDEX ix_evidence_valid_until_b7e01bbf ON evidence (valid_until)
            WHERE status = 'approved'
        """
    )
