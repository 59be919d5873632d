"""Row-level security and kept policies: evidence."""

from __future__ import annotations

from alembic import op

revision = "60b196eaceee"
down_revision = "9b2b5f1d619c"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        ALTER TABLE evidence
            ENABLE ROW LEVEL SECURITY,
            FORCE ROW LEVEL SECURITY
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_evidence_writes
            BEFORE UPDATE ON evidence
            FOR EACH ROW WHEN (coalesce(current_setting('charter.action', true), 'update') <> 'update') EXECUTE FUNCTION charter_writes('evidence', '{"fulfil": ["collected_on", "description", "external_url", "status"], "submit": ["period_end", "period_start", "rejection_reason", "status", "submitted_by_id", "valid_until"], "approve": ["reviewed_by_id", "status"], "reject": ["rejection_reason", "reviewed_by_id", "status"], "expire": ["status"], "renew": ["collected_on", "external_url", "period_end", "period_start", "reviewed_by_id", "status", "submitted_by_id", "valid_until"]}', '{"id","created_at","updated_at","created_by_id","updated_by_id","version"}')
        """
    )
    op.execute(
        """
        CREATE POLICY rls_evidence_read ON evidence FOR SELECT
            USING (
            CASE
                WHEN (SELECT charter_reach('evidence.read')) = 'any' THEN true
                WHEN (SELECT charter_granted('evidence.read', '{own,shared,own_control,own_task}')) & (
                    CASE WHEN evidence.owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                    | CASE WHEN evidence.confidentiality <= 'internal'::confidentiality THEN 2 ELSE 0 END
                ) <> 0 THEN true
                WHEN (SELECT charter_granted('evidence.read', '{own,shared,own_control,own_task}')) & 4 <> 0
                    AND (evidence.control_id in (select charter_keys_evidence_scope_own_control((SELECT charter_actor())))) THEN true
                WHEN (SELECT charter_granted('evidence.read', '{own,shared,own_control,own_task}')) & 8 <> 0
                    AND (evidence.task_id in (select charter_keys_evidence_scope_own_task((SELECT charter_actor())))) THEN true
                WHEN cardinality((SELECT charter_limits('evidence.read', 'business_unit'))::uuid[]) > 0
                    AND evidence.control_id in (select charter_keys_evidence_within_business_unit((SELECT charter_limits('evidence.read', 'business_unit'))::uuid[])) THEN true
                WHEN (SELECT charter_beyond('evidence.read', '{own,shared,own_control,own_task}'))
                    AND charter_reaches_evidence('evidence.read', evidence.confidentiality::text, evidence.control_id, evidence.owner_id, evidence.task_id) THEN true
                ELSE evidence.updated_at = now() AND evidence.updated_by_id IS NOT DISTINCT FROM (SELECT charter_actor())
            END
            )
        """
    )
    op.execute(
        """
        CREATE POLICY rls_evidence_create ON evidence FOR INSERT
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('evidence.create')) = 'any' THEN true
                WHEN (SELECT charter_granted('evidence.create', '{own,shared,own_control,own_task}')) & (
                    CASE WHEN evidence.owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                    | CASE WHEN evidence.confidentiality <= 'internal'::confidentiality THEN 2 ELSE 0 END
                ) <> 0 THEN true
                WHEN (SELECT charter_granted('evidence.create', '{own,shared,own_control,own_task}')) & 4 <> 0
                    AND (evidence.control_id in (select charter_keys_evidence_scope_own_control((SELECT charter_actor())))) THEN true
                WHEN (SELECT charter_granted('evidence.create', '{own,shared,own_control,own_task}')) & 8 <> 0
                    AND (evidence.task_id in (select charter_keys_evidence_scope_own_task((SELECT charter_actor())))) THEN true
                WHEN cardinality((SELECT charter_limits('evidence.create', 'business_unit'))::uuid[]) > 0
                    AND evidence.control_id in (select charter_keys_evidence_within_business_unit((SELECT charter_limits('evidence.create', 'business_unit'))::uuid[])) THEN true
                WHEN (SELECT charter_beyond('evidence.create', '{own,shared,own_control,own_task}'))
                    AND charter_reaches_evidence('evidence.create', evidence.confidentiality::text, evidence.control_id, evidence.owner_id, evidence.task_id) THEN true
                ELSE false
            END
            )
        """
    )
    op.execute(
        """
        CREATE POLICY rls_evidence_update ON evidence FOR UPDATE
            USING (
            CASE
                WHEN (SELECT charter_reach('evidence.update')) = 'any' THEN true
                WHEN (SELECT charter_granted('evidence.update', '{own,shared,own_control,own_task}')) & (
                    CASE WHEN evidence.owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                    | CASE WHEN evidence.confidentiality <= 'internal'::confidentiality THEN 2 ELSE 0 END
                ) <> 0 THEN true
                WHEN (SELECT charter_granted('evidence.update', '{own,shared,own_control,own_task}')) & 4 <> 0
                    AND (evidence.control_id in (select charter_keys_evidence_scope_own_control((SELECT charter_actor())))) THEN true
                WHEN (SELECT charter_granted('evidence.update', '{own,shared,own_control,own_task}')) & 8 <> 0
                    AND (evidence.task_id in (select charter_keys_evidence_scope_own_task((SELECT charter_actor())))) THEN true
                WHEN cardinality((SELECT charter_limits('evidence.update', 'business_unit'))::uuid[]) > 0
                    AND evidence.control_id in (select charter_keys_evidence_within_business_unit((SELECT charter_limits('evidence.update', 'business_unit'))::uuid[])) THEN true
                WHEN (SELECT charter_beyond('evidence.update', '{own,shared,own_control,own_task}'))
                    AND charter_reaches_evidence('evidence.update', evidence.confidentiality::text, evidence.control_id, evidence.owner_id, evidence.task_id) THEN true
                ELSE false
            END
            )
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('evidence.keep')) = 'any' THEN true
                WHEN (SELECT charter_granted('evidence.keep', '{own,shared,own_control,own_task}')) & (
                    CASE WHEN evidence.owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                    | CASE WHEN evidence.confidentiality <= 'internal'::confidentiality THEN 2 ELSE 0 END
                ) <> 0 THEN true
                WHEN (SELECT charter_granted('evidence.keep', '{own,shared,own_control,own_task}')) & 4 <> 0
                    AND (evidence.control_id in (select charter_keys_evidence_scope_own_control((SELECT charter_actor())))) THEN true
                WHEN (SELECT charter_granted('evidence.keep', '{own,shared,own_control,own_task}')) & 8 <> 0
                    AND (evidence.task_id in (select charter_keys_evidence_scope_own_task((SELECT charter_actor())))) THEN true
                WHEN cardinality((SELECT charter_limits('evidence.keep', 'business_unit'))::uuid[]) > 0
                    AND evidence.control_id in (select charter_keys_evidence_within_business_unit((SELECT charter_limits('evidence.keep', 'business_unit'))::uuid[])) THEN true
                WHEN (SELECT charter_beyond('evidence.keep', '{own,shared,own_control,own_task}'))
                    AND charter_reaches_evidence('evidence.keep', evidence.confidentiality::text, evidence.control_id, evidence.owner_id, evidence.task_id) THEN true
                ELSE false
            END
            )
        """
    )
    op.execute(
        """
        CREATE POLICY rls_evidence_delete ON evidence FOR DELETE
            USING (
            CASE
                WHEN (SELECT charter_reach('evidence.delete')) = 'any' THEN true
                WHEN (SELECT charter_granted('evidence.delete', '{own,shared,own_control,own_task}')) & (
                    CASE WHEN evidence.owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                    | CASE WHEN evidence.confidentiality <= 'internal'::confidentiality THEN 2 ELSE 0 END
                ) <> 0 THEN true
                WHEN (SELECT charter_granted('evidence.delete', '{own,shared,own_control,own_task}')) & 4 <> 0
                    AND (evidence.control_id in (select charter_keys_evidence_scope_own_control((SELECT charter_actor())))) THEN true
                WHEN (SELECT charter_granted('evidence.delete', '{own,shared,own_control,own_task}')) & 8 <> 0
                    AND (evidence.task_id in (select charter_keys_evidence_scope_own_task((SELECT charter_actor())))) THEN true
                WHEN cardinality((SELECT charter_limits('evidence.delete', 'business_unit'))::uuid[]) > 0
                    AND evidence.control_id in (select charter_keys_evidence_within_business_unit((SELECT charter_limits('evidence.delete', 'business_unit'))::uuid[])) THEN true
                WHEN (SELECT charter_beyond('evidence.delete', '{own,shared,own_control,own_task}'))
                    AND charter_reaches_evidence('evidence.delete', evidence.confidentiality::text, evidence.control_id, evidence.owner_id, evidence.task_id) THEN true
                ELSE false
            END
            )
        """
    )
    op.execute(
        """
        CREATE POLICY rls_evidence_owner ON evidence FOR ALL TO CURRENT_USER
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
        ALTER TABLE evidence_requirements
            ENABLE ROW LEVEL SECURITY,
            FORCE ROW LEVEL SECURITY
        """
    )
    op.execute(
        """
        CREATE POLICY rls_evidence_requirements_read ON evidence_requirements FOR SELECT
            USING (
            CASE WHEN (SELECT charter_reach('evidence.read')) = 'any' AND (SELECT charter_reach('requirement.read')) = 'any' THEN true
                ELSE EXISTS (SELECT FROM evidence AS seen WHERE seen.id = evidence_requirements.evidence_id) AND EXISTS (SELECT FROM requirements AS seen WHERE seen.id = evidence_requirements.requirement_id) END
            )
        """
    )
    op.execute(
        """
        CREATE POLICY rls_evidence_requirements_create ON evidence_requirements FOR INSERT
            WITH CHECK (
            (CASE WHEN (SELECT charter_reach('evidence.read')) = 'any' AND (SELECT charter_reach('requirement.read')) = 'any' THEN true
                ELSE EXISTS (SELECT FROM evidence AS seen WHERE seen.id = evidence_requirements.evidence_id) AND EXISTS (SELECT FROM requirements AS seen WHERE seen.id = evidence_requirements.requirement_id) END)
            AND EXISTS (SELECT FROM evidence AS linked
                WHERE linked.id = evidence_requirements.evidence_id AND (
                    CASE
                        WHEN (SELECT charter_reach('evidence.update')) = 'any' THEN true
                        WHEN (SELECT charter_granted('evidence.update', '{own,shared,own_control,own_task}')) & (
                            CASE WHEN linked.owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                            | CASE WHEN linked.confidentiality <= 'internal'::confidentiality THEN 2 ELSE 0 END
                        ) <> 0 THEN true
                        WHEN (SELECT charter_granted('evidence.update', '{own,shared,own_control,own_task}')) & 4 <> 0
                            AND (linked.control_id in (select charter_keys_evidence_scope_own_control((SELECT charter_actor())))) THEN true
                        WHEN (SELECT charter_granted('evidence.update', '{own,shared,own_control,own_task}')) & 8 <> 0
                            AND (linked.task_id in (select charter_keys_evidence_scope_own_task((SELECT charter_actor())))) THEN true
                        WHEN cardinality((SELECT charter_limits('evidence.update', 'business_unit'))::uuid[]) > 0
                            AND linked.control_id in (select charter_keys_evidence_within_business_unit((SELECT charter_limits('evidence.update', 'business_unit'))::uuid[])) THEN true
                        WHEN (SELECT charter_beyond('evidence.update', '{own,shared,own_control,own_task}'))
                            AND charter_reaches_evidence('evidence.update', linked.confidentiality::text, linked.control_id, linked.owner_id, linked.task_id) THEN true
                        ELSE false
                    END
                ))
            )
        """
    )
    op.execute(
        """
        CREATE POLICY rls_evidence_requirements_delete ON evidence_requirements FOR DELETE
            USING (
            EXISTS (SELECT FROM evidence AS linked
                WHERE linked.id = evidence_requirements.evidence_id AND (
                    CASE
                        WHEN (SELECT charter_reach('evidence.update')) = 'any' THEN true
                        WHEN (SELECT charter_granted('evidence.update', '{own,shared,own_control,own_task}')) & (
                            CASE WHEN linked.owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                            | CASE WHEN linked.confidentiality <= 'internal'::confidentiality THEN 2 ELSE 0 END
                        ) <> 0 THEN true
                        WHEN (SELECT charter_granted('evidence.update', '{own,shared,own_control,own_task}')) & 4 <> 0
                            AND (linked.control_id in (select charter_keys_evidence_scope_own_control((SELECT charter_actor())))) THEN true
                        WHEN (SELECT charter_granted('evidence.update', '{own,shared,own_control,own_task}')) & 8 <> 0
                            AND (linked.task_id in (select charter_keys_evidence_scope_own_task((SELECT charter_actor())))) THEN true
                        WHEN cardinality((SELECT charter_limits('evidence.update', 'business_unit'))::uuid[]) > 0
                            AND linked.control_id in (select charter_keys_evidence_within_business_unit((SELECT charter_limits('evidence.update', 'business_unit'))::uuid[])) THEN true
                        WHEN (SELECT charter_beyond('evidence.update', '{own,shared,own_control,own_task}'))
                            AND charter_reaches_evidence('evidence.update', linked.confidentiality::text, linked.control_id, linked.owner_id, linked.task_id) THEN true
                        ELSE false
                    END
                ))
            )
        """
    )
    op.execute(
        """
        CREATE POLICY rls_evidence_requirements_owner ON evidence_requirements FOR ALL TO CURRENT_USER
            USING (
        true
            )
            WITH CHECK (
        true
            )
        """
    )


def downgrade() -> None:
    op.execute("DROP POLICY rls_evidence_requirements_owner ON evidence_requirements")
    op.execute("DROP POLICY rls_evidence_requirements_delete ON evidence_requirements")
    op.execute("DROP POLICY rls_evidence_requirements_create ON evidence_requirements")
    op.execute("DROP POLICY rls_evidence_requirements_read ON evidence_requirements")
    op.execute(
        """
        ALTER TABLE evidence_requirements
            NO FORCE ROW LEVEL SECURITY,
            DISABLE ROW LEVEL SECURITY
        """
    )
    op.execute("DROP POLICY rls_evidence_owner ON evidence")
    op.execute("DROP POLICY rls_evidence_delete ON evidence")
    op.execute("DROP POLICY rls_evidence_update ON evidence")
    op.execute("DROP POLICY rls_evidence_create ON evidence")
    op.execute("DROP POLICY rls_evidence_read ON evidence")
    op.execute("DROP TRIGGER tr_evidence_writes ON evidence")
    op.execute(
        """
        ALTER TABLE evidence
            NO FORCE ROW LEVEL SECURITY,
            DISABLE ROW LEVEL SECURITY
        """
    )
