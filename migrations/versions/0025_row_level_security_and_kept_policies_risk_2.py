"""Row-level security and kept policies: risk 2."""

from __future__ import annotations

from alembic import op

revision = "947f0094c6e9"
down_revision = "003a13985300"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE POLICY rls_risk_treatment_plans_controls_create ON risk_treatment_plans_controls FOR INSERT
            WITH CHECK (
            (CASE WHEN (SELECT charter_reach('risk_treatment_plan.read')) = 'any' AND (SELECT charter_reach('control.read')) = 'any' THEN true
                ELSE EXISTS (SELECT FROM risk_treatment_plans AS seen WHERE seen.id = risk_treatment_plans_controls.risk_treatment_plan_id) AND EXISTS (SELECT FROM controls AS seen WHERE seen.id = risk_treatment_plans_controls.control_id) END)
            AND EXISTS (SELECT FROM risk_treatment_plans AS linked
                WHERE linked.id = risk_treatment_plans_controls.risk_treatment_plan_id AND (
                    CASE
                        WHEN (SELECT charter_reach('risk_treatment_plan.update')) = 'any' THEN true
                        WHEN (SELECT charter_granted('risk_treatment_plan.update', '{own,own_risk}')) & (
                            CASE WHEN linked.owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                        ) <> 0 THEN true
                        WHEN (SELECT charter_granted('risk_treatment_plan.update', '{own,own_risk}')) & 2 <> 0
                            AND (linked.risk_id in (select charter_keys_risk_treatment_plan_scope_own_risk((SELECT charter_actor())))) THEN true
                        WHEN cardinality((SELECT charter_limits('risk_treatment_plan.update', 'project'))::uuid[]) > 0
                            AND linked.risk_id in (select charter_keys_risk_treatment_plan_within_project((SELECT charter_limits('risk_treatment_plan.update', 'project'))::uuid[])) THEN true
                        WHEN cardinality((SELECT charter_limits('risk_treatment_plan.update', 'business_unit'))::uuid[]) > 0
                            AND linked.risk_id in (select charter_keys_risk_treatment_plan_within_business_unit((SELECT charter_limits('risk_treatment_plan.update', 'business_unit'))::uuid[])) THEN true
                        WHEN (SELECT charter_beyond('risk_treatment_plan.update', '{own,own_risk}'))
                            AND charter_reaches_risk_treatment_plan('risk_treatment_plan.update', linked.owner_id, linked.risk_id) THEN true
                        ELSE false
                    END
                ))
            )
        """
    )
    op.execute(
        """
        CREATE POLICY rls_risk_treatment_plans_controls_delete ON risk_treatment_plans_controls FOR DELETE
            USING (
            EXISTS (SELECT FROM risk_treatment_plans AS linked
                WHERE linked.id = risk_treatment_plans_controls.risk_treatment_plan_id AND (
                    CASE
                        WHEN (SELECT charter_reach('risk_treatment_plan.update')) = 'any' THEN true
                        WHEN (SELECT charter_granted('risk_treatment_plan.update', '{own,own_risk}')) & (
                            CASE WHEN linked.owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                        ) <> 0 THEN true
                        WHEN (SELECT charter_granted('risk_treatment_plan.update', '{own,own_risk}')) & 2 <> 0
                            AND (linked.risk_id in (select charter_keys_risk_treatment_plan_scope_own_risk((SELECT charter_actor())))) THEN true
                        WHEN cardinality((SELECT charter_limits('risk_treatment_plan.update', 'project'))::uuid[]) > 0
                            AND linked.risk_id in (select charter_keys_risk_treatment_plan_within_project((SELECT charter_limits('risk_treatment_plan.update', 'project'))::uuid[])) THEN true
                        WHEN cardinality((SELECT charter_limits('risk_treatment_plan.update', 'business_unit'))::uuid[]) > 0
                            AND linked.risk_id in (select charter_keys_risk_treatment_plan_within_business_unit((SELECT charter_limits('risk_treatment_plan.update', 'business_unit'))::uuid[])) THEN true
                        WHEN (SELECT charter_beyond('risk_treatment_plan.update', '{own,own_risk}'))
                            AND charter_reaches_risk_treatment_plan('risk_treatment_plan.update', linked.owner_id, linked.risk_id) THEN true
                        ELSE false
                    END
                ))
            )
        """
    )
    op.execute(
        """
        CREATE POLICY rls_risk_treatment_plans_controls_owner ON risk_treatment_plans_controls FOR ALL TO CURRENT_USER
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
        ALTER TABLE risk_acceptances
            ENABLE ROW LEVEL SECURITY,
            FORCE ROW LEVEL SECURITY
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_risk_acceptances_writes
            BEFORE UPDATE ON risk_acceptances
            FOR EACH ROW WHEN (coalesce(current_setting('charter.action', true), 'update') <> 'update') EXECUTE FUNCTION charter_writes('risk_acceptance', '{"submit": ["score_snapshot", "status"], "approve": ["decided_at", "decision_note", "status"], "reject": ["decided_at", "decision_note", "status"], "revoke": ["decision_note", "status"], "expire": ["status"], "extend": ["decided_at", "decision_note", "justification", "score_snapshot", "status", "valid_until"]}', '{"id","created_at","updated_at","created_by_id","updated_by_id","version"}')
        """
    )
    op.execute(
        """
        CREATE POLICY rls_risk_acceptances_read ON risk_acceptances FOR SELECT
            USING (
            CASE
                WHEN (SELECT charter_reach('risk_acceptance.read')) = 'any' THEN true
                WHEN (SELECT charter_granted('risk_acceptance.read', '{own,to_decide,own_risk}')) & (
                    CASE WHEN risk_acceptances.requester_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                    | CASE WHEN risk_acceptances.approver_id = (SELECT charter_actor()) THEN 2 ELSE 0 END
                ) <> 0 THEN true
                WHEN (SELECT charter_granted('risk_acceptance.read', '{own,to_decide,own_risk}')) & 4 <> 0
                    AND (risk_acceptances.risk_id in (select charter_keys_risk_acceptance_scope_own_risk((SELECT charter_actor())))) THEN true
                WHEN cardinality((SELECT charter_limits('risk_acceptance.read', 'project'))::uuid[]) > 0
                    AND risk_acceptances.risk_id in (select charter_keys_risk_acceptance_within_project((SELECT charter_limits('risk_acceptance.read', 'project'))::uuid[])) THEN true
                WHEN cardinality((SELECT charter_limits('risk_acceptance.read', 'business_unit'))::uuid[]) > 0
                    AND risk_acceptances.risk_id in (select charter_keys_risk_acceptance_within_business_unit((SELECT charter_limits('risk_acceptance.read', 'business_unit'))::uuid[])) THEN true
                WHEN (SELECT charter_beyond('risk_acceptance.read', '{own,to_decide,own_risk}'))
                    AND charter_reaches_risk_acceptance('risk_acceptance.read', risk_acceptances.approver_id, risk_acceptances.requester_id, risk_acceptances.risk_id) THEN true
                ELSE risk_acceptances.updated_at = now() AND risk_acceptances.updated_by_id IS NOT DISTINCT FROM (SELECT charter_actor())
            END
            )
        """
    )
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
    op.execute(
        """
        CREATE POLICY rls_risk_acceptances_owner ON risk_acceptances FOR ALL TO CURRENT_USER
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
        ALTER TABLE risk_acceptances_compensating_controls
            ENABLE ROW LEVEL SECURITY,
            FORCE ROW LEVEL SECURITY
        """
    )
    op.execute(
        """
        CREATE POLICY rls_risk_acceptances_compensating_controls_read ON risk_acceptances_compensating_controls FOR SELECT
            USING (
            CASE WHEN (SELECT charter_reach('risk_acceptance.read')) = 'any' AND (SELECT charter_reach('control.read')) = 'any' THEN true
                ELSE EXISTS (SELECT FROM risk_acceptances AS seen WHERE seen.id = risk_acceptances_compensating_controls.risk_acceptance_id) AND EXISTS (SELECT FROM controls AS seen WHERE seen.id = risk_acceptances_compensating_controls.control_id) END
            )
        """
    )
    op.execute(
        """
        CREATE POLICY rls_risk_acceptances_compensating_controls_create ON risk_acceptances_compensating_controls FOR INSERT
            WITH CHECK (
            (CASE WHEN (SELECT charter_reach('risk_acceptance.read')) = 'any' AND (SELECT charter_reach('control.read')) = 'any' THEN true
                ELSE EXISTS (SELECT FROM risk_acceptances AS seen WHERE seen.id = risk_acceptances_compensating_controls.risk_acceptance_id) AND EXISTS (SELECT FROM controls AS seen WHERE seen.id = risk_acceptances_compensating_controls.control_id) END)
            AND EXISTS (SELECT FROM risk_acceptances AS linked
                WHERE linked.id = risk_acceptances_compensating_controls.risk_acceptance_id AND (
                    CASE
                        WHEN (SELECT charter_reach('risk_acceptance.update')) = 'any' THEN true
                        WHEN (SELECT charter_granted('risk_acceptance.update', '{own,to_decide,own_risk}')) & (
                            CASE WHEN linked.requester_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                            | CASE WHEN linked.approver_id = (SELECT charter_actor()) THEN 2 ELSE 0 END
                        ) <> 0 THEN true
                        WHEN (SELECT charter_granted('risk_acceptance.update', '{own,to_decide,own_risk}')) & 4 <> 0
                            AND (linked.risk_id in (select charter_keys_risk_acceptance_scope_own_risk((SELECT charter_actor())))) THEN true
                        WHEN cardinality((SELECT charter_limits('risk_acceptance.update', 'project'))::uuid[]) > 0
                            AND linked.risk_id in (select charter_keys_risk_acceptance_within_project((SELECT charter_limits('risk_acceptance.update', 'project'))::uuid[])) THEN true
                        WHEN cardinality((SELECT charter_limits('risk_acceptance.update', 'business_unit'))::uuid[]) > 0
                            AND linked.risk_id in (select charter_keys_risk_acceptance_within_business_unit((SELECT charter_limits('risk_acceptance.update', 'business_unit'))::uuid[])) THEN true
                        WHEN (SELECT charter_beyond('risk_acceptance.update', '{own,to_decide,own_risk}'))
                            AND charter_reaches_risk_acceptance('risk_acceptance.update', linked.approver_id, linked.requester_id, linked.risk_id) THEN true
                        ELSE false
                    END
                ))
            )
        """
    )
    op.execute(
        """
        CREATE POLICY rls_risk_acceptances_compensating_controls_delete ON risk_acceptances_compensating_controls FOR DELETE
            USING (
            EXISTS (SELECT FROM risk_acceptances AS linked
                WHERE linked.id = risk_acceptances_compensating_controls.risk_acceptance_id AND (
                    CASE
                        WHEN (SELECT charter_reach('risk_acceptance.update')) = 'any' THEN true
                        WHEN (SELECT charter_granted('risk_acceptance.update', '{own,to_decide,own_risk}')) & (
                            CASE WHEN linked.requester_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                            | CASE WHEN linked.approver_id = (SELECT charter_actor()) THEN 2 ELSE 0 END
                        ) <> 0 THEN true
                        WHEN (SELECT charter_granted('risk_acceptance.update', '{own,to_decide,own_risk}')) & 4 <> 0
                            AND (linked.risk_id in (select charter_keys_risk_acceptance_scope_own_risk((SELECT charter_actor())))) THEN true
                        WHEN cardinality((SELECT charter_limits('risk_acceptance.update', 'project'))::uuid[]) > 0
                            AND linked.risk_id in (select charter_keys_risk_acceptance_within_project((SELECT charter_limits('risk_acceptance.update', 'project'))::uuid[])) THEN true
                        WHEN cardinality((SELECT charter_limits('risk_acceptance.update', 'business_unit'))::uuid[]) > 0
                            AND linked.risk_id in (select charter_keys_risk_acceptance_within_business_unit((SELECT charter_limits('risk_acceptance.update', 'business_unit'))::uuid[])) THEN true
                        WHEN (SELECT charter_beyond('risk_acceptance.update', '{own,to_decide,own_risk}'))
                            AND charter_reaches_risk_acceptance('risk_acceptance.update', linked.approver_id, linked.requester_id, linked.risk_id) THEN true
                        ELSE false
                    END
                ))
            )
        """
    )
    op.execute(
        """
        CREATE POLICY rls_risk_acceptances_compensating_controls_owner ON risk_acceptances_compensating_controls FOR ALL TO CURRENT_USER
            USING (
        true
            )
            WITH CHECK (
        true
            )
        """
    )


def downgrade() -> None:
    op.execute(
        "DROP POLICY rls_risk_acceptances_compensating_controls_owner ON risk_acceptances_compensating_controls"
    )
    op.execute(
        "DROP POLICY rls_risk_acceptances_compensating_controls_delete ON risk_acceptances_compensating_controls"
    )
    op.execute(
        "DROP POLICY rls_risk_acceptances_compensating_controls_create ON risk_acceptances_compensating_controls"
    )
    op.execute(
        "DROP POLICY rls_risk_acceptances_compensating_controls_read ON risk_acceptances_compensating_controls"
    )
    op.execute(
        """
        ALTER TABLE risk_acceptances_compensating_controls
            NO FORCE ROW LEVEL SECURITY,
            DISABLE ROW LEVEL SECURITY
        """
    )
    op.execute("DROP POLICY rls_risk_acceptances_owner ON risk_acceptances")
    op.execute("DROP POLICY rls_risk_acceptances_update ON risk_acceptances")
    op.execute("DROP POLICY rls_risk_acceptances_create ON risk_acceptances")
    op.execute("DROP POLICY rls_risk_acceptances_read ON risk_acceptances")
    op.execute("DROP TRIGGER tr_risk_acceptances_writes ON risk_acceptances")
    op.execute(
        """
        ALTER TABLE risk_acceptances
            NO FORCE ROW LEVEL SECURITY,
            DISABLE ROW LEVEL SECURITY
        """
    )
    op.execute(
        "DROP POLICY rls_risk_treatment_plans_controls_owner ON risk_treatment_plans_controls"
    )
    op.execute(
        "DROP POLICY rls_risk_treatment_plans_controls_delete ON risk_treatment_plans_controls"
    )
    op.execute(
        "DROP POLICY rls_risk_treatment_plans_controls_create ON risk_treatment_plans_controls"
    )
