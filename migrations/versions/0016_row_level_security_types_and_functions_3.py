"""Row-level security: types and functions 3."""

from __future__ import annotations

from alembic import op

revision = "aa3a897f4059"
down_revision = "8a5f40123e25"
branch_labels = None
depends_on = None


def upgrade() -> None:
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


def downgrade() -> None:
    op.execute("DROP FUNCTION charter_reaches_risk_matrix(text, uuid)")
    op.execute("DROP FUNCTION charter_reaches_risk(text, uuid, uuid, uuid)")
    op.execute("DROP FUNCTION charter_reaches_evidence(text, text, uuid, uuid, uuid)")
    op.execute("DROP FUNCTION charter_reaches_control_mapping(text, uuid, uuid)")
    op.execute("DROP FUNCTION charter_reaches_control(text, uuid, uuid)")
    op.execute("DROP FUNCTION charter_reaches_requirement(text, uuid)")
    op.execute("DROP FUNCTION charter_reaches_regulation(text, uuid)")
    op.execute("DROP FUNCTION charter_reaches_project(text, uuid, uuid)")
    op.execute("DROP FUNCTION charter_reaches_business_unit(text, uuid, uuid)")
    op.execute("DROP FUNCTION charter_reaches_company_profile(text, uuid, uuid)")
    op.execute("DROP FUNCTION charter_reaches_audit_event(text, uuid)")
    op.execute("DROP FUNCTION charter_reaches_refresh_token(text, uuid)")
    op.execute("DROP FUNCTION charter_reaches_role_assignment(text, uuid)")
