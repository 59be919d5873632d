"""Sealed trail: events 8."""

from __future__ import annotations

from alembic import op

revision = "7516b01ffea9"
down_revision = "65b9e44d1602"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        -- A row as it is, softly deleted or not, else as it was when it was deleted for good, as JSON
        -- without secrets; none where that is beyond what the caller may read.
        CREATE OR REPLACE FUNCTION charter_last_risk(uuid) RETURNS SETOF jsonb
        LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1
        SET search_path = public, pg_temp
        SET timezone = 'UTC'
        SET intervalstyle = 'iso_8601'
        AS $function$
        DECLARE
            charter_state jsonb := (SELECT to_jsonb(known) FROM risks AS known WHERE known.id = $1);
        BEGIN
            IF charter_state IS NULL THEN
                charter_state := charter_gone(
                    'risk', 'risks'::regclass, $1, '{"ref","title","description","category","source","threat","vulnerability","inherent_likelihood","inherent_impact","inherent_level","residual_likelihood","residual_impact","residual_level","treatment","above_appetite","affects_confidentiality","affects_integrity","affects_availability","involves_personal_data","review_interval_days","next_review_on","closed_on","status","owner_id","matrix_id","business_unit_id","project_id","parent_id","monitored_by_id","created_by_id","updated_by_id","deleted_at"}'::text[]
                );
                charter_state := charter_state
                    || (SELECT jsonb_build_object(
                        'inherent_score', inherent_likelihood * inherent_impact,
                        'residual_score', residual_likelihood * residual_impact,
                        'current_score', coalesce(residual_likelihood * residual_impact, inherent_likelihood * inherent_impact)
                    ) FROM jsonb_populate_record(NULL::risks, charter_state) AS "~row");
            END IF;
            RETURN QUERY SELECT charter_state
            FROM jsonb_populate_record(NULL::risks, charter_state) AS "~row"
            WHERE charter_state IS NOT NULL AND (
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
    op.execute("REVOKE ALL ON FUNCTION charter_last_risk(uuid) FROM PUBLIC")
    op.execute(
        """
        -- The rows as they stood at a moment, or the one of that id, as JSON without secrets. Who may read
        -- a row as it is now, or as it was when it was deleted for good, sees its past.
        CREATE OR REPLACE FUNCTION charter_past_risk(timestamptz, uuid) RETURNS SETOF jsonb
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        SET timezone = 'UTC'
        SET intervalstyle = 'iso_8601'
        SET plan_cache_mode = force_custom_plan
        AS $function$
        DECLARE
            charter_told text[] := '{"ref","title","description","category","source","threat","vulnerability","inherent_likelihood","inherent_impact","inherent_level","residual_likelihood","residual_impact","residual_level","treatment","above_appetite","affects_confidentiality","affects_integrity","affects_availability","involves_personal_data","review_interval_days","next_review_on","closed_on","status","owner_id","matrix_id","business_unit_id","project_id","parent_id","monitored_by_id","created_by_id","updated_by_id","deleted_at"}'::text[];
        BEGIN
            RETURN QUERY
            WITH undone AS MATERIALIZED (
                SELECT *
                FROM charter_undone(
                    'risk', 'risks'::regclass, $1, $2, charter_told || '{"created_at"}'::text[], charter_told
                )
            ), known AS (
                SELECT to_jsonb("~row") AS state, u.*
                FROM risks AS "~row"
                LEFT JOIN undone AS u ON u.row_id = "~row".id
                WHERE ($2 IS NULL OR "~row".id = $2)
                    AND (u.row_id IS NOT NULL OR "~row".created_at <= $1) AND (
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
                )
                UNION ALL
                SELECT gone.state, u.*
                FROM undone AS u
                CROSS JOIN LATERAL (SELECT u.gone
                    || (SELECT jsonb_build_object(
                        'inherent_score', inherent_likelihood * inherent_impact,
                        'residual_score', residual_likelihood * residual_impact,
                        'current_score', coalesce(residual_likelihood * residual_impact, inherent_likelihood * inherent_impact)
                    ) FROM jsonb_populate_record(NULL::risks, u.gone) AS "~row") AS state OFFSET 0) AS gone
                CROSS JOIN LATERAL jsonb_populate_record(NULL::risks, gone.state) AS "~row"
                WHERE gone.state IS NOT NULL
                    AND NOT EXISTS (SELECT FROM risks AS r WHERE r.id = u.row_id) AND (
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
                )
            )
            SELECT CASE WHEN k.row_id IS NULL THEN k.state ELSE p.state
                    || (SELECT jsonb_build_object(
                        'inherent_score', inherent_likelihood * inherent_impact,
                        'residual_score', residual_likelihood * residual_impact,
                        'current_score', coalesce(residual_likelihood * residual_impact, inherent_likelihood * inherent_impact)
                    ) FROM jsonb_populate_record(NULL::risks, p.state) AS "~row") END
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
                AND p.state ->> 'deleted_at' IS NULL
        ;
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_past_risk(timestamptz, uuid) FROM PUBLIC")
    op.execute(
        """
        -- A row as it is, softly deleted or not, else as it was when it was deleted for good, as JSON
        -- without secrets; none where that is beyond what the caller may read.
        CREATE OR REPLACE FUNCTION charter_last_risk_matrix(uuid) RETURNS SETOF jsonb
        LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1
        SET search_path = public, pg_temp
        SET timezone = 'UTC'
        SET intervalstyle = 'iso_8601'
        AS $function$
        DECLARE
            charter_state jsonb := (SELECT to_jsonb(known) FROM risk_matrices AS known WHERE known.id = $1);
        BEGIN
            IF charter_state IS NULL THEN
                charter_state := charter_gone(
                    'risk_matrix', 'risk_matrices'::regclass, $1, '{"name","size","likelihood_labels","impact_labels","level_bands","appetite_by_category","approved_on","status","owner_id","approved_by_id","created_by_id","updated_by_id"}'::text[]
                );
            END IF;
            RETURN QUERY SELECT charter_state
            FROM jsonb_populate_record(NULL::risk_matrices, charter_state) AS "~row"
            WHERE charter_state IS NOT NULL AND (
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
    op.execute("REVOKE ALL ON FUNCTION charter_last_risk_matrix(uuid) FROM PUBLIC")
    op.execute(
        """
        -- The rows as they stood at a moment, or the one of that id, as JSON without secrets. Who may read
        -- a row as it is now, or as it was when it was deleted for good, sees its past.
        CREATE OR REPLACE FUNCTION charter_past_risk_matrix(timestamptz, uuid) RETURNS SETOF jsonb
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        SET timezone = 'UTC'
        SET intervalstyle = 'iso_8601'
        SET plan_cache_mode = force_custom_plan
        AS $function$
        DECLARE
            charter_told text[] := '{"name","size","likelihood_labels","impact_labels","level_bands","appetite_by_category","approved_on","status","owner_id","approved_by_id","created_by_id","updated_by_id"}'::text[];
        BEGIN
            RETURN QUERY
            WITH undone AS MATERIALIZED (
                SELECT *
                FROM charter_undone(
                    'risk_matrix', 'risk_matrices'::regclass, $1, $2, charter_told || '{"created_at"}'::text[], charter_told
                )
            ), known AS (
                SELECT to_jsonb("~row") AS state, u.*
                FROM risk_matrices AS "~row"
                LEFT JOIN undone AS u ON u.row_id = "~row".id
                WHERE ($2 IS NULL OR "~row".id = $2)
                    AND (u.row_id IS NOT NULL OR "~row".created_at <= $1) AND (
                    CASE
                        WHEN (SELECT charter_reach('risk_matrix.read')) = 'any' THEN true
                        WHEN (SELECT charter_granted('risk_matrix.read', '{own}')) & (
                            CASE WHEN "~row".owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                        ) <> 0 THEN true
                        WHEN (SELECT charter_beyond('risk_matrix.read', '{own}'))
                            AND charter_reaches_risk_matrix('risk_matrix.read', "~row".owner_id) THEN true
                        ELSE false
                    END
                )
                UNION ALL
                SELECT gone.state, u.*
                FROM undone AS u
                CROSS JOIN LATERAL (SELECT u.gone AS state OFFSET 0) AS gone
                CROSS JOIN LATERAL jsonb_populate_record(NULL::risk_matrices, gone.state) AS "~row"
                WHERE gone.state IS NOT NULL
                    AND NOT EXISTS (SELECT FROM risk_matrices AS r WHERE r.id = u.row_id) AND (
                    CASE
                        WHEN (SELECT charter_reach('risk_matrix.read')) = 'any' THEN true
                        WHEN (SELECT charter_granted('risk_matrix.read', '{own}')) & (
                            CASE WHEN "~row".owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                        ) <> 0 THEN true
                        WHEN (SELECT charter_beyond('risk_matrix.read', '{own}'))
                            AND charter_reaches_risk_matrix('risk_matrix.read', "~row".owner_id) THEN true
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
    op.execute("REVOKE ALL ON FUNCTION charter_past_risk_matrix(timestamptz, uuid) FROM PUBLIC")
    op.execute(
        """
        -- A row as it is, softly deleted or not, else as it was when it was deleted for good, as JSON
        -- without secrets; none where that is beyond what the caller may read.
        CREATE OR REPLACE FUNCTION charter_last_risk_treatment_plan(uuid) RETURNS SETOF jsonb
        LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1
        SET search_path = public, pg_temp
        SET timezone = 'UTC'
        SET intervalstyle = 'iso_8601'
        AS $function$
        DECLARE
            charter_state jsonb := (SELECT to_jsonb(known) FROM risk_treatment_plans AS known WHERE known.id = $1);
        BEGIN
            IF charter_state IS NULL THEN
                charter_state := charter_gone(
                    'risk_treatment_plan', 'risk_treatment_plans'::regclass, $1, '{"title","strategy","priority","start_date","target_date","completed_on","budget","progress","expected_likelihood","expected_impact","description","status","owner_id","risk_id","created_by_id","updated_by_id","deleted_at"}'::text[]
                );
                charter_state := charter_state
                    || (SELECT jsonb_build_object(
                        'expected_score', expected_likelihood * expected_impact
                    ) FROM jsonb_populate_record(NULL::risk_treatment_plans, charter_state) AS "~row");
            END IF;
            RETURN QUERY SELECT charter_state
            FROM jsonb_populate_record(NULL::risk_treatment_plans, charter_state) AS "~row"
            WHERE charter_state IS NOT NULL AND (
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
    op.execute("REVOKE ALL ON FUNCTION charter_last_risk_treatment_plan(uuid) FROM PUBLIC")
    op.execute(
        """
        -- The rows as they stood at a moment, or the one of that id, as JSON without secrets. Who may read
        -- a row as it is now, or as it was when it was deleted for good, sees its past.
        CREATE OR REPLACE FUNCTION charter_past_risk_treatment_plan(timestamptz, uuid) RETURNS SETOF jsonb
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        SET timezone = 'UTC'
        SET intervalstyle = 'iso_8601'
        SET plan_cache_mode = force_custom_plan
        AS $function$
        DECLARE
            charter_told text[] := '{"title","strategy","priority","start_date","target_date","completed_on","budget","progress","expected_likelihood","expected_impact","description","status","owner_id","risk_id","created_by_id","updated_by_id","deleted_at"}'::text[];
        BEGIN
            RETURN QUERY
            WITH undone AS MATERIALIZED (
                SELECT *
                FROM charter_undone(
                    'risk_treatment_plan', 'risk_treatment_plans'::regclass, $1, $2, charter_told || '{"created_at"}'::text[], charter_told
                )
            ), known AS (
                SELECT to_jsonb("~row") AS state, u.*
                FROM risk_treatment_plans AS "~row"
                LEFT JOIN undone AS u ON u.row_id = "~row".id
                WHERE ($2 IS NULL OR "~row".id = $2)
                    AND (u.row_id IS NOT NULL OR "~row".created_at <= $1) AND (
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
                )
                UNION ALL
                SELECT gone.state, u.*
                FROM undone AS u
                CROSS JOIN LATERAL (SELECT u.gone
                    || (SELECT jsonb_build_object(
                        'expected_score', expected_likelihood * expected_impact
                    ) FROM jsonb_populate_record(NULL::risk_treatment_plans, u.gone) AS "~row") AS state OFFSET 0) AS gone
                CROSS JOIN LATERAL jsonb_populate_record(NULL::risk_treatment_plans, gone.state) AS "~row"
                WHERE gone.state IS NOT NULL
                    AND NOT EXISTS (SELECT FROM risk_treatment_plans AS r WHERE r.id = u.row_id) AND (
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
                )
            )
            SELECT CASE WHEN k.row_id IS NULL THEN k.state ELSE p.state
                    || (SELECT jsonb_build_object(
                        'expected_score', expected_likelihood * expected_impact
                    ) FROM jsonb_populate_record(NULL::risk_treatment_plans, p.state) AS "~row") END
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
                AND p.state ->> 'deleted_at' IS NULL
        ;
        END
        $function$
        """
    )
    op.execute(
        "REVOKE ALL ON FUNCTION charter_past_risk_treatment_plan(timestamptz, uuid) FROM PUBLIC"
    )
    op.execute(
        """
        -- A row as it is, softly deleted or not, else as it was when it was deleted for good, as JSON
        -- without secrets; none where that is beyond what the caller may read.
        CREATE OR REPLACE FUNCTION charter_last_risk_acceptance(uuid) RETURNS SETOF jsonb
        LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1
        SET search_path = public, pg_temp
        SET timezone = 'UTC'
        SET intervalstyle = 'iso_8601'
        AS $function$
        DECLARE
            charter_state jsonb := (SELECT to_jsonb(known) FROM risk_acceptances AS known WHERE known.id = $1);
        BEGIN
            IF charter_state IS NULL THEN
                charter_state := charter_gone(
                    'risk_acceptance', 'risk_acceptances'::regclass, $1, '{"title","justification","conditions","valid_until","score_snapshot","decided_at","decision_note","status","risk_id","requester_id","approver_id","created_by_id","updated_by_id","deleted_at"}'::text[]
                );
            END IF;
            RETURN QUERY SELECT charter_state
            FROM jsonb_populate_record(NULL::risk_acceptances, charter_state) AS "~row"
            WHERE charter_state IS NOT NULL AND (
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
    op.execute("REVOKE ALL ON FUNCTION charter_last_risk_acceptance(uuid) FROM PUBLIC")


def downgrade() -> None:
    op.execute("DROP FUNCTION charter_last_risk_acceptance(uuid)")
    op.execute("DROP FUNCTION charter_past_risk_treatment_plan(timestamptz, uuid)")
    op.execute("DROP FUNCTION charter_last_risk_treatment_plan(uuid)")
    op.execute("DROP FUNCTION charter_past_risk_matrix(timestamptz, uuid)")
    op.execute("DROP FUNCTION charter_last_risk_matrix(uuid)")
    op.execute("DROP FUNCTION charter_past_risk(timestamptz, uuid)")
    op.execute("DROP FUNCTION charter_last_risk(uuid)")
