"""Row-level security: types and functions 4."""

from __future__ import annotations

from alembic import op

revision = "5a93c62a54be"
down_revision = "aa3a897f4059"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        -- The whole rule for one row: of what is said for the word, something grants, nothing takes away.
        -- Arguments: the word (`thing.read`), and the columns that scopes and limits read.
        CREATE OR REPLACE FUNCTION charter_reaches_risk_treatment_plan(text, uuid, uuid) RETURNS boolean
        LANGUAGE plpgsql STABLE
        AS $function$
        <<r>>
        DECLARE
            owner_id uuid := $2;
            risk_id uuid := $3;
            charter_said text;
            charter_place text;
            charter_holds boolean := false;
        BEGIN
            FOREACH charter_said IN ARRAY string_to_array(charter_reach($1), ' ') LOOP
                charter_place := split_part(charter_said, '@', 2);
                CONTINUE WHEN NOT coalesce(CASE split_part(ltrim(charter_said, '!'), '@', 1)
                    WHEN 'any' THEN true
                    WHEN 'own' THEN r.owner_id = charter_actor()
                    WHEN 'own_risk' THEN r.risk_id in (select charter_keys_risk_treatment_plan_scope_own_risk(charter_actor()))
                END, false);
                CONTINUE WHEN charter_place <> '' AND split_part(charter_place, ':', 2)
                    IS DISTINCT FROM (CASE split_part(charter_place, ':', 1)
                    WHEN 'project' THEN charter_look_risk_treatment_plan_within_project(r.risk_id)
                    WHEN 'business_unit' THEN charter_look_risk_treatment_plan_within_business_unit(r.risk_id)
                END)::text;
                IF left(charter_said, 1) = '!' THEN
                    RETURN false;
                END IF;
                charter_holds := true;
            END LOOP;
            RETURN charter_holds;
        END
        $function$
        """
    )
    op.execute(
        "REVOKE ALL ON FUNCTION charter_reaches_risk_treatment_plan(text, uuid, uuid) FROM PUBLIC"
    )
    op.execute(
        """
        -- The whole rule for one row: of what is said for the word, something grants, nothing takes away.
        -- Arguments: the word (`thing.read`), and the columns that scopes and limits read.
        CREATE OR REPLACE FUNCTION charter_reaches_risk_acceptance(text, uuid, uuid, uuid) RETURNS boolean
        LANGUAGE plpgsql STABLE
        AS $function$
        <<r>>
        DECLARE
            approver_id uuid := $2;
            requester_id uuid := $3;
            risk_id uuid := $4;
            charter_said text;
            charter_place text;
            charter_holds boolean := false;
        BEGIN
            FOREACH charter_said IN ARRAY string_to_array(charter_reach($1), ' ') LOOP
                charter_place := split_part(charter_said, '@', 2);
                CONTINUE WHEN NOT coalesce(CASE split_part(ltrim(charter_said, '!'), '@', 1)
                    WHEN 'any' THEN true
                    WHEN 'own' THEN r.requester_id = charter_actor()
                    WHEN 'to_decide' THEN r.approver_id = charter_actor()
                    WHEN 'own_risk' THEN r.risk_id in (select charter_keys_risk_acceptance_scope_own_risk(charter_actor()))
                END, false);
                CONTINUE WHEN charter_place <> '' AND split_part(charter_place, ':', 2)
                    IS DISTINCT FROM (CASE split_part(charter_place, ':', 1)
                    WHEN 'project' THEN charter_look_risk_acceptance_within_project(r.risk_id)
                    WHEN 'business_unit' THEN charter_look_risk_acceptance_within_business_unit(r.risk_id)
                END)::text;
                IF left(charter_said, 1) = '!' THEN
                    RETURN false;
                END IF;
                charter_holds := true;
            END LOOP;
            RETURN charter_holds;
        END
        $function$
        """
    )
    op.execute(
        "REVOKE ALL ON FUNCTION charter_reaches_risk_acceptance(text, uuid, uuid, uuid) FROM PUBLIC"
    )
    op.execute(
        """
        -- The whole rule for one row: of what is said for the word, something grants, nothing takes away.
        -- Arguments: the word (`thing.read`), and the columns that scopes and limits read.
        CREATE OR REPLACE FUNCTION charter_reaches_task(text, uuid, uuid, uuid, boolean) RETURNS boolean
        LANGUAGE plpgsql STABLE
        AS $function$
        <<r>>
        DECLARE
            assignee_id uuid := $2;
            project_id uuid := $3;
            reporter_id uuid := $4;
            requires_evidence boolean := $5;
            charter_said text;
            charter_place text;
            charter_holds boolean := false;
        BEGIN
            FOREACH charter_said IN ARRAY string_to_array(charter_reach($1), ' ') LOOP
                charter_place := split_part(charter_said, '@', 2);
                CONTINUE WHEN NOT coalesce(CASE split_part(ltrim(charter_said, '!'), '@', 1)
                    WHEN 'any' THEN true
                    WHEN 'own' THEN r.assignee_id = charter_actor() or r.reporter_id = charter_actor()
                    WHEN 'assigned' THEN r.assignee_id = charter_actor()
                    WHEN 'assigned_plain' THEN r.assignee_id = charter_actor() and not r.requires_evidence
                    WHEN 'reported' THEN r.reporter_id = charter_actor()
                END, false);
                CONTINUE WHEN charter_place <> '' AND split_part(charter_place, ':', 2)
                    IS DISTINCT FROM (CASE split_part(charter_place, ':', 1)
                    WHEN 'project' THEN r.project_id
                    WHEN 'business_unit' THEN charter_look_task_within_business_unit(r.assignee_id)
                END)::text;
                IF left(charter_said, 1) = '!' THEN
                    RETURN false;
                END IF;
                charter_holds := true;
            END LOOP;
            RETURN charter_holds;
        END
        $function$
        """
    )
    op.execute(
        "REVOKE ALL ON FUNCTION charter_reaches_task(text, uuid, uuid, uuid, boolean) FROM PUBLIC"
    )


def downgrade() -> None:
    op.execute("DROP FUNCTION charter_reaches_task(text, uuid, uuid, uuid, boolean)")
    op.execute("DROP FUNCTION charter_reaches_risk_acceptance(text, uuid, uuid, uuid)")
    op.execute("DROP FUNCTION charter_reaches_risk_treatment_plan(text, uuid, uuid)")
