-- AFTER INSERT OR UPDATE OR DELETE: exactly one event for each row that changed.
-- `changes` leaves out what the event says itself: id (entity_id), version (the number of the
-- row's own events), who and when (actor_id, occurred_at). An update that changes nothing else
-- has no event, but for an updated_by_id that a deleted user left empty.
CREATE OR REPLACE FUNCTION {{ name }}() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp
SET timezone = 'UTC'
SET intervalstyle = 'iso_8601'
{% if floats %}
SET extra_float_digits = 1
{% endif %}
AS $function$
DECLARE
    origin text := coalesce(nullif(current_setting('charter.source', true), ''), 'sql');
    request text := nullif(current_setting('charter.request_id', true), '');
    asked text := coalesce(current_setting('charter.action', true), '');
    word text := 'update';
    row_id uuid;
    changed jsonb := '{}';
{% if secrets or personal %}
    marked jsonb;
    about record;
{% endif %}
{% if secrets %}
    secret text;
    pair jsonb;
{% endif %}
BEGIN
    IF TG_OP = 'UPDATE' THEN
        row_id := NEW.id;
{% for column in updated %}
        IF {{ column.differs }} THEN changed := changed || jsonb_build_object({{ column.key }}, jsonb_build_array(OLD.{{ column.name }}, NEW.{{ column.name }})); END IF;
{% endfor %}
        IF changed = '{}' THEN
            IF NEW.updated_by_id IS NOT DISTINCT FROM OLD.updated_by_id THEN
                RETURN NULL;
            END IF;
            changed := jsonb_build_object('updated_by_id', jsonb_build_array(OLD.updated_by_id, NEW.updated_by_id));
{% if soft %}
        ELSIF NEW.deleted_at IS DISTINCT FROM OLD.deleted_at THEN
            word := CASE WHEN NEW.deleted_at IS NULL THEN 'restore' ELSE 'delete' END;
{% endif %}
        END IF;
        -- Whoever writes says which action this is; the owner's own words are the owner's alone.
        IF word = 'update' AND asked NOT IN (
            '', 'create', 'read', 'delete', 'restore', 'link', 'unlink', 'migrate', 'retire'
        ) AND (
            (asked <> 'erase' AND current_setting('charter.entity_type', true) = {{ entity }})
            OR (asked = 'erase' AND pg_has_role(session_user, current_user, 'MEMBER'))
        ) THEN
            word := asked;
        END IF;
    ELSIF TG_OP = 'INSERT' THEN
        row_id := NEW.id;
        word := 'create';
{% for columns in required | batch(40) %}
        changed := changed || jsonb_build_object(
{% for column in columns %}
            {{ column.key }}, jsonb_build_array(NULL, NEW.{{ column.name }}){{ "," if not loop.last }}
{% endfor %}
        );
{% endfor %}
{% for column in optional %}
        IF NEW.{{ column.name }} IS NOT NULL THEN changed := changed || jsonb_build_object({{ column.key }}, jsonb_build_array(NULL, NEW.{{ column.name }})); END IF;
{% endfor %}
    ELSE
        row_id := OLD.id;
        word := 'delete';
        SELECT jsonb_object_agg(key, jsonb_build_array(value, NULL)) INTO changed
        FROM jsonb_each(to_jsonb(OLD) - {{ left_out }}::text[]) WHERE value <> 'null';
    END IF;
{% if secrets or personal %}
    IF TG_OP = 'DELETE' THEN
        about := OLD;
    ELSE
        about := NEW;
    END IF;
{% endif %}
{% if personal %}
    IF changed ?| {{ personal_names }}::text[] THEN
        SELECT jsonb_build_object('subjects', jsonb_object_agg(known.field, known.subject)) INTO marked
        FROM (VALUES
{% for field, subject in personal %}
            ({{ field }}, {{ subject }}){{ "," if not loop.last }}
{% endfor %}
        ) AS known(field, subject)
        WHERE changed ? known.field;
    END IF;
{% endif %}
{% if secrets %}
    -- A secret leaves no more than that it was there, and what only the owner can compare.
    FOREACH secret IN ARRAY {{ secrets }}::text[] LOOP
        pair := changed -> secret;
        IF pair IS NOT NULL THEN
            changed := jsonb_set(changed, ARRAY[secret], jsonb_build_array(
                CASE WHEN pair ->> 0 IS NOT NULL THEN '***' END,
                CASE WHEN pair ->> 1 IS NOT NULL THEN '***' END
            ));
            marked := coalesce(marked, '{}') || jsonb_build_object(
                'secrets', coalesce(marked -> 'secrets', '{}') || jsonb_build_object(
                    secret, jsonb_build_array(
                        charter_commitment({{ entity }}, about.id, secret, pair ->> 0),
                        charter_commitment({{ entity }}, about.id, secret, pair ->> 1)
                    )
                )
            );
        END IF;
    END LOOP;
{% endif %}
    {% set action, row, changes, outcome = "word", "row_id", "changed", "'success'" %}
    {% set reason = "nullif(current_setting('charter.reason', true), '')" %}
    {% set marks = "marked" if secrets or personal else "NULL" %}
    {% include "event.sql" %};
    RETURN NULL;
END
$function$
