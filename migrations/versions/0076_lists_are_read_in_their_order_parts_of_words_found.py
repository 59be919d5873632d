"""Lists are read in their order, parts of words found by an index: online: risk.

charter: 1
"""

from __future__ import annotations

from alembic import op

revision = "ff335d886768"
down_revision = "4074fae30b7a"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute("SET lock_timeout = '1h'")
        op.execute(
            "DROP INDEX CONCURRENTLY IF EXISTS ix_risks_status_current_score_desc_d33424f3_next"
        )
        op.execute(
            """
            CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_risks_status_current_score_desc_d33424f3_next ON risks (status, current_score DESC NULLS LAST, id)
                WHERE status <> 'closed'
            """
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risks_next_review_on_d33424f3_next")
        op.execute(
            """
            CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_risks_next_review_on_d33424f3_next ON risks (next_review_on, id)
                WHERE status <> 'closed'
            """
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risks_category_inherent_level_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_risks_category_inherent_level_next ON risks (category, inherent_level, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risks_owner_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_risks_owner_id_next ON risks (owner_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risks_matrix_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_risks_matrix_id_next ON risks (matrix_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risks_business_unit_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_risks_business_unit_id_next ON risks (business_unit_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risks_project_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_risks_project_id_next ON risks (project_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risks_parent_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_risks_parent_id_next ON risks (parent_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risks_monitored_by_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_risks_monitored_by_id_next ON risks (monitored_by_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risks_trigrams")
        op.execute(
            """
            CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_risks_trigrams ON risks USING gin (
                casefold(ref COLLATE pg_unicode_fast) gin_trgm_ops,
                casefold(title COLLATE pg_unicode_fast) gin_trgm_ops,
                casefold(description COLLATE pg_unicode_fast) gin_trgm_ops
            )
            """
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risk_matrices_owner_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_risk_matrices_owner_id_next ON risk_matrices (owner_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risk_matrices_approved_by_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_risk_matrices_approved_by_id_next ON risk_matrices (approved_by_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risk_matrices_trigrams")
        op.execute(
            """
            CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_risk_matrices_trigrams ON risk_matrices USING gin (
                casefold(name COLLATE pg_unicode_fast) gin_trgm_ops
            )
            """
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risk_treatment_plans_owner_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_risk_treatment_plans_owner_id_next ON risk_treatment_plans (owner_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risk_treatment_plans_risk_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_risk_treatment_plans_risk_id_next ON risk_treatment_plans (risk_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risk_treatment_plans_trigrams")
        op.execute(
            """
            CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_risk_treatment_plans_trigrams ON risk_treatment_plans USING gin (
                casefold(title COLLATE pg_unicode_fast) gin_trgm_ops,
                casefold(description COLLATE pg_unicode_fast) gin_trgm_ops
            )
            """
        )
        op.execute(
            "DROP INDEX CONCURRENTLY IF EXISTS ix_risk_acceptances_valid_until_b7e01bbf_next"
        )
        op.execute(
            """
            CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_risk_acceptances_valid_until_b7e01bbf_next ON risk_acceptances (valid_until, id)
                WHERE status = 'approved'
            """
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risk_acceptances_approver_id_status_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_risk_acceptances_approver_id_status_next ON risk_acceptances (approver_id, status, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risk_acceptances_risk_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_risk_acceptances_risk_id_next ON risk_acceptances (risk_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risk_acceptances_requester_id_next")
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_risk_acceptances_requester_id_next ON risk_acceptances (requester_id, id)"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risk_acceptances_trigrams")
        op.execute(
            """
            CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_risk_acceptances_trigrams ON risk_acceptances USING gin (
                casefold(title COLLATE pg_unicode_fast) gin_trgm_ops,
                casefold(justification COLLATE pg_unicode_fast) gin_trgm_ops
            )
            """
        )
        op.execute("RESET lock_timeout")


def downgrade() -> None:
    with op.get_context().autocommit_block():
        op.execute("SET lock_timeout = '1h'")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risk_acceptances_trigrams")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risk_acceptances_requester_id_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risk_acceptances_risk_id_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risk_acceptances_approver_id_status_next")
        op.execute(
            "DROP INDEX CONCURRENTLY IF EXISTS ix_risk_acceptances_valid_until_b7e01bbf_next"
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risk_treatment_plans_trigrams")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risk_treatment_plans_risk_id_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risk_treatment_plans_owner_id_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risk_matrices_trigrams")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risk_matrices_approved_by_id_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risk_matrices_owner_id_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risks_trigrams")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risks_monitored_by_id_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risks_parent_id_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risks_project_id_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risks_business_unit_id_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risks_matrix_id_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risks_owner_id_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risks_category_inherent_level_next")
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_risks_next_review_on_d33424f3_next")
        op.execute(
            "DROP INDEX CONCURRENTLY IF EXISTS ix_risks_status_current_score_desc_d33424f3_next"
        )
        op.execute("RESET lock_timeout")
