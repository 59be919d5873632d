"""Lists are read in their order, parts of words found by an index: contract: risk.

charter: 1
stage: contract
"""

from __future__ import annotations

from alembic import op

revision = "b13a65f326e4"
down_revision = "5dc13505706c"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "ALTER INDEX ix_risks_status_current_score_desc_d33424f3 RENAME TO ix_risks_status_current_score_desc_d33424f3_was"
    )
    op.execute(
        "ALTER INDEX ix_risks_status_current_score_desc_d33424f3_next RENAME TO ix_risks_status_current_score_desc_d33424f3"
    )
    op.execute(
        "ALTER INDEX ix_risks_next_review_on_d33424f3 RENAME TO ix_risks_next_review_on_d33424f3_was"
    )
    op.execute(
        "ALTER INDEX ix_risks_next_review_on_d33424f3_next RENAME TO ix_risks_next_review_on_d33424f3"
    )
    op.execute(
        "ALTER INDEX ix_risks_category_inherent_level RENAME TO ix_risks_category_inherent_level_was"
    )
    op.execute(
        "ALTER INDEX ix_risks_category_inherent_level_next RENAME TO ix_risks_category_inherent_level"
    )
    op.execute("ALTER INDEX ix_risks_owner_id RENAME TO ix_risks_owner_id_was")
    op.execute("ALTER INDEX ix_risks_owner_id_next RENAME TO ix_risks_owner_id")
    op.execute("ALTER INDEX ix_risks_matrix_id RENAME TO ix_risks_matrix_id_was")
    op.execute("ALTER INDEX ix_risks_matrix_id_next RENAME TO ix_risks_matrix_id")
    op.execute("ALTER INDEX ix_risks_business_unit_id RENAME TO ix_risks_business_unit_id_was")
    op.execute("ALTER INDEX ix_risks_business_unit_id_next RENAME TO ix_risks_business_unit_id")
    op.execute("ALTER INDEX ix_risks_project_id RENAME TO ix_risks_project_id_was")
    op.execute("ALTER INDEX ix_risks_project_id_next RENAME TO ix_risks_project_id")
    op.execute("ALTER INDEX ix_risks_parent_id RENAME TO ix_risks_parent_id_was")
    op.execute("ALTER INDEX ix_risks_parent_id_next RENAME TO ix_risks_parent_id")
    op.execute("ALTER INDEX ix_risks_monitored_by_id RENAME TO ix_risks_monitored_by_id_was")
    op.execute("ALTER INDEX ix_risks_monitored_by_id_next RENAME TO ix_risks_monitored_by_id")
    op.execute("ALTER INDEX ix_risk_matrices_owner_id RENAME TO ix_risk_matrices_owner_id_was")
    op.execute("ALTER INDEX ix_risk_matrices_owner_id_next RENAME TO ix_risk_matrices_owner_id")
    op.execute(
        "ALTER INDEX ix_risk_matrices_approved_by_id RENAME TO ix_risk_matrices_approved_by_id_was"
    )
    op.execute(
        "ALTER INDEX ix_risk_matrices_approved_by_id_next RENAME TO ix_risk_matrices_approved_by_id"
    )
    op.execute(
        "ALTER INDEX ix_risk_treatment_plans_owner_id RENAME TO ix_risk_treatment_plans_owner_id_was"
    )
    op.execute(
        "ALTER INDEX ix_risk_treatment_plans_owner_id_next RENAME TO ix_risk_treatment_plans_owner_id"
    )
    op.execute(
        "ALTER INDEX ix_risk_treatment_plans_risk_id RENAME TO ix_risk_treatment_plans_risk_id_was"
    )
    op.execute(
        "ALTER INDEX ix_risk_treatment_plans_risk_id_next RENAME TO ix_risk_treatment_plans_risk_id"
    )
    op.execute(
        "ALTER INDEX ix_risk_acceptances_valid_until_b7e01bbf RENAME TO ix_risk_acceptances_valid_until_b7e01bbf_was"
    )
    op.execute(
        "ALTER INDEX ix_risk_acceptances_valid_until_b7e01bbf_next RENAME TO ix_risk_acceptances_valid_until_b7e01bbf"
    )
    op.execute(
        "ALTER INDEX ix_risk_acceptances_approver_id_status RENAME TO ix_risk_acceptances_approver_id_status_was"
    )
    op.execute(
        "ALTER INDEX ix_risk_acceptances_approver_id_status_next RENAME TO ix_risk_acceptances_approver_id_status"
    )
    op.execute("ALTER INDEX ix_risk_acceptances_risk_id RENAME TO ix_risk_acceptances_risk_id_was")
    op.execute("ALTER INDEX ix_risk_acceptances_risk_id_next RENAME TO ix_risk_acceptances_risk_id")
    op.execute(
        "ALTER INDEX ix_risk_acceptances_requester_id RENAME TO ix_risk_acceptances_requester_id_was"
    )
    op.execute(
        "ALTER INDEX ix_risk_acceptances_requester_id_next RENAME TO ix_risk_acceptances_requester_id"
    )


def downgrade() -> None:
    op.execute("DROP INDEX ix_risk_acceptances_requester_id")
    op.execute("DROP INDEX IF EXISTS ix_risk_acceptances_requester_id_was")
    op.execute("CREATE INDEX ix_risk_acceptances_requester_id ON risk_acceptances (requester_id)")
    op.execute("DROP INDEX ix_risk_acceptances_risk_id")
    op.execute("DROP INDEX IF EXISTS ix_risk_acceptances_risk_id_was")
    op.execute("CREATE INDEX ix_risk_acceptances_risk_id ON risk_acceptances (risk_id)")
    op.execute("DROP INDEX ix_risk_acceptances_approver_id_status")
    op.execute("DROP INDEX IF EXISTS ix_risk_acceptances_approver_id_status_was")
    op.execute(
        "CREATE INDEX ix_risk_acceptances_approver_id_status ON risk_acceptances (approver_id, status)"
    )
    op.execute("DROP INDEX ix_risk_acceptances_valid_until_b7e01bbf")
    op.execute("DROP INDEX IF EXISTS ix_risk_acceptances_valid_until_b7e01bbf_was")
    op.execute(
        """
        CREATE INDEX ix_risk_acceptances_valid_until_b7e01bbf ON risk_acceptances (valid_until)
            WHERE status = 'approved'
        """
    )
    op.execute("DROP INDEX ix_risk_treatment_plans_risk_id")
    op.execute("DROP INDEX IF EXISTS ix_risk_treatment_plans_risk_id_was")
    op.execute("CREATE INDEX ix_risk_treatment_plans_risk_id ON risk_treatment_plans (risk_id)")
    op.execute("DROP INDEX ix_risk_treatment_plans_owner_id")
    op.execute("DROP INDEX IF EXISTS ix_risk_treatment_plans_owner_id_was")
    op.execute("CREATE INDEX ix_risk_treatment_plans_owner_id ON risk_treatment_plans (owner_id)")
    op.execute("DROP INDEX ix_risk_matrices_approved_by_id")
    op.execute("DROP INDEX IF EXISTS ix_risk_matrices_approved_by_id_was")
    op.execute("CREATE INDEX ix_risk_matrices_approved_by_id ON risk_matrices (approved_by_id)")
    op.execute("DROP INDEX ix_risk_matrices_owner_id")
    op.execute("DROP INDEX IF EXISTS ix_risk_matrices_owner_id_was")
    op.execute("CREATE INDEX ix_risk_matrices_owner_id ON risk_matrices (owner_id)")
    op.execute("DROP INDEX ix_risks_monitored_by_id")
    op.execute("DROP INDEX IF EXISTS ix_risks_monitored_by_id_was")
    op.execute("CREATE INDEX ix_risks_monitored_by_id ON risks (monitored_by_id)")
    op.execute("DROP INDEX ix_risks_parent_id")
    op.execute("DROP INDEX IF EXISTS ix_risks_parent_id_was")
    op.execute("CREATE INDEX ix_risks_parent_id ON risks (parent_id)")
    op.execute("DROP INDEX ix_risks_project_id")
    op.execute("DROP INDEX IF EXISTS ix_risks_project_id_was")
    op.execute("CREATE INDEX ix_risks_project_id ON risks (project_id)")
    op.execute("DROP INDEX ix_risks_business_unit_id")
    op.execute("DROP INDEX IF EXISTS ix_risks_business_unit_id_was")
    op.execute("CREATE INDEX ix_risks_business_unit_id ON risks (business_unit_id)")
    op.execute("DROP INDEX ix_risks_matrix_id")
    op.execute("DROP INDEX IF EXISTS ix_risks_matrix_id_was")
    op.execute("CREATE INDEX ix_risks_matrix_id ON risks (matrix_id)")
    op.execute("DROP INDEX ix_risks_owner_id")
    op.execute("DROP INDEX IF EXISTS ix_risks_owner_id_was")
    op.execute("CREATE INDEX ix_risks_owner_id ON risks (owner_id)")
    op.execute("DROP INDEX ix_risks_category_inherent_level")
    op.execute("DROP INDEX IF EXISTS ix_risks_category_inherent_level_was")
    op.execute("CREATE INDEX ix_risks_category_inherent_level ON risks (category, inherent_level)")
    op.execute("DROP INDEX ix_risks_next_review_on_d33424f3")
    op.execute("DROP INDEX IF EXISTS ix_risks_next_review_on_d33424f3_was")
    op.execute(
        """
        CREATE INDEX ix_risks_next_review_on_d33424f3 ON risks (next_review_on)
            WHERE status <> 'closed'
        """
    )
    op.execute("DROP INDEX ix_risks_status_current_score_desc_d33424f3")
    op.execute("DROP INDEX IF EXISTS ix_risks_status_current_score_desc_d33424f3_was")
    op.execute(
        """
        CREATE INDEX ix_risks_status_current_score_desc_d33424f3 ON risks (status, current_score DESC NULLS LAST)
            WHERE status <> 'closed'
        """
    )
