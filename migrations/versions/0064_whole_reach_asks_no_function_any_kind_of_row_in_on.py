"""Whole reach asks no function; any kind of row in one order: contract: control.

charter: 1
stage: contract
"""

from __future__ import annotations

from alembic import op

revision = "a1aa2e427493"
down_revision = "d263cda32577"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DROP POLICY rls_controls_create ON controls")
    op.execute(
        """
        CREATE POLICY rls_controls_create ON controls FOR INSERT
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('control.create')) = 'any' THEN true
                ELSE charter_reaches_control('control.create', controls.business_unit_id, controls.owner_id)
            END
            )
        """
    )
    op.execute("DROP POLICY rls_controls_update ON controls")
    op.execute(
        """
        CREATE POLICY rls_controls_update ON controls FOR UPDATE
            USING (
            CASE
                WHEN (SELECT charter_reach('control.update')) = 'any' THEN true
                ELSE charter_reaches_control('control.update', controls.business_unit_id, controls.owner_id)
            END
            )
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('control.keep')) = 'any' THEN true
                ELSE charter_reaches_control('control.keep', controls.business_unit_id, controls.owner_id)
            END
            )
        """
    )
    op.execute("DROP POLICY rls_controls_delete ON controls")
    op.execute(
        """
        CREATE POLICY rls_controls_delete ON controls FOR DELETE
            USING (
            CASE
                WHEN (SELECT charter_reach('control.delete')) = 'any' THEN true
                ELSE charter_reaches_control('control.delete', controls.business_unit_id, controls.owner_id)
            END
            )
        """
    )
    op.execute("DROP POLICY rls_control_mappings_create ON control_mappings")
    op.execute(
        """
        CREATE POLICY rls_control_mappings_create ON control_mappings FOR INSERT
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('control_mapping.create')) = 'any' THEN true
                ELSE charter_reaches_control_mapping('control_mapping.create', control_mappings.control_id, control_mappings.created_by_id)
            END
            )
        """
    )
    op.execute("DROP POLICY rls_control_mappings_update ON control_mappings")
    op.execute(
        """
        CREATE POLICY rls_control_mappings_update ON control_mappings FOR UPDATE
            USING (
            CASE
                WHEN (SELECT charter_reach('control_mapping.update')) = 'any' THEN true
                ELSE charter_reaches_control_mapping('control_mapping.update', control_mappings.control_id, control_mappings.created_by_id)
            END
            )
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('control_mapping.keep')) = 'any' THEN true
                ELSE charter_reaches_control_mapping('control_mapping.keep', control_mappings.control_id, control_mappings.created_by_id)
            END
            )
        """
    )
    op.execute("DROP POLICY rls_control_mappings_delete ON control_mappings")
    op.execute(
        """
        CREATE POLICY rls_control_mappings_delete ON control_mappings FOR DELETE
            USING (
            CASE
                WHEN (SELECT charter_reach('control_mapping.delete')) = 'any' THEN true
                ELSE charter_reaches_control_mapping('control_mapping.delete', control_mappings.control_id, control_mappings.created_by_id)
            END
            )
        """
    )


def downgrade() -> None:
    op.execute("DROP POLICY rls_control_mappings_delete ON control_mappings")
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
    op.execute("DROP POLICY rls_control_mappings_update ON control_mappings")
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
    op.execute("DROP POLICY rls_control_mappings_create ON control_mappings")
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
    op.execute("DROP POLICY rls_controls_delete ON controls")
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
    op.execute("DROP POLICY rls_controls_update ON controls")
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
    op.execute("DROP POLICY rls_controls_create ON controls")
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
