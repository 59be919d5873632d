"""Row-level security and kept policies: types and functions 4."""

from __future__ import annotations

from alembic import op

revision = "a4b399dff795"
down_revision = "ffa0e8bb1baa"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        -- The whole rule for one row: of what is said for the word, something grants, nothing takes away.
        -- Arguments: the word (`thing.read`), and the columns that scopes and limits read.
        CREATE OR REPLACE FUNCTION charter_reaches_control(text, uuid, uuid) RETURNS boolean
        LANGUAGE plpgsql STABLE
        AS $function$
        <<r>>
        DECLARE
            business_unit_id uuid := $2;
            owner_id uuid := $3;
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
    op.execute("REVOKE ALL ON FUNCTION charter_reaches_control(text, uuid, uuid) FROM PUBLIC")
    op.execute(
        """
        -- The whole rule for one row: of what is said for the word, something grants, nothing takes away.
        -- Arguments: the word (`thing.read`), and the columns that scopes and limits read.
        CREATE OR REPLACE FUNCTION charter_reaches_control_mapping(text, uuid, uuid) RETURNS boolean
        LANGUAGE plpgsql STABLE
        AS $function$
        <<r>>
        DECLARE
            control_id uuid := $2;
            created_by_id uuid := $3;
            charter_said text;
            charter_place text;
            charter_holds boolean := false;
        BEGIN
            FOREACH charter_said IN ARRAY string_to_array(charter_reach($1), ' ') LOOP
                charter_place := split_part(charter_said, '@', 2);
                CONTINUE WHEN NOT coalesce(CASE split_part(ltrim(charter_said, '!'), '@', 1)
                    WHEN 'any' THEN true
                    WHEN 'own' THEN (r.created_by_id = charter_actor()) or (r.control_id in (select charter_keys_control_mapping_scope_own_2(charter_actor())))
                END, false);
                CONTINUE WHEN charter_place <> '' AND split_part(charter_place, ':', 2)
                    IS DISTINCT FROM (CASE split_part(charter_place, ':', 1)
                    WHEN 'business_unit' THEN charter_look_control_mapping_within_business_unit(r.control_id)
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
        "REVOKE ALL ON FUNCTION charter_reaches_control_mapping(text, uuid, uuid) FROM PUBLIC"
    )
    op.execute(
        """
        -- The whole rule for one row: of what is said for the word, something grants, nothing takes away.
        -- Arguments: the word (`thing.read`), and the columns that scopes and limits read.
        CREATE OR REPLACE FUNCTION charter_reaches_evidence(text, text, uuid, uuid, uuid) RETURNS boolean
        LANGUAGE plpgsql STABLE
        AS $function$
        <<r>>
        DECLARE
            confidentiality confidentiality := $2;
            control_id uuid := $3;
            owner_id uuid := $4;
            task_id uuid := $5;
            charter_said text;
            charter_place text;
            charter_holds boolean := false;
        BEGIN
            FOREACH charter_said IN ARRAY string_to_array(charter_reach($1), ' ') LOOP
                charter_place := split_part(charter_said, '@', 2);
                CONTINUE WHEN NOT coalesce(CASE split_part(ltrim(charter_said, '!'), '@', 1)
                    WHEN 'any' THEN true
                    WHEN 'own' THEN r.owner_id = charter_actor()
                    WHEN 'own_control' THEN r.control_id in (select charter_keys_evidence_scope_own_control(charter_actor()))
                    WHEN 'own_task' THEN r.task_id in (select charter_keys_evidence_scope_own_task(charter_actor()))
                    WHEN 'shared' THEN r.confidentiality <= 'internal'::confidentiality
                END, false);
                CONTINUE WHEN charter_place <> '' AND split_part(charter_place, ':', 2)
                    IS DISTINCT FROM (CASE split_part(charter_place, ':', 1)
                    WHEN 'business_unit' THEN charter_look_evidence_within_business_unit(r.control_id)
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
        "REVOKE ALL ON FUNCTION charter_reaches_evidence(text, text, uuid, uuid, uuid) FROM PUBLIC"
    )
    op.execute(
        """
        -- The whole rule for one row: of what is said for the word, something grants, nothing takes away.
        -- Arguments: the word (`thing.read`), and the columns that scopes and limits read.
        CREATE OR REPLACE FUNCTION charter_reaches_risk(text, uuid, uuid, uuid) RETURNS boolean
        LANGUAGE plpgsql STABLE
        AS $function$
        <<r>>
        DECLARE
            business_unit_id uuid := $2;
            owner_id uuid := $3;
            project_id uuid := $4;
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
                CONTINUE WHEN charter_place <> '' AND split_part(charter_place, ':', 2)
                    IS DISTINCT FROM (CASE split_part(charter_place, ':', 1)
                    WHEN 'project' THEN r.project_id
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
    op.execute("REVOKE ALL ON FUNCTION charter_reaches_risk(text, uuid, uuid, uuid) FROM PUBLIC")
    op.execute(
        """
        -- The whole rule for one row: of what is said for the word, something grants, nothing takes away.
        -- Arguments: the word (`thing.read`), and the columns that scopes and limits read.
        CREATE OR REPLACE FUNCTION charter_reaches_risk_matrix(text, uuid) RETURNS boolean
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
    op.execute("REVOKE ALL ON FUNCTION charter_reaches_risk_matrix(text, uuid) FROM PUBLIC")
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
    op.execute("DROP FUNCTION charter_reaches_risk_matrix(text, uuid)")
    op.execute("DROP FUNCTION charter_reaches_risk(text, uuid, uuid, uuid)")
    op.execute("DROP FUNCTION charter_reaches_evidence(text, text, uuid, uuid, uuid)")
    op.execute("DROP FUNCTION charter_reaches_control_mapping(text, uuid, uuid)")
    op.execute("DROP FUNCTION charter_reaches_control(text, uuid, uuid)")
