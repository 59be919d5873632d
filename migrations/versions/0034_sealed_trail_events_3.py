"""Sealed trail: events 3."""

from __future__ import annotations

from alembic import op

revision = "325d69bdd309"
down_revision = "495c58d7ddda"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        -- AFTER INSERT OR UPDATE OR DELETE: exactly one event for each row that changed.
        -- `changes` leaves out what the event says itself: id (entity_id), version (the number of the
        -- row's own events), who and when (actor_id, occurred_at). An update that changes nothing else
        -- has no event, but for an updated_by_id that a deleted user left empty.
        CREATE OR REPLACE FUNCTION charter_audit_requirement() RETURNS trigger
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
                IF NEW.body IS DISTINCT FROM OLD.body THEN changed := changed || jsonb_build_object('body', jsonb_build_array(OLD.body, NEW.body)); END IF;
                IF NEW.level IS DISTINCT FROM OLD.level THEN changed := changed || jsonb_build_object('level', jsonb_build_array(OLD.level, NEW.level)); END IF;
                IF NEW."position" IS DISTINCT FROM OLD."position" THEN changed := changed || jsonb_build_object('position', jsonb_build_array(OLD."position", NEW."position")); END IF;
                IF NEW.is_assessable IS DISTINCT FROM OLD.is_assessable THEN changed := changed || jsonb_build_object('is_assessable', jsonb_build_array(OLD.is_assessable, NEW.is_assessable)); END IF;
                IF NEW.importance IS DISTINCT FROM OLD.importance THEN changed := changed || jsonb_build_object('importance', jsonb_build_array(OLD.importance, NEW.importance)); END IF;
                IF NEW.weight IS DISTINCT FROM OLD.weight THEN changed := changed || jsonb_build_object('weight', jsonb_build_array(OLD.weight, NEW.weight)); END IF;
                IF NEW.applicability IS DISTINCT FROM OLD.applicability THEN changed := changed || jsonb_build_object('applicability', jsonb_build_array(OLD.applicability, NEW.applicability)); END IF;
                IF NEW.applicability_reason IS DISTINCT FROM OLD.applicability_reason THEN changed := changed || jsonb_build_object('applicability_reason', jsonb_build_array(OLD.applicability_reason, NEW.applicability_reason)); END IF;
                IF NEW.due_on IS DISTINCT FROM OLD.due_on THEN changed := changed || jsonb_build_object('due_on', jsonb_build_array(OLD.due_on, NEW.due_on)); END IF;
                IF NEW.typical_evidence IS DISTINCT FROM OLD.typical_evidence THEN changed := changed || jsonb_build_object('typical_evidence', jsonb_build_array(OLD.typical_evidence, NEW.typical_evidence)); END IF;
                IF NEW.status IS DISTINCT FROM OLD.status THEN changed := changed || jsonb_build_object('status', jsonb_build_array(OLD.status, NEW.status)); END IF;
                IF NEW.regulation_id IS DISTINCT FROM OLD.regulation_id THEN changed := changed || jsonb_build_object('regulation_id', jsonb_build_array(OLD.regulation_id, NEW.regulation_id)); END IF;
                IF NEW.parent_id IS DISTINCT FROM OLD.parent_id THEN changed := changed || jsonb_build_object('parent_id', jsonb_build_array(OLD.parent_id, NEW.parent_id)); END IF;
                IF NEW.owner_id IS DISTINCT FROM OLD.owner_id THEN changed := changed || jsonb_build_object('owner_id', jsonb_build_array(OLD.owner_id, NEW.owner_id)); END IF;
                IF NEW.implemented_by_id IS DISTINCT FROM OLD.implemented_by_id THEN changed := changed || jsonb_build_object('implemented_by_id', jsonb_build_array(OLD.implemented_by_id, NEW.implemented_by_id)); END IF;
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
                    (asked <> 'erase' AND current_setting('charter.entity_type', true) = 'requirement')
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
                    'level', jsonb_build_array(NULL, NEW.level),
                    'position', jsonb_build_array(NULL, NEW."position"),
                    'is_assessable', jsonb_build_array(NULL, NEW.is_assessable),
                    'importance', jsonb_build_array(NULL, NEW.importance),
                    'weight', jsonb_build_array(NULL, NEW.weight),
                    'applicability', jsonb_build_array(NULL, NEW.applicability),
                    'status', jsonb_build_array(NULL, NEW.status),
                    'regulation_id', jsonb_build_array(NULL, NEW.regulation_id)
                );
                IF NEW.body IS NOT NULL THEN changed := changed || jsonb_build_object('body', jsonb_build_array(NULL, NEW.body)); END IF;
                IF NEW.applicability_reason IS NOT NULL THEN changed := changed || jsonb_build_object('applicability_reason', jsonb_build_array(NULL, NEW.applicability_reason)); END IF;
                IF NEW.due_on IS NOT NULL THEN changed := changed || jsonb_build_object('due_on', jsonb_build_array(NULL, NEW.due_on)); END IF;
                IF NEW.typical_evidence IS NOT NULL THEN changed := changed || jsonb_build_object('typical_evidence', jsonb_build_array(NULL, NEW.typical_evidence)); END IF;
                IF NEW.parent_id IS NOT NULL THEN changed := changed || jsonb_build_object('parent_id', jsonb_build_array(NULL, NEW.parent_id)); END IF;
                IF NEW.owner_id IS NOT NULL THEN changed := changed || jsonb_build_object('owner_id', jsonb_build_array(NULL, NEW.owner_id)); END IF;
                IF NEW.implemented_by_id IS NOT NULL THEN changed := changed || jsonb_build_object('implemented_by_id', jsonb_build_array(NULL, NEW.implemented_by_id)); END IF;
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
                word, 'requirement', row_id, changed, NULL,
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
    op.execute("REVOKE ALL ON FUNCTION charter_audit_requirement() FROM PUBLIC")
    op.execute(
        """
        -- AFTER INSERT OR UPDATE OR DELETE: exactly one event for each row that changed.
        -- `changes` leaves out what the event says itself: id (entity_id), version (the number of the
        -- row's own events), who and when (actor_id, occurred_at). An update that changes nothing else
        -- has no event, but for an updated_by_id that a deleted user left empty.
        CREATE OR REPLACE FUNCTION charter_audit_control() RETURNS trigger
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
                IF NEW.name IS DISTINCT FROM OLD.name THEN changed := changed || jsonb_build_object('name', jsonb_build_array(OLD.name, NEW.name)); END IF;
                IF NEW.objective IS DISTINCT FROM OLD.objective THEN changed := changed || jsonb_build_object('objective', jsonb_build_array(OLD.objective, NEW.objective)); END IF;
                IF NEW.description IS DISTINCT FROM OLD.description THEN changed := changed || jsonb_build_object('description', jsonb_build_array(OLD.description, NEW.description)); END IF;
                IF NEW.domain IS DISTINCT FROM OLD.domain THEN changed := changed || jsonb_build_object('domain', jsonb_build_array(OLD.domain, NEW.domain)); END IF;
                IF NEW.kind IS DISTINCT FROM OLD.kind THEN changed := changed || jsonb_build_object('kind', jsonb_build_array(OLD.kind, NEW.kind)); END IF;
                IF NEW.nature IS DISTINCT FROM OLD.nature THEN changed := changed || jsonb_build_object('nature', jsonb_build_array(OLD.nature, NEW.nature)); END IF;
                IF NEW.maturity IS DISTINCT FROM OLD.maturity THEN changed := changed || jsonb_build_object('maturity', jsonb_build_array(OLD.maturity, NEW.maturity)); END IF;
                IF NEW.automation IS DISTINCT FROM OLD.automation THEN changed := changed || jsonb_build_object('automation', jsonb_build_array(OLD.automation, NEW.automation)); END IF;
                IF NEW.frequency IS DISTINCT FROM OLD.frequency THEN changed := changed || jsonb_build_object('frequency', jsonb_build_array(OLD.frequency, NEW.frequency)); END IF;
                IF NEW.effort IS DISTINCT FROM OLD.effort THEN changed := changed || jsonb_build_object('effort', jsonb_build_array(OLD.effort, NEW.effort)); END IF;
                IF NEW.priority IS DISTINCT FROM OLD.priority THEN changed := changed || jsonb_build_object('priority', jsonb_build_array(OLD.priority, NEW.priority)); END IF;
                IF NEW.annual_cost IS DISTINCT FROM OLD.annual_cost THEN changed := changed || jsonb_build_object('annual_cost', jsonb_build_array(OLD.annual_cost, NEW.annual_cost)); END IF;
                IF NEW.target_date IS DISTINCT FROM OLD.target_date THEN changed := changed || jsonb_build_object('target_date', jsonb_build_array(OLD.target_date, NEW.target_date)); END IF;
                IF NEW.next_review_on IS DISTINCT FROM OLD.next_review_on THEN changed := changed || jsonb_build_object('next_review_on', jsonb_build_array(OLD.next_review_on, NEW.next_review_on)); END IF;
                IF NEW.code_reference IS DISTINCT FROM OLD.code_reference THEN changed := changed || jsonb_build_object('code_reference', jsonb_build_array(OLD.code_reference, NEW.code_reference)); END IF;
                IF NEW.status IS DISTINCT FROM OLD.status THEN changed := changed || jsonb_build_object('status', jsonb_build_array(OLD.status, NEW.status)); END IF;
                IF NEW.owner_id IS DISTINCT FROM OLD.owner_id THEN changed := changed || jsonb_build_object('owner_id', jsonb_build_array(OLD.owner_id, NEW.owner_id)); END IF;
                IF NEW.business_unit_id IS DISTINCT FROM OLD.business_unit_id THEN changed := changed || jsonb_build_object('business_unit_id', jsonb_build_array(OLD.business_unit_id, NEW.business_unit_id)); END IF;
                IF NEW.replaced_by_id IS DISTINCT FROM OLD.replaced_by_id THEN changed := changed || jsonb_build_object('replaced_by_id', jsonb_build_array(OLD.replaced_by_id, NEW.replaced_by_id)); END IF;
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
                    (asked <> 'erase' AND current_setting('charter.entity_type', true) = 'control')
                    OR (asked = 'erase' AND pg_has_role(session_user, current_user, 'MEMBER'))
                ) THEN
                    word := asked;
                END IF;
            ELSIF TG_OP = 'INSERT' THEN
                row_id := NEW.id;
                word := 'create';
                changed := changed || jsonb_build_object(
                    'ref', jsonb_build_array(NULL, NEW.ref),
                    'name', jsonb_build_array(NULL, NEW.name),
                    'domain', jsonb_build_array(NULL, NEW.domain),
                    'kind', jsonb_build_array(NULL, NEW.kind),
                    'nature', jsonb_build_array(NULL, NEW.nature),
                    'maturity', jsonb_build_array(NULL, NEW.maturity),
                    'automation', jsonb_build_array(NULL, NEW.automation),
                    'frequency', jsonb_build_array(NULL, NEW.frequency),
                    'priority', jsonb_build_array(NULL, NEW.priority),
                    'status', jsonb_build_array(NULL, NEW.status),
                    'owner_id', jsonb_build_array(NULL, NEW.owner_id)
                );
                IF NEW.objective IS NOT NULL THEN changed := changed || jsonb_build_object('objective', jsonb_build_array(NULL, NEW.objective)); END IF;
                IF NEW.description IS NOT NULL THEN changed := changed || jsonb_build_object('description', jsonb_build_array(NULL, NEW.description)); END IF;
                IF NEW.effort IS NOT NULL THEN changed := changed || jsonb_build_object('effort', jsonb_build_array(NULL, NEW.effort)); END IF;
                IF NEW.annual_cost IS NOT NULL THEN changed := changed || jsonb_build_object('annual_cost', jsonb_build_array(NULL, NEW.annual_cost)); END IF;
                IF NEW.target_date IS NOT NULL THEN changed := changed || jsonb_build_object('target_date', jsonb_build_array(NULL, NEW.target_date)); END IF;
                IF NEW.next_review_on IS NOT NULL THEN changed := changed || jsonb_build_object('next_review_on', jsonb_build_array(NULL, NEW.next_review_on)); END IF;
                IF NEW.code_reference IS NOT NULL THEN changed := changed || jsonb_build_object('code_reference', jsonb_build_array(NULL, NEW.code_reference)); END IF;
                IF NEW.business_unit_id IS NOT NULL THEN changed := changed || jsonb_build_object('business_unit_id', jsonb_build_array(NULL, NEW.business_unit_id)); END IF;
                IF NEW.replaced_by_id IS NOT NULL THEN changed := changed || jsonb_build_object('replaced_by_id', jsonb_build_array(NULL, NEW.replaced_by_id)); END IF;
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
                word, 'control', row_id, changed, NULL,
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
    op.execute("REVOKE ALL ON FUNCTION charter_audit_control() FROM PUBLIC")
    op.execute(
        """
        -- AFTER INSERT OR UPDATE OR DELETE: exactly one event for each row that changed.
        -- `changes` leaves out what the event says itself: id (entity_id), version (the number of the
        -- row's own events), who and when (actor_id, occurred_at). An update that changes nothing else
        -- has no event, but for an updated_by_id that a deleted user left empty.
        CREATE OR REPLACE FUNCTION charter_audit_control_mapping() RETURNS trigger
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
                IF NEW.coverage IS DISTINCT FROM OLD.coverage THEN changed := changed || jsonb_build_object('coverage', jsonb_build_array(OLD.coverage, NEW.coverage)); END IF;
                IF NEW.coverage_percent IS DISTINCT FROM OLD.coverage_percent THEN changed := changed || jsonb_build_object('coverage_percent', jsonb_build_array(OLD.coverage_percent, NEW.coverage_percent)); END IF;
                IF NEW.rationale IS DISTINCT FROM OLD.rationale THEN changed := changed || jsonb_build_object('rationale', jsonb_build_array(OLD.rationale, NEW.rationale)); END IF;
                IF NEW.status IS DISTINCT FROM OLD.status THEN changed := changed || jsonb_build_object('status', jsonb_build_array(OLD.status, NEW.status)); END IF;
                IF NEW.control_id IS DISTINCT FROM OLD.control_id THEN changed := changed || jsonb_build_object('control_id', jsonb_build_array(OLD.control_id, NEW.control_id)); END IF;
                IF NEW.requirement_id IS DISTINCT FROM OLD.requirement_id THEN changed := changed || jsonb_build_object('requirement_id', jsonb_build_array(OLD.requirement_id, NEW.requirement_id)); END IF;
                IF NEW.confirmed_by_id IS DISTINCT FROM OLD.confirmed_by_id THEN changed := changed || jsonb_build_object('confirmed_by_id', jsonb_build_array(OLD.confirmed_by_id, NEW.confirmed_by_id)); END IF;
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
                    (asked <> 'erase' AND current_setting('charter.entity_type', true) = 'control_mapping')
                    OR (asked = 'erase' AND pg_has_role(session_user, current_user, 'MEMBER'))
                ) THEN
                    word := asked;
                END IF;
            ELSIF TG_OP = 'INSERT' THEN
                row_id := NEW.id;
                word := 'create';
                changed := changed || jsonb_build_object(
                    'coverage', jsonb_build_array(NULL, NEW.coverage),
                    'status', jsonb_build_array(NULL, NEW.status),
                    'control_id', jsonb_build_array(NULL, NEW.control_id),
                    'requirement_id', jsonb_build_array(NULL, NEW.requirement_id)
                );
                IF NEW.coverage_percent IS NOT NULL THEN changed := changed || jsonb_build_object('coverage_percent', jsonb_build_array(NULL, NEW.coverage_percent)); END IF;
                IF NEW.rationale IS NOT NULL THEN changed := changed || jsonb_build_object('rationale', jsonb_build_array(NULL, NEW.rationale)); END IF;
                IF NEW.confirmed_by_id IS NOT NULL THEN changed := changed || jsonb_build_object('confirmed_by_id', jsonb_build_array(NULL, NEW.confirmed_by_id)); END IF;
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
                word, 'control_mapping', row_id, changed, NULL,
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
    op.execute("REVOKE ALL ON FUNCTION charter_audit_control_mapping() FROM PUBLIC")
    op.execute(
        """
        -- AFTER INSERT OR UPDATE OR DELETE: exactly one event for each row that changed.
        -- `changes` leaves out what the event says itself: id (entity_id), version (the number of the
        -- row's own events), who and when (actor_id, occurred_at). An update that changes nothing else
        -- has no event, but for an updated_by_id that a deleted user left empty.
        CREATE OR REPLACE FUNCTION charter_audit_evidence() RETURNS trigger
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
                IF NEW.kind IS DISTINCT FROM OLD.kind THEN changed := changed || jsonb_build_object('kind', jsonb_build_array(OLD.kind, NEW.kind)); END IF;
                IF NEW.source IS DISTINCT FROM OLD.source THEN changed := changed || jsonb_build_object('source', jsonb_build_array(OLD.source, NEW.source)); END IF;
                IF NEW.confidentiality IS DISTINCT FROM OLD.confidentiality THEN changed := changed || jsonb_build_object('confidentiality', jsonb_build_array(OLD.confidentiality, NEW.confidentiality)); END IF;
                IF NEW.external_url IS DISTINCT FROM OLD.external_url THEN changed := changed || jsonb_build_object('external_url', jsonb_build_array(OLD.external_url, NEW.external_url)); END IF;
                IF NEW.period_start IS DISTINCT FROM OLD.period_start THEN changed := changed || jsonb_build_object('period_start', jsonb_build_array(OLD.period_start, NEW.period_start)); END IF;
                IF NEW.period_end IS DISTINCT FROM OLD.period_end THEN changed := changed || jsonb_build_object('period_end', jsonb_build_array(OLD.period_end, NEW.period_end)); END IF;
                IF NEW.collected_on IS DISTINCT FROM OLD.collected_on THEN changed := changed || jsonb_build_object('collected_on', jsonb_build_array(OLD.collected_on, NEW.collected_on)); END IF;
                IF NEW.valid_until IS DISTINCT FROM OLD.valid_until THEN changed := changed || jsonb_build_object('valid_until', jsonb_build_array(OLD.valid_until, NEW.valid_until)); END IF;
                IF NEW.rejection_reason IS DISTINCT FROM OLD.rejection_reason THEN changed := changed || jsonb_build_object('rejection_reason', jsonb_build_array(OLD.rejection_reason, NEW.rejection_reason)); END IF;
                IF NEW.status IS DISTINCT FROM OLD.status THEN changed := changed || jsonb_build_object('status', jsonb_build_array(OLD.status, NEW.status)); END IF;
                IF NEW.owner_id IS DISTINCT FROM OLD.owner_id THEN changed := changed || jsonb_build_object('owner_id', jsonb_build_array(OLD.owner_id, NEW.owner_id)); END IF;
                IF NEW.control_id IS DISTINCT FROM OLD.control_id THEN changed := changed || jsonb_build_object('control_id', jsonb_build_array(OLD.control_id, NEW.control_id)); END IF;
                IF NEW.task_id IS DISTINCT FROM OLD.task_id THEN changed := changed || jsonb_build_object('task_id', jsonb_build_array(OLD.task_id, NEW.task_id)); END IF;
                IF NEW.submitted_by_id IS DISTINCT FROM OLD.submitted_by_id THEN changed := changed || jsonb_build_object('submitted_by_id', jsonb_build_array(OLD.submitted_by_id, NEW.submitted_by_id)); END IF;
                IF NEW.reviewed_by_id IS DISTINCT FROM OLD.reviewed_by_id THEN changed := changed || jsonb_build_object('reviewed_by_id', jsonb_build_array(OLD.reviewed_by_id, NEW.reviewed_by_id)); END IF;
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
                    (asked <> 'erase' AND current_setting('charter.entity_type', true) = 'evidence')
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
                    'kind', jsonb_build_array(NULL, NEW.kind),
                    'source', jsonb_build_array(NULL, NEW.source),
                    'confidentiality', jsonb_build_array(NULL, NEW.confidentiality),
                    'status', jsonb_build_array(NULL, NEW.status),
                    'owner_id', jsonb_build_array(NULL, NEW.owner_id),
                    'control_id', jsonb_build_array(NULL, NEW.control_id)
                );
                IF NEW.description IS NOT NULL THEN changed := changed || jsonb_build_object('description', jsonb_build_array(NULL, NEW.description)); END IF;
                IF NEW.external_url IS NOT NULL THEN changed := changed || jsonb_build_object('external_url', jsonb_build_array(NULL, NEW.external_url)); END IF;
                IF NEW.period_start IS NOT NULL THEN changed := changed || jsonb_build_object('period_start', jsonb_build_array(NULL, NEW.period_start)); END IF;
                IF NEW.period_end IS NOT NULL THEN changed := changed || jsonb_build_object('period_end', jsonb_build_array(NULL, NEW.period_end)); END IF;
                IF NEW.collected_on IS NOT NULL THEN changed := changed || jsonb_build_object('collected_on', jsonb_build_array(NULL, NEW.collected_on)); END IF;
                IF NEW.valid_until IS NOT NULL THEN changed := changed || jsonb_build_object('valid_until', jsonb_build_array(NULL, NEW.valid_until)); END IF;
                IF NEW.rejection_reason IS NOT NULL THEN changed := changed || jsonb_build_object('rejection_reason', jsonb_build_array(NULL, NEW.rejection_reason)); END IF;
                IF NEW.task_id IS NOT NULL THEN changed := changed || jsonb_build_object('task_id', jsonb_build_array(NULL, NEW.task_id)); END IF;
                IF NEW.submitted_by_id IS NOT NULL THEN changed := changed || jsonb_build_object('submitted_by_id', jsonb_build_array(NULL, NEW.submitted_by_id)); END IF;
                IF NEW.reviewed_by_id IS NOT NULL THEN changed := changed || jsonb_build_object('reviewed_by_id', jsonb_build_array(NULL, NEW.reviewed_by_id)); END IF;
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
                word, 'evidence', row_id, changed, NULL,
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
    op.execute("REVOKE ALL ON FUNCTION charter_audit_evidence() FROM PUBLIC")


def downgrade() -> None:
    op.execute("DROP FUNCTION charter_audit_evidence()")
    op.execute("DROP FUNCTION charter_audit_control_mapping()")
    op.execute("DROP FUNCTION charter_audit_control()")
    op.execute("DROP FUNCTION charter_audit_requirement()")
