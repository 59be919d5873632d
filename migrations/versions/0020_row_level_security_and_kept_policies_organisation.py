"""Row-level security and kept policies: organisation 2."""

from __future__ import annotations

from alembic import op

revision = "fea6f1ee67bb"
down_revision = "8c5052a7b60a"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE POLICY rls_projects_controls_delete ON projects_controls FOR DELETE
            USING (
            EXISTS (SELECT FROM projects AS linked
                WHERE linked.id = projects_controls.project_id AND (
                    CASE
                        WHEN (SELECT charter_reach('project.update')) = 'any' THEN true
                        WHEN (SELECT charter_granted('project.update', '{own}')) & (
                            CASE WHEN linked.lead_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                        ) <> 0 THEN true
                        WHEN cardinality((SELECT charter_limits('project.update', 'project'))::uuid[]) > 0
                            AND (linked.id) = any((SELECT charter_limits('project.update', 'project'))::uuid[]) THEN true
                        WHEN (SELECT charter_beyond('project.update', '{own}'))
                            AND charter_reaches_project('project.update', linked.id, linked.lead_id) THEN true
                        ELSE false
                    END
                ))
            )
        """
    )
    op.execute(
        """
        CREATE POLICY rls_projects_controls_owner ON projects_controls FOR ALL TO CURRENT_USER
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
        ALTER TABLE projects_members
            ENABLE ROW LEVEL SECURITY,
            FORCE ROW LEVEL SECURITY
        """
    )
    op.execute(
        """
        CREATE POLICY rls_projects_members_read ON projects_members FOR SELECT
            USING (
            CASE WHEN (SELECT charter_reach('project.read')) = 'any' AND (SELECT charter_reach('user.read')) = 'any' THEN true
                ELSE EXISTS (SELECT FROM projects AS seen WHERE seen.id = projects_members.project_id) AND EXISTS (SELECT FROM users AS seen WHERE seen.id = projects_members.user_id) END
            )
        """
    )
    op.execute(
        """
        CREATE POLICY rls_projects_members_create ON projects_members FOR INSERT
            WITH CHECK (
            (CASE WHEN (SELECT charter_reach('project.read')) = 'any' AND (SELECT charter_reach('user.read')) = 'any' THEN true
                ELSE EXISTS (SELECT FROM projects AS seen WHERE seen.id = projects_members.project_id) AND EXISTS (SELECT FROM users AS seen WHERE seen.id = projects_members.user_id) END)
            AND EXISTS (SELECT FROM projects AS linked
                WHERE linked.id = projects_members.project_id AND (
                    CASE
                        WHEN (SELECT charter_reach('project.update')) = 'any' THEN true
                        WHEN (SELECT charter_granted('project.update', '{own}')) & (
                            CASE WHEN linked.lead_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                        ) <> 0 THEN true
                        WHEN cardinality((SELECT charter_limits('project.update', 'project'))::uuid[]) > 0
                            AND (linked.id) = any((SELECT charter_limits('project.update', 'project'))::uuid[]) THEN true
                        WHEN (SELECT charter_beyond('project.update', '{own}'))
                            AND charter_reaches_project('project.update', linked.id, linked.lead_id) THEN true
                        ELSE false
                    END
                ))
            )
        """
    )
    op.execute(
        """
        CREATE POLICY rls_projects_members_delete ON projects_members FOR DELETE
            USING (
            EXISTS (SELECT FROM projects AS linked
                WHERE linked.id = projects_members.project_id AND (
                    CASE
                        WHEN (SELECT charter_reach('project.update')) = 'any' THEN true
                        WHEN (SELECT charter_granted('project.update', '{own}')) & (
                            CASE WHEN linked.lead_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                        ) <> 0 THEN true
                        WHEN cardinality((SELECT charter_limits('project.update', 'project'))::uuid[]) > 0
                            AND (linked.id) = any((SELECT charter_limits('project.update', 'project'))::uuid[]) THEN true
                        WHEN (SELECT charter_beyond('project.update', '{own}'))
                            AND charter_reaches_project('project.update', linked.id, linked.lead_id) THEN true
                        ELSE false
                    END
                ))
            )
        """
    )
    op.execute(
        """
        CREATE POLICY rls_projects_members_owner ON projects_members FOR ALL TO CURRENT_USER
            USING (
        true
            )
            WITH CHECK (
        true
            )
        """
    )


def downgrade() -> None:
    op.execute("DROP POLICY rls_projects_members_owner ON projects_members")
    op.execute("DROP POLICY rls_projects_members_delete ON projects_members")
    op.execute("DROP POLICY rls_projects_members_create ON projects_members")
    op.execute("DROP POLICY rls_projects_members_read ON projects_members")
    op.execute(
        """
        ALTER TABLE projects_members
            NO FORCE ROW LEVEL SECURITY,
            DISABLE ROW LEVEL SECURITY
        """
    )
    op.execute("DROP POLICY rls_projects_controls_owner ON projects_controls")
    op.execute("DROP POLICY rls_projects_controls_delete ON projects_controls")
