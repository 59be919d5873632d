"""Sealed trail: events 7."""

from __future__ import annotations

from alembic import op

revision = "65b9e44d1602"
down_revision = "f41fa6344d26"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        -- A row as it is, softly deleted or not, else as it was when it was deleted for good, as JSON
        -- without secrets; none where that is beyond what the caller may read.
        CREATE OR REPLACE FUNCTION charter_last_requirement(uuid) RETURNS SETOF jsonb
        LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1
        SET search_path = public, pg_temp
        SET timezone = 'UTC'
        SET intervalstyle = 'iso_8601'
        AS $function$
        DECLARE
            charter_state jsonb := (SELECT to_jsonb(known) FROM requirements AS known WHERE known.id = $1);
        BEGIN
            IF charter_state IS NULL THEN
                charter_state := charter_gone(
                    'requirement', 'requirements'::regclass, $1, '{"ref","title","body","level","position","is_assessable","importance","weight","applicability","applicability_reason","due_on","typical_evidence","status","regulation_id","parent_id","owner_id","implemented_by_id","created_by_id","updated_by_id"}'::text[]
                );
            END IF;
            RETURN QUERY SELECT charter_state
            FROM jsonb_populate_record(NULL::requirements, charter_state) AS "~row"
            WHERE charter_state IS NOT NULL AND (
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
    op.execute("REVOKE ALL ON FUNCTION charter_last_requirement(uuid) FROM PUBLIC")
    op.execute(
        """
        -- The rows as they stood at a moment, or the one of that id, as JSON without secrets. Who may read
        -- a row as it is now, or as it was when it was deleted for good, sees its past.
        CREATE OR REPLACE FUNCTION charter_past_requirement(timestamptz, uuid) RETURNS SETOF jsonb
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        SET timezone = 'UTC'
        SET intervalstyle = 'iso_8601'
        SET plan_cache_mode = force_custom_plan
        AS $function$
        DECLARE
            charter_told text[] := '{"ref","title","body","level","position","is_assessable","importance","weight","applicability","applicability_reason","due_on","typical_evidence","status","regulation_id","parent_id","owner_id","implemented_by_id","created_by_id","updated_by_id"}'::text[];
        BEGIN
            RETURN QUERY
            WITH undone AS MATERIALIZED (
                SELECT *
                FROM charter_undone(
                    'requirement', 'requirements'::regclass, $1, $2, charter_told || '{"created_at"}'::text[], charter_told
                )
            ), known AS (
                SELECT to_jsonb("~row") AS state, u.*
                FROM requirements AS "~row"
                LEFT JOIN undone AS u ON u.row_id = "~row".id
                WHERE ($2 IS NULL OR "~row".id = $2)
                    AND (u.row_id IS NOT NULL OR "~row".created_at <= $1) AND (
                    CASE
                        WHEN (SELECT charter_reach('requirement.read')) = 'any' THEN true
                        WHEN (SELECT charter_granted('requirement.read', '{own}')) & (
                            CASE WHEN "~row".owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                        ) <> 0 THEN true
                        WHEN (SELECT charter_beyond('requirement.read', '{own}'))
                            AND charter_reaches_requirement('requirement.read', "~row".owner_id) THEN true
                        ELSE false
                    END
                )
                UNION ALL
                SELECT gone.state, u.*
                FROM undone AS u
                CROSS JOIN LATERAL (SELECT u.gone AS state OFFSET 0) AS gone
                CROSS JOIN LATERAL jsonb_populate_record(NULL::requirements, gone.state) AS "~row"
                WHERE gone.state IS NOT NULL
                    AND NOT EXISTS (SELECT FROM requirements AS r WHERE r.id = u.row_id) AND (
                    CASE
                        WHEN (SELECT charter_reach('requirement.read')) = 'any' THEN true
                        WHEN (SELECT charter_granted('requirement.read', '{own}')) & (
                            CASE WHEN "~row".owner_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                        ) <> 0 THEN true
                        WHEN (SELECT charter_beyond('requirement.read', '{own}'))
                            AND charter_reaches_requirement('requirement.read', "~row".owner_id) THEN true
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
    op.execute("REVOKE ALL ON FUNCTION charter_past_requirement(timestamptz, uuid) FROM PUBLIC")
    op.execute(
        """
        -- A row as it is, softly deleted or not, else as it was when it was deleted for good, as JSON
        -- without secrets; none where that is beyond what the caller may read.
        CREATE OR REPLACE FUNCTION charter_last_control(uuid) RETURNS SETOF jsonb
        LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1
        SET search_path = public, pg_temp
        SET timezone = 'UTC'
        SET intervalstyle = 'iso_8601'
        AS $function$
        DECLARE
            charter_state jsonb := (SELECT to_jsonb(known) FROM controls AS known WHERE known.id = $1);
        BEGIN
            IF charter_state IS NULL THEN
                charter_state := charter_gone(
                    'control', 'controls'::regclass, $1, '{"ref","name","objective","description","domain","kind","nature","maturity","automation","frequency","effort","priority","annual_cost","target_date","next_review_on","code_reference","status","owner_id","business_unit_id","replaced_by_id","created_by_id","updated_by_id"}'::text[]
                );
            END IF;
            RETURN QUERY SELECT charter_state
            FROM jsonb_populate_record(NULL::controls, charter_state) AS "~row"
            WHERE charter_state IS NOT NULL AND (
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
    op.execute("REVOKE ALL ON FUNCTION charter_last_control(uuid) FROM PUBLIC")
    op.execute(
        """
        -- The rows as they stood at a moment, or the one of that id, as JSON without secrets. Who may read
        -- a row as it is now, or as it was when it was deleted for good, sees its past.
        CREATE OR REPLACE FUNCTION charter_past_control(timestamptz, uuid) RETURNS SETOF jsonb
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        SET timezone = 'UTC'
        SET intervalstyle = 'iso_8601'
        SET plan_cache_mode = force_custom_plan
        AS $function$
        DECLARE
            charter_told text[] := '{"ref","name","objective","description","domain","kind","nature","maturity","automation","frequency","effort","priority","annual_cost","target_date","next_review_on","code_reference","status","owner_id","business_unit_id","replaced_by_id","created_by_id","updated_by_id"}'::text[];
        BEGIN
            RETURN QUERY
            WITH undone AS MATERIALIZED (
                SELECT *
                FROM charter_undone(
                    'control', 'controls'::regclass, $1, $2, charter_told || '{"created_at"}'::text[], charter_told
                )
            ), known AS (
                SELECT to_jsonb("~row") AS state, u.*
                FROM controls AS "~row"
                LEFT JOIN undone AS u ON u.row_id = "~row".id
                WHERE ($2 IS NULL OR "~row".id = $2)
                    AND (u.row_id IS NOT NULL OR "~row".created_at <= $1) AND (
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
                )
                UNION ALL
                SELECT gone.state, u.*
                FROM undone AS u
                CROSS JOIN LATERAL (SELECT u.gone AS state OFFSET 0) AS gone
                CROSS JOIN LATERAL jsonb_populate_record(NULL::controls, gone.state) AS "~row"
                WHERE gone.state IS NOT NULL
                    AND NOT EXISTS (SELECT FROM controls AS r WHERE r.id = u.row_id) AND (
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
    op.execute("REVOKE ALL ON FUNCTION charter_past_control(timestamptz, uuid) FROM PUBLIC")
    op.execute(
        """
        -- A row as it is, softly deleted or not, else as it was when it was deleted for good, as JSON
        -- without secrets; none where that is beyond what the caller may read.
        CREATE OR REPLACE FUNCTION charter_last_control_mapping(uuid) RETURNS SETOF jsonb
        LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1
        SET search_path = public, pg_temp
        SET timezone = 'UTC'
        SET intervalstyle = 'iso_8601'
        AS $function$
        DECLARE
            charter_state jsonb := (SELECT to_jsonb(known) FROM control_mappings AS known WHERE known.id = $1);
        BEGIN
            IF charter_state IS NULL THEN
                charter_state := charter_gone(
                    'control_mapping', 'control_mappings'::regclass, $1, '{"coverage","coverage_percent","rationale","status","control_id","requirement_id","confirmed_by_id","created_by_id","updated_by_id"}'::text[]
                );
            END IF;
            RETURN QUERY SELECT charter_state
            FROM jsonb_populate_record(NULL::control_mappings, charter_state) AS "~row"
            WHERE charter_state IS NOT NULL AND (
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
    op.execute("REVOKE ALL ON FUNCTION charter_last_control_mapping(uuid) FROM PUBLIC")
    op.execute(
        """
        -- The rows as they stood at a moment, or the one of that id, as JSON without secrets. Who may read
        -- a row as it is now, or as it was when it was deleted for good, sees its past.
        CREATE OR REPLACE FUNCTION charter_past_control_mapping(timestamptz, uuid) RETURNS SETOF jsonb
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        SET timezone = 'UTC'
        SET intervalstyle = 'iso_8601'
        SET plan_cache_mode = force_custom_plan
        AS $function$
        DECLARE
            charter_told text[] := '{"coverage","coverage_percent","rationale","status","control_id","requirement_id","confirmed_by_id","created_by_id","updated_by_id"}'::text[];
        BEGIN
            RETURN QUERY
            WITH undone AS MATERIALIZED (
                SELECT *
                FROM charter_undone(
                    'control_mapping', 'control_mappings'::regclass, $1, $2, charter_told || '{"created_at"}'::text[], charter_told
                )
            ), known AS (
                SELECT to_jsonb("~row") AS state, u.*
                FROM control_mappings AS "~row"
                LEFT JOIN undone AS u ON u.row_id = "~row".id
                WHERE ($2 IS NULL OR "~row".id = $2)
                    AND (u.row_id IS NOT NULL OR "~row".created_at <= $1) AND (
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
                )
                UNION ALL
                SELECT gone.state, u.*
                FROM undone AS u
                CROSS JOIN LATERAL (SELECT u.gone AS state OFFSET 0) AS gone
                CROSS JOIN LATERAL jsonb_populate_record(NULL::control_mappings, gone.state) AS "~row"
                WHERE gone.state IS NOT NULL
                    AND NOT EXISTS (SELECT FROM control_mappings AS r WHERE r.id = u.row_id) AND (
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
    op.execute("REVOKE ALL ON FUNCTION charter_past_control_mapping(timestamptz, uuid) FROM PUBLIC")
    op.execute(
        """
        -- A row as it is, softly deleted or not, else as it was when it was deleted for good, as JSON
        -- without secrets; none where that is beyond what the caller may read.
        CREATE OR REPLACE FUNCTION charter_last_evidence(uuid) RETURNS SETOF jsonb
        LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1
        SET search_path = public, pg_temp
        SET timezone = 'UTC'
        SET intervalstyle = 'iso_8601'
        AS $function$
        DECLARE
            charter_state jsonb := (SELECT to_jsonb(known) FROM evidence AS known WHERE known.id = $1);
        BEGIN
            IF charter_state IS NULL THEN
                charter_state := charter_gone(
                    'evidence', 'evidence'::regclass, $1, '{"ref","title","description","kind","source","confidentiality","external_url","period_start","period_end","collected_on","valid_until","rejection_reason","status","owner_id","control_id","task_id","submitted_by_id","reviewed_by_id","created_by_id","updated_by_id"}'::text[]
                );
            END IF;
            RETURN QUERY SELECT charter_state
            FROM jsonb_populate_record(NULL::evidence, charter_state) AS "~row"
            WHERE charter_state IS NOT NULL AND (
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
    op.execute("REVOKE ALL ON FUNCTION charter_last_evidence(uuid) FROM PUBLIC")
    op.execute(
        """
        -- The rows as they stood at a moment, or the one of that id, as JSON without secrets. Who may read
        -- a row as it is now, or as it was when it was deleted for good, sees its past.
        CREATE OR REPLACE FUNCTION charter_past_evidence(timestamptz, uuid) RETURNS SETOF jsonb
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        SET timezone = 'UTC'
        SET intervalstyle = 'iso_8601'
        SET plan_cache_mode = force_custom_plan
        AS $function$
        DECLARE
            charter_told text[] := '{"ref","title","description","kind","source","confidentiality","external_url","period_start","period_end","collected_on","valid_until","rejection_reason","status","owner_id","control_id","task_id","submitted_by_id","reviewed_by_id","created_by_id","updated_by_id"}'::text[];
        BEGIN
            RETURN QUERY
            WITH undone AS MATERIALIZED (
                SELECT *
                FROM charter_undone(
                    'evidence', 'evidence'::regclass, $1, $2, charter_told || '{"created_at"}'::text[], charter_told
                )
            ), known AS (
                SELECT to_jsonb("~row") AS state, u.*
                FROM evidence AS "~row"
                LEFT JOIN undone AS u ON u.row_id = "~row".id
                WHERE ($2 IS NULL OR "~row".id = $2)
                    AND (u.row_id IS NOT NULL OR "~row".created_at <= $1) AND (
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
                )
                UNION ALL
                SELECT gone.state, u.*
                FROM undone AS u
                CROSS JOIN LATERAL (SELECT u.gone AS state OFFSET 0) AS gone
                CROSS JOIN LATERAL jsonb_populate_record(NULL::evidence, gone.state) AS "~row"
                WHERE gone.state IS NOT NULL
                    AND NOT EXISTS (SELECT FROM evidence AS r WHERE r.id = u.row_id) AND (
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
    op.execute("REVOKE ALL ON FUNCTION charter_past_evidence(timestamptz, uuid) FROM PUBLIC")


def downgrade() -> None:
    op.execute("DROP FUNCTION charter_past_evidence(timestamptz, uuid)")
    op.execute("DROP FUNCTION charter_last_evidence(uuid)")
    op.execute("DROP FUNCTION charter_past_control_mapping(timestamptz, uuid)")
    op.execute("DROP FUNCTION charter_last_control_mapping(uuid)")
    op.execute("DROP FUNCTION charter_past_control(timestamptz, uuid)")
    op.execute("DROP FUNCTION charter_last_control(uuid)")
    op.execute("DROP FUNCTION charter_past_requirement(timestamptz, uuid)")
    op.execute("DROP FUNCTION charter_last_requirement(uuid)")
