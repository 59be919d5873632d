"""Whole reach asks no function; any kind of row in one order: contract: regulation.

charter: 1
stage: contract
"""

from __future__ import annotations

from alembic import op

revision = "d263cda32577"
down_revision = "36a56b493929"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DROP POLICY rls_regulations_create ON regulations")
    op.execute(
        """
        CREATE POLICY rls_regulations_create ON regulations FOR INSERT
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('regulation.create')) = 'any' THEN true
                ELSE charter_reaches_regulation('regulation.create', regulations.owner_id)
            END
            )
        """
    )
    op.execute("DROP POLICY rls_regulations_update ON regulations")
    op.execute(
        """
        CREATE POLICY rls_regulations_update ON regulations FOR UPDATE
            USING (
            CASE
                WHEN (SELECT charter_reach('regulation.update')) = 'any' THEN true
                ELSE charter_reaches_regulation('regulation.update', regulations.owner_id)
            END
            )
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('regulation.keep')) = 'any' THEN true
                ELSE charter_reaches_regulation('regulation.keep', regulations.owner_id)
            END
            )
        """
    )
    op.execute("DROP POLICY rls_regulations_delete ON regulations")
    op.execute(
        """
        CREATE POLICY rls_regulations_delete ON regulations FOR DELETE
            USING (
            CASE
                WHEN (SELECT charter_reach('regulation.delete')) = 'any' THEN true
                ELSE charter_reaches_regulation('regulation.delete', regulations.owner_id)
            END
            )
        """
    )
    op.execute("DROP POLICY rls_requirements_create ON requirements")
    op.execute(
        """
        CREATE POLICY rls_requirements_create ON requirements FOR INSERT
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('requirement.create')) = 'any' THEN true
                ELSE charter_reaches_requirement('requirement.create', requirements.owner_id)
            END
            )
        """
    )
    op.execute("DROP POLICY rls_requirements_update ON requirements")
    op.execute(
        """
        CREATE POLICY rls_requirements_update ON requirements FOR UPDATE
            USING (
            CASE
                WHEN (SELECT charter_reach('requirement.update')) = 'any' THEN true
                ELSE charter_reaches_requirement('requirement.update', requirements.owner_id)
            END
            )
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('requirement.keep')) = 'any' THEN true
                ELSE charter_reaches_requirement('requirement.keep', requirements.owner_id)
            END
            )
        """
    )
    op.execute("DROP POLICY rls_requirements_delete ON requirements")
    op.execute(
        """
        CREATE POLICY rls_requirements_delete ON requirements FOR DELETE
            USING (
            CASE
                WHEN (SELECT charter_reach('requirement.delete')) = 'any' THEN true
                ELSE charter_reaches_requirement('requirement.delete', requirements.owner_id)
            END
            )
        """
    )


def downgrade() -> None:
    op.execute("DROP POLICY rls_requirements_delete ON requirements")
    op.execute(
        """
        CREATE POLICY rls_requirements_delete ON requirements FOR DELETE
            USING (
            CASE
                WHEN (SELECT charter_reach('requirement.delete')) = 'any' THEN true
                WHEN (SELECT charter_granted('requirement.delete', '{own}')) & (
                    CASE WHEN requirements.owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN (SELECT charter_beyond('requirement.delete', '{own}'))
                    AND charter_reaches_requirement('requirement.delete', requirements.owner_id) THEN true
                ELSE false
            END
            )
        """
    )
    op.execute("DROP POLICY rls_requirements_update ON requirements")
    op.execute(
        """
        CREATE POLICY rls_requirements_update ON requirements FOR UPDATE
            USING (
            CASE
                WHEN (SELECT charter_reach('requirement.update')) = 'any' THEN true
                WHEN (SELECT charter_granted('requirement.update', '{own}')) & (
                    CASE WHEN requirements.owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN (SELECT charter_beyond('requirement.update', '{own}'))
                    AND charter_reaches_requirement('requirement.update', requirements.owner_id) THEN true
                ELSE false
            END
            )
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('requirement.keep')) = 'any' THEN true
                WHEN (SELECT charter_granted('requirement.keep', '{own}')) & (
                    CASE WHEN requirements.owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN (SELECT charter_beyond('requirement.keep', '{own}'))
                    AND charter_reaches_requirement('requirement.keep', requirements.owner_id) THEN true
                ELSE false
            END
            )
        """
    )
    op.execute("DROP POLICY rls_requirements_create ON requirements")
    op.execute(
        """
        CREATE POLICY rls_requirements_create ON requirements FOR INSERT
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('requirement.create')) = 'any' THEN true
                WHEN (SELECT charter_granted('requirement.create', '{own}')) & (
                    CASE WHEN requirements.owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN (SELECT charter_beyond('requirement.create', '{own}'))
                    AND charter_reaches_requirement('requirement.create', requirements.owner_id) THEN true
                ELSE false
            END
            )
        """
    )
    op.execute("DROP POLICY rls_regulations_delete ON regulations")
    op.execute(
        """
        CREATE POLICY rls_regulations_delete ON regulations FOR DELETE
            USING (
            CASE
                WHEN (SELECT charter_reach('regulation.delete')) = 'any' THEN true
                WHEN (SELECT charter_granted('regulation.delete', '{own}')) & (
                    CASE WHEN regulations.owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN (SELECT charter_beyond('regulation.delete', '{own}'))
                    AND charter_reaches_regulation('regulation.delete', regulations.owner_id) THEN true
                ELSE false
            END
            )
        """
    )
    op.execute("DROP POLICY rls_regulations_update ON regulations")
    op.execute(
        """
        CREATE POLICY rls_regulations_update ON regulations FOR UPDATE
            USING (
            CASE
                WHEN (SELECT charter_reach('regulation.update')) = 'any' THEN true
                WHEN (SELECT charter_granted('regulation.update', '{own}')) & (
                    CASE WHEN regulations.owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN (SELECT charter_beyond('regulation.update', '{own}'))
                    AND charter_reaches_regulation('regulation.update', regulations.owner_id) THEN true
                ELSE false
            END
            )
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('regulation.keep')) = 'any' THEN true
                WHEN (SELECT charter_granted('regulation.keep', '{own}')) & (
                    CASE WHEN regulations.owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN (SELECT charter_beyond('regulation.keep', '{own}'))
                    AND charter_reaches_regulation('regulation.keep', regulations.owner_id) THEN true
                ELSE false
            END
            )
        """
    )
    op.execute("DROP POLICY rls_regulations_create ON regulations")
    op.execute(
        """
        CREATE POLICY rls_regulations_create ON regulations FOR INSERT
            WITH CHECK (
            CASE
                WHEN (SELECT charter_reach('regulation.create')) = 'any' THEN true
                WHEN (SELECT charter_granted('regulation.create', '{own}')) & (
                    CASE WHEN regulations.owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN (SELECT charter_beyond('regulation.create', '{own}'))
                    AND charter_reaches_regulation('regulation.create', regulations.owner_id) THEN true
                ELSE false
            END
            )
        """
    )
