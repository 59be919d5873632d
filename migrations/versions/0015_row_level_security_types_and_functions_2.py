"""Row-level security: types and functions 2."""

from __future__ import annotations

from alembic import op

revision = "8a5f40123e25"
down_revision = "12cd842ea107"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE OR REPLACE FUNCTION charter_look_control_mark_effective_guard_1(uuid) RETURNS boolean
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN (
                SELECT exists (select 1 from evidence x1 where x1.control_id = r.id and x1.status = 'approved' and (x1.valid_until is null or x1.valid_until >= (now() at time zone 'UTC')::date))
                FROM (SELECT $1 AS id) AS r
            );
        END
        $function$
        """
    )
    op.execute(
        "REVOKE ALL ON FUNCTION charter_look_control_mark_effective_guard_1(uuid) FROM PUBLIC"
    )
    op.execute(
        """
        CREATE OR REPLACE FUNCTION charter_look_control_mapping_within_business_unit(uuid) RETURNS uuid
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN (
                SELECT (select x1.business_unit_id from controls x1 where x1.id = r.control_id)
                FROM (SELECT $1 AS control_id) AS r
            );
        END
        $function$
        """
    )
    op.execute(
        "REVOKE ALL ON FUNCTION charter_look_control_mapping_within_business_unit(uuid) FROM PUBLIC"
    )
    op.execute(
        """
        CREATE OR REPLACE FUNCTION charter_look_control_mapping_confirm_eyes_2(uuid) RETURNS uuid
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN (
                SELECT (select x1.owner_id from controls x1 where x1.id = r.control_id)
                FROM (SELECT $1 AS control_id) AS r
            );
        END
        $function$
        """
    )
    op.execute(
        "REVOKE ALL ON FUNCTION charter_look_control_mapping_confirm_eyes_2(uuid) FROM PUBLIC"
    )
    op.execute(
        """
        CREATE OR REPLACE FUNCTION charter_keys_control_mapping_scope_own_2(uuid) RETURNS SETOF uuid
        LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN QUERY select x1.id from controls x1 where x1.owner_id = $1;
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_keys_control_mapping_scope_own_2(uuid) FROM PUBLIC")
    op.execute(
        """
        CREATE OR REPLACE FUNCTION charter_look_evidence_within_business_unit(uuid) RETURNS uuid
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN (
                SELECT (select x1.business_unit_id from controls x1 where x1.id = r.control_id)
                FROM (SELECT $1 AS control_id) AS r
            );
        END
        $function$
        """
    )
    op.execute(
        "REVOKE ALL ON FUNCTION charter_look_evidence_within_business_unit(uuid) FROM PUBLIC"
    )
    op.execute(
        """
        CREATE OR REPLACE FUNCTION charter_keys_evidence_scope_own_control(uuid) RETURNS SETOF uuid
        LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN QUERY select x1.id from controls x1 where x1.owner_id = $1;
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_keys_evidence_scope_own_control(uuid) FROM PUBLIC")
    op.execute(
        """
        CREATE OR REPLACE FUNCTION charter_keys_evidence_scope_own_task(uuid) RETURNS SETOF uuid
        LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN QUERY select x1.id from tasks x1 where x1.assignee_id = $1;
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_keys_evidence_scope_own_task(uuid) FROM PUBLIC")
    op.execute(
        """
        CREATE OR REPLACE FUNCTION charter_look_risk_field_open_tasks(uuid) RETURNS integer
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN (
                SELECT (select count(*) from tasks x1 where x1.risk_id = r.id and x1.status not in ('done', 'cancelled'))
                FROM (SELECT $1 AS id) AS r
            );
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_look_risk_field_open_tasks(uuid) FROM PUBLIC")
    op.execute(
        """
        CREATE OR REPLACE FUNCTION charter_look_risk_treat_guard_2(uuid) RETURNS boolean
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN (
                SELECT exists (select 1 from risk_treatment_plans x1 where x1.risk_id = r.id and x1.deleted_at is null) or exists (select 1 from risk_controls x2 where x2.risk_id = r.id)
                FROM (SELECT $1 AS id) AS r
            );
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_look_risk_treat_guard_2(uuid) FROM PUBLIC")
    op.execute(
        """
        CREATE OR REPLACE FUNCTION charter_look_risk_matrix_retire_guard_1(uuid) RETURNS boolean
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN (
                SELECT not exists (select 1 from risks x1 where x1.matrix_id = r.id and x1.deleted_at is null and x1.status <> 'closed')
                FROM (SELECT $1 AS id) AS r
            );
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_look_risk_matrix_retire_guard_1(uuid) FROM PUBLIC")
    op.execute(
        """
        CREATE OR REPLACE FUNCTION charter_look_risk_treatment_plan_within_project(uuid) RETURNS uuid
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN (
                SELECT (select x1.project_id from risks x1 where x1.id = r.risk_id)
                FROM (SELECT $1 AS risk_id) AS r
            );
        END
        $function$
        """
    )
    op.execute(
        "REVOKE ALL ON FUNCTION charter_look_risk_treatment_plan_within_project(uuid) FROM PUBLIC"
    )
    op.execute(
        """
        CREATE OR REPLACE FUNCTION charter_look_risk_treatment_plan_within_business_unit(uuid) RETURNS uuid
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN (
                SELECT (select x1.business_unit_id from risks x1 where x1.id = r.risk_id)
                FROM (SELECT $1 AS risk_id) AS r
            );
        END
        $function$
        """
    )
    op.execute(
        "REVOKE ALL ON FUNCTION charter_look_risk_treatment_plan_within_business_unit(uuid) FROM PUBLIC"
    )
    op.execute(
        """
        CREATE OR REPLACE FUNCTION charter_look_risk_treatment_plan_complete_guard_1(uuid) RETURNS boolean
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN (
                SELECT not exists (select 1 from tasks x1 where x1.plan_id = r.id and x1.status not in ('done', 'cancelled'))
                FROM (SELECT $1 AS id) AS r
            );
        END
        $function$
        """
    )
    op.execute(
        "REVOKE ALL ON FUNCTION charter_look_risk_treatment_plan_complete_guard_1(uuid) FROM PUBLIC"
    )
    op.execute(
        """
        CREATE OR REPLACE FUNCTION charter_keys_risk_treatment_plan_scope_own_risk(uuid) RETURNS SETOF uuid
        LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN QUERY select x1.id from risks x1 where x1.owner_id = $1;
        END
        $function$
        """
    )
    op.execute(
        "REVOKE ALL ON FUNCTION charter_keys_risk_treatment_plan_scope_own_risk(uuid) FROM PUBLIC"
    )
    op.execute(
        """
        CREATE OR REPLACE FUNCTION charter_look_risk_acceptance_within_project(uuid) RETURNS uuid
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN (
                SELECT (select x1.project_id from risks x1 where x1.id = r.risk_id)
                FROM (SELECT $1 AS risk_id) AS r
            );
        END
        $function$
        """
    )
    op.execute(
        "REVOKE ALL ON FUNCTION charter_look_risk_acceptance_within_project(uuid) FROM PUBLIC"
    )
    op.execute(
        """
        CREATE OR REPLACE FUNCTION charter_look_risk_acceptance_within_business_unit(uuid) RETURNS uuid
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN (
                SELECT (select x1.business_unit_id from risks x1 where x1.id = r.risk_id)
                FROM (SELECT $1 AS risk_id) AS r
            );
        END
        $function$
        """
    )
    op.execute(
        "REVOKE ALL ON FUNCTION charter_look_risk_acceptance_within_business_unit(uuid) FROM PUBLIC"
    )
    op.execute(
        """
        CREATE OR REPLACE FUNCTION charter_look_risk_acceptance_rule_3(uuid) RETURNS boolean
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN (
                SELECT exists (select 1 from role_assignments x1 where x1.user_id = r.approver_id and x1.role = 'top_management' and (x1.valid_from is null or x1.valid_from <= (now() at time zone 'UTC')::date) and (x1.valid_until is null or x1.valid_until >= (now() at time zone 'UTC')::date)) or exists (select 1 from role_assignments x2 where x2.user_id = r.approver_id and x2.role = 'compliance_manager' and (x2.valid_from is null or x2.valid_from <= (now() at time zone 'UTC')::date) and (x2.valid_until is null or x2.valid_until >= (now() at time zone 'UTC')::date))
                FROM (SELECT $1 AS approver_id) AS r
            );
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_look_risk_acceptance_rule_3(uuid) FROM PUBLIC")
    op.execute(
        """
        CREATE OR REPLACE FUNCTION charter_look_risk_acceptance_approve_eyes_2(uuid) RETURNS uuid
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN (
                SELECT (select x1.owner_id from risks x1 where x1.id = r.risk_id)
                FROM (SELECT $1 AS risk_id) AS r
            );
        END
        $function$
        """
    )
    op.execute(
        "REVOKE ALL ON FUNCTION charter_look_risk_acceptance_approve_eyes_2(uuid) FROM PUBLIC"
    )
    op.execute(
        """
        CREATE OR REPLACE FUNCTION charter_look_risk_acceptance_approve_guard_2(uuid) RETURNS boolean
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN (
                SELECT ((select x1.status from risks x1 where x1.id = r.risk_id) in ('assessed', 'treated')) is true
                FROM (SELECT $1 AS risk_id) AS r
            );
        END
        $function$
        """
    )
    op.execute(
        "REVOKE ALL ON FUNCTION charter_look_risk_acceptance_approve_guard_2(uuid) FROM PUBLIC"
    )
    op.execute(
        """
        CREATE OR REPLACE FUNCTION charter_keys_risk_acceptance_scope_own_risk(uuid) RETURNS SETOF uuid
        LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN QUERY select x1.id from risks x1 where x1.owner_id = $1;
        END
        $function$
        """
    )
    op.execute(
        "REVOKE ALL ON FUNCTION charter_keys_risk_acceptance_scope_own_risk(uuid) FROM PUBLIC"
    )
    op.execute(
        """
        CREATE OR REPLACE FUNCTION charter_look_task_within_business_unit(uuid) RETURNS uuid
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN (
                SELECT (select x1.business_unit_id from users x1 where x1.id = r.assignee_id)
                FROM (SELECT $1 AS assignee_id) AS r
            );
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_look_task_within_business_unit(uuid) FROM PUBLIC")
    op.execute(
        """
        CREATE OR REPLACE FUNCTION charter_look_task_submit_guard_1(uuid, boolean) RETURNS boolean
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN (
                SELECT not r.requires_evidence or exists (select 1 from evidence x1 where x1.task_id = r.id)
                FROM (SELECT $1 AS id, $2 AS requires_evidence) AS r
            );
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_look_task_submit_guard_1(uuid, boolean) FROM PUBLIC")
    op.execute(
        """
        CREATE OR REPLACE FUNCTION charter_look_task_complete_guard_1(uuid, boolean) RETURNS boolean
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN (
                SELECT not r.requires_evidence or exists (select 1 from evidence x1 where x1.task_id = r.id)
                FROM (SELECT $1 AS id, $2 AS requires_evidence) AS r
            );
        END
        $function$
        """
    )
    op.execute(
        "REVOKE ALL ON FUNCTION charter_look_task_complete_guard_1(uuid, boolean) FROM PUBLIC"
    )
    op.execute(
        """
        CREATE OR REPLACE FUNCTION charter_look_task_complete_guard_2(uuid) RETURNS boolean
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN (
                SELECT not exists (select 1 from tasks x1 where x1.parent_id = r.id and x1.status not in ('done', 'cancelled'))
                FROM (SELECT $1 AS id) AS r
            );
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_look_task_complete_guard_2(uuid) FROM PUBLIC")
    op.execute(
        """
        -- The whole rule for one row: of what is said for the word, something grants, nothing takes away.
        -- Arguments: the word (`thing.read`), and the columns that scopes and limits read.
        CREATE OR REPLACE FUNCTION charter_reaches_user(text, uuid, uuid) RETURNS boolean
        LANGUAGE plpgsql STABLE
        AS $function$
        <<r>>
        DECLARE
            business_unit_id uuid := $2;
            id uuid := $3;
            charter_said text;
            charter_place text;
            charter_holds boolean := false;
        BEGIN
            FOREACH charter_said IN ARRAY string_to_array(charter_reach($1), ' ') LOOP
                charter_place := split_part(charter_said, '@', 2);
                CONTINUE WHEN NOT coalesce(CASE split_part(ltrim(charter_said, '!'), '@', 1)
                    WHEN 'any' THEN true
                    WHEN 'own' THEN r.id = charter_actor()
                END, false);
                CONTINUE WHEN charter_place <> '' AND split_part(charter_place, ':', 2)
                    IS DISTINCT FROM (CASE split_part(charter_place, ':', 1)
                    WHEN 'business_unit' THEN r.business_unit_id
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
    op.execute("REVOKE ALL ON FUNCTION charter_reaches_user(text, uuid, uuid) FROM PUBLIC")


def downgrade() -> None:
    op.execute("DROP FUNCTION charter_reaches_user(text, uuid, uuid)")
    op.execute("DROP FUNCTION charter_look_task_complete_guard_2(uuid)")
    op.execute("DROP FUNCTION charter_look_task_complete_guard_1(uuid, boolean)")
    op.execute("DROP FUNCTION charter_look_task_submit_guard_1(uuid, boolean)")
    op.execute("DROP FUNCTION charter_look_task_within_business_unit(uuid)")
    op.execute("DROP FUNCTION charter_keys_risk_acceptance_scope_own_risk(uuid)")
    op.execute("DROP FUNCTION charter_look_risk_acceptance_approve_guard_2(uuid)")
    op.execute("DROP FUNCTION charter_look_risk_acceptance_approve_eyes_2(uuid)")
    op.execute("DROP FUNCTION charter_look_risk_acceptance_rule_3(uuid)")
    op.execute("DROP FUNCTION charter_look_risk_acceptance_within_business_unit(uuid)")
    op.execute("DROP FUNCTION charter_look_risk_acceptance_within_project(uuid)")
    op.execute("DROP FUNCTION charter_keys_risk_treatment_plan_scope_own_risk(uuid)")
    op.execute("DROP FUNCTION charter_look_risk_treatment_plan_complete_guard_1(uuid)")
    op.execute("DROP FUNCTION charter_look_risk_treatment_plan_within_business_unit(uuid)")
    op.execute("DROP FUNCTION charter_look_risk_treatment_plan_within_project(uuid)")
    op.execute("DROP FUNCTION charter_look_risk_matrix_retire_guard_1(uuid)")
    op.execute("DROP FUNCTION charter_look_risk_treat_guard_2(uuid)")
    op.execute("DROP FUNCTION charter_look_risk_field_open_tasks(uuid)")
    op.execute("DROP FUNCTION charter_keys_evidence_scope_own_task(uuid)")
    op.execute("DROP FUNCTION charter_keys_evidence_scope_own_control(uuid)")
    op.execute("DROP FUNCTION charter_look_evidence_within_business_unit(uuid)")
    op.execute("DROP FUNCTION charter_keys_control_mapping_scope_own_2(uuid)")
    op.execute("DROP FUNCTION charter_look_control_mapping_confirm_eyes_2(uuid)")
    op.execute("DROP FUNCTION charter_look_control_mapping_within_business_unit(uuid)")
    op.execute("DROP FUNCTION charter_look_control_mark_effective_guard_1(uuid)")
