"""Sealed trail: events 1."""

from __future__ import annotations

from alembic import op

revision = "b31ee74b4c12"
down_revision = "2ef9f0c86547"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        -- AFTER INSERT OR UPDATE OR DELETE: exactly one event for each row that changed.
        -- `changes` leaves out what the event says itself: id (entity_id), version (the number of the
        -- row's own events), who and when (actor_id, occurred_at). An update that changes nothing else
        -- has no event, but for an updated_by_id that a deleted user left empty.
        CREATE OR REPLACE FUNCTION charter_audit_user() RETURNS trigger
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
            secret text;
            pair jsonb;
        BEGIN
            IF TG_OP = 'UPDATE' THEN
                row_id := NEW.id;
                IF NEW.email IS DISTINCT FROM OLD.email THEN changed := changed || jsonb_build_object('email', jsonb_build_array(OLD.email, NEW.email)); END IF;
                IF NEW.full_name IS DISTINCT FROM OLD.full_name THEN changed := changed || jsonb_build_object('full_name', jsonb_build_array(OLD.full_name, NEW.full_name)); END IF;
                IF NEW.password_hash IS DISTINCT FROM OLD.password_hash THEN changed := changed || jsonb_build_object('password_hash', jsonb_build_array(OLD.password_hash, NEW.password_hash)); END IF;
                IF NEW.kind IS DISTINCT FROM OLD.kind THEN changed := changed || jsonb_build_object('kind', jsonb_build_array(OLD.kind, NEW.kind)); END IF;
                IF NEW.department IS DISTINCT FROM OLD.department THEN changed := changed || jsonb_build_object('department', jsonb_build_array(OLD.department, NEW.department)); END IF;
                IF NEW.job_title IS DISTINCT FROM OLD.job_title THEN changed := changed || jsonb_build_object('job_title', jsonb_build_array(OLD.job_title, NEW.job_title)); END IF;
                IF NEW.locale IS DISTINCT FROM OLD.locale THEN changed := changed || jsonb_build_object('locale', jsonb_build_array(OLD.locale, NEW.locale)); END IF;
                IF NEW.is_active IS DISTINCT FROM OLD.is_active THEN changed := changed || jsonb_build_object('is_active', jsonb_build_array(OLD.is_active, NEW.is_active)); END IF;
                IF NEW.external_subject IS DISTINCT FROM OLD.external_subject THEN changed := changed || jsonb_build_object('external_subject', jsonb_build_array(OLD.external_subject, NEW.external_subject)); END IF;
                IF NEW.last_login_at IS DISTINCT FROM OLD.last_login_at THEN changed := changed || jsonb_build_object('last_login_at', jsonb_build_array(OLD.last_login_at, NEW.last_login_at)); END IF;
                IF NEW.deactivated_at IS DISTINCT FROM OLD.deactivated_at THEN changed := changed || jsonb_build_object('deactivated_at', jsonb_build_array(OLD.deactivated_at, NEW.deactivated_at)); END IF;
                IF NEW.business_unit_id IS DISTINCT FROM OLD.business_unit_id THEN changed := changed || jsonb_build_object('business_unit_id', jsonb_build_array(OLD.business_unit_id, NEW.business_unit_id)); END IF;
                IF NEW.manager_id IS DISTINCT FROM OLD.manager_id THEN changed := changed || jsonb_build_object('manager_id', jsonb_build_array(OLD.manager_id, NEW.manager_id)); END IF;
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
                    (asked <> 'erase' AND current_setting('charter.entity_type', true) = 'user')
                    OR (asked = 'erase' AND pg_has_role(session_user, current_user, 'MEMBER'))
                ) THEN
                    word := asked;
                END IF;
            ELSIF TG_OP = 'INSERT' THEN
                row_id := NEW.id;
                word := 'create';
                changed := changed || jsonb_build_object(
                    'email', jsonb_build_array(NULL, NEW.email),
                    'full_name', jsonb_build_array(NULL, NEW.full_name),
                    'kind', jsonb_build_array(NULL, NEW.kind),
                    'locale', jsonb_build_array(NULL, NEW.locale),
                    'is_active', jsonb_build_array(NULL, NEW.is_active)
                );
                IF NEW.password_hash IS NOT NULL THEN changed := changed || jsonb_build_object('password_hash', jsonb_build_array(NULL, NEW.password_hash)); END IF;
                IF NEW.department IS NOT NULL THEN changed := changed || jsonb_build_object('department', jsonb_build_array(NULL, NEW.department)); END IF;
                IF NEW.job_title IS NOT NULL THEN changed := changed || jsonb_build_object('job_title', jsonb_build_array(NULL, NEW.job_title)); END IF;
                IF NEW.external_subject IS NOT NULL THEN changed := changed || jsonb_build_object('external_subject', jsonb_build_array(NULL, NEW.external_subject)); END IF;
                IF NEW.last_login_at IS NOT NULL THEN changed := changed || jsonb_build_object('last_login_at', jsonb_build_array(NULL, NEW.last_login_at)); END IF;
                IF NEW.deactivated_at IS NOT NULL THEN changed := changed || jsonb_build_object('deactivated_at', jsonb_build_array(NULL, NEW.deactivated_at)); END IF;
                IF NEW.business_unit_id IS NOT NULL THEN changed := changed || jsonb_build_object('business_unit_id', jsonb_build_array(NULL, NEW.business_unit_id)); END IF;
                IF NEW.manager_id IS NOT NULL THEN changed := changed || jsonb_build_object('manager_id', jsonb_build_array(NULL, NEW.manager_id)); END IF;
            ELSE
                row_id := OLD.id;
                word := 'delete';
                SELECT jsonb_object_agg(key, jsonb_build_array(value, NULL)) INTO changed
                FROM jsonb_each(to_jsonb(OLD) - '{"id","updated_at","updated_by_id","version"}'::text[]) WHERE value <> 'null';
            END IF;
            IF TG_OP = 'DELETE' THEN
                about := OLD;
            ELSE
                about := NEW;
            END IF;
            IF changed ?| '{"email","full_name","external_subject"}'::text[] THEN
                SELECT jsonb_build_object('subjects', jsonb_object_agg(known.field, known.subject)) INTO marked
                FROM (VALUES
                    ('email', about.id),
                    ('full_name', about.id),
                    ('external_subject', about.id)
                ) AS known(field, subject)
                WHERE changed ? known.field;
            END IF;
            -- A secret leaves no more than that it was there, and what only the owner can compare.
            FOREACH secret IN ARRAY '{"password_hash"}'::text[] LOOP
                pair := changed -> secret;
                IF pair IS NOT NULL THEN
                    changed := jsonb_set(changed, ARRAY[secret], jsonb_build_array(
                        CASE WHEN pair ->> 0 IS NOT NULL THEN '***' END,
                        CASE WHEN pair ->> 1 IS NOT NULL THEN '***' END
                    ));
                    marked := coalesce(marked, '{}') || jsonb_build_object(
                        'secrets', coalesce(marked -> 'secrets', '{}') || jsonb_build_object(
                            secret, jsonb_build_array(
                                charter_commitment('user', about.id, secret, pair ->> 0),
                                charter_commitment('user', about.id, secret, pair ->> 1)
                            )
                        )
                    );
                END IF;
            END LOOP;
            INSERT INTO audit_events (
                actor_id, actor_email, actor_roles, action, entity_type, entity_id, changes, marks,
                reason, outcome, rule, request_id, client_ip, source
            ) VALUES (
                nullif(current_setting('charter.actor', true), '')::uuid,
                nullif(current_setting('charter.actor_email', true), ''),
                translate(
                    coalesce(nullif(current_setting('charter.actor_roles', true), ''), '[]'), '[]"', '{}'
                )::text[],
                word, 'user', row_id, changed, marked,
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
    op.execute("REVOKE ALL ON FUNCTION charter_audit_user() FROM PUBLIC")
    op.execute(
        """
        -- AFTER INSERT OR UPDATE OR DELETE: exactly one event for each row that changed.
        -- `changes` leaves out what the event says itself: id (entity_id), version (the number of the
        -- row's own events), who and when (actor_id, occurred_at). An update that changes nothing else
        -- has no event, but for an updated_by_id that a deleted user left empty.
        CREATE OR REPLACE FUNCTION charter_audit_role_assignment() RETURNS trigger
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
                IF NEW.role IS DISTINCT FROM OLD.role THEN changed := changed || jsonb_build_object('role', jsonb_build_array(OLD.role, NEW.role)); END IF;
                IF NEW.valid_from IS DISTINCT FROM OLD.valid_from THEN changed := changed || jsonb_build_object('valid_from', jsonb_build_array(OLD.valid_from, NEW.valid_from)); END IF;
                IF NEW.valid_until IS DISTINCT FROM OLD.valid_until THEN changed := changed || jsonb_build_object('valid_until', jsonb_build_array(OLD.valid_until, NEW.valid_until)); END IF;
                IF NEW.reason IS DISTINCT FROM OLD.reason THEN changed := changed || jsonb_build_object('reason', jsonb_build_array(OLD.reason, NEW.reason)); END IF;
                IF NEW.user_id IS DISTINCT FROM OLD.user_id THEN changed := changed || jsonb_build_object('user_id', jsonb_build_array(OLD.user_id, NEW.user_id)); END IF;
                IF NEW.scope_type IS DISTINCT FROM OLD.scope_type THEN changed := changed || jsonb_build_object('scope_type', jsonb_build_array(OLD.scope_type, NEW.scope_type)); END IF;
                IF NEW.scope_id IS DISTINCT FROM OLD.scope_id THEN changed := changed || jsonb_build_object('scope_id', jsonb_build_array(OLD.scope_id, NEW.scope_id)); END IF;
                IF NEW.granted_by_id IS DISTINCT FROM OLD.granted_by_id THEN changed := changed || jsonb_build_object('granted_by_id', jsonb_build_array(OLD.granted_by_id, NEW.granted_by_id)); END IF;
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
                    (asked <> 'erase' AND current_setting('charter.entity_type', true) = 'role_assignment')
                    OR (asked = 'erase' AND pg_has_role(session_user, current_user, 'MEMBER'))
                ) THEN
                    word := asked;
                END IF;
            ELSIF TG_OP = 'INSERT' THEN
                row_id := NEW.id;
                word := 'create';
                changed := changed || jsonb_build_object(
                    'role', jsonb_build_array(NULL, NEW.role),
                    'user_id', jsonb_build_array(NULL, NEW.user_id)
                );
                IF NEW.valid_from IS NOT NULL THEN changed := changed || jsonb_build_object('valid_from', jsonb_build_array(NULL, NEW.valid_from)); END IF;
                IF NEW.valid_until IS NOT NULL THEN changed := changed || jsonb_build_object('valid_until', jsonb_build_array(NULL, NEW.valid_until)); END IF;
                IF NEW.reason IS NOT NULL THEN changed := changed || jsonb_build_object('reason', jsonb_build_array(NULL, NEW.reason)); END IF;
                IF NEW.scope_type IS NOT NULL THEN changed := changed || jsonb_build_object('scope_type', jsonb_build_array(NULL, NEW.scope_type)); END IF;
                IF NEW.scope_id IS NOT NULL THEN changed := changed || jsonb_build_object('scope_id', jsonb_build_array(NULL, NEW.scope_id)); END IF;
                IF NEW.granted_by_id IS NOT NULL THEN changed := changed || jsonb_build_object('granted_by_id', jsonb_build_array(NULL, NEW.granted_by_id)); END IF;
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
                word, 'role_assignment', row_id, changed, NULL,
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
    op.execute("REVOKE ALL ON FUNCTION charter_audit_role_assignment() FROM PUBLIC")
    op.execute(
        """
        -- AFTER INSERT OR UPDATE OR DELETE: exactly one event for each row that changed.
        -- `changes` leaves out what the event says itself: id (entity_id), version (the number of the
        -- row's own events), who and when (actor_id, occurred_at). An update that changes nothing else
        -- has no event, but for an updated_by_id that a deleted user left empty.
        CREATE OR REPLACE FUNCTION charter_audit_refresh_token() RETURNS trigger
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
            secret text;
            pair jsonb;
        BEGIN
            IF TG_OP = 'UPDATE' THEN
                row_id := NEW.id;
                IF NEW.token_hash IS DISTINCT FROM OLD.token_hash THEN changed := changed || jsonb_build_object('token_hash', jsonb_build_array(OLD.token_hash, NEW.token_hash)); END IF;
                IF NEW.family_id IS DISTINCT FROM OLD.family_id THEN changed := changed || jsonb_build_object('family_id', jsonb_build_array(OLD.family_id, NEW.family_id)); END IF;
                IF NEW.expires_at IS DISTINCT FROM OLD.expires_at THEN changed := changed || jsonb_build_object('expires_at', jsonb_build_array(OLD.expires_at, NEW.expires_at)); END IF;
                IF NEW.rotated_at IS DISTINCT FROM OLD.rotated_at THEN changed := changed || jsonb_build_object('rotated_at', jsonb_build_array(OLD.rotated_at, NEW.rotated_at)); END IF;
                IF NEW.revoked_at IS DISTINCT FROM OLD.revoked_at THEN changed := changed || jsonb_build_object('revoked_at', jsonb_build_array(OLD.revoked_at, NEW.revoked_at)); END IF;
                IF NEW.revoke_reason IS DISTINCT FROM OLD.revoke_reason THEN changed := changed || jsonb_build_object('revoke_reason', jsonb_build_array(OLD.revoke_reason, NEW.revoke_reason)); END IF;
                IF NEW.client_ip IS DISTINCT FROM OLD.client_ip THEN changed := changed || jsonb_build_object('client_ip', jsonb_build_array(OLD.client_ip, NEW.client_ip)); END IF;
                IF NEW.user_agent IS DISTINCT FROM OLD.user_agent THEN changed := changed || jsonb_build_object('user_agent', jsonb_build_array(OLD.user_agent, NEW.user_agent)); END IF;
                IF NEW.user_id IS DISTINCT FROM OLD.user_id THEN changed := changed || jsonb_build_object('user_id', jsonb_build_array(OLD.user_id, NEW.user_id)); END IF;
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
                    (asked <> 'erase' AND current_setting('charter.entity_type', true) = 'refresh_token')
                    OR (asked = 'erase' AND pg_has_role(session_user, current_user, 'MEMBER'))
                ) THEN
                    word := asked;
                END IF;
            ELSIF TG_OP = 'INSERT' THEN
                row_id := NEW.id;
                word := 'create';
                changed := changed || jsonb_build_object(
                    'token_hash', jsonb_build_array(NULL, NEW.token_hash),
                    'family_id', jsonb_build_array(NULL, NEW.family_id),
                    'expires_at', jsonb_build_array(NULL, NEW.expires_at),
                    'user_id', jsonb_build_array(NULL, NEW.user_id)
                );
                IF NEW.rotated_at IS NOT NULL THEN changed := changed || jsonb_build_object('rotated_at', jsonb_build_array(NULL, NEW.rotated_at)); END IF;
                IF NEW.revoked_at IS NOT NULL THEN changed := changed || jsonb_build_object('revoked_at', jsonb_build_array(NULL, NEW.revoked_at)); END IF;
                IF NEW.revoke_reason IS NOT NULL THEN changed := changed || jsonb_build_object('revoke_reason', jsonb_build_array(NULL, NEW.revoke_reason)); END IF;
                IF NEW.client_ip IS NOT NULL THEN changed := changed || jsonb_build_object('client_ip', jsonb_build_array(NULL, NEW.client_ip)); END IF;
                IF NEW.user_agent IS NOT NULL THEN changed := changed || jsonb_build_object('user_agent', jsonb_build_array(NULL, NEW.user_agent)); END IF;
                IF NEW.replaced_by_id IS NOT NULL THEN changed := changed || jsonb_build_object('replaced_by_id', jsonb_build_array(NULL, NEW.replaced_by_id)); END IF;
            ELSE
                row_id := OLD.id;
                word := 'delete';
                SELECT jsonb_object_agg(key, jsonb_build_array(value, NULL)) INTO changed
                FROM jsonb_each(to_jsonb(OLD) - '{"id","updated_at","updated_by_id","version"}'::text[]) WHERE value <> 'null';
            END IF;
            IF TG_OP = 'DELETE' THEN
                about := OLD;
            ELSE
                about := NEW;
            END IF;
            IF changed ?| '{"client_ip","user_agent"}'::text[] THEN
                SELECT jsonb_build_object('subjects', jsonb_object_agg(known.field, known.subject)) INTO marked
                FROM (VALUES
                    ('client_ip', coalesce(about.user_id, about.id)),
                    ('user_agent', coalesce(about.user_id, about.id))
                ) AS known(field, subject)
                WHERE changed ? known.field;
            END IF;
            -- A secret leaves no more than that it was there, and what only the owner can compare.
            FOREACH secret IN ARRAY '{"token_hash"}'::text[] LOOP
                pair := changed -> secret;
                IF pair IS NOT NULL THEN
                    changed := jsonb_set(changed, ARRAY[secret], jsonb_build_array(
                        CASE WHEN pair ->> 0 IS NOT NULL THEN '***' END,
                        CASE WHEN pair ->> 1 IS NOT NULL THEN '***' END
                    ));
                    marked := coalesce(marked, '{}') || jsonb_build_object(
                        'secrets', coalesce(marked -> 'secrets', '{}') || jsonb_build_object(
                            secret, jsonb_build_array(
                                charter_commitment('refresh_token', about.id, secret, pair ->> 0),
                                charter_commitment('refresh_token', about.id, secret, pair ->> 1)
                            )
                        )
                    );
                END IF;
            END LOOP;
            INSERT INTO audit_events (
                actor_id, actor_email, actor_roles, action, entity_type, entity_id, changes, marks,
                reason, outcome, rule, request_id, client_ip, source
            ) VALUES (
                nullif(current_setting('charter.actor', true), '')::uuid,
                nullif(current_setting('charter.actor_email', true), ''),
                translate(
                    coalesce(nullif(current_setting('charter.actor_roles', true), ''), '[]'), '[]"', '{}'
                )::text[],
                word, 'refresh_token', row_id, changed, marked,
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
    op.execute("REVOKE ALL ON FUNCTION charter_audit_refresh_token() FROM PUBLIC")


def downgrade() -> None:
    op.execute("DROP FUNCTION charter_audit_refresh_token()")
    op.execute("DROP FUNCTION charter_audit_role_assignment()")
    op.execute("DROP FUNCTION charter_audit_user()")
