"""Sealed trail: events 9."""

from __future__ import annotations

from alembic import op

revision = "1c324b0991b9"
down_revision = "7516b01ffea9"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        -- The rows as they stood at a moment, or the one of that id, as JSON without secrets. Who may read
        -- a row as it is now, or as it was when it was deleted for good, sees its past.
        CREATE OR REPLACE FUNCTION charter_past_risk_acceptance(timestamptz, uuid) RETURNS SETOF jsonb
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        SET timezone = 'UTC'
        SET intervalstyle = 'iso_8601'
        SET plan_cache_mode = force_custom_plan
        AS $function$
        DECLARE
            charter_told text[] := '{"title","justification","conditions","valid_until","score_snapshot","decided_at","decision_note","status","risk_id","requester_id","approver_id","created_by_id","updated_by_id","deleted_at"}'::text[];
        BEGIN
            RETURN QUERY
            WITH undone AS MATERIALIZED (
                SELECT *
                FROM charter_undone(
                    'risk_acceptance', 'risk_acceptances'::regclass, $1, $2, charter_told || '{"created_at"}'::text[], charter_told
                )
            ), known AS (
                SELECT to_jsonb("~row") AS state, u.*
                FROM risk_acceptances AS "~row"
                LEFT JOIN undone AS u ON u.row_id = "~row".id
                WHERE ($2 IS NULL OR "~row".id = $2)
                    AND (u.row_id IS NOT NULL OR "~row".created_at <= $1) AND (
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
                )
                UNION ALL
                SELECT gone.state, u.*
                FROM undone AS u
                CROSS JOIN LATERAL (SELECT u.gone AS state OFFSET 0) AS gone
                CROSS JOIN LATERAL jsonb_populate_record(NULL::risk_acceptances, gone.state) AS "~row"
                WHERE gone.state IS NOT NULL
                    AND NOT EXISTS (SELECT FROM risk_acceptances AS r WHERE r.id = u.row_id) AND (
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
                AND p.state ->> 'deleted_at' IS NULL
        ;
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_past_risk_acceptance(timestamptz, uuid) FROM PUBLIC")
    op.execute(
        """
        -- A row as it is, softly deleted or not, else as it was when it was deleted for good, as JSON
        -- without secrets; none where that is beyond what the caller may read.
        CREATE OR REPLACE FUNCTION charter_last_task(uuid) RETURNS SETOF jsonb
        LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1
        SET search_path = public, pg_temp
        SET timezone = 'UTC'
        SET intervalstyle = 'iso_8601'
        AS $function$
        DECLARE
            charter_state jsonb := (SELECT to_jsonb(known) FROM tasks AS known WHERE known.id = $1);
        BEGIN
            IF charter_state IS NULL THEN
                charter_state := charter_gone(
                    'task', 'tasks'::regclass, $1, '{"ref","title","description","priority","due_on","started_at","completed_at","recurrence","effort_hours","requires_evidence","resolution_note","status","assignee_id","reporter_id","subject_type","subject_id","risk_id","control_id","plan_id","project_id","parent_id","previous_id","created_by_id","updated_by_id"}'::text[]
                );
            END IF;
            RETURN QUERY SELECT charter_state
            FROM jsonb_populate_record(NULL::tasks, charter_state) AS "~row"
            WHERE charter_state IS NOT NULL AND (
                CASE
                    WHEN (SELECT charter_reach('task.read')) = 'any' THEN true
                    WHEN (SELECT charter_granted('task.read', '{own,assigned,assigned_plain,reported}')) & (
                        CASE WHEN "~row".assignee_id = (SELECT charter_actor()) or "~row".reporter_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                        | CASE WHEN "~row".assignee_id = (SELECT charter_actor()) THEN 2 ELSE 0 END
                        | CASE WHEN "~row".assignee_id = (SELECT charter_actor()) and not "~row".requires_evidence THEN 4 ELSE 0 END
                        | CASE WHEN "~row".reporter_id = (SELECT charter_actor()) THEN 8 ELSE 0 END
                    ) <> 0 THEN true
                    WHEN cardinality((SELECT charter_limits('task.read', 'project'))::uuid[]) > 0
                        AND ("~row".project_id) = any((SELECT charter_limits('task.read', 'project'))::uuid[]) THEN true
                    WHEN cardinality((SELECT charter_limits('task.read', 'business_unit'))::uuid[]) > 0
                        AND "~row".assignee_id in (select charter_keys_task_within_business_unit((SELECT charter_limits('task.read', 'business_unit'))::uuid[])) THEN true
                    WHEN (SELECT charter_beyond('task.read', '{own,assigned,assigned_plain,reported}'))
                        AND charter_reaches_task('task.read', "~row".assignee_id, "~row".project_id, "~row".reporter_id, "~row".requires_evidence) THEN true
                    ELSE false
                END
            );
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_last_task(uuid) FROM PUBLIC")
    op.execute(
        """
        -- The rows as they stood at a moment, or the one of that id, as JSON without secrets. Who may read
        -- a row as it is now, or as it was when it was deleted for good, sees its past.
        CREATE OR REPLACE FUNCTION charter_past_task(timestamptz, uuid) RETURNS SETOF jsonb
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        SET timezone = 'UTC'
        SET intervalstyle = 'iso_8601'
        SET plan_cache_mode = force_custom_plan
        AS $function$
        DECLARE
            charter_told text[] := '{"ref","title","description","priority","due_on","started_at","completed_at","recurrence","effort_hours","requires_evidence","resolution_note","status","assignee_id","reporter_id","subject_type","subject_id","risk_id","control_id","plan_id","project_id","parent_id","previous_id","created_by_id","updated_by_id"}'::text[];
        BEGIN
            RETURN QUERY
            WITH undone AS MATERIALIZED (
                SELECT *
                FROM charter_undone(
                    'task', 'tasks'::regclass, $1, $2, charter_told || '{"created_at"}'::text[], charter_told
                )
            ), known AS (
                SELECT to_jsonb("~row") AS state, u.*
                FROM tasks AS "~row"
                LEFT JOIN undone AS u ON u.row_id = "~row".id
                WHERE ($2 IS NULL OR "~row".id = $2)
                    AND (u.row_id IS NOT NULL OR "~row".created_at <= $1) AND (
                    CASE
                        WHEN (SELECT charter_reach('task.read')) = 'any' THEN true
                        WHEN (SELECT charter_granted('task.read', '{own,assigned,assigned_plain,reported}')) & (
                            CASE WHEN "~row".assignee_id = (SELECT charter_actor()) or "~row".reporter_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                            | CASE WHEN "~row".assignee_id = (SELECT charter_actor()) THEN 2 ELSE 0 END
                            | CASE WHEN "~row".assignee_id = (SELECT charter_actor()) and not "~row".requires_evidence THEN 4 ELSE 0 END
                            | CASE WHEN "~row".reporter_id = (SELECT charter_actor()) THEN 8 ELSE 0 END
                        ) <> 0 THEN true
                        WHEN cardinality((SELECT charter_limits('task.read', 'project'))::uuid[]) > 0
                            AND ("~row".project_id) = any((SELECT charter_limits('task.read', 'project'))::uuid[]) THEN true
                        WHEN cardinality((SELECT charter_limits('task.read', 'business_unit'))::uuid[]) > 0
                            AND "~row".assignee_id in (select charter_keys_task_within_business_unit((SELECT charter_limits('task.read', 'business_unit'))::uuid[])) THEN true
                        WHEN (SELECT charter_beyond('task.read', '{own,assigned,assigned_plain,reported}'))
                            AND charter_reaches_task('task.read', "~row".assignee_id, "~row".project_id, "~row".reporter_id, "~row".requires_evidence) THEN true
                        ELSE false
                    END
                )
                UNION ALL
                SELECT gone.state, u.*
                FROM undone AS u
                CROSS JOIN LATERAL (SELECT u.gone AS state OFFSET 0) AS gone
                CROSS JOIN LATERAL jsonb_populate_record(NULL::tasks, gone.state) AS "~row"
                WHERE gone.state IS NOT NULL
                    AND NOT EXISTS (SELECT FROM tasks AS r WHERE r.id = u.row_id) AND (
                    CASE
                        WHEN (SELECT charter_reach('task.read')) = 'any' THEN true
                        WHEN (SELECT charter_granted('task.read', '{own,assigned,assigned_plain,reported}')) & (
                            CASE WHEN "~row".assignee_id = (SELECT charter_actor()) or "~row".reporter_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                            | CASE WHEN "~row".assignee_id = (SELECT charter_actor()) THEN 2 ELSE 0 END
                            | CASE WHEN "~row".assignee_id = (SELECT charter_actor()) and not "~row".requires_evidence THEN 4 ELSE 0 END
                            | CASE WHEN "~row".reporter_id = (SELECT charter_actor()) THEN 8 ELSE 0 END
                        ) <> 0 THEN true
                        WHEN cardinality((SELECT charter_limits('task.read', 'project'))::uuid[]) > 0
                            AND ("~row".project_id) = any((SELECT charter_limits('task.read', 'project'))::uuid[]) THEN true
                        WHEN cardinality((SELECT charter_limits('task.read', 'business_unit'))::uuid[]) > 0
                            AND "~row".assignee_id in (select charter_keys_task_within_business_unit((SELECT charter_limits('task.read', 'business_unit'))::uuid[])) THEN true
                        WHEN (SELECT charter_beyond('task.read', '{own,assigned,assigned_plain,reported}'))
                            AND charter_reaches_task('task.read', "~row".assignee_id, "~row".project_id, "~row".reporter_id, "~row".requires_evidence) THEN true
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
    op.execute("REVOKE ALL ON FUNCTION charter_past_task(timestamptz, uuid) FROM PUBLIC")


def downgrade() -> None:
    op.execute("DROP FUNCTION charter_past_task(timestamptz, uuid)")
    op.execute("DROP FUNCTION charter_last_task(uuid)")
    op.execute("DROP FUNCTION charter_past_risk_acceptance(timestamptz, uuid)")
