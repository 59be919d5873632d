-- Adds one event, with actor and request as the session's settings say. A session without
-- context is somebody at an SQL prompt: source is then sql, and request_id names the role.
-- Runs as its caller, which is one of the functions here that run as the owner.
CREATE OR REPLACE FUNCTION charter_write_event(
    what text, entity text, entity_row uuid, changed jsonb, result text, why text
) RETURNS uuid
LANGUAGE plpgsql
AS $function$
DECLARE
    origin text := coalesce(nullif(current_setting('charter.source', true), ''), 'sql');
    request text := nullif(current_setting('charter.request_id', true), '');
    event uuid;
BEGIN
    {% set action, entity, row, changes, outcome = "what", "entity", "entity_row", "changed", "result" %}
    {% set reason, marks = "why", "NULL" %}
    {% include "event.sql" %}

    RETURNING id INTO event;
    RETURN event;
END
$function$
