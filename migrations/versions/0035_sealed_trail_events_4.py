"""Sealed trail: events 4."""

from __future__ import annotations

from alembic import op

revision = "abfc7cd533b6"
down_revision = "325d69bdd309"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        -- AFTER INSERT OR UPDATE OR DELETE: exactly one event for each row that changed.
        -- `changes` leaves out what the event says itself: id (entity_id), version (the number of the
        -- row's own events), who and when (actor_id, occurred_at). An update that changes nothing else
        -- has no event, but for an updated_by_id that a deleted user left empty.
        CREATE OR REPLACE FUNCTION charter_audit_risk() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        SET timezone = 'UTC'
        SET intervalstyle = 'iso_8601'
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
                IF NEW.category IS DISTINCT FROM OLD.category THEN changed := changed || jsonb_build_object('category', jsonb_build_array(OLD.category, NEW.category)); END IF;
                IF NEW.source IS DISTINCT FROM OLD.source THEN changed := changed || jsonb_build_object('source', jsonb_build_array(OLD.source, NEW.source)); END IF;
                IF NEW.threat IS DISTINCT FROM OLD.threat THEN changed := changed || jsonb_build_object('threat', jsonb_build_array(OLD.threat, NEW.threat)); END IF;
                IF NEW.vulnerability IS DISTINCT FROM OLD.vulnerability THEN changed := changed || jsonb_build_object('vulnerability', jsonb_build_array(OLD.vulnerability, NEW.vulnerability)); END IF;
                IF NEW.inherent_likelihood IS DISTINCT FROM OLD.inherent_likelihood THEN changed := changed || jsonb_build_object('inherent_likelihood', jsonb_build_array(OLD.inherent_likelihood, NEW.inherent_likelihood)); END IF;
                IF NEW.inherent_impact IS DISTINCT FROM OLD.inherent_impact THEN changed := changed || jsonb_build_object('inherent_impact', jsonb_build_array(OLD.inherent_impact, NEW.inherent_impact)); END IF;
                IF NEW.inherent_level IS DISTINCT FROM OLD.inherent_level THEN changed := changed || jsonb_build_object('inherent_level', jsonb_build_array(OLD.inherent_level, NEW.inherent_level)); END IF;
                IF NEW.residual_likelihood IS DISTINCT FROM OLD.residual_likelihood THEN changed := changed || jsonb_build_object('residual_likelihood', jsonb_build_array(OLD.residual_likelihood, NEW.residual_likelihood)); END IF;
                IF NEW.residual_impact IS DISTINCT FROM OLD.residual_impact THEN changed := changed || jsonb_build_object('residual_impact', jsonb_build_array(OLD.residual_impact, NEW.residual_impact)); END IF;
                IF NEW.residual_level IS DISTINCT FROM OLD.residual_level THEN changed := changed || jsonb_build_object('residual_level', jsonb_build_array(OLD.residual_level, NEW.residual_level)); END IF;
                IF NEW.treatment IS DISTINCT FROM OLD.treatment THEN changed := changed || jsonb_build_object('treatment', jsonb_build_array(OLD.treatment, NEW.treatment)); END IF;
                IF NEW.above_appetite IS DISTINCT FROM OLD.above_appetite THEN changed := changed || jsonb_build_object('above_appetite', jsonb_build_array(OLD.above_appetite, NEW.above_appetite)); END IF;
                IF NEW.affects_confidentiality IS DISTINCT FROM OLD.affects_confidentiality THEN changed := changed || jsonb_build_object('affects_confidentiality', jsonb_build_array(OLD.affects_confidentiality, NEW.affects_confidentiality)); END IF;
                IF NEW.affects_integrity IS DISTINCT FROM OLD.affects_integrity THEN changed := changed || jsonb_build_object('affects_integrity', jsonb_build_array(OLD.affects_integrity, NEW.affects_integrity)); END IF;
                IF NEW.affects_availability IS DISTINCT FROM OLD.affects_availability THEN changed := changed || jsonb_build_object('affects_availability', jsonb_build_array(OLD.affects_availability, NEW.affects_availability)); END IF;
                IF NEW.involves_personal_data IS DISTINCT FROM OLD.involves_personal_data THEN changed := changed || jsonb_build_object('involves_personal_data', jsonb_build_array(OLD.involves_personal_data, NEW.involves_personal_data)); END IF;
                IF NEW.review_interval_days IS DISTINCT FROM OLD.review_interval_days THEN changed := changed || jsonb_build_object('review_interval_days', jsonb_build_array(OLD.review_interval_days, NEW.review_interval_days)); END IF;
                IF NEW.next_review_on IS DISTINCT FROM OLD.next_review_on THEN changed := changed || jsonb_build_object('next_review_on', jsonb_build_array(OLD.next_review_on, NEW.next_review_on)); END IF;
                IF NEW.closed_on IS DISTINCT FROM OLD.closed_on THEN changed := changed || jsonb_build_object('closed_on', jsonb_build_array(OLD.closed_on, NEW.closed_on)); END IF;
                IF NEW.status IS DISTINCT FROM OLD.status THEN changed := changed || jsonb_build_object('status', jsonb_build_array(OLD.status, NEW.status)); END IF;
                IF NEW.owner_id IS DISTINCT FROM OLD.owner_id THEN changed := changed || jsonb_build_object('owner_id', jsonb_build_array(OLD.owner_id, NEW.owner_id)); END IF;
                IF NEW.matrix_id IS DISTINCT FROM OLD.matrix_id THEN changed := changed || jsonb_build_object('matrix_id', jsonb_build_array(OLD.matrix_id, NEW.matrix_id)); END IF;
                IF NEW.business_unit_id IS DISTINCT FROM OLD.business_unit_id THEN changed := changed || jsonb_build_object('business_unit_id', jsonb_build_array(OLD.business_unit_id, NEW.business_unit_id)); END IF;
                IF NEW.project_id IS DISTINCT FROM OLD.project_id THEN changed := changed || jsonb_build_object('project_id', jsonb_build_array(OLD.project_id, NEW.project_id)); END IF;
                IF NEW.parent_id IS DISTINCT FROM OLD.parent_id THEN changed := changed || jsonb_build_object('parent_id', jsonb_build_array(OLD.parent_id, NEW.parent_id)); END IF;
                IF NEW.monitored_by_id IS DISTINCT FROM OLD.monitored_by_id THEN changed := changed || jsonb_build_object('monitored_by_id', jsonb_build_array(OLD.monitored_by_id, NEW.monitored_by_id)); END IF;
                IF NEW.created_at IS DISTINCT FROM OLD.created_at THEN changed := changed || jsonb_build_object('created_at', jsonb_build_array(OLD.created_at, NEW.created_at)); END IF;
                IF NEW.created_by_id IS DISTINCT FROM OLD.created_by_id THEN changed := changed || jsonb_build_object('created_by_id', jsonb_build_array(OLD.created_by_id, NEW.created_by_id)); END IF;
                IF NEW.deleted_at IS DISTINCT FROM OLD.deleted_at THEN changed := changed || jsonb_build_object('deleted_at', jsonb_build_array(OLD.deleted_at, NEW.deleted_at)); END IF;
                IF changed = '{}' THEN
                    IF NEW.updated_by_id IS NOT DISTINCT FROM OLD.updated_by_id THEN
                        RETURN NULL;
                    END IF;
                    changed := jsonb_build_object('updated_by_id', jsonb_build_array(OLD.updated_by_id, NEW.updated_by_id));
                ELSIF NEW.deleted_at IS DISTINCT FROM OLD.deleted_at THEN
                    word := CASE WHEN NEW.deleted_at IS NULL THEN 'restore' ELSE 'delete' END;
                END IF;
                -- Whoever writes says which action this is; the owner's own words are the owner's alone.
                IF word = 'update' AND asked NOT IN (
                    '', 'create', 'read', 'delete', 'restore', 'link', 'unlink', 'migrate', 'retire'
                ) AND (
                    (asked <> 'erase' AND current_setting('charter.entity_type', true) = 'risk')
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
                    'category', jsonb_build_array(NULL, NEW.category),
                    'source', jsonb_build_array(NULL, NEW.source),
                    'inherent_likelihood', jsonb_build_array(NULL, NEW.inherent_likelihood),
                    'inherent_impact', jsonb_build_array(NULL, NEW.inherent_impact),
                    'treatment', jsonb_build_array(NULL, NEW.treatment),
                    'above_appetite', jsonb_build_array(NULL, NEW.above_appetite),
                    'affects_confidentiality', jsonb_build_array(NULL, NEW.affects_confidentiality),
                    'affects_integrity', jsonb_build_array(NULL, NEW.affects_integrity),
                    'affects_availability', jsonb_build_array(NULL, NEW.affects_availability),
                    'involves_personal_data', jsonb_build_array(NULL, NEW.involves_personal_data),
                    'review_interval_days', jsonb_build_array(NULL, NEW.review_interval_days),
                    'status', jsonb_build_array(NULL, NEW.status),
                    'owner_id', jsonb_build_array(NULL, NEW.owner_id),
                    'matrix_id', jsonb_build_array(NULL, NEW.matrix_id)
                );
                IF NEW.description IS NOT NULL THEN changed := changed || jsonb_build_object('description', jsonb_build_array(NULL, NEW.description)); END IF;
                IF NEW.threat IS NOT NULL THEN changed := changed || jsonb_build_object('threat', jsonb_build_array(NULL, NEW.threat)); END IF;
                IF NEW.vulnerability IS NOT NULL THEN changed := changed || jsonb_build_object('vulnerability', jsonb_build_array(NULL, NEW.vulnerability)); END IF;
                IF NEW.inherent_level IS NOT NULL THEN changed := changed || jsonb_build_object('inherent_level', jsonb_build_array(NULL, NEW.inherent_level)); END IF;
                IF NEW.residual_likelihood IS NOT NULL THEN changed := changed || jsonb_build_object('residual_likelihood', jsonb_build_array(NULL, NEW.residual_likelihood)); END IF;
                IF NEW.residual_impact IS NOT NULL THEN changed := changed || jsonb_build_object('residual_impact', jsonb_build_array(NULL, NEW.residual_impact)); END IF;
                IF NEW.residual_level IS NOT NULL THEN changed := changed || jsonb_build_object('residual_level', jsonb_build_array(NULL, NEW.residual_level)); END IF;
                IF NEW.next_review_on IS NOT NULL THEN changed := changed || jsonb_build_object('next_review_on', jsonb_build_array(NULL, NEW.next_review_on)); END IF;
                IF NEW.closed_on IS NOT NULL THEN changed := changed || jsonb_build_object('closed_on', jsonb_build_array(NULL, NEW.closed_on)); END IF;
                IF NEW.business_unit_id IS NOT NULL THEN changed := changed || jsonb_build_object('business_unit_id', jsonb_build_array(NULL, NEW.business_unit_id)); END IF;
                IF NEW.project_id IS NOT NULL THEN changed := changed || jsonb_build_object('project_id', jsonb_build_array(NULL, NEW.project_id)); END IF;
                IF NEW.parent_id IS NOT NULL THEN changed := changed || jsonb_build_object('parent_id', jsonb_build_array(NULL, NEW.parent_id)); END IF;
                IF NEW.monitored_by_id IS NOT NULL THEN changed := changed || jsonb_build_object('monitored_by_id', jsonb_build_array(NULL, NEW.monitored_by_id)); END IF;
                IF NEW.deleted_at IS NOT NULL THEN changed := changed || jsonb_build_object('deleted_at', jsonb_build_array(NULL, NEW.deleted_at)); END IF;
            ELSE
                row_id := OLD.id;
                word := 'delete';
                SELECT jsonb_object_agg(key, jsonb_build_array(value, NULL)) INTO changed
                FROM jsonb_each(to_jsonb(OLD) - '{"id","updated_at","updated_by_id","version","inherent_score","residual_score","current_score"}'::text[]) WHERE value <> 'null';
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
                word, 'risk', row_id, changed, NULL,
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
    op.execute("REVOKE ALL ON FUNCTION charter_audit_risk() FROM PUBLIC")
    op.execute(
        """
        -- AFTER INSERT OR UPDATE OR DELETE: exactly one event for each row that changed.
        -- `changes` leaves out what the event says itself: id (entity_id), version (the number of the
        -- row's own events), who and when (actor_id, occurred_at). An update that changes nothing else
        -- has no event, but for an updated_by_id that a deleted user left empty.
        CREATE OR REPLACE FUNCTION charter_audit_risk_matrix() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        SET timezone = 'UTC'
        SET intervalstyle = 'iso_8601'
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
                IF NEW.name IS DISTINCT FROM OLD.name THEN changed := changed || jsonb_build_object('name', jsonb_build_array(OLD.name, NEW.name)); END IF;
                IF NEW.size IS DISTINCT FROM OLD.size THEN changed := changed || jsonb_build_object('size', jsonb_build_array(OLD.size, NEW.size)); END IF;
                IF NEW.likelihood_labels IS DISTINCT FROM OLD.likelihood_labels THEN changed := changed || jsonb_build_object('likelihood_labels', jsonb_build_array(OLD.likelihood_labels, NEW.likelihood_labels)); END IF;
                IF NEW.impact_labels IS DISTINCT FROM OLD.impact_labels THEN changed := changed || jsonb_build_object('impact_labels', jsonb_build_array(OLD.impact_labels, NEW.impact_labels)); END IF;
                IF NEW.level_bands IS DISTINCT FROM OLD.level_bands THEN changed := changed || jsonb_build_object('level_bands', jsonb_build_array(OLD.level_bands, NEW.level_bands)); END IF;
                IF NEW.appetite_by_category IS DISTINCT FROM OLD.appetite_by_category THEN changed := changed || jsonb_build_object('appetite_by_category', jsonb_build_array(OLD.appetite_by_category, NEW.appetite_by_category)); END IF;
                IF NEW.approved_on IS DISTINCT FROM OLD.approved_on THEN changed := changed || jsonb_build_object('approved_on', jsonb_build_array(OLD.approved_on, NEW.approved_on)); END IF;
                IF NEW.status IS DISTINCT FROM OLD.status THEN changed := changed || jsonb_build_object('status', jsonb_build_array(OLD.status, NEW.status)); END IF;
                IF NEW.owner_id IS DISTINCT FROM OLD.owner_id THEN changed := changed || jsonb_build_object('owner_id', jsonb_build_array(OLD.owner_id, NEW.owner_id)); END IF;
                IF NEW.approved_by_id IS DISTINCT FROM OLD.approved_by_id THEN changed := changed || jsonb_build_object('approved_by_id', jsonb_build_array(OLD.approved_by_id, NEW.approved_by_id)); END IF;
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
                    (asked <> 'erase' AND current_setting('charter.entity_type', true) = 'risk_matrix')
                    OR (asked = 'erase' AND pg_has_role(session_user, current_user, 'MEMBER'))
                ) THEN
                    word := asked;
                END IF;
            ELSIF TG_OP = 'INSERT' THEN
                row_id := NEW.id;
                word := 'create';
                changed := changed || jsonb_build_object(
                    'name', jsonb_build_array(NULL, NEW.name),
                    'size', jsonb_build_array(NULL, NEW.size),
                    'likelihood_labels', jsonb_build_array(NULL, NEW.likelihood_labels),
                    'impact_labels', jsonb_build_array(NULL, NEW.impact_labels),
                    'level_bands', jsonb_build_array(NULL, NEW.level_bands),
                    'status', jsonb_build_array(NULL, NEW.status),
                    'owner_id', jsonb_build_array(NULL, NEW.owner_id)
                );
                IF NEW.appetite_by_category IS NOT NULL THEN changed := changed || jsonb_build_object('appetite_by_category', jsonb_build_array(NULL, NEW.appetite_by_category)); END IF;
                IF NEW.approved_on IS NOT NULL THEN changed := changed || jsonb_build_object('approved_on', jsonb_build_array(NULL, NEW.approved_on)); END IF;
                IF NEW.approved_by_id IS NOT NULL THEN changed := changed || jsonb_build_object('approved_by_id', jsonb_build_array(NULL, NEW.approved_by_id)); END IF;
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
                word, 'risk_matrix', row_id, changed, NULL,
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
    op.execute("REVOKE ALL ON FUNCTION charter_audit_risk_matrix() FROM PUBLIC")
    op.execute(
        """
        -- AFTER INSERT OR UPDATE OR DELETE: exactly one event for each row that changed.
        -- `changes` leaves out what the event says itself: id (entity_id), version (the number of the
        -- row's own events), who and when (actor_id, occurred_at). An update that changes nothing else
        -- has no event, but for an updated_by_id that a deleted user left empty.
        CREATE OR REPLACE FUNCTION charter_audit_risk_treatment_plan() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        SET timezone = 'UTC'
        SET intervalstyle = 'iso_8601'
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
                IF NEW.title IS DISTINCT FROM OLD.title THEN changed := changed || jsonb_build_object('title', jsonb_build_array(OLD.title, NEW.title)); END IF;
                IF NEW.strategy IS DISTINCT FROM OLD.strategy THEN changed := changed || jsonb_build_object('strategy', jsonb_build_array(OLD.strategy, NEW.strategy)); END IF;
                IF NEW.priority IS DISTINCT FROM OLD.priority THEN changed := changed || jsonb_build_object('priority', jsonb_build_array(OLD.priority, NEW.priority)); END IF;
                IF NEW.start_date IS DISTINCT FROM OLD.start_date THEN changed := changed || jsonb_build_object('start_date', jsonb_build_array(OLD.start_date, NEW.start_date)); END IF;
                IF NEW.target_date IS DISTINCT FROM OLD.target_date THEN changed := changed || jsonb_build_object('target_date', jsonb_build_array(OLD.target_date, NEW.target_date)); END IF;
                IF NEW.completed_on IS DISTINCT FROM OLD.completed_on THEN changed := changed || jsonb_build_object('completed_on', jsonb_build_array(OLD.completed_on, NEW.completed_on)); END IF;
                IF NEW.budget IS DISTINCT FROM OLD.budget THEN changed := changed || jsonb_build_object('budget', jsonb_build_array(OLD.budget, NEW.budget)); END IF;
                IF NEW.progress IS DISTINCT FROM OLD.progress THEN changed := changed || jsonb_build_object('progress', jsonb_build_array(OLD.progress, NEW.progress)); END IF;
                IF NEW.expected_likelihood IS DISTINCT FROM OLD.expected_likelihood THEN changed := changed || jsonb_build_object('expected_likelihood', jsonb_build_array(OLD.expected_likelihood, NEW.expected_likelihood)); END IF;
                IF NEW.expected_impact IS DISTINCT FROM OLD.expected_impact THEN changed := changed || jsonb_build_object('expected_impact', jsonb_build_array(OLD.expected_impact, NEW.expected_impact)); END IF;
                IF NEW.description IS DISTINCT FROM OLD.description THEN changed := changed || jsonb_build_object('description', jsonb_build_array(OLD.description, NEW.description)); END IF;
                IF NEW.status IS DISTINCT FROM OLD.status THEN changed := changed || jsonb_build_object('status', jsonb_build_array(OLD.status, NEW.status)); END IF;
                IF NEW.owner_id IS DISTINCT FROM OLD.owner_id THEN changed := changed || jsonb_build_object('owner_id', jsonb_build_array(OLD.owner_id, NEW.owner_id)); END IF;
                IF NEW.risk_id IS DISTINCT FROM OLD.risk_id THEN changed := changed || jsonb_build_object('risk_id', jsonb_build_array(OLD.risk_id, NEW.risk_id)); END IF;
                IF NEW.created_at IS DISTINCT FROM OLD.created_at THEN changed := changed || jsonb_build_object('created_at', jsonb_build_array(OLD.created_at, NEW.created_at)); END IF;
                IF NEW.created_by_id IS DISTINCT FROM OLD.created_by_id THEN changed := changed || jsonb_build_object('created_by_id', jsonb_build_array(OLD.created_by_id, NEW.created_by_id)); END IF;
                IF NEW.deleted_at IS DISTINCT FROM OLD.deleted_at THEN changed := changed || jsonb_build_object('deleted_at', jsonb_build_array(OLD.deleted_at, NEW.deleted_at)); END IF;
                IF changed = '{}' THEN
                    IF NEW.updated_by_id IS NOT DISTINCT FROM OLD.updated_by_id THEN
                        RETURN NULL;
                    END IF;
                    changed := jsonb_build_object('updated_by_id', jsonb_build_array(OLD.updated_by_id, NEW.updated_by_id));
                ELSIF NEW.deleted_at IS DISTINCT FROM OLD.deleted_at THEN
                    word := CASE WHEN NEW.deleted_at IS NULL THEN 'restore' ELSE 'delete' END;
                END IF;
                -- Whoever writes says which action this is; the owner's own words are the owner's alone.
                IF word = 'update' AND asked NOT IN (
                    '', 'create', 'read', 'delete', 'restore', 'link', 'unlink', 'migrate', 'retire'
                ) AND (
                    (asked <> 'erase' AND current_setting('charter.entity_type', true) = 'risk_treatment_plan')
                    OR (asked = 'erase' AND pg_has_role(session_user, current_user, 'MEMBER'))
                ) THEN
                    word := asked;
                END IF;
            ELSIF TG_OP = 'INSERT' THEN
                row_id := NEW.id;
                word := 'create';
                changed := changed || jsonb_build_object(
                    'title', jsonb_build_array(NULL, NEW.title),
                    'strategy', jsonb_build_array(NULL, NEW.strategy),
                    'priority', jsonb_build_array(NULL, NEW.priority),
                    'target_date', jsonb_build_array(NULL, NEW.target_date),
                    'progress', jsonb_build_array(NULL, NEW.progress),
                    'status', jsonb_build_array(NULL, NEW.status),
                    'owner_id', jsonb_build_array(NULL, NEW.owner_id),
                    'risk_id', jsonb_build_array(NULL, NEW.risk_id)
                );
                IF NEW.start_date IS NOT NULL THEN changed := changed || jsonb_build_object('start_date', jsonb_build_array(NULL, NEW.start_date)); END IF;
                IF NEW.completed_on IS NOT NULL THEN changed := changed || jsonb_build_object('completed_on', jsonb_build_array(NULL, NEW.completed_on)); END IF;
                IF NEW.budget IS NOT NULL THEN changed := changed || jsonb_build_object('budget', jsonb_build_array(NULL, NEW.budget)); END IF;
                IF NEW.expected_likelihood IS NOT NULL THEN changed := changed || jsonb_build_object('expected_likelihood', jsonb_build_array(NULL, NEW.expected_likelihood)); END IF;
                IF NEW.expected_impact IS NOT NULL THEN changed := changed || jsonb_build_object('expected_impact', jsonb_build_array(NULL, NEW.expected_impact)); END IF;
                IF NEW.description IS NOT NULL THEN changed := changed || jsonb_build_object('description', jsonb_build_array(NULL, NEW.description)); END IF;
                IF NEW.deleted_at IS NOT NULL THEN changed := changed || jsonb_build_object('deleted_at', jsonb_build_array(NULL, NEW.deleted_at)); END IF;
            ELSE
                row_id := OLD.id;
                word := 'delete';
                SELECT jsonb_object_agg(key, jsonb_build_array(value, NULL)) INTO changed
                FROM jsonb_each(to_jsonb(OLD) - '{"id","updated_at","updated_by_id","version","expected_score"}'::text[]) WHERE value <> 'null';
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
                word, 'risk_treatment_plan', row_id, changed, NULL,
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
    op.execute("REVOKE ALL ON FUNCTION charter_audit_risk_treatment_plan() FROM PUBLIC")
    op.execute(
        """
        -- AFTER INSERT OR UPDATE OR DELETE: exactly one event for each row that changed.
        -- `changes` leaves out what the event says itself: id (entity_id), version (the number of the
        -- row's own events), who and when (actor_id, occurred_at). An update that changes nothing else
        -- has no event, but for an updated_by_id that a deleted user left empty.
        CREATE OR REPLACE FUNCTION charter_audit_risk_acceptance() RETURNS trigger
        LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = public, pg_temp
        SET timezone = 'UTC'
        SET intervalstyle = 'iso_8601'
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
                IF NEW.title IS DISTINCT FROM OLD.title THEN changed := changed || jsonb_build_object('title', jsonb_build_array(OLD.title, NEW.title)); END IF;
                IF NEW.justification IS DISTINCT FROM OLD.justification THEN changed := changed || jsonb_build_object('justification', jsonb_build_array(OLD.justification, NEW.justification)); END IF;
                IF NEW.conditions IS DISTINCT FROM OLD.conditions THEN changed := changed || jsonb_build_object('conditions', jsonb_build_array(OLD.conditions, NEW.conditions)); END IF;
                IF NEW.valid_until IS DISTINCT FROM OLD.valid_until THEN changed := changed || jsonb_build_object('valid_until', jsonb_build_array(OLD.valid_until, NEW.valid_until)); END IF;
                IF NEW.score_snapshot IS DISTINCT FROM OLD.score_snapshot THEN changed := changed || jsonb_build_object('score_snapshot', jsonb_build_array(OLD.score_snapshot, NEW.score_snapshot)); END IF;
                IF NEW.decided_at IS DISTINCT FROM OLD.decided_at THEN changed := changed || jsonb_build_object('decided_at', jsonb_build_array(OLD.decided_at, NEW.decided_at)); END IF;
                IF NEW.decision_note IS DISTINCT FROM OLD.decision_note THEN changed := changed || jsonb_build_object('decision_note', jsonb_build_array(OLD.decision_note, NEW.decision_note)); END IF;
                IF NEW.status IS DISTINCT FROM OLD.status THEN changed := changed || jsonb_build_object('status', jsonb_build_array(OLD.status, NEW.status)); END IF;
                IF NEW.risk_id IS DISTINCT FROM OLD.risk_id THEN changed := changed || jsonb_build_object('risk_id', jsonb_build_array(OLD.risk_id, NEW.risk_id)); END IF;
                IF NEW.requester_id IS DISTINCT FROM OLD.requester_id THEN changed := changed || jsonb_build_object('requester_id', jsonb_build_array(OLD.requester_id, NEW.requester_id)); END IF;
                IF NEW.approver_id IS DISTINCT FROM OLD.approver_id THEN changed := changed || jsonb_build_object('approver_id', jsonb_build_array(OLD.approver_id, NEW.approver_id)); END IF;
                IF NEW.created_at IS DISTINCT FROM OLD.created_at THEN changed := changed || jsonb_build_object('created_at', jsonb_build_array(OLD.created_at, NEW.created_at)); END IF;
                IF NEW.created_by_id IS DISTINCT FROM OLD.created_by_id THEN changed := changed || jsonb_build_object('created_by_id', jsonb_build_array(OLD.created_by_id, NEW.created_by_id)); END IF;
                IF NEW.deleted_at IS DISTINCT FROM OLD.deleted_at THEN changed := changed || jsonb_build_object('deleted_at', jsonb_build_array(OLD.deleted_at, NEW.deleted_at)); END IF;
                IF changed = '{}' THEN
                    IF NEW.updated_by_id IS NOT DISTINCT FROM OLD.updated_by_id THEN
                        RETURN NULL;
                    END IF;
                    changed := jsonb_build_object('updated_by_id', jsonb_build_array(OLD.updated_by_id, NEW.updated_by_id));
                ELSIF NEW.deleted_at IS DISTINCT FROM OLD.deleted_at THEN
                    word := CASE WHEN NEW.deleted_at IS NULL THEN 'restore' ELSE 'delete' END;
                END IF;
                -- Whoever writes says which action this is; the owner's own words are the owner's alone.
                IF word = 'update' AND asked NOT IN (
                    '', 'create', 'read', 'delete', 'restore', 'link', 'unlink', 'migrate', 'retire'
                ) AND (
                    (asked <> 'erase' AND current_setting('charter.entity_type', true) = 'risk_acceptance')
                    OR (asked = 'erase' AND pg_has_role(session_user, current_user, 'MEMBER'))
                ) THEN
                    word := asked;
                END IF;
            ELSIF TG_OP = 'INSERT' THEN
                row_id := NEW.id;
                word := 'create';
                changed := changed || jsonb_build_object(
                    'title', jsonb_build_array(NULL, NEW.title),
                    'justification', jsonb_build_array(NULL, NEW.justification),
                    'valid_until', jsonb_build_array(NULL, NEW.valid_until),
                    'status', jsonb_build_array(NULL, NEW.status),
                    'risk_id', jsonb_build_array(NULL, NEW.risk_id),
                    'requester_id', jsonb_build_array(NULL, NEW.requester_id),
                    'approver_id', jsonb_build_array(NULL, NEW.approver_id)
                );
                IF NEW.conditions IS NOT NULL THEN changed := changed || jsonb_build_object('conditions', jsonb_build_array(NULL, NEW.conditions)); END IF;
                IF NEW.score_snapshot IS NOT NULL THEN changed := changed || jsonb_build_object('score_snapshot', jsonb_build_array(NULL, NEW.score_snapshot)); END IF;
                IF NEW.decided_at IS NOT NULL THEN changed := changed || jsonb_build_object('decided_at', jsonb_build_array(NULL, NEW.decided_at)); END IF;
                IF NEW.decision_note IS NOT NULL THEN changed := changed || jsonb_build_object('decision_note', jsonb_build_array(NULL, NEW.decision_note)); END IF;
                IF NEW.deleted_at IS NOT NULL THEN changed := changed || jsonb_build_object('deleted_at', jsonb_build_array(NULL, NEW.deleted_at)); END IF;
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
                word, 'risk_acceptance', row_id, changed, NULL,
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
    op.execute("REVOKE ALL ON FUNCTION charter_audit_risk_acceptance() FROM PUBLIC")


def downgrade() -> None:
    op.execute("DROP FUNCTION charter_audit_risk_acceptance()")
    op.execute("DROP FUNCTION charter_audit_risk_treatment_plan()")
    op.execute("DROP FUNCTION charter_audit_risk_matrix()")
    op.execute("DROP FUNCTION charter_audit_risk()")
