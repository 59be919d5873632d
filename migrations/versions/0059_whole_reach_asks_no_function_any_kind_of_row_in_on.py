"""Whole reach asks no function; any kind of row in one order: expand.

charter: 1
"""

from __future__ import annotations

from alembic import op

revision = "8d0ceb5081bf"
down_revision = "38ffaa47a6d6"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        DO $do$
        DECLARE
            found bigint;
        BEGIN
            SELECT count(*) INTO found FROM (
                SELECT t.subject_type AS subject_type
                FROM tasks AS t
            ) AS r WHERE NOT (subject_type IN ('audit_event', 'business_unit', 'company_profile', 'control', 'control_mapping', 'evidence', 'project', 'refresh_token', 'regulation', 'requirement', 'risk', 'risk_acceptance', 'risk_matrix', 'risk_treatment_plan', 'role_assignment', 'task', 'user'));
            IF found > 0 THEN
                RAISE EXCEPTION USING ERRCODE = 'CH008', MESSAGE = 'M003 tasks: ' || found || ' rows do not fit subject_type IN (''audit_event'', ''business_unit'', ''company_profile'', ''control'', ''control_mapping'', ''evidence'', ''project'', ''refresh_token'', ''regulation'', ''requirement'', ''risk'', ''risk_acceptance'', ''risk_matrix'', ''risk_treatment_plan'', ''role_assignment'', ''task'', ''user'')';
            END IF;
        END
        $do$
        """
    )
    op.execute("ALTER TABLE tasks DROP CONSTRAINT ck_tasks_subject_type_enum")
    op.execute(
        """
        ALTER TABLE tasks
            ADD CONSTRAINT ck_tasks_subject_type_enum CHECK (subject_type IN ('audit_event', 'business_unit', 'company_profile', 'control', 'control_mapping', 'evidence', 'project', 'refresh_token', 'regulation', 'requirement', 'risk', 'risk_acceptance', 'risk_matrix', 'risk_treatment_plan', 'role_assignment', 'task', 'user')) NOT VALID
        """
    )


def downgrade() -> None:
    op.execute("ALTER TABLE tasks DROP CONSTRAINT ck_tasks_subject_type_enum")
    op.execute(
        """
        ALTER TABLE tasks
            ADD CONSTRAINT ck_tasks_subject_type_enum CHECK (subject_type IN ('user', 'role_assignment', 'refresh_token', 'audit_event', 'company_profile', 'business_unit', 'project', 'regulation', 'requirement', 'control', 'control_mapping', 'evidence', 'risk', 'risk_matrix', 'risk_treatment_plan', 'risk_acceptance', 'task'))
        """
    )
