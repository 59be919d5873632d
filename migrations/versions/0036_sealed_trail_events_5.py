"""Sealed trail: events 5."""

from __future__ import annotations

from alembic import op

revision = "290ab1977901"
down_revision = "abfc7cd533b6"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        -- AFTER INSERT OR UPDATE OR DELETE: exactly one event for each row that changed.
        -- `changes` leaves out what the event says itself: id (entity_id), version (the number of the
        -- row's own events), who and when (actor_id, occurred_at). An update that changes nothing else
        -- has no event, but for an updated_by_id that a deleted user left empty.
        CREATE OR REPLACE FUNCTION charter_audit_task() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        SET timezone = 'UTC'
        SET intervalstyle = 'iso_8601'
        SET extra_float_digits = 1
        AS $function$
        DECLARE
            origin text := coalesce(nullif(current_setting('charter.source', true), ''), 'sql');
            request text := nullif(current_setting('charter.request_id', true), '');
            asked text := coalesce(current_setting('charter.action', true), '');
            word text := 'update';
            row_id uuid;
            changed jsonb := '{}';
        BEGIN
            IF TG_OP = 'UPDATE' THEN
                row_id := NEW.id;
                IF NEW.ref IS DISTINCT FROM OLD.ref THEN changed := changed || jsonb_build_object('ref', jsonb_build_array(OLD.ref, NEW.ref)); END IF;
                IF NEW.title IS DISTINCT FROM OLD.title THEN changed := changed || jsonb_build_object('title', jsonb_build_array(OLD.title, NEW.title)); END IF;
                IF NEW.description IS DISTINCT FROM OLD.description THEN changed := changed || jsonb_build_object('description', jsonb_build_array(OLD.description, NEW.description)); END IF;
                IF NEW.priority IS DISTINCT FROM OLD.priority THEN changed := changed || jsonb_build_object('priority', jsonb_build_array(OLD.priority, NEW.priority)); END IF;
                IF NEW.due_on IS DISTINCT FROM OLD.due_on THEN changed := changed || jsonb_build_object('due_on', jsonb_build_array(OLD.due_on, NEW.due_on)); END IF;
                IF NEW.started_at IS DISTINCT FROM OLD.started_at THEN changed := changed || jsonb_build_object('started_at', jsonb_build_array(OLD.started_at, NEW.started_at)); END IF;
                IF NEW.completed_at IS DISTINCT FROM OLD.completed_at THEN changed := changed || jsonb_build_object('completed_at', jsonb_build_array(OLD.completed_at, NEW.completed_at)); END IF;
                IF NEW.recurrence IS DISTINCT FROM OLD.recurrence THEN changed := changed || jsonb_build_object('recurrence', jsonb_build_array(OLD.recurrence, NEW.recurrence)); END IF;
                IF NEW.effort_hours IS DISTINCT FROM OLD.effort_hours THEN changed := changed || jsonb_build_object('effort_hours', jsonb_build_array(OLD.effort_hours, NEW.effort_hours)); END IF;
                IF NEW.requires_evidence IS DISTINCT FROM OLD.requires_evidence THEN changed := changed || jsonb_build_object('requires_evidence', jsonb_build_array(OLD.requires_evidence, NEW.requires_evidence)); END IF;
                IF NEW.resolution_note IS DISTINCT FROM OLD.resolution_note THEN changed := changed || jsonb_build_object('resolution_note', jsonb_build_array(OLD.resolution_note, NEW.resolution_note)); END IF;
                IF NEW.status IS DISTINCT FROM OLD.status THEN changed := changed || jsonb_build_object('status', jsonb_build_array(OLD.status, NEW.status)); END IF;
                IF NEW.assignee_id IS DISTINCT FROM OLD.assignee_id THEN changed := changed || jsonb_build_object('assignee_id', jsonb_build_array(OLD.assignee_id, NEW.assignee_id)); END IF;
                IF NEW.reporter_id IS DISTINCT FROM OLD.reporter_id THEN changed := changed || jsonb_build_object('reporter_id', jsonb_build_array(OLD.reporter_id, NEW.reporter_id)); END IF;
                IF NEW.subject_type IS DISTINCT FROM OLD.subject_type THEN changed := changed || jsonb_build_object('subject_type', jsonb_build_array(OLD.subject_type, NEW.subject_type)); END IF;
                IF NEW.subject_id IS DISTINCT FROM OLD.subject_id THEN changed := changed || jsonb_build_object('subject_id', jsonb_build_array(OLD.subject_id, NEW.subject_id)); END IF;
                IF NEW.risk_id IS DISTINCT FROM OLD.risk_id THEN changed := changed || jsonb_build_object('risk_id', jsonb_build_array(OLD.risk_id, NEW.risk_id)); END IF;
                IF NEW.control_id IS DISTINCT FROM OLD.control_id THEN changed := changed || jsonb_build_object('control_id', jsonb_build_array(OLD.control_id, NEW.control_id)); END IF;
                IF NEW.plan_id IS DISTINCT FROM OLD.plan_id THEN changed := changed || jsonb_build_object('plan_id', jsonb_build_array(OLD.plan_id, NEW.plan_id)); END IF;
                IF NEW.project_id IS DISTINCT FROM OLD.project_id THEN changed := changed || jsonb_build_object('project_id', jsonb_build_array(OLD.project_id, NEW.project_id)); END IF;
                IF NEW.parent_id IS DISTINCT FROM OLD.parent_id THEN changed := changed || jsonb_build_object('parent_id', jsonb_build_array(OLD.parent_id, NEW.parent_id)); END IF;
                IF NEW.previous_id IS DISTINCT FROM OLD.previous_id THEN changed := changed || jsonb_build_object('previous_id', jsonb_build_array(OLD.previous_id, NEW.previous_id)); END IF;
                IF NEW.created_at IS DISTINCT FROM OLD.created_at THEN changed := changed || jsonb_build_object('created_at', jsonb_build_array(OLD.created_at, NEW.created_at)); END IF;
                IF NEW.created_by_id IS DISTINCT FROM OLD.created_by_id THEN changed := changed || jsonb_build_object('created_by_id', jsonb_build_array(OLD.created_by_id, NEW.created_by_id)); END IF;
                IF changed = '{}' THEN
                    IF NEW.updated_by_id IS NOT DISTINCT FROM OLD.updated_by_id THEN
                        RETURN NULL;
                    END IF;
                    changed := jsonb_build_object('updated_by_id', jsonb_build_array(OLD.updated_by_id, NEW.updated_by_id));
                END IF;
                -- Whoever writes says which action this is; the owner's own words are the owner's alone.
                IF word = 'update' AND asked NOT IN (
                    '', 'create', 'read', 'delete', 'restore', 'link', 'unlink', 'migrate', 'retire'
                ) AND (
                    (asked <> 'erase' AND current_setting('charter.entity_type', true) = 'task')
                    OR (asked = 'erase' AND pg_has_role(session_user, current_user, 'MEMBER'))
                ) THEN
                    word := asked;
                END IF;
            ELSIF TG_OP = 'INSERT' THEN
                row_id := NEW.id;
                word := 'create';
                changed := changed || jsonb_build_object(
                    'ref', jsonb_build_array(NULL, NEW.ref),
                    'title', jsonb_build_array(NULL, NEW.title),
                    'priority', jsonb_build_array(NULL, NEW.priority),
                    'recurrence', jsonb_build_array(NULL, NEW.recurrence),
                    'requires_evidence', jsonb_build_array(NULL, NEW.requires_evidence),
                    'status', jsonb_build_array(NULL, NEW.status)
                );
                IF NEW.description IS NOT NULL THEN changed := changed || jsonb_build_object('description', jsonb_build_array(NULL, NEW.description)); END IF;
                IF NEW.due_on IS NOT NULL THEN changed := changed || jsonb_build_object('due_on', jsonb_build_array(NULL, NEW.due_on)); END IF;
                IF NEW.started_at IS NOT NULL THEN changed := changed || jsonb_build_object('started_at', jsonb_build_array(NULL, NEW.started_at)); END IF;
                IF NEW.completed_at IS NOT NULL THEN changed := changed || jsonb_build_object('completed_at', jsonb_build_array(NULL, NEW.completed_at)); END IF;
                IF NEW.effort_hours IS NOT NULL THEN changed := changed || jsonb_build_object('effort_hours', jsonb_build_array(NULL, NEW.effort_hours)); END IF;
                IF NEW.resolution_note IS NOT NULL THEN changed := changed || jsonb_build_object('resolution_note', jsonb_build_array(NULL, NEW.resolution_note)); END IF;
                IF NEW.assignee_id IS NOT NULL THEN changed := changed || jsonb_build_object('assignee_id', jsonb_build_array(NULL, NEW.assignee_id)); END IF;
                IF NEW.reporter_id IS NOT NULL THEN changed := changed || jsonb_build_object('reporter_id', jsonb_build_array(NULL, NEW.reporter_id)); END IF;
                IF NEW.subject_type IS NOT NULL THEN changed := changed || jsonb_build_object('subject_type', jsonb_build_array(NULL, NEW.subject_type)); END IF;
                IF NEW.subject_id IS NOT NULL THEN changed := changed || jsonb_build_object('subject_id', jsonb_build_array(NULL, NEW.subject_id)); END IF;
                IF NEW.risk_id IS NOT NULL THEN changed := changed || jsonb_build_object('risk_id', jsonb_build_array(NULL, NEW.risk_id)); END IF;
                IF NEW.control_id IS NOT NULL THEN changed := changed || jsonb_build_object('control_id', jsonb_build_array(NULL, NEW.control_id)); END IF;
                IF NEW.plan_id IS NOT NULL THEN changed := changed || jsonb_build_object('plan_id', jsonb_build_array(NULL, NEW.plan_id)); END IF;
                IF NEW.project_id IS NOT NULL THEN changed := changed || jsonb_build_object('project_id', jsonb_build_array(NULL, NEW.project_id)); END IF;
                IF NEW.parent_id IS NOT NULL THEN changed := changed || jsonb_build_object('parent_id', jsonb_build_array(NULL, NEW.parent_id)); END IF;
                IF NEW.previous_id IS NOT NULL THEN changed := changed || jsonb_build_object('previous_id', jsonb_build_array(NULL, NEW.previous_id)); END IF;
            ELSE
                row_id := OLD.id;
                word := 'delete';
                SELECT jsonb_object_agg(key, jsonb_build_array(value, NULL)) INTO changed
                FROM jsonb_each(to_jsonb(OLD) - '{"id","updated_at","updated_by_id","version"}'::text[]) WHERE value <> 'null';
            END IF;
            INSERT INTO audit_events (
                actor_id, actor_email, actor_roles, action, entity_type, entity_id, changes, marks,
                reason, outcome, rule, request_id, client_ip, source
            ) VALUES (
                nullif(current_setting('charter.actor', true), '')::uuid,
                nullif(current_setting('charter.actor_email', true), ''),
                translate(
                    coalesce(nullif(current_setting('charter.actor_roles', true), ''), '[]'), '[]"', '{}'
                )::text[],
                word, 'task', row_id, changed, NULL,
                nullif(current_setting('charter.reason', true), ''), 'success',
                nullif(current_setting('charter.rule', true), ''),
                CASE WHEN request IS NULL AND origin = 'sql' THEN 'sql:' || session_user ELSE request END,
                nullif(current_setting('charter.client_ip', true), ''),
                origin
            );
            RETURN NULL;
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_audit_task() FROM PUBLIC")
    op.execute(
        """
        -- A row as it is, softly deleted or not, else as it was when it was deleted for good, as JSON
        -- without secrets; none where that is beyond what the caller may read.
        CREATE OR REPLACE FUNCTION charter_last_user(uuid) RETURNS SETOF jsonb
        LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1
        SET search_path = public, pg_temp
        SET timezone = 'UTC'
        SET intervalstyle = 'iso_8601'
        AS $function$
        DECLARE
            charter_state jsonb := (SELECT to_jsonb(known) FROM users AS known WHERE known.id = $1);
        BEGIN
            IF charter_state IS NULL THEN
                charter_state := charter_gone(
                    'user', 'users'::regclass, $1, '{"email","full_name","password_hash","kind","department","job_title","locale","is_active","external_subject","deactivated_at","business_unit_id","manager_id","created_by_id","updated_by_id"}'::text[]
                );
            END IF;
            RETURN QUERY SELECT charter_state - '{"password_hash"}'::text[]
            FROM jsonb_populate_record(NULL::users, charter_state) AS "~row"
            WHERE charter_state IS NOT NULL AND (
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
    op.execute("REVOKE ALL ON FUNCTION charter_last_user(uuid) FROM PUBLIC")
    op.execute(
        """
        -- The rows as they stood at a moment, or the one of that id, as JSON without secrets. Who may read
        -- a row as it is now, or as it was when it was deleted for good, sees its past.
        CREATE OR REPLACE FUNCTION charter_past_user(timestamptz, uuid) RETURNS SETOF jsonb
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        SET timezone = 'UTC'
        SET intervalstyle = 'iso_8601'
        SET plan_cache_mode = force_custom_plan
        AS $function$
        DECLARE
            charter_told text[] := '{"email","full_name","password_hash","kind","department","job_title","locale","is_active","external_subject","deactivated_at","business_unit_id","manager_id","created_by_id","updated_by_id"}'::text[];
        BEGIN
            RETURN QUERY
            WITH undone AS MATERIALIZED (
                SELECT *
                FROM charter_undone(
                    'user', 'users'::regclass, $1, $2, charter_told || '{"created_at","last_login_at"}'::text[], charter_told
                )
            ), known AS (
                SELECT to_jsonb("~row") - '{"password_hash"}'::text[] AS state, u.*
                FROM users AS "~row"
                LEFT JOIN undone AS u ON u.row_id = "~row".id
                WHERE ($2 IS NULL OR "~row".id = $2)
                    AND (u.row_id IS NOT NULL OR "~row".created_at <= $1) AND (
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
                )
                UNION ALL
                SELECT gone.state - '{"password_hash"}'::text[], u.*
                FROM undone AS u
                CROSS JOIN LATERAL (SELECT u.gone AS state OFFSET 0) AS gone
                CROSS JOIN LATERAL jsonb_populate_record(NULL::users, gone.state) AS "~row"
                WHERE gone.state IS NOT NULL
                    AND NOT EXISTS (SELECT FROM users AS r WHERE r.id = u.row_id) AND (
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
                )
            )
            SELECT CASE WHEN k.row_id IS NULL THEN k.state ELSE p.state END
            FROM known AS k
            CROSS JOIN LATERAL (
                SELECT CASE
                    WHEN k.row_id IS NULL THEN k.state
                    ELSE (k.state || k.found || k.stamp || jsonb_build_object(
                        'version', (k.state ->> 'version')::integer - k.versions
                    )) - '{"password_hash"}'::text[]
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
    op.execute("REVOKE ALL ON FUNCTION charter_past_user(timestamptz, uuid) FROM PUBLIC")
    op.execute(
        """
        -- A row as it is, softly deleted or not, else as it was when it was deleted for good, as JSON
        -- without secrets; none where that is beyond what the caller may read.
        CREATE OR REPLACE FUNCTION charter_last_role_assignment(uuid) RETURNS SETOF jsonb
        LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1
        SET search_path = public, pg_temp
        SET timezone = 'UTC'
        SET intervalstyle = 'iso_8601'
        AS $function$
        DECLARE
            charter_state jsonb := (SELECT to_jsonb(known) FROM role_assignments AS known WHERE known.id = $1);
        BEGIN
            IF charter_state IS NULL THEN
                charter_state := charter_gone(
                    'role_assignment', 'role_assignments'::regclass, $1, '{"role","valid_from","valid_until","reason","user_id","scope_type","scope_id","granted_by_id","created_by_id","updated_by_id"}'::text[]
                );
            END IF;
            RETURN QUERY SELECT charter_state
            FROM jsonb_populate_record(NULL::role_assignments, charter_state) AS "~row"
            WHERE charter_state IS NOT NULL AND (
                CASE
                    WHEN (SELECT charter_reach('role_assignment.read')) = 'any' THEN true
                    WHEN (SELECT charter_granted('role_assignment.read', '{own}')) & (
                        CASE WHEN "~row".user_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                    ) <> 0 THEN true
                    WHEN (SELECT charter_beyond('role_assignment.read', '{own}'))
                        AND charter_reaches_role_assignment('role_assignment.read', "~row".user_id) THEN true
                    ELSE false
                END
            );
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_last_role_assignment(uuid) FROM PUBLIC")
    op.execute(
        """
        -- The rows as they stood at a moment, or the one of that id, as JSON without secrets. Who may read
        -- a row as it is now, or as it was when it was deleted for good, sees its past.
        CREATE OR REPLACE FUNCTION charter_past_role_assignment(timestamptz, uuid) RETURNS SETOF jsonb
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        SET timezone = 'UTC'
        SET intervalstyle = 'iso_8601'
        SET plan_cache_mode = force_custom_plan
        AS $function$
        DECLARE
            charter_told text[] := '{"role","valid_from","valid_until","reason","user_id","scope_type","scope_id","granted_by_id","created_by_id","updated_by_id"}'::text[];
        BEGIN
            RETURN QUERY
            WITH undone AS MATERIALIZED (
                SELECT *
                FROM charter_undone(
                    'role_assignment', 'role_assignments'::regclass, $1, $2, charter_told || '{"created_at"}'::text[], charter_told
                )
            ), known AS (
                SELECT to_jsonb("~row") AS state, u.*
                FROM role_assignments AS "~row"
                LEFT JOIN undone AS u ON u.row_id = "~row".id
                WHERE ($2 IS NULL OR "~row".id = $2)
                    AND (u.row_id IS NOT NULL OR "~row".created_at <= $1) AND (
                    CASE
                        WHEN (SELECT charter_reach('role_assignment.read')) = 'any' THEN true
                        WHEN (SELECT charter_granted('role_assignment.read', '{own}')) & (
                            CASE WHEN "~row".user_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                        ) <> 0 THEN true
                        WHEN (SELECT charter_beyond('role_assignment.read', '{own}'))
                            AND charter_reaches_role_assignment('role_assignment.read', "~row".user_id) THEN true
                        ELSE false
                    END
                )
                UNION ALL
                SELECT gone.state, u.*
                FROM undone AS u
                CROSS JOIN LATERAL (SELECT u.gone AS state OFFSET 0) AS gone
                CROSS JOIN LATERAL jsonb_populate_record(NULL::role_assignments, gone.state) AS "~row"
                WHERE gone.state IS NOT NULL
                    AND NOT EXISTS (SELECT FROM role_assignments AS r WHERE r.id = u.row_id) AND (
                    CASE
                        WHEN (SELECT charter_reach('role_assignment.read')) = 'any' THEN true
                        WHEN (SELECT charter_granted('role_assignment.read', '{own}')) & (
                            CASE WHEN "~row".user_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                        ) <> 0 THEN true
                        WHEN (SELECT charter_beyond('role_assignment.read', '{own}'))
                            AND charter_reaches_role_assignment('role_assignment.read', "~row".user_id) THEN true
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
    op.execute("REVOKE ALL ON FUNCTION charter_past_role_assignment(timestamptz, uuid) FROM PUBLIC")
    op.execute(
        """
        -- A row as it is, softly deleted or not, else as it was when it was deleted for good, as JSON
        -- without secrets; none where that is beyond what the caller may read.
        CREATE OR REPLACE FUNCTION charter_last_refresh_token(uuid) RETURNS SETOF jsonb
        LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 1
        SET search_path = public, pg_temp
        SET timezone = 'UTC'
        SET intervalstyle = 'iso_8601'
        AS $function$
        DECLARE
            charter_state jsonb := (SELECT to_jsonb(known) FROM refresh_tokens AS known WHERE known.id = $1);
        BEGIN
            IF charter_state IS NULL THEN
                charter_state := charter_gone(
                    'refresh_token', 'refresh_tokens'::regclass, $1, '{"token_hash","family_id","expires_at","rotated_at","revoked_at","revoke_reason","client_ip","user_agent","user_id","replaced_by_id","created_by_id","updated_by_id"}'::text[]
                );
            END IF;
            RETURN QUERY SELECT charter_state - '{"token_hash"}'::text[]
            FROM jsonb_populate_record(NULL::refresh_tokens, charter_state) AS "~row"
            WHERE charter_state IS NOT NULL AND (
                CASE
                    WHEN (SELECT charter_reach('refresh_token.read')) = 'any' THEN true
                    WHEN (SELECT charter_granted('refresh_token.read', '{own}')) & (
                        CASE WHEN "~row".user_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                    ) <> 0 THEN true
                    WHEN (SELECT charter_beyond('refresh_token.read', '{own}'))
                        AND charter_reaches_refresh_token('refresh_token.read', "~row".user_id) THEN true
                    ELSE false
                END
            );
        END
        $function$
        """
    )
    op.execute("REVOKE ALL ON FUNCTION charter_last_refresh_token(uuid) FROM PUBLIC")
    op.execute(
        """
        -- The rows as they stood at a moment, or the one of that id, as JSON without secrets. Who may read
        -- a row as it is now, or as it was when it was deleted for good, sees its past.
        CREATE OR REPLACE FUNCTION charter_past_refresh_token(timestamptz, uuid) RETURNS SETOF jsonb
        LANGUAGE plpgsql STABLE SECURITY DEFINER
        SET search_path = public, pg_temp
        SET timezone = 'UTC'
        SET intervalstyle = 'iso_8601'
        SET plan_cache_mode = force_custom_plan
        AS $function$
        DECLARE
            charter_told text[] := '{"token_hash","family_id","expires_at","rotated_at","revoked_at","revoke_reason","client_ip","user_agent","user_id","replaced_by_id","created_by_id","updated_by_id"}'::text[];
        BEGIN
            RETURN QUERY
            WITH undone AS MATERIALIZED (
                SELECT *
                FROM charter_undone(
                    'refresh_token', 'refresh_tokens'::regclass, $1, $2, charter_told || '{"created_at"}'::text[], charter_told
                )
            ), known AS (
                SELECT to_jsonb("~row") - '{"token_hash"}'::text[] AS state, u.*
                FROM refresh_tokens AS "~row"
                LEFT JOIN undone AS u ON u.row_id = "~row".id
                WHERE ($2 IS NULL OR "~row".id = $2)
                    AND (u.row_id IS NOT NULL OR "~row".created_at <= $1) AND (
                    CASE
                        WHEN (SELECT charter_reach('refresh_token.read')) = 'any' THEN true
                        WHEN (SELECT charter_granted('refresh_token.read', '{own}')) & (
                            CASE WHEN "~row".user_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                        ) <> 0 THEN true
                        WHEN (SELECT charter_beyond('refresh_token.read', '{own}'))
                            AND charter_reaches_refresh_token('refresh_token.read', "~row".user_id) THEN true
                        ELSE false
                    END
                )
                UNION ALL
                SELECT gone.state - '{"token_hash"}'::text[], u.*
                FROM undone AS u
                CROSS JOIN LATERAL (SELECT u.gone AS state OFFSET 0) AS gone
                CROSS JOIN LATERAL jsonb_populate_record(NULL::refresh_tokens, gone.state) AS "~row"
                WHERE gone.state IS NOT NULL
                    AND NOT EXISTS (SELECT FROM refresh_tokens AS r WHERE r.id = u.row_id) AND (
                    CASE
                        WHEN (SELECT charter_reach('refresh_token.read')) = 'any' THEN true
                        WHEN (SELECT charter_granted('refresh_token.read', '{own}')) & (
                            CASE WHEN "~row".user_id = (SELECT charter_actor()) THEN 1 ELSE 0 END
                        ) <> 0 THEN true
                        WHEN (SELECT charter_beyond('refresh_token.read', '{own}'))
                            AND charter_reaches_refresh_token('refresh_token.read', "~row".user_id) THEN true
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
                    )) - '{"token_hash"}'::text[]
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
    op.execute("REVOKE ALL ON FUNCTION charter_past_refresh_token(timestamptz, uuid) FROM PUBLIC")


def downgrade() -> None:
    op.execute("DROP FUNCTION charter_past_refresh_token(timestamptz, uuid)")
    op.execute("DROP FUNCTION charter_last_refresh_token(uuid)")
    op.execute("DROP FUNCTION charter_past_role_assignment(timestamptz, uuid)")
    op.execute("DROP FUNCTION charter_last_role_assignment(uuid)")
    op.execute("DROP FUNCTION charter_past_user(timestamptz, uuid)")
    op.execute("DROP FUNCTION charter_last_user(uuid)")
    op.execute("DROP FUNCTION charter_audit_task()")
