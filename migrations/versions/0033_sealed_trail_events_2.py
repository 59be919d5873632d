"""Sealed trail: events 2."""

from __future__ import annotations

from alembic import op

revision = "495c58d7ddda"
down_revision = "b31ee74b4c12"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        -- AFTER INSERT OR UPDATE OR DELETE: exactly one event for each row that changed.
        -- `changes` leaves out what the event says itself: id (entity_id), version (the number of the
        -- row's own events), who and when (actor_id, occurred_at). An update that changes nothing else
        -- has no event, but for an updated_by_id that a deleted user left empty.
        CREATE OR REPLACE FUNCTION charter_audit_company_profile() RETURNS trigger
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
            marked jsonb;
            about record;
        BEGIN
            IF TG_OP = 'UPDATE' THEN
                row_id := NEW.id;
                IF NEW.legal_name IS DISTINCT FROM OLD.legal_name THEN changed := changed || jsonb_build_object('legal_name', jsonb_build_array(OLD.legal_name, NEW.legal_name)); END IF;
                IF NEW.legal_form IS DISTINCT FROM OLD.legal_form THEN changed := changed || jsonb_build_object('legal_form', jsonb_build_array(OLD.legal_form, NEW.legal_form)); END IF;
                IF NEW.registration_number IS DISTINCT FROM OLD.registration_number THEN changed := changed || jsonb_build_object('registration_number', jsonb_build_array(OLD.registration_number, NEW.registration_number)); END IF;
                IF NEW.vat_id IS DISTINCT FROM OLD.vat_id THEN changed := changed || jsonb_build_object('vat_id', jsonb_build_array(OLD.vat_id, NEW.vat_id)); END IF;
                IF NEW.industry IS DISTINCT FROM OLD.industry THEN changed := changed || jsonb_build_object('industry', jsonb_build_array(OLD.industry, NEW.industry)); END IF;
                IF NEW.business_model IS DISTINCT FROM OLD.business_model THEN changed := changed || jsonb_build_object('business_model', jsonb_build_array(OLD.business_model, NEW.business_model)); END IF;
                IF NEW.employee_band IS DISTINCT FROM OLD.employee_band THEN changed := changed || jsonb_build_object('employee_band', jsonb_build_array(OLD.employee_band, NEW.employee_band)); END IF;
                IF NEW.annual_revenue_band IS DISTINCT FROM OLD.annual_revenue_band THEN changed := changed || jsonb_build_object('annual_revenue_band', jsonb_build_array(OLD.annual_revenue_band, NEW.annual_revenue_band)); END IF;
                IF NEW.country IS DISTINCT FROM OLD.country THEN changed := changed || jsonb_build_object('country', jsonb_build_array(OLD.country, NEW.country)); END IF;
                IF NEW.operating_countries IS DISTINCT FROM OLD.operating_countries THEN changed := changed || jsonb_build_object('operating_countries', jsonb_build_array(OLD.operating_countries, NEW.operating_countries)); END IF;
                IF NEW.target_markets IS DISTINCT FROM OLD.target_markets THEN changed := changed || jsonb_build_object('target_markets', jsonb_build_array(OLD.target_markets, NEW.target_markets)); END IF;
                IF NEW.website IS DISTINCT FROM OLD.website THEN changed := changed || jsonb_build_object('website', jsonb_build_array(OLD.website, NEW.website)); END IF;
                IF NEW.processes_special_categories IS DISTINCT FROM OLD.processes_special_categories THEN changed := changed || jsonb_build_object('processes_special_categories', jsonb_build_array(OLD.processes_special_categories, NEW.processes_special_categories)); END IF;
                IF NEW.uses_ai IS DISTINCT FROM OLD.uses_ai THEN changed := changed || jsonb_build_object('uses_ai', jsonb_build_array(OLD.uses_ai, NEW.uses_ai)); END IF;
                IF NEW.is_critical_infrastructure IS DISTINCT FROM OLD.is_critical_infrastructure THEN changed := changed || jsonb_build_object('is_critical_infrastructure', jsonb_build_array(OLD.is_critical_infrastructure, NEW.is_critical_infrastructure)); END IF;
                IF NEW.transfers_outside_eea IS DISTINCT FROM OLD.transfers_outside_eea THEN changed := changed || jsonb_build_object('transfers_outside_eea', jsonb_build_array(OLD.transfers_outside_eea, NEW.transfers_outside_eea)); END IF;
                IF NEW.dpo_name IS DISTINCT FROM OLD.dpo_name THEN changed := changed || jsonb_build_object('dpo_name', jsonb_build_array(OLD.dpo_name, NEW.dpo_name)); END IF;
                IF NEW.dpo_email IS DISTINCT FROM OLD.dpo_email THEN changed := changed || jsonb_build_object('dpo_email', jsonb_build_array(OLD.dpo_email, NEW.dpo_email)); END IF;
                IF NEW.supervisory_authority IS DISTINCT FROM OLD.supervisory_authority THEN changed := changed || jsonb_build_object('supervisory_authority', jsonb_build_array(OLD.supervisory_authority, NEW.supervisory_authority)); END IF;
                IF NEW.compliance_contact_id IS DISTINCT FROM OLD.compliance_contact_id THEN changed := changed || jsonb_build_object('compliance_contact_id', jsonb_build_array(OLD.compliance_contact_id, NEW.compliance_contact_id)); END IF;
                IF NEW.dpo_user_id IS DISTINCT FROM OLD.dpo_user_id THEN changed := changed || jsonb_build_object('dpo_user_id', jsonb_build_array(OLD.dpo_user_id, NEW.dpo_user_id)); END IF;
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
                    (asked <> 'erase' AND current_setting('charter.entity_type', true) = 'company_profile')
                    OR (asked = 'erase' AND pg_has_role(session_user, current_user, 'MEMBER'))
                ) THEN
                    word := asked;
                END IF;
            ELSIF TG_OP = 'INSERT' THEN
                row_id := NEW.id;
                word := 'create';
                changed := changed || jsonb_build_object(
                    'legal_name', jsonb_build_array(NULL, NEW.legal_name),
                    'industry', jsonb_build_array(NULL, NEW.industry),
                    'business_model', jsonb_build_array(NULL, NEW.business_model),
                    'employee_band', jsonb_build_array(NULL, NEW.employee_band),
                    'country', jsonb_build_array(NULL, NEW.country),
                    'processes_special_categories', jsonb_build_array(NULL, NEW.processes_special_categories),
                    'uses_ai', jsonb_build_array(NULL, NEW.uses_ai),
                    'is_critical_infrastructure', jsonb_build_array(NULL, NEW.is_critical_infrastructure),
                    'transfers_outside_eea', jsonb_build_array(NULL, NEW.transfers_outside_eea)
                );
                IF NEW.legal_form IS NOT NULL THEN changed := changed || jsonb_build_object('legal_form', jsonb_build_array(NULL, NEW.legal_form)); END IF;
                IF NEW.registration_number IS NOT NULL THEN changed := changed || jsonb_build_object('registration_number', jsonb_build_array(NULL, NEW.registration_number)); END IF;
                IF NEW.vat_id IS NOT NULL THEN changed := changed || jsonb_build_object('vat_id', jsonb_build_array(NULL, NEW.vat_id)); END IF;
                IF NEW.annual_revenue_band IS NOT NULL THEN changed := changed || jsonb_build_object('annual_revenue_band', jsonb_build_array(NULL, NEW.annual_revenue_band)); END IF;
                IF NEW.operating_countries IS NOT NULL THEN changed := changed || jsonb_build_object('operating_countries', jsonb_build_array(NULL, NEW.operating_countries)); END IF;
                IF NEW.target_markets IS NOT NULL THEN changed := changed || jsonb_build_object('target_markets', jsonb_build_array(NULL, NEW.target_markets)); END IF;
                IF NEW.website IS NOT NULL THEN changed := changed || jsonb_build_object('website', jsonb_build_array(NULL, NEW.website)); END IF;
                IF NEW.dpo_name IS NOT NULL THEN changed := changed || jsonb_build_object('dpo_name', jsonb_build_array(NULL, NEW.dpo_name)); END IF;
                IF NEW.dpo_email IS NOT NULL THEN changed := changed || jsonb_build_object('dpo_email', jsonb_build_array(NULL, NEW.dpo_email)); END IF;
                IF NEW.supervisory_authority IS NOT NULL THEN changed := changed || jsonb_build_object('supervisory_authority', jsonb_build_array(NULL, NEW.supervisory_authority)); END IF;
                IF NEW.compliance_contact_id IS NOT NULL THEN changed := changed || jsonb_build_object('compliance_contact_id', jsonb_build_array(NULL, NEW.compliance_contact_id)); END IF;
                IF NEW.dpo_user_id IS NOT NULL THEN changed := changed || jsonb_build_object('dpo_user_id', jsonb_build_array(NULL, NEW.dpo_user_id)); END IF;
            ELSE
                row_id := OLD.id;
                word := 'delete';
                SELECT jsonb_object_agg(key, jsonb_build_array(value, NULL)) INTO changed
                FROM jsonb_each(to_jsonb(OLD) - '{"id","updated_at","updated_by_id","version","dpo_required","completeness"}'::text[]) WHERE value <> 'null';
            END IF;
            IF TG_OP = 'DELETE' THEN
                about := OLD;
            ELSE
                about := NEW;
            END IF;
            IF changed ?| '{"dpo_name","dpo_email"}'::text[] THEN
                SELECT jsonb_build_object('subjects', jsonb_object_agg(known.field, known.subject)) INTO marked
                FROM (VALUES
                    ('dpo_name', coalesce(about.dpo_user_id, about.id)),
                    ('dpo_email', coalesce(about.dpo_user_id, about.id))
                ) AS known(field, subject)
                WHERE changed ? known.field;
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
                word, 'company_profile', row_id, changed, marked,
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
    op.execute("REVOKE ALL ON FUNCTION charter_audit_company_profile() FROM PUBLIC")
    op.execute(
        """
        -- AFTER INSERT OR UPDATE OR DELETE: exactly one event for each row that changed.
        -- `changes` leaves out what the event says itself: id (entity_id), version (the number of the
        -- row's own events), who and when (actor_id, occurred_at). An update that changes nothing else
        -- has no event, but for an updated_by_id that a deleted user left empty.
        CREATE OR REPLACE FUNCTION charter_audit_business_unit() RETURNS trigger
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
                IF NEW.code IS DISTINCT FROM OLD.code THEN changed := changed || jsonb_build_object('code', jsonb_build_array(OLD.code, NEW.code)); END IF;
                IF NEW.name IS DISTINCT FROM OLD.name THEN changed := changed || jsonb_build_object('name', jsonb_build_array(OLD.name, NEW.name)); END IF;
                IF NEW.kind IS DISTINCT FROM OLD.kind THEN changed := changed || jsonb_build_object('kind', jsonb_build_array(OLD.kind, NEW.kind)); END IF;
                IF NEW.country IS DISTINCT FROM OLD.country THEN changed := changed || jsonb_build_object('country', jsonb_build_array(OLD.country, NEW.country)); END IF;
                IF NEW.is_active IS DISTINCT FROM OLD.is_active THEN changed := changed || jsonb_build_object('is_active', jsonb_build_array(OLD.is_active, NEW.is_active)); END IF;
                IF NEW.parent_id IS DISTINCT FROM OLD.parent_id THEN changed := changed || jsonb_build_object('parent_id', jsonb_build_array(OLD.parent_id, NEW.parent_id)); END IF;
                IF NEW.head_id IS DISTINCT FROM OLD.head_id THEN changed := changed || jsonb_build_object('head_id', jsonb_build_array(OLD.head_id, NEW.head_id)); END IF;
                IF NEW.company_profile_id IS DISTINCT FROM OLD.company_profile_id THEN changed := changed || jsonb_build_object('company_profile_id', jsonb_build_array(OLD.company_profile_id, NEW.company_profile_id)); END IF;
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
                    (asked <> 'erase' AND current_setting('charter.entity_type', true) = 'business_unit')
                    OR (asked = 'erase' AND pg_has_role(session_user, current_user, 'MEMBER'))
                ) THEN
                    word := asked;
                END IF;
            ELSIF TG_OP = 'INSERT' THEN
                row_id := NEW.id;
                word := 'create';
                changed := changed || jsonb_build_object(
                    'code', jsonb_build_array(NULL, NEW.code),
                    'name', jsonb_build_array(NULL, NEW.name),
                    'kind', jsonb_build_array(NULL, NEW.kind),
                    'is_active', jsonb_build_array(NULL, NEW.is_active),
                    'company_profile_id', jsonb_build_array(NULL, NEW.company_profile_id)
                );
                IF NEW.country IS NOT NULL THEN changed := changed || jsonb_build_object('country', jsonb_build_array(NULL, NEW.country)); END IF;
                IF NEW.parent_id IS NOT NULL THEN changed := changed || jsonb_build_object('parent_id', jsonb_build_array(NULL, NEW.parent_id)); END IF;
                IF NEW.head_id IS NOT NULL THEN changed := changed || jsonb_build_object('head_id', jsonb_build_array(NULL, NEW.head_id)); END IF;
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
                word, 'business_unit', row_id, changed, NULL,
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
    op.execute("REVOKE ALL ON FUNCTION charter_audit_business_unit() FROM PUBLIC")
    op.execute(
        """
        -- AFTER INSERT OR UPDATE OR DELETE: exactly one event for each row that changed.
        -- `changes` leaves out what the event says itself: id (entity_id), version (the number of the
        -- row's own events), who and when (actor_id, occurred_at). An update that changes nothing else
        -- has no event, but for an updated_by_id that a deleted user left empty.
        CREATE OR REPLACE FUNCTION charter_audit_project() RETURNS trigger
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
                IF NEW.key IS DISTINCT FROM OLD.key THEN changed := changed || jsonb_build_object('key', jsonb_build_array(OLD.key, NEW.key)); END IF;
                IF NEW.name IS DISTINCT FROM OLD.name THEN changed := changed || jsonb_build_object('name', jsonb_build_array(OLD.name, NEW.name)); END IF;
                IF NEW.kind IS DISTINCT FROM OLD.kind THEN changed := changed || jsonb_build_object('kind', jsonb_build_array(OLD.kind, NEW.kind)); END IF;
                IF NEW.health IS DISTINCT FROM OLD.health THEN changed := changed || jsonb_build_object('health', jsonb_build_array(OLD.health, NEW.health)); END IF;
                IF NEW.priority IS DISTINCT FROM OLD.priority THEN changed := changed || jsonb_build_object('priority', jsonb_build_array(OLD.priority, NEW.priority)); END IF;
                IF NEW.objective IS DISTINCT FROM OLD.objective THEN changed := changed || jsonb_build_object('objective', jsonb_build_array(OLD.objective, NEW.objective)); END IF;
                IF NEW.start_date IS DISTINCT FROM OLD.start_date THEN changed := changed || jsonb_build_object('start_date', jsonb_build_array(OLD.start_date, NEW.start_date)); END IF;
                IF NEW.target_date IS DISTINCT FROM OLD.target_date THEN changed := changed || jsonb_build_object('target_date', jsonb_build_array(OLD.target_date, NEW.target_date)); END IF;
                IF NEW.closed_on IS DISTINCT FROM OLD.closed_on THEN changed := changed || jsonb_build_object('closed_on', jsonb_build_array(OLD.closed_on, NEW.closed_on)); END IF;
                IF NEW.budget IS DISTINCT FROM OLD.budget THEN changed := changed || jsonb_build_object('budget', jsonb_build_array(OLD.budget, NEW.budget)); END IF;
                IF NEW.currency IS DISTINCT FROM OLD.currency THEN changed := changed || jsonb_build_object('currency', jsonb_build_array(OLD.currency, NEW.currency)); END IF;
                IF NEW.status IS DISTINCT FROM OLD.status THEN changed := changed || jsonb_build_object('status', jsonb_build_array(OLD.status, NEW.status)); END IF;
                IF NEW.lead_id IS DISTINCT FROM OLD.lead_id THEN changed := changed || jsonb_build_object('lead_id', jsonb_build_array(OLD.lead_id, NEW.lead_id)); END IF;
                IF NEW.sponsor_id IS DISTINCT FROM OLD.sponsor_id THEN changed := changed || jsonb_build_object('sponsor_id', jsonb_build_array(OLD.sponsor_id, NEW.sponsor_id)); END IF;
                IF NEW.parent_id IS DISTINCT FROM OLD.parent_id THEN changed := changed || jsonb_build_object('parent_id', jsonb_build_array(OLD.parent_id, NEW.parent_id)); END IF;
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
                    (asked <> 'erase' AND current_setting('charter.entity_type', true) = 'project')
                    OR (asked = 'erase' AND pg_has_role(session_user, current_user, 'MEMBER'))
                ) THEN
                    word := asked;
                END IF;
            ELSIF TG_OP = 'INSERT' THEN
                row_id := NEW.id;
                word := 'create';
                changed := changed || jsonb_build_object(
                    'key', jsonb_build_array(NULL, NEW.key),
                    'name', jsonb_build_array(NULL, NEW.name),
                    'kind', jsonb_build_array(NULL, NEW.kind),
                    'health', jsonb_build_array(NULL, NEW.health),
                    'priority', jsonb_build_array(NULL, NEW.priority),
                    'currency', jsonb_build_array(NULL, NEW.currency),
                    'status', jsonb_build_array(NULL, NEW.status),
                    'lead_id', jsonb_build_array(NULL, NEW.lead_id)
                );
                IF NEW.objective IS NOT NULL THEN changed := changed || jsonb_build_object('objective', jsonb_build_array(NULL, NEW.objective)); END IF;
                IF NEW.start_date IS NOT NULL THEN changed := changed || jsonb_build_object('start_date', jsonb_build_array(NULL, NEW.start_date)); END IF;
                IF NEW.target_date IS NOT NULL THEN changed := changed || jsonb_build_object('target_date', jsonb_build_array(NULL, NEW.target_date)); END IF;
                IF NEW.closed_on IS NOT NULL THEN changed := changed || jsonb_build_object('closed_on', jsonb_build_array(NULL, NEW.closed_on)); END IF;
                IF NEW.budget IS NOT NULL THEN changed := changed || jsonb_build_object('budget', jsonb_build_array(NULL, NEW.budget)); END IF;
                IF NEW.sponsor_id IS NOT NULL THEN changed := changed || jsonb_build_object('sponsor_id', jsonb_build_array(NULL, NEW.sponsor_id)); END IF;
                IF NEW.parent_id IS NOT NULL THEN changed := changed || jsonb_build_object('parent_id', jsonb_build_array(NULL, NEW.parent_id)); END IF;
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
                word, 'project', row_id, changed, NULL,
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
    op.execute("REVOKE ALL ON FUNCTION charter_audit_project() FROM PUBLIC")
    op.execute(
        """
        -- AFTER INSERT OR UPDATE OR DELETE: exactly one event for each row that changed.
        -- `changes` leaves out what the event says itself: id (entity_id), version (the number of the
        -- row's own events), who and when (actor_id, occurred_at). An update that changes nothing else
        -- has no event, but for an updated_by_id that a deleted user left empty.
        CREATE OR REPLACE FUNCTION charter_audit_regulation() RETURNS trigger
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
                IF NEW.code IS DISTINCT FROM OLD.code THEN changed := changed || jsonb_build_object('code', jsonb_build_array(OLD.code, NEW.code)); END IF;
                IF NEW.edition IS DISTINCT FROM OLD.edition THEN changed := changed || jsonb_build_object('edition', jsonb_build_array(OLD.edition, NEW.edition)); END IF;
                IF NEW.name IS DISTINCT FROM OLD.name THEN changed := changed || jsonb_build_object('name', jsonb_build_array(OLD.name, NEW.name)); END IF;
                IF NEW.kind IS DISTINCT FROM OLD.kind THEN changed := changed || jsonb_build_object('kind', jsonb_build_array(OLD.kind, NEW.kind)); END IF;
                IF NEW.topic IS DISTINCT FROM OLD.topic THEN changed := changed || jsonb_build_object('topic', jsonb_build_array(OLD.topic, NEW.topic)); END IF;
                IF NEW.jurisdiction IS DISTINCT FROM OLD.jurisdiction THEN changed := changed || jsonb_build_object('jurisdiction', jsonb_build_array(OLD.jurisdiction, NEW.jurisdiction)); END IF;
                IF NEW.issuer IS DISTINCT FROM OLD.issuer THEN changed := changed || jsonb_build_object('issuer', jsonb_build_array(OLD.issuer, NEW.issuer)); END IF;
                IF NEW.celex_id IS DISTINCT FROM OLD.celex_id THEN changed := changed || jsonb_build_object('celex_id', jsonb_build_array(OLD.celex_id, NEW.celex_id)); END IF;
                IF NEW.source_url IS DISTINCT FROM OLD.source_url THEN changed := changed || jsonb_build_object('source_url', jsonb_build_array(OLD.source_url, NEW.source_url)); END IF;
                IF NEW.effective_from IS DISTINCT FROM OLD.effective_from THEN changed := changed || jsonb_build_object('effective_from', jsonb_build_array(OLD.effective_from, NEW.effective_from)); END IF;
                IF NEW.effective_until IS DISTINCT FROM OLD.effective_until THEN changed := changed || jsonb_build_object('effective_until', jsonb_build_array(OLD.effective_until, NEW.effective_until)); END IF;
                IF NEW.content_licence IS DISTINCT FROM OLD.content_licence THEN changed := changed || jsonb_build_object('content_licence', jsonb_build_array(OLD.content_licence, NEW.content_licence)); END IF;
                IF NEW.description IS DISTINCT FROM OLD.description THEN changed := changed || jsonb_build_object('description', jsonb_build_array(OLD.description, NEW.description)); END IF;
                IF NEW.status IS DISTINCT FROM OLD.status THEN changed := changed || jsonb_build_object('status', jsonb_build_array(OLD.status, NEW.status)); END IF;
                IF NEW.owner_id IS DISTINCT FROM OLD.owner_id THEN changed := changed || jsonb_build_object('owner_id', jsonb_build_array(OLD.owner_id, NEW.owner_id)); END IF;
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
                    (asked <> 'erase' AND current_setting('charter.entity_type', true) = 'regulation')
                    OR (asked = 'erase' AND pg_has_role(session_user, current_user, 'MEMBER'))
                ) THEN
                    word := asked;
                END IF;
            ELSIF TG_OP = 'INSERT' THEN
                row_id := NEW.id;
                word := 'create';
                changed := changed || jsonb_build_object(
                    'code', jsonb_build_array(NULL, NEW.code),
                    'edition', jsonb_build_array(NULL, NEW.edition),
                    'name', jsonb_build_array(NULL, NEW.name),
                    'kind', jsonb_build_array(NULL, NEW.kind),
                    'topic', jsonb_build_array(NULL, NEW.topic),
                    'jurisdiction', jsonb_build_array(NULL, NEW.jurisdiction),
                    'content_licence', jsonb_build_array(NULL, NEW.content_licence),
                    'status', jsonb_build_array(NULL, NEW.status)
                );
                IF NEW.issuer IS NOT NULL THEN changed := changed || jsonb_build_object('issuer', jsonb_build_array(NULL, NEW.issuer)); END IF;
                IF NEW.celex_id IS NOT NULL THEN changed := changed || jsonb_build_object('celex_id', jsonb_build_array(NULL, NEW.celex_id)); END IF;
                IF NEW.source_url IS NOT NULL THEN changed := changed || jsonb_build_object('source_url', jsonb_build_array(NULL, NEW.source_url)); END IF;
                IF NEW.effective_from IS NOT NULL THEN changed := changed || jsonb_build_object('effective_from', jsonb_build_array(NULL, NEW.effective_from)); END IF;
                IF NEW.effective_until IS NOT NULL THEN changed := changed || jsonb_build_object('effective_until', jsonb_build_array(NULL, NEW.effective_until)); END IF;
                IF NEW.description IS NOT NULL THEN changed := changed || jsonb_build_object('description', jsonb_build_array(NULL, NEW.description)); END IF;
                IF NEW.owner_id IS NOT NULL THEN changed := changed || jsonb_build_object('owner_id', jsonb_build_array(NULL, NEW.owner_id)); END IF;
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
                word, 'regulation', row_id, changed, NULL,
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
    op.execute("REVOKE ALL ON FUNCTION charter_audit_regulation() FROM PUBLIC")


def downgrade() -> None:
    op.execute("DROP FUNCTION charter_audit_regulation()")
    op.execute("DROP FUNCTION charter_audit_project()")
    op.execute("DROP FUNCTION charter_audit_business_unit()")
    op.execute("DROP FUNCTION charter_audit_company_profile()")
