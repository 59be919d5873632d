"""Row-level security and kept policies: regulation."""

from __future__ import annotations

from alembic import op

revision = "93f2084cd586"
down_revision = "fea6f1ee67bb"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        ALTER TABLE regulations
            ENABLE ROW LEVEL SECURITY,
            FORCE ROW LEVEL SECURITY
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_regulations_writes
            BEFORE UPDATE ON regulations
            FOR EACH ROW WHEN (coalesce(current_setting('charter.action', true), 'update') <> 'update') EXECUTE FUNCTION charter_writes('regulation', '{"coverage": [], "gap": [], "publish": ["status"], "supersede": ["replaced_by_id", "status"], "retire": ["status"]}', '{"id","created_at","updated_at","created_by_id","updated_by_id","version"}')
        """
    )
    op.execute(
        """
        CREATE POLICY rls_regulations_read ON regulations FOR SELECT
            USING (
            CASE
                WHEN (SELECT charter_reach('regulation.read')) = 'any' THEN true
                WHEN (SELECT charter_granted('regulation.read', '{own}')) & (
                    CASE WHEN regulations.owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN (SELECT charter_beyond('regulation.read', '{own}'))
                    AND charter_reaches_regulation('regulation.read', regulations.owner_id) THEN true
                ELSE regulations.updated_at = now() AND regulations.updated_by_id IS NOT DISTINCT FROM (SELECT charter_actor())
            END
            )
        """
    )
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
    op.execute(
        """
        CREATE POLICY rls_regulations_owner ON regulations FOR ALL TO CURRENT_USER
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
        ALTER TABLE requirements
            ENABLE ROW LEVEL SECURITY,
            FORCE ROW LEVEL SECURITY
        """
    )
    op.execute(
        """
        CREATE TRIGGER tr_requirements_writes
            BEFORE UPDATE ON requirements
            FOR EACH ROW WHEN (coalesce(current_setting('charter.action', true), 'update') <> 'update') EXECUTE FUNCTION charter_writes('requirement', '{"set_applicability": ["applicability", "applicability_reason"], "start": ["status"], "implement": ["implemented_by_id", "status"], "verify": ["status"], "reopen": ["implemented_by_id", "status"]}', '{"id","created_at","updated_at","created_by_id","updated_by_id","version"}')
        """
    )
    op.execute(
        """
        CREATE POLICY rls_requirements_read ON requirements FOR SELECT
            USING (
            CASE
                WHEN (SELECT charter_reach('requirement.read')) = 'any' THEN true
                WHEN (SELECT charter_granted('requirement.read', '{own}')) & (
                    CASE WHEN requirements.owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                ) <> 0 THEN true
                WHEN (SELECT charter_beyond('requirement.read', '{own}'))
                    AND charter_reaches_requirement('requirement.read', requirements.owner_id) THEN true
                ELSE requirements.updated_at = now() AND requirements.updated_by_id IS NOT DISTINCT FROM (SELECT charter_actor())
            END
            )
        """
    )
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
    op.execute(
        """
        CREATE POLICY rls_requirements_owner ON requirements FOR ALL TO CURRENT_USER
            USING (
        true
            )
            WITH CHECK (
        true
            )
        """
    )


def downgrade() -> None:
    op.execute("DROP POLICY rls_requirements_owner ON requirements")
    op.execute("DROP POLICY rls_requirements_delete ON requirements")
    op.execute("DROP POLICY rls_requirements_update ON requirements")
    op.execute("DROP POLICY rls_requirements_create ON requirements")
    op.execute("DROP POLICY rls_requirements_read ON requirements")
    op.execute("DROP TRIGGER tr_requirements_writes ON requirements")
    op.execute(
        """
        ALTER TABLE requirements
            NO FORCE ROW LEVEL SECURITY,
            DISABLE ROW LEVEL SECURITY
        """
    )
    op.execute("DROP POLICY rls_regulations_owner ON regulations")
    op.execute("DROP POLICY rls_regulations_delete ON regulations")
    op.execute("DROP POLICY rls_regulations_update ON regulations")
    op.execute("DROP POLICY rls_regulations_create ON regulations")
    op.execute("DROP POLICY rls_regulations_read ON regulations")
    op.execute("DROP TRIGGER tr_regulations_writes ON regulations")
    op.execute(
        """
        ALTER TABLE regulations
            NO FORCE ROW LEVEL SECURITY,
            DISABLE ROW LEVEL SECURITY
        """
    )
