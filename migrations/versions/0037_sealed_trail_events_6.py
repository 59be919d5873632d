"""Sealed trail: events 6."""

from __future__ import annotations

from alembic import op

revision = "f41fa6344d26"
down_revision = "290ab1977901"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        -- A row as it is, softly deleted or not, else as it was when it was deleted for good, as JSON
        -- without secrets; none where that is beyond what the caller may read.
        CREATE OR REPLACE FUNCTION charter_last_company_profile(uuid) RETURNS SETOF jsonb
        LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1
        SET search_path = public, pg_temp
        SET timezone = 'UTC'
        SET intervalstyle = 'iso_8601'
        AS $function$
        DECLARE
            charter_state jsonb := (SELECT to_jsonb(known) FROM company_profiles AS known WHERE known.id = $1);
        BEGIN
            IF charter_state IS NULL THEN
                charter_state := charter_gone(
                    'company_profile', 'company_profiles'::regclass, $1, '{"legal_name","legal_form","registration_number","vat_id","industry","business_model","employee_band","annual_revenue_band","country","operating_countries","target_markets","website","processes_special_categories","uses_ai","is_critical_infrastructure","transfers_outside_eea","dpo_name","dpo_email","supervisory_authority","compliance_contact_id","dpo_user_id","created_by_id","updated_by_id"}'::text[]
                );
                charter_state := charter_state
                    || (SELECT jsonb_build_object(
                        'dpo_required', processes_special_categories or industry = 'public' or employee_band >= 'from_50_to_249'::headcount_band,
                        'completeness', 20 * ((case when registration_number is null then 0 else 1 end) + (case when vat_id is null then 0 else 1 end) + (case when annual_revenue_band is null then 0 else 1 end) + (case when supervisory_authority is null then 0 else 1 end) + (case when compliance_contact_id is null then 0 else 1 end))
                    ) FROM jsonb_populate_record(NULL::company_profiles, charter_state) AS "~row");
            END IF;
            RETURN QUERY SELECT charter_state
            FROM jsonb_populate_record(NULL::company_profiles, charter_state) AS "~row"
            WHERE charter_state IS NOT NULL AND (
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
    op.execute("REVOKE ALL ON FUNCTION charter_last_company_profile(uuid) FROM PUBLIC")
    op.execute(
        """
        -- The rows as they stood at a moment, or the one of that id, as JSON without secrets. Who may read
        -- a row as it is now, or as it was when it was deleted for good, sees its past.
        CREATE OR REPLACE FUNCTION charter_past_company_profile(timestamptz, uuid) RETURNS SETOF jsonb
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        SET timezone = 'UTC'
        SET intervalstyle = 'iso_8601'
        SET plan_cache_mode = force_custom_plan
        AS $function$
        DECLARE
            charter_told text[] := '{"legal_name","legal_form","registration_number","vat_id","industry","business_model","employee_band","annual_revenue_band","country","operating_countries","target_markets","website","processes_special_categories","uses_ai","is_critical_infrastructure","transfers_outside_eea","dpo_name","dpo_email","supervisory_authority","compliance_contact_id","dpo_user_id","created_by_id","updated_by_id"}'::text[];
        BEGIN
            RETURN QUERY
            WITH undone AS MATERIALIZED (
                SELECT *
                FROM charter_undone(
                    'company_profile', 'company_profiles'::regclass, $1, $2, charter_told || '{"created_at"}'::text[], charter_told
                )
            ), known AS (
                SELECT to_jsonb("~row") AS state, u.*
                FROM company_profiles AS "~row"
                LEFT JOIN undone AS u ON u.row_id = "~row".id
                WHERE ($2 IS NULL OR "~row".id = $2)
                    AND (u.row_id IS NOT NULL OR "~row".created_at <= $1) AND (
                    CASE
                        WHEN (SELECT charter_reach('company_profile.read')) = 'any' THEN true
                        WHEN (SELECT charter_granted('company_profile.read', '{own}')) & (
                            CASE WHEN "~row".compliance_contact_id = (SELECT charter_actor()) or "~row".dpo_user_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                        ) <> 0 THEN true
                        WHEN (SELECT charter_beyond('company_profile.read', '{own}'))
                            AND charter_reaches_company_profile('company_profile.read', "~row".compliance_contact_id, "~row".dpo_user_id) THEN true
                        ELSE false
                    END
                )
                UNION ALL
                SELECT gone.state, u.*
                FROM undone AS u
                CROSS JOIN LATERAL (SELECT u.gone
                    || (SELECT jsonb_build_object(
                        'dpo_required', processes_special_categories or industry = 'public' or employee_band >= 'from_50_to_249'::headcount_band,
                        'completeness', 20 * ((case when registration_number is null then 0 else 1 end) + (case when vat_id is null then 0 else 1 end) + (case when annual_revenue_band is null then 0 else 1 end) + (case when supervisory_authority is null then 0 else 1 end) + (case when compliance_contact_id is null then 0 else 1 end))
                    ) FROM jsonb_populate_record(NULL::company_profiles, u.gone) AS "~row") AS state OFFSET 0) AS gone
                CROSS JOIN LATERAL jsonb_populate_record(NULL::company_profiles, gone.state) AS "~row"
                WHERE gone.state IS NOT NULL
                    AND NOT EXISTS (SELECT FROM company_profiles AS r WHERE r.id = u.row_id) AND (
                    CASE
                        WHEN (SELECT charter_reach('company_profile.read')) = 'any' THEN true
                        WHEN (SELECT charter_granted('company_profile.read', '{own}')) & (
                            CASE WHEN "~row".compliance_contact_id = (SELECT charter_actor()) or "~row".dpo_user_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                        ) <> 0 THEN true
                        WHEN (SELECT charter_beyond('company_profile.read', '{own}'))
                            AND charter_reaches_company_profile('company_profile.read', "~row".compliance_contact_id, "~row".dpo_user_id) THEN true
                        ELSE false
                    END
                )
            )
            SELECT CASE WHEN k.row_id IS NULL THEN k.state ELSE p.state
                    || (SELECT jsonb_build_object(
                        'dpo_required', processes_special_categories or industry = 'public' or employee_band >= 'from_50_to_249'::headcount_band,
                        'completeness', 20 * ((case when registration_number is null then 0 else 1 end) + (case when vat_id is null then 0 else 1 end) + (case when annual_revenue_band is null then 0 else 1 end) + (case when supervisory_authority is null then 0 else 1 end) + (case when compliance_contact_id is null then 0 else 1 end))
                    ) FROM jsonb_populate_record(NULL::company_profiles, p.state) AS "~row") END
            FROM known AS k
            CROSS JOIN LATERAL (
                SELECT CASE
                    WHEN k.row_id IS NULL THEN k.state
                    ELSE (k.state || k.found || k.stamp || jsonb_build_object(
                        'version', (k.state ->> 'version')::integer - k.versions
                    ))
                END AS state
                OFFSET 0
            ) AS p
            WHERE k.first IS DISTINCT FROM 'create'
                AND (k.row_id IS NULL OR (p.state ->> 'created_at')::timestamptz <= $1)
        ;
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_past_company_profile(timestamptz, uuid) FROM PUBLIC")
    op.execute(
        """
        -- A row as it is, softly deleted or not, else as it was when it was deleted for good, as JSON
        -- without secrets; none where that is beyond what the caller may read.
        CREATE OR REPLACE FUNCTION charter_last_business_unit(uuid) RETURNS SETOF jsonb
        LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1
        SET search_path = public, pg_temp
        SET timezone = 'UTC'
        SET intervalstyle = 'iso_8601'
        AS $function$
        DECLARE
            charter_state jsonb := (SELECT to_jsonb(known) FROM business_units AS known WHERE known.id = $1);
        BEGIN
            IF charter_state IS NULL THEN
                charter_state := charter_gone(
                    'business_unit', 'business_units'::regclass, $1, '{"code","name","kind","country","is_active","parent_id","head_id","company_profile_id","created_by_id","updated_by_id"}'::text[]
                );
            END IF;
            RETURN QUERY SELECT charter_state
            FROM jsonb_populate_record(NULL::business_units, charter_state) AS "~row"
            WHERE charter_state IS NOT NULL AND (
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
    op.execute("REVOKE ALL ON FUNCTION charter_last_business_unit(uuid) FROM PUBLIC")
    op.execute(
        """
        -- The rows as they stood at a moment, or the one of that id, as JSON without secrets. Who may read
        -- a row as it is now, or as it was when it was deleted for good, sees its past.
        CREATE OR REPLACE FUNCTION charter_past_business_unit(timestamptz, uuid) RETURNS SETOF jsonb
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        SET timezone = 'UTC'
        SET intervalstyle = 'iso_8601'
        SET plan_cache_mode = force_custom_plan
        AS $function$
        DECLARE
            charter_told text[] := '{"code","name","kind","country","is_active","parent_id","head_id","company_profile_id","created_by_id","updated_by_id"}'::text[];
        BEGIN
            RETURN QUERY
            WITH undone AS MATERIALIZED (
                SELECT *
                FROM charter_undone(
                    'business_unit', 'business_units'::regclass, $1, $2, charter_told || '{"created_at"}'::text[], charter_told
                )
            ), known AS (
                SELECT to_jsonb("~row") AS state, u.*
                FROM business_units AS "~row"
                LEFT JOIN undone AS u ON u.row_id = "~row".id
                WHERE ($2 IS NULL OR "~row".id = $2)
                    AND (u.row_id IS NOT NULL OR "~row".created_at <= $1) AND (
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
                )
                UNION ALL
                SELECT gone.state, u.*
                FROM undone AS u
                CROSS JOIN LATERAL (SELECT u.gone AS state OFFSET 0) AS gone
                CROSS JOIN LATERAL jsonb_populate_record(NULL::business_units, gone.state) AS "~row"
                WHERE gone.state IS NOT NULL
                    AND NOT EXISTS (SELECT FROM business_units AS r WHERE r.id = u.row_id) AND (
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
                )
            )
            SELECT CASE WHEN k.row_id IS NULL THEN k.state ELSE p.state END
            FROM known AS k
            CROSS JOIN LATERAL (
                SELECT CASE
                    WHEN k.row_id IS NULL THEN k.state
                    ELSE (k.state || k.found || k.stamp || jsonb_build_object(
                        'version', (k.state ->> 'version')::integer - k.versions
                    ))
                END AS state
                OFFSET 0
            ) AS p
            WHERE k.first IS DISTINCT FROM 'create'
                AND (k.row_id IS NULL OR (p.state ->> 'created_at')::timestamptz <= $1)
        ;
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_past_business_unit(timestamptz, uuid) FROM PUBLIC")
    op.execute(
        """
        -- A row as it is, softly deleted or not, else as it was when it was deleted for good, as JSON
        -- without secrets; none where that is beyond what the caller may read.
        CREATE OR REPLACE FUNCTION charter_last_project(uuid) RETURNS SETOF jsonb
        LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1
        SET search_path = public, pg_temp
        SET timezone = 'UTC'
        SET intervalstyle = 'iso_8601'
        AS $function$
        DECLARE
            charter_state jsonb := (SELECT to_jsonb(known) FROM projects AS known WHERE known.id = $1);
        BEGIN
            IF charter_state IS NULL THEN
                charter_state := charter_gone(
                    'project', 'projects'::regclass, $1, '{"key","name","kind","health","priority","objective","start_date","target_date","closed_on","budget","currency","status","lead_id","sponsor_id","parent_id","created_by_id","updated_by_id"}'::text[]
                );
            END IF;
            RETURN QUERY SELECT charter_state
            FROM jsonb_populate_record(NULL::projects, charter_state) AS "~row"
            WHERE charter_state IS NOT NULL AND (
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
    op.execute("REVOKE ALL ON FUNCTION charter_last_project(uuid) FROM PUBLIC")
    op.execute(
        """
        -- The rows as they stood at a moment, or the one of that id, as JSON without secrets. Who may read
        -- a row as it is now, or as it was when it was deleted for good, sees its past.
        CREATE OR REPLACE FUNCTION charter_past_project(timestamptz, uuid) RETURNS SETOF jsonb
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        SET timezone = 'UTC'
        SET intervalstyle = 'iso_8601'
        SET plan_cache_mode = force_custom_plan
        AS $function$
        DECLARE
            charter_told text[] := '{"key","name","kind","health","priority","objective","start_date","target_date","closed_on","budget","currency","status","lead_id","sponsor_id","parent_id","created_by_id","updated_by_id"}'::text[];
        BEGIN
            RETURN QUERY
            WITH undone AS MATERIALIZED (
                SELECT *
                FROM charter_undone(
                    'project', 'projects'::regclass, $1, $2, charter_told || '{"created_at"}'::text[], charter_told
                )
            ), known AS (
                SELECT to_jsonb("~row") AS state, u.*
                FROM projects AS "~row"
                LEFT JOIN undone AS u ON u.row_id = "~row".id
                WHERE ($2 IS NULL OR "~row".id = $2)
                    AND (u.row_id IS NOT NULL OR "~row".created_at <= $1) AND (
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
                )
                UNION ALL
                SELECT gone.state, u.*
                FROM undone AS u
                CROSS JOIN LATERAL (SELECT u.gone AS state OFFSET 0) AS gone
                CROSS JOIN LATERAL jsonb_populate_record(NULL::projects, gone.state) AS "~row"
                WHERE gone.state IS NOT NULL
                    AND NOT EXISTS (SELECT FROM projects AS r WHERE r.id = u.row_id) AND (
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
                )
            )
            SELECT CASE WHEN k.row_id IS NULL THEN k.state ELSE p.state END
            FROM known AS k
            CROSS JOIN LATERAL (
                SELECT CASE
                    WHEN k.row_id IS NULL THEN k.state
                    ELSE (k.state || k.found || k.stamp || jsonb_build_object(
                        'version', (k.state ->> 'version')::integer - k.versions
                    ))
                END AS state
                OFFSET 0
            ) AS p
            WHERE k.first IS DISTINCT FROM 'create'
                AND (k.row_id IS NULL OR (p.state ->> 'created_at')::timestamptz <= $1)
        ;
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_past_project(timestamptz, uuid) FROM PUBLIC")
    op.execute(
        """
        -- A row as it is, softly deleted or not, else as it was when it was deleted for good, as JSON
        -- without secrets; none where that is beyond what the caller may read.
        CREATE OR REPLACE FUNCTION charter_last_regulation(uuid) RETURNS SETOF jsonb
        LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1
        SET search_path = public, pg_temp
        SET timezone = 'UTC'
        SET intervalstyle = 'iso_8601'
        AS $function$
        DECLARE
            charter_state jsonb := (SELECT to_jsonb(known) FROM regulations AS known WHERE known.id = $1);
        BEGIN
            IF charter_state IS NULL THEN
                charter_state := charter_gone(
                    'regulation', 'regulations'::regclass, $1, '{"code","edition","name","kind","topic","jurisdiction","issuer","celex_id","source_url","effective_from","effective_until","content_licence","description","status","owner_id","replaced_by_id","created_by_id","updated_by_id"}'::text[]
                );
            END IF;
            RETURN QUERY SELECT charter_state
            FROM jsonb_populate_record(NULL::regulations, charter_state) AS "~row"
            WHERE charter_state IS NOT NULL AND (
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
    op.execute("REVOKE ALL ON FUNCTION charter_last_regulation(uuid) FROM PUBLIC")
    op.execute(
        """
        -- The rows as they stood at a moment, or the one of that id, as JSON without secrets. Who may read
        -- a row as it is now, or as it was when it was deleted for good, sees its past.
        CREATE OR REPLACE FUNCTION charter_past_regulation(timestamptz, uuid) RETURNS SETOF jsonb
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        SET timezone = 'UTC'
        SET intervalstyle = 'iso_8601'
        SET plan_cache_mode = force_custom_plan
        AS $function$
        DECLARE
            charter_told text[] := '{"code","edition","name","kind","topic","jurisdiction","issuer","celex_id","source_url","effective_from","effective_until","content_licence","description","status","owner_id","replaced_by_id","created_by_id","updated_by_id"}'::text[];
        BEGIN
            RETURN QUERY
            WITH undone AS MATERIALIZED (
                SELECT *
                FROM charter_undone(
                    'regulation', 'regulations'::regclass, $1, $2, charter_told || '{"created_at"}'::text[], charter_told
                )
            ), known AS (
                SELECT to_jsonb("~row") AS state, u.*
                FROM regulations AS "~row"
                LEFT JOIN undone AS u ON u.row_id = "~row".id
                WHERE ($2 IS NULL OR "~row".id = $2)
                    AND (u.row_id IS NOT NULL OR "~row".created_at <= $1) AND (
                    CASE
                        WHEN (SELECT charter_reach('regulation.read')) = 'any' THEN true
                        WHEN (SELECT charter_granted('regulation.read', '{own}')) & (
                            CASE WHEN "~row".owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                        ) <> 0 THEN true
                        WHEN (SELECT charter_beyond('regulation.read', '{own}'))
                            AND charter_reaches_regulation('regulation.read', "~row".owner_id) THEN true
                        ELSE false
                    END
                )
                UNION ALL
                SELECT gone.state, u.*
                FROM undone AS u
                CROSS JOIN LATERAL (SELECT u.gone AS state OFFSET 0) AS gone
                CROSS JOIN LATERAL jsonb_populate_record(NULL::regulations, gone.state) AS "~row"
                WHERE gone.state IS NOT NULL
                    AND NOT EXISTS (SELECT FROM regulations AS r WHERE r.id = u.row_id) AND (
                    CASE
                        WHEN (SELECT charter_reach('regulation.read')) = 'any' THEN true
                        WHEN (SELECT charter_granted('regulation.read', '{own}')) & (
                            CASE WHEN "~row".owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                        ) <> 0 THEN true
                        WHEN (SELECT charter_beyond('regulation.read', '{own}'))
                            AND charter_reaches_regulation('regulation.read', "~row".owner_id) THEN true
                        ELSE false
                    END
                )
            )
            SELECT CASE WHEN k.row_id IS NULL THEN k.state ELSE p.state END
            FROM known AS k
            CROSS JOIN LATERAL (
                SELECT CASE
                    WHEN k.row_id IS NULL THEN k.state
                    ELSE (k.state || k.found || k.stamp || jsonb_build_object(
                        'version', (k.state ->> 'version')::integer - k.versions
                    ))
                END AS state
                OFFSET 0
            ) AS p
            WHERE k.first IS DISTINCT FROM 'create'
                AND (k.row_id IS NULL OR (p.state ->> 'created_at')::timestamptz <= $1)
        ;
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_past_regulation(timestamptz, uuid) FROM PUBLIC")


def downgrade() -> None:
    op.execute("DROP FUNCTION charter_past_regulation(timestamptz, uuid)")
    op.execute("DROP FUNCTION charter_last_regulation(uuid)")
    op.execute("DROP FUNCTION charter_past_project(timestamptz, uuid)")
    op.execute("DROP FUNCTION charter_last_project(uuid)")
    op.execute("DROP FUNCTION charter_past_business_unit(timestamptz, uuid)")
    op.execute("DROP FUNCTION charter_last_business_unit(uuid)")
    op.execute("DROP FUNCTION charter_past_company_profile(timestamptz, uuid)")
    op.execute("DROP FUNCTION charter_last_company_profile(uuid)")
