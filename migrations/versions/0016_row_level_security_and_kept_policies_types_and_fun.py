"""Row-level security and kept policies: types and functions 3."""

from __future__ import annotations

from alembic import op

revision = "ffa0e8bb1baa"
down_revision = "236a61d302f0"
branch_labels = None
depends_on = None


def upgrade() -> None:
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
        CREATE OR REPLACE FUNCTION charter_keys_task_within_business_unit(uuid[]) RETURNS SETOF uuid
        LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20
        SET search_path = public, pg_temp
        AS $function$
        BEGIN
            RETURN QUERY select x1.id from users x1 where x1.business_unit_id = any($1);
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_keys_task_within_business_unit(uuid[]) FROM PUBLIC")
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
    op.execute(
        """
        -- The whole rule for one row: of what is said for the word, something grants, nothing takes away.
        -- Arguments: the word (`thing.read`), and the columns that scopes and limits read.
        CREATE OR REPLACE FUNCTION charter_reaches_role_assignment(text, uuid) RETURNS boolean
        LANGUAGE plpgsql STABLE
        AS $function$
        <<r>>
        DECLARE
            user_id uuid := $2;
            charter_said text;
            charter_place text;
            charter_holds boolean := false;
        BEGIN
            FOREACH charter_said IN ARRAY string_to_array(charter_reach($1), ' ') LOOP
                charter_place := split_part(charter_said, '@', 2);
                CONTINUE WHEN NOT coalesce(CASE split_part(ltrim(charter_said, '!'), '@', 1)
                    WHEN 'any' THEN true
                    WHEN 'own' THEN r.user_id = charter_actor()
                END, false);
                CONTINUE WHEN charter_place <> '';
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
    op.execute("REVOKE ALL ON FUNCTION charter_reaches_role_assignment(text, uuid) FROM PUBLIC")
    op.execute(
        """
        -- The whole rule for one row: of what is said for the word, something grants, nothing takes away.
        -- Arguments: the word (`thing.read`), and the columns that scopes and limits read.
        CREATE OR REPLACE FUNCTION charter_reaches_refresh_token(text, uuid) RETURNS boolean
        LANGUAGE plpgsql STABLE
        AS $function$
        <<r>>
        DECLARE
            user_id uuid := $2;
            charter_said text;
            charter_place text;
            charter_holds boolean := false;
        BEGIN
            FOREACH charter_said IN ARRAY string_to_array(charter_reach($1), ' ') LOOP
                charter_place := split_part(charter_said, '@', 2);
                CONTINUE WHEN NOT coalesce(CASE split_part(ltrim(charter_said, '!'), '@', 1)
                    WHEN 'any' THEN true
                    WHEN 'own' THEN r.user_id = charter_actor()
                END, false);
                CONTINUE WHEN charter_place <> '';
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
    op.execute("REVOKE ALL ON FUNCTION charter_reaches_refresh_token(text, uuid) FROM PUBLIC")
    op.execute(
        """
        -- The whole rule for one row: of what is said for the word, something grants, nothing takes away.
        -- Arguments: the word (`thing.read`), and the columns that scopes and limits read.
        CREATE OR REPLACE FUNCTION charter_reaches_audit_event(text, uuid) RETURNS boolean
        LANGUAGE plpgsql STABLE
        AS $function$
        <<r>>
        DECLARE
            actor_id uuid := $2;
            charter_said text;
            charter_place text;
            charter_holds boolean := false;
        BEGIN
            FOREACH charter_said IN ARRAY string_to_array(charter_reach($1), ' ') LOOP
                charter_place := split_part(charter_said, '@', 2);
                CONTINUE WHEN NOT coalesce(CASE split_part(ltrim(charter_said, '!'), '@', 1)
                    WHEN 'any' THEN true
                    WHEN 'own' THEN r.actor_id = charter_actor()
                END, false);
                CONTINUE WHEN charter_place <> '';
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
    op.execute("REVOKE ALL ON FUNCTION charter_reaches_audit_event(text, uuid) FROM PUBLIC")
    op.execute(
        """
        -- The whole rule for one row: of what is said for the word, something grants, nothing takes away.
        -- Arguments: the word (`thing.read`), and the columns that scopes and limits read.
        CREATE OR REPLACE FUNCTION charter_reaches_company_profile(text, uuid, uuid) RETURNS boolean
        LANGUAGE plpgsql STABLE
        AS $function$
        <<r>>
        DECLARE
            compliance_contact_id uuid := $2;
            dpo_user_id uuid := $3;
            charter_said text;
            charter_place text;
            charter_holds boolean := false;
        BEGIN
            FOREACH charter_said IN ARRAY string_to_array(charter_reach($1), ' ') LOOP
                charter_place := split_part(charter_said, '@', 2);
                CONTINUE WHEN NOT coalesce(CASE split_part(ltrim(charter_said, '!'), '@', 1)
                    WHEN 'any' THEN true
                    WHEN 'own' THEN r.compliance_contact_id = charter_actor() or r.dpo_user_id = charter_actor()
                END, false);
                CONTINUE WHEN charter_place <> '';
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
        "REVOKE ALL ON FUNCTION charter_reaches_company_profile(text, uuid, uuid) FROM PUBLIC"
    )
    op.execute(
        """
        -- The whole rule for one row: of what is said for the word, something grants, nothing takes away.
        -- Arguments: the word (`thing.read`), and the columns that scopes and limits read.
        CREATE OR REPLACE FUNCTION charter_reaches_business_unit(text, uuid, uuid) RETURNS boolean
        LANGUAGE plpgsql STABLE
        AS $function$
        <<r>>
        DECLARE
            head_id uuid := $2;
            id uuid := $3;
            charter_said text;
            charter_place text;
            charter_holds boolean := false;
        BEGIN
            FOREACH charter_said IN ARRAY string_to_array(charter_reach($1), ' ') LOOP
                charter_place := split_part(charter_said, '@', 2);
                CONTINUE WHEN NOT coalesce(CASE split_part(ltrim(charter_said, '!'), '@', 1)
                    WHEN 'any' THEN true
                    WHEN 'own' THEN r.head_id = charter_actor()
                END, false);
                CONTINUE WHEN charter_place <> '' AND split_part(charter_place, ':', 2)
                    IS DISTINCT FROM (CASE split_part(charter_place, ':', 1)
                    WHEN 'business_unit' THEN r.id
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
    op.execute("REVOKE ALL ON FUNCTION charter_reaches_business_unit(text, uuid, uuid) FROM PUBLIC")
    op.execute(
        """
        -- The whole rule for one row: of what is said for the word, something grants, nothing takes away.
        -- Arguments: the word (`thing.read`), and the columns that scopes and limits read.
        CREATE OR REPLACE FUNCTION charter_reaches_project(text, uuid, uuid) RETURNS boolean
        LANGUAGE plpgsql STABLE
        AS $function$
        <<r>>
        DECLARE
            id uuid := $2;
            lead_id uuid := $3;
            charter_said text;
            charter_place text;
            charter_holds boolean := false;
        BEGIN
            FOREACH charter_said IN ARRAY string_to_array(charter_reach($1), ' ') LOOP
                charter_place := split_part(charter_said, '@', 2);
                CONTINUE WHEN NOT coalesce(CASE split_part(ltrim(charter_said, '!'), '@', 1)
                    WHEN 'any' THEN true
                    WHEN 'own' THEN r.lead_id = charter_actor()
                END, false);
                CONTINUE WHEN charter_place <> '' AND split_part(charter_place, ':', 2)
                    IS DISTINCT FROM (CASE split_part(charter_place, ':', 1)
                    WHEN 'project' THEN r.id
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
    op.execute("REVOKE ALL ON FUNCTION charter_reaches_project(text, uuid, uuid) FROM PUBLIC")
    op.execute(
        """
        -- The whole rule for one row: of what is said for the word, something grants, nothing takes away.
        -- Arguments: the word (`thing.read`), and the columns that scopes and limits read.
        CREATE OR REPLACE FUNCTION charter_reaches_regulation(text, uuid) RETURNS boolean
        LANGUAGE plpgsql STABLE
        AS $function$
        <<r>>
        DECLARE
            owner_id uuid := $2;
            charter_said text;
            charter_place text;
            charter_holds boolean := false;
        BEGIN
            FOREACH charter_said IN ARRAY string_to_array(charter_reach($1), ' ') LOOP
                charter_place := split_part(charter_said, '@', 2);
                CONTINUE WHEN NOT coalesce(CASE split_part(ltrim(charter_said, '!'), '@', 1)
                    WHEN 'any' THEN true
                    WHEN 'own' THEN r.owner_id = charter_actor()
                END, false);
                CONTINUE WHEN charter_place <> '';
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
    op.execute("REVOKE ALL ON FUNCTION charter_reaches_regulation(text, uuid) FROM PUBLIC")
    op.execute(
        """
        -- The whole rule for one row: of what is said for the word, something grants, nothing takes away.
        -- Arguments: the word (`thing.read`), and the columns that scopes and limits read.
        CREATE OR REPLACE FUNCTION charter_reaches_requirement(text, uuid) RETURNS boolean
        LANGUAGE plpgsql STABLE
        AS $function$
        <<r>>
        DECLARE
            owner_id uuid := $2;
            charter_said text;
            charter_place text;
            charter_holds boolean := false;
        BEGIN
            FOREACH charter_said IN ARRAY string_to_array(charter_reach($1), ' ') LOOP
                charter_place := split_part(charter_said, '@', 2);
                CONTINUE WHEN NOT coalesce(CASE split_part(ltrim(charter_said, '!'), '@', 1)
                    WHEN 'any' THEN true
                    WHEN 'own' THEN r.owner_id = charter_actor()
                END, false);
                CONTINUE WHEN charter_place <> '';
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
    op.execute("REVOKE ALL ON FUNCTION charter_reaches_requirement(text, uuid) FROM PUBLIC")


def downgrade() -> None:
    op.execute("DROP FUNCTION charter_reaches_requirement(text, uuid)")
    op.execute("DROP FUNCTION charter_reaches_regulation(text, uuid)")
    op.execute("DROP FUNCTION charter_reaches_project(text, uuid, uuid)")
    op.execute("DROP FUNCTION charter_reaches_business_unit(text, uuid, uuid)")
    op.execute("DROP FUNCTION charter_reaches_company_profile(text, uuid, uuid)")
    op.execute("DROP FUNCTION charter_reaches_audit_event(text, uuid)")
    op.execute("DROP FUNCTION charter_reaches_refresh_token(text, uuid)")
    op.execute("DROP FUNCTION charter_reaches_role_assignment(text, uuid)")
    op.execute("DROP FUNCTION charter_reaches_user(text, uuid, uuid)")
    op.execute("DROP FUNCTION charter_look_task_complete_guard_2(uuid)")
    op.execute("DROP FUNCTION charter_look_task_complete_guard_1(uuid, boolean)")
    op.execute("DROP FUNCTION charter_look_task_submit_guard_1(uuid, boolean)")
    op.execute("DROP FUNCTION charter_keys_task_within_business_unit(uuid[])")
    op.execute("DROP FUNCTION charter_look_task_within_business_unit(uuid)")
    op.execute("DROP FUNCTION charter_keys_risk_acceptance_scope_own_risk(uuid)")
    op.execute("DROP FUNCTION charter_look_risk_acceptance_approve_guard_2(uuid)")
    op.execute("DROP FUNCTION charter_look_risk_acceptance_approve_eyes_2(uuid)")
    op.execute("DROP FUNCTION charter_look_risk_acceptance_rule_3(uuid)")
