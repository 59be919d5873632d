"""Whole reach asks no function; any kind of row in one order: contract: evidence.

charter: 1
stage: contract
"""

from __future__ import annotations

from alembic import op

revision = "a952f8e6cc45"
down_revision = "a1aa2e427493"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DROP POLICY rls_evidence_create ON evidence")
    op.execute(
        """
        CREATE POLICY rls_evidence_create ON evidence FOR INSERT
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('evidence.create')) = 'any' THEN true
                ELSE charter_reaches_evidence('evidence.create', evidence.confidentiality::text, evidence.control_id, evidence.owner_id, evidence.task_id)
            END
            )
        """
    )
    op.execute("DROP POLICY rls_evidence_update ON evidence")
    op.execute(
        """
        CREATE POLICY rls_evidence_update ON evidence FOR UPDATE
            USING (
            CASE
                WHEN (SELECT charter_reach('evidence.update')) = 'any' THEN true
                ELSE charter_reaches_evidence('evidence.update', evidence.confidentiality::text, evidence.control_id, evidence.owner_id, evidence.task_id)
            END
            )
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('evidence.keep')) = 'any' THEN true
                ELSE charter_reaches_evidence('evidence.keep', evidence.confidentiality::text, evidence.control_id, evidence.owner_id, evidence.task_id)
            END
            )
        """
    )
    op.execute("DROP POLICY rls_evidence_delete ON evidence")
    op.execute(
        """
        CREATE POLICY rls_evidence_delete ON evidence FOR DELETE
            USING (
            CASE
                WHEN (SELECT charter_reach('evidence.delete')) = 'any' THEN true
                ELSE charter_reaches_evidence('evidence.delete', evidence.confidentiality::text, evidence.control_id, evidence.owner_id, evidence.task_id)
            END
            )
        """
    )


def downgrade() -> None:
    op.execute("DROP POLICY rls_evidence_delete ON evidence")
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
    op.execute("DROP POLICY rls_evidence_update ON evidence")
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
    op.execute("DROP POLICY rls_evidence_create ON evidence")
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
