"""Search and changes: events 1."""

from __future__ import annotations

from alembic import op

revision = "0b65498a8fb6"
down_revision = "a5e617a1faef"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        -- The ids of the rows in which the words of a search are found, within what the caller may read.
        CREATE OR REPLACE FUNCTION charter_find_user(text) RETURNS SETOF uuid
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        SET plan_cache_mode = force_custom_plan
        AS $function$
        BEGIN
            RETURN QUERY
            SELECT "~row".id
            FROM users AS "~row"
            WHERE (setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce("~row".full_name, ''), 20000) COLLATE pg_unicode_fast)), 'A')
                    || setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce("~row".department, ''), 20000) COLLATE pg_unicode_fast)), 'B')
                    || setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce("~row".job_title, ''), 20000) COLLATE pg_unicode_fast)), 'C')
                ) @@ websearch_to_tsquery('simple'::regconfig, casefold($1 COLLATE pg_unicode_fast))
                AND (
                    CASE
                        WHEN (SELECT charter_reach('user.read')) = 'any' THEN true
                        WHEN (SELECT charter_granted('user.read', '{own}')) & (
                            CASE WHEN "~row".id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                        ) <> 0 THEN true
                        WHEN cardinality((SELECT charter_limits('user.read', 'business_unit'))::uuid[]) > 0
                            AND ("~row".business_unit_id) = any((SELECT charter_limits('user.read', 'business_unit'))::uuid[]) THEN true
                        WHEN (SELECT charter_beyond('user.read', '{own}'))
                            AND charter_reaches_user('user.read', "~row".business_unit_id, "~row".id) THEN true
                        ELSE false
                    END
                );
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_find_user(text) FROM PUBLIC")
    op.execute(
        """
        -- The ids of the rows in which the words of a search are found, within what the caller may read.
        CREATE OR REPLACE FUNCTION charter_find_company_profile(text) RETURNS SETOF uuid
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        SET plan_cache_mode = force_custom_plan
        AS $function$
        BEGIN
            RETURN QUERY
            SELECT "~row".id
            FROM company_profiles AS "~row"
            WHERE (setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce("~row".legal_name, ''), 20000) COLLATE pg_unicode_fast)), 'A')
                ) @@ websearch_to_tsquery('simple'::regconfig, casefold($1 COLLATE pg_unicode_fast))
                AND (
                    CASE
                        WHEN (SELECT charter_reach('company_profile.read')) = 'any' THEN true
                        WHEN (SELECT charter_granted('company_profile.read', '{own}')) & (
                            CASE WHEN "~row".compliance_contact_id = (SELECT charter_actor()) or "~row".dpo_user_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                        ) <> 0 THEN true
                        WHEN (SELECT charter_beyond('company_profile.read', '{own}'))
                            AND charter_reaches_company_profile('company_profile.read', "~row".compliance_contact_id, "~row".dpo_user_id) THEN true
                        ELSE false
                    END
                );
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_find_company_profile(text) FROM PUBLIC")
    op.execute(
        """
        -- The ids of the rows in which the words of a search are found, within what the caller may read.
        CREATE OR REPLACE FUNCTION charter_find_business_unit(text) RETURNS SETOF uuid
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        SET plan_cache_mode = force_custom_plan
        AS $function$
        BEGIN
            RETURN QUERY
            SELECT "~row".id
            FROM business_units AS "~row"
            WHERE (setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce("~row".code, ''), 20000) COLLATE pg_unicode_fast)), 'A')
                    || setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce("~row".name, ''), 20000) COLLATE pg_unicode_fast)), 'A')
                ) @@ websearch_to_tsquery('simple'::regconfig, casefold($1 COLLATE pg_unicode_fast))
                AND (
                    CASE
                        WHEN (SELECT charter_reach('business_unit.read')) = 'any' THEN true
                        WHEN (SELECT charter_granted('business_unit.read', '{own}')) & (
                            CASE WHEN "~row".head_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                        ) <> 0 THEN true
                        WHEN cardinality((SELECT charter_limits('business_unit.read', 'business_unit'))::uuid[]) > 0
                            AND ("~row".id) = any((SELECT charter_limits('business_unit.read', 'business_unit'))::uuid[]) THEN true
                        WHEN (SELECT charter_beyond('business_unit.read', '{own}'))
                            AND charter_reaches_business_unit('business_unit.read', "~row".head_id, "~row".id) THEN true
                        ELSE false
                    END
                );
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_find_business_unit(text) FROM PUBLIC")
    op.execute(
        """
        -- The ids of the rows in which the words of a search are found, within what the caller may read.
        CREATE OR REPLACE FUNCTION charter_find_project(text) RETURNS SETOF uuid
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        SET plan_cache_mode = force_custom_plan
        AS $function$
        BEGIN
            RETURN QUERY
            SELECT "~row".id
            FROM projects AS "~row"
            WHERE (setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce("~row".key, ''), 20000) COLLATE pg_unicode_fast)), 'A')
                    || setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce("~row".name, ''), 20000) COLLATE pg_unicode_fast)), 'A')
                    || setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce("~row".objective, ''), 20000) COLLATE pg_unicode_fast)), 'B')
                ) @@ websearch_to_tsquery('simple'::regconfig, casefold($1 COLLATE pg_unicode_fast))
                AND (
                    CASE
                        WHEN (SELECT charter_reach('project.read')) = 'any' THEN true
                        WHEN (SELECT charter_granted('project.read', '{own}')) & (
                            CASE WHEN "~row".lead_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                        ) <> 0 THEN true
                        WHEN cardinality((SELECT charter_limits('project.read', 'project'))::uuid[]) > 0
                            AND ("~row".id) = any((SELECT charter_limits('project.read', 'project'))::uuid[]) THEN true
                        WHEN (SELECT charter_beyond('project.read', '{own}'))
                            AND charter_reaches_project('project.read', "~row".id, "~row".lead_id) THEN true
                        ELSE false
                    END
                );
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_find_project(text) FROM PUBLIC")
    op.execute(
        """
        -- The ids of the rows in which the words of a search are found, within what the caller may read.
        CREATE OR REPLACE FUNCTION charter_find_regulation(text) RETURNS SETOF uuid
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        SET plan_cache_mode = force_custom_plan
        AS $function$
        BEGIN
            RETURN QUERY
            SELECT "~row".id
            FROM regulations AS "~row"
            WHERE (setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce("~row".code, ''), 20000) COLLATE pg_unicode_fast)), 'A')
                    || setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce("~row".name, ''), 20000) COLLATE pg_unicode_fast)), 'A')
                    || setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce("~row".description, ''), 20000) COLLATE pg_unicode_fast)), 'C')
                ) @@ websearch_to_tsquery('simple'::regconfig, casefold($1 COLLATE pg_unicode_fast))
                AND (
                    CASE
                        WHEN (SELECT charter_reach('regulation.read')) = 'any' THEN true
                        WHEN (SELECT charter_granted('regulation.read', '{own}')) & (
                            CASE WHEN "~row".owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                        ) <> 0 THEN true
                        WHEN (SELECT charter_beyond('regulation.read', '{own}'))
                            AND charter_reaches_regulation('regulation.read', "~row".owner_id) THEN true
                        ELSE false
                    END
                );
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_find_regulation(text) FROM PUBLIC")
    op.execute(
        """
        -- The ids of the rows in which the words of a search are found, within what the caller may read.
        CREATE OR REPLACE FUNCTION charter_find_requirement(text) RETURNS SETOF uuid
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        SET plan_cache_mode = force_custom_plan
        AS $function$
        BEGIN
            RETURN QUERY
            SELECT "~row".id
            FROM requirements AS "~row"
            WHERE (setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce("~row".ref, ''), 20000) COLLATE pg_unicode_fast)), 'A')
                    || setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce("~row".title, ''), 20000) COLLATE pg_unicode_fast)), 'A')
                    || setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce("~row".body, ''), 20000) COLLATE pg_unicode_fast)), 'C')
                ) @@ websearch_to_tsquery('simple'::regconfig, casefold($1 COLLATE pg_unicode_fast))
                AND (
                    CASE
                        WHEN (SELECT charter_reach('requirement.read')) = 'any' THEN true
                        WHEN (SELECT charter_granted('requirement.read', '{own}')) & (
                            CASE WHEN "~row".owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                        ) <> 0 THEN true
                        WHEN (SELECT charter_beyond('requirement.read', '{own}'))
                            AND charter_reaches_requirement('requirement.read', "~row".owner_id) THEN true
                        ELSE false
                    END
                );
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_find_requirement(text) FROM PUBLIC")
    op.execute(
        """
        -- The ids of the rows in which the words of a search are found, within what the caller may read.
        CREATE OR REPLACE FUNCTION charter_find_control(text) RETURNS SETOF uuid
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        SET plan_cache_mode = force_custom_plan
        AS $function$
        BEGIN
            RETURN QUERY
            SELECT "~row".id
            FROM controls AS "~row"
            WHERE (setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce("~row".ref, ''), 20000) COLLATE pg_unicode_fast)), 'A')
                    || setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce("~row".name, ''), 20000) COLLATE pg_unicode_fast)), 'A')
                    || setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce("~row".objective, ''), 20000) COLLATE pg_unicode_fast)), 'B')
                    || setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce("~row".description, ''), 20000) COLLATE pg_unicode_fast)), 'C')
                ) @@ websearch_to_tsquery('simple'::regconfig, casefold($1 COLLATE pg_unicode_fast))
                AND (
                    CASE
                        WHEN (SELECT charter_reach('control.read')) = 'any' THEN true
                        WHEN (SELECT charter_granted('control.read', '{own}')) & (
                            CASE WHEN "~row".owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                        ) <> 0 THEN true
                        WHEN cardinality((SELECT charter_limits('control.read', 'business_unit'))::uuid[]) > 0
                            AND ("~row".business_unit_id) = any((SELECT charter_limits('control.read', 'business_unit'))::uuid[]) THEN true
                        WHEN (SELECT charter_beyond('control.read', '{own}'))
                            AND charter_reaches_control('control.read', "~row".business_unit_id, "~row".owner_id) THEN true
                        ELSE false
                    END
                );
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_find_control(text) FROM PUBLIC")
    op.execute(
        """
        -- The ids of the rows in which the words of a search are found, within what the caller may read.
        CREATE OR REPLACE FUNCTION charter_find_control_mapping(text) RETURNS SETOF uuid
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        SET plan_cache_mode = force_custom_plan
        AS $function$
        BEGIN
            RETURN QUERY
            SELECT "~row".id
            FROM control_mappings AS "~row"
            WHERE (setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce("~row".rationale, ''), 20000) COLLATE pg_unicode_fast)), 'A')
                ) @@ websearch_to_tsquery('simple'::regconfig, casefold($1 COLLATE pg_unicode_fast))
                AND (
                    CASE
                        WHEN (SELECT charter_reach('control_mapping.read')) = 'any' THEN true
                        WHEN (SELECT charter_granted('control_mapping.read', '{own}')) & 1 <> 0
                            AND (("~row".created_by_id = (SELECT charter_actor())) or ("~row".control_id in (select charter_keys_control_mapping_scope_own_2((SELECT charter_actor()))))) THEN true
                        WHEN cardinality((SELECT charter_limits('control_mapping.read', 'business_unit'))::uuid[]) > 0
                            AND "~row".control_id in (select charter_keys_control_mapping_within_business_unit((SELECT charter_limits('control_mapping.read', 'business_unit'))::uuid[])) THEN true
                        WHEN (SELECT charter_beyond('control_mapping.read', '{own}'))
                            AND charter_reaches_control_mapping('control_mapping.read', "~row".control_id, "~row".created_by_id) THEN true
                        ELSE false
                    END
                );
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_find_control_mapping(text) FROM PUBLIC")
    op.execute(
        """
        -- The ids of the rows in which the words of a search are found, within what the caller may read.
        CREATE OR REPLACE FUNCTION charter_find_evidence(text) RETURNS SETOF uuid
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        SET plan_cache_mode = force_custom_plan
        AS $function$
        BEGIN
            RETURN QUERY
            SELECT "~row".id
            FROM evidence AS "~row"
            WHERE (setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce("~row".ref, ''), 20000) COLLATE pg_unicode_fast)), 'A')
                    || setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce("~row".title, ''), 20000) COLLATE pg_unicode_fast)), 'A')
                    || setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce("~row".description, ''), 20000) COLLATE pg_unicode_fast)), 'B')
                ) @@ websearch_to_tsquery('simple'::regconfig, casefold($1 COLLATE pg_unicode_fast))
                AND (
                    CASE
                        WHEN (SELECT charter_reach('evidence.read')) = 'any' THEN true
                        WHEN (SELECT charter_granted('evidence.read', '{own,shared,own_control,own_task}')) & (
                            CASE WHEN "~row".owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                            | CASE WHEN "~row".confidentiality <= 'internal'::confidentiality THEN 2 ELSE 0 END
                        ) <> 0 THEN true
                        WHEN (SELECT charter_granted('evidence.read', '{own,shared,own_control,own_task}')) & 4 <> 0
                            AND ("~row".control_id in (select charter_keys_evidence_scope_own_control((SELECT charter_actor())))) THEN true
                        WHEN (SELECT charter_granted('evidence.read', '{own,shared,own_control,own_task}')) & 8 <> 0
                            AND ("~row".task_id in (select charter_keys_evidence_scope_own_task((SELECT charter_actor())))) THEN true
                        WHEN cardinality((SELECT charter_limits('evidence.read', 'business_unit'))::uuid[]) > 0
                            AND "~row".control_id in (select charter_keys_evidence_within_business_unit((SELECT charter_limits('evidence.read', 'business_unit'))::uuid[])) THEN true
                        WHEN (SELECT charter_beyond('evidence.read', '{own,shared,own_control,own_task}'))
                            AND charter_reaches_evidence('evidence.read', "~row".confidentiality::text, "~row".control_id, "~row".owner_id, "~row".task_id) THEN true
                        ELSE false
                    END
                );
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_find_evidence(text) FROM PUBLIC")
    op.execute(
        """
        -- The ids of the rows in which the words of a search are found, within what the caller may read.
        CREATE OR REPLACE FUNCTION charter_find_risk(text) RETURNS SETOF uuid
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        SET plan_cache_mode = force_custom_plan
        AS $function$
        BEGIN
            RETURN QUERY
            SELECT "~row".id
            FROM risks AS "~row"
            WHERE (setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce("~row".ref, ''), 20000) COLLATE pg_unicode_fast)), 'A')
                    || setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce("~row".title, ''), 20000) COLLATE pg_unicode_fast)), 'A')
                    || setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce("~row".description, ''), 20000) COLLATE pg_unicode_fast)), 'B')
                ) @@ websearch_to_tsquery('simple'::regconfig, casefold($1 COLLATE pg_unicode_fast))
                AND (
                    CASE
                        WHEN (SELECT charter_reach('risk.read')) = 'any' THEN true
                        WHEN (SELECT charter_granted('risk.read', '{own}')) & (
                            CASE WHEN "~row".owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                        ) <> 0 THEN true
                        WHEN cardinality((SELECT charter_limits('risk.read', 'project'))::uuid[]) > 0
                            AND ("~row".project_id) = any((SELECT charter_limits('risk.read', 'project'))::uuid[]) THEN true
                        WHEN cardinality((SELECT charter_limits('risk.read', 'business_unit'))::uuid[]) > 0
                            AND ("~row".business_unit_id) = any((SELECT charter_limits('risk.read', 'business_unit'))::uuid[]) THEN true
                        WHEN (SELECT charter_beyond('risk.read', '{own}'))
                            AND charter_reaches_risk('risk.read', "~row".business_unit_id, "~row".owner_id, "~row".project_id) THEN true
                        ELSE false
                    END
                );
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_find_risk(text) FROM PUBLIC")
    op.execute(
        """
        -- The ids of the rows in which the words of a search are found, within what the caller may read.
        CREATE OR REPLACE FUNCTION charter_find_risk_matrix(text) RETURNS SETOF uuid
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        SET plan_cache_mode = force_custom_plan
        AS $function$
        BEGIN
            RETURN QUERY
            SELECT "~row".id
            FROM risk_matrices AS "~row"
            WHERE (setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce("~row".name, ''), 20000) COLLATE pg_unicode_fast)), 'A')
                ) @@ websearch_to_tsquery('simple'::regconfig, casefold($1 COLLATE pg_unicode_fast))
                AND (
                    CASE
                        WHEN (SELECT charter_reach('risk_matrix.read')) = 'any' THEN true
                        WHEN (SELECT charter_granted('risk_matrix.read', '{own}')) & (
                            CASE WHEN "~row".owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                        ) <> 0 THEN true
                        WHEN (SELECT charter_beyond('risk_matrix.read', '{own}'))
                            AND charter_reaches_risk_matrix('risk_matrix.read', "~row".owner_id) THEN true
                        ELSE false
                    END
                );
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_find_risk_matrix(text) FROM PUBLIC")
    op.execute(
        """
        -- The ids of the rows in which the words of a search are found, within what the caller may read.
        CREATE OR REPLACE FUNCTION charter_find_risk_treatment_plan(text) RETURNS SETOF uuid
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        SET plan_cache_mode = force_custom_plan
        AS $function$
        BEGIN
            RETURN QUERY
            SELECT "~row".id
            FROM risk_treatment_plans AS "~row"
            WHERE (setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce("~row".title, ''), 20000) COLLATE pg_unicode_fast)), 'A')
                    || setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce("~row".description, ''), 20000) COLLATE pg_unicode_fast)), 'B')
                ) @@ websearch_to_tsquery('simple'::regconfig, casefold($1 COLLATE pg_unicode_fast))
                AND (
                    CASE
                        WHEN (SELECT charter_reach('risk_treatment_plan.read')) = 'any' THEN true
                        WHEN (SELECT charter_granted('risk_treatment_plan.read', '{own,own_risk}')) & (
                            CASE WHEN "~row".owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                        ) <> 0 THEN true
                        WHEN (SELECT charter_granted('risk_treatment_plan.read', '{own,own_risk}')) & 2 <> 0
                            AND ("~row".risk_id in (select charter_keys_risk_treatment_plan_scope_own_risk((SELECT charter_actor())))) THEN true
                        WHEN cardinality((SELECT charter_limits('risk_treatment_plan.read', 'project'))::uuid[]) > 0
                            AND "~row".risk_id in (select charter_keys_risk_treatment_plan_within_project((SELECT charter_limits('risk_treatment_plan.read', 'project'))::uuid[])) THEN true
                        WHEN cardinality((SELECT charter_limits('risk_treatment_plan.read', 'business_unit'))::uuid[]) > 0
                            AND "~row".risk_id in (select charter_keys_risk_treatment_plan_within_business_unit((SELECT charter_limits('risk_treatment_plan.read', 'business_unit'))::uuid[])) THEN true
                        WHEN (SELECT charter_beyond('risk_treatment_plan.read', '{own,own_risk}'))
                            AND charter_reaches_risk_treatment_plan('risk_treatment_plan.read', "~row".owner_id, "~row".risk_id) THEN true
                        ELSE false
                    END
                );
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_find_risk_treatment_plan(text) FROM PUBLIC")
    op.execute(
        """
        -- The ids of the rows in which the words of a search are found, within what the caller may read.
        CREATE OR REPLACE FUNCTION charter_find_risk_acceptance(text) RETURNS SETOF uuid
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        SET plan_cache_mode = force_custom_plan
        AS $function$
        BEGIN
            RETURN QUERY
            SELECT "~row".id
            FROM risk_acceptances AS "~row"
            WHERE (setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce("~row".title, ''), 20000) COLLATE pg_unicode_fast)), 'A')
                    || setweight(to_tsvector('simple'::regconfig, casefold(left(coalesce("~row".justification, ''), 20000) COLLATE pg_unicode_fast)), 'B')
                ) @@ websearch_to_tsquery('simple'::regconfig, casefold($1 COLLATE pg_unicode_fast))
                AND (
                    CASE
                        WHEN (SELECT charter_reach('risk_acceptance.read')) = 'any' THEN true
                        WHEN (SELECT charter_granted('risk_acceptance.read', '{own,to_decide,own_risk}')) & (
                            CASE WHEN "~row".requester_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                            | CASE WHEN "~row".approver_id = (SELECT charter_actor()) THEN 2 ELSE 0 END
                        ) <> 0 THEN true
                        WHEN (SELECT charter_granted('risk_acceptance.read', '{own,to_decide,own_risk}')) & 4 <> 0
                            AND ("~row".risk_id in (select charter_keys_risk_acceptance_scope_own_risk((SELECT charter_actor())))) THEN true
                        WHEN cardinality((SELECT charter_limits('risk_acceptance.read', 'project'))::uuid[]) > 0
                            AND "~row".risk_id in (select charter_keys_risk_acceptance_within_project((SELECT charter_limits('risk_acceptance.read', 'project'))::uuid[])) THEN true
                        WHEN cardinality((SELECT charter_limits('risk_acceptance.read', 'business_unit'))::uuid[]) > 0
                            AND "~row".risk_id in (select charter_keys_risk_acceptance_within_business_unit((SELECT charter_limits('risk_acceptance.read', 'business_unit'))::uuid[])) THEN true
                        WHEN (SELECT charter_beyond('risk_acceptance.read', '{own,to_decide,own_risk}'))
                            AND charter_reaches_risk_acceptance('risk_acceptance.read', "~row".approver_id, "~row".requester_id, "~row".risk_id) THEN true
                        ELSE false
                    END
                );
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_find_risk_acceptance(text) FROM PUBLIC")


def downgrade() -> None:
    op.execute("DROP FUNCTION charter_find_risk_acceptance(text)")
    op.execute("DROP FUNCTION charter_find_risk_treatment_plan(text)")
    op.execute("DROP FUNCTION charter_find_risk_matrix(text)")
    op.execute("DROP FUNCTION charter_find_risk(text)")
    op.execute("DROP FUNCTION charter_find_evidence(text)")
    op.execute("DROP FUNCTION charter_find_control_mapping(text)")
    op.execute("DROP FUNCTION charter_find_control(text)")
    op.execute("DROP FUNCTION charter_find_requirement(text)")
    op.execute("DROP FUNCTION charter_find_regulation(text)")
    op.execute("DROP FUNCTION charter_find_project(text)")
    op.execute("DROP FUNCTION charter_find_business_unit(text)")
    op.execute("DROP FUNCTION charter_find_company_profile(text)")
    op.execute("DROP FUNCTION charter_find_user(text)")
