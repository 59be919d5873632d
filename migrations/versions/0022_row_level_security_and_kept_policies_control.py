"""Row-level security and kept policies: control."""

from __future__ import annotations

from alembic import op

revision = "9b2b5f1d619c"
down_revision = "93f2084cd586"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        ALTER TABLE controls
            ENABLE ROW LEVEL SECURITY,
            FORCE ROW LEVEL SECURITY
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_controls_writes
            BEFORE UPDATE ON controls
            FOR EACH ROW WHEN (coalesce(current_setting('charter.action', true), 'update') <> 'update') EXECUTE FUNCTION charter_writes('control', '{"schedule_review": ["next_review_on"], "coverage": [], "start": ["status"], "implement": ["status"], "mark_effective": ["status"], "mark_ineffective": ["status"], "rework": ["status"], "retire": ["replaced_by_id", "status"]}', '{"id","created_at","updated_at","created_by_id","updated_by_id","version"}')
        """
    )
    op.execute(
        """
        CREATE POLICY rls_controls_read ON controls FOR SELECT
            USING (
            CASE
                WHEN (SELECT charter_reach('control.read')) = 'any' THEN true
                WHEN (SELECT charter_granted('control.read', '{own}')) & (
                    CASE WHEN controls.owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN cardinality((SELECT charter_limits('control.read', 'business_unit'))::uuid[]) > 0
                    AND (controls.business_unit_id) = any((SELECT charter_limits('control.read', 'business_unit'))::uuid[]) THEN true
                WHEN (SELECT charter_beyond('control.read', '{own}'))
                    AND charter_reaches_control('control.read', controls.business_unit_id, controls.owner_id) THEN true
                ELSE controls.updated_at = now() AND controls.updated_by_id IS NOT DISTINCT FROM (SELECT charter_actor())
            END
            )
        """
    )
    op.execute(
        """
        CREATE POLICY rls_controls_create ON controls FOR INSERT
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('control.create')) = 'any' THEN true
                WHEN (SELECT charter_granted('control.create', '{own}')) & (
                    CASE WHEN controls.owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN cardinality((SELECT charter_limits('control.create', 'business_unit'))::uuid[]) > 0
                    AND (controls.business_unit_id) = any((SELECT charter_limits('control.create', 'business_unit'))::uuid[]) THEN true
                WHEN (SELECT charter_beyond('control.create', '{own}'))
                    AND charter_reaches_control('control.create', controls.business_unit_id, controls.owner_id) THEN true
                ELSE false
            END
            )
        """
    )
    op.execute(
        """
        CREATE POLICY rls_controls_update ON controls FOR UPDATE
            USING (
            CASE
                WHEN (SELECT charter_reach('control.update')) = 'any' THEN true
                WHEN (SELECT charter_granted('control.update', '{own}')) & (
                    CASE WHEN controls.owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN cardinality((SELECT charter_limits('control.update', 'business_unit'))::uuid[]) > 0
                    AND (controls.business_unit_id) = any((SELECT charter_limits('control.update', 'business_unit'))::uuid[]) THEN true
                WHEN (SELECT charter_beyond('control.update', '{own}'))
                    AND charter_reaches_control('control.update', controls.business_unit_id, controls.owner_id) THEN true
                ELSE false
            END
            )
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('control.keep')) = 'any' THEN true
                WHEN (SELECT charter_granted('control.keep', '{own}')) & (
                    CASE WHEN controls.owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN cardinality((SELECT charter_limits('control.keep', 'business_unit'))::uuid[]) > 0
                    AND (controls.business_unit_id) = any((SELECT charter_limits('control.keep', 'business_unit'))::uuid[]) THEN true
                WHEN (SELECT charter_beyond('control.keep', '{own}'))
                    AND charter_reaches_control('control.keep', controls.business_unit_id, controls.owner_id) THEN true
                ELSE false
            END
            )
        """
    )
    op.execute(
        """
        CREATE POLICY rls_controls_delete ON controls FOR DELETE
            USING (
            CASE
                WHEN (SELECT charter_reach('control.delete')) = 'any' THEN true
                WHEN (SELECT charter_granted('control.delete', '{own}')) & (
                    CASE WHEN controls.owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN cardinality((SELECT charter_limits('control.delete', 'business_unit'))::uuid[]) > 0
                    AND (controls.business_unit_id) = any((SELECT charter_limits('control.delete', 'business_unit'))::uuid[]) THEN true
                WHEN (SELECT charter_beyond('control.delete', '{own}'))
                    AND charter_reaches_control('control.delete', controls.business_unit_id, controls.owner_id) THEN true
                ELSE false
            END
            )
        """
    )
    op.execute(
        """
        CREATE POLICY rls_controls_owner ON controls FOR ALL TO CURRENT_USER
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
        ALTER TABLE control_mappings
            ENABLE ROW LEVEL SECURITY,
            FORCE ROW LEVEL SECURITY
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_control_mappings_writes
            BEFORE UPDATE ON control_mappings
            FOR EACH ROW WHEN (coalesce(current_setting('charter.action', true), 'update') <> 'update') EXECUTE FUNCTION charter_writes('control_mapping', '{"confirm": ["confirmed_by_id", "status"], "reject": ["rationale", "status"], "withdraw": ["confirmed_by_id", "status"]}', '{"id","created_at","updated_at","created_by_id","updated_by_id","version"}')
        """
    )
    op.execute(
        """
        CREATE POLICY rls_control_mappings_read ON control_mappings FOR SELECT
            USING (
            CASE
                WHEN (SELECT charter_reach('control_mapping.read')) = 'any' THEN true
                WHEN (SELECT charter_granted('control_mapping.read', '{own}')) & 1 <> 0
                    AND ((control_mappings.created_by_id = (SELECT charter_actor())) or (control_mappings.control_id in (select charter_keys_control_mapping_scope_own_2((SELECT charter_actor()))))) THEN true
                WHEN cardinality((SELECT charter_limits('control_mapping.read', 'business_unit'))::uuid[]) > 0
                    AND control_mappings.control_id in (select charter_keys_control_mapping_within_business_unit((SELECT charter_limits('control_mapping.read', 'business_unit'))::uuid[])) THEN true
                WHEN (SELECT charter_beyond('control_mapping.read', '{own}'))
                    AND charter_reaches_control_mapping('control_mapping.read', control_mappings.control_id, control_mappings.created_by_id) THEN true
                ELSE control_mappings.updated_at = now() AND control_mappings.updated_by_id IS NOT DISTINCT FROM (SELECT charter_actor())
            END
            )
        """
    )
    op.execute(
        """
        CREATE POLICY rls_control_mappings_create ON control_mappings FOR INSERT
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('control_mapping.create')) = 'any' THEN true
                WHEN (SELECT charter_granted('control_mapping.create', '{own}')) & 1 <> 0
                    AND ((control_mappings.created_by_id = (SELECT charter_actor())) or (control_mappings.control_id in (select charter_keys_control_mapping_scope_own_2((SELECT charter_actor()))))) THEN true
                WHEN cardinality((SELECT charter_limits('control_mapping.create', 'business_unit'))::uuid[]) > 0
                    AND control_mappings.control_id in (select charter_keys_control_mapping_within_business_unit((SELECT charter_limits('control_mapping.create', 'business_unit'))::uuid[])) THEN true
                WHEN (SELECT charter_beyond('control_mapping.create', '{own}'))
                    AND charter_reaches_control_mapping('control_mapping.create', control_mappings.control_id, control_mappings.created_by_id) THEN true
                ELSE false
            END
            )
        """
    )
    op.execute(
        """
        CREATE POLICY rls_control_mappings_update ON control_mappings FOR UPDATE
            USING (
            CASE
                WHEN (SELECT charter_reach('control_mapping.update')) = 'any' THEN true
                WHEN (SELECT charter_granted('control_mapping.update', '{own}')) & 1 <> 0
                    AND ((control_mappings.created_by_id = (SELECT charter_actor())) or (control_mappings.control_id in (select charter_keys_control_mapping_scope_own_2((SELECT charter_actor()))))) THEN true
                WHEN cardinality((SELECT charter_limits('control_mapping.update', 'business_unit'))::uuid[]) > 0
                    AND control_mappings.control_id in (select charter_keys_control_mapping_within_business_unit((SELECT charter_limits('control_mapping.update', 'business_unit'))::uuid[])) THEN true
                WHEN (SELECT charter_beyond('control_mapping.update', '{own}'))
                    AND charter_reaches_control_mapping('control_mapping.update', control_mappings.control_id, control_mappings.created_by_id) THEN true
                ELSE false
            END
            )
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('control_mapping.keep')) = 'any' THEN true
                WHEN (SELECT charter_granted('control_mapping.keep', '{own}')) & 1 <> 0
                    AND ((control_mappings.created_by_id = (SELECT charter_actor())) or (control_mappings.control_id in (select charter_keys_control_mapping_scope_own_2((SELECT charter_actor()))))) THEN true
                WHEN cardinality((SELECT charter_limits('control_mapping.keep', 'business_unit'))::uuid[]) > 0
                    AND control_mappings.control_id in (select charter_keys_control_mapping_within_business_unit((SELECT charter_limits('control_mapping.keep', 'business_unit'))::uuid[])) THEN true
                WHEN (SELECT charter_beyond('control_mapping.keep', '{own}'))
                    AND charter_reaches_control_mapping('control_mapping.keep', control_mappings.control_id, control_mappings.created_by_id) THEN true
                ELSE false
            END
            )
        """
    )
    op.execute(
        """
        CREATE POLICY rls_control_mappings_delete ON control_mappings FOR DELETE
            USING (
            CASE
                WHEN (SELECT charter_reach('control_mapping.delete')) = 'any' THEN true
                WHEN (SELECT charter_granted('control_mapping.delete', '{own}')) & 1 <> 0
                    AND ((control_mappings.created_by_id = (SELECT charter_actor())) or (control_mappings.control_id in (select charter_keys_control_mapping_scope_own_2((SELECT charter_actor()))))) THEN true
                WHEN cardinality((SELECT charter_limits('control_mapping.delete', 'business_unit'))::uuid[]) > 0
                    AND control_mappings.control_id in (select charter_keys_control_mapping_within_business_unit((SELECT charter_limits('control_mapping.delete', 'business_unit'))::uuid[])) THEN true
                WHEN (SELECT charter_beyond('control_mapping.delete', '{own}'))
                    AND charter_reaches_control_mapping('control_mapping.delete', control_mappings.control_id, control_mappings.created_by_id) THEN true
                ELSE false
            END
            )
        """
    )
    op.execute(
        """
        CREATE POLICY rls_control_mappings_owner ON control_mappings FOR ALL TO CURRENT_USER
            USING (
        true
            )
            WITH CHECK (
        true
            )
        """
    )


def downgrade() -> None:
    op.execute("DROP POLICY rls_control_mappings_owner ON control_mappings")
    op.execute("DROP POLICY rls_control_mappings_delete ON control_mappings")
    op.execute("DROP POLICY rls_control_mappings_update ON control_mappings")
    op.execute("DROP POLICY rls_control_mappings_create ON control_mappings")
    op.execute("DROP POLICY rls_control_mappings_read ON control_mappings")
    op.execute("DROP TRIGGER tr_control_mappings_writes ON control_mappings")
    op.execute(
        """
        ALTER TABLE control_mappings
            NO FORCE ROW LEVEL SECURITY,
            DISABLE ROW LEVEL SECURITY
        """
    )
    op.execute("DROP POLICY rls_controls_owner ON controls")
    op.execute("DROP POLICY rls_controls_delete ON controls")
    op.execute("DROP POLICY rls_controls_update ON controls")
    op.execute("DROP POLICY rls_controls_create ON controls")
    op.execute("DROP POLICY rls_controls_read ON controls")
    op.execute("DROP TRIGGER tr_controls_writes ON controls")
    op.execute(
        """
        ALTER TABLE controls
            NO FORCE ROW LEVEL SECURITY,
            DISABLE ROW LEVEL SECURITY
        """
    )
