"""Whole reach asks no function; any kind of row in one order: contract: risk.

charter: 1
stage: contract
"""

from __future__ import annotations

from alembic import op

revision = "2a62fce27287"
down_revision = "a952f8e6cc45"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DROP POLICY rls_risks_create ON risks")
    op.execute(
        """
        CREATE POLICY rls_risks_create ON risks FOR INSERT
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('risk.create')) = 'any' THEN true
                ELSE charter_reaches_risk('risk.create', risks.business_unit_id, risks.owner_id, risks.project_id)
            END
            )
        """
    )
    op.execute("DROP POLICY rls_risks_update ON risks")
    op.execute(
        """
        CREATE POLICY rls_risks_update ON risks FOR UPDATE
            USING (
            CASE
                WHEN (SELECT charter_reach('risk.update')) = 'any' THEN true
                ELSE charter_reaches_risk('risk.update', risks.business_unit_id, risks.owner_id, risks.project_id)
            END
            )
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('risk.keep')) = 'any' THEN true
                ELSE charter_reaches_risk('risk.keep', risks.business_unit_id, risks.owner_id, risks.project_id)
            END
            )
        """
    )
    op.execute("DROP POLICY rls_risk_matrices_create ON risk_matrices")
    op.execute(
        """
        CREATE POLICY rls_risk_matrices_create ON risk_matrices FOR INSERT
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('risk_matrix.create')) = 'any' THEN true
                ELSE charter_reaches_risk_matrix('risk_matrix.create', risk_matrices.owner_id)
            END
            )
        """
    )
    op.execute("DROP POLICY rls_risk_matrices_update ON risk_matrices")
    op.execute(
        """
        CREATE POLICY rls_risk_matrices_update ON risk_matrices FOR UPDATE
            USING (
            CASE
                WHEN (SELECT charter_reach('risk_matrix.update')) = 'any' THEN true
                ELSE charter_reaches_risk_matrix('risk_matrix.update', risk_matrices.owner_id)
            END
            )
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('risk_matrix.keep')) = 'any' THEN true
                ELSE charter_reaches_risk_matrix('risk_matrix.keep', risk_matrices.owner_id)
            END
            )
        """
    )
    op.execute("DROP POLICY rls_risk_matrices_delete ON risk_matrices")
    op.execute(
        """
        CREATE POLICY rls_risk_matrices_delete ON risk_matrices FOR DELETE
            USING (
            CASE
                WHEN (SELECT charter_reach('risk_matrix.delete')) = 'any' THEN true
                ELSE charter_reaches_risk_matrix('risk_matrix.delete', risk_matrices.owner_id)
            END
            )
        """
    )
    op.execute("DROP POLICY rls_risk_treatment_plans_create ON risk_treatment_plans")
    op.execute(
        """
        CREATE POLICY rls_risk_treatment_plans_create ON risk_treatment_plans FOR INSERT
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('risk_treatment_plan.create')) = 'any' THEN true
                ELSE charter_reaches_risk_treatment_plan('risk_treatment_plan.create', risk_treatment_plans.owner_id, risk_treatment_plans.risk_id)
            END
            )
        """
    )
    op.execute("DROP POLICY rls_risk_treatment_plans_update ON risk_treatment_plans")
    op.execute(
        """
        CREATE POLICY rls_risk_treatment_plans_update ON risk_treatment_plans FOR UPDATE
            USING (
            CASE
                WHEN (SELECT charter_reach('risk_treatment_plan.update')) = 'any' THEN true
                ELSE charter_reaches_risk_treatment_plan('risk_treatment_plan.update', risk_treatment_plans.owner_id, risk_treatment_plans.risk_id)
            END
            )
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('risk_treatment_plan.keep')) = 'any' THEN true
                ELSE charter_reaches_risk_treatment_plan('risk_treatment_plan.keep', risk_treatment_plans.owner_id, risk_treatment_plans.risk_id)
            END
            )
        """
    )
    op.execute("DROP POLICY rls_risk_acceptances_create ON risk_acceptances")
    op.execute(
        """
        CREATE POLICY rls_risk_acceptances_create ON risk_acceptances FOR INSERT
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('risk_acceptance.create')) = 'any' THEN true
                ELSE charter_reaches_risk_acceptance('risk_acceptance.create', risk_acceptances.approver_id, risk_acceptances.requester_id, risk_acceptances.risk_id)
            END
            )
        """
    )
    op.execute("DROP POLICY rls_risk_acceptances_update ON risk_acceptances")
    op.execute(
        """
        CREATE POLICY rls_risk_acceptances_update ON risk_acceptances FOR UPDATE
            USING (
            CASE
                WHEN (SELECT charter_reach('risk_acceptance.update')) = 'any' THEN true
                ELSE charter_reaches_risk_acceptance('risk_acceptance.update', risk_acceptances.approver_id, risk_acceptances.requester_id, risk_acceptances.risk_id)
            END
            )
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('risk_acceptance.keep')) = 'any' THEN true
                ELSE charter_reaches_risk_acceptance('risk_acceptance.keep', risk_acceptances.approver_id, risk_acceptances.requester_id, risk_acceptances.risk_id)
            END
            )
        """
    )


def downgrade() -> None:
    op.execute("DROP POLICY rls_risk_acceptances_update ON risk_acceptances")
    op.execute(
        """
        CREATE POLICY rls_risk_acceptances_update ON risk_acceptances FOR UPDATE
            USING (
            CASE
                WHEN (SELECT charter_reach('risk_acceptance.update')) = 'any' THEN true
                WHEN (SELECT charter_granted('risk_acceptance.update', '{own,to_decide,own_risk}')) & (
                    CASE WHEN risk_acceptances.requester_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                    | CASE WHEN risk_acceptances.approver_id = (SELECT charter_actor()) THEN 2 ELSE 0 END
                ) <> 0 THEN true
                WHEN (SELECT charter_granted('risk_acceptance.update', '{own,to_decide,own_risk}')) & 4 <> 0
                    AND (risk_acceptances.risk_id in (select charter_keys_risk_acceptance_scope_own_risk((SELECT charter_actor())))) THEN true
                WHEN cardinality((SELECT charter_limits('risk_acceptance.update', 'project'))::uuid[]) > 0
                    AND risk_acceptances.risk_id in (select charter_keys_risk_acceptance_within_project((SELECT charter_limits('risk_acceptance.update', 'project'))::uuid[])) THEN true
                WHEN cardinality((SELECT charter_limits('risk_acceptance.update', 'business_unit'))::uuid[]) > 0
                    AND risk_acceptances.risk_id in (select charter_keys_risk_acceptance_within_business_unit((SELECT charter_limits('risk_acceptance.update', 'business_unit'))::uuid[])) THEN true
                WHEN (SELECT charter_beyond('risk_acceptance.update', '{own,to_decide,own_risk}'))
                    AND charter_reaches_risk_acceptance('risk_acceptance.update', risk_acceptances.approver_id, risk_acceptances.requester_id, risk_acceptances.risk_id) THEN true
                ELSE false
            END
            )
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('risk_acceptance.keep')) = 'any' THEN true
                WHEN (SELECT charter_granted('risk_acceptance.keep', '{own,to_decide,own_risk}')) & (
                    CASE WHEN risk_acceptances.requester_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                    | CASE WHEN risk_acceptances.approver_id = (SELECT charter_actor()) THEN 2 ELSE 0 END
                ) <> 0 THEN true
                WHEN (SELECT charter_granted('risk_acceptance.keep', '{own,to_decide,own_risk}')) & 4 <> 0
                    AND (risk_acceptances.risk_id in (select charter_keys_risk_acceptance_scope_own_risk((SELECT charter_actor())))) THEN true
                WHEN cardinality((SELECT charter_limits('risk_acceptance.keep', 'project'))::uuid[]) > 0
                    AND risk_acceptances.risk_id in (select charter_keys_risk_acceptance_within_project((SELECT charter_limits('risk_acceptance.keep', 'project'))::uuid[])) THEN true
                WHEN cardinality((SELECT charter_limits('risk_acceptance.keep', 'business_unit'))::uuid[]) > 0
                    AND risk_acceptances.risk_id in (select charter_keys_risk_acceptance_within_business_unit((SELECT charter_limits('risk_acceptance.keep', 'business_unit'))::uuid[])) THEN true
                WHEN (SELECT charter_beyond('risk_acceptance.keep', '{own,to_decide,own_risk}'))
                    AND charter_reaches_risk_acceptance('risk_acceptance.keep', risk_acceptances.approver_id, risk_acceptances.requester_id, risk_acceptances.risk_id) THEN true
                ELSE false
            END
            )
        """
    )
    op.execute("DROP POLICY rls_risk_acceptances_create ON risk_acceptances")
    op.execute(
        """
        CREATE POLICY rls_risk_acceptances_create ON risk_acceptances FOR INSERT
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('risk_acceptance.create')) = 'any' THEN true
                WHEN (SELECT charter_granted('risk_acceptance.create', '{own,to_decide,own_risk}')) & (
                    CASE WHEN risk_acceptances.requester_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                    | CASE WHEN risk_acceptances.approver_id = (SELECT charter_actor()) THEN 2 ELSE 0 END
                ) <> 0 THEN true
                WHEN (SELECT charter_granted('risk_acceptance.create', '{own,to_decide,own_risk}')) & 4 <> 0
                    AND (risk_acceptances.risk_id in (select charter_keys_risk_acceptance_scope_own_risk((SELECT charter_actor())))) THEN true
                WHEN cardinality((SELECT charter_limits('risk_acceptance.create', 'project'))::uuid[]) > 0
                    AND risk_acceptances.risk_id in (select charter_keys_risk_acceptance_within_project((SELECT charter_limits('risk_acceptance.create', 'project'))::uuid[])) THEN true
                WHEN cardinality((SELECT charter_limits('risk_acceptance.create', 'business_unit'))::uuid[]) > 0
                    AND risk_acceptances.risk_id in (select charter_keys_risk_acceptance_within_business_unit((SELECT charter_limits('risk_acceptance.create', 'business_unit'))::uuid[])) THEN true
                WHEN (SELECT charter_beyond('risk_acceptance.create', '{own,to_decide,own_risk}'))
                    AND charter_reaches_risk_acceptance('risk_acceptance.create', risk_acceptances.approver_id, risk_acceptances.requester_id, risk_acceptances.risk_id) THEN true
                ELSE false
            END
            )
        """
    )
    op.execute("DROP POLICY rls_risk_treatment_plans_update ON risk_treatment_plans")
    op.execute(
        """
        CREATE POLICY rls_risk_treatment_plans_update ON risk_treatment_plans FOR UPDATE
            USING (
            CASE
                WHEN (SELECT charter_reach('risk_treatment_plan.update')) = 'any' THEN true
                WHEN (SELECT charter_granted('risk_treatment_plan.update', '{own,own_risk}')) & (
                    CASE WHEN risk_treatment_plans.owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN (SELECT charter_granted('risk_treatment_plan.update', '{own,own_risk}')) & 2 <> 0
                    AND (risk_treatment_plans.risk_id in (select charter_keys_risk_treatment_plan_scope_own_risk((SELECT charter_actor())))) THEN true
                WHEN cardinality((SELECT charter_limits('risk_treatment_plan.update', 'project'))::uuid[]) > 0
                    AND risk_treatment_plans.risk_id in (select charter_keys_risk_treatment_plan_within_project((SELECT charter_limits('risk_treatment_plan.update', 'project'))::uuid[])) THEN true
                WHEN cardinality((SELECT charter_limits('risk_treatment_plan.update', 'business_unit'))::uuid[]) > 0
                    AND risk_treatment_plans.risk_id in (select charter_keys_risk_treatment_plan_within_business_unit((SELECT charter_limits('risk_treatment_plan.update', 'business_unit'))::uuid[])) THEN true
                WHEN (SELECT charter_beyond('risk_treatment_plan.update', '{own,own_risk}'))
                    AND charter_reaches_risk_treatment_plan('risk_treatment_plan.update', risk_treatment_plans.owner_id, risk_treatment_plans.risk_id) THEN true
                ELSE false
            END
            )
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('risk_treatment_plan.keep')) = 'any' THEN true
                WHEN (SELECT charter_granted('risk_treatment_plan.keep', '{own,own_risk}')) & (
                    CASE WHEN risk_treatment_plans.owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN (SELECT charter_granted('risk_treatment_plan.keep', '{own,own_risk}')) & 2 <> 0
                    AND (risk_treatment_plans.risk_id in (select charter_keys_risk_treatment_plan_scope_own_risk((SELECT charter_actor())))) THEN true
                WHEN cardinality((SELECT charter_limits('risk_treatment_plan.keep', 'project'))::uuid[]) > 0
                    AND risk_treatment_plans.risk_id in (select charter_keys_risk_treatment_plan_within_project((SELECT charter_limits('risk_treatment_plan.keep', 'project'))::uuid[])) THEN true
                WHEN cardinality((SELECT charter_limits('risk_treatment_plan.keep', 'business_unit'))::uuid[]) > 0
                    AND risk_treatment_plans.risk_id in (select charter_keys_risk_treatment_plan_within_business_unit((SELECT charter_limits('risk_treatment_plan.keep', 'business_unit'))::uuid[])) THEN true
                WHEN (SELECT charter_beyond('risk_treatment_plan.keep', '{own,own_risk}'))
                    AND charter_reaches_risk_treatment_plan('risk_treatment_plan.keep', risk_treatment_plans.owner_id, risk_treatment_plans.risk_id) THEN true
                ELSE false
            END
            )
        """
    )
    op.execute("DROP POLICY rls_risk_treatment_plans_create ON risk_treatment_plans")
    op.execute(
        """
        CREATE POLICY rls_risk_treatment_plans_create ON risk_treatment_plans FOR INSERT
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('risk_treatment_plan.create')) = 'any' THEN true
                WHEN (SELECT charter_granted('risk_treatment_plan.create', '{own,own_risk}')) & (
                    CASE WHEN risk_treatment_plans.owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN (SELECT charter_granted('risk_treatment_plan.create', '{own,own_risk}')) & 2 <> 0
                    AND (risk_treatment_plans.risk_id in (select charter_keys_risk_treatment_plan_scope_own_risk((SELECT charter_actor())))) THEN true
                WHEN cardinality((SELECT charter_limits('risk_treatment_plan.create', 'project'))::uuid[]) > 0
                    AND risk_treatment_plans.risk_id in (select charter_keys_risk_treatment_plan_within_project((SELECT charter_limits('risk_treatment_plan.create', 'project'))::uuid[])) THEN true
                WHEN cardinality((SELECT charter_limits('risk_treatment_plan.create', 'business_unit'))::uuid[]) > 0
                    AND risk_treatment_plans.risk_id in (select charter_keys_risk_treatment_plan_within_business_unit((SELECT charter_limits('risk_treatment_plan.create', 'business_unit'))::uuid[])) THEN true
                WHEN (SELECT charter_beyond('risk_treatment_plan.create', '{own,own_risk}'))
                    AND charter_reaches_risk_treatment_plan('risk_treatment_plan.create', risk_treatment_plans.owner_id, risk_treatment_plans.risk_id) THEN true
                ELSE false
            END
            )
        """
    )
    op.execute("DROP POLICY rls_risk_matrices_delete ON risk_matrices")
    op.execute(
        """
        CREATE POLICY rls_risk_matrices_delete ON risk_matrices FOR DELETE
            USING (
            CASE
                WHEN (SELECT charter_reach('risk_matrix.delete')) = 'any' THEN true
                WHEN (SELECT charter_granted('risk_matrix.delete', '{own}')) & (
                    CASE WHEN risk_matrices.owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN (SELECT charter_beyond('risk_matrix.delete', '{own}'))
                    AND charter_reaches_risk_matrix('risk_matrix.delete', risk_matrices.owner_id) THEN true
                ELSE false
            END
            )
        """
    )
    op.execute("DROP POLICY rls_risk_matrices_update ON risk_matrices")
    op.execute(
        """
        CREATE POLICY rls_risk_matrices_update ON risk_matrices FOR UPDATE
            USING (
            CASE
                WHEN (SELECT charter_reach('risk_matrix.update')) = 'any' THEN true
                WHEN (SELECT charter_granted('risk_matrix.update', '{own}')) & (
                    CASE WHEN risk_matrices.owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN (SELECT charter_beyond('risk_matrix.update', '{own}'))
                    AND charter_reaches_risk_matrix('risk_matrix.update', risk_matrices.owner_id) THEN true
                ELSE false
            END
            )
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('risk_matrix.keep')) = 'any' THEN true
                WHEN (SELECT charter_granted('risk_matrix.keep', '{own}')) & (
                    CASE WHEN risk_matrices.owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN (SELECT charter_beyond('risk_matrix.keep', '{own}'))
                    AND charter_reaches_risk_matrix('risk_matrix.keep', risk_matrices.owner_id) THEN true
                ELSE false
            END
            )
        """
    )
    op.execute("DROP POLICY rls_risk_matrices_create ON risk_matrices")
    op.execute(
        """
        CREATE POLICY rls_risk_matrices_create ON risk_matrices FOR INSERT
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('risk_matrix.create')) = 'any' THEN true
                WHEN (SELECT charter_granted('risk_matrix.create', '{own}')) & (
                    CASE WHEN risk_matrices.owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN (SELECT charter_beyond('risk_matrix.create', '{own}'))
                    AND charter_reaches_risk_matrix('risk_matrix.create', risk_matrices.owner_id) THEN true
                ELSE false
            END
            )
        """
    )
    op.execute("DROP POLICY rls_risks_update ON risks")
    op.execute(
        """
        CREATE POLICY rls_risks_update ON risks FOR UPDATE
            USING (
            CASE
                WHEN (SELECT charter_reach('risk.update')) = 'any' THEN true
                WHEN (SELECT charter_granted('risk.update', '{own}')) & (
                    CASE WHEN risks.owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN cardinality((SELECT charter_limits('risk.update', 'project'))::uuid[]) > 0
                    AND (risks.project_id) = any((SELECT charter_limits('risk.update', 'project'))::uuid[]) THEN true
                WHEN cardinality((SELECT charter_limits('risk.update', 'business_unit'))::uuid[]) > 0
                    AND (risks.business_unit_id) = any((SELECT charter_limits('risk.update', 'business_unit'))::uuid[]) THEN true
                WHEN (SELECT charter_beyond('risk.update', '{own}'))
                    AND charter_reaches_risk('risk.update', risks.business_unit_id, risks.owner_id, risks.project_id) THEN true
                ELSE false
            END
            )
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('risk.keep')) = 'any' THEN true
                WHEN (SELECT charter_granted('risk.keep', '{own}')) & (
                    CASE WHEN risks.owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN cardinality((SELECT charter_limits('risk.keep', 'project'))::uuid[]) > 0
                    AND (risks.project_id) = any((SELECT charter_limits('risk.keep', 'project'))::uuid[]) THEN true
                WHEN cardinality((SELECT charter_limits('risk.keep', 'business_unit'))::uuid[]) > 0
                    AND (risks.business_unit_id) = any((SELECT charter_limits('risk.keep', 'business_unit'))::uuid[]) THEN true
                WHEN (SELECT charter_beyond('risk.keep', '{own}'))
                    AND charter_reaches_risk('risk.keep', risks.business_unit_id, risks.owner_id, risks.project_id) THEN true
                ELSE false
            END
            )
        """
    )
    op.execute("DROP POLICY rls_risks_create ON risks")
    op.execute(
        """
        CREATE POLICY rls_risks_create ON risks FOR INSERT
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('risk.create')) = 'any' THEN true
                WHEN (SELECT charter_granted('risk.create', '{own}')) & (
                    CASE WHEN risks.owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN cardinality((SELECT charter_limits('risk.create', 'project'))::uuid[]) > 0
                    AND (risks.project_id) = any((SELECT charter_limits('risk.create', 'project'))::uuid[]) THEN true
                WHEN cardinality((SELECT charter_limits('risk.create', 'business_unit'))::uuid[]) > 0
                    AND (risks.business_unit_id) = any((SELECT charter_limits('risk.create', 'business_unit'))::uuid[]) THEN true
                WHEN (SELECT charter_beyond('risk.create', '{own}'))
                    AND charter_reaches_risk('risk.create', risks.business_unit_id, risks.owner_id, risks.project_id) THEN true
                ELSE false
            END
            )
        """
    )
