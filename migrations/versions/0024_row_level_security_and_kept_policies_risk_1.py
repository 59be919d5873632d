"""Row-level security and kept policies: risk 1."""

from __future__ import annotations

from alembic import op

revision = "003a13985300"
down_revision = "60b196eaceee"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        ALTER TABLE risks
            ENABLE ROW LEVEL SECURITY,
            FORCE ROW LEVEL SECURITY
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_risks_writes
            BEFORE UPDATE ON risks
            FOR EACH ROW WHEN (coalesce(current_setting('charter.action', true), 'update') <> 'update') EXECUTE FUNCTION charter_writes('risk', '{"score": ["above_appetite", "inherent_impact", "inherent_level", "inherent_likelihood", "residual_impact", "residual_level", "residual_likelihood"], "assess": ["inherent_impact", "inherent_likelihood", "status"], "treat": ["status", "treatment"], "complete_treatment": ["residual_impact", "residual_likelihood", "status"], "accept": ["status"], "lapse": ["status"], "monitor": ["monitored_by_id", "status"], "reopen": ["closed_on", "status"], "close": ["closed_on", "status"]}', '{"id","created_at","updated_at","created_by_id","updated_by_id","version","inherent_score","residual_score","current_score"}')
        """
    )
    op.execute(
        """
        CREATE POLICY rls_risks_read ON risks FOR SELECT
            USING (
            CASE
                WHEN (SELECT charter_reach('risk.read')) = 'any' THEN true
                WHEN (SELECT charter_granted('risk.read', '{own}')) & (
                    CASE WHEN risks.owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN cardinality((SELECT charter_limits('risk.read', 'project'))::uuid[]) > 0
                    AND (risks.project_id) = any((SELECT charter_limits('risk.read', 'project'))::uuid[]) THEN true
                WHEN cardinality((SELECT charter_limits('risk.read', 'business_unit'))::uuid[]) > 0
                    AND (risks.business_unit_id) = any((SELECT charter_limits('risk.read', 'business_unit'))::uuid[]) THEN true
                WHEN (SELECT charter_beyond('risk.read', '{own}'))
                    AND charter_reaches_risk('risk.read', risks.business_unit_id, risks.owner_id, risks.project_id) THEN true
                ELSE risks.updated_at = now() AND risks.updated_by_id IS NOT DISTINCT FROM (SELECT charter_actor())
            END
            )
        """
    )
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
    op.execute(
        """
        CREATE POLICY rls_risks_owner ON risks FOR ALL TO CURRENT_USER
            USING (
        true
            )
            WITH CHECK (
        true
            )
        """
    )
    op.execute(
        """
        ALTER TABLE risk_controls
            ENABLE ROW LEVEL SECURITY,
            FORCE ROW LEVEL SECURITY
        """
    )
    op.execute(
        """
        CREATE POLICY rls_risk_controls_read ON risk_controls FOR SELECT
            USING (
            CASE WHEN (SELECT charter_reach('risk.read')) = 'any' AND (SELECT charter_reach('control.read')) = 'any' THEN true
                ELSE EXISTS (SELECT FROM risks AS seen WHERE seen.id = risk_controls.risk_id) AND EXISTS (SELECT FROM controls AS seen WHERE seen.id = risk_controls.control_id) END
            )
        """
    )
    op.execute(
        """
        CREATE POLICY rls_risk_controls_create ON risk_controls FOR INSERT
            WITH CHECK (
            (CASE WHEN (SELECT charter_reach('risk.read')) = 'any' AND (SELECT charter_reach('control.read')) = 'any' THEN true
                ELSE EXISTS (SELECT FROM risks AS seen WHERE seen.id = risk_controls.risk_id) AND EXISTS (SELECT FROM controls AS seen WHERE seen.id = risk_controls.control_id) END)
            AND EXISTS (SELECT FROM risks AS linked
                WHERE linked.id = risk_controls.risk_id AND (
                    CASE
                        WHEN (SELECT charter_reach('risk.update')) = 'any' THEN true
                        WHEN (SELECT charter_granted('risk.update', '{own}')) & (
                            CASE WHEN linked.owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                        ) <> 0 THEN true
                        WHEN cardinality((SELECT charter_limits('risk.update', 'project'))::uuid[]) > 0
                            AND (linked.project_id) = any((SELECT charter_limits('risk.update', 'project'))::uuid[]) THEN true
                        WHEN cardinality((SELECT charter_limits('risk.update', 'business_unit'))::uuid[]) > 0
                            AND (linked.business_unit_id) = any((SELECT charter_limits('risk.update', 'business_unit'))::uuid[]) THEN true
                        WHEN (SELECT charter_beyond('risk.update', '{own}'))
                            AND charter_reaches_risk('risk.update', linked.business_unit_id, linked.owner_id, linked.project_id) THEN true
                        ELSE false
                    END
                ))
            )
        """
    )
    op.execute(
        """
        CREATE POLICY rls_risk_controls_delete ON risk_controls FOR DELETE
            USING (
            EXISTS (SELECT FROM risks AS linked
                WHERE linked.id = risk_controls.risk_id AND (
                    CASE
                        WHEN (SELECT charter_reach('risk.update')) = 'any' THEN true
                        WHEN (SELECT charter_granted('risk.update', '{own}')) & (
                            CASE WHEN linked.owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                        ) <> 0 THEN true
                        WHEN cardinality((SELECT charter_limits('risk.update', 'project'))::uuid[]) > 0
                            AND (linked.project_id) = any((SELECT charter_limits('risk.update', 'project'))::uuid[]) THEN true
                        WHEN cardinality((SELECT charter_limits('risk.update', 'business_unit'))::uuid[]) > 0
                            AND (linked.business_unit_id) = any((SELECT charter_limits('risk.update', 'business_unit'))::uuid[]) THEN true
                        WHEN (SELECT charter_beyond('risk.update', '{own}'))
                            AND charter_reaches_risk('risk.update', linked.business_unit_id, linked.owner_id, linked.project_id) THEN true
                        ELSE false
                    END
                ))
            )
        """
    )
    op.execute(
        """
        CREATE POLICY rls_risk_controls_owner ON risk_controls FOR ALL TO CURRENT_USER
            USING (
        true
            )
            WITH CHECK (
        true
            )
        """
    )
    op.execute(
        """
        ALTER TABLE risk_matrices
            ENABLE ROW LEVEL SECURITY,
            FORCE ROW LEVEL SECURITY
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_risk_matrices_writes
            BEFORE UPDATE ON risk_matrices
            FOR EACH ROW WHEN (coalesce(current_setting('charter.action', true), 'update') <> 'update') EXECUTE FUNCTION charter_writes('risk_matrix', '{"evaluate": [], "approve": ["approved_by_id", "approved_on", "status"], "retire": ["status"]}', '{"id","created_at","updated_at","created_by_id","updated_by_id","version"}')
        """
    )
    op.execute(
        """
        CREATE POLICY rls_risk_matrices_read ON risk_matrices FOR SELECT
            USING (
            CASE
                WHEN (SELECT charter_reach('risk_matrix.read')) = 'any' THEN true
                WHEN (SELECT charter_granted('risk_matrix.read', '{own}')) & (
                    CASE WHEN risk_matrices.owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN (SELECT charter_beyond('risk_matrix.read', '{own}'))
                    AND charter_reaches_risk_matrix('risk_matrix.read', risk_matrices.owner_id) THEN true
                ELSE risk_matrices.updated_at = now() AND risk_matrices.updated_by_id IS NOT DISTINCT FROM (SELECT charter_actor())
            END
            )
        """
    )
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
    op.execute(
        """
        CREATE POLICY rls_risk_matrices_owner ON risk_matrices FOR ALL TO CURRENT_USER
            USING (
        true
            )
            WITH CHECK (
        true
            )
        """
    )
    op.execute(
        """
        ALTER TABLE risk_treatment_plans
            ENABLE ROW LEVEL SECURITY,
            FORCE ROW LEVEL SECURITY
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_risk_treatment_plans_writes
            BEFORE UPDATE ON risk_treatment_plans
            FOR EACH ROW WHEN (coalesce(current_setting('charter.action', true), 'update') <> 'update') EXECUTE FUNCTION charter_writes('risk_treatment_plan', '{"generate_tasks": [], "start": ["status"], "pause": ["status"], "resume": ["status"], "complete": ["completed_on", "progress", "status"], "cancel": ["status"]}', '{"id","created_at","updated_at","created_by_id","updated_by_id","version","expected_score"}')
        """
    )
    op.execute(
        """
        CREATE POLICY rls_risk_treatment_plans_read ON risk_treatment_plans FOR SELECT
            USING (
            CASE
                WHEN (SELECT charter_reach('risk_treatment_plan.read')) = 'any' THEN true
                WHEN (SELECT charter_granted('risk_treatment_plan.read', '{own,own_risk}')) & (
                    CASE WHEN risk_treatment_plans.owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN (SELECT charter_granted('risk_treatment_plan.read', '{own,own_risk}')) & 2 <> 0
                    AND (risk_treatment_plans.risk_id in (select charter_keys_risk_treatment_plan_scope_own_risk((SELECT charter_actor())))) THEN true
                WHEN cardinality((SELECT charter_limits('risk_treatment_plan.read', 'project'))::uuid[]) > 0
                    AND risk_treatment_plans.risk_id in (select charter_keys_risk_treatment_plan_within_project((SELECT charter_limits('risk_treatment_plan.read', 'project'))::uuid[])) THEN true
                WHEN cardinality((SELECT charter_limits('risk_treatment_plan.read', 'business_unit'))::uuid[]) > 0
                    AND risk_treatment_plans.risk_id in (select charter_keys_risk_treatment_plan_within_business_unit((SELECT charter_limits('risk_treatment_plan.read', 'business_unit'))::uuid[])) THEN true
                WHEN (SELECT charter_beyond('risk_treatment_plan.read', '{own,own_risk}'))
                    AND charter_reaches_risk_treatment_plan('risk_treatment_plan.read', risk_treatment_plans.owner_id, risk_treatment_plans.risk_id) THEN true
                ELSE risk_treatment_plans.updated_at = now() AND risk_treatment_plans.updated_by_id IS NOT DISTINCT FROM (SELECT charter_actor())
            END
            )
        """
    )
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
    op.execute(
        """
        CREATE POLICY rls_risk_treatment_plans_owner ON risk_treatment_plans FOR ALL TO CURRENT_USER
            USING (
        true
            )
            WITH CHECK (
        true
            )
        """
    )
    op.execute(
        """
        ALTER TABLE risk_treatment_plans_controls
            ENABLE ROW LEVEL SECURITY,
            FORCE ROW LEVEL SECURITY
        """
    )
    op.execute(
        """
        CREATE POLICY rls_risk_treatment_plans_controls_read ON risk_treatment_plans_controls FOR SELECT
            USING (
            CASE WHEN (SELECT charter_reach('risk_treatment_plan.read')) = 'any' AND (SELECT charter_reach('control.read')) = 'any' THEN true
                ELSE EXISTS (SELECT FROM risk_treatment_plans AS seen WHERE seen.id = risk_treatment_plans_controls.risk_treatment_plan_id) AND EXISTS (SELECT FROM controls AS seen WHERE seen.id = risk_treatment_plans_controls.control_id) END
            )
        """
    )


def downgrade() -> None:
    op.execute(
        "DROP POLICY rls_risk_treatment_plans_controls_read ON risk_treatment_plans_controls"
    )
    op.execute(
        """
        ALTER TABLE risk_treatment_plans_controls
            NO FORCE ROW LEVEL SECURITY,
            DISABLE ROW LEVEL SECURITY
        """
    )
    op.execute("DROP POLICY rls_risk_treatment_plans_owner ON risk_treatment_plans")
    op.execute("DROP POLICY rls_risk_treatment_plans_update ON risk_treatment_plans")
    op.execute("DROP POLICY rls_risk_treatment_plans_create ON risk_treatment_plans")
    op.execute("DROP POLICY rls_risk_treatment_plans_read ON risk_treatment_plans")
    op.execute("DROP TRIGGER tr_risk_treatment_plans_writes ON risk_treatment_plans")
    op.execute(
        """
        ALTER TABLE risk_treatment_plans
            NO FORCE ROW LEVEL SECURITY,
            DISABLE ROW LEVEL SECURITY
        """
    )
    op.execute("DROP POLICY rls_risk_matrices_owner ON risk_matrices")
    op.execute("DROP POLICY rls_risk_matrices_delete ON risk_matrices")
    op.execute("DROP POLICY rls_risk_matrices_update ON risk_matrices")
    op.execute("DROP POLICY rls_risk_matrices_create ON risk_matrices")
    op.execute("DROP POLICY rls_risk_matrices_read ON risk_matrices")
    op.execute("DROP TRIGGER tr_risk_matrices_writes ON risk_matrices")
    op.execute(
        """
        ALTER TABLE risk_matrices
            NO FORCE ROW LEVEL SECURITY,
            DISABLE ROW LEVEL SECURITY
        """
    )
    op.execute("DROP POLICY rls_risk_controls_owner ON risk_controls")
    op.execute("DROP POLICY rls_risk_controls_delete ON risk_controls")
    op.execute("DROP POLICY rls_risk_controls_create ON risk_controls")
    op.execute("DROP POLICY rls_risk_controls_read ON risk_controls")
    op.execute(
        """
        ALTER TABLE risk_controls
            NO FORCE ROW LEVEL SECURITY,
            DISABLE ROW LEVEL SECURITY
        """
    )
    op.execute("DROP POLICY rls_risks_owner ON risks")
    op.execute("DROP POLICY rls_risks_update ON risks")
    op.execute("DROP POLICY rls_risks_create ON risks")
    op.execute("DROP POLICY rls_risks_read ON risks")
    op.execute("DROP TRIGGER tr_risks_writes ON risks")
    op.execute(
        """
        ALTER TABLE risks
            NO FORCE ROW LEVEL SECURITY,
            DISABLE ROW LEVEL SECURITY
        """
    )
