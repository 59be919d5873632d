"""Lists are read in their order, parts of words found by an index: contract: control.

charter: 1
stage: contract
"""

from __future__ import annotations

from alembic import op

revision = "044a0d33fcb9"
down_revision = "4cd7c363694d"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER INDEX ix_controls_status_domain RENAME TO ix_controls_status_domain_was")
    op.execute("ALTER INDEX ix_controls_status_domain_next RENAME TO ix_controls_status_domain")
    op.execute(
        "ALTER INDEX ix_controls_next_review_on_3c9e88e5 RENAME TO ix_controls_next_review_on_3c9e88e5_was"
    )
    op.execute(
        "ALTER INDEX ix_controls_next_review_on_3c9e88e5_next RENAME TO ix_controls_next_review_on_3c9e88e5"
    )
    op.execute("ALTER INDEX ix_controls_owner_id RENAME TO ix_controls_owner_id_was")
    op.execute("ALTER INDEX ix_controls_owner_id_next RENAME TO ix_controls_owner_id")
    op.execute(
        "ALTER INDEX ix_controls_business_unit_id RENAME TO ix_controls_business_unit_id_was"
    )
    op.execute(
        "ALTER INDEX ix_controls_business_unit_id_next RENAME TO ix_controls_business_unit_id"
    )
    op.execute("ALTER INDEX ix_controls_replaced_by_id RENAME TO ix_controls_replaced_by_id_was")
    op.execute("ALTER INDEX ix_controls_replaced_by_id_next RENAME TO ix_controls_replaced_by_id")
    op.execute(
        "ALTER INDEX ix_control_mappings_requirement_id_status RENAME TO ix_control_mappings_requirement_id_status_was"
    )
    op.execute(
        "ALTER INDEX ix_control_mappings_requirement_id_status_next RENAME TO ix_control_mappings_requirement_id_status"
    )
    op.execute(
        "ALTER INDEX ix_control_mappings_confirmed_by_id RENAME TO ix_control_mappings_confirmed_by_id_was"
    )
    op.execute(
        "ALTER INDEX ix_control_mappings_confirmed_by_id_next RENAME TO ix_control_mappings_confirmed_by_id"
    )


def downgrade() -> None:
    op.execute("DROP INDEX ix_control_mappings_confirmed_by_id")
    op.execute("DROP INDEX IF EXISTS ix_control_mappings_confirmed_by_id_was")
    op.execute(
        "CREATE INDEX ix_control_mappings_confirmed_by_id ON control_mappings (confirmed_by_id)"
    )
    op.execute("DROP INDEX ix_control_mappings_requirement_id_status")
    op.execute("DROP INDEX IF EXISTS ix_control_mappings_requirement_id_status_was")
    op.execute(
        "CREATE INDEX ix_control_mappings_requirement_id_status ON control_mappings (requirement_id, status)"
    )
    op.execute("DROP INDEX ix_controls_replaced_by_id")
    op.execute("DROP INDEX IF EXISTS ix_controls_replaced_by_id_was")
    op.execute("CREATE INDEX ix_controls_replaced_by_id ON controls (replaced_by_id)")
    op.execute("DROP INDEX ix_controls_business_unit_id")
    op.execute("DROP INDEX IF EXISTS ix_controls_business_unit_id_was")
    op.execute("CREATE INDEX ix_controls_business_unit_id ON controls (business_unit_id)")
    op.execute("DROP INDEX ix_controls_owner_id")
    op.execute("DROP INDEX IF EXISTS ix_controls_owner_id_was")
    op.execute("CREATE INDEX ix_controls_owner_id ON controls (owner_id)")
    op.execute("DROP INDEX ix_controls_next_review_on_3c9e88e5")
    op.execute("DROP INDEX IF EXISTS ix_controls_next_review_on_3c9e88e5_was")
    op.execute(
        """
        CREATE INDEX ix_controls_next_review_on_3c9e88e5 ON controls (next_review_on)
            WHERE status <> 'retired'
        """
    )
    op.execute("DROP INDEX ix_controls_status_domain")
    op.execute("DROP INDEX IF EXISTS ix_controls_status_domain_was")
    op.execute("CREATE INDEX ix_controls_status_domain ON controls (status, domain)")
