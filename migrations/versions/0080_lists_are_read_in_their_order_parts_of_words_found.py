"""Lists are read in their order, parts of words found by an index: contract: regulation.

charter: 1
stage: contract
"""

from __future__ import annotations

from alembic import op

revision = "4cd7c363694d"
down_revision = "8c20774f69ed"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER INDEX ix_regulations_status_topic RENAME TO ix_regulations_status_topic_was")
    op.execute("ALTER INDEX ix_regulations_status_topic_next RENAME TO ix_regulations_status_topic")
    op.execute("ALTER INDEX ix_regulations_owner_id RENAME TO ix_regulations_owner_id_was")
    op.execute("ALTER INDEX ix_regulations_owner_id_next RENAME TO ix_regulations_owner_id")
    op.execute(
        "ALTER INDEX ix_regulations_replaced_by_id RENAME TO ix_regulations_replaced_by_id_was"
    )
    op.execute(
        "ALTER INDEX ix_regulations_replaced_by_id_next RENAME TO ix_regulations_replaced_by_id"
    )
    op.execute(
        "ALTER INDEX ix_requirements_regulation_id_position RENAME TO ix_requirements_regulation_id_position_was"
    )
    op.execute(
        "ALTER INDEX ix_requirements_regulation_id_position_next RENAME TO ix_requirements_regulation_id_position"
    )
    op.execute(
        "ALTER INDEX ix_requirements_due_on_6ad3b85a RENAME TO ix_requirements_due_on_6ad3b85a_was"
    )
    op.execute(
        "ALTER INDEX ix_requirements_due_on_6ad3b85a_next RENAME TO ix_requirements_due_on_6ad3b85a"
    )
    op.execute("ALTER INDEX ix_requirements_parent_id RENAME TO ix_requirements_parent_id_was")
    op.execute("ALTER INDEX ix_requirements_parent_id_next RENAME TO ix_requirements_parent_id")
    op.execute("ALTER INDEX ix_requirements_owner_id RENAME TO ix_requirements_owner_id_was")
    op.execute("ALTER INDEX ix_requirements_owner_id_next RENAME TO ix_requirements_owner_id")
    op.execute(
        "ALTER INDEX ix_requirements_implemented_by_id RENAME TO ix_requirements_implemented_by_id_was"
    )
    op.execute(
        "ALTER INDEX ix_requirements_implemented_by_id_next RENAME TO ix_requirements_implemented_by_id"
    )


def downgrade() -> None:
    op.execute("DROP INDEX ix_requirements_implemented_by_id")
    op.execute("DROP INDEX IF EXISTS ix_requirements_implemented_by_id_was")
    op.execute("CREATE INDEX ix_requirements_implemented_by_id ON requirements (implemented_by_id)")
    op.execute("DROP INDEX ix_requirements_owner_id")
    op.execute("DROP INDEX IF EXISTS ix_requirements_owner_id_was")
    op.execute("CREATE INDEX ix_requirements_owner_id ON requirements (owner_id)")
    op.execute("DROP INDEX ix_requirements_parent_id")
    op.execute("DROP INDEX IF EXISTS ix_requirements_parent_id_was")
    op.execute("CREATE INDEX ix_requirements_parent_id ON requirements (parent_id)")
    op.execute("DROP INDEX ix_requirements_due_on_6ad3b85a")
    op.execute("DROP INDEX IF EXISTS ix_requirements_due_on_6ad3b85a_was")
    op.execute(
        """
        CREATE INDEX ix_requirements_due_on_6ad3b85a ON requirements (due_on)
            WHERE due_on is not null
        """
    )
    op.execute("DROP INDEX ix_requirements_regulation_id_position")
    op.execute("DROP INDEX IF EXISTS ix_requirements_regulation_id_position_was")
    op.execute(
        """
        CREATE INDEX ix_requirements_regulation_id_position ON requirements (regulation_id, "position")
        """
    )
    op.execute("DROP INDEX ix_regulations_replaced_by_id")
    op.execute("DROP INDEX IF EXISTS ix_regulations_replaced_by_id_was")
    op.execute("CREATE INDEX ix_regulations_replaced_by_id ON regulations (replaced_by_id)")
    op.execute("DROP INDEX ix_regulations_owner_id")
    op.execute("DROP INDEX IF EXISTS ix_regulations_owner_id_was")
    op.execute("CREATE INDEX ix_regulations_owner_id ON regulations (owner_id)")
    op.execute("DROP INDEX ix_regulations_status_topic")
    op.execute("DROP INDEX IF EXISTS ix_regulations_status_topic_was")
    op.execute("CREATE INDEX ix_regulations_status_topic ON regulations (status, topic)")
