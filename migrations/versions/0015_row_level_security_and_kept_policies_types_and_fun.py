"""Row-level security and kept policies: types and functions 2."""

from __future__ import annotations

from alembic import op

revision = "236a61d302f0"
down_revision = "c881fa83d418"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE OR REPLACE FUNCTION charter_look_requirement_rule_2(uuid, uuid) RETURNS boolean
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN (
                SELECT r.parent_id is null or ((select x1.regulation_id from requirements x1 where x1.id = r.parent_id) = r.regulation_id) is true
                FROM (SELECT $1 AS parent_id, $2 AS regulation_id) AS r
            );
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_look_requirement_rule_2(uuid, uuid) FROM PUBLIC")
    op.execute(
        """
        CREATE OR REPLACE FUNCTION charter_look_requirement_implement_guard_1(uuid) RETURNS boolean
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN (
                SELECT exists (select 1 from control_mappings x1 where x1.requirement_id = r.id and x1.status <> 'rejected')
                FROM (SELECT $1 AS id) AS r
            );
        END
        $function$
        """
    )
    op.execute(
        "REVOKE ALL ON FUNCTION charter_look_requirement_implement_guard_1(uuid) FROM PUBLIC"
    )
    op.execute(
        """
        CREATE OR REPLACE FUNCTION charter_look_control_field_confirmed_mappings(uuid) RETURNS integer
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN (
                SELECT (select count(*) from control_mappings x1 where x1.control_id = r.id and x1.status = 'confirmed')
                FROM (SELECT $1 AS id) AS r
            );
        END
        $function$
        """
    )
    op.execute(
        "REVOKE ALL ON FUNCTION charter_look_control_field_confirmed_mappings(uuid) FROM PUBLIC"
    )
    op.execute(
        """
        CREATE OR REPLACE FUNCTION charter_look_control_field_evidence_stale(uuid) RETURNS boolean
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN (
                SELECT not exists (select 1 from evidence x1 where x1.control_id = r.id and x1.status = 'approved' and (x1.valid_until is null or x1.valid_until >= (now() at time zone 'UTC')::date))
                FROM (SELECT $1 AS id) AS r
            );
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_look_control_field_evidence_stale(uuid) FROM PUBLIC")
    op.execute(
        """
        CREATE OR REPLACE FUNCTION charter_look_control_implement_guard_1(uuid) RETURNS boolean
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN (
                SELECT exists (select 1 from evidence x1 where x1.control_id = r.id and x1.status in ('submitted', 'approved'))
                FROM (SELECT $1 AS id) AS r
            );
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_look_control_implement_guard_1(uuid) FROM PUBLIC")
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
        CREATE OR REPLACE FUNCTION charter_keys_control_mapping_within_business_unit(uuid[]) RETURNS SETOF uuid
        LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN QUERY select x1.id from controls x1 where x1.business_unit_id = any($1);
        END
        $function$
        """
    )
    op.execute(
        "REVOKE ALL ON FUNCTION charter_keys_control_mapping_within_business_unit(uuid[]) FROM PUBLIC"
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
        CREATE OR REPLACE FUNCTION charter_keys_evidence_within_business_unit(uuid[]) RETURNS SETOF uuid
        LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN QUERY select x1.id from controls x1 where x1.business_unit_id = any($1);
        END
        $function$
        """
    )
    op.execute(
        "REVOKE ALL ON FUNCTION charter_keys_evidence_within_business_unit(uuid[]) FROM PUBLIC"
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
        CREATE OR REPLACE FUNCTION charter_keys_risk_treatment_plan_within_project(uuid[]) RETURNS SETOF uuid
        LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN QUERY select x1.id from risks x1 where x1.project_id = any($1);
        END
        $function$
        """
    )
    op.execute(
        "REVOKE ALL ON FUNCTION charter_keys_risk_treatment_plan_within_project(uuid[]) FROM PUBLIC"
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
        CREATE OR REPLACE FUNCTION charter_keys_risk_treatment_plan_within_business_unit(uuid[]) RETURNS SETOF uuid
        LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN QUERY select x1.id from risks x1 where x1.business_unit_id = any($1);
        END
        $function$
        """
    )
    op.execute(
        "REVOKE ALL ON FUNCTION charter_keys_risk_treatment_plan_within_business_unit(uuid[]) FROM PUBLIC"
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
        CREATE OR REPLACE FUNCTION charter_keys_risk_acceptance_within_project(uuid[]) RETURNS SETOF uuid
        LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN QUERY select x1.id from risks x1 where x1.project_id = any($1);
        END
        $function$
        """
    )
    op.execute(
        "REVOKE ALL ON FUNCTION charter_keys_risk_acceptance_within_project(uuid[]) FROM PUBLIC"
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
        CREATE OR REPLACE FUNCTION charter_keys_risk_acceptance_within_business_unit(uuid[]) RETURNS SETOF uuid
        LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN QUERY select x1.id from risks x1 where x1.business_unit_id = any($1);
        END
        $function$
        """
    )
    op.execute(
        "REVOKE ALL ON FUNCTION charter_keys_risk_acceptance_within_business_unit(uuid[]) FROM PUBLIC"
    )


def downgrade() -> None:
    op.execute("DROP FUNCTION charter_keys_risk_acceptance_within_business_unit(uuid[])")
    op.execute("DROP FUNCTION charter_look_risk_acceptance_within_business_unit(uuid)")
    op.execute("DROP FUNCTION charter_keys_risk_acceptance_within_project(uuid[])")
    op.execute("DROP FUNCTION charter_look_risk_acceptance_within_project(uuid)")
    op.execute("DROP FUNCTION charter_keys_risk_treatment_plan_scope_own_risk(uuid)")
    op.execute("DROP FUNCTION charter_look_risk_treatment_plan_complete_guard_1(uuid)")
    op.execute("DROP FUNCTION charter_keys_risk_treatment_plan_within_business_unit(uuid[])")
    op.execute("DROP FUNCTION charter_look_risk_treatment_plan_within_business_unit(uuid)")
    op.execute("DROP FUNCTION charter_keys_risk_treatment_plan_within_project(uuid[])")
    op.execute("DROP FUNCTION charter_look_risk_treatment_plan_within_project(uuid)")
    op.execute("DROP FUNCTION charter_look_risk_matrix_retire_guard_1(uuid)")
    op.execute("DROP FUNCTION charter_look_risk_treat_guard_2(uuid)")
    op.execute("DROP FUNCTION charter_look_risk_field_open_tasks(uuid)")
    op.execute("DROP FUNCTION charter_keys_evidence_scope_own_task(uuid)")
    op.execute("DROP FUNCTION charter_keys_evidence_scope_own_control(uuid)")
    op.execute("DROP FUNCTION charter_keys_evidence_within_business_unit(uuid[])")
    op.execute("DROP FUNCTION charter_look_evidence_within_business_unit(uuid)")
    op.execute("DROP FUNCTION charter_keys_control_mapping_scope_own_2(uuid)")
    op.execute("DROP FUNCTION charter_look_control_mapping_confirm_eyes_2(uuid)")
    op.execute("DROP FUNCTION charter_keys_control_mapping_within_business_unit(uuid[])")
    op.execute("DROP FUNCTION charter_look_control_mapping_within_business_unit(uuid)")
    op.execute("DROP FUNCTION charter_look_control_mark_effective_guard_1(uuid)")
    op.execute("DROP FUNCTION charter_look_control_implement_guard_1(uuid)")
    op.execute("DROP FUNCTION charter_look_control_field_evidence_stale(uuid)")
    op.execute("DROP FUNCTION charter_look_control_field_confirmed_mappings(uuid)")
    op.execute("DROP FUNCTION charter_look_requirement_implement_guard_1(uuid)")
    op.execute("DROP FUNCTION charter_look_requirement_rule_2(uuid, uuid)")
